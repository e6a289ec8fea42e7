//! What the machine answers, in neither dialect: the dialects' files turn it into theirs.

use std::sync::Arc;

use super::{EventData, EventType, Question};
use crate::engine::WallTime;
use crate::prompt::event::Done;
use crate::prompt::{Dialect, PromptTime};

/// An answer of the machine.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// The prompt exists.
    Created,
    /// A session was opened.
    Begun { session_uid: String, kind: Dialect, prompt: Question, duration_seconds: f64 },
    /// An event was taken in. The same goes to the live sockets.
    Posted(Arc<Published>),
    /// The command was refused.
    Refused { code: &'static str, message: String },
}

/// An event that has happened, with all that is told of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    pub uid: String,
    pub user_sub: Box<str>,
    pub session_uid: String,
    pub event_type: EventType,
    pub at: PromptTime,
    pub done: Done,
    /// The user's name; `None` only for a leave whose join is not known.
    pub name: Option<Box<str>>,
    /// The uid of the user's picture.
    pub picture: Option<Box<str>>,
    pub created_at: WallTime,
}

impl Published {
    /// What it says beside its type; names are said in one dialect only.
    pub fn data(&self, with_names: bool) -> EventData {
        match &self.done {
            Done::Join { .. } | Done::Leave => match &self.name {
                Some(name) if with_names => EventData::Name { name: name.to_string() },
                Some(_) | None => EventData::Nothing {},
            },
            Done::Numeric(rating) => EventData::Rating { rating: i64::from(*rating) },
            Done::Color(index) | Done::Word(index) => EventData::Index { index: i64::from(*index) },
            Done::Like | Done::PressStart | Done::PressEnd => EventData::Nothing {},
        }
    }
}

impl Done {
    /// Its type on the wire.
    pub fn event_type(&self) -> EventType {
        match self {
            Done::Join { .. } => EventType::Join,
            Done::Leave => EventType::Leave,
            Done::Like => EventType::Like,
            Done::Numeric(_) => EventType::NumericPromptResponse,
            Done::PressStart => EventType::PressPromptStartResponse,
            Done::PressEnd => EventType::PressPromptEndResponse,
            Done::Color(_) => EventType::ColorPromptResponse,
            Done::Word(_) => EventType::WordPromptResponse,
        }
    }
}
