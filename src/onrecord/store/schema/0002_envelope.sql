-- What the file that a page came in says of it: the head of a mail, the record of a post, what an archive cut off.

ALTER TABLE capture ADD COLUMN envelope TEXT;   -- JSON (`Envelope` in docs/reference/schema.md), NULL for most pages

-- What a reading says of the file that its page came in, or of itself where it is a document.
ALTER TABLE reading ADD COLUMN envelope TEXT;   -- JSON, NULL for most pages

-- When what was forwarded or taken over was published there.
ALTER TABLE origin ADD COLUMN published TEXT;   -- JSON (`Timestamp`), NULL where it is not stated
