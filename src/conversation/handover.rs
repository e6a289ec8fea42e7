//! What conversations and the desk tell each other. Both sides can be repeated after a crash without harm: a
//! report carries the whole present state and a version, an order its number.

use serde::{Deserialize, Serialize};

use super::cases::Cases;
use super::console::EntryFrom;
use super::event::{AgentFacts, Leaving, NoAgent};
use super::ids::{AgentNo, ChannelNo, ConversationId};
use super::wire::Holder;
use crate::engine::WallTime;

/// A conversation as the desk has to know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub conversation: ConversationId,
    /// Grows with every fact: an older report says nothing new.
    pub version: u64,
    pub channel: ChannelNo,
    pub channel_name: String,
    pub user_id: String,
    /// The visitor's name, else the user's id.
    pub visitor: String,
    pub holder: Holder,
    /// Which wait for a human this is; 0: none yet.
    pub ticket: u32,
    /// Since when it waits; kept when an agent goes away, so that nobody loses a place.
    pub waiting_since: Option<WallTime>,
    /// Since when something that the visitor has left for humans waits for one of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_at: Option<WallTime>,
    /// Whose it is, while an agent has it.
    pub agent: Option<AgentNo>,
    /// Whose it was last: a returning visitor comes back there.
    pub former: Option<AgentNo>,
    /// The last order of the desk that has been looked at.
    pub order: u64,
    pub is_done: bool,
    pub started_at: WallTime,
    pub last_at: WallTime,
    pub last_from: EntryFrom,
    pub last_text: String,
    pub unread: u32,
    #[serde(default, skip_serializing_if = "Cases::is_empty")]
    pub cases: Cases,
}

/// What the desk wants of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// This agent has it from now on. `ticket`: the wait that it is for; absent: whoever has it.
    Give { order: u64, ticket: Option<u32>, agent: AgentFacts },
    /// Nobody is there for this ticket.
    NobodyHere {
        ticket: u32,
        #[serde(default)]
        why: NoAgent,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        opens_at: Option<WallTime>,
    },
    /// The agent has it no longer: it waits for another.
    TakeAway { order: u64, agent: AgentNo, why: Leaving },
    /// Reports where it is, and goes on with what was interrupted.
    Report,
}
