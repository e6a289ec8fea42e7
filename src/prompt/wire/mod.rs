//! The wire's types: what both dialects share here, and in one file each what they name differently.
//!
//! Sources: `seeds/000`, `seeds/001` and `protocols/prompts.md`. The key `style` in a prompt and the forms of
//! filters and sorts are those of existing clients. Nothing outside this folder knows a JSON key.

pub mod api;
pub mod interactive_prompt;
pub mod journey;
mod said;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use said::{Message, Published};

use super::Dialect;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
#[serde(tag = "style", rename_all = "snake_case")]
#[schema(as = PromptQuestion)]
#[schemars(rename = "PromptQuestion")]
pub enum Question {
    /// A whole number from `min` to `max`, at most 11 of them.
    Numeric {
        /// 1–75 characters.
        text: String,
        min: i32,
        max: i32,
        /// 1.
        step: i32,
    },
    /// Press and hold when it is so.
    Press { text: String },
    /// One of 2–8 colours, each `#RRGGBB`.
    Color { text: String, colors: Vec<String> },
    /// One of 2–8 words, each of 1–45 characters.
    Word { text: String, options: Vec<String> },
}

/// A duration in seconds; whole ones are written as clients know them: `60`, not `60.0`.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
pub struct Seconds(pub f64);

impl Serialize for Seconds {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        /// Up to here every whole number is exact.
        const EXACT_MAX: f64 = 9_007_199_254_740_992.0;
        match self.0.fract() == 0.0 && self.0.abs() <= EXACT_MAX {
            true => serializer.serialize_i64(self.0 as i64),
            false => serializer.serialize_f64(self.0),
        }
    }
}

/// The type of an event.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum EventType {
    Join,
    Leave,
    Like,
    NumericPromptResponse,
    PressPromptStartResponse,
    PressPromptEndResponse,
    ColorPromptResponse,
    WordPromptResponse,
}

impl EventType {
    /// All, in the order of the documents.
    pub const ALL: [EventType; 8] = [
        EventType::Join,
        EventType::Leave,
        EventType::Like,
        EventType::NumericPromptResponse,
        EventType::PressPromptStartResponse,
        EventType::PressPromptEndResponse,
        EventType::ColorPromptResponse,
        EventType::WordPromptResponse,
    ];

    /// Its word on the wire.
    pub fn word(self) -> &'static str {
        match self {
            EventType::Join => "join",
            EventType::Leave => "leave",
            EventType::Like => "like",
            EventType::NumericPromptResponse => "numeric_prompt_response",
            EventType::PressPromptStartResponse => "press_prompt_start_response",
            EventType::PressPromptEndResponse => "press_prompt_end_response",
            EventType::ColorPromptResponse => "color_prompt_response",
            EventType::WordPromptResponse => "word_prompt_response",
        }
    }

    /// The call that posts it, below `events/`.
    pub fn path(self) -> &'static str {
        match self {
            EventType::Join => "join",
            EventType::Leave => "leave",
            EventType::Like => "like",
            EventType::NumericPromptResponse => "respond_numeric_prompt",
            EventType::PressPromptStartResponse => "respond_press_prompt/start",
            EventType::PressPromptEndResponse => "respond_press_prompt/end",
            EventType::ColorPromptResponse => "respond_color_prompt",
            EventType::WordPromptResponse => "respond_word_prompt",
        }
    }
}

/// A picture: `GET /api/1/image_files/playlist/{uid}?jwt=` resolves it to its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
pub struct Icon {
    pub uid: String,
    pub jwt: String,
}

/// What an event says beside its type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
#[serde(untagged)]
pub enum EventData {
    /// `join` and `leave` of interactive prompts.
    Name { name: String },
    /// `numeric_prompt_response`; may be negative.
    Rating { rating: i64 },
    /// `color_prompt_response` and `word_prompt_response`: a place, from 0.
    Index { index: i64 },
    /// All others: `{}`.
    Nothing {},
}

/// The keys and words in which the dialects differ.
#[derive(Debug, Clone, Copy)]
pub struct Names {
    /// `interactive_prompt_uid`.
    pub uid: &'static str,
    /// `interactive_prompt_jwt`.
    pub jwt: &'static str,
    /// `prompt_time`.
    pub time: &'static str,
    /// `impossible_prompt_time`.
    pub impossible_time: &'static str,
    /// `interactive_prompt_not_found`: statistics and pictures of what is gone.
    pub not_found: &'static str,
}

impl Dialect {
    /// Its keys and words.
    pub fn names(self) -> &'static Names {
        match self {
            Dialect::InteractivePrompt => &interactive_prompt::NAMES,
            Dialect::Journey => &journey::NAMES,
        }
    }
}
