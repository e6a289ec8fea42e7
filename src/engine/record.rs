//! What is stored of a session.

use serde::{Deserialize, Serialize};

use super::{KeyedHash, RoomTime, WallTime};

/// One event as it lies in the store. Sequence numbers of a session are consecutive from 1.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredEvent {
    pub seq: u64,
    pub at: RoomTime,
    pub wall: WallTime,
    /// Version of the payload's form: later releases read all earlier ones.
    pub version: u16,
    /// The event as JSON.
    pub payload: String,
}

/// A row of a session's timeline: a read model for kinds whose events are looked up by a time of their own, and
/// are too many to be kept in memory. What the numbers mean is the kind's business.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimelineRow {
    /// The moment, in whatever the kind counts; finite.
    pub at: f64,
    /// The event's number in the session's timeline: unique, later events have higher ones.
    pub number: u64,
    /// What sort of event it is.
    pub label: u8,
    /// Whose it is.
    pub part: u32,
    /// How much, or which.
    pub value: Option<i64>,
    /// When it was stored.
    pub wall: WallTime,
}

/// How far a session is, as lists show it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum SessionStatus {
    Waiting,
    Active,
    Ended,
}

/// A session's row in its owner's list: the read model, written in the transaction of the events.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionSummary {
    pub owner: KeyedHash,
    pub title: String,
    pub created: WallTime,
    pub status: SessionStatus,
    pub participant_count: u32,
    /// What the kind of session wants to show of the outcome, as JSON.
    pub outcome: Option<String>,
}
