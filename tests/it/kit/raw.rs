//! A websocket over a bare socket, for peers that misbehave below the level of messages.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use super::{PATIENCE, Server};

/// An upgraded connection on which nothing happens by itself: no pong, no close.
pub struct Raw {
    pub stream: TcpStream,
}

impl Raw {
    /// Sends an upgrade request with these header lines beside Host; answers with the stream and the head.
    pub async fn request(server: &Server, path: &str, headers: &str, receive_buffer: Option<u32>) -> (Raw, String) {
        let socket = TcpSocket::new_v4().expect("a socket");
        if let Some(bytes) = receive_buffer {
            socket.set_recv_buffer_size(bytes).expect("a small buffer");
        }
        let mut stream = socket.connect(server.address()).await.expect("a connection");
        stream.set_nodelay(true).expect("no delay");
        let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n{headers}\r\n", server.port);
        stream.write_all(request.as_bytes()).await.expect("the request leaves");
        let mut head = Vec::new();
        let read = async {
            let mut byte = [0u8; 1];
            while !head.ends_with(b"\r\n\r\n") && stream.read_exact(&mut byte).await.is_ok() {
                head.push(byte[0]);
            }
        };
        tokio::time::timeout(PATIENCE, read).await.expect("an answer to the upgrade");
        (Raw { stream }, String::from_utf8_lossy(&head).into_owned())
    }

    pub async fn open(server: &Server, code: &str, receive_buffer: Option<u32>) -> Raw {
        let headers = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                       Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        let (raw, head) = Raw::request(server, &format!("/parties/main/{code}"), headers, receive_buffer).await;
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        assert!(head.to_ascii_lowercase().contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo="), "{head}");
        raw
    }

    /// Sends one masked frame with this first byte.
    pub async fn frame(&mut self, first: u8, payload: &[u8]) -> std::io::Result<()> {
        let mut bytes = vec![first];
        match payload.len() {
            length @ 0..=125 => bytes.push(0x80 | length as u8),
            length @ 126..=65535 => {
                bytes.push(0x80 | 126);
                bytes.extend((length as u16).to_be_bytes());
            }
            length => {
                bytes.push(0x80 | 127);
                bytes.extend((length as u64).to_be_bytes());
            }
        }
        let mask = [7u8, 13, 99, 201];
        bytes.extend(mask);
        bytes.extend(payload.iter().enumerate().map(|(at, byte)| byte ^ mask[at % 4]));
        self.stream.write_all(&bytes).await
    }

    pub async fn text(&mut self, text: &str) -> std::io::Result<()> {
        self.frame(0x81, text.as_bytes()).await
    }

    /// The next frame: first byte and payload; `None` at the end of the stream.
    pub async fn read(&mut self) -> Option<(u8, Vec<u8>)> {
        let mut head = [0u8; 2];
        self.stream.read_exact(&mut head).await.ok()?;
        assert_eq!(head[1] & 0x80, 0, "a server does not mask");
        let length = match head[1] & 0x7f {
            126 => u64::from(self.stream.read_u16().await.ok()?),
            127 => self.stream.read_u64().await.ok()?,
            length => u64::from(length),
        };
        let mut payload = vec![0u8; usize::try_from(length).ok()?];
        self.stream.read_exact(&mut payload).await.ok()?;
        Some((head[0], payload))
    }

    /// Reads to the end; the code of the close frame if there was one, `None` if it does not end in time.
    pub async fn drain(&mut self, time: Duration) -> Option<Option<u16>> {
        let mut code = None;
        let all = async {
            while let Some((first, payload)) = self.read().await {
                if first & 0x0f == 8 && payload.len() >= 2 {
                    code = Some(u16::from_be_bytes([payload[0], payload[1]]));
                }
            }
        };
        tokio::time::timeout(time, all).await.ok()?;
        Some(code)
    }
}
