//! The live sockets: how they come to listen, and what they hear.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::swarm::{Seen, Swarm};

/// Sockets that are authorising at a time.
const AT_ONCE: usize = 50;
const PATIENCE: Duration = Duration::from_secs(30);
/// Where the type stands in a packet: behind its success and its uid.
const TYPE_AT: usize = r#"{"success":true,"uid":"oseh_packet_0123456789012345678901","type":""#.len();

/// What the sockets have heard.
#[derive(Default)]
pub struct Heard {
    pub batches: u64,
    pub events: u64,
    pub bytes: u64,
    /// How far the server's idea of a client's time was off, in microseconds.
    pub clock_us: Vec<u32>,
}

/// A prompt, and when its clock began.
#[derive(Clone, Copy)]
pub struct Prompt<'a> {
    pub uid: &'a str,
    pub jwt: &'a str,
    pub begun: Instant,
}

impl Prompt<'_> {
    /// Its time now, in seconds.
    pub fn now(&self) -> f64 {
        self.begun.elapsed().as_secs_f64()
    }
}

/// Opens so many sockets, which listen from then on.
pub fn open(server: SocketAddr, count: usize, prompt: Prompt<'_>, bandwidth: usize) -> io::Result<Swarm> {
    let mut swarm = Swarm::new()?;
    swarm.open(server, count, |_| "/api/2/interactive_prompts/live".to_owned(), |_, _| Ok(()))?;
    authorize(&mut swarm, prompt, bandwidth)?;
    Ok(swarm)
}

/// Lets all sockets authorise, some at a time.
fn authorize(swarm: &mut Swarm, prompt: Prompt<'_>, bandwidth: usize) -> io::Result<()> {
    let wish = json!({"type": "authorize", "data": {"interactive_prompt_uid": prompt.uid, "jwt": prompt.jwt,
        "bandwidth": bandwidth, "lookback": 10, "lookahead": 10}})
    .to_string();
    let (all, mut asked, mut listening) = (swarm.clients.len(), 0, 0);
    let start = Instant::now();
    while listening < all {
        while asked < all && asked < listening + AT_ONCE {
            swarm.say(asked, &wish)?;
            asked += 1;
        }
        let mut to_answer = Vec::new();
        swarm.pump(Duration::ZERO, |client, what| {
            let Seen::Text(packet) = what else { return };
            match kind(packet) {
                b"sync_request" => to_answer.push((client, prompt.now())),
                b"auth_response" => listening += 1,
                _ => {}
            }
        })?;
        for (client, now) in to_answer {
            let data = json!({"receive_timestamp": now, "transmit_timestamp": now});
            swarm.say(client, &json!({"type": "sync_response", "data": data}).to_string())?;
        }
        if start.elapsed() > PATIENCE {
            return Err(io::Error::other(format!("only {listening} of {all} sockets listen")));
        }
    }
    Ok(())
}

/// Listens for `time`, and adds up what is heard.
pub fn listen_for(swarm: &mut Swarm, prompt: Prompt<'_>, time: Duration, heard: &mut Heard) -> io::Result<()> {
    let start = Instant::now();
    while start.elapsed() < time {
        swarm.pump(Duration::from_millis(1), |_, what| {
            let Seen::Text(packet) = what else { return };
            match kind(packet) {
                b"event_batch" => {
                    heard.batches += 1;
                    heard.bytes += packet.len() as u64;
                    // Each event has its icon's token, and nothing else has one.
                    heard.events += packet.windows(7).filter(|part| part == b"\"evtype").count() as u64;
                }
                b"latency_detection" => {
                    let own = prompt.now();
                    let told: Value = serde_json::from_slice(packet).unwrap_or_default();
                    let expected = told["data"]["expected_receive_prompt_time"].as_f64().unwrap_or(f64::MAX);
                    heard.clock_us.push(((own - expected).abs() * 1e6) as u32);
                }
                _ => {}
            }
        })?;
    }
    Ok(())
}

/// A packet's type.
fn kind(packet: &[u8]) -> &[u8] {
    let rest = packet.get(TYPE_AT..).unwrap_or_default();
    &rest[..rest.iter().position(|byte| *byte == b'"').unwrap_or(0)]
}
