//! Judges a request for a websocket (RFC 6455, 4.2). Pure: it reads a head and answers.

use actix_http::RequestHead;
use actix_http::header::{self, HeaderMap, HeaderName};
use actix_http::{Method, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::room::door::Denied;

const fn denied(status: u16, detail: &'static str) -> Denied {
    Denied { status, detail }
}

/// The answer to a client that speaks another version of the protocol; it is told ours.
pub const WRONG_VERSION: Denied = denied(426, "This server speaks version 13 of the websocket protocol.");
/// Too many connections from one address.
pub const TOO_MANY: Denied = denied(429, "Too many connections from this address.");
/// No kind of session has an entrance there.
pub const NO_ENTRANCE: Denied = denied(404, "There is no websocket at this path.");
/// A page of another site.
pub const FOREIGN: Denied = denied(403, "Pages of this origin may not open websockets here.");
/// The server is stopping.
pub const STOPPING: Denied = denied(503, "The server is stopping; try again in a moment.");

/// Checks everything that does not depend on the path. Answers with the client's key, which the response
/// has to prove that it has read.
pub fn check(head: &RequestHead) -> Result<&[u8], Denied> {
    let headers = head.headers();
    if head.method != Method::GET || head.version < Version::HTTP_11 {
        return Err(denied(400, "A websocket begins with GET of HTTP/1.1."));
    }
    // What follows the head is taken for frames.
    if announces_body(headers) {
        return Err(denied(400, "A request for a websocket has no body."));
    }
    if !has_token(headers, &header::UPGRADE, "websocket") || !has_token(headers, &header::CONNECTION, "upgrade") {
        return Err(denied(400, "The headers Upgrade: websocket and Connection: Upgrade are needed."));
    }
    if single(headers, &header::SEC_WEBSOCKET_VERSION) != Some(b"13") {
        return Err(WRONG_VERSION);
    }
    let key = single(headers, &header::SEC_WEBSOCKET_KEY).unwrap_or_default();
    if STANDARD.decode(key).map(|bytes| bytes.len()) != Ok(16) {
        return Err(denied(400, "Sec-WebSocket-Key must be 16 bytes in base64."));
    }
    Ok(key)
}

/// The origin of a page that is neither of this host nor on the list; `None`: the client may come in, whatever
/// the path.
pub fn foreign_origin(headers: &HeaderMap, origins: &[String], behind_proxy: bool) -> Option<String> {
    let foreign = !origin_allowed(headers, origins, behind_proxy);
    foreign.then(|| text(headers, &header::ORIGIN).unwrap_or_default().to_owned())
}

fn announces_body(headers: &HeaderMap) -> bool {
    headers.contains_key(header::TRANSFER_ENCODING)
        || headers.get_all(header::CONTENT_LENGTH).any(|length| length.as_bytes() != b"0")
}

/// The value of a header that must stand there once.
fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a [u8]> {
    let mut values = headers.get_all(name);
    let value = values.next()?;
    values.next().is_none().then(|| value.as_bytes().trim_ascii())
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim)
}

fn has_token(headers: &HeaderMap, name: &HeaderName, token: &str) -> bool {
    headers
        .get_all(name)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|word| word.trim().eq_ignore_ascii_case(token))
}

/// A client that is no browser sends no origin; a browser's page must be of this host or on the list.
fn origin_allowed(headers: &HeaderMap, origins: &[String], behind_proxy: bool) -> bool {
    if !headers.contains_key(header::ORIGIN) {
        return true;
    }
    let Some(origin) = single(headers, &header::ORIGIN).and_then(|bytes| std::str::from_utf8(bytes).ok()) else {
        return false;
    };
    if origins.iter().any(|allowed| allowed.trim_end_matches('/').eq_ignore_ascii_case(origin)) {
        return true;
    }
    let Some((scheme, authority)) = origin.split_once("://") else { return false };
    let default_port = match scheme {
        "http" => ":80",
        "https" => ":443",
        _ => return false,
    };
    let same = |host: &str| host.trim_end_matches(default_port).eq_ignore_ascii_case(authority);
    text(headers, &header::HOST).is_some_and(same)
        || (behind_proxy && text(headers, &header::X_FORWARDED_HOST).is_some_and(same))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_http::header::HeaderValue;

    fn head(changes: &[(&'static str, &'static str)]) -> RequestHead {
        let mut head = RequestHead::default();
        let usual = [
            ("host", "quiz.local:8080"),
            ("upgrade", "WebSocket"),
            ("connection", "keep-alive, Upgrade"),
            ("sec-websocket-version", "13"),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ];
        for (name, value) in usual.iter().chain(changes) {
            head.headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        head
    }

    fn status(changes: &[(&'static str, &'static str)]) -> u16 {
        let head = head(changes);
        let origins = ["https://other.example".to_owned()];
        match check(&head) {
            Ok(_) if foreign_origin(head.headers(), &origins, false).is_some() => FOREIGN.status,
            Ok(_) => 101,
            Err(denied) => denied.status,
        }
    }

    #[test]
    fn a_proper_request_passes_and_each_fault_has_its_status() {
        assert_eq!(status(&[]), 101);
        assert_eq!(status(&[("upgrade", "h2c")]), 400);
        assert_eq!(status(&[("connection", "keep-alive")]), 400);
        assert_eq!(status(&[("sec-websocket-version", "8")]), 426);
        assert_eq!(status(&[("sec-websocket-key", "c2hvcnQ=")]), 400);
        assert_eq!(status(&[("content-length", "0")]), 101);
        assert_eq!(status(&[("content-length", "5")]), 400);
        assert_eq!(status(&[("transfer-encoding", "chunked")]), 400);
        let mut post = head(&[]);
        post.method = Method::POST;
        assert_eq!(check(&post).map_err(|denied| denied.status), Err(400));
    }

    #[test]
    fn pages_of_other_hosts_are_refused() {
        assert_eq!(status(&[("origin", "http://quiz.local:8080")]), 101);
        assert_eq!(status(&[("origin", "https://other.example")]), 101);
        assert_eq!(status(&[("origin", "http://quiz.local:8081")]), 403);
        assert_eq!(status(&[("origin", "http://quiz.local:8080.evil.example")]), 403);
        assert_eq!(status(&[("origin", "null")]), 403);
        assert_eq!(status(&[("origin", "https://quiz.local"), ("host", "quiz.local:443")]), 101);
        assert_eq!(status(&[("origin", "https://public.example"), ("x-forwarded-host", "public.example")]), 403);
    }
}
