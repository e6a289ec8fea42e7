//! An HTTP connection that is kept.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use serde_json::Value;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// Servers close connections that say nothing for five seconds.
const SILENCE_MAX: Duration = Duration::from_secs(2);

/// The connection.
pub struct Http {
    stream: BufReader<TcpStream>,
    address: SocketAddr,
    used: Instant,
}

impl Http {
    /// Connects.
    pub fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Http { stream: BufReader::new(stream), address, used: Instant::now() })
    }

    /// Asks without waiting for the answer.
    pub fn get(&mut self, path: &str) -> io::Result<()> {
        self.ask("GET", path, "", "")
    }

    /// Posts without waiting for the answer.
    pub fn post(&mut self, path: &str, body: &str) -> io::Result<()> {
        self.ask("POST", path, "", body)
    }

    /// Reads one answer's body, whatever it says.
    pub fn answer(&mut self) -> io::Result<String> {
        self.response().map(|(_, body)| body)
    }

    /// Calls and reads the answer's JSON; without a bearer or a body where those are empty.
    pub fn call(&mut self, method: &str, path: &str, bearer: &str, body: &Value) -> io::Result<Value> {
        Ok(serde_json::from_str(&self.call_text(method, path, bearer, body)?)?)
    }

    /// The same where the answer is a text. A refusal is an error. Connects again where the server may have closed a
    /// connection that was silent.
    pub fn call_text(&mut self, method: &str, path: &str, bearer: &str, body: &Value) -> io::Result<String> {
        if self.used.elapsed() > SILENCE_MAX {
            *self = Http::connect(self.address)?;
        }
        self.used = Instant::now();
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.ask(method, path, bearer, &body)?;
        let (status, body) = self.response()?;
        match status.split(' ').nth(1) {
            Some("200" | "201") => Ok(body),
            _ => Err(io::Error::other(format!("{status}: {body}"))),
        }
    }

    fn ask(&mut self, method: &str, path: &str, bearer: &str, body: &str) -> io::Result<()> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        if !bearer.is_empty() {
            head += &format!("Authorization: Bearer {bearer}\r\n");
        }
        if method != "GET" {
            head += &format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len());
        }
        self.stream.get_mut().write_all(format!("{head}\r\n{body}").as_bytes())
    }

    /// The status line and the body.
    fn response(&mut self) -> io::Result<(String, String)> {
        let status = self.line()?;
        let (mut length, mut chunked) = (0, false);
        loop {
            let line = self.line()?.to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or_default();
            }
            chunked |= line.starts_with("transfer-encoding:") && line.contains("chunked");
        }
        let mut body = Vec::new();
        loop {
            if chunked {
                length = usize::from_str_radix(&self.line()?, 16).unwrap_or_default();
            }
            let start = body.len();
            body.resize(start + length, 0);
            self.stream.read_exact(&mut body[start..])?;
            if chunked {
                self.line()?;
            }
            if !chunked || length == 0 {
                return Ok((status, String::from_utf8_lossy(&body).into_owned()));
            }
        }
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }
}

/// A text in an answer.
pub fn text(value: &Value) -> io::Result<String> {
    value.as_str().map(str::to_owned).ok_or_else(|| io::Error::other(format!("no text: {value}")))
}
