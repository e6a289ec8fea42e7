//! What a client of a quiz can ask, understood and checked for form.

use crate::engine::Secret;

use super::wire::{Category, Scoring};

/// A command, from whomever; the machine checks rights and phase.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    Create(Box<NewQuiz>),
    /// `code` is empty where the client leaves it to the room's address.
    Join {
        code: String,
    },
    RejoinHost {
        host_id: Secret,
    },
    RejoinSeat {
        token: Secret,
    },
    /// Ours: a public screen.
    WatchStage,
    Start,
    Pause,
    Resume,
    Reveal,
    Next,
    End,
    /// Ours: more time for the open or paused question, in seconds.
    Extend {
        seconds: u32,
    },
    /// Ours: nobody else may join (or again).
    Lock {
        locked: bool,
    },
    /// Ours: removes a participant.
    Kick {
        pseudonym: String,
    },
    Answer {
        question_id: String,
        option_id: String,
    },
    /// Ours: what time is it on the server? `client_time` comes back as it was.
    Time {
        client_time: f64,
    },
}

/// A quiz as its host made it, checked whole.
#[derive(Debug, Clone, PartialEq)]
pub struct NewQuiz {
    pub title: String,
    pub host_id: Secret,
    /// 15–120.
    pub timer_seconds: u32,
    pub wines: Vec<NewWine>,
    pub scoring: Scoring,
}

/// A wine: one round of questions.
#[derive(Debug, Clone, PartialEq)]
pub struct NewWine {
    pub name: String,
    pub questions: Vec<NewQuestion>,
}

/// A question with its four options.
#[derive(Debug, Clone, PartialEq)]
pub struct NewQuestion {
    pub category: Category,
    /// The host's own wording; otherwise the category's.
    pub prompt: Option<String>,
    pub correct_answer: String,
    pub distractors: [String; 3],
}
