//! Network addresses: whose connection it is behind a proxy, and how many connections each has.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use actix_http::header::{HeaderMap, HeaderName};

pub use crate::room::address::AddressKey;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// How many websockets each address has, all workers together.
#[derive(Debug, Default)]
pub struct Addresses(Mutex<HashMap<AddressKey, u32>>);

impl Addresses {
    /// Counts one more connection; `false` if the address has `max` already.
    pub fn enter(&self, key: AddressKey, max: u32) -> bool {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(key).or_insert(0);
        let fits = *count < max;
        *count += u32::from(fits);
        fits
    }

    /// Counts one connection less.
    pub fn leave(&self, key: AddressKey) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&key) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                counts.remove(&key);
            }
        }
    }
}

/// Who asks, as far as it can be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client {
    /// The peer's address, or what a trusted proxy says.
    pub address: IpAddr,
    /// Whether the peer is a proxy whose headers are believed.
    pub behind_proxy: bool,
}

impl Client {
    /// Who sent a request with these headers. Of several forwarded addresses, in one line or in many, the last one
    /// that is no trusted proxy itself counts; what stands before it anybody may have written.
    pub fn of(peer: Option<SocketAddr>, headers: &HeaderMap, trusted: &[IpAddr]) -> Client {
        let is_trusted = |address: &IpAddr| trusted.iter().any(|proxy| proxy.to_canonical() == *address);
        let peer = peer.map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.ip().to_canonical());
        let mut client = Client { address: peer, behind_proxy: is_trusted(&peer) };
        if !client.behind_proxy {
            return client;
        }
        // What cannot be read is no address: nothing before it is believed.
        let lines: Vec<&str> = headers.get_all(FORWARDED_FOR).map(|line| line.to_str().unwrap_or("")).collect();
        for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
            let Ok(address) = hop.trim().parse::<IpAddr>() else { break };
            client.address = address.to_canonical();
            if !is_trusted(&client.address) {
                break;
            }
        }
        client
    }
}

#[cfg(test)]
mod tests {
    use actix_http::header::HeaderValue;

    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    /// The address of whoever asks through two trusted proxies.
    fn asked(peer: &str, lines: &[&'static str]) -> IpAddr {
        let mut headers = HeaderMap::new();
        lines.iter().for_each(|line| headers.append(FORWARDED_FOR, HeaderValue::from_static(line)));
        Client::of(Some(SocketAddr::new(ip(peer), 1)), &headers, &[ip("10.0.0.1"), ip("10.0.0.2")]).address
    }

    #[test]
    fn only_a_trusted_proxy_may_name_the_client() {
        assert_eq!(asked("1.2.3.4", &["9.9.9.9"]), ip("1.2.3.4"));
        assert_eq!(asked("10.0.0.1", &["6.6.6.6, 9.9.9.9, 10.0.0.2"]), ip("9.9.9.9"));
        assert_eq!(asked("::ffff:10.0.0.1", &["9.9.9.9"]), ip("9.9.9.9"));
        assert_eq!(asked("10.0.0.1", &["rubbish"]), ip("10.0.0.1"));
        assert_eq!(asked("10.0.0.1", &[]), ip("10.0.0.1"));
    }

    #[test]
    fn of_several_lines_the_last_is_the_nearest_proxys() {
        assert_eq!(asked("10.0.0.1", &["6.6.6.6", "9.9.9.9"]), ip("9.9.9.9"));
        assert_eq!(asked("10.0.0.1", &["6.6.6.6", "9.9.9.9", "10.0.0.2"]), ip("9.9.9.9"));
    }

    #[test]
    fn connections_are_counted_and_given_back() {
        let (addresses, key) = (Addresses::default(), AddressKey::of(ip("1.2.3.4")));
        assert!(addresses.enter(key, 2) && addresses.enter(key, 2) && !addresses.enter(key, 2));
        addresses.leave(key);
        assert!(addresses.enter(key, 2));
    }
}
