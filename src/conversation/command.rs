//! What can be asked of a conversation, understood and checked for form.

use serde_json::{Map, Value};

use super::bot::{BotAnswer, BotFault};
use super::event::{AgentFacts, ChannelFacts};
use super::files::{Bringer, FileId, KeptFile};
use super::handover::Order;
use super::ids::ChannelNo;
use super::parts::{Deed, Part};
use super::wire::{BasicInfo, Target};

/// A command. Which of them a socket may bring is decided by the door that it came through: visitors' and
/// agents' frames become the first three, the others are the server's own.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    Start(Box<NewConversation>),
    Visitor(Box<FromVisitor>),
    Agent(Box<FromAgent>),
    /// A bot has answered the turn, or will not.
    Answered {
        turn: u32,
        outcome: Box<Result<BotAnswer, BotFault>>,
    },
    /// The desk says what is to be done.
    Desk(Order),
    /// A file has been taken in.
    Keep {
        by: Bringer,
        file: Box<KeptFile>,
    },
    /// Those of these files that no message holds are to go.
    DropUnsent(Vec<FileId>),
}

/// A conversation as its visitor begins it.
#[derive(Debug, Clone, PartialEq)]
pub struct NewConversation {
    pub channel: ChannelFacts,
    pub user_id: String,
    pub info: BasicInfo,
    pub metadata: Map<String, Value>,
    pub locale: Option<String>,
}

/// What a visitor asks. It attaches the socket, whatever it is.
#[derive(Debug, Clone, PartialEq)]
pub struct FromVisitor {
    /// Whose site the socket belongs to: another's conversations do not exist for it.
    pub channel: ChannelNo,
    /// The last event that the client has seen.
    pub since: Option<String>,
    pub ask: VisitorAsk,
}

#[derive(Debug, Clone, PartialEq)]
pub enum VisitorAsk {
    Resume,
    /// No parts: an empty text, which is no turn and no error.
    Say(NewMessage),
    Metadata {
        target: Target,
        values: Map<String, Value>,
    },
    Act(Deed),
    Transcript,
    ShowMetadata,
    Edit {
        message_id: String,
        parts: Vec<Part>,
    },
    Typing(bool),
    Read,
}

/// Something to be said.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMessage {
    /// Makes a repeat harmless.
    pub client_id: Option<String>,
    pub parts: Vec<Part>,
    /// Whether the sender wants to hear that it has arrived.
    pub ack: bool,
    /// Whether it is left for humans: the bot is not asked.
    pub is_left: bool,
}

/// What an agent asks of one conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct FromAgent {
    pub agent: AgentFacts,
    /// Comes back with the refusal.
    pub request: Option<String>,
    pub ask: AgentAsk,
}

#[derive(Debug, Clone, PartialEq)]
pub enum AgentAsk {
    Open { after: Option<u32> },
    Close,
    Say(NewMessage),
    Edit { message_id: String, text: String },
    Typing(bool),
    Read,
    Note { client_id: String, text: String },
    End,
}
