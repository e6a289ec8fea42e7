//! How often a connection may speak: the generic cell rate algorithm, two numbers per connection.

/// A rate with a burst.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// Microseconds that one message costs; 0: not limited.
    cost_us: u64,
    /// Microseconds by which a connection may be ahead of its rate.
    ahead_us_max: u64,
}

impl Rate {
    /// `per_second` messages for ever, `burst` at once after a silence.
    pub fn new(per_second: u32, burst: u32) -> Rate {
        let cost_us = 1_000_000u64.checked_div(u64::from(per_second)).unwrap_or(0);
        Rate { cost_us, ahead_us_max: cost_us * u64::from(burst) }
    }

    /// Whether `count` messages may pass now; if so they are charged to `paid_until_us`.
    pub fn admit(&self, paid_until_us: &mut u64, now_us: u64, count: u64) -> bool {
        let until = (*paid_until_us).max(now_us) + self.cost_us * count;
        let fits = until - now_us <= self.ahead_us_max || self.cost_us == 0;
        if fits {
            *paid_until_us = until;
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_then_the_rate() {
        let rate = Rate::new(20, 40);
        let mut paid = 0;
        let now = 5_000_000;
        assert_eq!((0..100).filter(|_| rate.admit(&mut paid, now, 1)).count(), 40);
        assert_eq!((0..100).filter(|_| rate.admit(&mut paid, now + 1_000_000, 1)).count(), 20);
    }

    #[test]
    fn a_rate_of_zero_limits_nothing() {
        let mut paid = 0;
        assert!((0..1000).all(|_| Rate::new(0, 0).admit(&mut paid, 1, 17)));
    }
}
