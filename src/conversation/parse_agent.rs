//! Reads what agents send, field by field.

use super::command::{AgentAsk, NewMessage};
use super::console::Presence;
use super::ids::{AgentNo, ConversationId};
use super::parse_parts::{files, message};
use crate::desk::command::DeskAsk;
use crate::engine::reading::{self, Fields};
use crate::engine::{Incoming, Refusal};
use crate::limits::{
    CANNED_SHORTCUT_CHARS_MAX, CANNED_TEXT_CHARS_MAX, CONVERSATION_ID_CHARS_MAX, CONVERSATION_TEXT_CHARS_MAX,
};

/// What an agent's frame asks for, and of whom.
#[derive(Debug, Clone, PartialEq)]
pub enum AgentAsked {
    Desk(DeskAsk),
    /// Of whoever has read all conversations.
    Search(String),
    Of(ConversationId, AgentAsk),
}

/// A frame that could not be understood, with the page's own name for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    pub request: Option<String>,
    pub refusal: Refusal,
}

/// Understands one frame of an agent; with it the page's own name for the request.
///
/// # Errors
/// What is not as it should be, with the field's path.
pub fn agent(incoming: Incoming<'_>, bytes_max: usize) -> Result<(Option<String>, AgentAsked), Unreadable> {
    let unnamed = |refusal| Unreadable { request: None, refusal };
    if let Incoming::Text(text) = incoming
        && text.len() > bytes_max
    {
        return Err(unnamed(Refusal::malformed("TOO_LARGE", format!("A message may have {bytes_max} bytes."))));
    }
    let object = reading::object(incoming).map_err(unnamed)?;
    let fields = Fields::root(&object);
    let request = fields.text_or_none("request", 1, CONVERSATION_ID_CHARS_MAX).map_err(unnamed)?;
    match asked(fields) {
        Ok(asked) => Ok((request, asked)),
        Err(refusal) => Err(Unreadable { request, refusal }),
    }
}

fn asked(fields: Fields<'_>) -> Result<AgentAsked, Refusal> {
    let of = |ask| Ok(AgentAsked::Of(conversation(fields)?, ask));
    let desk = |ask| Ok(AgentAsked::Desk(ask));
    match fields.string("type")? {
        "presence" => desk(DeskAsk::Presence(match fields.string("state")? {
            "online" => Presence::Online,
            "away" => Presence::Away,
            _ => return Err(fields.refuse("state", "online or away")),
        })),
        "take" => desk(DeskAsk::Take(conversation(fields)?)),
        "transfer" => {
            let to = match fields.get("agent_id") {
                None => None,
                Some(value) => {
                    let agent = value.as_str().and_then(AgentNo::parse);
                    Some(agent.ok_or_else(|| fields.refuse("agent_id", "an agent's id, or null"))?)
                }
            };
            desk(DeskAsk::Transfer { conversation: conversation(fields)?, to })
        }
        "search" => Ok(AgentAsked::Search(fields.text("query", 1, CONVERSATION_ID_CHARS_MAX)?)),
        "set_canned" => desk(DeskAsk::SetCanned { shortcut: shortcut(fields)?, text: canned(fields)? }),
        "open" => {
            let after = match fields.get("after") {
                None => None,
                Some(value) => {
                    let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
                    Some(number.ok_or_else(|| fields.refuse("after", "an entry's number"))?)
                }
            };
            of(AgentAsk::Open { after })
        }
        "close" => of(AgentAsk::Close),
        "send" => {
            let text = fields.get("text").map_or(Ok(""), |_| fields.string("text"))?;
            let parts = message(text, files(fields)?).ok_or_else(|| too_long(fields, "text"))?;
            if parts.is_empty() {
                return Err(fields.refuse("text", "a text that is not empty, or files"));
            }
            of(AgentAsk::Say(NewMessage { client_id: Some(client_id(fields)?), parts, ack: false, is_left: false }))
        }
        "edit" => of(AgentAsk::Edit {
            message_id: fields.text("message_id", 1, CONVERSATION_ID_CHARS_MAX)?,
            text: long(fields, "text")?,
        }),
        "typing" => of(AgentAsk::Typing(fields.boolean("typing")?)),
        "read" => of(AgentAsk::Read),
        "note" => of(AgentAsk::Note { client_id: client_id(fields)?, text: long(fields, "text")? }),
        "end" => of(AgentAsk::End),
        _ => Err(fields.refuse("type", "a message type of the agents' protocol")),
    }
}

fn conversation(fields: Fields<'_>) -> Result<ConversationId, Refusal> {
    let id = ConversationId::parse(fields.string("conversation_id")?);
    id.ok_or_else(|| fields.refuse("conversation_id", "a conversation's id"))
}

fn client_id(fields: Fields<'_>) -> Result<String, Refusal> {
    fields.text("client_msg_id", 1, CONVERSATION_ID_CHARS_MAX)
}

fn shortcut(fields: Fields<'_>) -> Result<String, Refusal> {
    let text = fields.string("shortcut")?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    match (1..=CANNED_SHORTCUT_CHARS_MAX).contains(&text.len()) && text.bytes().all(plain) {
        true => Ok(text.to_ascii_lowercase()),
        false => Err(fields.refuse("shortcut", &format!("1–{CANNED_SHORTCUT_CHARS_MAX} letters, digits, - or _"))),
    }
}

fn too_long(fields: Fields<'_>, name: &str) -> Refusal {
    fields.refuse(name, &format!("a text of 1–{CONVERSATION_TEXT_CHARS_MAX} characters"))
}

/// A text that may have line breaks.
fn long(fields: Fields<'_>, name: &str) -> Result<String, Refusal> {
    match message(fields.string(name)?, Vec::new()).as_deref() {
        Some([super::parts::Part::Text { text }]) => Ok(text.clone()),
        _ => Err(too_long(fields, name)),
    }
}

fn canned(fields: Fields<'_>) -> Result<Option<String>, Refusal> {
    let text = fields.get("text").map(|_| long(fields, "text")).transpose()?;
    match text.as_ref().is_none_or(|text| text.chars().count() <= CANNED_TEXT_CHARS_MAX) {
        true => Ok(text),
        false => Err(fields.refuse("text", &format!("a text of 1–{CANNED_TEXT_CHARS_MAX} characters, or null"))),
    }
}
