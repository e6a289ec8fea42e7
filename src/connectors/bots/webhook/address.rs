//! Which addresses a webhook may lead to. An administrator names the webhook, but what its name leads to is
//! decided by whoever owns that name: it must not become a way into the server's own network.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Url, tls};

/// Characters of a webhook's address.
pub const URL_CHARS_MAX: usize = 2_000;

/// Reads a webhook's address.
///
/// # Errors
/// What was expected, to stand behind the field's name: "an address like …".
pub fn read(text: &str, private_allowed: bool) -> Result<Url, &'static str> {
    let expected = "an address like https://bot.example/webhook, without a name and password in it";
    if text.len() > URL_CHARS_MAX {
        return Err("an address of at most 2,000 characters");
    }
    let url = Url::parse(text).map_err(|_| expected)?;
    let bare = url.username().is_empty() && url.password().is_none();
    if !matches!(url.scheme(), "http" | "https") || !bare {
        return Err(expected);
    }
    let host = url.host_str().ok_or(expected)?;
    let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().ok();
    if !private_allowed && literal.is_some_and(|address| !is_public(address)) {
        return Err("a public address; SOIREE_PRIVATE_WEBHOOKS=on allows those of the own network");
    }
    Ok(url)
}

/// Whether an address belongs to the public internet (IANA's special-purpose registries, RFC 6890).
pub fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let protocols = (a, b, c) == (192, 0, 0);
    let relay = (a, b, c) == (192, 88, 99);
    let benchmarks = a == 198 && (b == 18 || b == 19);
    !(a == 0
        || a >= 240
        || shared
        || protocols
        || relay
        || benchmarks
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    // Only 2000::/3 is given out as public; some of it leads elsewhere again.
    let documentation = (segments[0], segments[1]) == (0x2001, 0x0db8) || segments[0] & 0xfff0 == 0x3ff0;
    let protocols = segments[0] == 0x2001 && segments[1] < 0x0200;
    let embedded = segments[0] == 0x2002;
    segments[0] & 0xe000 == 0x2000 && !documentation && !protocols && !embedded
}

/// Looks names up and leaves out what is not public: the look-up that a connection really uses, so that a name
/// cannot lead elsewhere between a check and its use.
pub struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                return Err(io::Error::other("the name leads to no public address").into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// A client over HTTP for webhooks: no redirects, which would lead past all checks, and no proxy.
///
/// # Errors
/// What keeps TLS from being set up.
pub fn client(private_allowed: bool) -> Result<reqwest::Client, reqwest::Error> {
    // A second installation is refused, and the first one is the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .min_tls_version(tls::Version::TLS_1_2)
        .pool_max_idle_per_host(super::IDLE_CONNECTIONS_MAX)
        .user_agent(concat!("soiree/", env!("CARGO_PKG_VERSION")));
    match private_allowed {
        true => client.build(),
        false => client.dns_resolver(PublicOnly).build(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_own_network_are_not_public() {
        let private = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
            "224.0.0.1",
            "ff02::1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.2.1",
            "2001:db8::1",
        ];
        for address in private {
            assert!(!is_public(address.parse().expect("an address")), "{address}");
        }
        for address in ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1"] {
            assert!(is_public(address.parse().expect("an address")), "{address}");
        }
    }

    #[test]
    fn a_webhook_is_an_address_over_http_that_hides_nothing() {
        assert!(read("https://bot.example/hook?x=1", false).is_ok());
        for wrong in ["bot.example", "ftp://bot.example", "https://a:b@bot.example", "javascript:alert(1)", "https://"]
        {
            assert!(read(wrong, true).is_err(), "{wrong}");
        }
        for private in ["http://127.0.0.1:5005/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/"] {
            assert!(read(private, false).is_err(), "{private}");
            assert!(read(private, true).is_ok(), "{private}");
        }
    }
}
