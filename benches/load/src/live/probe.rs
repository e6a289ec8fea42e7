//! A few live sockets in a process of their own, which look at their clocks.

use std::io;
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::sockets::{Heard, Prompt, listen_for, open};

/// Sockets that do nothing else.
pub const PROBES: usize = 64;

/// Sockets that are read by a process of their own: the one that reads all others is late itself.
pub struct Probe(Child);

impl Probe {
    /// Starts it for some seconds.
    pub fn start(server: SocketAddr, prompt: Prompt<'_>, seconds: u64) -> io::Result<Probe> {
        let own = std::env::current_exe()?;
        let (server, seconds) = (server.to_string(), seconds.to_string());
        // In front of the others where that is allowed.
        let child = Command::new("nice")
            .args(["-n", "-20"])
            .arg(own)
            .args(["probe", &server, prompt.uid, prompt.jwt, &seconds])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Probe(child))
    }

    /// The microseconds that it has found.
    pub fn told(self) -> io::Result<Vec<u32>> {
        let told = self.0.wait_with_output()?;
        let found: Vec<u32> =
            String::from_utf8_lossy(&told.stdout).split_whitespace().filter_map(|word| word.parse().ok()).collect();
        match found.is_empty() {
            true => Err(io::Error::other("the probe has heard nothing")),
            false => Ok(found),
        }
    }
}

/// The probe's own part: prints how far the clocks were off, in microseconds.
pub fn probe(server: SocketAddr, uid: &str, jwt: &str, seconds: u64) -> io::Result<()> {
    let (prompt, mut heard) = (Prompt { uid, jwt, begun: Instant::now() }, Heard::default());
    let mut swarm = open(server, PROBES, prompt, 1)?;
    listen_for(&mut swarm, prompt, Duration::from_secs(seconds), &mut heard)?;
    heard.clock_us.iter().for_each(|us| println!("{us}"));
    Ok(())
}
