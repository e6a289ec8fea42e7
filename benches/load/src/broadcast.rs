//! One room, many sockets: what a delivery costs, beside the bare loop, message by message.

use std::io;
use std::time::Duration;

use crate::bare::Bare;
use crate::chat;
use crate::pace::pace;
use crate::quiz::{Quiz, Setup};
use crate::servers::port;
use crate::sums::{Sum, median};
use crate::table::Table;

/// Both sides of a comparison.
#[derive(Default)]
pub struct Pairs {
    pub bare: Sum,
    pub other: Sum,
    pub ratios: Vec<f64>,
}

impl Pairs {
    /// Alternates `rounds` times in each of `pairs` pairs.
    pub fn measure(
        pairs: usize,
        rounds: usize,
        mut bare: impl FnMut() -> io::Result<Sum>,
        mut other: impl FnMut() -> io::Result<Sum>,
    ) -> io::Result<Pairs> {
        let mut all = Pairs::default();
        for _ in 0..pairs {
            let (mut first, mut second) = (Sum::default(), Sum::default());
            for _ in 0..rounds {
                first.add(&bare()?);
                second.add(&other()?);
            }
            all.ratios.push(second.per_delivery_us() / first.per_delivery_us());
            all.bare.add(&first);
            all.other.add(&second);
        }
        Ok(all)
    }

    /// The middle pair's ratio.
    pub fn ratio(&self) -> f64 {
        median(&self.ratios)
    }

    /// Everything else that is worth knowing.
    pub fn more(&self) -> String {
        let ratios: Vec<String> = self.ratios.iter().map(|ratio| format!("{ratio:.2}")).collect();
        format!(
            "pairs {}; CPU µs a delivery {:.2} (user {:.2}) against {:.2} (user {:.2}); {:.0} deliveries/s; {}",
            ratios.join(" "),
            self.other.per_delivery_us(),
            self.other.user_us(),
            self.bare.per_delivery_us(),
            self.bare.user_us(),
            self.other.rate(),
            self.other.percentiles(),
        )
    }
}

/// All rows against the bare loop, or `only` one. `size`: sockets and messages of a round.
pub fn run(table: &mut Table, binary: &str, only: Option<&str>, size: (usize, usize), pairs: usize) -> io::Result<()> {
    let (sockets, messages) = size;
    let mut bare = Bare::start(sockets)?;
    let wanted = |row: &str| only.is_none_or(|only| only == row);
    let mut broadcasts = Sum::default();
    if wanted("chat") {
        broadcasts.add(&chat::run(table, binary, &mut bare, pairs, messages)?);
    }
    if only == Some("chat") {
        return Ok(());
    }
    let setup = Setup { binary, port: port(2), rooms: 1, sockets, throttled: false, seats: true };
    let mut quiz = Quiz::start(setup)?;
    if wanted("lock") {
        broadcasts.add(&locks(table, &mut bare, &mut quiz, pairs, messages)?);
    }
    if wanted("burst") {
        bursts(table, &mut bare, &mut quiz, pairs, messages)?;
    }
    if wanted("echo") {
        echoes(table, &mut bare, &mut quiz, pairs)?;
    }
    if wanted("reveal") {
        broadcasts.add(&questions(table, &mut bare, &mut quiz, pairs, messages)?);
    }
    if only.is_none() {
        let user = broadcasts.cpu.user_seconds() * 1e6 / broadcasts.deliveries.max(1) as f64;
        table.add("user time of a broadcast's million deliveries", "≤ 0.5 s", format!("{user:.2} s"), "");
    }
    let per = |bytes: u64| bytes.saturating_sub(quiz.resident[0]) / sockets as u64;
    table.add(
        format!("resident bytes per idle raw connection / per seated participant, {sockets} in one room"),
        "≤ 1 kB / ≤ 2.5 kB",
        format!("{} / {}", per(quiz.resident[1]), per(quiz.resident[2])),
        "",
    );
    Ok(())
}

/// The lobby's lock, one at a time. Answers with the server's sum.
fn locks(table: &mut Table, bare: &mut Bare, quiz: &mut Quiz, pairs: usize, messages: usize) -> io::Result<Sum> {
    let (small, sockets) = (lock_bytes(), quiz.sockets());
    let locks = Pairs::measure(pairs, messages, || bare.send(small), || quiz.burst(1))?;
    table.add(
        format!("broadcast of {small} bytes (the lobby's lock) to {sockets}, against the bare loop"),
        "≤ 1.05",
        format!("{:.3}", locks.ratio()),
        locks.more(),
    );
    Ok(locks.other)
}

fn lock_bytes() -> usize {
    r#"{"type":"lobby:locked","locked":false}"#.len()
}

fn bursts(table: &mut Table, bare: &mut Bare, quiz: &mut Quiz, pairs: usize, messages: usize) -> io::Result<()> {
    let small = lock_bytes();
    let bursts = Pairs::measure(pairs, (messages / 6).max(2), || bare.send(small), || quiz.burst(20))?;
    table.add("20 messages waiting for the same sockets", "≤ 0.08", format!("{:.3}", bursts.ratio()), bursts.more());
    Ok(())
}

/// One message in, one out, nothing stored: the clock's request.
fn echoes(table: &mut Table, bare: &mut Bare, quiz: &mut Quiz, pairs: usize) -> io::Result<()> {
    let all = quiz.seats.clone();
    let request = r#"{"type":"time_request","clientTime":1234.5}"#;
    let answer = r#"{"type":"server:time","clientTime":1234.5,"serverTime":1767290400000}"#.len();
    let spread = Duration::from_secs(1);
    let echoes = Pairs::measure(
        pairs,
        1,
        || bare.answers(request, answer, spread),
        || {
            let (before, start) = (quiz.server.cpu(), std::time::Instant::now());
            let is_answer = |text: &[u8]| text.starts_with(br#"{"type":"server:time""#);
            let receipts = pace(&mut quiz.swarm, &all, spread, |_| request.to_owned(), is_answer)?;
            let cpu = quiz.server.cpu().since(before);
            Ok(Sum { cpu, deliveries: receipts.len() as u64, wall: start.elapsed(), receipts })
        },
    )?;
    table.add(
        "one small message in, one answer out, spread over a second, without storage",
        "≤ 1.35",
        format!("{:.3}", echoes.ratio()),
        echoes.more(),
    );
    Ok(())
}

/// Questions and reveals, which take turns, so their rounds do too. Answers with the questions' sum.
fn questions(table: &mut Table, bare: &mut Bare, quiz: &mut Quiz, pairs: usize, messages: usize) -> io::Result<Sum> {
    let sockets = quiz.sockets();
    let (question_bytes, reveal_bytes) = quiz.begin()?;
    let (mut questions, mut reveals) = (Pairs::default(), Pairs::default());
    for _ in 0..pairs {
        let mut sums = [Sum::default(), Sum::default(), Sum::default(), Sum::default()];
        for _ in 0..messages {
            sums[0].add(&bare.send(question_bytes)?);
            sums[1].add(&quiz.ask()?);
            sums[2].add(&bare.send(reveal_bytes)?);
            sums[3].add(&quiz.reveal()?);
        }
        for (at, pair) in [&mut questions, &mut reveals].into_iter().enumerate() {
            pair.ratios.push(sums[2 * at + 1].per_delivery_us() / sums[2 * at].per_delivery_us());
            pair.bare.add(&sums[2 * at]);
            pair.other.add(&sums[2 * at + 1]);
        }
    }
    table.add(
        format!("broadcast of {question_bytes} bytes (a question, stored first) to {sockets}"),
        "≤ 1.05",
        format!("{:.3}", questions.ratio()),
        questions.more(),
    );
    table.add(
        format!("reveal of {reveal_bytes} bytes with everybody's own points"),
        "≤ 1.05",
        format!("{:.3}", reveals.ratio()),
        reveals.more(),
    );
    Ok(questions.other)
}
