//! How many sessions an address may found, by whichever way.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::address::AddressKey;

/// Keys that are counted before those are forgotten that have been quiet.
const SWEEP_FROM: usize = 1_024;

/// How often each of many may do something in an hour.
#[derive(Debug)]
pub struct Hourly<K: Hash + Eq + Clone> {
    limiter: DefaultKeyedRateLimiter<K>,
    /// Keys at whose number the quiet ones are forgotten next: twice as many as were left, so that it costs little.
    sweep_at: AtomicUsize,
}

impl<K: Hash + Eq + Clone> Hourly<K> {
    /// `times` at once, then one every 60 / `times` minutes.
    pub fn new(times: NonZeroU32) -> Self {
        Hourly { limiter: RateLimiter::keyed(Quota::per_hour(times)), sweep_at: AtomicUsize::new(SWEEP_FROM) }
    }

    /// Counts one time.
    ///
    /// # Errors
    /// The seconds to wait where it was too often.
    pub fn admit(&self, key: &K) -> Result<(), u64> {
        if self.limiter.len() > self.sweep_at.load(Ordering::Relaxed) {
            self.limiter.retain_recent();
            self.sweep_at.store(SWEEP_FROM.max(self.limiter.len() * 2), Ordering::Relaxed);
        }
        self.limiter.check_key(key).map_err(|early| early.wait_time_from(DefaultClock::default().now()).as_secs() + 1)
    }
}

/// How many sessions an address may found in an hour.
#[derive(Debug)]
pub struct Foundings(Option<Hourly<AddressKey>>);

impl Foundings {
    /// `per_hour` at once, then one every 60 / `per_hour` minutes; `None`: not limited.
    pub fn new(per_hour: Option<u32>) -> Self {
        Foundings(per_hour.and_then(NonZeroU32::new).map(Hourly::new))
    }

    /// Counts a founding.
    ///
    /// # Errors
    /// The seconds to wait where the address has founded too many.
    pub fn admit(&self, address: IpAddr) -> Result<(), u64> {
        self.0.as_ref().map_or(Ok(()), |hourly| hourly.admit(&AddressKey::of(address)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_foundings_an_hour_then_a_wait() {
        let (address, other) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let foundings = Foundings::new(Some(10));
        for _ in 0..10 {
            assert_eq!(foundings.admit(address), Ok(()));
        }
        let wait = foundings.admit(address).expect_err("the eleventh");
        assert!((300..=361).contains(&wait), "{wait} s");
        assert_eq!(foundings.admit(other), Ok(()));
        assert_eq!(Foundings::new(None).admit(address), Ok(()));
    }
}
