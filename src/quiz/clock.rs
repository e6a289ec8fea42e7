//! The clock of one question: it can stand, and the host can give it more time.

use serde::{Deserialize, Serialize};

use crate::engine::RoomTime;

/// Milliseconds between two ticks.
pub const TICK_MS: u64 = 1_000;
/// Milliseconds by which a tick may be late; after that the next one tells enough.
const TICK_LATE_MS: u64 = 400;

/// How much time a question has had, and has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// The whole time for an answer, extensions included.
    pub whole_ms: u64,
    /// Time that had run by `since`.
    used_ms: u64,
    /// When the clock was started or stopped last.
    since: RoomTime,
    running: bool,
}

impl Clock {
    /// A clock that starts now.
    pub fn start(now: RoomTime, whole_ms: u64) -> Self {
        Clock { whole_ms, used_ms: 0, since: now, running: true }
    }

    /// Stops the clock.
    pub fn pause(&mut self, now: RoomTime) {
        *self = Clock { used_ms: self.elapsed_ms(now), since: now, running: false, ..self.clone() };
    }

    /// Lets the clock go on.
    pub fn resume(&mut self, now: RoomTime) {
        *self = Clock { since: now, running: true, ..self.clone() };
    }

    /// Gives more time.
    pub fn extend(&mut self, ms: u64) {
        self.whole_ms = self.whole_ms.saturating_add(ms);
    }

    /// Time that has run, pauses not counted.
    pub fn elapsed_ms(&self, now: RoomTime) -> u64 {
        match self.running {
            true => self.used_ms.saturating_add(now.since(self.since)),
            false => self.used_ms,
        }
    }

    /// Time that is left; 0 in the grace after the deadline.
    pub fn remaining_ms(&self, now: RoomTime) -> u64 {
        self.whole_ms.saturating_sub(self.elapsed_ms(now))
    }

    /// When it runs out; `None` while it stands.
    pub fn deadline(&self) -> Option<RoomTime> {
        self.running.then(|| self.since.plus(self.whole_ms.saturating_sub(self.used_ms)))
    }

    /// Whether the deadline and the grace for answers under way are over.
    pub fn is_over(&self, now: RoomTime, grace_ms: u64) -> bool {
        self.deadline().is_some_and(|deadline| now >= deadline.plus(grace_ms))
    }

    /// The next moment after `now` at which something is due: a tick or the end of the grace. A tick falls
    /// on every whole second of the time left, and on every second of a pause.
    pub fn next_due(&self, now: RoomTime, grace_ms: u64) -> RoomTime {
        match self.deadline() {
            None => now.plus(TICK_MS - now.since(self.since) % TICK_MS),
            Some(deadline) => match deadline.since(now) {
                0 => deadline.plus(grace_ms),
                left => now.plus(match left % TICK_MS {
                    0 => TICK_MS,
                    part => part,
                }),
            },
        }
    }

    /// Whether a tick is due now. A timer may fire a little late.
    pub fn ticks(&self, now: RoomTime) -> bool {
        let past_ms = match self.deadline() {
            None => now.since(self.since) % TICK_MS,
            Some(deadline) if now >= deadline => now.since(deadline),
            Some(deadline) => (TICK_MS - deadline.since(now) % TICK_MS) % TICK_MS,
        };
        now > self.since && past_ms < TICK_LATE_MS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tick_falls_on_every_whole_second_of_the_time_left() {
        let mut clock = Clock::start(RoomTime(100), 15_000);
        assert_eq!(clock.next_due(RoomTime(100), 400), RoomTime(1_100));
        assert_eq!(clock.next_due(RoomTime(1_099), 400), RoomTime(1_100));
        assert_eq!(clock.next_due(RoomTime(1_100), 400), RoomTime(2_100));
        assert_eq!(clock.next_due(RoomTime(15_100), 400), RoomTime(15_500));
        assert!(clock.ticks(RoomTime(1_130)) && !clock.ticks(RoomTime(1_099)) && !clock.ticks(RoomTime(100)));
        clock.pause(RoomTime(1_250));
        assert_eq!(clock.next_due(RoomTime(1_250), 400), RoomTime(2_250));
        assert!(clock.ticks(RoomTime(2_250)) && !clock.ticks(RoomTime(1_250)));
        assert_eq!(clock.remaining_ms(RoomTime(999_999)), 13_850);
    }

    #[test]
    fn it_is_over_when_the_grace_is_and_never_while_it_stands() {
        let mut clock = Clock::start(RoomTime(0), 15_000);
        assert!(!clock.is_over(RoomTime(15_399), 400) && clock.is_over(RoomTime(15_400), 400));
        clock.extend(10_000);
        assert!(!clock.is_over(RoomTime(25_399), 400));
        clock.pause(RoomTime(25_100));
        assert!(!clock.is_over(RoomTime(999_999), 400));
    }
}
