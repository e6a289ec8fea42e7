//! How many sessions one user, and all users of one address, may open in an hour: nobody is to fill a prompt alone.

use std::net::IpAddr;
use std::num::NonZeroU32;

use super::refused::Refused;
use crate::room::Foundings;
use crate::room::foundings::Hourly;

/// Sessions by user and by address.
#[derive(Debug)]
pub struct Admission {
    by_user: Hourly<Box<str>>,
    by_address: Foundings,
}

impl Admission {
    /// So many at once, then as many in an hour; `per_address` is `None` where addresses are not limited.
    pub fn new(per_user: u32, per_address: Option<u32>) -> Self {
        let by_user = Hourly::new(NonZeroU32::new(per_user).unwrap_or(NonZeroU32::MIN));
        Admission { by_user, by_address: Foundings::new(per_address) }
    }

    /// Counts a session that is to be opened.
    ///
    /// # Errors
    /// 429 where the user or the address has opened too many, with the seconds to wait.
    pub(super) fn admit(&self, user: &str, address: IpAddr) -> Result<(), Refused> {
        self.by_user
            .admit(&Box::from(user))
            .map_err(|wait| Refused::too_many("You have opened too many sessions; wait a while.", wait))?;
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
