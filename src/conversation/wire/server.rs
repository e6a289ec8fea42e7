//! What visitors are told.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use super::client::DeletePayload;
use super::list::{ConversationRow, Page};
use super::transcript::{FlatMessage, TranscriptGroup};
use crate::conversation::parts::Part;

/// Who has a conversation.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    #[default]
    Bot,
    Queue,
    Agent,
}

/// Whose a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    User,
    Bot,
    Livechat,
}

/// Server → client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "event_type", content = "event_payload")]
pub enum ServerEvent {
    /// The first frame on every socket.
    #[serde(rename = "socket_connected")]
    SocketConnected { socket_id: String },
    #[serde(rename = "conversation_start_success")]
    StartSuccess { conversation_id: String },
    #[serde(rename = "bot_message")]
    BotMessage {
        /// `message_create`.
        #[serde(rename = "type")]
        kind: String,
        ch_msg_id: String,
        conversation_id: String,
        bot: BotCard,
        content: Vec<Part>,
    },
    #[serde(rename = "livechat_message")]
    LivechatMessage {
        /// `message_create`.
        #[serde(rename = "type")]
        kind: String,
        conversation_id: String,
        content: Vec<Part>,
        /// Ours.
        ch_msg_id: String,
        /// Ours: who writes; absent where it is the desk itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        agent: Option<AgentCard>,
    },
    #[serde(rename = "action")]
    Action {
        #[serde(rename = "type")]
        kind: String,
        id: String,
        #[ts(type = "unknown")]
        data: Value,
        conversation_id: String,
        /// The same once more, in the form that other clients read.
        actions: Vec<ActionItem>,
    },
    #[serde(rename = "conversation_update")]
    ConversationUpdate {
        #[serde(rename = "type")]
        kind: UpdateKind,
        conversation_id: String,
        data: UpdateData,
    },
    /// With both keys of the source: grouped by event, and flat; both in the order in which it was said.
    #[serde(rename = "conversation_transcript")]
    Transcript { conversation_id: String, transcript: Vec<TranscriptGroup>, messages: Vec<FlatMessage> },
    #[serde(rename = "conversation_metadata")]
    Metadata {
        conversation_id: String,
        #[ts(type = "Record<string, unknown>")]
        content: Map<String, Value>,
    },
    #[serde(rename = "metadata_update_success")]
    MetadataUpdateSuccess { conversation_id: String },
    #[serde(rename = "user_conversations")]
    UserConversations {
        conversations: Vec<ConversationRow>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pagination: Option<Page>,
    },
    /// With the key that was asked with.
    #[serde(rename = "delete_conversation_success")]
    DeleteSuccess(DeletePayload),
    #[serde(rename = "message_edited_success")]
    MessageEditedSuccess { conversation_id: String, message_id: String },
    #[serde(rename = "general_error")]
    GeneralError {
        /// As it was sent; empty where there was none.
        conversation_id: String,
        /// 400: no such conversation; 422: a field is wrong; others as in HTTP.
        error_code: u16,
        error_desc: String,
        /// Ours: the field that is to blame.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        field: Option<String>,
    },
    /// Ours: the visitor's own message, for the visitor's other sockets.
    #[serde(rename = "user_message")]
    UserMessage {
        #[serde(rename = "type")]
        kind: String,
        conversation_id: String,
        message_id: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        client_msg_id: Option<String>,
        content: Vec<Part>,
    },
    /// Ours, where `ack` asks for it: the message is on disk.
    #[serde(rename = "message_received")]
    MessageReceived {
        conversation_id: String,
        message_id: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        client_msg_id: Option<String>,
    },
    /// Ours: a message was edited, for the other sockets; said again to whoever was away then and tells by
    /// `last_event_id` what was seen before.
    #[serde(rename = "message_edited")]
    MessageEdited {
        conversation_id: String,
        message_id: String,
        /// Of the visitor's own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        client_msg_id: Option<String>,
        content: Vec<Part>,
    },
    /// Ours: who has the conversation now: the answer to `conversation_resume`, and whenever it changes.
    #[serde(rename = "conversation_status")]
    Status {
        conversation_id: String,
        holder: Holder,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        agent: Option<AgentCard>,
    },
    /// Ours.
    #[serde(rename = "typing")]
    Typing { conversation_id: String, from: Side, typing: bool },
    /// Ours: everything up to and including this message has been read by that side.
    #[serde(rename = "message_read")]
    MessageRead { conversation_id: String, from: Side, message_id: String },
}

/// The bot that speaks.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BotCard {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[ts(optional, as = "Option<String>")]
    pub name: String,
}

/// An agent as visitors see one.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct AgentCard {
    pub name: String,
    #[serde(default)]
    pub picture: Option<String>,
}

/// One action.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ActionItem {
    pub id: String,
    #[ts(type = "unknown")]
    pub data: Value,
}

/// What has changed about who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
pub enum UpdateKind {
    #[serde(rename = "failedAgentAssignment")]
    FailedAgentAssignment,
    #[serde(rename = "livechatAgentConnected")]
    LivechatAgentConnected,
    #[serde(rename = "livechatAgentDisconnected")]
    LivechatAgentDisconnected,
}

/// The data of an update: the agent, in both places where clients look.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct UpdateData {
    #[serde(rename = "agentInfo", default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub agent_info: Option<AgentCard>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub picture: Option<String>,
    /// Why: `nobody_available`, `timed_out`, `closed`; `ended`, `silent`, `gone`, `transferred`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub reason: Option<String>,
    /// Ours, with `closed`: RFC 3339, when humans are there again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub opens_at: Option<String>,
}
