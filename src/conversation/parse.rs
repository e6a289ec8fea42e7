//! Reads what visitors send, field by field, so that every refusal names the field and what was expected.

use serde_json::{Map, Value};

use super::command::{FromVisitor, NewMessage, VisitorAsk};
use super::ids::{ANONYMOUS, ChannelNo, ConversationId};
use super::parse_list::{delete, list, user_id};
use super::parse_parts::content;
use super::parts::{Deed, normal};
use super::wire::{BasicInfo, ListFilter, PageAsked, SEND, Target};
use crate::engine::reading::{self, Fields};
use crate::engine::{Incoming, Refusal};
use crate::limits::{CONVERSATION_ID_CHARS_MAX, CONVERSATION_METADATA_BYTES_MAX};

/// What a visitor's frame asks for: of which conversation, or of none.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    Start(StartAsked),
    /// Of this conversation; as the client wrote the id, whether it can be one or not.
    Of {
        conversation: String,
        since: Option<String>,
        ask: VisitorAsk,
    },
    List(ListAsked),
    Delete(DeleteAsked),
}

/// A conversation to begin; the channel is added by the door.
#[derive(Debug, Clone, PartialEq)]
pub struct StartAsked {
    pub user_id: String,
    pub info: BasicInfo,
    pub metadata: Map<String, Value>,
    pub locale: Option<String>,
}

/// A user's conversations.
#[derive(Debug, Clone, PartialEq)]
pub struct ListAsked {
    pub user_id: String,
    pub filter: ListFilter,
    pub search: Option<String>,
    /// Absent: all, without a page's numbers in the answer.
    pub page: Option<PageAsked>,
}

/// What is to be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeleteAsked {
    Conversation(String),
    User(String),
}

impl Asked {
    /// The command for the conversation's room.
    pub fn command(channel: ChannelNo, since: Option<String>, ask: VisitorAsk) -> FromVisitor {
        FromVisitor { channel, since, ask }
    }
}

/// Understands one frame of a visitor.
///
/// # Errors
/// What is not as it should be, with the field's path.
pub fn visitor(incoming: Incoming<'_>, bytes_max: usize) -> Result<Asked, Refusal> {
    if let Incoming::Text(text) = incoming
        && text.len() > bytes_max
    {
        return Err(Refusal::malformed("TOO_LARGE", format!("A message may have {bytes_max} bytes.")));
    }
    let object = reading::object(incoming)?;
    frame(Fields::root(&object))
}

/// Understands a frame that came as the body of a request; `event.socket_id` is the caller's to read.
///
/// # Errors
/// As for [`visitor`].
pub fn frame(root: Fields<'_>) -> Result<Asked, Refusal> {
    if root.get("action").and_then(Value::as_str) != Some(SEND) {
        return Err(root.refuse("action", SEND));
    }
    let event = Fields::at("event", root.get("event").ok_or_else(|| root.refuse("event", "an object"))?)?;
    let empty = Value::Object(Map::new());
    let payload = Fields::at("event.event_payload", event.get("event_payload").unwrap_or(&empty))?;
    match event.string("event_type")? {
        "conversation_start" => start(payload).map(Asked::Start),
        "get_user_conversations" | "get_conversations" => Ok(Asked::List(ListAsked {
            user_id: user_id(payload)?,
            filter: ListFilter::default(),
            search: None,
            page: None,
        })),
        "get_user_conversations_v2" => list(payload).map(Asked::List),
        "delete_conversation" => delete(payload).map(Asked::Delete),
        kind => Ok(Asked::Of {
            ask: of_conversation(event, payload, kind)?,
            conversation: conversation_id(payload)?,
            since: since(payload),
        }),
    }
}

fn of_conversation(event: Fields<'_>, payload: Fields<'_>, kind: &str) -> Result<VisitorAsk, Refusal> {
    Ok(match kind {
        "user_message" => VisitorAsk::Say(NewMessage {
            client_id: client_id(payload)?,
            parts: content(payload)?,
            ack: payload.get("ack").and_then(Value::as_bool).unwrap_or(false),
            is_left: payload.get("target").is_some() && target(payload)? == Target::Live,
        }),
        "metadata" => VisitorAsk::Metadata {
            values: metadata(payload, "metadata")?.ok_or_else(|| payload.refuse("metadata", "an object"))?,
            target: target(payload)?,
        },
        "action" => VisitorAsk::Act(deed(payload)?),
        "conversation_transcript_request" => VisitorAsk::Transcript,
        "metadata_request" => VisitorAsk::ShowMetadata,
        "edit_message" => {
            let parts = content(payload)?;
            if parts.is_empty() {
                return Err(payload.refuse("content", "a text that is not empty, or files"));
            }
            VisitorAsk::Edit { message_id: payload.text("message_id", 1, CONVERSATION_ID_CHARS_MAX)?, parts }
        }
        "conversation_resume" => VisitorAsk::Resume,
        "typing" => VisitorAsk::Typing(payload.get("typing").and_then(Value::as_bool).unwrap_or(true)),
        "message_read" => VisitorAsk::Read,
        _ => return Err(event.refuse("event_type", "an event of the conversation protocol")),
    })
}

fn start(payload: Fields<'_>) -> Result<StartAsked, Refusal> {
    let mut values = Map::new();
    for name in ["metadata", "userData", "userMetadata"] {
        values.extend(metadata(payload, name)?.unwrap_or_default());
    }
    bounded(payload, "userMetadata", &Value::Object(values.clone()))?;
    let user_id = match payload.get("userId") {
        None => ANONYMOUS.to_owned(),
        Some(Value::String(text)) if text.trim().is_empty() => ANONYMOUS.to_owned(),
        // Sites number their users, too.
        Some(Value::Number(number)) => number.to_string(),
        Some(_) => payload.text("userId", 1, CONVERSATION_ID_CHARS_MAX)?,
    };
    Ok(StartAsked {
        user_id,
        info: info(payload)?,
        metadata: values,
        locale: payload.get("locale").and_then(Value::as_str).and_then(language),
    })
}

/// `de` or `en` of a language's tag; `None` for others.
pub fn language(tag: &str) -> Option<String> {
    let language = tag.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
    matches!(language.as_str(), "de" | "en").then_some(language)
}

fn info(payload: Fields<'_>) -> Result<BasicInfo, Refusal> {
    let Some(value) = payload.get("userBasicInfo") else { return Ok(BasicInfo::default()) };
    let path = payload.path("userBasicInfo");
    let object = Fields::at(&path, value)?;
    for name in ["firstName", "lastName", "email", "phone"] {
        if object.get(name).is_some_and(|value| !value.is_string()) {
            return Err(object.refuse(name, "a text"));
        }
    }
    bounded(payload, "userBasicInfo", value)?;
    serde_json::from_value(value.clone()).map_err(|_| payload.refuse("userBasicInfo", "an object of texts"))
}

fn metadata(payload: Fields<'_>, name: &str) -> Result<Option<Map<String, Value>>, Refusal> {
    let Some(value) = payload.get(name) else { return Ok(None) };
    bounded(payload, name, value)?;
    match value {
        Value::Object(object) => Ok(Some(object.clone())),
        _ => Err(payload.refuse(name, "an object")),
    }
}

fn bounded(payload: Fields<'_>, name: &str, value: &Value) -> Result<(), Refusal> {
    match value.to_string().len() <= CONVERSATION_METADATA_BYTES_MAX {
        true => Ok(()),
        false => Err(payload.refuse(name, &format!("at most {CONVERSATION_METADATA_BYTES_MAX} bytes"))),
    }
}

fn target(payload: Fields<'_>) -> Result<Target, Refusal> {
    match payload.get("target").map(Value::as_str) {
        None | Some(Some("default" | "")) => Ok(Target::Default),
        Some(Some("bot")) => Ok(Target::Bot),
        Some(Some("live")) => Ok(Target::Live),
        Some(Some("bot_live")) => Ok(Target::BotLive),
        Some(_) => Err(payload.refuse("target", "default, bot, live or bot_live")),
    }
}

pub(super) fn conversation_id(payload: Fields<'_>) -> Result<String, Refusal> {
    payload.string("conversation_id").map(|id| id.chars().take(CONVERSATION_ID_CHARS_MAX).collect())
}

fn since(payload: Fields<'_>) -> Option<String> {
    let value = payload.get("last_event_id").or_else(|| payload.get("since"))?;
    value.as_str().filter(|id| id.len() <= CONVERSATION_ID_CHARS_MAX).map(str::to_owned)
}

fn client_id(payload: Fields<'_>) -> Result<Option<String>, Refusal> {
    match payload.get("client_msg_id") {
        None => Ok(None),
        Some(Value::String(id)) if id.is_empty() => Ok(None),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(_) => payload.text("client_msg_id", 1, CONVERSATION_ID_CHARS_MAX).map(Some),
    }
}

fn deed(payload: Fields<'_>) -> Result<Deed, Refusal> {
    let data = payload.get("data").cloned().unwrap_or(Value::Object(Map::new()));
    bounded(payload, "data", &data)?;
    Ok(Deed {
        id: payload.text("id", 1, CONVERSATION_ID_CHARS_MAX)?,
        data,
        kind: payload.text_or_none("type", 1, CONVERSATION_ID_CHARS_MAX)?.unwrap_or_else(normal),
    })
}

/// What the door needs to name a conversation in an error: the id as it was sent, where one was.
pub fn named_conversation(incoming: Incoming<'_>) -> String {
    let Incoming::Text(text) = incoming else { return String::new() };
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    let id = value.pointer("/event/event_payload/conversation_id").and_then(Value::as_str).unwrap_or("");
    match ConversationId::parse(id) {
        Some(id) => id.as_str().to_owned(),
        None => id.chars().take(CONVERSATION_ID_CHARS_MAX).filter(|char| !char.is_control()).collect(),
    }
}
