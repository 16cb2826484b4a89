-- Whether all words of a block are set in bold: the questions of many interviews.
ALTER TABLE block ADD COLUMN strong INTEGER NOT NULL DEFAULT 0;
