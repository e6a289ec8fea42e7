//! How many sessions one user, and all users of one address, may open in an hour: nobody is to fill a prompt alone.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::refused::Refused;
use crate::room::Foundings;

/// Users who are counted before those are forgotten who have been quiet.
const SWEEP_FROM: usize = 4_096;

/// Sessions by user and by address.
#[derive(Debug)]
pub struct Admission {
    by_user: DefaultKeyedRateLimiter<Box<str>>,
    by_address: Foundings,
    /// Users at whose number the quiet ones are forgotten next: twice as many as were left, so that it costs little.
    sweep_at: AtomicUsize,
}

impl Admission {
    /// So many at once, then as many in an hour; `per_address` is `None` where addresses are not limited.
    pub fn new(per_user: u32, per_address: Option<u32>) -> Self {
        Admission {
            by_user: RateLimiter::keyed(Quota::per_hour(NonZeroU32::new(per_user).unwrap_or(NonZeroU32::MIN))),
            by_address: Foundings::new(per_address),
            sweep_at: AtomicUsize::new(SWEEP_FROM),
        }
    }

    /// Counts a session that is to be opened.
    ///
    /// # Errors
    /// 429 where the user or the address has opened too many, with the seconds to wait.
    pub(super) fn admit(&self, user: &str, address: IpAddr) -> Result<(), Refused> {
        if self.by_user.len() > self.sweep_at.load(Ordering::Relaxed) {
            self.by_user.retain_recent();
            self.sweep_at.store(SWEEP_FROM.max(self.by_user.len() * 2), Ordering::Relaxed);
        }
        self.by_user.check_key(&Box::from(user)).map_err(|early| {
            let wait = early.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
            Refused::too_many("You have opened too many sessions; wait a while.", wait)
        })?;
        self.by_address
            .admit(address)
            .map_err(|wait| Refused::too_many("Too many sessions were opened from this address; wait a while.", wait))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_opens_sessions_without_end_and_others_are_not_held_up() {
        let (address, other) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let admission = Admission::new(2, Some(3));
        for _ in 0..2 {
            assert_eq!(admission.admit("ada", address), Ok(()));
        }
        assert!(admission.admit("ada", address).is_err(), "a third session of one user");
        assert!(admission.admit("ada", other).is_err(), "wherever they are");
        assert_eq!(admission.admit("ben", address), Ok(()));
        assert!(admission.admit("cleo", address).is_err(), "a fourth session of one address");
        assert_eq!(admission.admit("cleo", other), Ok(()));
        assert_eq!(Admission::new(1, None).admit("ada", address), Ok(()));
    }
}
