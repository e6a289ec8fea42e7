//! A websocket echo on the server's own connection layer, for Autobahn's fuzzing client and for measuring
//! the transport alone: `cargo run --release --example echo -- 127.0.0.1:9001`, then `ws://127.0.0.1:9001/`.
//!
//! It takes messages of 64 MiB in as many fragments as one likes, since that is what the fuzzer sends.

use std::net::TcpListener;
use std::sync::Arc;

use actix_web::{App, HttpResponse, web};
use bytes::Bytes;
use soiree::engine::{ConnId, Incoming};
use soiree::net::{Settings, serve};
use soiree::room::door::{Denied, Door, Entrance, Handshake, Verdict, Visitor, Way};
use soiree::room::fanout::{Delivery, Frame, HubLink, Item};

struct Echo;

struct EchoDoor {
    link: HubLink,
    frames: Vec<(ConnId, Frame)>,
}

impl Entrance for Echo {
    fn way(&self, _: &Handshake) -> Option<Result<Way, Denied>> {
        Some(Ok(Way::to("echo")))
    }

    fn open(&self, _: &str, link: HubLink) -> Box<dyn Door> {
        Box::new(EchoDoor { link, frames: Vec::new() })
    }
}

impl Door for EchoDoor {
    fn entered(&mut self, _: Visitor) {}

    fn message(&mut self, conn: ConnId, incoming: Incoming<'_>) -> Verdict {
        let frame = match incoming {
            Incoming::Text(text) => Frame::text(text.as_bytes()),
            Incoming::Binary(bytes) => {
                let mut frame = Frame::text(bytes).0.to_vec();
                frame[0] = 0x82;
                Frame(Bytes::from(frame))
            }
            Incoming::Oversized { .. } | Incoming::Throttled => return Verdict::Malformed,
        };
        self.frames.push((conn, frame));
        Verdict::Accepted
    }

    fn round_trip(&mut self, _: ConnId, _: u32) {}

    fn left(&mut self, _: ConnId) {}

    fn flush(&mut self) -> bool {
        let frames = std::mem::take(&mut self.frames);
        let delivery = Delivery { room: self.link.room, items: Arc::new([Item::Personal(frames)]) };
        self.link.sink.deliver(delivery)
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:9001".to_owned());
    let settings = Settings {
        workers: 1,
        connections_per_address_max: None,
        messages_per_second: 0,
        message_bytes_max: 64 << 20,
        frame_bytes_max: 64 << 20,
        partial_bytes_max: 1 << 30,
        fragments_max: u32::MAX,
        outgoing_frames_max: usize::MAX - 1,
        outgoing_bytes_max: usize::MAX,
        ..Settings::default()
    };
    let app = || App::new().default_service(web::to(HttpResponse::NotFound));
    serve(TcpListener::bind(address)?, settings, Arc::new([Arc::new(Echo) as Arc<dyn Entrance>]), app)?.await
}
