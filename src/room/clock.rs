//! A room's clock and the wall's. The only place in `room` that reads a real clock.

use tokio::time::Instant;

use crate::engine::{RoomTime, WallTime};

/// The wall's time now.
pub fn wall_now() -> WallTime {
    WallTime(chrono::Utc::now().timestamp_millis())
}

/// Maps the monotonic clock of this process to the room's time. tokio's instant, so that tests can pause it.
#[derive(Debug, Clone, Copy)]
pub struct RoomClock {
    base: RoomTime,
    started: Instant,
}

impl RoomClock {
    /// A clock that shows `base` now.
    pub fn starting_at(base: RoomTime) -> Self {
        RoomClock { base, started: Instant::now() }
    }

    /// The room's time now.
    pub fn now(&self) -> RoomTime {
        self.base.plus(self.started.elapsed().as_millis() as u64)
    }
}
