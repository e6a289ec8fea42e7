-- Events by a time of their session's own: a read model, written with the log, for kinds that look their events
-- up by that time and do not keep them in memory. Typed and small, for there may be millions of rows.
CREATE TABLE timeline (
    session INTEGER NOT NULL REFERENCES sessions (number) ON DELETE CASCADE,
    at      REAL    NOT NULL,
    number  INTEGER NOT NULL,                       -- in the order in which they came
    label   INTEGER NOT NULL,                       -- what sort of event
    part    INTEGER NOT NULL,                       -- whose
    value   INTEGER,                                -- how much, or which
    wall_ms INTEGER NOT NULL,
    PRIMARY KEY (session, at, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX timeline_by_number ON timeline (session, number);
