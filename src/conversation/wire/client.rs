//! What visitors send.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use super::frame::MESSAGE_CREATE;
use super::list::ListPayload;
use crate::conversation::parts::File;

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
    /// Ours: attaches the socket, nothing else; answered with what was missed (the transcript where that is too much),
    /// then `conversation_status`.
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
    /// Ours: `live` leaves it for humans to read later, and the bot is not asked; others change nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub target: Option<Target>,
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
    #[serde(rename = "type", default = "crate::conversation::parts::normal")]
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
