//! The agents' wire, `/ws/agent?token=…`: every message in both directions, in one file. One JSON object per
//! text frame, told apart by `type`. Both the desk and the conversations speak it: what concerns all
//! conversations comes from the desk, what happens inside an opened one from that conversation.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use super::parts::{Deed, File, Part};
use super::wire::{BasicInfo, Holder};
use crate::engine::Refusal;

/// Agent → server. Each may carry `request`, a text of the page's own: the error that it causes carries it back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AgentMessage {
    /// Whether new conversations may come.
    Presence { state: Presence },
    /// Takes a conversation that waits, or that the bot has.
    Take { conversation_id: String },
    /// Hands an own conversation to another agent, or back to the queue.
    Transfer { conversation_id: String, agent_id: Option<String> },
    /// Looks for words in all that was said, in visitors' names, ids and addresses, in whatever case and with
    /// whatever accents; of the last word the beginning is enough.
    Search { query: String },
    /// Sets a canned reply for all agents; without a text it is removed.
    SetCanned { shortcut: String, text: Option<String> },
    /// Shows a conversation and keeps it up to date. `after`: the number of the last entry that is known.
    Open {
        conversation_id: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        after: Option<u32>,
    },
    /// Shows it no longer.
    Close { conversation_id: String },
    /// Says something to the visitor. The same `client_msg_id` is the same message.
    Send {
        conversation_id: String,
        client_msg_id: String,
        #[serde(default)]
        text: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[ts(optional, as = "Option<Vec<File>>")]
        files: Vec<File>,
    },
    /// A new wording of an own message.
    Edit { conversation_id: String, message_id: String, text: String },
    /// Is writing, or has stopped.
    Typing { conversation_id: String, typing: bool },
    /// Has read everything so far.
    Read { conversation_id: String },
    /// Writes something that only agents see.
    Note { conversation_id: String, client_msg_id: String, text: String },
    /// Gives the conversation back to the bot.
    End { conversation_id: String },
}

/// Whether an agent takes conversations.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    Online,
    /// Connected, but takes nothing new.
    Away,
    #[default]
    Offline,
}

/// Server → agent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ConsoleMessage {
    /// The first frame on every socket, and all that the inbox needs.
    Welcome {
        agent_id: String,
        agents: Vec<AgentRow>,
        /// Every open conversation, the oldest first.
        inbox: Vec<InboxRow>,
        canned: Vec<Canned>,
        /// Epoch milliseconds.
        #[ts(type = "number")]
        server_time: i64,
    },
    /// Rows that are new or have changed, and ids of those that are gone from the inbox.
    InboxChanged {
        rows: Vec<InboxRow>,
        removed: Vec<String>,
    },
    /// Agents who are new or have changed, and ids of those who are gone; all others are as they were.
    AgentsChanged {
        agents: Vec<AgentRow>,
        removed: Vec<String>,
    },
    CannedChanged {
        canned: Vec<Canned>,
    },
    /// The conversations that were found, those first in which something was said last, and where the text stands
    /// in them.
    SearchResult {
        query: String,
        rows: Vec<InboxRow>,
        #[serde(default)]
        hits: Vec<SearchHit>,
    },
    /// An opened conversation; with `after` only the entries after that one, and those that were edited since.
    Conversation(Box<ConversationView>),
    /// Something was said or has happened in an opened conversation.
    Entry {
        conversation_id: String,
        entry: EntryView,
    },
    /// An entry's text was changed.
    EntryChanged {
        conversation_id: String,
        entry: EntryView,
    },
    /// Who has an opened conversation now.
    Status {
        conversation_id: String,
        status: StatusView,
    },
    /// The visitor's data have changed.
    VisitorChanged {
        conversation_id: String,
        visitor: VisitorView,
    },
    /// The other side is writing, or has stopped.
    Typing {
        conversation_id: String,
        from: EntryFrom,
        typing: bool,
    },
    /// Everything up to and including this entry has been read by that side.
    Read {
        conversation_id: String,
        from: EntryFrom,
        up_to: u32,
    },
    /// An opened conversation exists no more.
    Closed {
        conversation_id: String,
    },
    /// What was asked for was not done.
    Error {
        /// An upper-case word for programs.
        code: String,
        /// A sentence for a person.
        message: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        field: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        conversation_id: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        request: Option<String>,
    },
}

impl ConsoleMessage {
    /// That something was not done; `request` is the page's own name for what it asked.
    pub fn refused(refusal: &Refusal, conversation_id: Option<String>, request: Option<String>) -> Self {
        let Refusal { code, message, field, .. } = refusal.clone();
        ConsoleMessage::Error { code: code.to_owned(), message, field, conversation_id, request }
    }
}

/// An agent, as colleagues see one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
pub struct AgentRow {
    pub agent_id: String,
    pub name: String,
    pub picture: Option<String>,
    #[schema(value_type = String)]
    pub presence: Presence,
    /// Conversations that the agent has.
    pub load: u32,
    /// Conversations that are given to the agent at most.
    pub capacity: u32,
}

/// A text that agents send often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Canned {
    /// Without the slash: 1–32 letters, digits, `-` or `_`.
    pub shortcut: String,
    pub text: String,
}

/// A conversation in the inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct InboxRow {
    pub conversation_id: String,
    pub channel_id: String,
    pub channel_name: String,
    /// The visitor's name, else the user's id.
    pub visitor: String,
    pub user_id: String,
    pub holder: Holder,
    /// Whose it is, while an agent has it.
    pub agent_id: Option<String>,
    /// Whether it is closed: an agent has ended it and nothing has come since.
    pub is_done: bool,
    /// Epoch milliseconds: since when it waits for a human; `null` while it does not.
    #[ts(type = "number | null")]
    pub waiting_since: Option<i64>,
    /// Epoch milliseconds.
    #[ts(type = "number")]
    pub started_at: i64,
    /// Epoch milliseconds: the last message.
    #[ts(type = "number")]
    pub last_at: i64,
    pub last_from: EntryFrom,
    /// The beginning of the last message.
    pub last_text: String,
    /// The visitor's messages that no agent has read.
    pub unread: u32,
}

/// Where a text was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SearchHit {
    pub conversation_id: String,
    /// The entry's number.
    pub entry: u32,
    /// Epoch milliseconds.
    #[ts(type = "number")]
    pub at: i64,
    /// The words around it.
    pub excerpt: String,
}

/// An opened conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ConversationView {
    pub conversation_id: String,
    pub channel_id: String,
    pub channel_name: String,
    pub bot_name: String,
    /// Epoch milliseconds.
    #[ts(type = "number")]
    pub started_at: i64,
    pub status: StatusView,
    pub visitor: VisitorView,
    /// In the order in which it happened, the bot's turns included.
    pub entries: Vec<EntryView>,
    /// Whether older entries are left out: those that are known already, or what does not fit into one frame.
    pub is_partial: bool,
    /// The last entry that the visitor is known to have read; 0: none.
    pub visitor_read: u32,
}

/// Who has a conversation.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct StatusView {
    pub holder: Holder,
    pub agent_id: Option<String>,
    pub agent_name: Option<String>,
    /// Epoch milliseconds: since when it waits for a human.
    #[ts(type = "number | null")]
    pub waiting_since: Option<i64>,
    /// Whether a socket of the visitor is there.
    pub visitor_here: bool,
}

/// The visitor, as agents may see one.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct VisitorView {
    pub user_id: String,
    pub info: BasicInfo,
    /// Metadata that is meant for agents.
    #[ts(type = "Record<string, unknown>")]
    pub metadata: Map<String, Value>,
    pub locale: Option<String>,
}

/// Whose an entry is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum EntryFrom {
    #[default]
    Visitor,
    Bot,
    Agent,
    /// The server itself.
    System,
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    Message,
    /// An action of the visitor's page.
    Action,
    /// Seen by agents alone.
    Note,
    /// A human was asked for.
    Escalated,
    /// No human was there in time.
    AssignmentFailed,
    AgentJoined,
    AgentLeft,
}

/// One thing that was said or has happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct EntryView {
    /// From 1, ascending.
    pub no: u32,
    /// Epoch milliseconds.
    #[ts(type = "number")]
    pub at: i64,
    pub kind: EntryKind,
    pub from: EntryFrom,
    /// The agent whom it is about.
    pub agent_id: Option<String>,
    pub agent_name: Option<String>,
    pub parts: Vec<Part>,
    pub actions: Vec<Deed>,
    pub message_id: String,
    /// As its sender has named it.
    pub client_msg_id: Option<String>,
    pub is_edited: bool,
    /// Why an agent left or none came: `ended`, `silent`, `gone`, `transferred`, `nobody_available`, `timed_out`,
    /// `closed`.
    pub reason: Option<String>,
}
