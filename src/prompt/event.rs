//! What has happened in a prompt. Stored for ever: within a version only additions with defaults.

use serde::{Deserialize, Serialize};

use super::command::Recording;
use super::wire::Question;
use super::{Dialect, PromptTime, SessionUid};
use crate::engine::{KeyedHash, WallTime};

/// A fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum Event {
    Created(Box<Created>),
    /// The next session was opened, for a user.
    Begun {
        uid: SessionUid,
        user: Box<str>,
    },
    /// The next event of the prompt: what somebody did in a session, and when on their own clock. The keys are
    /// short because there are millions of them.
    #[serde(rename = "p")]
    Posted {
        /// The session's place in the order of opening, from 0.
        #[serde(rename = "s")]
        session: u32,
        /// The event's number in the prompt, from 0.
        #[serde(rename = "n")]
        number: u64,
        #[serde(rename = "at")]
        at: PromptTime,
        #[serde(rename = "d")]
        done: Done,
    },
}

/// A prompt as it was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Created {
    pub kind: Dialect,
    pub prompt: Question,
    pub duration_seconds: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording: Option<Recording>,
    /// Whose list it is in.
    pub owner: KeyedHash,
    pub wall: WallTime,
    /// Random; the names of events are made with it.
    pub salt: u64,
}

/// What was done, checked against the prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Done {
    Join {
        name: Box<str>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        picture: Option<Box<str>>,
    },
    Leave,
    Like,
    /// The rating itself.
    Numeric(i32),
    PressStart,
    PressEnd,
    /// The colour's place.
    Color(u8),
    /// The word's place.
    Word(u8),
}
