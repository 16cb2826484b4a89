-- Copies of pages in web archives: the row is there only where what was read is such a copy.
CREATE TABLE archived (
    version INTEGER PRIMARY KEY REFERENCES version (id),
    archive TEXT NOT NULL,              -- the archive's host
    found TEXT NOT NULL,                -- what tells it
    captured TEXT,                      -- when the archive captured the page, in UTC; no time of the story
    url TEXT,                           -- the address of the copy
    original TEXT                       -- the address of the page itself
) STRICT;
