//! How a room comes back from what is durable: snapshot, then the events after it.

use crate::engine::{Machine, RoomTime};
use crate::store::{StoreError, StoredSession};

/// Version of the shell's own records among a session's events; the machine does not see them.
pub const SHELL_RECORD: u16 = 0;
/// The shell's record that says: a new run of the server has taken over, the clock goes on from here.
pub const RESUMED: &str = "\"resumed\"";

/// A machine as it was when the last event was stored.
pub struct Restored<M> {
    pub machine: M,
    pub seq: u64,
    pub snapshot_seq: u64,
    /// The moment at which the room's clock goes on.
    pub clock: RoomTime,
}

/// Rebuilds a machine.
///
/// # Errors
/// [`StoreError::Damaged`] if a snapshot or event cannot be read by this release.
pub fn restore<M: Machine>(stored: &StoredSession) -> Result<Restored<M>, StoreError> {
    let damaged = |what: &str, seq: u64, error: serde_json::Error| {
        StoreError::Damaged(format!("{} {what} {seq} of session {}: {error}", M::KIND, stored.session))
    };
    let (mut machine, mut seq, mut last, mut wall) = (M::default(), 0, RoomTime(0), None);
    if let Some(snapshot) = &stored.snapshot {
        machine = serde_json::from_str(&snapshot.payload).map_err(|error| damaged("snapshot", snapshot.seq, error))?;
        (seq, last, wall) = (snapshot.seq, snapshot.at, Some(snapshot.wall));
    }
    let snapshot_seq = seq;
    for event in &stored.events {
        if event.version != SHELL_RECORD {
            let fact = serde_json::from_str(&event.payload).map_err(|error| damaged("event", event.seq, error))?;
            machine.evolve(event.at, &fact);
        }
        (seq, last, wall) = (event.seq, event.at, Some(event.wall));
    }
    // Between the last event and the last sign of life the clock was running; afterwards the server was
    // down or the room asleep, and the clock stood.
    let ran_on = match wall {
        Some(wall) if machine.clock_runs() => u64::try_from(stored.last_alive.0 - wall.0).unwrap_or(0),
        _ => 0,
    };
    Ok(Restored { machine, seq, snapshot_seq, clock: last.plus(ran_on) })
}
