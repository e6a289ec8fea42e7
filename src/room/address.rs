//! Whose is an address, where something is counted by it.

use std::net::IpAddr;

/// What connections, foundings and wrong secrets are counted under: an IPv4 address, or the /64 of an IPv6 address, since one customer
/// has a whole /64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AddressKey(u64);

impl AddressKey {
    /// The key of an address.
    pub fn of(address: IpAddr) -> AddressKey {
        match address.to_canonical() {
            // 0:ffff::/32 is not assigned to anybody, so no IPv6 network has the same key.
            IpAddr::V4(v4) => AddressKey(0xffff_0000_0000 | u64::from(v4.to_bits())),
            IpAddr::V6(v6) => AddressKey((v6.to_bits() >> 64) as u64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn a_whole_network_of_ipv6_counts_as_one() {
        assert_eq!(AddressKey::of(ip("2001:db8::1")), AddressKey::of(ip("2001:db8::ffff:2")));
        assert_ne!(AddressKey::of(ip("2001:db8::1")), AddressKey::of(ip("2001:db8:0:1::1")));
        assert_eq!(AddressKey::of(ip("1.2.3.4")), AddressKey::of(ip("::ffff:1.2.3.4")));
    }
}
