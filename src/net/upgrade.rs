//! Answers a request for a websocket and takes the socket out of HTTP.

use std::borrow::Cow;
use std::io;
use std::net::IpAddr;
use std::rc::Rc;
use std::time::Duration;

use actix_codec::Framed;
use actix_http::{Request, RequestHead, h1, header, ws};
use actix_rt::net::TcpStream;
use percent_encoding::percent_decode_str;
use rand::RngExt as _;
use socket2::{SockRef, TcpKeepalive};
use tokio::io::AsyncWriteExt as _;

use super::address::{AddressKey, Client};
use super::handshake;
use super::hub::{Arrival, Common, HubHandle};
use super::paced::Paced;
use crate::limits;
use crate::room::door::{Denied, Handshake, Way};

/// One worker's upgrade service.
#[derive(Clone)]
pub struct Upgrade {
    common: Rc<Common>,
    hub: HubHandle,
}

/// Where a request leads to.
struct Passage {
    accept: [u8; 28],
    entrance: usize,
    way: Way,
    address: IpAddr,
    counted: Option<AddressKey>,
}

impl Upgrade {
    /// The service that brings sockets to `hub`, which lives on the same thread.
    pub fn new(common: Common, hub: HubHandle) -> Self {
        Upgrade { common: Rc::new(common), hub }
    }

    /// Answers one request.
    ///
    /// Fails where the socket does; then nobody is there to be told.
    pub async fn serve(self, request: Request, framed: Framed<Paced, h1::Codec>) -> io::Result<()> {
        let parts = framed.into_parts();
        let mut stream = parts.io.into_socket();
        // Answers to earlier requests on this connection that have not left yet.
        stream.write_all(&parts.write_buf).await?;
        let passage = match self.judge(&request) {
            Ok(passage) => passage,
            Err(denied) => {
                log::debug!("A websocket is refused: {} {}", denied.status, denied.detail);
                stream.write_all(refusal(denied).as_bytes()).await?;
                return stream.shutdown().await;
            }
        };
        let counted = passage.counted;
        let outcome = self.hand_over(stream, passage, parts.read_buf.to_vec()).await;
        if let (Err(_), Some(key)) = (&outcome, counted) {
            self.common.addresses.leave(key);
        }
        outcome
    }

    async fn hand_over(&self, mut stream: TcpStream, passage: Passage, early: Vec<u8>) -> io::Result<()> {
        let mut response = Vec::with_capacity(160);
        response.extend_from_slice(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ",
        );
        response.extend_from_slice(&passage.accept);
        response.extend_from_slice(b"\r\n\r\n");
        let socket = SockRef::from(&stream);
        socket.set_tcp_nodelay(true)?;
        socket.set_send_buffer_size(limits::SOCKET_SEND_BUFFER_BYTES)?;
        // Hosts that are gone are found without a ping of ours. The time-out ends a connection whose questions stay
        // unanswered, and one with something on its way that nobody acknowledges.
        let idle = Duration::from_secs(rand::rng().random_range(limits::KEEPALIVE_IDLE_S));
        let interval = Duration::from_secs(limits::KEEPALIVE_INTERVAL_S);
        socket.set_tcp_keepalive(&TcpKeepalive::new().with_time(idle).with_interval(interval))?;
        let patience = interval * limits::KEEPALIVE_PROBES;
        socket.set_tcp_user_timeout(Some(idle + patience))?;
        stream.write_all(&response).await?;
        let stream = stream.into_std()?;
        let Passage { entrance, way, address, counted, .. } = passage;
        self.hub.adopt(Arrival { stream, entrance, way, address, counted, early });
        Ok(())
    }

    fn judge(&self, request: &Request) -> Result<Passage, Denied> {
        if self.hub.is_stopping() {
            return Err(handshake::STOPPING);
        }
        let settings = &self.common.settings;
        let head: &RequestHead = request.head();
        let client = Client::of(request.peer_addr(), head.headers(), &settings.trusted_proxies);
        let key = handshake::check(head)?;
        let foreign = handshake::foreign_origin(head.headers(), &settings.origins, client.behind_proxy);
        let accept = ws::hash_key(key);
        let address = client.address;
        let wish =
            Handshake { path: decode(head.uri.path(), false), query: pairs(head.uri.query().unwrap_or("")), address };
        let entrances = self.common.entrances.iter().enumerate();
        let found = entrances.filter_map(|(number, entrance)| Some((number, entrance, entrance.way(&wish)?))).next();
        let admitted = match (&foreign, &found) {
            (None, _) => true,
            (Some(origin), Some((_, entrance, _))) => entrance.admits(&wish, origin),
            (Some(_), None) => false,
        };
        if !admitted {
            return Err(handshake::FOREIGN);
        }
        let (entrance, _, way) = found.ok_or(handshake::NO_ENTRANCE)?;
        let way = way?;
        let counted = settings.connections_per_address_max.map(|max| (AddressKey::of(address), max));
        if counted.is_some_and(|(key, max)| !self.common.addresses.enter(key, max)) {
            return Err(handshake::TOO_MANY);
        }
        Ok(Passage { accept, entrance, way, address, counted: counted.map(|(key, _)| key) })
    }
}

fn decode(text: &str, plus_is_space: bool) -> String {
    let text = if plus_is_space { Cow::Owned(text.replace('+', " ")) } else { Cow::Borrowed(text) };
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

fn pairs(query: &str) -> Vec<(String, String)> {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(name, true), decode(value, true))
    };
    query.split('&').filter(|text| !text.is_empty()).map(pair).collect()
}

/// A whole response as problem details (RFC 9457).
fn refusal(denied: Denied) -> String {
    let status = actix_http::StatusCode::from_u16(denied.status).unwrap_or(actix_http::StatusCode::FORBIDDEN);
    let title = status.canonical_reason().unwrap_or("Refused");
    let body = serde_json::json!({
        "type": "about:blank", "title": title, "status": status.as_u16(), "detail": denied.detail,
    })
    .to_string();
    let more = match denied.status {
        426 => format!("{}: 13\r\nUpgrade: websocket\r\n", header::SEC_WEBSOCKET_VERSION),
        _ => String::new(),
    };
    format!(
        "HTTP/1.1 {} {title}\r\nContent-Type: application/problem+json\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\n{more}Connection: close\r\n\r\n{body}",
        status.as_u16(),
        body.len(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_decoded_pair_by_pair() {
        let expected = [("token", "a+b c"), ("flag", ""), ("_pk", "x=y")];
        let expected: Vec<(String, String)> = expected.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect();
        assert_eq!(pairs("token=a%2Bb+c&&flag&_pk=x=y"), expected);
    }

    #[test]
    fn a_wrong_version_is_told_the_right_one() {
        let text = refusal(handshake::WRONG_VERSION);
        assert!(text.starts_with("HTTP/1.1 426 Upgrade Required\r\n"));
        assert!(text.contains("sec-websocket-version: 13\r\n"));
    }
}
