//! What may be seen of a prompt from outside.

use serde::{Deserialize, Serialize};

use super::command::Recording;
use super::event::{Created, Done};
use super::state::{Opened, Prompt};
use super::sums::{Sums, SumsAt, bins};
use super::wire::{EventType, Published, Question};
use super::{Dialect, PromptTime, SessionUid, uid};
use crate::engine::{SessionStatus, SessionSummary, TimelineRow, WallTime};

/// A prompt in few words, as lists have it too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Info {
    pub kind: Dialect,
    pub prompt: Question,
    pub duration_seconds: f64,
    pub identifier: Option<String>,
    pub recording: Option<Recording>,
}

impl Info {
    fn of(created: &Created) -> Self {
        Info {
            kind: created.kind,
            prompt: created.prompt.clone(),
            duration_seconds: created.duration_seconds,
            identifier: created.identifier.clone(),
            recording: created.recording.clone(),
        }
    }

    /// Reads what [`summary`] has written into a list's row.
    pub fn from_outcome(outcome: &str) -> Option<Self> {
        serde_json::from_str(outcome).ok()
    }

    /// How long a bin of the statistics is.
    pub fn bin_width(&self) -> f64 {
        self.duration_seconds / bins(self.duration_seconds) as f64
    }
}

/// A prompt's row in the administrator's list.
pub(super) fn summary(opened: &Opened) -> SessionSummary {
    let created = &opened.created;
    SessionSummary {
        owner: created.owner,
        title: created.prompt.text().to_owned(),
        created: created.wall,
        // It is never over: whoever comes later begins anew.
        status: SessionStatus::Active,
        participant_count: opened.sessions.count(),
        outcome: serde_json::to_string(&Info::of(created)).ok(),
    }
}

impl Question {
    /// What is asked, in words.
    pub fn text(&self) -> &str {
        match self {
            Question::Numeric { text, .. }
            | Question::Press { text }
            | Question::Color { text, .. }
            | Question::Word { text, .. } => text,
        }
    }
}

impl Prompt {
    /// The prompt in few words, when it was made, and how many sessions there are; `None` where none exists.
    pub fn info(&self) -> Option<(Info, WallTime, u32)> {
        let opened = self.opened.as_deref()?;
        Some((Info::of(&opened.created), opened.created.wall, opened.sessions.count()))
    }

    /// The statistics.
    pub fn sums(&self) -> Option<&Sums> {
        self.opened.as_deref().map(|opened| &opened.sums)
    }

    /// The statistics up to and including a bin: `None` where there is no prompt, `Some(None)`: no such bin.
    pub fn sums_at(&self, bin: usize) -> Option<Option<SumsAt>> {
        self.sums().map(|sums| sums.at(bin))
    }

    /// Pictures of people who are present at a moment; `None` where there is no prompt.
    pub fn faces(&self, at: PromptTime, limit: usize) -> Option<Vec<Box<str>>> {
        self.opened.as_deref().map(|opened| opened.sessions.faces(at, limit))
    }

    /// The number of the session with this name.
    pub fn session_number(&self, name: &str) -> Option<u32> {
        let opened = self.opened.as_deref()?;
        opened.sessions.find(SessionUid::parse(name)?).map(|(number, _)| number)
    }

    /// The numbers of a user's sessions.
    pub fn sessions_of(&self, user: &str) -> Vec<u32> {
        self.opened.as_deref().map(|opened| opened.sessions.of_user(user)).unwrap_or_default()
    }

    /// The number of the event with this name.
    pub fn event_number(&self, name: &str) -> Option<u64> {
        uid::event_number(self.opened.as_deref()?.created.salt, name)
    }

    /// A row of the timeline as it was told when it happened; `None` for what is no row of this prompt.
    pub fn told(&self, row: &TimelineRow) -> Option<Published> {
        let opened = self.opened.as_deref()?;
        let session = opened.sessions.get(row.part)?;
        let event_type = *EventType::ALL.get(usize::from(row.label))?;
        let done = done(event_type, row.value, session.name.as_deref(), session.picture.as_deref())?;
        Some(opened.published(session, row.number, PromptTime::new(row.at)?, done, row.wall))
    }
}

fn done(event_type: EventType, value: Option<i64>, name: Option<&str>, picture: Option<&str>) -> Option<Done> {
    let place = || value.and_then(|value| u8::try_from(value).ok());
    Some(match event_type {
        EventType::Join => Done::Join { name: name?.into(), picture: picture.map(Into::into) },
        EventType::Leave => Done::Leave,
        EventType::Like => Done::Like,
        EventType::NumericPromptResponse => Done::Numeric(value.and_then(|value| i32::try_from(value).ok())?),
        EventType::PressPromptStartResponse => Done::PressStart,
        EventType::PressPromptEndResponse => Done::PressEnd,
        EventType::ColorPromptResponse => Done::Color(place()?),
        EventType::WordPromptResponse => Done::Word(place()?),
    })
}
