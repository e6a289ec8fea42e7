//! One room, many sockets: what a delivery costs, beside the bare loop, message by message.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::servers::{Control, Server};
use crate::swarm::{Seen, Swarm};
use crate::usage::{Cpu, cpu, resident};

/// Sockets that are being opened at a time: below a listener's queue.
const OPENING_MAX: usize = 100;
const PATIENCE: Duration = Duration::from_secs(60);

/// What to measure.
#[derive(clap::Args)]
pub struct Options {
    /// The server's binary.
    #[arg(long, default_value = "target/release/soiree")]
    soiree: String,
    #[arg(long, default_value_t = 5_000)]
    sockets: usize,
    /// Pairs of rounds.
    #[arg(long, default_value_t = 5)]
    pairs: usize,
    /// Messages of a round.
    #[arg(long, default_value_t = 20)]
    messages: usize,
}

/// The bare loop with its sockets.
struct Bare {
    server: Server,
    control: Control,
    swarm: Swarm,
}

/// A quiz with all its participants.
struct Quiz {
    server: Server,
    swarm: Swarm,
    host: usize,
    _data: TempFolder,
}

struct TempFolder(std::path::PathBuf);

impl Drop for TempFolder {
    fn drop(&mut self) {
        // A folder that stays behind harms nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// One side's sums.
#[derive(Debug, Default, Clone, Copy)]
struct Sum {
    cpu: Cpu,
    deliveries: u64,
    wall: Duration,
}

impl Sum {
    fn add(&mut self, cpu: Cpu, deliveries: u64, wall: Duration) {
        self.cpu = self.cpu.plus(cpu);
        self.deliveries += deliveries;
        self.wall += wall;
    }

    fn per_million_s(&self) -> f64 {
        self.cpu.total_ns as f64 / 1e3 / self.deliveries.max(1) as f64
    }

    fn user_per_million_s(&self) -> f64 {
        self.cpu.user_ticks as f64 * 1e4 / self.deliveries.max(1) as f64
    }
}

/// Runs all rows and prints them.
pub fn run(options: &Options) -> io::Result<()> {
    let mut bare = Bare::start(options.sockets)?;
    let mut quiz = Quiz::start(options)?;
    println!("{} sockets in one room; {} pairs of {} messages", options.sockets, options.pairs, options.messages);
    println!(
        "| row | bytes | bare: CPU s per million | Soirée: CPU s per million | of it user | ratio (median of pairs; all) |"
    );
    println!("|---|---|---|---|---|---|");
    let lock = |on: bool| format!(r#"{{"type":"host:lock","locked":{on}}}"#);
    let locked = r#"{"type":"lobby:locked","locked":false}"#.len();
    row("broadcast", options, &mut bare, &mut quiz, locked, 1, |i| vec![lock(i % 2 == 0)])?;
    row("burst of 20", options, &mut bare, &mut quiz, locked, 20, |_| (0..20).map(|i| lock(i % 2 == 0)).collect())?;
    println!("resident memory of the server with its participants: {} MB", resident(quiz.server.pid()) / 1_000_000);
    Ok(())
}

/// Measures one kind of message: `count` frames per trigger.
fn row(
    name: &str,
    options: &Options,
    bare: &mut Bare,
    quiz: &mut Quiz,
    bytes: usize,
    count: usize,
    trigger: impl Fn(usize) -> Vec<String>,
) -> io::Result<()> {
    let (mut all_bare, mut all_quiz, mut ratios) = (Sum::default(), Sum::default(), Vec::new());
    let rounds = (options.messages / count).max(3);
    for _ in 0..options.pairs {
        let (mut pair_bare, mut pair_quiz) = (Sum::default(), Sum::default());
        for i in 0..rounds {
            // The bare loop's burst is measured as single sends: that is the physical limit per message.
            let (cpu, deliveries, wall) = bare.send(bytes, 1)?;
            pair_bare.add(cpu, deliveries, wall);
            let (cpu, deliveries, wall) = quiz.send(&trigger(i), count)?;
            pair_quiz.add(cpu, deliveries, wall);
        }
        ratios.push(pair_quiz.per_million_s() / pair_bare.per_million_s());
        for (all, pair) in [(&mut all_bare, pair_bare), (&mut all_quiz, pair_quiz)] {
            all.add(pair.cpu, pair.deliveries, pair.wall);
        }
    }
    ratios.sort_by(f64::total_cmp);
    println!(
        "| {name} | {bytes} | {:.2} | {:.2} | {:.2} | {:.3} ({}) |",
        all_bare.per_million_s(),
        all_quiz.per_million_s(),
        all_quiz.user_per_million_s(),
        ratios[ratios.len() / 2],
        ratios.iter().map(|ratio| format!("{ratio:.2}")).collect::<Vec<_>>().join(" "),
    );
    Ok(())
}

fn open_all(
    swarm: &mut Swarm,
    address: SocketAddr,
    path: &str,
    count: usize,
    mut opened: impl FnMut(usize, usize) -> io::Result<()>,
) -> io::Result<()> {
    let mut left = count;
    while left > 0 {
        let batch = left.min(OPENING_MAX);
        opened(0, batch)?;
        for _ in 0..batch {
            swarm.connect(address, path, "")?;
        }
        let open = std::cell::Cell::new(0);
        let seen = |_: usize, what: Seen<'_>| {
            if let Seen::Open = what {
                open.set(open.get() + 1);
            }
        };
        if !swarm.until(PATIENCE, seen, || open.get() == batch)? {
            return Err(io::Error::other(format!("only {} of {batch} sockets opened", open.get())));
        }
        opened(1, batch)?;
        left -= batch;
    }
    Ok(())
}

impl Bare {
    fn start(sockets: usize) -> io::Result<Self> {
        let own = std::env::current_exe()?;
        let server = Server::start(&own.to_string_lossy(), &["bare", "127.0.0.1:9101"], &[], 9101)?;
        let mut control = Control::new(server.wait()?)?;
        let mut swarm = Swarm::new()?;
        open_all(&mut swarm, server.address, "/", sockets, |end, batch| match end {
            0 => control.give(&format!("accept {batch}")),
            _ => control.ended(),
        })?;
        Ok(Bare { server, control, swarm })
    }

    fn send(&mut self, bytes: usize, count: usize) -> io::Result<(Cpu, u64, Duration)> {
        let (before, start) = (cpu(self.server.pid()), Instant::now());
        self.control.give(&format!("send {bytes} {count}"))?;
        let heard = hear(&mut self.swarm, count)?;
        self.control.ended()?;
        Ok((cpu(self.server.pid()).since(before), heard, start.elapsed()))
    }
}

/// Polls until every socket has heard `count` texts; answers with how many texts were heard.
fn hear(swarm: &mut Swarm, count: usize) -> io::Result<u64> {
    let expected = (swarm.clients.len() * count) as u64;
    let heard = std::cell::Cell::new(0u64);
    let seen = |_: usize, what: Seen<'_>| {
        if let Seen::Text(_) = what {
            heard.set(heard.get() + 1);
        }
    };
    if !swarm.until(PATIENCE, seen, || heard.get() >= expected)? {
        return Err(io::Error::other(format!("{} of {expected} deliveries came", heard.get())));
    }
    Ok(heard.get())
}

impl Quiz {
    fn start(options: &Options) -> io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("soiree-load-{}", std::process::id()));
        let data = folder.to_string_lossy().into_owned();
        let args = ["serve", "--listen", "127.0.0.1:9102", "--data", &data, "--workers", "1"];
        let env = [("SOIREE_ADDRESS_LIMITS", "off"), ("SOIREE_MESSAGES_PER_SECOND", "0"), ("RUST_LOG", "warn")];
        let server = Server::start(&options.soiree, &args, &env, 9102)?;
        drop(server.wait()?);
        let idle = resident(server.pid());
        let mut swarm = Swarm::new()?;
        let host = swarm.connect(server.address, "/parties/main/BENCH", "")?;
        let question = r#"{"category":"color","correctAnswer":"Red","distractors":["White","Rosé","Orange"]}"#;
        settle(&mut swarm)?;
        swarm.say(
            host,
            &format!(
                r#"{{"type":"create_session","title":"Bench","hostId":"BENCH-HOST","timerSeconds":120,
                "wines":[{{"name":"One","questions":[{question}]}}]}}"#
            ),
        )?;
        settle(&mut swarm)?;
        open_all(&mut swarm, server.address, "/parties/main/BENCH", options.sockets - 1, |_, _| Ok(()))?;
        settle(&mut swarm)?;
        let raw = resident(server.pid());
        let joining = Instant::now();
        for client in 1..options.sockets {
            swarm.say(client, r#"{"type":"join_session","code":""}"#)?;
        }
        let joined = std::cell::Cell::new(1);
        let seen = |_: usize, what: Seen<'_>| {
            if let Seen::Text(text) = what
                && text.starts_with(br#"{"type":"participant:joined""#)
            {
                joined.set(joined.get() + 1);
            }
        };
        if !swarm.until(PATIENCE, seen, || joined.get() >= options.sockets)? {
            return Err(io::Error::other(format!("only {} joined", joined.get())));
        }
        println!("{} joined in {:.2} s", options.sockets - 1, joining.elapsed().as_secs_f64());
        settle(&mut swarm)?;
        let per = |bytes: u64| bytes.saturating_sub(idle) / options.sockets as u64;
        println!(
            "resident bytes per raw connection {}, per seated participant {}",
            per(raw),
            per(resident(server.pid()))
        );
        Ok(Quiz { server, swarm, host, _data: TempFolder(folder) })
    }

    fn send(&mut self, texts: &[String], count: usize) -> io::Result<(Cpu, u64, Duration)> {
        let (before, start) = (cpu(self.server.pid()), Instant::now());
        for text in texts {
            self.swarm.say(self.host, text)?;
        }
        let heard = hear(&mut self.swarm, count)?;
        Ok((cpu(self.server.pid()).since(before), heard, start.elapsed()))
    }
}

/// Lets everything that is on its way arrive.
fn settle(swarm: &mut Swarm) -> io::Result<()> {
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(1_500) {
        swarm.pump(Duration::from_millis(20), |_, _| {})?;
    }
    Ok(())
}
