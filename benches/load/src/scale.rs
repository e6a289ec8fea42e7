//! One room from 1,000 to 19,000, then as many people in small rooms.

use std::io;
use std::time::{Duration, Instant};

use crate::limit::Limit;
use crate::pace::pace;
use crate::quiz::{Quiz, Setup};
use crate::servers::port;
use crate::sums::{Sum, percentiles};
use crate::table::Table;

/// Deliveries of questions that a room is measured by, at least.
const DELIVERIES: usize = 40_000;
/// Questions that any room is measured by, at least.
const QUESTIONS: usize = 4;
/// People of any room who answer by themselves, as fast one after the other as all of the largest room do: between two
/// ticks, so that what grows is the room alone.
const QUICK_ONES: usize = 999;
/// Their answers that a room is measured by, where it has questions enough.
const QUICK_ANSWERS: usize = 15_000;
const SMALL_ROOM: usize = 10;

/// What one room has cost.
struct Costs {
    /// CPU per delivery of questions and reveals, and against the bare loop beside it.
    delivery_us: f64,
    ratio: f64,
    answer_us: f64,
    /// Of [`QUICK_ONES`].
    quick_answer_us: f64,
}

/// All rows, or `only` one: a room of so many sockets, rooms of ten (`rooms`), or the idle ones (`hold`).
pub fn run(table: &mut Table, binary: &str, only: Option<&str>, most: usize, minutes: f64) -> io::Result<()> {
    if let Some(only) = only {
        return match only.parse() {
            Ok(sockets) => room(table, one(binary, sockets), most).map(drop),
            Err(_) if only == "rooms" => {
                let costs = room(table, one(binary, most), most)?;
                small_rooms(table, binary, most, &costs, minutes)
            }
            Err(_) => hold(table, &mut many(binary, most)?, minutes),
        };
    }
    let mut costs = Vec::new();
    for sockets in [1_000, 5_000, most] {
        costs.push(room(table, one(binary, sockets), most)?);
    }
    let spread = |of: fn(&Costs) -> f64| {
        let (first, last) = (of(&costs[0]), of(&costs[2]));
        format!("{:+.0} %", (last / first - 1.0) * 100.0)
    };
    let goal = "within ±25 %";
    table.add(
        format!("CPU per delivery, 1,000 → {most} in one room"),
        goal,
        spread(|costs| costs.ratio),
        format!("against the bare loop; in microseconds {}", spread(|costs| costs.delivery_us)),
    );
    let quick = spread(|costs| costs.quick_answer_us);
    table.add(
        format!("CPU per answer, 1,000 → {most} in one room"),
        goal,
        spread(|costs| costs.answer_us),
        format!("everybody within a second; as many answers as fast in each room: {quick}"),
    );
    small_rooms(table, binary, most, &costs[2], minutes)
}

fn one(binary: &str, sockets: usize) -> Setup<'_> {
    Setup { binary, port: port(4), rooms: 1, sockets, throttled: false, seats: true }
}

fn many(binary: &str, most: usize) -> io::Result<Quiz> {
    let rooms = most / SMALL_ROOM;
    Quiz::start(Setup { binary, port: port(5), rooms, sockets: SMALL_ROOM, throttled: false, seats: true })
}

/// A quiz from joining to the leaderboard; `most` are in the largest room.
fn room(table: &mut Table, setup: Setup<'_>, most: usize) -> io::Result<Costs> {
    let mut bare = Limit::start(setup.sockets)?;
    let mut quiz = Quiz::start(setup)?;
    let people = quiz.seats.len();
    seated(table, &quiz);
    let (mut sums, mut limit) = (Sum::default(), Sum::default());
    let (mut answered, mut quick) = (None, Answered::default());
    let questions = (DELIVERIES / people).max(QUESTIONS);
    for number in 0..questions {
        beside(&mut bare, &mut limit)?;
        sums.add(&quiz.ask()?);
        if number == 0 {
            // Not counted as deliveries of the broadcast: a few ticks are heard meanwhile.
            answered = Some(within_a_second(table, &mut quiz)?);
            ticks(table, &mut quiz)?;
        } else if quick.receipts.len() < QUICK_ANSWERS {
            // The kernel's timers of the question are over by then, and the first tick is yet to come.
            quiz.swarm.rest(Duration::from_millis(400), |_, _| {})?;
            quick.add(answers(&mut quiz, QUICK_ONES, Duration::from_secs_f64(QUICK_ONES as f64 / most as f64))?);
        }
        beside(&mut bare, &mut limit)?;
        sums.add(&quiz.reveal()?);
    }
    let ratio = sums.per_delivery_us() / limit.per_delivery_us();
    table.add(
        format!("{people} participants: {questions} questions and reveals delivered to all"),
        "no dropped socket",
        format!("{} dropped", quiz.swarm.lost()),
        format!(
            "{:.2} µs CPU a delivery, {ratio:.2} of the bare loop with as many sockets; {}",
            sums.per_delivery_us(),
            sums.percentiles()
        ),
    );
    table.add(
        format!("{people} participants, {QUICK_ONES} answer at {most} a second: CPU per answer"),
        "≤ 60 µs",
        format!("{:.1} µs", quick.per_answer_us()),
        format!("{} answers to several questions; {}", quick.receipts.len(), percentiles(&quick.receipts)),
    );
    let end = [r#"{"type":"host:end"}"#.to_owned()];
    let sockets = quiz.sockets();
    let boards = quiz.told(&end, "game:final_leaderboard", sockets)?;
    quiz.swarm.rest(Duration::from_secs(2), |_, _| {})?;
    table.add(
        format!("{people} participants: final leaderboard delivered to all"),
        "no dropped socket",
        format!("{} dropped", quiz.swarm.lost()),
        format!("{}; resident {:.0} MB", boards.percentiles(), quiz.server.resident() as f64 / 1e6),
    );
    Ok(Costs {
        delivery_us: sums.per_delivery_us(),
        ratio,
        answer_us: answered.unwrap_or(f64::NAN),
        quick_answer_us: quick.per_answer_us(),
    })
}

/// What it took to seat everybody, and what it takes up.
fn seated(table: &mut Table, quiz: &Quiz) {
    let people = quiz.seats.len();
    let seconds = (quiz.opened + quiz.joined).as_secs_f64();
    table.add(
        format!("{people} participants: sockets opened and all joined"),
        "≤ 10 s",
        format!("{seconds:.1} s"),
        format!(
            "sockets {:.1} s, seats {:.1} s, {:.0} a second in all",
            quiz.opened.as_secs_f64(),
            quiz.joined.as_secs_f64(),
            people as f64 / seconds
        ),
    );
    table.add(
        format!("{people} participants: resident memory"),
        "≤ 120 MB",
        format!("{:.0} MB", quiz.resident[2] as f64 / 1e6),
        format!(
            "empty {:.0} MB; per raw connection {}, per seat {} bytes",
            quiz.resident[0] as f64 / 1e6,
            quiz.resident[1].saturating_sub(quiz.resident[0]) / people as u64,
            quiz.resident[2].saturating_sub(quiz.resident[0]) / people as u64
        ),
    );
}

fn beside(bare: &mut Limit, limit: &mut Sum) -> io::Result<()> {
    bare.send(330, 1).map(|sum| limit.add(&sum))
}

/// What answers have cost.
#[derive(Default)]
struct Answered {
    cpu_seconds: f64,
    /// Microseconds until each was acknowledged.
    receipts: Vec<u32>,
    took: Duration,
}

impl Answered {
    fn add(&mut self, more: Answered) {
        self.cpu_seconds += more.cpu_seconds;
        self.receipts.extend(more.receipts);
        self.took += more.took;
    }

    fn per_answer_us(&self) -> f64 {
        self.cpu_seconds * 1e6 / self.receipts.len().max(1) as f64
    }
}

/// The first `people` answer the question that is open, spread over a time.
fn answers(quiz: &mut Quiz, people: usize, spread: Duration) -> io::Result<Answered> {
    let question = quiz.question();
    let who: Vec<usize> = quiz.seats.iter().copied().take(people).collect();
    let text = |client: usize| {
        let option = ["a", "b", "c", "d"][client % 4];
        format!(r#"{{"type":"submit_answer","questionId":"{question}","optionId":"{question}-{option}"}}"#)
    };
    let (before, start) = (quiz.server.cpu(), Instant::now());
    let is_ack = |text: &[u8]| text.starts_with(br#"{"type":"answer:accepted""#);
    let receipts = pace(&mut quiz.swarm, &who, spread, text, is_ack)?;
    let (cpu_seconds, took) = (quiz.server.cpu().since(before).seconds(), start.elapsed());
    Ok(Answered { cpu_seconds, receipts, took })
}

/// Everybody answers within one second; CPU microseconds per answer.
fn within_a_second(table: &mut Table, quiz: &mut Quiz) -> io::Result<f64> {
    let people = quiz.seats.len();
    let answered = answers(quiz, people, Duration::from_secs(1))?;
    table.add(
        format!("{people} answers within one second, each acknowledged after fsync"),
        "all; p99 ≤ 500 ms",
        format!("{}; {}", answered.receipts.len(), percentiles(&answered.receipts)),
        format!("last acknowledgement after {:.2} s", answered.took.as_secs_f64()),
    );
    table.add(
        format!("{people} answers: CPU per answer"),
        "≤ 60 µs",
        format!("{:.1} µs", answered.per_answer_us()),
        "with the ticks and progress that everybody hears meanwhile",
    );
    Ok(answered.per_answer_us())
}

/// Ten seconds of an open question: everybody hears the ticks.
fn ticks(table: &mut Table, quiz: &mut Quiz) -> io::Result<()> {
    let mut heard = 0usize;
    let seen = |_: usize, what: crate::swarm::Seen<'_>| {
        if let crate::swarm::Seen::Text(text) = what
            && text.starts_with(br#"{"type":"game:timer_tick""#)
        {
            heard += 1;
        }
    };
    quiz.swarm.until(Duration::from_millis(10_500), seen, || false)?;
    let each = heard as f64 / quiz.sockets() as f64;
    table.add(
        format!("{} participants: ticks in 10.5 s", quiz.seats.len()),
        "10 each",
        format!("{each:.2} each"),
        format!("{} sockets lost", quiz.swarm.lost()),
    );
    Ok(())
}

/// As many people in rooms of ten: the cost of a delivery, then the silence.
fn small_rooms(table: &mut Table, binary: &str, most: usize, one: &Costs, minutes: f64) -> io::Result<()> {
    let rooms = most / SMALL_ROOM;
    let mut bare = Limit::start(rooms * SMALL_ROOM)?;
    let mut quiz = many(binary, most)?;
    let (mut sums, mut limit) = (Sum::default(), Sum::default());
    for _ in 0..QUESTIONS {
        beside(&mut bare, &mut limit)?;
        sums.add(&quiz.ask()?);
        beside(&mut bare, &mut limit)?;
        sums.add(&quiz.reveal()?);
    }
    let ratio = sums.per_delivery_us() / limit.per_delivery_us();
    table.add(
        format!("{rooms} rooms of {SMALL_ROOM} against one room of {most}: CPU per delivery"),
        "≤ 1.5",
        format!("{:.2}", ratio / one.ratio),
        format!(
            "{:.2} µs ({ratio:.2} of the bare loop) and {:.2} µs ({:.2}); {}",
            sums.per_delivery_us(),
            one.delivery_us,
            one.ratio,
            sums.percentiles()
        ),
    );
    hold(table, &mut quiz, minutes)
}

/// A long silence with open questions, ticks and pings.
fn hold(table: &mut Table, quiz: &mut Quiz, minutes: f64) -> io::Result<()> {
    let (rooms, most) = (quiz.hosts.len(), quiz.sockets());
    quiz.ask()?;
    quiz.swarm.rest(Duration::from_secs(3), |_, _| {})?;
    let (before, cpu, start) = (quiz.server.resident(), quiz.server.cpu(), Instant::now());
    let half = Duration::from_secs_f64(minutes * 30.0);
    quiz.swarm.rest(half, |_, _| {})?;
    let midway = quiz.server.resident();
    quiz.swarm.rest(half, |_, _| {})?;
    let used = quiz.server.cpu().since(cpu).seconds() / start.elapsed().as_secs_f64();
    table.add(
        format!("{most} idle in {rooms} rooms with open questions, held for {minutes} min"),
        "no growth",
        format!("{:+.2} MB, {} dropped", (quiz.server.resident() as f64 - before as f64) / 1e6, quiz.swarm.lost()),
        format!(
            "resident {:.0} MB, {:+.2} MB in the first half of it; CPU {:.0} ms a second",
            before as f64 / 1e6,
            (midway as f64 - before as f64) / 1e6,
            used * 1e3
        ),
    );
    Ok(())
}
