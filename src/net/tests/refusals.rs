//! Requests that are no websockets.

use super::kit::{TestServer, request};
use crate::net::Settings;

fn status(server: &TestServer, bytes: &[u8]) -> u16 {
    let mut client = server.dial();
    client.send(bytes);
    let head = client.head();
    head[9..12].parse().expect("a status")
}

#[test]
fn refusals_have_their_status() {
    let server = TestServer::start(Settings::default());
    let refused = |changes: &[(&str, &str)]| status(&server, &request("a", changes));
    assert_eq!(refused(&[("Sec-WebSocket-Version", "8")]), 426);
    assert_eq!(refused(&[("Sec-WebSocket-Key", "tooshort")]), 400);
    assert_eq!(refused(&[("Connection", "close")]), 400);
    assert_eq!(refused(&[("Origin", "http://evil.example")]), 403);
    assert_eq!(refused(&[("Origin", "http://localhost")]), 101);
    assert_eq!(status(&server, &request("locked", &[])), 403);
    assert_eq!(status(&server, b"CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n"), 400);
    let elsewhere = String::from_utf8(request("a", &[])).expect("text").replace("/ws/a", "/nowhere");
    assert_eq!(status(&server, elsewhere.as_bytes()), 404);
}

#[test]
fn an_address_has_so_many_connections() {
    let server = TestServer::start(Settings { connections_per_address_max: Some(2), ..Settings::default() });
    let first = server.join("a");
    let _second = server.join("b");
    assert_eq!(status(&server, &request("a", &[])), 429);
    drop(first);
    server.wait_for("left", 1);
    assert_eq!(status(&server, &request("a", &[])), 101);
}

#[test]
fn a_trusted_proxy_names_the_client() {
    let proxies = vec!["127.0.0.1".parse().expect("an address")];
    let server = TestServer::start(Settings { trusted_proxies: proxies, ..Settings::default() });
    let mut client = server.dial();
    client.send(&request("a", &[("X-Forwarded-For", "10.9.8.7, 203.0.113.5")]));
    client.head();
    server.wait_for("entered from 203.0.113.5", 1);
}
