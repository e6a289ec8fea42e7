//! The wire of interactive prompts: socket and HTTP.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::api::Filter;
use super::{EventData, EventType, Icon, Names, Published};
use crate::engine::WallTime;

/// Keys and words of this dialect.
pub const NAMES: Names = Names {
    uid: "interactive_prompt_uid",
    jwt: "interactive_prompt_jwt",
    time: "prompt_time",
    impossible_time: "impossible_prompt_time",
    not_found: "interactive_prompt_not_found",
};

/// Client → server. A client speaks twice, then listens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
#[ts(rename = "PromptClientMessage")]
#[schemars(rename = "PromptClientMessage")]
pub enum ClientMessage {
    Authorize {
        /// 1–255 characters.
        interactive_prompt_uid: String,
        /// 2 characters or more.
        jwt: String,
        /// 1–5000 events a second.
        bandwidth: u32,
        /// 0–10 seconds.
        lookback: f64,
        /// 0–10 seconds.
        lookahead: f64,
    },
    /// In seconds of prompt time; may be negative, transmitted no earlier than received.
    SyncResponse { receive_timestamp: f64, transmit_timestamp: f64 },
}

/// Server → client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[ts(rename = "PromptServerMessage")]
#[schemars(rename = "PromptServerMessage")]
pub struct ServerMessage {
    /// `false` for errors.
    pub success: bool,
    /// `oseh_packet_` and 22 characters of url-safe base64.
    pub uid: String,
    #[serde(flatten)]
    pub said: Said,
}

/// What a server packet says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
#[ts(rename = "PromptSaid")]
#[schemars(rename = "PromptSaid")]
pub enum Said {
    SyncRequest {},
    AuthResponse {},
    LatencyDetection {
        expected_receive_prompt_time: f64,
    },
    EventBatch {
        events: Vec<LiveEvent>,
    },
    /// `code` is an HTTP status, `type` its word.
    Error {
        code: u16,
        #[serde(rename = "type")]
        kind: String,
        message: String,
    },
}

/// An event on the socket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[ts(rename = "PromptLiveEvent")]
#[schemars(rename = "PromptLiveEvent")]
pub struct LiveEvent {
    pub uid: String,
    pub user_sub: Option<String>,
    pub session_uid: Option<String>,
    pub evtype: EventType,
    pub prompt_time: f64,
    /// The user's picture.
    pub icon: Option<Icon>,
    pub data: EventData,
}

/// An event of the history: `events/search`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[ts(rename = "PromptItem")]
#[schema(as = PromptItem)]
pub struct Item {
    pub uid: String,
    pub user_sub: Option<String>,
    pub session_uid: Option<String>,
    pub evtype: EventType,
    pub prompt_time: f64,
    /// The user's picture.
    pub icon: Option<Icon>,
    pub data: EventData,
    /// Seconds of Unix time.
    pub created_at: f64,
}

/// The body of the calls that post an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[ts(rename = "PromptNewEvent")]
#[schema(as = PromptNewEvent)]
pub struct NewEvent {
    pub interactive_prompt_uid: String,
    /// Without `bearer`.
    pub interactive_prompt_jwt: String,
    pub session_uid: String,
    /// Seconds since the user's own start, 0 to the duration.
    pub prompt_time: f64,
    /// `{rating}`, `{index}` or `{}`.
    pub data: EventData,
}

/// The answer to them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[ts(rename = "PromptPosted")]
#[schema(as = PromptPosted)]
pub struct Posted {
    pub uid: String,
    pub user_sub: String,
    pub session_uid: String,
    #[serde(rename = "type")]
    pub kind: EventType,
    pub prompt_time: f64,
    /// The user's picture.
    pub icon: Option<Icon>,
    pub data: EventData,
}

/// The body of `events/search`. Filters: `uid`, `user_sub`, `session_uid`, `interactive_prompt_uid` (`eq`, `neq`), `evtype`
/// (`eq`, `neq`), `prompt_time` and `created_at` (`eq`, `gt`, `gte`, `lt`, `lte`, `bt` both ends included, `bte` half
/// open), `dropout_for_total` (`eq`: a uniform sample of about so many).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[ts(rename = "PromptSearch")]
#[schema(as = PromptSearch)]
pub struct Search {
    #[serde(default)]
    pub filters: BTreeMap<String, Filter>,
    /// Absent: by `uid`, oldest first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub sort: Option<Vec<SortItem>>,
    /// 1–5000; absent: 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub limit: Option<u32>,
}

/// One key of a sort.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[serde(tag = "key", rename_all = "snake_case")]
#[ts(rename = "PromptSortItem")]
#[schema(as = PromptSortItem)]
pub enum SortItem {
    Uid {
        dir: super::api::Direction,
        before: Option<String>,
        after: Option<String>,
    },
    PromptTime {
        dir: super::api::Direction,
        before: Option<f64>,
        after: Option<f64>,
    },
    /// No pages: what is drawn is drawn.
    Random {
        dir: super::api::Direction,
        before: Option<f64>,
        after: Option<f64>,
    },
}

/// A page of the history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[ts(rename = "PromptPage")]
#[schema(as = PromptPage)]
pub struct Page {
    pub items: Vec<Item>,
    /// The `sort` that asks for the next page; `null` where there is none, and for samples and random sorts.
    pub next_page_sort: Option<Vec<SortItem>>,
}

/// Sums over everything up to and including a bin; `null` where a sum does not apply to the prompt's kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[ts(rename = "PromptStatistics")]
#[schema(as = PromptStatistics)]
pub struct Statistics {
    /// Where the bin begins, in seconds.
    pub prompt_time: f64,
    pub bin_width: f64,
    pub users: i64,
    pub likes: i64,
    /// By rating.
    pub numeric_active: Option<BTreeMap<String, i64>>,
    pub press_active: Option<i64>,
    pub press: Option<i64>,
    /// By place.
    pub color_active: Option<Vec<i64>>,
    /// By place.
    pub word_active: Option<Vec<i64>>,
}

/// The body of `profile_pictures`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[ts(rename = "PromptFaces")]
#[schema(as = PromptFaces)]
pub struct Faces {
    pub uid: String,
    pub jwt: String,
    pub prompt_time: f64,
    /// 1–10.
    pub limit: u32,
}

impl LiveEvent {
    /// The event as sockets hear it.
    pub fn of(event: &Published, icon: Option<Icon>) -> Self {
        LiveEvent {
            uid: event.uid.clone(),
            user_sub: Some(event.user_sub.to_string()),
            session_uid: Some(event.session_uid.clone()),
            evtype: event.event_type,
            prompt_time: event.at.seconds(),
            icon,
            data: event.data(true),
        }
    }
}

impl Posted {
    /// The event as its poster hears it.
    pub fn of(event: &Published, icon: Option<Icon>) -> Self {
        Posted {
            uid: event.uid.clone(),
            user_sub: event.user_sub.to_string(),
            session_uid: event.session_uid.clone(),
            kind: event.event_type,
            prompt_time: event.at.seconds(),
            icon,
            data: event.data(true),
        }
    }
}

impl Item {
    /// The event as history tells it.
    pub fn of(event: &Published, icon: Option<Icon>) -> Self {
        let WallTime(created_ms) = event.created_at;
        Item {
            uid: event.uid.clone(),
            user_sub: Some(event.user_sub.to_string()),
            session_uid: Some(event.session_uid.clone()),
            evtype: event.event_type,
            prompt_time: event.at.seconds(),
            icon,
            data: event.data(true),
            created_at: created_ms as f64 / 1e3,
        }
    }
}
