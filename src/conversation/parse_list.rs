//! Reads what concerns no single conversation: a user's list, and deletion.

use serde_json::Value;

use super::parse::{DeleteAsked, ListAsked, conversation_id};
use super::wire::{Holder, ListFilter, PageAsked};
use crate::engine::Refusal;
use crate::engine::reading::Fields;
use crate::limits::{CONVERSATION_ID_CHARS_MAX, LIST_PAGE_MAX};

pub(super) fn user_id(payload: Fields<'_>) -> Result<String, Refusal> {
    match payload.get("userId") {
        Some(Value::Number(number)) => Ok(number.to_string()),
        _ => payload.text("userId", 1, CONVERSATION_ID_CHARS_MAX),
    }
}

pub(super) fn list(payload: Fields<'_>) -> Result<ListAsked, Refusal> {
    let number = |fields: Fields<'_>, name: &str, most: u32| {
        let value = fields.get(name).and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok());
        let fits = value.filter(|number| (1..=most).contains(number));
        fits.ok_or_else(|| fields.refuse(name, &format!("a whole number from 1 to {most}")))
    };
    let page = match payload.get("pagination") {
        None => PageAsked { page: 1, limit: 20 },
        Some(value) => {
            let path = payload.path("pagination");
            let fields = Fields::at(&path, value)?;
            let or = |name: &str, most, usual| fields.get(name).map_or(Ok(usual), |_| number(fields, name, most));
            PageAsked { page: or("page", u32::MAX, 1)?, limit: or("limit", LIST_PAGE_MAX, 20)? }
        }
    };
    let mut filter = ListFilter::default();
    if let Some(value) = payload.get("filter") {
        let path = payload.path("filter");
        let fields = Fields::at(&path, value)?;
        filter.status = match fields.get("status").map(Value::as_str) {
            None => None,
            Some(Some("bot")) => Some(Holder::Bot),
            Some(Some("queue")) => Some(Holder::Queue),
            Some(Some("agent")) => Some(Holder::Agent),
            Some(_) => return Err(fields.refuse("status", "bot, queue or agent")),
        };
    }
    let search = payload.text_or_none("search", 0, CONVERSATION_ID_CHARS_MAX)?;
    Ok(ListAsked { user_id: user_id(payload)?, filter, search, page: Some(page) })
}

pub(super) fn delete(payload: Fields<'_>) -> Result<DeleteAsked, Refusal> {
    match (payload.get("conversation_id"), payload.get("userId")) {
        (Some(_), _) => conversation_id(payload).map(DeleteAsked::Conversation),
        (None, Some(_)) => user_id(payload).map(DeleteAsked::User),
        (None, None) => Err(payload.refuse("conversation_id", "a conversation's id, or userId")),
    }
}
