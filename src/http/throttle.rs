//! Limits per network address: how often it may guess.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::limits;
use crate::net::address::AddressKey;

/// Failed look-ups per address, and of all together: guessing is slowed down, knowing is not.
#[derive(Debug)]
pub struct Failures {
    on: bool,
    per_address_max: u32,
    all_max: u32,
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
    /// Nobody has failed yet. Switched off, nobody ever does. Both limits are for a minute.
    pub fn new(on: bool, per_address_max: u32, all_max: u32) -> Self {
        let counts = Mutex::new(Counts { since: Instant::now(), all: 0, by_address: HashMap::new() });
        Failures { on, per_address_max, all_max, counts }
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
        let spent = counts.all >= self.all_max && own > 0;
        if own >= self.per_address_max || spent || full {
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
    fn who_guesses_waits_and_others_do_not() {
        let failures = Failures::new(true, 10, 600);
        for _ in 0..10 {
            assert_eq!(failures.admit(address(1)), Ok(()));
            failures.failed(address(1));
        }
        assert!(failures.admit(address(1)).is_err_and(|wait| wait <= 61));
        assert_eq!(failures.admit(address(2)), Ok(()));
    }
}
