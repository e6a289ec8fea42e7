//! What a conversation asks its bot, and what comes back. Who carries it out is no concern of the machine.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::ids::{ChannelNo, ConversationId};
use super::parts::{Deed, File, Part};
use super::wire::BasicInfo;

/// One turn that a bot is to answer. Asked again after a crash: `conversation` and `turn` together are its
/// idempotency key.
#[derive(Debug, Clone, PartialEq)]
pub struct BotRequest {
    pub conversation: ConversationId,
    pub channel: ChannelNo,
    /// Number of the entry that is answered; 0: the greeting.
    pub turn: u32,
    pub cause: BotCause,
    pub user_id: String,
    pub info: BasicInfo,
    /// `de` or `en`.
    pub locale: String,
    /// Metadata that is meant for bots.
    pub metadata: Map<String, Value>,
    /// What the bot wanted to be reminded of.
    pub memory: Value,
    /// Milliseconds to wait before asking, counted from when everything before is durable.
    pub pause_ms: u64,
    /// Milliseconds in which an answer is expected.
    pub patience_ms: u64,
}

/// Why the bot is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BotCause {
    /// The conversation has begun: greet.
    Start,
    Said {
        text: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<File>,
    },
    Acted(Deed),
}

/// A bot's answer.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct BotAnswer {
    pub parts: Vec<Part>,
    pub deeds: Vec<Deed>,
    pub memory: Value,
}

/// Why a bot has not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BotFault {
    /// It did not answer in time.
    TimedOut,
    /// It could not be reached, or is not asked for a while because it could not be.
    Unreachable,
    /// What it answered cannot be understood.
    Garbage,
}
