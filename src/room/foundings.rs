//! How many sessions an address may found, by whichever way.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::gate::network;

/// Foundings after which addresses that have been quiet are forgotten.
const SWEEP_EVERY: usize = 1_024;

/// How many sessions an address may found in an hour.
#[derive(Debug)]
pub struct Foundings(Option<DefaultKeyedRateLimiter<IpAddr>>);

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
    pub fn admit(&self, address: IpAddr) -> Result<(), u64> {
        let Some(limiter) = &self.0 else { return Ok(()) };
        if limiter.len() > SWEEP_EVERY {
            limiter.retain_recent();
        }
        limiter
            .check_key(&network(address))
            .map_err(|early| early.wait_time_from(DefaultClock::default().now()).as_secs() + 1)
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
