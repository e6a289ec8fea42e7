//! What clients were told, and where a game can be.

use std::collections::BTreeMap;
use std::time::Instant;

use serde_json::Value;

use crate::kit::Frame;

/// Questions of one wine in the scripted game.
pub const QUESTIONS: usize = 2;
/// Wines in it.
pub const WINES: usize = 2;
/// Its timer: longer than a question is ever open here.
pub const TIMER_MS: u64 = 120_000;

/// Where a game is. Questions are counted through all wines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Nothing,
    Waiting,
    Open(usize),
    Paused(usize),
    Revealed(usize),
    Board(usize),
    Ended,
}

/// What the host orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Create,
    Start,
    Pause,
    Resume,
    Reveal,
    Next,
}

impl Order {
    pub fn kind(self) -> &'static str {
        match self {
            Order::Create => "create_session",
            Order::Start => "host:start",
            Order::Pause => "host:pause",
            Order::Resume => "host:resume",
            Order::Reveal => "host:reveal",
            Order::Next => "host:next",
        }
    }
}

impl Step {
    pub fn phase(self) -> &'static str {
        match self {
            Step::Nothing | Step::Waiting => "waiting",
            Step::Open(_) => "question_open",
            Step::Paused(_) => "question_paused",
            Step::Revealed(_) => "question_revealed",
            Step::Board(_) => "round_leaderboard",
            Step::Ended => "ended",
        }
    }

    /// The question that is on the screens.
    pub fn question(self) -> Option<usize> {
        match self {
            Step::Open(question) | Step::Paused(question) | Step::Revealed(question) => Some(question),
            Step::Nothing | Step::Waiting | Step::Board(_) | Step::Ended => None,
        }
    }

    /// How many questions have been scored.
    pub fn scored(self) -> usize {
        match self {
            Step::Nothing | Step::Waiting => 0,
            Step::Open(question) | Step::Paused(question) => question,
            Step::Revealed(question) => question + 1,
            Step::Board(round) => (round + 1) * QUESTIONS,
            Step::Ended => QUESTIONS * WINES,
        }
    }

    /// Where an order leads; `None` where it is refused.
    pub fn after(self, order: Order) -> Option<Step> {
        match (self, order) {
            (Step::Nothing, Order::Create) => Some(Step::Waiting),
            (Step::Waiting, Order::Start) => Some(Step::Open(0)),
            (Step::Open(question), Order::Pause) => Some(Step::Paused(question)),
            (Step::Paused(question), Order::Resume) => Some(Step::Open(question)),
            (Step::Open(question) | Step::Paused(question), Order::Reveal) => Some(Step::Revealed(question)),
            (Step::Revealed(question), Order::Next) => Some(match (question + 1) % QUESTIONS {
                0 => Step::Board(question / QUESTIONS),
                _ => Step::Open(question + 1),
            }),
            (Step::Board(round), Order::Next) if round + 1 < WINES => Some(Step::Open((round + 1) * QUESTIONS)),
            (Step::Board(_), Order::Next) => Some(Step::Ended),
            _ => None,
        }
    }

    /// Where a snapshot says the game is.
    pub fn of_host(snapshot: &Value) -> Option<Step> {
        let number = |name: &str| snapshot[name].as_u64().map(|number| number as usize);
        let question = || Some(number("currentRound")? * QUESTIONS + number("currentQuestion")?);
        match snapshot["phase"].as_str()? {
            "waiting" => Some(Step::Waiting),
            "question_open" => question().map(Step::Open),
            "question_paused" => question().map(Step::Paused),
            "question_revealed" => question().map(Step::Revealed),
            "round_leaderboard" => number("currentRound").map(Step::Board),
            "ended" => Some(Step::Ended),
            _ => None,
        }
    }
}

/// The steps that a client was told, beginning at `base`. Only the host is told of the creation by a
/// message of its own; for others it is included in what follows it.
pub fn steps(base: Step, frames: &[Frame]) -> Vec<Step> {
    let mut told = vec![base];
    let follows = |frame: &Frame| ["participant:joined", "game:question"].contains(&frame.kind());
    if base == Step::Nothing && frames.iter().any(follows) {
        told.push(Step::Waiting);
    }
    for frame in frames {
        let now = *told.last().expect("it begins with the base");
        let number = |name: &str| frame.json[name].as_u64().unwrap_or(u64::MAX) as usize;
        let next = match frame.kind() {
            "session:created" if now == Step::Nothing => Some(Step::Waiting),
            "game:question" => Some(Step::Open(number("roundIndex") * QUESTIONS + number("questionIndex"))),
            "game:timer_paused" => now.question().map(Step::Paused),
            "game:timer_resumed" => now.question().map(Step::Open),
            "game:answer_revealed" => now.question().map(Step::Revealed),
            "game:round_leaderboard" => Some(Step::Board(number("roundIndex"))),
            "game:final_leaderboard" | "session:ended" => Some(Step::Ended),
            _ => None,
        };
        told.extend(next.filter(|next| *next != now));
    }
    told
}

/// The last thing that anybody was told about the clock.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    pub at: Instant,
    pub remaining_ms: u64,
}

/// What all clients together were told about one game.
#[derive(Default)]
pub struct Ledger {
    /// Names in order of joining.
    pub participants: Vec<String>,
    /// Options by question, as they were first told.
    pub options: BTreeMap<String, Value>,
    /// The lowest remainder by question: nobody is given more time here.
    pub clocks: BTreeMap<usize, Clock>,
    /// The last leaderboard, by the step at which it was told.
    pub board: Option<(Step, Value)>,
    /// The last reveal that the host was told.
    pub results: Option<(Step, Value)>,
}

impl Ledger {
    /// Takes in what one client was told; returns contradictions.
    pub fn hear(&mut self, base: Step, frames: &[Frame]) -> Vec<String> {
        let mut contradictions = Vec::new();
        let mut step = base;
        for (at, frame) in frames.iter().enumerate() {
            if let Some(next) = steps(step, &frames[at..=at]).last() {
                step = *next;
            }
            let json = &frame.json;
            match frame.kind() {
                "lobby:updated" => {
                    let names: Vec<String> = json["participants"]
                        .as_array()
                        .map(|names| names.iter().filter_map(|name| Some(name.as_str()?.to_owned())).collect())
                        .unwrap_or_default();
                    let shared = names.len().min(self.participants.len());
                    if names[..shared] != self.participants[..shared] {
                        contradictions.push(format!("lobby {names:?} after {:?}", self.participants));
                    }
                    if names.len() > self.participants.len() {
                        self.participants = names;
                    }
                }
                "game:question" => {
                    contradictions.extend(self.hear_options(json));
                    self.hear_clock(step, frame.at, json["timerMs"].as_u64());
                }
                "game:timer_tick" | "game:timer_paused" | "game:timer_resumed" => {
                    self.hear_clock(step, frame.at, json["remainingMs"].as_u64());
                }
                "game:round_leaderboard" | "game:final_leaderboard" => {
                    self.board = Some((step, json["rankings"].clone()));
                }
                "game:answer_revealed" if json["results"].is_array() => {
                    self.results = Some((step, json["results"].clone()));
                }
                _ => {}
            }
        }
        contradictions
    }

    /// A question as somebody sees it: its options are what they were.
    pub fn hear_options(&mut self, question: &Value) -> Option<String> {
        let id = question["questionId"].as_str()?.to_owned();
        let before = self.options.entry(id.clone()).or_insert_with(|| question["options"].clone());
        (*before != question["options"]).then(|| format!("options of {id}: {before} became {}", question["options"]))
    }

    fn hear_clock(&mut self, step: Step, at: Instant, remaining_ms: Option<u64>) {
        let (Some(question), Some(remaining_ms)) = (step.question(), remaining_ms) else { return };
        let clock = self.clocks.entry(question).or_insert(Clock { at, remaining_ms });
        if remaining_ms < clock.remaining_ms {
            *clock = Clock { at, remaining_ms };
        }
    }
}
