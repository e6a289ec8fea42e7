//! Thousands of live sockets on one prompt in which more happens than each of them takes.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::servers::Server;
use crate::songs::TempFolder;
use crate::sums::percentiles;
use crate::swarm::{Seen, Swarm};
use crate::table::Table;

const PORT: u16 = 9360;
const ADMIN: &str = "the-administrators-token-of-the-benchmark";
const EVENTS_PER_SECOND: usize = 2_000;
/// Connections that post, each for one person.
const POSTERS: usize = 40;
const BANDWIDTH: usize = 100;
/// For how long the posts alone, and the posts with listeners, are measured.
const ALONE: Duration = Duration::from_secs(8);
const LISTENED: Duration = Duration::from_secs(16);
/// Sockets that are authorising at a time.
const AT_ONCE: usize = 50;
/// Sockets that do nothing but look at their clocks.
const PROBES: usize = 64;
const PATIENCE: Duration = Duration::from_secs(30);
/// The server closes connections that say nothing for five seconds.
const SILENCE_MAX: Duration = Duration::from_secs(2);
/// Where the type stands in a packet: behind its success and its uid.
const TYPE_AT: usize = r#"{"success":true,"uid":"oseh_packet_0123456789012345678901","type":""#.len();

/// What the sockets have heard.
#[derive(Default)]
struct Heard {
    batches: u64,
    events: u64,
    bytes: u64,
    /// How far the server's idea of a client's time was off, in microseconds.
    clock_us: Vec<u32>,
}

/// All rows.
pub fn run(table: &mut Table, binary: &str, sockets: usize) -> io::Result<()> {
    let data = TempFolder::new("live")?;
    let (listen, folder) = (format!("127.0.0.1:{PORT}"), data.0.to_string_lossy().into_owned());
    let env = [("SOIREE_ADDRESS_LIMITS", "off"), ("SOIREE_ADMIN_TOKEN", ADMIN), ("RUST_LOG", "warn")];
    let args = ["serve", "--listen", &listen, "--data", &folder];
    let mut server = Server::start(&std::fs::canonicalize(binary)?.to_string_lossy(), &args, &env, ".", PORT)?;
    server.wait()?;
    let mut line = Line::connect(server.address)?;
    let prompt = json!({"kind": "interactive_prompt", "duration_seconds": 300,
        "prompt": {"style": "numeric", "text": "How are you?", "min": 1, "max": 10, "step": 1}});
    let made = line.call("POST", "/api/v1/prompts", ADMIN, &prompt)?;
    let (uid, jwt) = (text(&made["uid"])?, text(&made["jwt"])?);
    let mut posters = (0..POSTERS).map(|_| Poster::new(server.address, &uid, &jwt)).collect::<io::Result<Vec<_>>>()?;
    let begun = Instant::now();

    // What the posts themselves cost.
    let alone = beside(&mut posters, begun, ALONE, &server, |_| Ok(()))?;
    let per_post_us = alone.cpu_seconds * 1e6 / alone.posts.len().max(1) as f64;

    let (memory, opening) = (server.resident(), Instant::now());
    let mut swarm = Swarm::new()?;
    swarm.open(server.address, sockets, |_| "/api/2/interactive_prompts/live".to_owned(), |_, _| Ok(()))?;
    authorize(&mut swarm, begun, &uid, &jwt, BANDWIDTH)?;
    let took = opening.elapsed().as_secs_f64();
    let bytes = server.resident().saturating_sub(memory) / sockets as u64;
    table.add(
        format!("{sockets} live sockets on one prompt"),
        "",
        format!("listening after {took:.1} s"),
        format!("{bytes} bytes resident each"),
    );

    let mut quiet = Heard::default();
    let (cpu, start) = (server.cpu(), Instant::now());
    listen_for(&mut swarm, begun, Duration::from_secs(4), &mut quiet)?;
    let idle_ms = server.cpu().since(cpu).seconds() * 1e3 / start.elapsed().as_secs_f64();
    table.add(
        "the same while nothing happens: what the server takes for their time, against their own",
        "≤ 5 ms",
        percentiles(&quiet.clock_us),
        format!("{idle_ms:.0} ms CPU a second, a detection of latency every 2 s each"),
    );

    let (lost, before) = (swarm.lost(), metric(&mut line)?);
    let mut heard = Heard::default();
    let probe = Probe::start(server.address, &uid, &jwt)?;
    let both = beside(&mut posters, begun, LISTENED, &server, |time| listen_for(&mut swarm, begun, time, &mut heard))?;
    let after = metric(&mut line)?;
    let seconds = both.wall.as_secs_f64();
    let posts_us = both.posts.len() as f64 * per_post_us;
    let per_batch_us = (both.cpu_seconds * 1e6 - posts_us) / heard.batches.max(1) as f64;
    table.add(
        format!("the same at bandwidth {BANDWIDTH} and {EVENTS_PER_SECOND} events a second: server CPU per delivered batch"),
        "",
        format!("{per_batch_us:.1} µs"),
        format!(
            "{:.0} batches a second of {:.1} events and {:.0} bytes; each written for {:.0} sockets; the posts' {per_post_us:.0} µs each taken off",
            heard.batches as f64 / seconds,
            heard.events as f64 / heard.batches.max(1) as f64,
            heard.bytes as f64 / heard.batches.max(1) as f64,
            heard.batches as f64 / (after[0] - before[0]).max(1.0),
        ),
    );
    let expected = (sockets * BANDWIDTH) as f64 * seconds;
    table.add(
        "the same: events heard of those that the bandwidth lets pass",
        "best effort",
        format!("{:.1} %", heard.events as f64 / expected * 100.0),
        format!(
            "{:.0} packets skipped for sockets that still had some, {:.0} events lost before a hub, {} sockets lost, {:.0} % of a core",
            after[1] - before[1],
            after[2] - before[2],
            swarm.lost() - lost,
            both.cpu_seconds / seconds * 100.0,
        ),
    );
    table.add(
        format!("the same: what the server takes for the time of {PROBES} further sockets, against their own"),
        "≤ 5 ms",
        percentiles(&probe.told()?),
        format!("a process beside the busy one, in which it looks like {}", percentiles(&heard.clock_us)),
    );
    table.add(
        "the same: from a post to its acknowledgement",
        "p99 ≤ 50 ms",
        percentiles(&both.posts),
        format!("{:.0} a second; without listeners {}", both.posts.len() as f64 / seconds, percentiles(&alone.posts)),
    );
    Ok(())
}

/// Sockets that are read by a process of their own: the one that reads all others is late itself.
struct Probe(Child);

impl Probe {
    fn start(server: SocketAddr, uid: &str, jwt: &str) -> io::Result<Probe> {
        let own = std::env::current_exe()?;
        let seconds = (LISTENED.as_secs() - 3).to_string();
        // In front of the others where that is allowed.
        let child = Command::new("nice")
            .args(["-n", "-20"])
            .arg(own)
            .args(["probe", &server.to_string(), uid, jwt, &seconds])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Probe(child))
    }

    /// The microseconds that it has found.
    fn told(self) -> io::Result<Vec<u32>> {
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
    let (begun, mut heard) = (Instant::now(), Heard::default());
    let mut swarm = Swarm::new()?;
    swarm.open(server, PROBES, |_| "/api/2/interactive_prompts/live".to_owned(), |_, _| Ok(()))?;
    authorize(&mut swarm, begun, uid, jwt, 1)?;
    listen_for(&mut swarm, begun, Duration::from_secs(seconds), &mut heard)?;
    heard.clock_us.iter().for_each(|us| println!("{us}"));
    Ok(())
}

/// Lets all sockets authorise, some at a time.
fn authorize(swarm: &mut Swarm, begun: Instant, uid: &str, jwt: &str, bandwidth: usize) -> io::Result<()> {
    let wish = json!({"type": "authorize", "data": {"interactive_prompt_uid": uid, "jwt": jwt,
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
                b"sync_request" => to_answer.push((client, begun.elapsed().as_secs_f64())),
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

fn listen_for(swarm: &mut Swarm, begun: Instant, time: Duration, heard: &mut Heard) -> io::Result<()> {
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
                    let own = begun.elapsed().as_secs_f64();
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

/// What was measured while events were posted.
struct Beside {
    cpu_seconds: f64,
    wall: Duration,
    /// From each post to its answer, in microseconds.
    posts: Vec<u32>,
}

/// Does something while events are posted.
fn beside(
    posters: &mut [Poster],
    begun: Instant,
    time: Duration,
    server: &Server,
    work: impl FnOnce(Duration) -> io::Result<()>,
) -> io::Result<Beside> {
    let every = Duration::from_secs_f64(posters.len() as f64 / EVENTS_PER_SECOND as f64);
    let (stop, refused) = (AtomicBool::new(false), AtomicUsize::new(0));
    let (cpu, start, many) = (server.cpu(), Instant::now(), posters.len());
    let (worked, posts) = std::thread::scope(|scope| {
        let threads: Vec<_> = posters
            .iter_mut()
            .enumerate()
            .map(|(place, poster)| {
                let (stop, refused) = (&stop, &refused);
                scope.spawn(move || {
                    let mut took = Vec::new();
                    let mut due = start + every.mul_f64(place as f64 / many as f64);
                    while !stop.load(Ordering::Relaxed) {
                        std::thread::sleep(due.saturating_duration_since(Instant::now()));
                        let said = Instant::now();
                        match poster.like(begun.elapsed().as_secs_f64()) {
                            Ok(()) => took.push(said.elapsed().as_micros() as u32),
                            Err(error) if refused.fetch_add(1, Ordering::Relaxed) == 0 => eprintln!("{error}"),
                            Err(_) => {}
                        }
                        due += every;
                    }
                    took
                })
            })
            .collect();
        let worked = match work(time) {
            Ok(()) => {
                std::thread::sleep(time.saturating_sub(start.elapsed()));
                Ok(())
            }
            failed => failed,
        };
        stop.store(true, Ordering::Relaxed);
        let posts: Vec<u32> = threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect();
        (worked, posts)
    });
    worked?;
    if refused.load(Ordering::Relaxed) > 0 {
        return Err(io::Error::other(format!("{} posts were refused", refused.load(Ordering::Relaxed))));
    }
    Ok(Beside { cpu_seconds: server.cpu().since(cpu).seconds(), wall: start.elapsed(), posts })
}

/// Batches written, packets skipped, events lost.
fn metric(line: &mut Line) -> io::Result<[f64; 3]> {
    let told = line.call_text("GET", "/metrics", "", None)?;
    let value = |name: &str| {
        let row = told.lines().find(|row| row.split([' ', '{']).next() == Some(name));
        row.and_then(|row| row.rsplit(' ').next()?.parse().ok()).unwrap_or(0.0)
    };
    Ok([
        value("soiree_live_batches_written_total"),
        value("soiree_messages_skipped_total"),
        value("soiree_live_events_lost_total"),
    ])
}

/// Somebody who posts.
struct Poster {
    line: Line,
    token: String,
    body: Value,
    at: f64,
}

impl Poster {
    fn new(address: SocketAddr, uid: &str, jwt: &str) -> io::Result<Poster> {
        let mut line = Line::connect(address)?;
        let token = text(&line.call("POST", "/api/v1/users", "", &json!({"name": "Ada Lovelace"}))?["token"])?;
        let start = "/api/1/interactive_prompts/start_public";
        let session = text(&line.call("POST", start, &token, &json!({"identifier": uid}))?["session_uid"])?;
        let body = json!({"interactive_prompt_uid": uid, "interactive_prompt_jwt": jwt, "session_uid": session,
            "prompt_time": 0.0, "data": {}});
        let mut poster = Poster { line, token, body, at: 0.0 };
        poster.post("join")?;
        Ok(poster)
    }

    fn like(&mut self, now: f64) -> io::Result<()> {
        // Two of a session at the same moment are refused.
        self.at = now.max(self.at + 1e-6);
        self.body["prompt_time"] = self.at.into();
        self.post("like")
    }

    fn post(&mut self, what: &str) -> io::Result<()> {
        let path = format!("/api/1/interactive_prompts/events/{what}");
        self.line.call("POST", &path, &self.token, &self.body).map(drop)
    }
}

/// A connection that is kept; opened again where the server may have closed it for its silence.
struct Line {
    stream: BufReader<TcpStream>,
    address: SocketAddr,
    used: Instant,
}

impl Line {
    fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Line { stream: BufReader::new(stream), address, used: Instant::now() })
    }

    fn call(&mut self, method: &str, path: &str, bearer: &str, body: &Value) -> io::Result<Value> {
        Ok(serde_json::from_str(&self.call_text(method, path, bearer, Some(body))?)?)
    }

    fn call_text(&mut self, method: &str, path: &str, bearer: &str, body: Option<&Value>) -> io::Result<String> {
        if self.used.elapsed() > SILENCE_MAX {
            *self = Line::connect(self.address)?;
        }
        self.used = Instant::now();
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        if !bearer.is_empty() {
            head += &format!("Authorization: Bearer {bearer}\r\n");
        }
        let body = body.map(Value::to_string).unwrap_or_default();
        if !body.is_empty() {
            head += &format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len());
        }
        self.stream.get_mut().write_all(format!("{head}\r\n{body}").as_bytes())?;
        let status = self.line()?;
        let mut length = 0;
        loop {
            let line = self.line()?.to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or_default();
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        let body = String::from_utf8_lossy(&body).into_owned();
        match status.split(' ').nth(1) {
            Some("200" | "201") => Ok(body),
            _ => Err(io::Error::other(format!("{status}: {body}"))),
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

fn text(value: &Value) -> io::Result<String> {
    value.as_str().map(str::to_owned).ok_or_else(|| io::Error::other(format!("no text: {value}")))
}
