//! A bot elsewhere: the smallest HTTP server, over bare sockets, so that it can misbehave in every way.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::ms;

/// What the bot does with a request.
#[derive(Clone)]
pub enum Manner {
    /// Says what it has heard; a message `human` calls one.
    Echo,
    /// The same, so many milliseconds later.
    Slow(u64),
    /// Echo, but keeps silent about messages that begin so.
    SilentAt(&'static str),
    /// Keeps the connection and says nothing.
    Silent,
    /// Hangs up.
    HangUp,
    /// Answers with this status and no body.
    Status(u16),
    /// Leads to another address.
    Redirect(String),
    /// Answers 200 with this body.
    Body(String),
    /// Answers 200 with a body that does not end.
    Endless,
    /// Answers 200 with headers that do not end.
    EndlessHead,
    /// Answers 200, a byte at a time, so many milliseconds apart.
    Trickle(u64),
    /// Answers with this status, these headers and this body.
    Plain(u16, &'static str, &'static [u8]),
    /// Promises more than it sends.
    Short,
}

/// One request.
#[derive(Clone)]
pub struct Heard {
    pub at: Instant,
    /// The idempotency key.
    pub key: String,
    pub signature: String,
    pub raw: String,
    pub body: Value,
}

impl Heard {
    pub fn message(&self) -> &str {
        self.body["message"].as_str().expect("a message")
    }
}

#[derive(Default)]
struct State {
    manners: Vec<Manner>,
    heard: Vec<Heard>,
}

/// A bot elsewhere. Its manners are used one after the other, the last one for ever.
pub struct Bot {
    pub address: SocketAddr,
    state: Arc<Mutex<State>>,
    connections: Arc<AtomicUsize>,
    server: tokio::task::JoinHandle<()>,
}

impl Bot {
    pub async fn start(manners: &[Manner]) -> Bot {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(Mutex::new(State { manners: manners.to_vec(), heard: Vec::new() }));
        let connections = Arc::new(AtomicUsize::new(0));
        let (theirs, count) = (Arc::clone(&state), Arc::clone(&connections));
        let server = tokio::spawn(async move {
            // Connections end with their bot.
            let mut open = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::Relaxed);
                let state = Arc::clone(&theirs);
                open.spawn(async move { serve(stream, state).await });
            }
        });
        Bot { address, state, connections, server }
    }

    pub fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// From now on it behaves so.
    pub fn behave(&self, manners: &[Manner]) {
        self.state.lock().expect("the bot").manners = manners.to_vec();
    }

    /// All requests so far.
    pub fn heard(&self) -> Vec<Heard> {
        self.state.lock().expect("the bot").heard.clone()
    }

    /// The requests with this message.
    pub fn told(&self, message: &str) -> Vec<Heard> {
        self.heard().into_iter().filter(|heard| heard.message() == message).collect()
    }

    /// How many connections have been made to it.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }

    /// Waits until it has heard this message so often.
    pub async fn hears(&self, message: &str, times: usize) -> Vec<Heard> {
        let until = Instant::now() + super::PATIENCE;
        loop {
            let told = self.told(message);
            if told.len() >= times {
                return told;
            }
            let all: Vec<String> = self.heard().iter().map(|heard| heard.message().to_owned()).collect();
            assert!(Instant::now() < until, "{message:?} was heard {} of {times} times: {all:?}", told.len());
            ms(5).await;
        }
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn serve(stream: TcpStream, state: Arc<Mutex<State>>) {
    let mut stream = BufReader::new(stream);
    // Whoever hangs up has heard enough.
    while let Some(heard) = request(&mut stream).await {
        let manner = {
            let mut state = state.lock().expect("the bot");
            state.heard.push(heard.clone());
            match state.manners.len() {
                0 | 1 => state.manners.first().cloned().unwrap_or(Manner::Echo),
                _ => state.manners.remove(0),
            }
        };
        if answer(&mut stream, &manner, &heard).await.is_none() {
            return;
        }
    }
}

async fn request(stream: &mut BufReader<TcpStream>) -> Option<Heard> {
    let (mut length, mut key, mut signature, mut line) = (0, String::new(), String::new(), String::new());
    loop {
        line.clear();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            match line.trim_end().is_empty() {
                true => break,
                // The first line.
                false => continue,
            }
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().ok()?,
            "idempotency-key" => key = value.to_owned(),
            "x-soiree-signature" => signature = value.to_owned(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    let raw = String::from_utf8(body).expect("text");
    let body = serde_json::from_str(&raw).expect("JSON");
    Some(Heard { at: Instant::now(), key, signature, raw, body })
}

/// `None`: the connection is over.
async fn answer(stream: &mut BufReader<TcpStream>, manner: &Manner, heard: &Heard) -> Option<()> {
    let whole = |status: u16, headers: &str, body: &str| {
        format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n{headers}\r\n{body}", body.len())
    };
    let manner = match manner {
        Manner::SilentAt(begin) if heard.message().starts_with(begin) => &Manner::Silent,
        Manner::SilentAt(_) => &Manner::Echo,
        manner => manner,
    };
    let text = match manner {
        Manner::Echo => whole(200, "", &echo(heard)),
        Manner::Slow(time) => {
            ms(*time).await;
            whole(200, "", &echo(heard))
        }
        Manner::Silent | Manner::SilentAt(_) => {
            // Until the other side has had enough.
            let _ = stream.read_u8().await;
            return None;
        }
        Manner::HangUp => return None,
        Manner::Status(status) => whole(*status, "", ""),
        Manner::Redirect(to) => whole(307, &format!("Location: {to}\r\n"), ""),
        Manner::Body(body) => whole(200, "", body),
        Manner::Endless => {
            let head = "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n";
            stream.write_all(head.as_bytes()).await.ok()?;
            let chunk = format!("{:x}\r\n{}\r\n", 16_384, " ".repeat(16_384));
            loop {
                stream.write_all(chunk.as_bytes()).await.ok()?;
            }
        }
        Manner::EndlessHead => {
            stream.write_all(b"HTTP/1.1 200 X\r\n").await.ok()?;
            loop {
                stream.write_all(format!("X-Long: {}\r\n", "x".repeat(8_000)).as_bytes()).await.ok()?;
            }
        }
        Manner::Trickle(pause) => {
            stream.write_all(b"HTTP/1.1 200 X\r\nContent-Length: 100000\r\n\r\n[").await.ok()?;
            loop {
                ms(*pause).await;
                stream.write_all(b" ").await.ok()?;
            }
        }
        Manner::Plain(status, headers, body) => {
            let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n{headers}\r\n", body.len());
            stream.write_all(head.as_bytes()).await.ok()?;
            return stream.write_all(body).await.ok();
        }
        Manner::Short => {
            stream.write_all(b"HTTP/1.1 200 X\r\nContent-Length: 5000\r\n\r\n[{\"text\":").await.ok()?;
            return None;
        }
    };
    stream.write_all(text.as_bytes()).await.ok()
}

fn echo(heard: &Heard) -> String {
    let answer = match heard.message() {
        "human" => json!([{"text": "One moment."}, {"custom": {"action": "escalateToHuman"}}]),
        message => json!([{"text": format!("You said: {message}")}]),
    };
    answer.to_string()
}

/// Time since something.
pub fn since(at: Instant) -> Duration {
    Instant::now().duration_since(at)
}
