//! A breaker per webhook: one that keeps failing is left alone for a while, so that visitors get the fallback at
//! once instead of waiting for it each time.

use std::time::{Duration, Instant};

/// Failures in a row after which a webhook is left alone.
pub const FAILURES_MAX: u32 = 5;
/// How long it is left alone before one request tries it again.
pub const REST: Duration = Duration::from_secs(30);

/// What is known of one webhook.
#[derive(Debug, Default, Clone)]
pub struct Breaker {
    failures: u32,
    /// Until when nobody asks. Whoever comes first afterwards is the trial and moves it on.
    resting_until: Option<Instant>,
}

impl Breaker {
    /// Whether the webhook may be asked now. After a rest one request alone is let through.
    pub fn admit(&mut self, now: Instant) -> bool {
        match self.resting_until {
            Some(until) if now < until => false,
            Some(_) => {
                self.resting_until = Some(now + REST);
                true
            }
            None => true,
        }
    }

    /// The webhook has answered, sensibly or not: it is alive.
    pub fn succeeded(&mut self) {
        *self = Breaker::default();
    }

    /// The webhook could not be reached or took too long.
    pub fn failed(&mut self, now: Instant) {
        self.failures = self.failures.saturating_add(1);
        if self.failures >= FAILURES_MAX {
            self.resting_until = Some(now + REST);
        }
    }

    /// Whether nothing is worth remembering.
    pub fn is_idle(&self) -> bool {
        self.failures == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_webhook_that_keeps_failing_is_left_alone_then_tried_by_one() {
        let (mut breaker, start) = (Breaker::default(), Instant::now());
        for _ in 0..FAILURES_MAX {
            assert!(breaker.admit(start));
            breaker.failed(start);
        }
        assert!(!breaker.admit(start + REST - Duration::from_millis(1)));
        let later = start + REST;
        assert!(breaker.admit(later), "one may try");
        assert!(!breaker.admit(later), "the others wait for what it finds");
        breaker.failed(later);
        assert!(!breaker.admit(later + Duration::from_secs(1)));
        assert!(breaker.admit(later + REST));
        breaker.succeeded();
        assert!(breaker.admit(later + REST) && breaker.is_idle());
    }
}
