//! The power goes, again and again, at any moment of running games. What clients were told before is
//! compared with what is there afterwards; there may be no difference.

mod compare;
mod evening;
mod ledger;
mod music;

use std::collections::BTreeMap;
use std::io::Write;
use std::time::{Duration, Instant};

use rand::{RngExt, SeedableRng, rngs::StdRng};

use crate::kit::Server;
use evening::Evening;

/// Kills of an ordinary run; `CRASH_KILLS` asks for another number, `CRASH_SEED` repeats a run's choices.
const KILLS: usize = 54;

#[tokio::test]
async fn fifty_kills_and_no_difference() {
    let seed: u64 = std::env::var("CRASH_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(rand::random);
    println!("CRASH_SEED={seed}");
    let kills_wanted = std::env::var("CRASH_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let mut rng = StdRng::seed_from_u64(seed);
    let began = Instant::now();
    let mut server = Server::start().await;
    let mut differences: Vec<String> = Vec::new();
    let mut by_phase: BTreeMap<String, usize> = BTreeMap::new();
    let (mut kills, mut games, mut in_flight) = (0, 0, 0);
    let mut finished: Vec<Evening> = Vec::new();
    while kills < kills_wanted {
        games += 1;
        let mut evening = Evening::new(&server, &format!("GAME{games}"), seed.wrapping_add(games));
        // A game goes through its steps; in each the power may go once or twice.
        while !evening.is_over() {
            let times = if kills >= kills_wanted { 0 } else { [1, 1, 1, 2][rng.random_range(0..4)] };
            for _ in 0..times {
                let life = Duration::from_millis(rng.random_range(20..420));
                evening.live(&server, life).await;
                if rng.random_bool(0.4) {
                    evening.order_something().await;
                    in_flight += 1;
                    tokio::time::sleep(Duration::from_micros(rng.random_range(0..30_000))).await;
                }
                server.kill9();
                kills += 1;
                evening.hear_the_end().await;
                server.restart().await;
                let (phase, found) = evening.compare(&server).await;
                *by_phase.entry(phase).or_default() += 1;
                differences.extend(found.into_iter().map(|found| format!("kill {kills}, game {games}: {found}")));
                if differences.len() > 20 {
                    break;
                }
            }
            evening.proceed(&server).await;
        }
        evening.rest();
        finished.push(evening);
    }
    // Evenings that ended long before are still what they were.
    for evening in &mut finished {
        let (_, found) = evening.compare(&server).await;
        differences.extend(found.into_iter().map(|found| format!("at the end, {}: {found}", evening.code)));
        evening.rest();
    }
    // Past the test runner, so that a run that passes says so.
    let _ = writeln!(
        std::io::stderr(),
        "{kills} kills, {} differences; {games} games, {in_flight} kills with an order under way, {:?}; found after the restart: {by_phase:?}",
        differences.len(),
        began.elapsed(),
    );
    assert!(differences.is_empty(), "CRASH_SEED={seed}\n{}", differences.join("\n"));
    assert!(kills >= kills_wanted);
    for phase in ["waiting", "question_open", "question_paused", "question_revealed", "round_leaderboard", "ended"] {
        assert!(by_phase.get(phase).is_some_and(|times| *times > 0), "{phase} was never hit: {by_phase:?}");
    }
    assert!(!server.logged().contains("panicked"), "a panic in the log");
}
