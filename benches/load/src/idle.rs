//! Connections that say nothing: what their pings cost.

use std::io;
use std::time::{Duration, Instant};

use crate::quiz::{Quiz, Setup};
use crate::servers::port;
use crate::table::Table;

/// While the room is not quiet yet: the first pings come early by a share; after an interval they are as they
/// will be.
const LIVELY: (Duration, Duration) = (Duration::from_secs(11), Duration::from_secs(25));
/// A minute after the last word it is quiet.
const QUIET: (Duration, Duration) = (Duration::from_secs(40), Duration::from_secs(60));

/// CPU per second with `sockets` raw connections in one room.
pub fn run(table: &mut Table, binary: &str, sockets: usize) -> io::Result<()> {
    let setup = Setup { binary, port: port(3), rooms: 1, sockets, throttled: true, seats: false };
    let mut quiz = Quiz::start(setup)?;
    let bytes = quiz.resident[1].saturating_sub(quiz.resident[0]) / sockets as u64;
    for (name, goal, (wait, window)) in [
        ("in a room where something was said in the last minute", "", LIVELY),
        ("in a quiet room", "≤ 1 ms a second", QUIET),
    ] {
        quiz.swarm.rest(wait, |_, _| {})?;
        let (before, pinged, start) = (quiz.server.cpu(), quiz.swarm.pinged, Instant::now());
        quiz.swarm.until(window, |_, _| {}, || false)?;
        let used = quiz.server.cpu().since(before);
        let (seconds, pings) = (start.elapsed().as_secs_f64(), quiz.swarm.pinged - pinged);
        table.add(
            format!("idle CPU with {sockets} connections {name}"),
            goal,
            format!("{:.2} ms a second", used.seconds() * 1e3 / seconds),
            format!(
                "{:.0} pings a second, {:.2} µs CPU for each; {} lost",
                pings as f64 / seconds,
                used.seconds() * 1e6 / pings.max(1) as f64,
                quiz.swarm.lost()
            ),
        );
    }
    table.add(
        format!("resident bytes per idle raw connection, {sockets} in one room"),
        "≤ 1 kB",
        bytes.to_string(),
        "",
    );
    Ok(())
}
