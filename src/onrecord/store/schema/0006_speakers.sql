-- Who speaks how often, kept up to date so that lists of speakers need not count, and what does not grow with the store.
-- Only the latest version of each page counts.  "said" counts what is communication, "statements" all.

CREATE TABLE speaker_version (
    speaker INTEGER NOT NULL REFERENCES speaker (id),
    published TEXT NOT NULL,            -- article.published_utc, '' where it is not known
    version INTEGER NOT NULL REFERENCES version (id),
    statements INTEGER NOT NULL,
    said INTEGER NOT NULL,
    PRIMARY KEY (speaker, published, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE speaker_outlet (
    speaker INTEGER NOT NULL REFERENCES speaker (id),
    outlet TEXT NOT NULL,               -- the page's host or, where there is none, the site that it names
    versions INTEGER NOT NULL,
    versions_said INTEGER NOT NULL,
    PRIMARY KEY (speaker, outlet)
) STRICT, WITHOUT ROWID;

CREATE TABLE speaker_total (
    speaker INTEGER PRIMARY KEY REFERENCES speaker (id),
    statements INTEGER NOT NULL,
    said INTEGER NOT NULL,
    outlets INTEGER NOT NULL,
    outlets_said INTEGER NOT NULL
) STRICT;
CREATE INDEX speaker_by_statements ON speaker_total (statements DESC);  -- lists of speakers
CREATE INDEX speaker_by_said ON speaker_total (said DESC);

INSERT INTO speaker_version
SELECT s.speaker, coalesce(a.published_utc, ''), s.version, count(*), sum(s.type = 'communication')
FROM statement s CROSS JOIN version v ON v.id = s.version CROSS JOIN page p ON p.id = v.page AND p.latest = v.id
CROSS JOIN article a ON a.version = s.version
GROUP BY s.speaker, s.version;
INSERT INTO speaker_outlet
SELECT t.speaker, coalesce(p.host, a.site) AS outlet, count(*), sum(t.said > 0)
FROM speaker_version t JOIN version v ON v.id = t.version JOIN page p ON p.id = v.page JOIN article a ON a.version = t.version
WHERE coalesce(p.host, a.site) IS NOT NULL GROUP BY t.speaker, outlet;
INSERT INTO speaker_total
SELECT t.speaker, sum(t.statements), sum(t.said),
    (SELECT count(*) FROM speaker_outlet o WHERE o.speaker = t.speaker),
    (SELECT count(*) FROM speaker_outlet o WHERE o.speaker = t.speaker AND o.versions_said > 0)
FROM speaker_version t GROUP BY t.speaker;

-- Lists of pages of a rare type.
CREATE INDEX reading_by_type ON reading (type);
