//! A server on a free port whose rooms do what their visitors say.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::engine::{ConnId, Endings, Groups, Incoming};
use crate::net::{Handle, Settings, serve};
use crate::room::door::{Denied, Door, Entrance, Handshake, Verdict, Visitor, Way};
use crate::room::fanout::{Brought, Delivery, Frame, HubLink, Item, Reception, Spliced};

/// Bytes of what is served at `/large`: more than the kernel takes for somebody who does not read.
pub const LARGE_BYTES: usize = 32 * 1024 * 1024;

/// Rooms under `/ws/{room}`: a text comes back to its sender, or does what it says:
/// `all:x` is broadcast, `many:n` sends n broadcasts at once, `big:n` broadcasts n bytes, `bad` is malformed,
/// `bye:code` closes the sender, `jam` makes the next flush fail, `panic` panics, `flood:n` delivers n times
/// within the turn, `thread:x` broadcasts x from another thread, `reveal` sends all a shared frame, each the common text with its own end, and another shared one;
/// with `reveal:own` each another frame of its own before it; `brought:x` brings x to the sender's door from another
/// thread, which logs what became of it 200 ms later and only then lets go of the socket.
pub struct Rooms {
    pub log: Arc<Mutex<Vec<String>>>,
}

impl Entrance for Rooms {
    fn way(&self, handshake: &Handshake) -> Option<Result<Way, Denied>> {
        let room = handshake.path.strip_prefix("/ws/")?;
        match room {
            "locked" => Some(Err(Denied { status: 403, detail: "This room is locked." })),
            room => Some(Ok(Way::to(room))),
        }
    }

    fn open(&self, _room: &str, link: HubLink) -> Box<dyn Door> {
        Box::new(Shouter { link, log: self.log.clone(), here: Vec::new(), items: Vec::new(), jammed: false })
    }
}

struct Shouter {
    link: HubLink,
    log: Arc<Mutex<Vec<String>>>,
    here: Vec<ConnId>,
    items: Vec<Item>,
    jammed: bool,
}

impl Shouter {
    fn log(&self, text: String) {
        self.log.lock().expect("the log").push(text);
    }

    fn all(&mut self, text: &str) {
        self.items.push(Item::Broadcast(Groups::EVERYONE, Frame::text(text.as_bytes())));
    }

    fn reply(&mut self, conn: ConnId, text: &str) {
        self.items.push(Item::Personal(vec![(conn, Frame::text(text.as_bytes()))]));
    }
}

impl Door for Shouter {
    fn entered(&mut self, visitor: Visitor) {
        self.log(format!("entered from {}", visitor.address));
        self.here.push(visitor.conn);
        self.items.push(Item::Regroup(visitor.conn, Groups::VISITORS));
    }

    fn message(&mut self, conn: ConnId, incoming: Incoming<'_>) -> Verdict {
        let text = match incoming {
            Incoming::Text(text) => text,
            Incoming::Binary(bytes) => {
                self.reply(conn, &format!("binary {}", bytes.len()));
                return Verdict::Accepted;
            }
            Incoming::Oversized { limit_bytes } => {
                self.reply(conn, &format!("oversized {limit_bytes}"));
                return Verdict::Malformed;
            }
            Incoming::Throttled => {
                self.reply(conn, "throttled");
                return Verdict::Accepted;
            }
        };
        match text.split_once(':').unwrap_or((text, "")) {
            ("all", word) => self.all(word),
            ("many", count) => (0..count.parse().expect("a count")).for_each(|n: usize| self.all(&n.to_string())),
            ("big", bytes) => self.all(&"x".repeat(bytes.parse().expect("a size"))),
            ("bye", code) => self.items.push(Item::Close(conn, code.parse().expect("a code"))),
            ("everybody out", _) => self.items.push(Item::CloseAll(1001)),
            ("seat", _) => self.items.push(Item::Regroup(conn, Groups::SEATS)),
            ("stage", _) => self.items.push(Item::Regroup(conn, Groups::STAGES)),
            ("stages", word) => {
                self.items.push(Item::Broadcast(Groups::STAGES, Frame::text(word.as_bytes())));
            }
            ("jam", _) => self.jammed = true,
            ("panic", _) => panic!("asked to"),
            ("flood", count) => {
                let items: Arc<[Item]> = Arc::new([Item::Broadcast(Groups::EVERYONE, Frame::text(b"."))]);
                for _ in 0..count.parse().expect("a count") {
                    let _ = self.link.sink.deliver(Delivery { room: self.link.room, items: items.clone() });
                }
            }
            ("thread", word) => {
                let items: Arc<[Item]> = Arc::new([Item::Broadcast(Groups::EVERYONE, Frame::text(word.as_bytes()))]);
                let link = self.link.clone();
                std::thread::spawn(move || {
                    std::thread::sleep(Duration::from_millis(50));
                    link.sink.deliver(Delivery { room: link.room, items })
                });
            }
            ("brought", word) => {
                let (link, log, text) = (self.link.clone(), self.log.clone(), word.to_owned());
                std::thread::spawn(move || {
                    let (told, taken) = oneshot::channel();
                    assert!(link.sink.bring(Brought { conn, text, told }), "the hub takes it");
                    let taken = taken.blocking_recv().expect("an answer");
                    std::thread::sleep(Duration::from_millis(200));
                    let word = match &taken {
                        Reception::Heard(_) => "heard",
                        Reception::Throttled => "throttled",
                        Reception::Gone => "gone",
                    };
                    log.lock().expect("the log").push(format!("brought and {word}"));
                });
            }
            ("reveal", own_too) => {
                self.all("before");
                if own_too == "own" {
                    let own = |conn: &ConnId| (*conn, Frame::text(format!("slot {}", conn.slot).as_bytes()));
                    self.items.push(Item::Personal(self.here.iter().map(own).collect()));
                }
                let mut endings = Endings::default();
                for (seat, conn) in (0..).zip(&self.here) {
                    endings.add(seat, |text| text.extend_from_slice(format!(" {}", conn.slot).as_bytes()));
                }
                let conn = |seat: u32| self.here.get(seat as usize).copied().into_iter();
                self.items.push(Item::Spliced(Spliced::new(b"spliced.", endings, conn)));
                self.all("after");
            }
            ("bad", _) => {
                self.reply(conn, "malformed");
                return Verdict::Malformed;
            }
            _ => self.reply(conn, text),
        }
        Verdict::Accepted
    }

    fn round_trip(&mut self, _conn: ConnId, rtt_ms: u32) {
        self.log(format!("round trip {}", rtt_ms < 1_000));
    }

    fn left(&mut self, conn: ConnId) {
        self.here.retain(|other| *other != conn);
        self.log("left".to_owned());
    }

    fn flush(&mut self) -> bool {
        let items: Vec<Item> = std::mem::take(&mut self.items);
        if std::mem::take(&mut self.jammed) {
            return false;
        }
        items.is_empty() || self.link.sink.deliver(Delivery { room: self.link.room, items: items.into() })
    }
}

/// A server in a thread of its own; stopped when dropped.
pub struct TestServer {
    pub address: SocketAddr,
    pub log: Arc<Mutex<Vec<String>>>,
    pub handle: Handle,
    thread: Option<JoinHandle<()>>,
}

impl TestServer {
    /// Starts with one worker.
    pub fn start(settings: Settings) -> TestServer {
        let log: Arc<Mutex<Vec<String>>> = Arc::default();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let (tell, told) = mpsc::channel();
        let rooms = Rooms { log: log.clone() };
        let thread = std::thread::spawn(move || {
            actix_rt::System::new().block_on(async move {
                let settings = Settings { workers: 1, ..settings };
                let app = || {
                    actix_web::App::new()
                        .route("/large", actix_web::web::get().to(async || "x".repeat(LARGE_BYTES)))
                        .route(
                            "/",
                            actix_web::web::get().to(|request: actix_web::HttpRequest| async move {
                                format!(
                                    "hello {}",
                                    request.peer_addr().map(|peer| peer.ip().to_string()).unwrap_or_default()
                                )
                            }),
                        )
                };
                let server = serve(listener, settings, Arc::new([Arc::new(rooms) as Arc<dyn Entrance>]), app);
                let server = server.expect("a server");
                tell.send(server.handle()).expect("the test waits");
                server.await.expect("a quiet end");
            });
        });
        TestServer { address, log, handle: told.recv().expect("a handle"), thread: Some(thread) }
    }

    /// Stops it as SIGTERM would.
    pub fn stop(&mut self, graceful: bool) {
        let handle = self.handle.clone();
        // In a thread of its own, since the test may be inside a runtime.
        let stopper = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(handle.stop(graceful));
        });
        stopper.join().expect("the stopper's thread");
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the server's thread");
        }
    }

    /// A websocket in a room.
    pub fn join(&self, room: &str) -> Client {
        let mut client = self.dial();
        client.send(&request(room, &[]));
        assert!(client.head().starts_with("HTTP/1.1 101 "));
        client
    }

    /// A plain connection.
    pub fn dial(&self) -> Client {
        let stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(8))).expect("a timeout");
        stream.set_nodelay(true).expect("nodelay");
        Client(stream)
    }

    /// How many lines like `text` the room's log has.
    pub fn count(&self, text: &str) -> usize {
        self.log.lock().expect("the log").iter().filter(|line| line.starts_with(text)).count()
    }

    /// Waits until the room's log has `count` lines like `text`.
    pub fn wait_for(&self, text: &str, count: usize) {
        for _ in 0..800 {
            if self.count(text) >= count {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("no {count} × {text:?} in {:?}", self.log.lock().expect("the log"));
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        if self.thread.is_some() {
            self.stop(false);
        }
    }
}

/// The request for a websocket, with headers replaced or added.
pub fn request(room: &str, changes: &[(&str, &str)]) -> Vec<u8> {
    let mut headers = vec![
        ("Host", "localhost"),
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];
    for (name, value) in changes {
        headers.retain(|(other, _)| other != name);
        headers.push((name, value));
    }
    let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("GET /ws/{room} HTTP/1.1\r\n{lines}\r\n").into_bytes()
}

/// A client's frame with a mask.
pub fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mask = [0x12, 0x34, 0x56, 0x78];
    let mut frame = vec![first];
    match payload.len() {
        length @ 0..=125 => frame.push(0x80 | length as u8),
        length @ 126..=65_535 => {
            frame.push(0x80 | 126);
            frame.extend_from_slice(&(length as u16).to_be_bytes());
        }
        length => {
            frame.push(0x80 | 127);
            frame.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
    frame.extend_from_slice(&mask);
    frame.extend(payload.iter().enumerate().map(|(at, byte)| byte ^ mask[at % 4]));
    frame
}

/// A socket that reads and writes bytes as they are.
pub struct Client(pub TcpStream);

impl Client {
    pub fn send(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).expect("the server reads");
    }

    pub fn say(&mut self, text: &str) {
        self.send(&frame(0x81, text.as_bytes()));
    }

    /// The head of an HTTP response, up to the empty line.
    pub fn head(&mut self) -> String {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            self.0.read_exact(&mut byte).expect("a whole head");
            head.push(byte[0]);
        }
        String::from_utf8(head).expect("a head of text")
    }

    /// The next frame, if one has come in the time for reading. Frames come whole on loopback.
    pub fn try_frame(&mut self) -> Option<(u8, Vec<u8>)> {
        let mut byte = [0];
        self.0.peek(&mut byte).ok().filter(|count| *count > 0).map(|_| self.frame())
    }

    /// The next frame: its first byte and its payload.
    pub fn frame(&mut self) -> (u8, Vec<u8>) {
        let mut head = [0; 2];
        self.0.read_exact(&mut head).expect("a frame");
        let length = match head[1] {
            126 => {
                let mut field = [0; 2];
                self.0.read_exact(&mut field).expect("a length");
                usize::from(u16::from_be_bytes(field))
            }
            127 => {
                let mut field = [0; 8];
                self.0.read_exact(&mut field).expect("a length");
                u64::from_be_bytes(field) as usize
            }
            short => usize::from(short),
        };
        let mut payload = vec![0; length];
        self.0.read_exact(&mut payload).expect("a payload");
        (head[0], payload)
    }

    /// The next frame, which is a text; pings between are those of a story that took longer than they are apart.
    pub fn text(&mut self) -> String {
        let (first, payload) = loop {
            let (first, payload) = self.frame();
            if first != 0x89 {
                break (first, payload);
            }
        };
        assert_eq!(first, 0x81, "a text, not {first:#x} {payload:?}");
        String::from_utf8(payload).expect("UTF-8")
    }

    /// The close frame's code and then the end of the stream.
    pub fn closed(&mut self) -> u16 {
        let (first, payload) = self.frame();
        assert_eq!(first, 0x88, "a close frame, not {first:#x} {}", String::from_utf8_lossy(&payload));
        let mut rest = Vec::new();
        assert_eq!(self.0.read_to_end(&mut rest).expect("an end"), 0);
        u16::from_be_bytes([payload[0], payload[1]])
    }
}
