-- The log in the order in which events came, whatever session they are of: many rooms that speak at once write few
-- pages, one after the other. A session's own events are found by an index.
CREATE TABLE events_as_they_come (
    place   INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES sessions (number) ON DELETE CASCADE,
    seq     INTEGER NOT NULL,
    at_ms   INTEGER NOT NULL,                       -- the room's clock
    wall_ms INTEGER NOT NULL,
    version INTEGER NOT NULL,
    payload TEXT    NOT NULL
) STRICT;
INSERT INTO events_as_they_come (session, seq, at_ms, wall_ms, version, payload)
    SELECT session, seq, at_ms, wall_ms, version, payload FROM events ORDER BY session, seq;
DROP TABLE events;
ALTER TABLE events_as_they_come RENAME TO events;
CREATE UNIQUE INDEX events_by_session ON events (session, seq);
