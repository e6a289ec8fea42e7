//! HTTP bodies that both dialects share, and the administrator's.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Icon, Question, Seconds};
use crate::prompt::Dialect;

/// An error of `/api/1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, utoipa::ToSchema)]
pub struct ApiError {
    /// A word for programs.
    #[serde(rename = "type")]
    pub kind: String,
    /// A sentence for a person.
    pub message: String,
}

/// A filter of `events/search`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[schema(as = HistoryFilter)]
pub struct Filter {
    pub operator: Operator,
    /// A text or a number; for `bt` and `bte` two numbers.
    #[ts(type = "string | number | [number, number]")]
    pub value: serde_json::Value,
}

/// How a filter compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = HistoryOperator)]
pub enum Operator {
    Eq,
    Neq,
    Gt,
    Gte,
    Lt,
    Lte,
    /// Between, both ends included.
    Bt,
    /// Between, the end excluded.
    Bte,
}

/// The direction of a sort; `_eq` includes the value of `after`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = HistoryDirection)]
pub enum Direction {
    Asc,
    AscEq,
    Desc,
    DescEq,
}

/// The body of `start_public`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, utoipa::ToSchema)]
pub struct StartPublic {
    pub identifier: String,
}

/// The body of `start_interactive_prompt`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, utoipa::ToSchema)]
pub struct StartJourney {
    pub journey_uid: String,
    pub journey_jwt: String,
}

/// A session that was opened, with all that one needs to take part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[schema(as = PromptStarted)]
pub struct Started {
    pub uid: String,
    pub jwt: String,
    pub session_uid: String,
    pub prompt: Question,
    pub duration_seconds: Seconds,
}

/// `dev_show`: a journey without a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[schema(as = PromptShown)]
pub struct Shown {
    pub uid: String,
    pub jwt: String,
    pub duration_seconds: Seconds,
    pub fenwick_bin_width: f64,
    pub prompt: Question,
    /// Ours: the recording, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub recording: Option<RecordingLink>,
}

/// Ours: where a journey's recording can be had, with range requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, utoipa::ToSchema)]
pub struct RecordingLink {
    pub url: String,
    pub media_type: String,
}

/// `dev_start_session`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[schema(as = PromptSessionStarted)]
pub struct SessionStarted {
    pub session_uid: String,
}

/// `profile_pictures`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, utoipa::ToSchema)]
pub struct FaceList {
    pub items: Vec<Face>,
}

/// Somebody who is present.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, utoipa::ToSchema)]
pub struct Face {
    pub picture: Icon,
}

/// The administrator's: a new prompt or journey.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
pub struct NewPrompt {
    pub kind: Dialect,
    pub prompt: Question,
    /// 5–300 for prompts; for journeys the recording's length counts where the server can read it.
    pub duration_seconds: f64,
    /// 1–64 letters, digits, `_` or `-`; absent: the uid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub identifier: Option<String>,
    /// A journey's: the name that `POST /api/v1/recordings` has answered with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub recording: Option<String>,
}

/// What stands behind a prompt's link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[schema(as = PromptBehind)]
pub struct Behind {
    pub uid: String,
    /// For half an hour.
    pub jwt: String,
    pub kind: Dialect,
    pub prompt: Question,
    pub duration_seconds: Seconds,
    /// Under which `start_public` takes it.
    pub identifier: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub recording: Option<RecordingLink>,
}

/// A prompt as the administrator sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[schema(as = PromptMade)]
pub struct Made {
    pub uid: String,
    /// For half an hour.
    pub jwt: String,
    pub kind: Dialect,
    pub prompt: Question,
    pub duration_seconds: Seconds,
    /// Under which `start_public` takes it.
    pub identifier: String,
    /// RFC 3339.
    pub created_at: String,
    /// Sessions that were opened.
    pub sessions: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub recording: Option<RecordingLink>,
}

/// All prompts and journeys, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, utoipa::ToSchema)]
pub struct PromptList {
    pub prompts: Vec<Made>,
}
