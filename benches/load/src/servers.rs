//! Servers under test: started on core 0, stopped at the end.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A child process that is killed when it is forgotten.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

impl Server {
    /// Starts a program on core 0 and waits until it listens.
    pub fn start(program: &str, args: &[&str], env: &[(&str, &str)], port: u16) -> io::Result<Self> {
        let child = Command::new("taskset")
            .args(["-c", "0", program])
            .args(args)
            .envs(env.iter().copied())
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()?;
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        Ok(Server { child, address })
    }

    /// Waits until somebody listens.
    pub fn wait(&self) -> io::Result<TcpStream> {
        let start = Instant::now();
        loop {
            match TcpStream::connect(self.address) {
                Ok(stream) => return Ok(stream),
                Err(error) if start.elapsed() > Duration::from_secs(20) => return Err(error),
                Err(_) => std::thread::sleep(Duration::from_millis(50)),
            }
        }
    }

    /// The process, for its usage. `taskset` replaces itself by the program, so the id is the server's.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
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
