//! Who may hear the songs themselves.
//!
//! Anybody may found a room, so being in one proves nothing; what tells a venue's guests from the rest of the
//! world is the network that they are in. Only the operator can open the folder to everybody.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::HttpRequest;

use crate::config::Listeners;
use crate::http::Shared;
use crate::http::problem::Problem;

/// Lets a request pass that comes from where songs may be heard.
///
/// # Errors
/// 403, with what the operator can change.
pub fn admit(shared: &Shared, request: &HttpRequest) -> Result<(), Problem> {
    if shared.settings.music_listeners == Listeners::Everyone {
        return Ok(());
    }
    // A proxy that we were not told of stands for anybody; its own address is no guest's.
    let hidden = !shared.behind_proxy(request)
        && ["x-forwarded-for", "forwarded"].iter().any(|name| request.headers().contains_key(*name));
    if hidden {
        let detail = "The request came through a proxy that this server does not know: name it with \
            --trusted-proxies, or open the songs to everybody with --music-listeners everyone.";
        return Err(Problem::new(403, "FORBIDDEN", detail));
    }
    let address = shared.address(request);
    match is_private(address) || is_neighbour(address) {
        true => Ok(()),
        false => {
            let detail = "Songs are played in this server's own network only; the operator can open them to \
                everybody with --music-listeners everyone.";
            Err(Problem::new(403, "FORBIDDEN", detail))
        }
    }
}

/// Addresses that nobody has on the internet.
fn is_private(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(four) => four.is_loopback() || four.is_private() || four.is_link_local() || is_shared(four),
        IpAddr::V6(six) => six.is_loopback() || six.is_unique_local() || six.is_unicast_link_local(),
    }
}

/// Addresses behind a carrier's translator or of a private overlay network (RFC 6598).
fn is_shared(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    first == 100 && (64..128).contains(&second)
}

/// Whether an IPv6 address is of a network that this machine is in: at home these are public ones.
fn is_neighbour(address: IpAddr) -> bool {
    let IpAddr::V6(client) = address.to_canonical() else { return false };
    if_addrs::get_if_addrs().unwrap_or_default().iter().any(|interface| match &interface.addr {
        if_addrs::IfAddr::V6(own) => own.ip.to_bits() >> 64 == client.to_bits() >> 64,
        if_addrs::IfAddr::V4(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_venues_addresses_are_told_from_the_internets() {
        let private = |text: &str| is_private(text.parse().expect("an address"));
        for here in
            ["127.0.0.1", "::1", "192.168.1.20", "10.0.0.1", "172.16.3.4", "169.254.1.1", "100.64.0.1", "fd00::1"]
        {
            assert!(private(here), "{here}");
        }
        for elsewhere in ["8.8.8.8", "100.128.0.1", "172.32.0.1", "2001:db8::1", "::ffff:8.8.8.8"] {
            assert!(!private(elsewhere), "{elsewhere}");
        }
    }
}
