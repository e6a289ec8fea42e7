//! The bare send loop: the physical limit. It accepts websockets and, on command, sends one pre-encoded
//! frame to each with one `send`; or answers each small message with one. Nothing else.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::AsRawFd;
use std::time::{Duration, Instant};

use mio::unix::SourceFd;
use mio::{Events, Interest, Poll, Token};

use crate::frames;
use crate::servers::{Control, Server, port};
use crate::sums::{PATIENCE, Sum, hear, whole};
use crate::swarm::Swarm;

/// Serves until its control connection (the first one) closes. Commands are lines: `accept N`,
/// `send BYTES COUNT`, `watch`, `answer COUNT BYTES`.
pub fn serve(listen: &str) -> io::Result<()> {
    let listener = TcpListener::bind(listen)?;
    let (mut control, _) = listener.accept()?;
    control.set_nodelay(true)?;
    let mut sockets: Vec<TcpStream> = Vec::new();
    let mut poll = Poll::new()?;
    let (mut line, mut byte) = (Vec::new(), [0]);
    while control.read(&mut byte)? == 1 {
        if byte[0] != b'\n' {
            line.push(byte[0]);
            continue;
        }
        let text = String::from_utf8_lossy(&line).into_owned();
        line.clear();
        let mut words = text.split_whitespace();
        let command = words.next().unwrap_or_default().to_owned();
        let mut number = || words.next().and_then(|word| word.parse::<usize>().ok()).unwrap_or_default();
        match command.as_str() {
            "accept" => {
                for _ in 0..number() {
                    sockets.push(welcome(&listener)?);
                }
            }
            "send" => {
                let (bytes, count) = (number(), number());
                let frame = frames::text(&vec![b'x'; bytes]);
                for _ in 0..count {
                    for socket in &mut sockets {
                        socket.write_all(&frame)?;
                    }
                }
            }
            "watch" => {
                for (place, socket) in sockets.iter().enumerate() {
                    let fd = socket.as_raw_fd();
                    poll.registry().register(&mut SourceFd(&fd), Token(place), Interest::READABLE)?;
                }
            }
            "answer" => answer(&mut poll, &mut sockets, number(), number())?,
            _ => {}
        }
        control.write_all(b"ok\n")?;
    }
    Ok(())
}

/// Reads `count` small messages, each whole in one read, and answers each with a frame.
fn answer(poll: &mut Poll, sockets: &mut [TcpStream], count: usize, bytes: usize) -> io::Result<()> {
    let frame = frames::text(&vec![b'x'; bytes]);
    let (mut events, mut buffer, mut left) = (Events::with_capacity(1024), [0; 4096], count);
    while left > 0 {
        poll.poll(&mut events, None)?;
        for event in &events {
            let socket = &mut sockets[event.token().0];
            if socket.read(&mut buffer)? > 0 {
                socket.write_all(&frame)?;
                left = left.saturating_sub(1);
            }
        }
    }
    Ok(())
}

fn welcome(listener: &TcpListener) -> io::Result<TcpStream> {
    let (mut socket, _) = listener.accept()?;
    socket.set_nodelay(true)?;
    let (mut head, mut chunk) = (Vec::new(), [0; 1024]);
    while !head.windows(4).any(|window| window == b"\r\n\r\n") {
        let count = socket.read(&mut chunk)?;
        if count == 0 {
            break;
        }
        head.extend_from_slice(&chunk[..count]);
    }
    socket.write_all(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")?;
    Ok(socket)
}

/// The bare loop with its sockets, as a round needs it.
pub struct Bare {
    server: Server,
    control: Control,
    pub swarm: Swarm,
}

impl Bare {
    /// Starts it and opens its sockets.
    pub fn start(sockets: usize) -> io::Result<Self> {
        let own = std::env::current_exe()?;
        let port = port(1);
        let listen = format!("127.0.0.1:{port}");
        let mut server = Server::start(&own.to_string_lossy(), &["bare", &listen], &[], ".", port)?;
        let mut control = Control::new(server.wait()?)?;
        let mut swarm = Swarm::new()?;
        swarm.open(
            server.address,
            sockets,
            |_| "/".to_owned(),
            |end, batch| match end {
                0 => control.give(&format!("accept {batch}")),
                _ => control.ended(),
            },
        )?;
        control.give("watch")?;
        control.ended()?;
        Ok(Bare { server, control, swarm })
    }

    /// One message to all.
    pub fn send(&mut self, bytes: usize) -> io::Result<Sum> {
        let (before, start) = (self.server.cpu(), Instant::now());
        self.control.give(&format!("send {bytes} 1"))?;
        let expected = self.swarm.clients.len();
        let heard = hear(&mut self.swarm, start, expected, PATIENCE, |_| true)?;
        whole(&heard, expected)?;
        let wall = start.elapsed();
        self.control.ended()?;
        let cpu = self.server.cpu().since(before);
        Ok(Sum { cpu, deliveries: heard.receipts.len() as u64, wall, receipts: heard.receipts })
    }

    /// One small message from each, answered with one, spread over `spread`.
    pub fn answers(&mut self, text: &str, bytes: usize, spread: Duration) -> io::Result<Sum> {
        let count = self.swarm.clients.len();
        self.control.give(&format!("answer {count} {bytes}"))?;
        let before = self.server.cpu();
        let start = Instant::now();
        let all: Vec<usize> = (0..count).collect();
        let receipts = crate::pace::pace(&mut self.swarm, &all, spread, |_| text.to_owned(), |_| true)?;
        self.control.ended()?;
        let cpu = self.server.cpu().since(before);
        Ok(Sum { cpu, deliveries: receipts.len() as u64, wall: start.elapsed(), receipts })
    }
}
