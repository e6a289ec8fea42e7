//! How long sessions are kept: those without any activity for longer are deleted with their people.

use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::{SessionId, WallTime, records};

/// Between two looks at what is too old.
const INTERVAL: Duration = Duration::from_secs(3_600);
/// Sessions deleted in one transaction: rooms wait for it no longer than for a large batch.
const DELETED_AT_ONCE: usize = 8;
const DAY_MS: i64 = 24 * 3_600_000;

/// The rule, and when it is looked at next.
#[derive(Debug)]
pub struct Retention {
    days: u32,
    next: Instant,
    next_records: Instant,
}

impl Retention {
    /// Keeps sessions for `days` days after their last activity; 0: for ever. The first look is at once.
    pub fn days(days: u32) -> Self {
        let now = Instant::now();
        Retention { days, next: now, next_records: now }
    }

    /// When there may be something to delete again.
    pub fn next(&self) -> Instant {
        match self.days {
            0 => Instant::now() + INTERVAL,
            _ => self.next.min(self.next_records),
        }
    }

    /// Deletes some records whose time is over, if it is time to look, and answers with how many.
    pub fn expire_records(&mut self, database: &Connection, now: Instant, wall: WallTime) -> rusqlite::Result<usize> {
        if self.days == 0 || now < self.next_records {
            return Ok(0);
        }
        let expired = records::expire(database, WallTime(wall.0 - i64::from(self.days) * DAY_MS));
        if !matches!(expired, Ok(records::EXPIRED_AT_ONCE)) {
            self.next_records = now + INTERVAL;
        }
        expired
    }

    /// Some sessions whose time is over, if it is time to look. More may follow at the next call.
    pub fn due(&mut self, database: &Connection, now: Instant, wall: WallTime) -> Vec<SessionId> {
        if self.days == 0 || now < self.next {
            return Vec::new();
        }
        let expired = expired(database, WallTime(wall.0 - i64::from(self.days) * DAY_MS)).unwrap_or_else(|error| {
            log::warn!("Cannot look for sessions whose retention is over: {error}");
            Vec::new()
        });
        if expired.len() < DELETED_AT_ONCE {
            self.next = now + INTERVAL;
        }
        expired
    }
}

fn expired(database: &Connection, before: WallTime) -> rusqlite::Result<Vec<SessionId>> {
    database
        .prepare_cached("SELECT id FROM sessions WHERE last_activity < ?1 ORDER BY last_activity LIMIT ?2")?
        .query_map((before.0, DELETED_AT_ONCE as i64), |row| row.get::<_, [u8; 16]>(0).map(SessionId::from_bytes))?
        .collect()
}
