//! A user's conversations: what is asked, what is answered.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::server::Holder;

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
