//! Servers under test: started on core 0, stopped at the end.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::folder::TempFolder;
use crate::usage::{self, Cpu};

/// Where the ports of servers under test begin, unless `SOIREE_LOAD_PORTS` says otherwise: two runs side by side
/// need their own.
const PORTS: u16 = 9100;

/// The port of a part's server; the limit's process inherits the same beginning.
pub fn port(place: u16) -> u16 {
    let begin = std::env::var("SOIREE_LOAD_PORTS").ok().and_then(|text| text.parse::<u16>().ok());
    begin.unwrap_or(PORTS).saturating_add(place)
}

/// The administrator's token of a server under test.
pub const ADMIN: &str = "the-administrators-token-of-the-benchmark";

/// A program that is stopped with all that it has started when it is forgotten.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    pids: Vec<u32>,
}

impl Server {
    /// Starts a program on core 0, which is to listen on `port`.
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

    /// Starts Soirée with its data in this folder, and waits until it listens.
    pub fn soiree(
        binary: &str,
        port: u16,
        data: &TempFolder,
        more_args: &[&str],
        more_env: &[(&str, &str)],
    ) -> io::Result<Self> {
        let binary = std::fs::canonicalize(binary)?.to_string_lossy().into_owned();
        let (listen, data) = (format!("127.0.0.1:{port}"), data.text());
        let args = [&["serve", "--listen", &listen, "--data", &data], more_args].concat();
        let env = [&[("SOIREE_ADDRESS_LIMITS", "off"), ("RUST_LOG", "warn")], more_env].concat();
        let mut server = Server::start(&binary, &args, &env, ".", port)?;
        drop(server.wait()?);
        Ok(server)
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
