//! What can be asked of the desk, understood and checked for form.

use super::channel::{BotChoice, ChannelSettings};
use crate::conversation::console::Presence;
use crate::conversation::handover::Report;
use crate::conversation::ids::{AgentNo, ChannelNo, ConversationId};

/// A command. Agents' frames become the first two; the others are the server's and the administrator's.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// The server has started.
    Open,
    /// A socket of this agent has come.
    Arrive(AgentNo),
    Agent(Box<FromAgent>),
    /// A conversation says where it is.
    Report(Box<Report>),
    /// A conversation has been deleted.
    Forget(ConversationId),
    /// Answered with the channel's number and its key, this once.
    AddChannel(Box<NewChannel>),
    ChangeChannel(ChannelNo, Box<NewChannel>),
    RevokeChannel(ChannelNo),
    /// Answered with the channel's new key, this once.
    ChangeKey(ChannelNo),
    /// Answered with the agent's number and token, this once.
    AddAgent(NewAgent),
    ChangeAgent(AgentNo, NewAgent),
    RevokeAgent(AgentNo),
    /// Answered with the agent's new token, this once.
    ChangeToken(AgentNo),
}

/// What an agent asks of the desk.
#[derive(Debug, Clone, PartialEq)]
pub struct FromAgent {
    pub agent: AgentNo,
    /// Comes back with the refusal.
    pub request: Option<String>,
    pub ask: DeskAsk,
}

#[derive(Debug, Clone, PartialEq)]
pub enum DeskAsk {
    /// Online or away; offline comes by itself.
    Presence(Presence),
    Take(ConversationId),
    Transfer {
        conversation: ConversationId,
        /// Absent: back to the queue.
        to: Option<AgentNo>,
    },
    SetCanned {
        shortcut: String,
        text: Option<String>,
    },
}

/// A channel to be made, or as it is to be.
#[derive(Debug, Clone, PartialEq)]
pub struct NewChannel {
    pub name: String,
    pub bot: BotChoice,
    pub settings: ChannelSettings,
}

/// An agent to be made, or as it is to be.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAgent {
    pub name: String,
    pub picture: Option<String>,
    /// Conversations at a time; absent: the server's setting.
    pub capacity: Option<u32>,
}
