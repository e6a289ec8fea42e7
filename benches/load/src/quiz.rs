//! The product under test: the whole binary with seats, store and all, and quizzes in it.

use std::io;
use std::time::{Duration, Instant};

use crate::folder::TempFolder;
use crate::servers::Server;
use crate::sums::{PATIENCE, Sum, hear, whole};
use crate::swarm::{Seen, Swarm};

/// Questions of a round.
const QUESTIONS: usize = 50;
/// Rounds of a room that is timed for long. Many rooms have one round: a usual evening.
const ROUNDS: usize = 20;

/// How the server is set up.
#[derive(Clone, Copy)]
pub struct Setup<'a> {
    pub binary: &'a str,
    pub port: u16,
    pub rooms: usize,
    /// Sockets of a room, its host's among them.
    pub sockets: usize,
    /// Whether senders are throttled; timed rounds ask the host for more than a person does.
    pub throttled: bool,
    pub seats: bool,
}

/// A server with rooms full of people.
pub struct Quiz {
    pub server: Server,
    pub swarm: Swarm,
    pub hosts: Vec<usize>,
    /// The participants' sockets.
    pub seats: Vec<usize>,
    pub tokens: Vec<String>,
    pub opened: Duration,
    pub joined: Duration,
    /// Resident bytes: without sockets, with all, with all seated.
    pub resident: [u64; 3],
    asked: usize,
    locked: bool,
    _data: TempFolder,
}

fn says(kind: &'static str) -> impl Fn(&[u8]) -> bool + Copy {
    move |text| {
        let rest = text.strip_prefix(br#"{"type":""#).unwrap_or_default();
        rest.starts_with(kind.as_bytes())
    }
}

impl Quiz {
    /// Starts the server, opens all sockets and seats the participants.
    pub fn start(setup: Setup<'_>) -> io::Result<Self> {
        let data = TempFolder::new(&format!("quiz-{}", setup.port))?;
        let unthrottled = [("SOIREE_MESSAGES_PER_SECOND", "0")];
        let env = if setup.throttled { &[][..] } else { &unthrottled };
        let server = Server::soiree(setup.binary, setup.port, &data, &["--workers", "1"], env)?;
        let empty = server.settled();
        let mut swarm = Swarm::new()?;
        let path = |room: usize| format!("/parties/main/R{room}");
        let opening = Instant::now();
        swarm.open(server.address, setup.rooms, path, |_, _| Ok(()))?;
        let hosts: Vec<usize> = (0..setup.rooms).collect();
        let create = creation(if setup.rooms == 1 { ROUNDS } else { 1 });
        for host in &hosts {
            swarm.say(*host, &create.replace("HOST", &format!("HOST-{host}")))?;
        }
        let heard = hear(&mut swarm, opening, setup.rooms, PATIENCE, says("session:created"))?;
        whole(&heard, setup.rooms)?;
        let opening = Instant::now();
        let people = setup.rooms * (setup.sockets - 1);
        swarm.open(server.address, people, |person| path(person % setup.rooms), |_, _| Ok(()))?;
        let opened = opening.elapsed();
        swarm.rest(Duration::from_millis(1_000), |_, _| {})?;
        let raw = server.resident();
        let mut quiz = Quiz {
            server,
            swarm,
            hosts,
            seats: (setup.rooms..setup.rooms + people).collect(),
            tokens: Vec::new(),
            opened,
            joined: Duration::ZERO,
            resident: [empty, raw, raw],
            asked: 0,
            locked: false,
            _data: data,
        };
        if setup.seats {
            quiz.join()?;
        }
        Ok(quiz)
    }

    fn join(&mut self) -> io::Result<()> {
        let start = Instant::now();
        let mut tokens = vec![String::new(); self.swarm.clients.len()];
        let (mut joined, mut next) = (0, 0);
        while joined < self.seats.len() {
            for client in self.seats.iter().skip(next).take(200) {
                self.swarm.say(*client, r#"{"type":"join_session","code":""}"#)?;
                next += 1;
            }
            self.swarm.pump(Duration::ZERO, |client, what| {
                if let Seen::Text(text) = what
                    && says("participant:joined")(text)
                {
                    joined += 1;
                    let text = String::from_utf8_lossy(text);
                    let token = text.split(r#""rejoinToken":""#).nth(1).and_then(|rest| rest.split('"').next());
                    tokens[client] = token.unwrap_or_default().to_owned();
                }
            })?;
            if start.elapsed() > PATIENCE {
                return Err(io::Error::other(format!("only {joined} joined")));
            }
        }
        self.joined = start.elapsed();
        self.tokens = tokens;
        self.swarm.rest(Duration::from_millis(1_500), |_, _| {})?;
        self.resident[2] = self.server.resident();
        Ok(())
    }

    /// Sockets in all.
    pub fn sockets(&self) -> usize {
        self.swarm.clients.len()
    }

    /// What the hosts say, heard by `expected` sockets as a `kind`.
    pub fn told(&mut self, texts: &[String], kind: &'static str, expected: usize) -> io::Result<Sum> {
        let (before, start) = (self.server.cpu(), Instant::now());
        for host in &self.hosts {
            for text in texts {
                self.swarm.say(*host, text)?;
            }
        }
        let heard = hear(&mut self.swarm, start, expected, PATIENCE, says(kind))?;
        whole(&heard, expected)?;
        let wall = start.elapsed();
        let cpu = self.server.cpu().since(before);
        Ok(Sum { cpu, deliveries: heard.receipts.len() as u64, wall, receipts: heard.receipts })
    }

    /// `count` small broadcasts at once.
    pub fn burst(&mut self, count: usize) -> io::Result<Sum> {
        let mut toggle = || {
            self.locked = !self.locked;
            format!(r#"{{"type":"host:lock","locked":{}}}"#, self.locked)
        };
        let texts: Vec<String> = (0..count).map(|_| toggle()).collect();
        self.told(&texts, "lobby:locked", count * self.sockets())
    }

    /// The next question, through a leaderboard where one stands between. Only the question is measured.
    pub fn ask(&mut self) -> io::Result<Sum> {
        let sockets = self.sockets();
        let next = |kind: &str| vec![format!(r#"{{"type":"{kind}"}}"#)];
        if self.asked > 0 && self.asked.is_multiple_of(QUESTIONS) {
            self.told(&next("host:next"), "game:round_leaderboard", sockets)?;
            self.swarm.rest(Duration::from_millis(200), |_, _| {})?;
        }
        let command = if self.asked == 0 { "host:start" } else { "host:next" };
        self.asked += 1;
        self.told(&next(command), "game:question", sockets)
    }

    /// The name of the question that is open.
    pub fn question(&self) -> String {
        let last = self.asked - 1;
        format!("r{}q{}", last / QUESTIONS, last % QUESTIONS)
    }

    /// The reveal, with everybody's own points.
    pub fn reveal(&mut self) -> io::Result<Sum> {
        let sockets = self.sockets();
        self.told(&[r#"{"type":"host:reveal"}"#.to_owned()], "game:answer_revealed", sockets)
    }

    /// Bytes of the last text of this kind that a participant gets, found by looking at one more.
    pub fn bytes_of(&mut self, kind: &'static str, texts: &[String]) -> io::Result<usize> {
        let (last, sockets) = (self.seats.last().copied().unwrap_or_default(), self.sockets());
        for host in &self.hosts {
            for text in texts {
                self.swarm.say(*host, text)?;
            }
        }
        let (bytes, heard) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
        let seen = |client: usize, what: Seen<'_>| {
            if let Seen::Text(text) = what
                && says(kind)(text)
            {
                heard.set(heard.get() + 1);
                if client == last {
                    bytes.set(text.len());
                }
            }
        };
        self.swarm.until(PATIENCE, seen, || heard.get() >= sockets)?;
        Ok(bytes.get())
    }

    /// The first question, unmeasured; answers with its bytes and its reveal's.
    pub fn begin(&mut self) -> io::Result<(usize, usize)> {
        let question = self.bytes_of("game:question", &[r#"{"type":"host:start"}"#.to_owned()])?;
        let reveal = self.bytes_of("game:answer_revealed", &[r#"{"type":"host:reveal"}"#.to_owned()])?;
        self.asked = 1;
        Ok((question, reveal))
    }
}

/// A quiz as long as the benchmarks need it.
fn creation(rounds: usize) -> String {
    let question = r#"{"category":"color","prompt":"?","correctAnswer":"Red","distractors":["White","Rosé","Orange"]}"#;
    let questions = vec![question; QUESTIONS].join(",");
    let wine = format!(r#"{{"name":"One","questions":[{questions}]}}"#);
    let wines = vec![wine; rounds].join(",");
    format!(r#"{{"type":"create_session","title":"Bench","hostId":"HOST","timerSeconds":120,"wines":[{wines}]}}"#)
}
