//! Limits per network address: how many sessions it may found, how often it may guess.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::limits;
use crate::net::address::AddressKey;

/// Foundings after which addresses that have been quiet are forgotten.
const SWEEP_EVERY: usize = 1_024;

/// How many sessions an address may found in an hour.
#[derive(Debug)]
pub struct Foundings(Option<DefaultKeyedRateLimiter<AddressKey>>);

impl Foundings {
    /// `per_hour` at once, then one every 60 / `per_hour` minutes; `None`: not limited.
    pub fn new(per_hour: Option<u32>) -> Self {
        let quota = per_hour.and_then(NonZeroU32::new).map(Quota::per_hour);
        Foundings(quota.map(RateLimiter::keyed))
    }

    /// Counts a founding.
    ///
    /// # Errors
    /// The seconds to wait where the address has founded too many.
    pub fn admit(&self, address: AddressKey) -> Result<(), u64> {
        let Some(limiter) = &self.0 else { return Ok(()) };
        if limiter.len() > SWEEP_EVERY {
            limiter.retain_recent();
        }
        limiter.check_key(&address).map_err(|early| early.wait_time_from(DefaultClock::default().now()).as_secs() + 1)
    }
}

/// Failed look-ups per address, and of all together: guessing is slowed down, knowing is not.
#[derive(Debug)]
pub struct Failures {
    on: bool,
    counts: Mutex<Counts>,
}

#[derive(Debug)]
struct Counts {
    since: Instant,
    all: u32,
    by_address: HashMap<AddressKey, u32>,
}

/// What failures are counted over.
const WINDOW: Duration = Duration::from_secs(60);

impl Failures {
    /// Nobody has failed yet. Switched off, nobody ever does.
    pub fn new(on: bool) -> Self {
        Failures { on, counts: Mutex::new(Counts { since: Instant::now(), all: 0, by_address: HashMap::new() }) }
    }

    /// Whether the address may look something up.
    ///
    /// # Errors
    /// The seconds to wait where it has failed too often.
    pub fn admit(&self, address: AddressKey) -> Result<(), u64> {
        if !self.on {
            return Ok(());
        }
        let counts = self.counts();
        let own = counts.by_address.get(&address).copied().unwrap_or(0);
        let full = counts.by_address.len() >= limits::FAILING_ADDRESSES_MAX;
        // The budget of all binds only those that have failed already, unless the table is full.
        let spent = counts.all >= limits::FAILED_LOOKUPS_PER_MINUTE && own > 0;
        if own >= limits::FAILED_LOOKUPS_PER_ADDRESS_MINUTE || spent || full {
            return Err(WINDOW.saturating_sub(counts.since.elapsed()).as_secs() + 1);
        }
        Ok(())
    }

    /// Counts a failed look-up.
    pub fn failed(&self, address: AddressKey) {
        if self.on {
            let mut counts = self.counts();
            counts.all = counts.all.saturating_add(1);
            *counts.by_address.entry(address).or_insert(0) += 1;
        }
    }

    /// The counts of the present window.
    fn counts(&self) -> std::sync::MutexGuard<'_, Counts> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.since.elapsed() >= WINDOW {
            *counts = Counts { since: Instant::now(), all: 0, by_address: HashMap::new() };
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> AddressKey {
        AddressKey::of(std::net::IpAddr::from([10, 0, 0, last]))
    }

    #[test]
    fn ten_foundings_an_hour_then_a_wait() {
        let foundings = Foundings::new(Some(10));
        for _ in 0..10 {
            assert_eq!(foundings.admit(address(1)), Ok(()));
        }
        let wait = foundings.admit(address(1)).expect_err("the eleventh");
        assert!((300..=361).contains(&wait), "{wait} s");
        assert_eq!(foundings.admit(address(2)), Ok(()));
        assert_eq!(Foundings::new(None).admit(address(1)), Ok(()));
    }

    #[test]
    fn who_guesses_waits_and_others_do_not() {
        let failures = Failures::new(true);
        for _ in 0..limits::FAILED_LOOKUPS_PER_ADDRESS_MINUTE {
            assert_eq!(failures.admit(address(1)), Ok(()));
            failures.failed(address(1));
        }
        assert!(failures.admit(address(1)).is_err_and(|wait| wait <= 61));
        assert_eq!(failures.admit(address(2)), Ok(()));
    }
}
