//! One prompt with 100,000 sessions and 2,000,000 stored events: opening it, its sums, its history, and two
//! thousand events a second on top.

use std::io;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::folder::TempFolder;
use crate::http::Http;
use crate::people::Person;
use crate::servers::{ADMIN, Server, port};
use crate::sums::percentiles;
use crate::table::Table;

/// Connections that post, each in its turn; people behind each.
const CONNECTIONS: usize = 64;
const PEOPLE_EACH: usize = 8;
const POSTS_PER_SECOND: usize = 2_000;
const POSTING: Duration = Duration::from_secs(20);
/// Seconds of the prompt between two events of a session.
const BETWEEN: f64 = 0.01;
/// The prompt's length in seconds, and the bins that it has.
const SECONDS: usize = 60;
const BINS: usize = 63;
const STATS: usize = 2_000;
const SEARCHES: usize = 300;

/// All rows.
pub fn run(table: &mut Table, binary: &str, filler: &str, sessions: usize, events: usize) -> io::Result<()> {
    let data = TempFolder::new("prompts")?;
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
    let server = serve(binary, &data)?;
    let jwt = open(table, &server, &uid, "opened after a restart")?;
    table.add("resident memory with the prompt open", "", format!("{:.0} MB", server.resident() as f64 / 1e6), "");
    sums(table, &server, &uid, &jwt)?;
    history(table, &server, &jwt)?;
    posts(table, &server, &uid, &jwt)?;
    drop(server);
    let server = serve(binary, &data)?;
    open(table, &server, &uid, "opened after kill -9 in the end").map(drop)
}

fn serve(binary: &str, data: &TempFolder) -> io::Result<Server> {
    Server::soiree(binary, port(9), data, &[], &[("SOIREE_ADMIN_TOKEN", ADMIN)])
}

/// The first call that needs the prompt; a token for the others.
fn open(table: &mut Table, server: &Server, uid: &str, what: &str) -> io::Result<String> {
    let mut http = Http::connect(server.address)?;
    let list = http.call("GET", "/api/v1/prompts", ADMIN, &Value::Null)?;
    let prompts = list["prompts"].as_array().ok_or_else(|| io::Error::other(list.to_string()))?;
    let of = prompts.iter().find(|prompt| prompt["uid"] == uid).ok_or_else(|| io::Error::other("no such prompt"))?;
    let jwt = of["jwt"].as_str().unwrap_or_default().to_owned();
    let (start, cpu) = (Instant::now(), server.cpu());
    let sums =
        http.call("GET", &format!("/api/1/interactive_prompts/events/stats?uid={uid}&bin=62"), &jwt, &Value::Null)?;
    table.add(
        what,
        "≤ 1 s",
        format!("{:.2} s", start.elapsed().as_secs_f64()),
        format!("{} likes; {:.2} s CPU", sums["likes"], server.cpu().since(cpu).seconds()),
    );
    Ok(jwt)
}

fn sums(table: &mut Table, server: &Server, uid: &str, jwt: &str) -> io::Result<()> {
    let mut http = Http::connect(server.address)?;
    let mut took = Vec::with_capacity(STATS);
    let cpu = server.cpu();
    for turn in 0..STATS {
        let path = format!("/api/1/interactive_prompts/events/stats?uid={uid}&bin={}", turn * 37 % BINS);
        let start = Instant::now();
        http.call("GET", &path, jwt, &Value::Null)?;
        took.push(start.elapsed().as_micros() as u32);
    }
    let each = server.cpu().since(cpu).seconds() * 1e6 / STATS as f64;
    table.add("statistics of a bin", "≤ 5 ms", percentiles(&took), format!("{each:.0} µs CPU each"));
    Ok(())
}

fn history(table: &mut Table, server: &Server, jwt: &str) -> io::Result<()> {
    let mut http = Http::connect(server.address)?;
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
            let page = http.call("POST", "/api/1/interactive_prompts/events/search", jwt, &body)?;
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

/// A connection with the people who post over it.
struct Posters {
    http: Http,
    people: Vec<Person>,
}

impl Posters {
    fn join(server: &Server, uid: &str, jwt: &str) -> io::Result<Posters> {
        let mut http = Http::connect(server.address)?;
        let join = |number| Person::join(&mut http, uid, jwt, &format!("Guest {number}"));
        let people = (0..PEOPLE_EACH).map(join).collect::<io::Result<_>>()?;
        Ok(Posters { http, people })
    }

    /// Posts every so often for [`POSTING`], whatever the answers take. Answers with the microseconds of each from the
    /// moment at which it was due, and with how many were refused.
    fn post(mut self, first: Instant, every: Duration) -> (Vec<u32>, usize) {
        let (mut took, mut refused, many) = (Vec::new(), 0, self.people.len());
        for turn in 0.. {
            let due = first + every * turn;
            if due.duration_since(first) >= POSTING {
                break;
            }
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            let Some(person) = self.people.get_mut(turn as usize % many) else { break };
            let (what, data) = match turn % 3 {
                0 => ("like", json!({})),
                _ => ("respond_numeric_prompt", json!({"rating": turn % 10 + 1})),
            };
            refused += usize::from(person.post(&mut self.http, person.at + BETWEEN, what, data).is_err());
            took.push(due.elapsed().as_micros() as u32);
        }
        (took, refused)
    }
}

/// Events at a steady rate.
fn posts(table: &mut Table, server: &Server, uid: &str, jwt: &str) -> io::Result<()> {
    let all = (0..CONNECTIONS).map(|_| Posters::join(server, uid, jwt)).collect::<io::Result<Vec<_>>>()?;
    let every = Duration::from_secs_f64(CONNECTIONS as f64 / POSTS_PER_SECOND as f64);
    let (cpu, start) = (server.cpu(), Instant::now());
    let (mut took, mut refused) = (Vec::new(), 0);
    std::thread::scope(|scope| {
        let post = |(place, posters): (usize, Posters)| {
            let first = start + every.mul_f64(place as f64 / CONNECTIONS as f64);
            scope.spawn(move || posters.post(first, every))
        };
        let threads: Vec<_> = all.into_iter().enumerate().map(post).collect();
        for (own, own_refused) in threads.into_iter().filter_map(|thread| thread.join().ok()) {
            took.extend(own);
            refused += own_refused;
        }
    });
    let used = server.cpu().since(cpu);
    let many = took.len().max(1) as f64;
    table.add(
        format!("{POSTS_PER_SECOND} events a second for {} s, each acknowledged after fsync", POSTING.as_secs()),
        "p99 ≤ 50 ms",
        percentiles(&took),
        format!("{:.0} a second; {refused} refused", took.len() as f64 / start.elapsed().as_secs_f64()),
    );
    table.add(
        "server CPU per posted event",
        "≤ 200 µs",
        format!("{:.0} µs", used.seconds() * 1e6 / many),
        format!("{:.0} µs of it in user space", used.user_seconds() * 1e6 / many),
    );
    Ok(())
}
