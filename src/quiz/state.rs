//! What is the case in a quiz. It changes through events alone (`evolve`).

use serde::{Deserialize, Serialize};

use super::clock::Clock;
use super::event::{Created, QuestionRecord};
use super::seats::Seats;
use super::wire::Phase;
use crate::engine::SeatNo;

/// The machine: a room in which a quiz may exist.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Quiz {
    pub(super) game: Option<Box<Game>>,
}

/// A quiz that exists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Game {
    pub(super) created: Created,
    pub(super) seats: Seats,
    pub(super) locked: bool,
    pub(super) step: Step,
    /// The question that is asked or was asked last.
    pub(super) at: Position,
    /// Answers to that question.
    pub(super) picks: Picks,
    /// What was revealed, in the order of asking.
    pub(super) past: Vec<Past>,
}

/// Where the game is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum Step {
    Waiting,
    Open { clock: Clock },
    Paused { clock: Clock },
    Revealed,
    Leaderboard,
    Ended,
}

/// A question's place: round and place in it, both from 0. Ordered as they are asked.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    pub round: u16,
    pub question: u16,
}

/// The present question's answers by seat, counted as they come.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picks {
    pub by_seat: Vec<Option<Pick>>,
    /// How many chose each option.
    pub counts: [u32; 4],
}

/// A choice, and how much of the question's time had run when it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pick {
    pub option: u8,
    pub elapsed_ms: u32,
}

/// A revealed question: each seat's choice and points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    pub at: Position,
    pub choices: Vec<Option<u8>>,
    pub points: Vec<u8>,
}

impl Game {
    /// A quiz with nobody in it yet.
    pub(super) fn new(created: Created) -> Self {
        Game {
            created,
            seats: Seats::default(),
            locked: false,
            step: Step::Waiting,
            at: Position::default(),
            picks: Picks::default(),
            past: Vec::new(),
        }
    }

    /// The phase as the wire names it.
    pub(super) fn phase(&self) -> Phase {
        match self.step {
            Step::Waiting => Phase::Waiting,
            Step::Open { .. } => Phase::QuestionOpen,
            Step::Paused { .. } => Phase::QuestionPaused,
            Step::Revealed => Phase::QuestionRevealed,
            Step::Leaderboard => Phase::RoundLeaderboard,
            Step::Ended => Phase::Ended,
        }
    }

    /// The clock, while a question is open or paused.
    pub(super) fn clock(&self) -> Option<&Clock> {
        match &self.step {
            Step::Open { clock } | Step::Paused { clock } => Some(clock),
            Step::Waiting | Step::Revealed | Step::Leaderboard | Step::Ended => None,
        }
    }

    /// A question of the quiz.
    pub(super) fn question(&self, at: Position) -> Option<&QuestionRecord> {
        self.created.wines.get(usize::from(at.round))?.questions.get(usize::from(at.question))
    }

    /// The question that is on everybody's screen: open, paused or revealed.
    pub(super) fn current(&self) -> Option<&QuestionRecord> {
        match self.step {
            Step::Open { .. } | Step::Paused { .. } | Step::Revealed => self.question(self.at),
            Step::Waiting | Step::Leaderboard | Step::Ended => None,
        }
    }

    /// The question after the present one in the same round.
    pub(super) fn next_in_round(&self) -> Option<Position> {
        let next = Position { question: self.at.question.checked_add(1)?, ..self.at };
        self.question(next).map(|_| next)
    }

    /// The first question of the next round.
    pub(super) fn next_round(&self) -> Option<Position> {
        let next = Position { round: self.at.round.checked_add(1)?, question: 0 };
        self.question(next).map(|_| next)
    }

    /// Whether a question has been shown yet.
    pub(super) fn was_asked(&self, at: Position) -> bool {
        !matches!(self.step, Step::Waiting) && at <= self.at
    }

    /// What the last reveal brought.
    pub(super) fn last_revealed(&self) -> Option<&Past> {
        self.past.last().filter(|past| past.at == self.at)
    }

    /// The seat's choice for the present question.
    pub(super) fn pick(&self, seat: SeatNo) -> Option<Pick> {
        self.picks.by_seat.get(seat as usize).copied().flatten()
    }
}

impl Picks {
    /// How many have answered.
    pub fn answered(&self) -> u32 {
        self.counts.iter().sum()
    }

    /// Takes a seat's choice in the place of an earlier one.
    pub fn put(&mut self, seat: SeatNo, pick: Option<Pick>) {
        let seat = seat as usize;
        if self.by_seat.len() <= seat {
            self.by_seat.resize(seat + 1, None);
        }
        let former = std::mem::replace(&mut self.by_seat[seat], pick);
        if let Some(count) = former.and_then(|former| self.counts.get_mut(usize::from(former.option))) {
            *count = count.saturating_sub(1);
        }
        if let Some(count) = pick.and_then(|pick| self.counts.get_mut(usize::from(pick.option))) {
            *count += 1;
        }
    }
}

impl Past {
    /// What a seat chose.
    pub fn choice_of(&self, seat: SeatNo) -> Option<u8> {
        self.choices.get(seat as usize).copied().flatten()
    }

    /// What a seat's choice brought.
    pub fn points_of(&self, seat: SeatNo) -> u32 {
        self.points.get(seat as usize).copied().unwrap_or(0).into()
    }
}
