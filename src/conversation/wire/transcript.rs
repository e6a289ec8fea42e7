//! A conversation in both shapes of the source.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::conversation::parts::{File, Part};

/// Everything that one event said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TranscriptGroup {
    pub event_id: String,
    pub messages: Vec<GroupedMessage>,
}

/// A message among those of an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct GroupedMessage {
    pub actions: Vec<FlatAction>,
    pub files: Vec<File>,
    pub from: GroupedFrom,
    #[serde(rename = "chatbotName")]
    pub chatbot_name: String,
    #[serde(rename = "channelName")]
    pub channel_name: String,
    #[serde(rename = "livechatName")]
    pub livechat_name: String,
    pub messages: Vec<Part>,
    /// Ours: RFC 3339.
    pub timestamp: String,
    /// Ours.
    pub message_id: String,
}

/// Whose a grouped message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum GroupedFrom {
    User,
    Chatbot,
    Livechat,
}

/// A message of the flat transcript.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FlatMessage {
    pub from: FlatFrom,
    pub messages: FlatContent,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<FlatAction>>")]
    pub actions: Vec<FlatAction>,
    #[serde(rename = "channelName")]
    pub channel_name: String,
    #[serde(rename = "chatbotName")]
    pub chatbot_name: String,
    /// Ours: RFC 3339.
    pub timestamp: String,
}

/// Whose a flat message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum FlatFrom {
    User,
    Bot,
    Agent,
}

/// A visitor's parts as they are; those of the other side with what belongs to them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(untagged)]
pub enum FlatContent {
    Answer {
        #[serde(rename = "idChat")]
        id_chat: String,
        messages: Vec<Part>,
        actions: Vec<FlatAction>,
    },
    Said(Vec<Part>),
}

/// An action in a transcript.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FlatAction {
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
}
