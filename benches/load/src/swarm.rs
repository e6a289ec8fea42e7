//! Many client sockets in one thread. While something is timed it polls without sleeping, so that the
//! server never pays for waking it.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};
use socket2::{Domain, Socket, Type};

use crate::frames::{self, Kind, Reader};

/// Connections per source address: its ports are bounded.
const PER_SOURCE: usize = 10_000;

/// One client socket.
pub struct Client {
    stream: TcpStream,
    reader: Reader,
    open: bool,
    head: Vec<u8>,
    outgoing: Vec<u8>,
}

/// What a swarm has seen of one socket.
pub enum Seen<'a> {
    /// The handshake is through.
    Open,
    Text(&'a [u8]),
    Closed,
}

/// All client sockets.
pub struct Swarm {
    poll: Poll,
    events: Events,
    pub clients: Vec<Client>,
    buffer: Vec<u8>,
}

impl Swarm {
    /// A swarm without sockets.
    pub fn new() -> io::Result<Self> {
        let (poll, events) = (Poll::new()?, Events::with_capacity(4096));
        Ok(Swarm { poll, events, clients: Vec::new(), buffer: vec![0; 256 * 1024] })
    }

    /// Opens one more socket and asks for the websocket at `path`. The answer comes as [`Seen::Open`].
    pub fn connect(&mut self, server: SocketAddr, path: &str, headers: &str) -> io::Result<usize> {
        let number = self.clients.len();
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        let source = Ipv4Addr::new(127, 0, 1, 1 + (number / PER_SOURCE) as u8);
        socket.bind(&SocketAddr::V4(SocketAddrV4::new(source, 0)).into())?;
        socket.set_tcp_nodelay(true)?;
        socket.connect(&server.into())?;
        socket.set_nonblocking(true)?;
        let mut stream = TcpStream::from_std(socket.into());
        let interest = Interest::READABLE | Interest::WRITABLE;
        self.poll.registry().register(&mut stream, Token(number), interest)?;
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {server}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"
        );
        let client = Client { stream, reader: Reader::default(), open: false, head: Vec::new(), outgoing: Vec::new() };
        self.clients.push(client);
        self.clients[number].write(request.as_bytes())?;
        Ok(number)
    }

    /// Sends a text.
    pub fn say(&mut self, client: usize, text: &str) -> io::Result<()> {
        self.clients[client].write(&frames::masked(1, text.as_bytes()))
    }

    /// Takes what has come, once. `wait`: zero polls.
    pub fn pump(&mut self, wait: Duration, mut seen: impl FnMut(usize, Seen<'_>)) -> io::Result<()> {
        match self.poll.poll(&mut self.events, Some(wait)) {
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(()),
            outcome => outcome?,
        }
        for event in &self.events {
            let number = event.token().0;
            let client = &mut self.clients[number];
            if event.is_writable() {
                client.flush()?;
            }
            if !(event.is_readable() || event.is_read_closed()) {
                continue;
            }
            loop {
                match client.stream.read(&mut self.buffer) {
                    Ok(0) => {
                        seen(number, Seen::Closed);
                        break;
                    }
                    Ok(count) => {
                        client.take(&self.buffer[..count], |what| seen(number, what))?;
                        if count < self.buffer.len() && !event.is_read_closed() {
                            break;
                        }
                    }
                    Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                    Err(_) => {
                        seen(number, Seen::Closed);
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    /// Polls until `done` says so. `false`: `patience` has run out.
    pub fn until(
        &mut self,
        patience: Duration,
        mut seen: impl FnMut(usize, Seen<'_>),
        mut done: impl FnMut() -> bool,
    ) -> io::Result<bool> {
        let start = Instant::now();
        while !done() {
            if start.elapsed() > patience {
                return Ok(false);
            }
            self.pump(Duration::ZERO, &mut seen)?;
        }
        Ok(true)
    }
}

impl Client {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.outgoing.extend_from_slice(bytes);
        self.flush()
    }

    fn flush(&mut self) -> io::Result<()> {
        while !self.outgoing.is_empty() {
            match self.stream.write(&self.outgoing) {
                Ok(count) => drop(self.outgoing.drain(..count)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.outgoing = Vec::new();
        Ok(())
    }

    fn take(&mut self, bytes: &[u8], mut seen: impl FnMut(Seen<'_>)) -> io::Result<()> {
        let mut rest = bytes;
        if !self.open {
            self.head.extend_from_slice(bytes);
            let Some(end) = self.head.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(()) };
            if !self.head.starts_with(b"HTTP/1.1 101") {
                seen(Seen::Closed);
                return Ok(());
            }
            let body = self.head.len() - (end + 4);
            rest = &bytes[bytes.len() - body..];
            self.open = true;
            self.head = Vec::new();
            seen(Seen::Open);
        }
        let mut pongs = Vec::new();
        self.reader.read(rest, |kind, payload| match kind {
            Kind::Text => seen(Seen::Text(payload)),
            Kind::Ping => pongs.push(frames::masked(10, payload)),
            Kind::Close => seen(Seen::Closed),
            Kind::Other => {}
        });
        for pong in pongs {
            self.write(&pong)?;
        }
        Ok(())
    }
}
