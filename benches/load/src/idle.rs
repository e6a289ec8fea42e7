//! Connections that say nothing: what their pings cost.

use std::io;
use std::time::{Duration, Instant};

use crate::quiz::{Quiz, Setup};
use crate::table::Table;

const WINDOW: Duration = Duration::from_secs(20);

/// CPU per second with `sockets` raw connections in one room.
pub fn run(table: &mut Table, binary: &str, sockets: usize) -> io::Result<()> {
    let setup = Setup { binary, port: 9103, rooms: 1, sockets, throttled: true, seats: false };
    let mut quiz = Quiz::start(setup)?;
    // The first pings come early by a share; after an interval they are as they will be.
    quiz.swarm.rest(Duration::from_secs(11), |_, _| {})?;
    let (before, start) = (quiz.server.cpu(), Instant::now());
    quiz.swarm.until(WINDOW, |_, _| {}, || false)?;
    let used = quiz.server.cpu().since(before);
    let per_second = used.seconds() * 1e3 / start.elapsed().as_secs_f64();
    table.add(
        format!("idle CPU with {sockets} connections, pinged every 10 s"),
        "≤ 1 ms a second",
        format!("{per_second:.2} ms"),
        format!("{:.2} µs per ping with its pong; {} lost", per_second * 1e4 / sockets as f64, quiz.swarm.lost()),
    );
    let bytes = quiz.resident[1].saturating_sub(quiz.resident[0]) / sockets as u64;
    table.add(
        format!("resident bytes per idle raw connection, {sockets} in one room"),
        "≤ 1 kB",
        bytes.to_string(),
        "",
    );
    Ok(())
}
