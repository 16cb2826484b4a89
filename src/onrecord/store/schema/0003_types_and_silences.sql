-- What an attribution reports, and who kept silent.

-- communication: said, wrote, denied ...; attitude: believed, wanted, decided ...  Statements read by an earlier program count as
-- communication until their pages are read again.
ALTER TABLE statement ADD COLUMN type TEXT NOT NULL DEFAULT 'communication';

DROP INDEX statement_by_speaker;
CREATE INDEX statement_by_speaker ON statement (speaker, type, version);

-- People and bodies who, as the text says, did not speak: declined, refused, did not answer.  No statements.
CREATE TABLE silence (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL, n INTEGER NOT NULL,
    code TEXT NOT NULL,                 -- Silence.id
    speaker INTEGER NOT NULL REFERENCES speaker (id),
    introduced_start INTEGER, introduced_end INTEGER,
    role TEXT, role_start INTEGER, role_end INTEGER,
    inferred TEXT NOT NULL,             -- JSON: what was concluded to get from mention to name
    speaker_score REAL NOT NULL,
    score REAL NOT NULL,
    reader TEXT NOT NULL,
    UNIQUE (version, n)
) STRICT;
CREATE INDEX silence_by_speaker ON silence (speaker);

-- The words of a silence: source, cue, and about (what was not spoken of).
CREATE TABLE silence_part (
    silence INTEGER NOT NULL REFERENCES silence (id),
    part TEXT NOT NULL,
    n INTEGER NOT NULL,
    start_at INTEGER NOT NULL, end_at INTEGER NOT NULL,
    PRIMARY KEY (silence, part, n)
) STRICT, WITHOUT ROWID;

DROP VIEW statements;
CREATE VIEW statements AS
SELECT s.id, s.code, s.version, r.name AS speaker, r.kind AS speaker_kind, s.role, s.type, s.manner, s.act, s.firmness, s.negated,
    (SELECT group_concat(words, ' … ') FROM (SELECT words FROM parts WHERE statement = s.id AND part = 'source' ORDER BY n)) AS source,
    (SELECT group_concat(words, ' … ') FROM (SELECT words FROM parts WHERE statement = s.id AND part = 'cue' ORDER BY n)) AS cue,
    (SELECT group_concat(words, ' … ') FROM (SELECT words FROM parts WHERE statement = s.id AND part = 'content' ORDER BY n)) AS content,
    s.score, a.title, a.published_utc, p.address, p.host, v.id = p.latest AS latest
FROM statement s JOIN speaker r ON r.id = s.speaker JOIN article a ON a.version = s.version
JOIN version v ON v.id = s.version JOIN page p ON p.id = v.page;

CREATE VIEW silences AS
SELECT s.id, s.code, s.version, r.name AS speaker, r.kind AS speaker_kind, s.role,
    (SELECT group_concat(words, ' … ') FROM (SELECT substr(a.text, x.start_at + 1, x.end_at - x.start_at) AS words
        FROM silence_part x WHERE x.silence = s.id AND x.part = 'source' ORDER BY x.n)) AS source,
    (SELECT group_concat(words, ' … ') FROM (SELECT substr(a.text, x.start_at + 1, x.end_at - x.start_at) AS words
        FROM silence_part x WHERE x.silence = s.id AND x.part = 'cue' ORDER BY x.n)) AS cue,
    (SELECT group_concat(words, ' … ') FROM (SELECT substr(a.text, x.start_at + 1, x.end_at - x.start_at) AS words
        FROM silence_part x WHERE x.silence = s.id AND x.part = 'about' ORDER BY x.n)) AS about,
    s.score, a.title, a.published_utc, p.address, p.host, v.id = p.latest AS latest
FROM silence s JOIN speaker r ON r.id = s.speaker JOIN article a ON a.version = s.version
JOIN version v ON v.id = s.version JOIN page p ON p.id = v.page;
