//! The address that guests open.

use std::net::{IpAddr, SocketAddr};

use actix_web::HttpRequest;

use super::Shared;

/// The address before `/j/CODE`, without a slash at its end: what the operator has set, else what the
/// request was sent to. A host who sits at the server itself is seen under "localhost", which no phone
/// can open: then it is the machine's address in the local network, if the server can be reached there.
pub fn base_of(shared: &Shared, request: &HttpRequest) -> String {
    if let Some(url) = &shared.settings.public_url {
        return url.clone();
    }
    let (target, listen) = (Target::of(shared, request), shared.settings.listen);
    if !target.forwarded
        && is_loopback(&target.authority)
        && listen.ip().is_unspecified()
        && let Some(address) = lan_addresses().first()
    {
        return format!("http://{}", SocketAddr::new(*address, listen.port()));
    }
    target.base()
}

/// The address that the request itself was sent to, for links that its sender follows.
pub fn request_base(shared: &Shared, request: &HttpRequest) -> String {
    Target::of(shared, request).base()
}

/// Where a request was sent to, as its sender has it.
struct Target {
    scheme: &'static str,
    authority: String,
    /// Whether a proxy has said so.
    forwarded: bool,
}

impl Target {
    fn of(shared: &Shared, request: &HttpRequest) -> Target {
        let behind_proxy = shared.behind_proxy(request);
        let forwarded = behind_proxy.then(|| authority_in(request, "x-forwarded-host")).flatten();
        let authority = forwarded.or_else(|| authority_in(request, "host"));
        Target {
            scheme: scheme(request, behind_proxy),
            authority: authority.map_or_else(|| shared.settings.listen.to_string(), str::to_owned),
            forwarded: forwarded.is_some(),
        }
    }

    fn base(&self) -> String {
        format!("{}://{}", self.scheme, self.authority)
    }
}

fn authority_in<'a>(request: &'a HttpRequest, header: &str) -> Option<&'a str> {
    request.headers().get(header).and_then(|value| value.to_str().ok()).filter(|value| is_authority(value))
}

fn scheme(request: &HttpRequest, behind_proxy: bool) -> &'static str {
    let forwarded = request.headers().get("x-forwarded-proto").and_then(|value| value.to_str().ok());
    if behind_proxy && forwarded == Some("https") { "https" } else { "http" }
}

/// The machine's addresses in local networks, IPv4 before IPv6: what phones can open.
pub fn lan_addresses() -> Vec<IpAddr> {
    let mut found: Vec<IpAddr> = if_addrs::get_if_addrs()
        .unwrap_or_default()
        .into_iter()
        .filter(|interface| !interface.is_loopback() && !interface.is_link_local())
        .map(|interface| interface.ip())
        .collect();
    found.sort_by_key(|address| (address.is_ipv6(), !is_private(*address)));
    found.dedup();
    found
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => four.is_private(),
        IpAddr::V6(six) => six.is_unique_local(),
    }
}

/// Host and port, of the characters that these may have: it becomes part of headers and links.
pub fn is_authority(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte);
    (1..=260).contains(&text.len()) && text.bytes().all(plain)
}

fn is_loopback(authority: &str) -> bool {
    let name = match authority.strip_prefix('[') {
        Some(six) => six.split(']').next().unwrap_or(six),
        None => authority.split(':').next().unwrap_or(authority),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_has_many_names() {
        for name in ["localhost", "LOCALHOST:8080", "127.0.0.1:1", "127.1.2.3", "[::1]:8080"] {
            assert!(is_loopback(name), "{name}");
        }
        for name in ["192.168.1.2:8080", "localhost.example", "[2001:db8::1]"] {
            assert!(!is_loopback(name), "{name}");
        }
    }

    #[test]
    fn nothing_but_a_host_gets_into_links() {
        assert!(is_authority("quiz.example:8080") && is_authority("[::1]:80"));
        assert!(!is_authority("a/b") && !is_authority("a\"b") && !is_authority("a b") && !is_authority(""));
    }
}
