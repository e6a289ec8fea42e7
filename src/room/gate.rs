//! Counts wrong secrets per address, so that nobody guesses a host's words.

use std::collections::HashMap;
use std::net::IpAddr;

use super::address::AddressKey;
use crate::engine::RoomTime;

/// Milliseconds for which a failure counts.
const WINDOW_MS: u64 = 15 * 60 * 1000;
/// Addresses remembered at most; above it the whole room waits for the window to pass.
const ADDRESSES_MAX: usize = 4_096;

/// One room's failed attempts by address.
#[derive(Debug)]
pub struct SecretGate {
    failures_max: u32,
    failures: HashMap<AddressKey, (u32, RoomTime)>,
}

impl SecretGate {
    /// Nobody has failed yet.
    pub fn new(failures_max: u32) -> Self {
        SecretGate { failures_max, failures: HashMap::new() }
    }

    /// Whether this address may try a secret now.
    pub fn allows(&mut self, address: IpAddr, now: RoomTime) -> bool {
        self.failures.retain(|_, (_, since)| now.since(*since) < WINDOW_MS);
        match self.failures.get(&AddressKey::of(address)) {
            Some((count, _)) => *count < self.failures_max,
            None => self.failures.len() < ADDRESSES_MAX,
        }
    }

    /// Counts a wrong secret.
    pub fn failed(&mut self, address: IpAddr, now: RoomTime) {
        self.failures.entry(AddressKey::of(address)).or_insert((0, now)).0 += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_five_failures_an_address_waits_and_others_do_not() {
        let (bad, good) = (IpAddr::from([127, 0, 0, 2]), IpAddr::from([127, 0, 0, 3]));
        let mut gate = SecretGate::new(5);
        for _ in 0..5 {
            assert!(gate.allows(bad, RoomTime(0)));
            gate.failed(bad, RoomTime(0));
        }
        assert!(!gate.allows(bad, RoomTime(1)));
        assert!(gate.allows(good, RoomTime(1)));
        assert!(gate.allows(bad, RoomTime(WINDOW_MS)));
    }
}
