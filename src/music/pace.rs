//! How often something happens: counts within windows of time.

use serde::{Deserialize, Serialize};

use crate::engine::RoomTime;

/// A count since a window began.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    since: RoomTime,
    count: u32,
}

impl Pace {
    /// How often it has happened in the present window.
    pub fn count(&self, now: RoomTime, window_ms: u64) -> u32 {
        if now.since(self.since) < window_ms { self.count } else { 0 }
    }

    /// It happens once more.
    pub fn add(&mut self, now: RoomTime, window_ms: u64) {
        *self = match self.count(now, window_ms) {
            0 => Pace { since: now, count: 1 },
            count => Pace { since: self.since, count: count.saturating_add(1) },
        };
    }
}
