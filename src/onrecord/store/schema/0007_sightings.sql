-- What is one page: an address of the web, received or stated by the page, or else nothing but its bytes.  Sightings (the rows of
-- `capture`) say where and when those bytes were met.

-- page.address is in normal form (WHATWG URL without fragment); of a page without an address, "urn:sha256:" and the digest of the
-- first bytes that it was known by.
ALTER TABLE page ADD COLUMN stated TEXT;        -- by what the page states its address or host (canonical, og:url, singlefile,
                                                -- saved-from, mhtml, archive); NULL if it was received, or nothing states one
ALTER TABLE capture ADD COLUMN url TEXT;        -- the address as it was spelt, with its fragment; NULL if the page came without one
ALTER TABLE capture ADD COLUMN path TEXT;       -- the absolute path of the file, and "#" with the place in it
ALTER TABLE capture ADD COLUMN stated TEXT;     -- by what `url` is known, where nobody sent it: mhtml
ALTER TABLE capture ADD COLUMN revisit INTEGER NOT NULL DEFAULT 0;  -- 1: only the fact was received, the bytes came before or elsewhere
CREATE INDEX capture_by_path ON capture (path) WHERE path IS NOT NULL;
CREATE INDEX capture_by_payload ON capture (payload) WHERE payload IS NOT NULL;

-- Revisits whose bytes have not come yet.  Each is named in `failure`, too.
CREATE TABLE waiting (
    key TEXT PRIMARY KEY,               -- digest of the rest
    name TEXT NOT NULL,
    payload TEXT,                       -- digest of the bytes that it waits for
    address TEXT,                       -- where they were met again, in normal form
    refers TEXT,                        -- where they were met first, in normal form
    body TEXT NOT NULL                  -- JSON: what the record says
) STRICT, WITHOUT ROWID;
CREATE INDEX waiting_by_payload ON waiting (payload);
CREATE INDEX waiting_by_address ON waiting (address);
CREATE INDEX waiting_by_refers ON waiting (refers);

DROP VIEW pages;
CREATE VIEW pages AS
SELECT v.id AS version, p.address, p.stated, p.host, v.id = p.latest AS latest, b.digest, b.size, v.state, v.url, v.name,
    (SELECT min(c.fetched_utc) FROM capture c WHERE c.version = v.id) AS first_fetched,
    (SELECT max(c.fetched_utc) FROM capture c WHERE c.version = v.id) AS last_fetched
FROM version v JOIN page p ON p.id = v.page JOIN body b ON b.id = v.body;

CREATE VIEW sightings AS
SELECT c.id, v.page, c.version, p.address, c.url, c.stated, c.fetched_utc, c.via, c.status, c.name, c.path, c.container, c.record, c.revisit
FROM capture c JOIN version v ON v.id = c.version JOIN page p ON p.id = v.page;
