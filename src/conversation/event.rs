//! What has happened in a conversation. Stored for ever: within a version only additions with defaults.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::bot::BotFault;
use super::files::{FileId, KeptFile};
use super::ids::{AgentNo, ChannelNo, ConversationId};
use super::parts::{Deed, Part};
use super::wire::{BasicInfo, Target};
use crate::engine::{KeyedHash, WallTime};
use crate::limits;

/// A fact. Its moment on the room's clock is the one under which it is stored; `at` is the wall's, for people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum Event {
    Started(Box<Started>),
    UserSaid {
        at: WallTime,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        client_id: Option<String>,
        parts: Vec<Part>,
        /// Left for humans to read later: the bot does not answer it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        is_left: bool,
    },
    UserActed {
        at: WallTime,
        deed: Deed,
    },
    MetadataMerged {
        #[serde(default)]
        target: Target,
        values: Map<String, Value>,
    },
    /// The bot has answered the turn; `memory` is what it wants to be reminded of at the next.
    BotAnswered {
        at: WallTime,
        turn: u32,
        parts: Vec<Part>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        deeds: Vec<Deed>,
        #[serde(default, skip_serializing_if = "Value::is_null")]
        memory: Value,
    },
    /// The bot has not; the visitor was told `parts` instead.
    BotFailed {
        at: WallTime,
        turn: u32,
        fault: BotFault,
        parts: Vec<Part>,
    },
    /// A human was asked for: from now on it waits under this ticket.
    Escalated {
        at: WallTime,
        ticket: u32,
    },
    AssignmentFailed {
        at: WallTime,
        why: NoAgent,
        parts: Vec<Part>,
        /// When humans are there again, where it was closed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        opens_at: Option<WallTime>,
    },
    AgentJoined {
        at: WallTime,
        /// The desk's order that brought the agent.
        order: u64,
        agent: AgentFacts,
    },
    AgentLeft {
        at: WallTime,
        why: Leaving,
        /// The desk's order, where it was one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        order: Option<u64>,
    },
    /// An order of the desk came too late.
    OrderDeclined {
        order: u64,
    },
    AgentSaid {
        at: WallTime,
        agent: AgentFacts,
        client_id: Option<String>,
        parts: Vec<Part>,
    },
    Noted {
        at: WallTime,
        agent: AgentNo,
        #[serde(default)]
        name: String,
        client_id: String,
        text: String,
    },
    Edited {
        /// The entry's number.
        entry: u32,
        parts: Vec<Part>,
    },
    /// The visitor has read everything up to this entry.
    VisitorRead {
        up_to: u32,
    },
    AgentRead {
        up_to: u32,
    },
    /// A file has been taken in: from now on messages may hold it.
    FileKept {
        at: WallTime,
        file: KeptFile,
    },
    /// Files that no message held are gone: none may hold them any more.
    FilesDropped {
        files: Vec<FileId>,
    },
}

/// A conversation as it was begun.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Started {
    pub id: ConversationId,
    pub at: WallTime,
    pub channel: ChannelFacts,
    pub user_id: String,
    /// Hash of channel and user: under it the user's conversations are listed.
    pub owner: KeyedHash,
    #[serde(default)]
    pub info: BasicInfo,
    #[serde(default)]
    pub metadata: Map<String, Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
}

/// The channel as it was when the conversation began: later changes concern later conversations.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChannelFacts {
    pub no: ChannelNo,
    pub name: String,
    #[serde(default)]
    pub bot_name: String,
    #[serde(default)]
    pub rules: Rules,
}

/// How a channel hands over, and what it says then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// Milliseconds that a visitor waits for a human at most.
    pub queue_ms: u64,
    /// Milliseconds of silence after which an agent's part is over.
    pub silence_ms: u64,
    /// Milliseconds that a bot may take for one turn with all its retries.
    pub turn_ms: u64,
    /// Own texts; where one is absent, the usual one in the visitor's language is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub busy_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fallback_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_text: Option<String>,
    /// Whether files may be sent.
    #[serde(skip_serializing_if = "is_yes")]
    pub files: bool,
    /// The language of visitors who name none: `de` or `en`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
}

fn is_yes(value: &bool) -> bool {
    *value
}

impl Default for Rules {
    fn default() -> Self {
        Rules {
            queue_ms: limits::QUEUE_MS_MAX,
            silence_ms: limits::AGENT_SILENCE_MS_MAX,
            turn_ms: limits::BOT_TURN_MS_MAX,
            busy_text: None,
            fallback_text: None,
            closed_text: None,
            files: true,
            locale: None,
        }
    }
}

/// An agent as visitors and entries know one.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentFacts {
    pub no: AgentNo,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
}

/// Why no human came.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoAgent {
    #[default]
    NobodyAvailable,
    TimedOut,
    /// It was outside the channel's hours.
    Closed,
}

impl NoAgent {
    /// Whether it is what was stored before there were other reasons.
    pub(crate) fn is_usual(&self) -> bool {
        *self == NoAgent::NobodyAvailable
    }

    /// The word on the wire.
    pub fn word(self) -> &'static str {
        match self {
            NoAgent::NobodyAvailable => "nobody_available",
            NoAgent::TimedOut => "timed_out",
            NoAgent::Closed => "closed",
        }
    }
}

/// Why an agent's part is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leaving {
    /// The agent has ended it: the bot has it again.
    Ended,
    /// Nobody has said anything for long: the bot has it again.
    Silent,
    /// The agent has gone away: it waits for another.
    Gone,
    /// The agent has handed it on: it waits for another.
    Transferred,
}

impl Leaving {
    /// The word on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Leaving::Ended => "ended",
            Leaving::Silent => "silent",
            Leaving::Gone => "gone",
            Leaving::Transferred => "transferred",
        }
    }

    /// Whether it waits for another human now.
    pub fn waits_again(self) -> bool {
        matches!(self, Leaving::Gone | Leaving::Transferred)
    }
}
