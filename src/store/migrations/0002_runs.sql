-- Runs of the server and the last sign of life of each, so that a room's clock can stand still while no
-- server ran, however many runs ago that was.
CREATE TABLE runs (
    run     INTEGER PRIMARY KEY,
    started INTEGER NOT NULL,                       -- wall, ms
    alive   INTEGER NOT NULL                        -- wall, ms
) STRICT;

-- The run that wrote last to the session.
ALTER TABLE sessions ADD COLUMN run INTEGER REFERENCES runs (run);
CREATE INDEX sessions_by_run ON sessions (run);
