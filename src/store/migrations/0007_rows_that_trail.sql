-- How far a session has got is told by its last event; its row says so now and then, and is not written for each.
ALTER TABLE sessions RENAME COLUMN last_seq TO least_seq;   -- the last event's sequence number is this at least
