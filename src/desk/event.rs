//! What has happened at the desk. Stored for ever: within a version only additions with defaults.

use serde::{Deserialize, Serialize};

use super::channel::{BotChoice, ChannelSettings};
use crate::conversation::console::Presence;
use crate::conversation::event::{Leaving, NoAgent};
use crate::conversation::handover::Report;
use crate::conversation::ids::{AgentNo, ChannelNo, ConversationId};
use crate::engine::{KeyedHash, WallTime};

/// A fact. Its moment is the room time under which it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum Event {
    /// The server has started; for the desk's first time this founds it.
    Opened {
        at: WallTime,
    },
    ChannelAdded {
        no: ChannelNo,
        at: WallTime,
        name: String,
        key: KeyedHash,
        bot: BotChoice,
        settings: ChannelSettings,
    },
    ChannelChanged {
        no: ChannelNo,
        name: String,
        bot: BotChoice,
        settings: ChannelSettings,
    },
    ChannelRevoked {
        no: ChannelNo,
    },
    /// From now on another key counts, and the old one no more.
    ChannelKeyChanged {
        no: ChannelNo,
        key: KeyedHash,
    },
    AgentAdded {
        no: AgentNo,
        at: WallTime,
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        picture: Option<String>,
        capacity: u32,
        token: KeyedHash,
    },
    AgentChanged {
        no: AgentNo,
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        picture: Option<String>,
        capacity: u32,
    },
    AgentRevoked {
        no: AgentNo,
    },
    /// From now on another token counts, and the old one no more.
    AgentTokenChanged {
        no: AgentNo,
        token: KeyedHash,
    },
    /// The first socket of an agent who was offline has come.
    Arrived {
        agent: AgentNo,
    },
    /// The agent has chosen to be online or away.
    PresenceSet {
        agent: AgentNo,
        presence: Presence,
    },
    /// The last socket of an agent is gone; it may come back soon.
    Lost {
        agent: AgentNo,
    },
    /// It has come back in time.
    Found {
        agent: AgentNo,
    },
    /// It has not: the agent is offline.
    Gone {
        agent: AgentNo,
    },
    /// A conversation has said where it is.
    Reported(Box<Report>),
    /// It was given to an agent.
    Given {
        conversation: ConversationId,
        order: u64,
        agent: AgentNo,
        /// Which wait this ends; absent: it was taken, whoever had it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ticket: Option<u32>,
    },
    /// It was taken away from its agent.
    TakenAway {
        conversation: ConversationId,
        order: u64,
        agent: AgentNo,
        why: Leaving,
    },
    /// Nobody is there for this wait: the conversation is told so.
    Refused {
        conversation: ConversationId,
        ticket: u32,
        #[serde(default, skip_serializing_if = "NoAgent::is_usual")]
        why: NoAgent,
        /// When humans are there again, where it is closed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        opens_at: Option<WallTime>,
    },
    Forgotten {
        conversation: ConversationId,
    },
    CannedSet {
        shortcut: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
}
