-- The record of pages: what was received, what each page gave, who said what.
--
-- Offsets (start_at, end_at) count Unicode code points from 0, end not included, in article.text unless said otherwise.
-- Times are ISO 8601; columns named *_utc are in UTC with a trailing Z, so that they sort.
-- "n" is the place of a row in its list, from 0.

-- Bodies of pages, each once, whoever sent it.
CREATE TABLE body (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,        -- SHA-256 of the bytes, hexadecimal
    size INTEGER NOT NULL,              -- bytes
    base INTEGER REFERENCES body (id),  -- the body of the same host that served as dictionary, if any
    data BLOB NOT NULL                  -- a Zstandard frame (RFC 8878), with checksum
) STRICT;

-- The body that serves as dictionary for the next ones of a host: pages of one site share most of their markup.
CREATE TABLE pattern (
    host TEXT PRIMARY KEY,
    body INTEGER NOT NULL REFERENCES body (id)
) STRICT, WITHOUT ROWID;

-- A page is an address, or a file's name if no address is known.
CREATE TABLE page (
    id INTEGER PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    host TEXT,                          -- of the address, without "www."
    latest INTEGER                      -- the version received last
) STRICT;
CREATE INDEX page_by_host ON page (host);   -- filters by outlet

-- The bytes that a page consisted of at some time.  Other bytes at the same address are another version.
CREATE TABLE version (
    id INTEGER PRIMARY KEY,
    page INTEGER NOT NULL REFERENCES page (id),
    body INTEGER NOT NULL REFERENCES body (id),
    name TEXT NOT NULL,                 -- what the user or the archive called it
    url TEXT,                           -- as received
    charset TEXT,                       -- as the transport declared it
    media TEXT,                         -- "html" or "text", where it was given
    state TEXT NOT NULL CHECK (state IN ('due', 'read', 'failed')),
    UNIQUE (page, body)
) STRICT;
CREATE INDEX version_due ON version (id) WHERE state = 'due';   -- what the next run reads
CREATE INDEX version_by_body ON version (body);                 -- pages with the same bytes

-- Each time that a version was received.
CREATE TABLE capture (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES version (id),
    key TEXT NOT NULL UNIQUE,           -- digest of all the rest: receiving the same again adds nothing
    name TEXT NOT NULL,
    via TEXT NOT NULL,                  -- file, stdin, http, warc, wacz, mhtml, jsonl, given
    fetched TEXT,                       -- as stated, with zone
    fetched_utc TEXT,
    status INTEGER,                     -- of HTTP
    headers TEXT NOT NULL,              -- JSON: [[name, value], ...]
    container TEXT,                     -- the archive, list or feed it came from
    record TEXT,                        -- WARC-Record-ID
    payload TEXT                        -- WARC-Payload-Digest
) STRICT;
CREATE INDEX capture_by_version ON capture (version);
CREATE INDEX capture_by_record ON capture (record) WHERE record IS NOT NULL;

-- What is known of addresses that are fetched: for conditional requests (RFC 9110).
CREATE TABLE address (
    url TEXT PRIMARY KEY,
    etag TEXT,
    modified TEXT,                      -- Last-Modified, as sent
    checked TEXT                        -- when last asked
) STRICT, WITHOUT ROWID;

-- Why a page, or something that should have been one, gave nothing.
CREATE TABLE failure (
    id INTEGER PRIMARY KEY AUTOINCREMENT,               -- never used twice: a later failure has a larger one
    version INTEGER UNIQUE REFERENCES version (id),     -- NULL if nothing was received
    name TEXT NOT NULL,
    url TEXT,
    stage TEXT NOT NULL,
    error TEXT NOT NULL,                -- the class of the error
    message TEXT NOT NULL,
    at TEXT NOT NULL                    -- when
) STRICT;
CREATE UNIQUE INDEX failure_by_name ON failure (name) WHERE version IS NULL;

-- What reading a version gave.
CREATE TABLE reading (
    version INTEGER PRIMARY KEY REFERENCES version (id),
    media TEXT NOT NULL,
    encoding TEXT NOT NULL,
    encoding_from TEXT NOT NULL,
    type TEXT NOT NULL,                 -- article, listing, product, forum, other
    score REAL NOT NULL,                -- probability that it is an article
    reader TEXT NOT NULL,               -- what labelled the page
    with_statements INTEGER NOT NULL,   -- whether statements were looked for
    program TEXT NOT NULL               -- the program and all its models
) STRICT;
CREATE INDEX reading_by_program ON reading (program);   -- what a newer program has to read again

CREATE TABLE article (
    version INTEGER PRIMARY KEY REFERENCES version (id),
    id TEXT NOT NULL,
    url TEXT,
    title TEXT, title_where TEXT, title_score REAL,
    dek TEXT,
    published TEXT, published_where TEXT, published_day_only INTEGER, published_inferred TEXT,
    published_utc TEXT,                 -- a time without zone counts as UTC
    modified TEXT, modified_where TEXT, modified_day_only INTEGER, modified_inferred TEXT,
    site TEXT, site_where TEXT, site_score REAL,
    section TEXT, section_where TEXT, section_score REAL,
    language TEXT, language_where TEXT, language_score REAL,
    canonical_url TEXT,
    text TEXT NOT NULL                  -- last: what stands before is read without it
) STRICT;
CREATE INDEX article_by_day ON article (published_utc);     -- newest first, from and to
CREATE INDEX article_by_site ON article (site COLLATE NOCASE);  -- filters by outlet
CREATE INDEX article_by_language ON article (language);    -- lists of a language, and how many there are

CREATE TABLE author (
    version INTEGER NOT NULL, n INTEGER NOT NULL,
    name TEXT NOT NULL,
    organisation INTEGER NOT NULL,
    url TEXT,
    found TEXT NOT NULL,
    PRIMARY KEY (version, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE origin (
    version INTEGER NOT NULL, n INTEGER NOT NULL,
    name TEXT NOT NULL,
    how TEXT NOT NULL,
    found TEXT NOT NULL,
    url TEXT,
    PRIMARY KEY (version, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE tag (
    version INTEGER NOT NULL, n INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (version, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE image (
    version INTEGER NOT NULL, n INTEGER NOT NULL,
    url TEXT NOT NULL,
    alt TEXT,
    caption TEXT,
    credit TEXT,
    element INTEGER REFERENCES element (id), step TEXT NOT NULL,
    offset INTEGER,
    PRIMARY KEY (version, n)
) STRICT, WITHOUT ROWID;

-- The trail: what was left out, changed or concluded.
CREATE TABLE note (
    version INTEGER NOT NULL, n INTEGER NOT NULL,
    stage TEXT NOT NULL,
    what TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (version, n)
) STRICT, WITHOUT ROWID;

-- Elements that hold blocks: an XPath without its last step.  The id comes from the path.
CREATE TABLE element (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL
) STRICT;

CREATE TABLE kind (
    id INTEGER PRIMARY KEY,
    role TEXT NOT NULL,
    furniture TEXT
) STRICT;

-- All blocks of the page.  The text of a block of the running text is article.text from start_at to end_at.
CREATE TABLE block (
    version INTEGER NOT NULL, n INTEGER NOT NULL,
    kind INTEGER NOT NULL REFERENCES kind (id),
    score REAL NOT NULL,
    element INTEGER REFERENCES element (id), step TEXT NOT NULL,     -- the XPath: element.path || '/' || step
    offset INTEGER,                     -- of the start tag, in the decoded source
    start_at INTEGER, end_at INTEGER,
    text TEXT,                          -- NULL where the span says it
    value TEXT,
    PRIMARY KEY (version, n)
) STRICT, WITHOUT ROWID;

-- Links in the text of a block; offsets count in that block's text.
CREATE TABLE link (
    version INTEGER NOT NULL, block INTEGER NOT NULL, n INTEGER NOT NULL,
    start_at INTEGER NOT NULL, end_at INTEGER NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (version, block, n)
) STRICT, WITHOUT ROWID;

-- Names under which statements are made, as pages word them, each once.
CREATE TABLE speaker (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,                 -- person, group, organisation, document, unnamed
    UNIQUE (name, kind)
) STRICT;

-- The words of speakers' names by their sound, whatever the spelling or script (onrecord.spelling.sounds).
CREATE TABLE speaker_word (
    key TEXT NOT NULL,
    speaker INTEGER NOT NULL REFERENCES speaker (id),
    PRIMARY KEY (key, speaker)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL, n INTEGER NOT NULL,
    code TEXT NOT NULL,                 -- Statement.id
    manner TEXT NOT NULL,               -- direct, indirect, mixed
    act TEXT NOT NULL,                  -- statement, question, order, belief, document
    firmness TEXT NOT NULL,             -- denied, unlikely, possible, probable, asserted
    negated INTEGER NOT NULL,
    speaker INTEGER NOT NULL REFERENCES speaker (id),
    introduced_start INTEGER, introduced_end INTEGER,
    role TEXT, role_start INTEGER, role_end INTEGER,
    inferred TEXT NOT NULL,             -- JSON: what was concluded to get from mention to name
    speaker_score REAL NOT NULL,
    within TEXT,                        -- code of the statement in whose content this one stands
    score REAL NOT NULL,
    reader TEXT NOT NULL,
    UNIQUE (version, n)
) STRICT;
CREATE INDEX statement_by_speaker ON statement (speaker);
CREATE INDEX statement_by_code ON statement (code);

-- The words of a statement: source, cue, content; deciding (of the grade), hedge; when, through.
CREATE TABLE part (
    statement INTEGER NOT NULL REFERENCES statement (id),
    part TEXT NOT NULL,
    n INTEGER NOT NULL,
    start_at INTEGER NOT NULL, end_at INTEGER NOT NULL,
    time TEXT, day_only INTEGER, inferred TEXT,     -- of when and through
    PRIMARY KEY (statement, part, n)
) STRICT, WITHOUT ROWID;

-- Full text.  The indexes hold no text of their own; rowid is version.id and statement.id.  "names" are the words that may be
-- of names by their sound, so that other spellings are found.
CREATE VIRTUAL TABLE article_index USING fts5 (
    title, text, names, content = '', tokenize = "unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE statement_index USING fts5 (
    source, cue, content, names, content = '', tokenize = "unicode61 remove_diacritics 2"
);
-- By what rules the indexes were made; a program with others makes them anew before it writes.
CREATE TABLE indexed (
    rules TEXT NOT NULL
) STRICT;

-- For people who write SQL -------------------------------------------------------------------------------------------
CREATE VIEW pages AS
SELECT v.id AS version, p.address, p.host, v.id = p.latest AS latest, b.digest, b.size, v.state, v.url, v.name,
    (SELECT min(c.fetched_utc) FROM capture c WHERE c.version = v.id) AS first_fetched,
    (SELECT max(c.fetched_utc) FROM capture c WHERE c.version = v.id) AS last_fetched
FROM version v JOIN page p ON p.id = v.page JOIN body b ON b.id = v.body;

CREATE VIEW blocks AS
SELECT b.version, b.n, k.role, k.furniture, b.score,
    CASE WHEN e.path IS NULL THEN b.step ELSE e.path || '/' || b.step END AS path,
    b.offset, b.start_at, b.end_at,
    coalesce(b.text, substr(a.text, b.start_at + 1, b.end_at - b.start_at)) AS text, b.value
FROM block b JOIN kind k ON k.id = b.kind
LEFT JOIN element e ON e.id = b.element
LEFT JOIN article a ON a.version = b.version;

CREATE VIEW parts AS
SELECT p.statement, p.part, p.n, p.start_at, p.end_at, substr(a.text, p.start_at + 1, p.end_at - p.start_at) AS words,
    p.time, p.day_only, p.inferred
FROM part p JOIN statement s ON s.id = p.statement JOIN article a ON a.version = s.version;

CREATE VIEW statements AS
SELECT s.id, s.code, s.version, r.name AS speaker, r.kind AS speaker_kind, s.role, s.manner, s.act, s.firmness, s.negated,
    (SELECT group_concat(words, ' … ') FROM (SELECT words FROM parts WHERE statement = s.id AND part = 'source' ORDER BY n)) AS source,
    (SELECT group_concat(words, ' … ') FROM (SELECT words FROM parts WHERE statement = s.id AND part = 'cue' ORDER BY n)) AS cue,
    (SELECT group_concat(words, ' … ') FROM (SELECT words FROM parts WHERE statement = s.id AND part = 'content' ORDER BY n)) AS content,
    s.score, a.title, a.published_utc, p.address, p.host, v.id = p.latest AS latest
FROM statement s JOIN speaker r ON r.id = s.speaker JOIN article a ON a.version = s.version
JOIN version v ON v.id = s.version JOIN page p ON p.id = v.page;

-- What people decided -------------------------------------------------------------------------------------------------
-- Corrections of what was found on a version.  They are applied in the order of (at, key).
CREATE TABLE correction (
    key TEXT PRIMARY KEY,               -- digest of what it says, with who and when
    version INTEGER NOT NULL REFERENCES version (id),
    kind TEXT NOT NULL,                 -- label, speaker, words, how, struck, added
    who TEXT NOT NULL,
    at TEXT NOT NULL,                   -- UTC, with microseconds
    undone_by TEXT, undone_at TEXT,
    body TEXT NOT NULL,                 -- JSON: a Correction without undone
    idle TEXT                           -- why it does not apply to what is there now, NULL if it does
) STRICT, WITHOUT ROWID;
CREATE INDEX correction_by_version ON correction (version, at);
CREATE INDEX correction_by_time ON correction (at);

-- What the program found on a version to which corrections are applied, whole; the tables above hold what counts.
CREATE TABLE found (
    version INTEGER PRIMARY KEY REFERENCES version (id),
    reading TEXT NOT NULL               -- JSON: a Reading
) STRICT;

-- Which names are one person, or are not.  They are applied in the order of (at, key).
CREATE TABLE decision (
    key TEXT PRIMARY KEY,
    kind TEXT NOT NULL,                 -- merge, split
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    undone_by TEXT, undone_at TEXT,
    body TEXT NOT NULL                  -- JSON: a Decision without undone
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_by_time ON decision (at);

-- What follows from the decisions: the name under which a name is shown.  Names that are shown as they are do not stand here,
-- but for the first one of several.
CREATE TABLE merged (
    name TEXT NOT NULL, kind TEXT NOT NULL,
    head TEXT NOT NULL, head_kind TEXT NOT NULL,
    PRIMARY KEY (name, kind)
) STRICT, WITHOUT ROWID;
