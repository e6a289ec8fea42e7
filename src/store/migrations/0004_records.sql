-- Things that are looked up, not replayed: people with their tokens, pictures. The latest state alone is kept.
CREATE TABLE records (
    number  INTEGER PRIMARY KEY,
    kind    TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    key     TEXT,                                   -- keyed hash, 64 hex digits: what its owner proves itself with
    touched INTEGER NOT NULL,                       -- wall, ms
    passing INTEGER NOT NULL CHECK (passing IN (0, 1)), -- goes when nobody has touched it for the time of retention
    body    BLOB    NOT NULL,
    UNIQUE (kind, id),
    UNIQUE (kind, key)
) STRICT;
CREATE INDEX records_passing ON records (touched) WHERE passing = 1;
