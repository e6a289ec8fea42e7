//! What has happened in a quiz. Stored for ever: within a version only additions with defaults.

use serde::{Deserialize, Serialize};

use super::wire::{Category, Scoring};
use crate::engine::{KeyedHash, SeatNo, WallTime};

/// A fact. Its moment is the room time under which it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum Event {
    Created(Box<Created>),
    /// The next free seat was taken.
    Joined {
        name: String,
        /// Hash of the token that brings its owner back.
        token: KeyedHash,
    },
    Kicked {
        seat: SeatNo,
    },
    Locked {
        on: bool,
    },
    /// A question was opened; both numbers from 0.
    Asked {
        round: u16,
        question: u16,
    },
    Paused,
    Resumed,
    Extended {
        ms: u64,
    },
    /// The option's place among the four, as shown.
    Answered {
        seat: SeatNo,
        option: u8,
    },
    Revealed,
    /// The round's leaderboard was opened.
    Ranked,
    Ended,
}

/// A quiz as it was founded, options already in the order in which they are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Created {
    pub title: String,
    pub owner: KeyedHash,
    pub wall: WallTime,
    /// Random; pseudonyms and rejoin tokens are derived from it (tokens with the server's key only).
    pub salt: u64,
    pub timer_ms: u64,
    #[serde(default)]
    pub scoring: Scoring,
    pub wines: Vec<WineRecord>,
}

/// A wine and its questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WineRecord {
    pub name: String,
    pub questions: Vec<QuestionRecord>,
}

/// A question with its options as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionRecord {
    pub category: Category,
    /// The host's own wording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
    pub options: [String; 4],
    /// Place of the correct option.
    pub correct: u8,
}

impl QuestionRecord {
    /// The correct option's text.
    pub fn correct_answer(&self) -> &str {
        self.options.get(usize::from(self.correct)).map_or("", String::as_str)
    }

    /// The wrong options in the order in which they are shown.
    pub fn distractors(&self) -> [String; 3] {
        let mut wrong = (0u8..).zip(&self.options).filter(|(place, _)| *place != self.correct).map(|(_, text)| text);
        std::array::from_fn(|_| wrong.next().cloned().unwrap_or_default())
    }
}
