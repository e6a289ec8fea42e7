//! Servers under test: started on core 0, stopped at the end.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::usage::{self, Cpu};

/// Where the ports of servers under test begin, unless `SOIREE_LOAD_PORTS` says otherwise: two runs side by side
/// need their own.
const PORTS: u16 = 9100;

/// The port of a part's server; the limit's process inherits the same beginning.
pub fn port(place: u16) -> u16 {
    let begin = std::env::var("SOIREE_LOAD_PORTS").ok().and_then(|text| text.parse::<u16>().ok());
    begin.unwrap_or(PORTS).saturating_add(place)
}

/// A program that is stopped with all that it has started when it is forgotten.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    pids: Vec<u32>,
}

impl Server {
    /// Starts a program on core 0 and waits until it listens on `port`.
    pub fn start(program: &str, args: &[&str], env: &[(&str, &str)], folder: &str, port: u16) -> io::Result<Self> {
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        if TcpStream::connect(address).is_ok() {
            return Err(io::Error::other(format!("somebody else listens on port {port}")));
        }
        let child = Command::new("taskset")
            .args(["-c", "0", program])
            .args(args)
            .envs(env.iter().copied())
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(if program.contains("soiree") { Stdio::inherit() } else { Stdio::null() })
            .spawn()?;
        let pids = vec![child.id()];
        Ok(Server { child, address, pids })
    }

    /// Waits until somebody listens, and learns which processes the server consists of.
    pub fn wait(&mut self) -> io::Result<TcpStream> {
        let start = Instant::now();
        loop {
            match TcpStream::connect(self.address) {
                Ok(stream) => {
                    // `taskset` has replaced itself by the program, so the child's id is the server's.
                    self.pids = usage::family(self.child.id());
                    return Ok(stream);
                }
                Err(error) if start.elapsed() > Duration::from_secs(30) => return Err(error),
                Err(_) if self.child.try_wait()?.is_some() => return Err(io::Error::other("the server has ended")),
                Err(_) => std::thread::sleep(Duration::from_millis(50)),
            }
        }
    }

    /// The CPU time that it has used.
    pub fn cpu(&self) -> Cpu {
        usage::cpu(&self.pids)
    }

    /// Its resident bytes once its start is through: they stand still for half a second, or ten are over.
    pub fn settled(&self) -> u64 {
        let mut before = 0;
        for _ in 0..20 {
            std::thread::sleep(Duration::from_millis(500));
            let now = self.resident();
            if now == before {
                break;
            }
            before = now;
        }
        before
    }

    /// Its resident bytes.
    pub fn resident(&self) -> u64 {
        usage::resident(&self.pids)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Any of them may have ended by itself.
        let children = usage::family(self.child.id());
        for pid in children.iter().skip(1) {
            let _ = Command::new("kill").args(["-KILL", &pid.to_string()]).stderr(Stdio::null()).status();
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The control connection of the bare loop.
pub struct Control(BufReader<TcpStream>);

impl Control {
    /// Takes the connection.
    pub fn new(stream: TcpStream) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        Ok(Control(BufReader::new(stream)))
    }

    /// Gives a command without waiting for its end.
    pub fn give(&mut self, command: &str) -> io::Result<()> {
        self.0.get_mut().write_all(format!("{command}\n").as_bytes())
    }

    /// Waits for the end of the command given first.
    pub fn ended(&mut self) -> io::Result<()> {
        let mut line = String::new();
        self.0.read_line(&mut line).map(drop)
    }
}

/// An HTTP connection that is kept, for asking a peer's server.
pub struct Http(BufReader<TcpStream>);

impl Http {
    /// Connects.
    pub fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        Ok(Http(BufReader::new(stream)))
    }

    /// Posts without waiting for the answer.
    pub fn post(&mut self, path: &str, body: &str) -> io::Result<()> {
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
        );
        self.0.get_mut().write_all(format!("{head}{body}").as_bytes())
    }

    /// Calls with a bearer, and reads the answer's JSON.
    pub fn call(&mut self, method: &str, path: &str, bearer: &str, body: &str) -> io::Result<serde_json::Value> {
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {bearer}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
        );
        self.0.get_mut().write_all(format!("{head}{body}").as_bytes())?;
        Ok(serde_json::from_str(&self.answer()?)?)
    }

    /// Asks without waiting for the answer.
    pub fn get(&mut self, path: &str) -> io::Result<()> {
        self.0.get_mut().write_all(format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").as_bytes())
    }

    /// Reads one answer's body.
    pub fn answer(&mut self) -> io::Result<String> {
        let (mut length, mut chunked) = (0, false);
        loop {
            let line = self.line()?;
            let lower = line.to_ascii_lowercase();
            if let Some(value) = lower.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or_default();
            }
            chunked |= lower.starts_with("transfer-encoding:") && lower.contains("chunked");
            if line.is_empty() {
                break;
            }
        }
        let mut body = Vec::new();
        loop {
            if chunked {
                length = usize::from_str_radix(&self.line()?, 16).unwrap_or_default();
            }
            let start = body.len();
            body.resize(start + length, 0);
            self.0.read_exact(&mut body[start..])?;
            if chunked {
                self.line()?;
            }
            if !chunked || length == 0 {
                return Ok(String::from_utf8_lossy(&body).into_owned());
            }
        }
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.0.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }
}
