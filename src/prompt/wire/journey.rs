//! The wire of journeys: socket and HTTP.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::api::Filter;
use super::{EventData, EventType, Names, Published};
use crate::engine::WallTime;

/// Keys and words of this dialect.
pub const NAMES: Names = Names {
    uid: "journey_uid",
    jwt: "journey_jwt",
    time: "journey_time",
    impossible_time: "impossible_journey_time",
    not_found: "journey_not_found",
};

/// Client → server. A client speaks twice, then listens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
#[ts(rename = "JourneyClientMessage")]
#[schemars(rename = "JourneyClientMessage")]
pub enum ClientMessage {
    Authorize {
        /// 1–255 characters.
        journey_uid: String,
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
#[ts(rename = "JourneyServerMessage")]
#[schemars(rename = "JourneyServerMessage")]
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
#[ts(rename = "JourneySaid")]
#[schemars(rename = "JourneySaid")]
pub enum Said {
    SyncRequest {},
    AuthResponse {},
    LatencyDetection {
        expected_receive_journey_time: f64,
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
#[ts(rename = "JourneyLiveEvent")]
#[schemars(rename = "JourneyLiveEvent")]
pub struct LiveEvent {
    pub uid: String,
    pub user_sub: Option<String>,
    pub session_uid: Option<String>,
    pub evtype: EventType,
    pub journey_time: f64,
    pub data: EventData,
}

/// An event of the history: `events/search`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[ts(rename = "JourneyItem")]
#[schema(as = JourneyItem)]
pub struct Item {
    pub uid: String,
    pub user_sub: Option<String>,
    pub session_uid: Option<String>,
    pub evtype: EventType,
    pub journey_time: f64,
    pub data: EventData,
    /// Seconds of Unix time.
    pub created_at: f64,
}

/// The body of the calls that post an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[ts(rename = "JourneyNewEvent")]
#[schema(as = JourneyNewEvent)]
pub struct NewEvent {
    pub journey_uid: String,
    /// Without `bearer`.
    pub journey_jwt: String,
    pub session_uid: String,
    /// Seconds since the user's own start, 0 to the duration.
    pub journey_time: f64,
    /// `{rating}`, `{index}` or `{}`.
    pub data: EventData,
}

/// The answer to them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[ts(rename = "JourneyPosted")]
#[schema(as = JourneyPosted)]
pub struct Posted {
    pub uid: String,
    pub user_sub: String,
    pub session_uid: String,
    #[serde(rename = "type")]
    pub kind: EventType,
    pub journey_time: f64,
    pub data: EventData,
}

/// The body of `events/search`. Filters: `uid`, `user_sub`, `session_uid`, `journey_uid` (`eq`, `neq`), `evtype`
/// (`eq`, `neq`), `journey_time` and `created_at` (`eq`, `gt`, `gte`, `lt`, `lte`, `bt` both ends included, `bte` half
/// open), `dropout_for_total` (`eq`: a uniform sample of about so many).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[ts(rename = "JourneySearch")]
#[schema(as = JourneySearch)]
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
#[ts(rename = "JourneySortItem")]
#[schema(as = JourneySortItem)]
pub enum SortItem {
    Uid {
        dir: super::api::Direction,
        before: Option<String>,
        after: Option<String>,
    },
    JourneyTime {
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
#[ts(rename = "JourneyPage")]
#[schema(as = JourneyPage)]
pub struct Page {
    pub items: Vec<Item>,
    /// The `sort` that asks for the next page; `null` where there is none, and for samples and random sorts.
    pub next_page_sort: Option<Vec<SortItem>>,
}

/// Sums over everything up to and including a bin; `null` where a sum does not apply to the prompt's kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[ts(rename = "JourneyStatistics")]
#[schema(as = JourneyStatistics)]
pub struct Statistics {
    /// Where the bin begins, in seconds.
    pub journey_time: f64,
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
#[ts(rename = "JourneyFaces")]
#[schema(as = JourneyFaces)]
pub struct Faces {
    pub uid: String,
    pub jwt: String,
    pub journey_time: f64,
    /// 1–10.
    pub limit: u32,
}

impl LiveEvent {
    /// The event as sockets hear it.
    pub fn of(event: &Published) -> Self {
        LiveEvent {
            uid: event.uid.clone(),
            user_sub: Some(event.user_sub.to_string()),
            session_uid: Some(event.session_uid.clone()),
            evtype: event.event_type,
            journey_time: event.at.seconds(),
            data: event.data(false),
        }
    }
}

impl Posted {
    /// The event as its poster hears it.
    pub fn of(event: &Published) -> Self {
        Posted {
            uid: event.uid.clone(),
            user_sub: event.user_sub.to_string(),
            session_uid: event.session_uid.clone(),
            kind: event.event_type,
            journey_time: event.at.seconds(),
            data: event.data(false),
        }
    }
}

impl Item {
    /// The event as history tells it.
    pub fn of(event: &Published) -> Self {
        let WallTime(created_ms) = event.created_at;
        Item {
            uid: event.uid.clone(),
            user_sub: Some(event.user_sub.to_string()),
            session_uid: Some(event.session_uid.clone()),
            evtype: event.event_type,
            journey_time: event.at.seconds(),
            data: event.data(false),
            created_at: created_ms as f64 / 1e3,
        }
    }
}
