//! What messages are made of: texts, buttons, cards, files, pauses, and what others may invent.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

/// One part of a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "type")]
pub enum Part {
    #[serde(rename = "text")]
    Text { text: String },
    /// Sent as `button`, as in the source's example; [`Part::read`] understands `buttons` too.
    #[serde(rename = "button")]
    Buttons { buttons: Buttons },
    #[serde(rename = "cards")]
    Cards { cards: Vec<Card> },
    #[serde(rename = "files")]
    Files { files: Vec<File> },
    /// A pause before the next part, in milliseconds.
    #[serde(rename = "pause")]
    Pause { time: u64 },
    /// Anything else passes through unchanged. The browser's type leaves it out: pages skip what they do not know.
    #[serde(untagged)]
    #[ts(skip)]
    Other(Value),
}

/// Options to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Buttons {
    #[serde(default)]
    pub title: String,
    pub options: Vec<Choice>,
}

/// One option: what is shown, and what is sent as a message when it is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Choice {
    pub label: String,
    pub value: String,
}

/// A card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Card {
    #[serde(default)]
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub image_url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub link: Option<String>,
}

/// A file, by its address. One that was sent here has a path of this server as its `url`
/// (`/api/v1/conversations/{conversation_id}/files/{file_id}`) and is fetched with the header `x-api-key`, or by an
/// agent with `Authorization: Bearer`; such a link alone opens nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
#[schema(as = ConversationFile)]
pub struct File {
    /// `image`, `file`, …
    #[serde(rename = "type", default)]
    pub kind: String,
    pub url: String,
    #[serde(default)]
    pub mimetype: Option<String>,
    #[serde(default)]
    pub filename: Option<String>,
    /// Ours: bytes, where it is kept here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub size: Option<u64>,
}

impl Part {
    /// The `type` of every part that is not something else.
    pub const KINDS: [&'static str; 6] = ["text", "button", "buttons", "cards", "files", "pause"];

    /// A part as a bot or a script has written it. What is not known passes through.
    pub fn read(mut value: Value) -> Part {
        if let Some(kind) = value.get_mut("type").filter(|kind| **kind == "buttons") {
            *kind = Value::from("button");
        }
        // Cannot fail: whatever it is, it is something else.
        serde_json::from_value(value.clone()).unwrap_or(Part::Other(value))
    }

    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Part::Text { text: text.into() }
    }

    /// Options with a title.
    pub fn buttons<L: Into<String>, V: Into<String>>(
        title: impl Into<String>,
        options: impl IntoIterator<Item = (L, V)>,
    ) -> Self {
        let choice = |(label, value): (L, V)| Choice { label: label.into(), value: value.into() };
        Part::Buttons { buttons: Buttons { title: title.into(), options: options.into_iter().map(choice).collect() } }
    }

    /// What a list shows of it; empty where there is nothing to read.
    pub fn preview(&self) -> &str {
        match self {
            Part::Text { text } => text,
            Part::Buttons { buttons } => &buttons.title,
            Part::Cards { cards } => cards.first().map_or("", |card| &card.text),
            Part::Files { files } => files.first().and_then(|file| file.filename.as_deref()).unwrap_or("📎"),
            Part::Pause { .. } | Part::Other(_) => "",
        }
    }
}

/// The files of a message.
pub fn files_of(parts: &[Part]) -> Vec<File> {
    let of = |part: &Part| match part {
        Part::Files { files } => files.clone(),
        Part::Text { .. } | Part::Buttons { .. } | Part::Cards { .. } | Part::Pause { .. } | Part::Other(_) => {
            Vec::new()
        }
    };
    parts.iter().flat_map(of).collect()
}

/// Something that is to be done by the other side: `escalateToHuman`, or what a site has agreed upon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Deed {
    pub id: String,
    #[serde(default)]
    #[ts(type = "unknown")]
    pub data: Value,
    /// `normal`, unless a site uses it for something.
    #[serde(rename = "type", default = "normal")]
    pub kind: String,
}

/// The usual type of an action.
pub fn normal() -> String {
    "normal".to_owned()
}

/// The reserved action that asks for a human.
pub const ESCALATE: &str = "escalateToHuman";
