//! What can be asked of a prompt, understood and checked for form.

use super::wire::{EventType, Question};
use super::{Dialect, SessionUid};

/// A command. All come over HTTP; who asks has been proved before.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// The administrator's.
    Create(Box<NewPrompt>),
    /// A new session of a user; answered with [`super::wire::Message::Begun`].
    Begin { user: Box<str> },
    /// Something that a user does in a session; answered with [`super::wire::Message::Posted`].
    Post(Box<Post>),
}

/// A prompt as the administrator made it, checked whole.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPrompt {
    pub kind: Dialect,
    pub prompt: Question,
    /// Positive and finite.
    pub duration_seconds: f64,
    /// Under which it is started publicly; `None`: its uid.
    pub identifier: Option<String>,
    /// A journey's recording, by its name among the stored files.
    pub recording: Option<Recording>,
}

/// A journey's recording.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Recording {
    /// Its name among the stored files.
    pub file: String,
    /// `audio/mpeg`, `video/mp4` …
    pub media_type: String,
}

/// What a user does.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// `None`: a text that is no session's name.
    pub session: Option<SessionUid>,
    pub user: Box<str>,
    /// As it was sent: finite, perhaps negative or too late.
    pub at_seconds: f64,
    pub deed: Deed,
}

/// What can be done. Numbers are as they were sent: the machine knows what is in range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// With what the others see of a user.
    Join(Person),
    Leave,
    Like,
    Numeric {
        rating: i64,
    },
    PressStart,
    PressEnd,
    Color {
        index: i64,
    },
    Word {
        index: i64,
    },
}

impl Deed {
    /// Its type on the wire.
    pub fn event_type(&self) -> EventType {
        match self {
            Deed::Join(_) => EventType::Join,
            Deed::Leave => EventType::Leave,
            Deed::Like => EventType::Like,
            Deed::Numeric { .. } => EventType::NumericPromptResponse,
            Deed::PressStart => EventType::PressPromptStartResponse,
            Deed::PressEnd => EventType::PressPromptEndResponse,
            Deed::Color { .. } => EventType::ColorPromptResponse,
            Deed::Word { .. } => EventType::WordPromptResponse,
        }
    }
}

/// What others see of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub name: Box<str>,
    /// The picture's uid.
    pub picture: Option<Box<str>>,
}
