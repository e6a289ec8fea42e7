//! What is the case in a prompt. It changes through events alone (`evolve`).

use serde::{Deserialize, Serialize};

use super::event::Created;
use super::sessions::Sessions;
use super::sums::Sums;

/// The machine: a room in which a prompt may exist.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Prompt {
    pub(super) opened: Option<Box<Opened>>,
}

/// A prompt that exists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    pub(super) created: Created,
    pub(super) sessions: Sessions,
    pub(super) sums: Sums,
    /// How many events were posted: the next one's number.
    pub(super) posted: u64,
}

impl Opened {
    /// A prompt that nobody has seen yet.
    pub(super) fn new(created: Created) -> Self {
        let sums = Sums::new(&created.prompt, created.duration_seconds);
        Opened { created, sessions: Sessions::default(), sums, posted: 0 }
    }
}
