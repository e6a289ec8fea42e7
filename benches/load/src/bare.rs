//! The bare send loop: the physical limit. It accepts websockets and, for each `!` command on its control
//! connection (the first one), sends one pre-encoded frame to each with one `send`. Nothing else.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

use crate::frames;

/// Serves until its control connection closes. Commands are lines: `accept N`, `send BYTES COUNT`.
pub fn serve(listen: &str) -> std::io::Result<()> {
    let listener = TcpListener::bind(listen)?;
    let (mut control, _) = listener.accept()?;
    control.set_nodelay(true)?;
    let mut sockets: Vec<TcpStream> = Vec::new();
    let mut line = Vec::new();
    let mut byte = [0];
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
            _ => {}
        }
        control.write_all(b"ok\n")?;
    }
    Ok(())
}

fn welcome(listener: &TcpListener) -> std::io::Result<TcpStream> {
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
