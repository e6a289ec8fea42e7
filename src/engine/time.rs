//! Two clocks: the room's own, which stands still while the server is down, and the wall's.

use serde::{Deserialize, Serialize};

/// Milliseconds on a room's own clock since the session began. It stands still while the server is down.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoomTime(pub u64);

impl RoomTime {
    /// This moment moved later by `ms` milliseconds.
    pub fn plus(self, ms: u64) -> RoomTime {
        RoomTime(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to this moment; 0 if `earlier` lies later.
    pub fn since(self, earlier: RoomTime) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// Milliseconds of Unix time (UTC), as clients are told deadlines and dates.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WallTime(pub i64);

impl WallTime {
    /// This moment moved later by `ms` milliseconds.
    pub fn plus(self, ms: u64) -> WallTime {
        WallTime(self.0.saturating_add(i64::try_from(ms).unwrap_or(i64::MAX)))
    }
}
