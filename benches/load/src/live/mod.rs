//! Thousands of live sockets on one prompt in which more happens than each of them takes.

mod posts;
mod probe;
mod sockets;

use std::io;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use self::posts::{Beside, EVENTS_PER_SECOND, POSTERS, Poster, beside};
pub use self::probe::probe;
use self::probe::{PROBES, Probe};
use self::sockets::{Heard, Prompt, listen_for};
use crate::folder::TempFolder;
use crate::http::{Http, text};
use crate::servers::{ADMIN, Server, port};
use crate::sums::percentiles;
use crate::swarm::Swarm;
use crate::table::Table;

/// Events a second that each socket takes.
const BANDWIDTH: usize = 100;
/// For how long the silence, the posts alone, and the posts with listeners, are measured.
const SILENT: Duration = Duration::from_secs(4);
const ALONE: Duration = Duration::from_secs(8);
const LISTENED: Duration = Duration::from_secs(16);
/// By how much the probe is done before the others.
const PROBE_EARLY: Duration = Duration::from_secs(3);

/// All rows.
pub fn run(table: &mut Table, binary: &str, sockets: usize) -> io::Result<()> {
    let data = TempFolder::new("live")?;
    let server = Server::soiree(binary, port(8), &data, &[], &[("SOIREE_ADMIN_TOKEN", ADMIN)])?;
    let mut http = Http::connect(server.address)?;
    let made = json!({"kind": "interactive_prompt", "duration_seconds": 300,
        "prompt": {"style": "numeric", "text": "How are you?", "min": 1, "max": 10, "step": 1}});
    let made = http.call("POST", "/api/v1/prompts", ADMIN, &made)?;
    let (uid, jwt) = (text(&made["uid"])?, text(&made["jwt"])?);
    let prompt = Prompt { uid: &uid, jwt: &jwt, begun: Instant::now() };
    let mut posters = (0..POSTERS).map(|_| Poster::new(&server, prompt)).collect::<io::Result<Vec<_>>>()?;
    // What the posts themselves cost.
    let alone = beside(&mut posters, prompt, ALONE, &server, |_| Ok(()))?;
    let mut swarm = listening(table, &server, sockets, prompt)?;
    silence(table, &server, &mut swarm, prompt)?;

    let (lost, before, mut heard) = (swarm.lost(), metrics(&mut http)?, Heard::default());
    let probe = Probe::start(server.address, prompt, (LISTENED - PROBE_EARLY).as_secs())?;
    let listen = |time| listen_for(&mut swarm, prompt, time, &mut heard);
    let both = beside(&mut posters, prompt, LISTENED, &server, listen)?;
    let (clocks_us, after) = (probe.told()?, metrics(&mut http)?);
    let counted: [f64; 3] = std::array::from_fn(|place| after[place] - before[place]);
    batches(table, &heard, &both, &alone, counted);
    shares(table, &heard, &both, counted, (sockets, swarm.lost() - lost));
    table.add(
        format!("the same: what the server takes for the time of {PROBES} further sockets, against their own"),
        "≤ 5 ms",
        percentiles(&clocks_us),
        format!("a process beside the busy one, in which it looks like {}", percentiles(&heard.clock_us)),
    );
    table.add(
        "the same: from a post to its acknowledgement",
        "p99 ≤ 50 ms",
        percentiles(&both.posts),
        format!(
            "{:.0} a second; without listeners {}",
            both.posts.len() as f64 / both.wall.as_secs_f64(),
            percentiles(&alone.posts)
        ),
    );
    Ok(())
}

/// All sockets, listening.
fn listening(table: &mut Table, server: &Server, sockets: usize, prompt: Prompt<'_>) -> io::Result<Swarm> {
    let (memory, opening) = (server.resident(), Instant::now());
    let swarm = sockets::open(server.address, sockets, prompt, BANDWIDTH)?;
    let took = opening.elapsed().as_secs_f64();
    let bytes = server.resident().saturating_sub(memory) / sockets as u64;
    table.add(
        format!("{sockets} live sockets on one prompt"),
        "",
        format!("listening after {took:.1} s"),
        format!("{bytes} bytes resident each"),
    );
    Ok(swarm)
}

fn silence(table: &mut Table, server: &Server, swarm: &mut Swarm, prompt: Prompt<'_>) -> io::Result<()> {
    let (mut quiet, cpu, start) = (Heard::default(), server.cpu(), Instant::now());
    listen_for(swarm, prompt, SILENT, &mut quiet)?;
    let idle_ms = server.cpu().since(cpu).seconds() * 1e3 / start.elapsed().as_secs_f64();
    table.add(
        "the same while nothing happens: what the server takes for their time, against their own",
        "≤ 5 ms",
        percentiles(&quiet.clock_us),
        format!("{idle_ms:.0} ms CPU a second, a detection of latency every 2 s each"),
    );
    Ok(())
}

/// What a batch costs that is delivered, the posts' own cost taken off.
fn batches(table: &mut Table, heard: &Heard, both: &Beside, alone: &Beside, [written, ..]: [f64; 3]) {
    let per_post_us = alone.cpu_seconds * 1e6 / alone.posts.len().max(1) as f64;
    let delivered = heard.batches.max(1) as f64;
    let per_batch_us = (both.cpu_seconds * 1e6 - both.posts.len() as f64 * per_post_us) / delivered;
    table.add(
        format!("the same at bandwidth {BANDWIDTH} and {EVENTS_PER_SECOND} events a second: server CPU per delivered batch"),
        "",
        format!("{per_batch_us:.1} µs"),
        format!(
            "{:.0} batches a second of {:.1} events and {:.0} bytes; each written for {:.0} sockets; the posts' {per_post_us:.0} µs each taken off",
            heard.batches as f64 / both.wall.as_secs_f64(),
            heard.events as f64 / delivered,
            heard.bytes as f64 / delivered,
            heard.batches as f64 / written.max(1.0),
        ),
    );
}

/// How much of what happened came.
fn shares(
    table: &mut Table,
    heard: &Heard,
    both: &Beside,
    [_, skipped, lost]: [f64; 3],
    (sockets, lost_sockets): (usize, usize),
) {
    let seconds = both.wall.as_secs_f64();
    let expected = (sockets * BANDWIDTH) as f64 * seconds;
    table.add(
        "the same: events heard of those that the bandwidth lets pass",
        "best effort",
        format!("{:.1} %", heard.events as f64 / expected * 100.0),
        format!(
            "{skipped:.0} packets skipped for sockets that still had some, {lost:.0} events lost before a hub, {lost_sockets} sockets lost, {:.0} % of a core",
            both.cpu_seconds / seconds * 100.0,
        ),
    );
}

/// Batches written, packets skipped, events lost.
fn metrics(http: &mut Http) -> io::Result<[f64; 3]> {
    let told = http.call_text("GET", "/metrics", "", &Value::Null)?;
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
