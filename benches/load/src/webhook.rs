//! A bot elsewhere that answers at once, polled in the same thread as the swarm: whoever waits for it never pays
//! for waking it.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};
use serde_json::{Value, json};

const LISTENER: Token = Token(usize::MAX);

/// The bot. It says what it has heard.
pub struct Bot {
    poll: Poll,
    events: Events,
    listener: TcpListener,
    lines: Vec<Line>,
    buffer: Vec<u8>,
    pub address: SocketAddr,
    /// Requests that were answered.
    pub answered: usize,
}

/// One connection to it.
struct Line {
    stream: TcpStream,
    heard: Vec<u8>,
    open: bool,
}

impl Bot {
    /// Listens on a free port.
    pub fn new() -> io::Result<Bot> {
        let poll = Poll::new()?;
        let mut listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        let address = listener.local_addr()?;
        poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
        let (events, buffer) = (Events::with_capacity(1_024), vec![0; 64 * 1024]);
        Ok(Bot { poll, events, listener, lines: Vec::new(), buffer, address, answered: 0 })
    }

    /// Connections that were made to it.
    pub fn connections(&self) -> usize {
        self.lines.len()
    }

    /// Answers what has come, once, without waiting.
    pub fn pump(&mut self) -> io::Result<()> {
        match self.poll.poll(&mut self.events, Some(Duration::ZERO)) {
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(()),
            outcome => outcome?,
        }
        for event in &self.events {
            if event.token() == LISTENER {
                while let Ok((mut stream, _)) = self.listener.accept() {
                    stream.set_nodelay(true)?;
                    let token = Token(self.lines.len());
                    self.poll.registry().register(&mut stream, token, Interest::READABLE)?;
                    self.lines.push(Line { stream, heard: Vec::new(), open: true });
                }
                continue;
            }
            let line = &mut self.lines[event.token().0];
            while line.open {
                match line.stream.read(&mut self.buffer) {
                    Ok(0) => line.open = false,
                    Ok(count) => line.heard.extend_from_slice(&self.buffer[..count]),
                    Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                    Err(_) => line.open = false,
                }
            }
            while let Some((body, end)) = request(&line.heard) {
                let message: Value = serde_json::from_slice(body)?;
                let said = format!("You said: {}", message["message"].as_str().unwrap_or_default());
                let answer = json!([{ "text": said }]).to_string();
                let length = answer.len();
                let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n");
                // Some hundred bytes always fit into a socket's buffer.
                line.stream.write_all(format!("{head}\r\n{answer}").as_bytes())?;
                line.heard.drain(..end);
                self.answered += 1;
            }
        }
        Ok(())
    }
}

/// The body of the first request and the place behind it; `None` where it is not whole yet.
fn request(heard: &[u8]) -> Option<(&[u8], usize)> {
    let end = heard.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&heard[..end]).ok()?.to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"))?.trim().parse::<usize>().ok()?;
    Some((heard.get(end..end + length)?, end + length))
}
