//! Clients that stop reading in the middle of a game, and one that never stops talking.

use std::io;
use std::time::{Duration, Instant};

use crate::quiz::{Quiz, Setup};
use crate::servers::port;
use crate::sums::{Sum, hear};
use crate::swarm::Seen;
use crate::table::Table;

/// Within this a socket that reads nothing is dropped: DEAD_AFTER_MS of the server's limits, and a beat.
const DROPPED_WITHIN: Duration = Duration::from_secs(27);
const QUIET: Duration = Duration::from_millis(150);
const ROUNDS: usize = 20;

/// All rows.
pub fn run(table: &mut Table, binary: &str, sockets: usize) -> io::Result<()> {
    let setup = Setup { binary, port: port(6), rooms: 1, sockets, throttled: true, seats: true };
    let mut quiz = Quiz::start(setup)?;
    quiz.ask()?;
    let before = rounds(&mut quiz, sockets)?;
    let resident = quiz.server.resident();
    let deaf: Vec<usize> = quiz.seats.iter().copied().step_by(20).collect();
    let stopped = Instant::now();
    deaf.iter().for_each(|client| quiz.swarm.clients[*client].deaf = true);
    let hearing = sockets - deaf.len();
    let after = rounds(&mut quiz, hearing)?;
    let (mut most, mut last) = (0, Duration::ZERO);
    let mut lock = false;
    while quiz.swarm.lost() < deaf.len() && stopped.elapsed() < Duration::from_secs(45) {
        lock = !lock;
        let host = quiz.hosts[0];
        quiz.swarm.say(host, &format!(r#"{{"type":"host:lock","locked":{lock}}}"#))?;
        quiz.swarm.rest(Duration::from_millis(100), |_, what| {
            if let Seen::Closed = what {
                last = stopped.elapsed();
            }
        })?;
        most = most.max(quiz.server.resident());
    }
    let lost = quiz.swarm.lost();
    table.add(
        format!("{} of {sockets} stop reading: the others' receipts", deaf.len()),
        "p99 unchanged",
        after.percentiles(),
        format!("before: {}", before.percentiles()),
    );
    table.add(
        format!("{} of {sockets} stop reading: they are dropped", deaf.len()),
        "all within 25 s and a beat",
        format!("{lost}, the last after {:.1} s", last.as_secs_f64()),
        format!(
            "others lost {}; resident {:.1} MB before, {:.1} MB at most{}",
            lost.saturating_sub(deaf.len()),
            resident as f64 / 1e6,
            most as f64 / 1e6,
            if last > DROPPED_WITHIN { "; too late" } else { "" }
        ),
    );
    come_back(table, &mut quiz, &deaf)?;
    talker(table, &mut quiz)
}

fn rounds(quiz: &mut Quiz, expected: usize) -> io::Result<Sum> {
    let mut all = Sum::default();
    for round in 0..ROUNDS {
        quiz.swarm.rest(QUIET, |_, _| {})?;
        let lock = format!(r#"{{"type":"host:lock","locked":{}}}"#, round % 2 == 0);
        all.add(&quiz.told(&[lock], "lobby:locked", expected)?);
    }
    Ok(all)
}

fn come_back(table: &mut Table, quiz: &mut Quiz, deaf: &[usize]) -> io::Result<()> {
    let first = quiz.swarm.clients.len();
    quiz.swarm.open(quiz.server.address, deaf.len(), |_| "/parties/main/R0".to_owned(), |_, _| Ok(()))?;
    let start = Instant::now();
    for (place, client) in deaf.iter().enumerate() {
        let token = quiz.tokens[*client].clone();
        quiz.swarm.say(first + place, &format!(r#"{{"type":"rejoin_session","rejoinToken":"{token}"}}"#))?;
    }
    let snapshot = |text: &[u8]| text.starts_with(br#"{"type":"participant:state_snapshot""#);
    let heard = hear(&mut quiz.swarm, start, deaf.len(), Duration::from_secs(15), snapshot)?;
    table.add(
        "those who were dropped come back to a snapshot",
        "all",
        format!("{} of {}", heard.receipts.len(), deaf.len()),
        "",
    );
    Ok(())
}

/// One seat sends 10,000 frames a second for two seconds.
fn talker(table: &mut Table, quiz: &mut Quiz) -> io::Result<()> {
    let Some(client) = quiz.seats.iter().copied().find(|client| !quiz.swarm.clients[*client].closed) else {
        return Err(io::Error::other("nobody is left to talk"));
    };
    let (lost, start) = (quiz.swarm.lost(), Instant::now());
    let (mut sent, mut dropped, mut receipts) = (0u32, None, Vec::new());
    let mut asked: Option<Instant> = None;
    let mut round = 0;
    while start.elapsed() < Duration::from_secs(3) {
        let due = (start.elapsed().as_secs_f64() * 10_000.0) as u32;
        while sent < due && dropped.is_none() {
            sent += 1;
            if quiz.swarm.say(client, r#"{"type":"time_request","clientTime":1}"#).is_err() {
                dropped = Some(start.elapsed());
            }
        }
        if start.elapsed().as_millis() / 150 > round {
            round += 1;
            asked = Some(Instant::now());
            let host = quiz.hosts[0];
            quiz.swarm.say(host, &format!(r#"{{"type":"host:lock","locked":{}}}"#, round % 2 == 0))?;
        }
        quiz.swarm.pump(Duration::ZERO, |number, what| match what {
            Seen::Closed if number == client && dropped.is_none() => dropped = Some(start.elapsed()),
            Seen::Text(text) if text.starts_with(br#"{"type":"lobby:locked""#) => {
                receipts.extend(asked.map(|asked| asked.elapsed().as_micros() as u32));
            }
            _ => {}
        })?;
    }
    quiz.swarm.rest(Duration::from_secs(3), |_, _| {})?;
    let others = quiz.swarm.lost() - lost - usize::from(quiz.swarm.clients[client].closed);
    table.add(
        "one sender at 10,000 frames a second",
        "dropped, its room unharmed",
        dropped.map_or("not dropped".to_owned(), |after| {
            format!("dropped after {:.2} s and {sent} frames", after.as_secs_f64())
        }),
        format!("{others} others lost; the room's receipts meanwhile {}", crate::sums::percentiles(&receipts)),
    );
    Ok(())
}
