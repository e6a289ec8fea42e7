//! The real binary as a child process.

use std::fs::{File, OpenOptions};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{PATIENCE, ms};

/// How a server is to be started.
#[derive(Default, Clone)]
pub struct Setup {
    env: Vec<(String, String)>,
    data: Option<PathBuf>,
}

impl Setup {
    pub fn env(mut self, name: &str, value: &str) -> Setup {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn data(mut self, data: &Path) -> Setup {
        self.data = Some(data.to_owned());
        self
    }

    /// Starts and waits until the server is ready.
    pub async fn start(self) -> Server {
        let mut server = self.spawn(free_port());
        server.until_ready().await;
        server
    }

    /// Starts without waiting.
    pub fn spawn(self, port: u16) -> Server {
        let dir = tempfile::Builder::new().prefix("soiree-it-").tempdir().expect("a temporary folder");
        let data = self.data.clone().unwrap_or_else(|| dir.path().join("data"));
        let log = dir.path().join("server.log");
        let child = launch(&self, port, &data, &log);
        Server { child, port, data, log, setup: self, _dir: dir }
    }
}

/// A running server. It is killed when this is dropped.
pub struct Server {
    child: Child,
    pub port: u16,
    pub data: PathBuf,
    /// Both of its outputs.
    pub log: PathBuf,
    setup: Setup,
    _dir: tempfile::TempDir,
}

fn launch(setup: &Setup, port: u16, data: &Path, log: &Path) -> Child {
    let open = || -> File { OpenOptions::new().create(true).append(true).open(log).expect("the log opens") };
    let mut command = Command::new(env!("CARGO_BIN_EXE_soiree"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SOIREE_")) {
        command.env_remove(name);
    }
    command.env("SOIREE_ADDRESS_LIMITS", "off").env("RUST_LOG", "info").env("RUST_BACKTRACE", "1");
    command.envs(setup.env.iter().map(|(name, value)| (name, value)));
    command.args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data"]).arg(data);
    command.stdin(Stdio::null()).stdout(open()).stderr(open()).spawn().expect("the server starts")
}

impl Server {
    /// A server with a fresh data folder.
    pub async fn start() -> Server {
        Setup::default().start().await
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub fn address(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.port))
    }

    /// Waits until `/healthz` answers 200.
    pub async fn until_ready(&mut self) {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("the child's state") {
                panic!("the server ended with {status} instead of serving:\n{}", self.logged());
            }
            if self.status("/healthz").await == Some(200) {
                return;
            }
            assert!(Instant::now() < until, "the server is not ready after {PATIENCE:?}:\n{}", self.logged());
            ms(5).await;
        }
    }

    /// The status of a GET on a connection of its own; `None` where there is no answer.
    pub async fn status(&self, path: &str) -> Option<u16> {
        let ask = async {
            let mut stream = TcpStream::connect(self.address()).await.ok()?;
            let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", self.port);
            stream.write_all(request.as_bytes()).await.ok()?;
            let mut head = [0u8; 12];
            stream.read_exact(&mut head).await.ok()?;
            std::str::from_utf8(&head[9..12]).ok()?.parse().ok()
        };
        tokio::time::timeout(Duration::from_secs(5), ask).await.ok()?
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn signal(&self, signal: i32) {
        // SAFETY: kill takes numbers only, and the child is not reaped before this value is gone.
        unsafe { libc::kill(self.child.id() as i32, signal) };
    }

    /// The power goes.
    pub fn kill9(&mut self) {
        self.signal(libc::SIGKILL);
        self.child.wait().expect("the killed child is reaped");
    }

    /// Starts again on the same port and folder.
    pub async fn restart(&mut self) {
        self.child = launch(&self.setup, self.port, &self.data, &self.log);
        self.until_ready().await;
    }

    /// SIGTERM, and waits for the end.
    pub async fn sigterm(&mut self) -> ExitStatus {
        self.signal(libc::SIGTERM);
        exit_within(&mut self.child, PATIENCE).await.expect("the server ends after SIGTERM")
    }

    /// Waits for the process to end by itself.
    pub async fn exit(&mut self) -> ExitStatus {
        exit_within(&mut self.child, PATIENCE).await.expect("the server ends")
    }

    pub fn running(&mut self) -> bool {
        self.child.try_wait().expect("the child's state").is_none()
    }

    /// Everything it has printed.
    pub fn logged(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(&self.log).unwrap_or_default()).into_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            let log = self.logged();
            let lines: Vec<&str> = log.lines().collect();
            eprintln!("--- the server's last lines\n{}", lines[lines.len().saturating_sub(25)..].join("\n"));
        }
    }
}

/// Waits for a child's end; `None` if it does not come in time.
pub async fn exit_within(child: &mut Child, time: Duration) -> Option<ExitStatus> {
    let until = Instant::now() + time;
    while Instant::now() < until {
        if let Some(status) = child.try_wait().expect("the child's state") {
            return Some(status);
        }
        ms(10).await;
    }
    None
}

/// A free port below the range that the system uses for outgoing connections: a client that reconnects
/// to a dead server in that range can be connected to itself.
pub fn free_port() -> u16 {
    loop {
        let port = rand::random_range(15_000..32_000);
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
