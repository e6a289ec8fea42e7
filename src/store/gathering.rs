//! Whether the writer waits a moment for company. What comes after a silence goes to disk at once. Where
//! appends come one after the other, a short wait lets many share one transaction and one fsync; where nobody
//! comes during it (somebody waits for each answer before asking the next thing), it is rarely tried again.

use std::time::{Duration, Instant};

/// The wait: nobody notices it, and what comes in it shares a commit, which costs some 350 microseconds of CPU,
/// however little it holds. Twice as long made what is then told at once twice as much, for which clocks had to wait.
pub const WINDOW: Duration = Duration::from_millis(10);
/// Appends that follow a commit within this time come in quick succession.
const QUICK: Duration = Duration::from_millis(10);
/// Commits without a wait after one that was in vain.
const RESTRAINT: u32 = 64;

/// What the last commits have taught.
#[derive(Debug, Default)]
pub struct Gathering {
    committed: Option<Instant>,
    without: u32,
}

impl Gathering {
    /// How long to wait before appends that have come at `now` are written.
    pub fn window(&mut self, now: Instant) -> Option<Duration> {
        let is_quick = self.committed.is_some_and(|committed| now.duration_since(committed) < QUICK);
        if !is_quick || self.without > 0 {
            self.without = self.without.saturating_sub(1);
            return None;
        }
        Some(WINDOW)
    }

    /// How many came during the wait.
    pub fn gathered(&mut self, count: usize) {
        if count == 0 {
            self.without = RESTRAINT;
        }
    }

    /// A commit has ended.
    pub fn committed(&mut self, now: Instant) {
        self.committed = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn what_comes_after_a_silence_does_not_wait() {
        let (mut gathering, now) = (Gathering::default(), Instant::now());
        assert_eq!(gathering.window(now), None);
        gathering.committed(now);
        assert_eq!(gathering.window(now + MS), Some(WINDOW));
        assert_eq!(gathering.window(now + QUICK), None);
    }

    #[test]
    fn who_comes_alone_every_time_waits_seldom() {
        let (mut gathering, mut now) = (Gathering::default(), Instant::now());
        let mut waits = 0;
        for _ in 0..1_000 {
            gathering.committed(now);
            now += MS;
            if gathering.window(now).is_some() {
                waits += 1;
                gathering.gathered(0);
            }
        }
        assert_eq!(waits, 16);
    }

    #[test]
    fn many_always_wait_for_each_other() {
        let (mut gathering, mut now) = (Gathering::default(), Instant::now());
        for _ in 0..100 {
            gathering.committed(now);
            now += MS;
            assert_eq!(gathering.window(now), Some(WINDOW));
            gathering.gathered(7);
        }
    }
}
