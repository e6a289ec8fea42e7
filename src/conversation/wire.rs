//! The visitors' wire: every event in both directions, in one file. The agents' is [`super::console`].
//!
//! Source: `seeds/004` (names, envelopes and payloads are binding) and `protocols/conversations.md`. What is
//! marked "Ours" is an addition that existing clients ignore or do not send. The schemas of
//! `/api/asyncapi.json` and the browser client's types are generated from these types.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use super::parts::{File, Part};

/// A frame from the client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ClientFrame {
    /// `sendMessage`.
    pub action: String,
    pub event: ClientEvent,
}

/// A frame from the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ServerFrame {
    /// `receiveMessage`.
    pub action: String,
    pub event: Told,
}

/// The event in a server's frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Told {
    #[serde(flatten)]
    pub body: ServerEvent,
    /// Opaque. Within a conversation they ascend: the last one that a client has seen tells what it missed.
    pub event_id: String,
    /// Always false.
    pub accepts_response_payload: bool,
}

/// The `action` of every frame from the server.
pub const RECEIVE: &str = "receiveMessage";
/// The `action` of every frame from a client.
pub const SEND: &str = "sendMessage";
/// The `type` of messages.
pub const MESSAGE_CREATE: &str = "message_create";

/// Client → server. The parser checks more than these types say and names the field.
///
/// Each of them that has a `conversation_id` attaches the socket to that conversation. Ours: each may carry
/// `last_event_id` (or `since`): what was said after that event is sent again first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "event_type", content = "event_payload")]
pub enum ClientEvent {
    #[serde(rename = "conversation_start")]
    ConversationStart(StartPayload),
    #[serde(rename = "user_message")]
    UserMessage(MessagePayload),
    #[serde(rename = "metadata")]
    Metadata(MetadataPayload),
    #[serde(rename = "action")]
    Action(ActionPayload),
    #[serde(rename = "conversation_transcript_request")]
    TranscriptRequest(ConversationRef),
    #[serde(rename = "metadata_request")]
    MetadataRequest(ConversationRef),
    #[serde(rename = "get_user_conversations")]
    GetUserConversations(UserRef),
    #[serde(rename = "get_user_conversations_v2")]
    GetUserConversationsV2(ListPayload),
    #[serde(rename = "get_conversations")]
    GetConversations(UserRef),
    #[serde(rename = "delete_conversation")]
    DeleteConversation(DeletePayload),
    #[serde(rename = "edit_message")]
    EditMessage(EditPayload),
    /// Ours: attaches the socket, nothing else; answered with what was missed, then `conversation_status`.
    #[serde(rename = "conversation_resume")]
    ConversationResume(ConversationRef),
    /// Ours: the visitor is writing.
    #[serde(rename = "typing")]
    Typing(TypingPayload),
    /// Ours: the visitor has read everything so far.
    #[serde(rename = "message_read")]
    MessageRead(ConversationRef),
}

/// What a conversation begins with; everything is optional.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default)]
pub struct StartPayload {
    /// Absent: `anon`.
    #[serde(rename = "userId", skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub user_id: Option<String>,
    #[serde(rename = "userBasicInfo", skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub user_basic_info: Option<BasicInfo>,
    /// Understood as `userData` and `metadata` too.
    #[serde(rename = "userMetadata", skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "Record<string, unknown>")]
    pub user_metadata: Option<Map<String, Value>>,
    /// Ours: the visitor's language, `de` or `en`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub locale: Option<String>,
}

/// Who the visitor says to be. Further fields pass through.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default)]
pub struct BasicInfo {
    #[serde(rename = "firstName", skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub first_name: Option<String>,
    #[serde(rename = "lastName", skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub last_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub phone: Option<String>,
    #[serde(flatten)]
    #[ts(skip)]
    pub more: Map<String, Value>,
}

/// A visitor's message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct MessagePayload {
    /// `message_create`.
    #[serde(rename = "type", default = "message_create")]
    pub kind: String,
    /// Makes a repeat harmless: the same id is the same message within the conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub client_msg_id: Option<String>,
    pub conversation_id: String,
    pub content: Content,
    /// Ours: asks for `message_received`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub ack: bool,
}

fn message_create() -> String {
    MESSAGE_CREATE.to_owned()
}

/// What a visitor says: a text, perhaps with files, or a bare string.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(untagged)]
pub enum Content {
    Bare(String),
    Whole {
        /// `text`.
        #[serde(rename = "type")]
        kind: String,
        #[serde(default)]
        text: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[ts(optional, as = "Option<Vec<File>>")]
        files: Vec<File>,
    },
}

/// Who sees metadata.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Bot and agents.
    #[default]
    Default,
    Bot,
    Live,
    BotLive,
}

impl Target {
    /// Whether bots see it.
    pub fn is_for_bots(self) -> bool {
        !matches!(self, Target::Live)
    }

    /// Whether agents see it.
    pub fn is_for_agents(self) -> bool {
        !matches!(self, Target::Bot)
    }
}

/// Metadata to be merged, key by key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct MetadataPayload {
    #[ts(type = "Record<string, unknown>")]
    pub metadata: Map<String, Value>,
    #[serde(default)]
    pub target: Target,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub client_msg_id: Option<String>,
    pub conversation_id: String,
}

/// An action of the visitor's page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ActionPayload {
    #[serde(rename = "type", default = "super::parts::normal")]
    pub kind: String,
    /// `escalateToHuman` is reserved: it asks for a human.
    pub id: String,
    #[serde(default)]
    #[ts(type = "unknown")]
    pub data: Value,
    pub conversation_id: String,
}

/// Names a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ConversationRef {
    pub conversation_id: String,
    /// Ours: the last event that the client has seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub last_event_id: Option<String>,
}

/// Names a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct UserRef {
    #[serde(rename = "userId")]
    pub user_id: String,
}

/// Asks for some of a user's conversations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ListPayload {
    #[serde(rename = "userId")]
    pub user_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub filter: Option<ListFilter>,
    /// A text that the last message or the id contains, whatever its case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub search: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub pagination: Option<PageAsked>,
}

/// Which conversations are wanted.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default)]
pub struct ListFilter {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub status: Option<Holder>,
}

/// A page, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PageAsked {
    pub page: u32,
    pub limit: u32,
}

/// Names what is to be deleted: one of the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct DeletePayload {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub conversation_id: Option<String>,
    #[serde(rename = "userId", default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub user_id: Option<String>,
}

/// A new wording of an own message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct EditPayload {
    pub conversation_id: String,
    /// The message's `client_msg_id`, or the id that the server gave it.
    pub message_id: String,
    pub content: Content,
}

/// Somebody is writing, or has stopped. Ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TypingPayload {
    pub conversation_id: String,
    pub typing: bool,
}

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
    /// Ours: a message was edited, for the other sockets.
    #[serde(rename = "message_edited")]
    MessageEdited { conversation_id: String, message_id: String, content: Vec<Part> },
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
    /// Why: `nobody_available`, `timed_out`; `ended`, `silent`, `gone`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub reason: Option<String>,
}

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

/// A conversation in its user's list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ConversationRow {
    pub conversation_id: String,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339: the last message.
    pub updated_at: String,
    pub status: Holder,
    pub last_message: String,
    pub message_count: u32,
}

/// Which page of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Page {
    pub page: u32,
    pub limit: u32,
    pub total: u32,
    pub total_pages: u32,
}

impl ServerEvent {
    /// The whole frame under this id.
    pub fn framed(self, event_id: impl Into<String>) -> ServerFrame {
        let event = Told { body: self, event_id: event_id.into(), accepts_response_payload: false };
        ServerFrame { action: RECEIVE.to_owned(), event }
    }
}
