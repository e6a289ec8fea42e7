-- Rows of the timeline in blocks by the order in which they came, and by their own time within each. What is new goes
-- into one small block, wherever in the session's time it belongs: few pages change, they stay in memory, and a
-- session is deleted page by page. The order of coming needs no index of its own any more.
CREATE TABLE timeline_blocks (
    session INTEGER NOT NULL REFERENCES sessions (number) ON DELETE CASCADE,
    block   INTEGER NOT NULL,                       -- number / 32768
    at      REAL    NOT NULL,
    number  INTEGER NOT NULL,                       -- in the order in which they came
    label   INTEGER NOT NULL,                       -- what sort of event
    part    INTEGER NOT NULL,                       -- whose
    value   INTEGER,                                -- how much, or which
    wall_ms INTEGER NOT NULL,
    PRIMARY KEY (session, block, at, number)
) STRICT, WITHOUT ROWID;
INSERT INTO timeline_blocks
    SELECT session, number / 32768, at, number, label, part, value, wall_ms FROM timeline ORDER BY 1, 2, 3, 4;
DROP TABLE timeline;
ALTER TABLE timeline_blocks RENAME TO timeline;
