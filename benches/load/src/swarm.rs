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
const PER_SOURCE: usize = 2_000;

/// Sockets that are being opened at a time: below a listener's queue.
const OPENING_MAX: usize = 100;
const OPENING_PATIENCE: Duration = Duration::from_secs(30);

/// What clients of a server do by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manners {
    /// Nothing besides websockets.
    Plain,
    /// socket.io: answer the greeting and pings.
    SocketIo,
    /// Colyseus: confirm that the room has been joined.
    Colyseus,
}

/// One client socket.
pub struct Client {
    stream: TcpStream,
    reader: Reader,
    /// The handshake is through.
    pub open: bool,
    /// The server has closed it.
    pub closed: bool,
    /// Reads nothing any more.
    pub deaf: bool,
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
    pub manners: Manners,
    /// Pings that have been answered.
    pub pinged: usize,
    buffer: Vec<u8>,
}

impl Swarm {
    /// A swarm without sockets.
    pub fn new() -> io::Result<Self> {
        let (poll, events) = (Poll::new()?, Events::with_capacity(4096));
        Ok(Swarm { poll, events, clients: Vec::new(), manners: Manners::Plain, pinged: 0, buffer: vec![0; 256 * 1024] })
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
        let client = Client {
            stream,
            reader: Reader::default(),
            open: false,
            closed: false,
            deaf: false,
            head: Vec::new(),
            outgoing: Vec::new(),
        };
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
            if client.closed {
                continue;
            }
            if event.is_writable() && client.flush().is_err() {
                client.closed = true;
                seen(number, Seen::Closed);
                continue;
            }
            if client.deaf {
                if event.is_read_closed() || event.is_error() {
                    client.closed = true;
                    seen(number, Seen::Closed);
                }
                continue;
            }
            if !(event.is_readable() || event.is_read_closed()) {
                continue;
            }
            loop {
                match client.stream.read(&mut self.buffer) {
                    Ok(0) => {
                        client.closed = true;
                        seen(number, Seen::Closed);
                        break;
                    }
                    Ok(count) => {
                        self.pinged += client.take(&self.buffer[..count], self.manners, |what| seen(number, what));
                        if count < self.buffer.len() && !event.is_read_closed() {
                            break;
                        }
                    }
                    Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                    Err(_) => {
                        client.closed = true;
                        seen(number, Seen::Closed);
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    /// Opens `count` sockets, some at a time. `opening` hears of each batch before and after it.
    pub fn open(
        &mut self,
        address: SocketAddr,
        count: usize,
        path: impl Fn(usize) -> String,
        mut opening: impl FnMut(usize, usize) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut left = count;
        while left > 0 {
            let batch = left.min(OPENING_MAX);
            opening(0, batch)?;
            let first = self.clients.len();
            for place in 0..batch {
                self.connect(address, &path(count - left + place), "")?;
            }
            let open = std::cell::Cell::new(0);
            let seen = |client: usize, what: Seen<'_>| {
                if let Seen::Open = what
                    && client >= first
                {
                    open.set(open.get() + 1);
                }
            };
            if !self.until(OPENING_PATIENCE, seen, || open.get() == batch)? {
                return Err(io::Error::other(format!("only {} of {batch} sockets opened", open.get())));
            }
            opening(1, batch)?;
            left -= batch;
        }
        Ok(())
    }

    /// Takes what comes for `time`, sleeping while nothing does.
    pub fn rest(&mut self, time: Duration, mut seen: impl FnMut(usize, Seen<'_>)) -> io::Result<()> {
        let start = Instant::now();
        while start.elapsed() < time {
            self.pump(Duration::from_millis(20), &mut seen)?;
        }
        Ok(())
    }

    /// Sockets that the server has closed.
    pub fn lost(&self) -> usize {
        self.clients.iter().filter(|client| client.closed).count()
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

    /// Answers with the number of pings among it.
    fn take(&mut self, bytes: &[u8], manners: Manners, mut seen: impl FnMut(Seen<'_>)) -> usize {
        let mut rest = bytes;
        if !self.open {
            self.head.extend_from_slice(bytes);
            let Some(end) = self.head.windows(4).position(|window| window == b"\r\n\r\n") else { return 0 };
            if !self.head.starts_with(b"HTTP/1.1 101") {
                seen(Seen::Closed);
                return 0;
            }
            let body = self.head.len() - (end + 4);
            rest = &bytes[bytes.len() - body..];
            self.open = true;
            self.head = Vec::new();
            seen(Seen::Open);
        }
        let (mut answers, mut pings) = (Vec::new(), 0);
        self.reader.read(rest, |kind, payload| match kind {
            Kind::Text => {
                match (manners, payload) {
                    (Manners::SocketIo, [b'0', b'{', ..]) => answers.push(frames::masked(1, b"40")),
                    (Manners::SocketIo, b"2") => answers.push(frames::masked(1, b"3")),
                    (Manners::Colyseus, [10, ..]) => answers.push(frames::masked(2, &[10])),
                    _ => {}
                }
                seen(Seen::Text(payload));
            }
            Kind::Ping => {
                pings += 1;
                answers.push(frames::masked(10, payload));
            }
            Kind::Close => seen(Seen::Closed),
            Kind::Other => {}
        });
        for answer in answers {
            // A socket that cannot be written to reports its end when it is read.
            let _ = self.write(&answer);
        }
        pings
    }
}
