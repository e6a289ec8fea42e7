-- Sessions with their read model: what lists show without opening a session.
CREATE TABLE sessions (
    number            INTEGER PRIMARY KEY,
    id                BLOB    NOT NULL UNIQUE,      -- 16 bytes of a UUID
    kind              TEXT    NOT NULL,
    code              TEXT    NOT NULL,
    shard             INTEGER NOT NULL,
    last_seq          INTEGER NOT NULL,             -- sequence number of the last stored event
    last_activity     INTEGER NOT NULL,             -- wall, ms
    owner             TEXT,                         -- keyed hash, 64 hex digits
    title             TEXT,
    created           INTEGER,                      -- wall, ms
    status            TEXT CHECK (status IN ('waiting', 'active', 'ended')),
    participant_count INTEGER,
    outcome           TEXT,                         -- JSON of the kind's own
    ended_at          INTEGER                       -- wall, ms
) STRICT;
CREATE INDEX sessions_by_code ON sessions (kind, code, number);
CREATE INDEX sessions_by_owner ON sessions (owner, kind, created);
CREATE INDEX sessions_by_activity ON sessions (last_activity);

-- The log. Rows are added, never changed; they go only with their session.
CREATE TABLE events (
    session INTEGER NOT NULL REFERENCES sessions (number) ON DELETE CASCADE,
    seq     INTEGER NOT NULL,
    at_ms   INTEGER NOT NULL,                       -- the room's clock
    wall_ms INTEGER NOT NULL,
    version INTEGER NOT NULL,
    payload TEXT    NOT NULL,
    PRIMARY KEY (session, seq)
) STRICT, WITHOUT ROWID;

-- The latest whole state of a session, so that opening a long one is quick.
CREATE TABLE snapshots (
    session INTEGER PRIMARY KEY REFERENCES sessions (number) ON DELETE CASCADE,
    seq     INTEGER NOT NULL,
    at_ms   INTEGER NOT NULL,
    wall_ms INTEGER NOT NULL,
    version INTEGER NOT NULL,
    payload TEXT    NOT NULL
) STRICT;

-- The fence: how many events each shard has ever taken. A writer that finds another number than the one
-- it left there is not alone.
CREATE TABLE shards (
    shard    INTEGER PRIMARY KEY,
    last_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value ANY
) STRICT, WITHOUT ROWID;
