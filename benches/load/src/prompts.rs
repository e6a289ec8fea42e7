//! One prompt with 100,000 sessions and 2,000,000 stored events: opening it, its sums, its history, and two
//! thousand events a second on top.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::servers::Server;
use crate::sums::percentiles;
use crate::table::Table;

const PORT: u16 = 9340;
const ADMIN: &str = "the-administrators-token-of-the-benchmark";
/// Connections that post, each in its turn; people behind each.
const CONNECTIONS: usize = 64;
const PEOPLE_EACH: usize = 8;
const POSTS_PER_SECOND: usize = 2_000;
const POSTING: Duration = Duration::from_secs(20);
/// The prompt's length in seconds, and the bins that it has.
const SECONDS: usize = 60;
const BINS: usize = 63;
const STATS: usize = 2_000;
const SEARCHES: usize = 300;

/// All rows.
pub fn run(table: &mut Table, binary: &str, filler: &str, sessions: usize, events: usize) -> io::Result<()> {
    let data = TempFolder::new()?;
    let start = Instant::now();
    let filled = Command::new(filler).arg(&data.0).args([sessions.to_string(), events.to_string()]).output()?;
    if !filled.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&filled.stderr).into_owned()));
    }
    let uid = String::from_utf8_lossy(&filled.stdout).trim().to_owned();
    let size = std::fs::metadata(data.0.join("soiree.db"))?.len();
    table.add(
        format!("{sessions} sessions and {events} events of one prompt"),
        "",
        format!("{:.0} MB on disk", size as f64 / 1e6),
        format!("filled in {:.0} s; {}", start.elapsed().as_secs_f64(), String::from_utf8_lossy(&filled.stderr).trim()),
    );
    let server = serve(binary, &data.0)?;
    let jwt = open(table, &server, &uid, "opened after a restart")?;
    table.add("resident memory with the prompt open", "", format!("{:.0} MB", server.resident() as f64 / 1e6), "");
    sums(table, &server, &uid, &jwt)?;
    history(table, &server, &jwt)?;
    posts(table, &server, &uid, &jwt)?;
    drop(server);
    let server = serve(binary, &data.0)?;
    open(table, &server, &uid, "opened after kill -9 in the end").map(drop)
}

struct TempFolder(PathBuf);

impl TempFolder {
    fn new() -> io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("soiree-bench-prompts-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        Ok(TempFolder(folder))
    }
}

impl Drop for TempFolder {
    fn drop(&mut self) {
        // A folder that stays behind harms nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn serve(binary: &str, data: &Path) -> io::Result<Server> {
    let (listen, data) = (format!("127.0.0.1:{PORT}"), data.to_string_lossy().into_owned());
    let env = [("SOIREE_ADDRESS_LIMITS", "off"), ("SOIREE_ADMIN_TOKEN", ADMIN), ("RUST_LOG", "warn")];
    let args = ["serve", "--listen", &listen, "--data", &data];
    let mut server = Server::start(&std::fs::canonicalize(binary)?.to_string_lossy(), &args, &env, ".", PORT)?;
    server.wait()?;
    Ok(server)
}

/// The first call that needs the prompt; a token for the others.
fn open(table: &mut Table, server: &Server, uid: &str, what: &str) -> io::Result<String> {
    let mut line = Line::connect(server.address)?;
    let list = line.call("GET", "/api/v1/prompts", ADMIN, "")?;
    let prompts = list["prompts"].as_array().ok_or_else(|| io::Error::other(list.to_string()))?;
    let of = prompts.iter().find(|prompt| prompt["uid"] == uid).ok_or_else(|| io::Error::other("no such prompt"))?;
    let jwt = of["jwt"].as_str().unwrap_or_default().to_owned();
    let (start, cpu) = (Instant::now(), server.cpu());
    let sums = line.call("GET", &format!("/api/1/interactive_prompts/events/stats?uid={uid}&bin=62"), &jwt, "")?;
    table.add(
        what,
        "≤ 1 s",
        format!("{:.2} s", start.elapsed().as_secs_f64()),
        format!("{} likes; {:.2} s CPU", sums["likes"], server.cpu().since(cpu).seconds()),
    );
    Ok(jwt)
}

fn sums(table: &mut Table, server: &Server, uid: &str, jwt: &str) -> io::Result<()> {
    let mut line = Line::connect(server.address)?;
    let mut took = Vec::with_capacity(STATS);
    let cpu = server.cpu();
    for turn in 0..STATS {
        let path = format!("/api/1/interactive_prompts/events/stats?uid={uid}&bin={}", turn * 37 % BINS);
        let start = Instant::now();
        line.call("GET", &path, jwt, "")?;
        took.push(start.elapsed().as_micros() as u32);
    }
    let each = server.cpu().since(cpu).seconds() * 1e6 / STATS as f64;
    table.add("statistics of a bin", "≤ 5 ms", percentiles(&took), format!("{each:.0} µs CPU each"));
    Ok(())
}

fn history(table: &mut Table, server: &Server, jwt: &str) -> io::Result<()> {
    let mut line = Line::connect(server.address)?;
    for wanted in [100, 1_000] {
        let (mut took, mut items, cpu) = (Vec::with_capacity(SEARCHES), 0, server.cpu());
        for turn in 0..SEARCHES {
            let second = turn * 7 % SECONDS;
            let body = json!({
                "filters": {
                    "prompt_time": {"operator": "bte", "value": [second, second + 1]},
                    "dropout_for_total": {"operator": "eq", "value": wanted},
                },
                "sort": [{"key": "random", "dir": "asc"}],
                "limit": wanted * 2,
            });
            let start = Instant::now();
            let page = line.call("POST", "/api/1/interactive_prompts/events/search", jwt, &body.to_string())?;
            took.push(start.elapsed().as_micros() as u32);
            items += page["items"].as_array().map_or(0, Vec::len);
        }
        let each = server.cpu().since(cpu).seconds() * 1e3 / SEARCHES as f64;
        table.add(
            format!("a second of the history, a sample of {wanted}"),
            "≤ 20 ms",
            percentiles(&took),
            format!("{} events on average; {each:.1} ms CPU each", items / SEARCHES),
        );
    }
    Ok(())
}

/// Somebody who takes part.
struct Person {
    token: String,
    session: String,
    at: f64,
}

/// Events at a steady rate, whatever the answers take: each counts from the moment at which it was due.
fn posts(table: &mut Table, server: &Server, uid: &str, jwt: &str) -> io::Result<()> {
    let mut people = Vec::with_capacity(CONNECTIONS);
    for _ in 0..CONNECTIONS {
        let mut line = Line::connect(server.address)?;
        let mut own = Vec::with_capacity(PEOPLE_EACH);
        for number in 0..PEOPLE_EACH {
            let user =
                line.call("POST", "/api/v1/users", "", &json!({"name": format!("Guest {number}")}).to_string())?;
            let token = user["token"].as_str().unwrap_or_default().to_owned();
            let body = json!({"identifier": uid}).to_string();
            let started = line.call("POST", "/api/1/interactive_prompts/start_public", &token, &body)?;
            let session = started["session_uid"].as_str().unwrap_or_default().to_owned();
            let mut person = Person { token, session, at: 0.0 };
            line.post(uid, jwt, &mut person, "join", json!({}))?;
            own.push(person);
        }
        people.push((line, own));
    }
    let every = Duration::from_secs_f64(CONNECTIONS as f64 / POSTS_PER_SECOND as f64);
    let refused = AtomicUsize::new(0);
    let (cpu, start) = (server.cpu(), Instant::now());
    let post = |place: usize, mut line: Line, mut own: Vec<Person>| {
        let mut took = Vec::new();
        let first = start + every.mul_f64(place as f64 / CONNECTIONS as f64);
        for turn in 0.. {
            let due = first + every * turn;
            if due.duration_since(start) >= POSTING {
                break;
            }
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            let many = own.len();
            let Some(person) = own.get_mut(turn as usize % many) else { break };
            let (path, data) = match turn % 3 {
                0 => ("like", json!({})),
                _ => ("respond_numeric_prompt", json!({"rating": turn % 10 + 1})),
            };
            if line.post(uid, jwt, person, path, data).is_err() {
                refused.fetch_add(1, Ordering::Relaxed);
            }
            took.push(due.elapsed().as_micros() as u32);
        }
        took
    };
    let took: Vec<u32> = std::thread::scope(|scope| {
        let post = &post;
        let threads: Vec<_> =
            people.into_iter().enumerate().map(|(at, (line, own))| scope.spawn(move || post(at, line, own))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
    });
    let used = server.cpu().since(cpu);
    let each = used.seconds() * 1e6 / took.len().max(1) as f64;
    let rate = took.len() as f64 / start.elapsed().as_secs_f64();
    table.add(
        format!("{POSTS_PER_SECOND} events a second for {} s, each acknowledged after fsync", POSTING.as_secs()),
        "p99 ≤ 50 ms",
        percentiles(&took),
        format!("{rate:.0} a second; {} refused", refused.load(Ordering::Relaxed)),
    );
    table.add(
        "server CPU per posted event",
        "≤ 200 µs",
        format!("{each:.0} µs"),
        format!("{:.0} µs of it in user space", used.user_seconds() * 1e6 / took.len().max(1) as f64),
    );
    Ok(())
}

/// A connection that is kept.
struct Line(BufReader<TcpStream>);

impl Line {
    fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Line(BufReader::new(stream)))
    }

    fn post(&mut self, uid: &str, jwt: &str, person: &mut Person, path: &str, data: Value) -> io::Result<()> {
        person.at += 0.01;
        let body = json!({"interactive_prompt_uid": uid, "interactive_prompt_jwt": jwt,
            "session_uid": person.session, "prompt_time": person.at, "data": data});
        let path = format!("/api/1/interactive_prompts/events/{path}");
        self.call("POST", &path, &person.token, &body.to_string()).map(drop)
    }

    /// Calls, and reads the answer's JSON; a refusal is an error.
    fn call(&mut self, method: &str, path: &str, bearer: &str, body: &str) -> io::Result<Value> {
        let length = body.len();
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        if !bearer.is_empty() {
            head += &format!("Authorization: Bearer {bearer}\r\n");
        }
        if length > 0 {
            head += &format!("Content-Type: application/json\r\nContent-Length: {length}\r\n");
        }
        self.0.get_mut().write_all(format!("{head}\r\n{body}").as_bytes())?;
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
        self.0.read_exact(&mut body)?;
        let body = serde_json::from_slice(&body).unwrap_or_default();
        match status.split(' ').nth(1) {
            Some("200" | "201") => Ok(body),
            _ => Err(io::Error::other(format!("{status}: {body}"))),
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
