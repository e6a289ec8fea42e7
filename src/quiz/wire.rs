//! The quiz's wire types: every message in both directions, in one file.
//!
//! Source: `seeds/003` (names, fields and types are binding) and `protocols/quiz.md`. What is marked
//! "Ours" is an addition that existing clients ignore. The schemas of `/api/asyncapi.json` and the browser
//! client's types are generated from these types.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    Color,
    Country,
    GrapeVariety,
    VintageYear,
    WineName,
}

/// Where a session is.
#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    #[default]
    Waiting,
    QuestionOpen,
    QuestionPaused,
    QuestionRevealed,
    RoundLeaderboard,
    Ended,
}

/// How answers are scored. Ours.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scoring {
    /// 100 for the correct option.
    #[default]
    Flat,
    /// 100 at once, falling linearly to 50 at the deadline; pauses do not count.
    Speed,
}

/// Settings of a quiz. Ours.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Settings {
    pub scoring: Scoring,
}

/// A quiz as clients send it in `create_session` and over HTTP.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuizBody {
    /// 1–120 characters; absent: the first wine's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub title: Option<String>,
    /// Seconds, clamped to 15–120; absent: 60.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub timer_seconds: Option<f64>,
    /// 1–50 wines.
    pub wines: Vec<Wine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub settings: Option<Settings>,
}

/// A wine with its questions, correct answers included: hosts only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Wine {
    /// 1–200 characters.
    pub name: String,
    /// 1–50 questions.
    pub questions: Vec<Question>,
}

/// A question with its correct answer: hosts only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    pub category: Category,
    /// Ours: the host's own wording, 1–200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub prompt: Option<String>,
    pub correct_answer: String,
    pub distractors: [String; 3],
}

/// Client → server. The parser in this file checks more than these types say and names the field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "type", rename_all_fields = "camelCase")]
pub enum ClientMessage {
    #[serde(rename = "create_session")]
    CreateSession {
        host_id: String,
        #[serde(flatten)]
        quiz: QuizBody,
    },
    #[serde(rename = "join_session")]
    JoinSession { code: String },
    #[serde(rename = "rejoin_host")]
    RejoinHost { host_id: String },
    #[serde(rename = "rejoin_session")]
    RejoinSession { rejoin_token: String },
    /// Ours: this socket is a public screen; answered with `stage:state_snapshot`.
    #[serde(rename = "watch_stage")]
    WatchStage,
    #[serde(rename = "host:start")]
    HostStart,
    #[serde(rename = "host:pause")]
    HostPause,
    #[serde(rename = "host:resume")]
    HostResume,
    #[serde(rename = "host:reveal")]
    HostReveal,
    #[serde(rename = "host:next")]
    HostNext,
    #[serde(rename = "host:end")]
    HostEnd,
    /// Ours: more time for the open or paused question, 5–60 seconds.
    #[serde(rename = "host:extend")]
    HostExtend { seconds: u32 },
    /// Ours: nobody else may join, or again.
    #[serde(rename = "host:lock")]
    HostLock { locked: bool },
    /// Ours: removes a participant.
    #[serde(rename = "host:kick")]
    HostKick { pseudonym: String },
    #[serde(rename = "submit_answer")]
    SubmitAnswer { question_id: String, option_id: String },
    /// Ours: asks for the server's time, to measure the clocks' offset.
    #[serde(rename = "time_request")]
    TimeRequest { client_time: f64 },
}

/// One of a question's four options. Nothing in it tells whether it is correct.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct QuestionOption {
    pub id: String,
    pub text: String,
}

/// A question as everybody may see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct QuestionPayload {
    pub question_id: String,
    pub prompt: String,
    pub category: Category,
    pub options: Vec<QuestionOption>,
    /// From 0.
    pub round_index: u32,
    /// From 0, within the round.
    pub question_index: u32,
    /// Of this round.
    pub total_questions: u32,
    pub total_rounds: u32,
    /// The whole time for an answer, in milliseconds (extensions included).
    pub timer_ms: u64,
    /// Ours: server's epoch milliseconds at which it closes; `null` while the clock stands.
    #[ts(type = "number | null")]
    pub deadline: Option<i64>,
    /// Ours: the server's epoch milliseconds now.
    #[ts(type = "number")]
    pub server_time: i64,
}

/// A row of a leaderboard. Equal scores share a rank (1, 1, 3), in order of joining.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RankingEntry {
    pub pseudonym: String,
    pub score: u32,
    pub rank: u32,
    /// Ours: the rank at the leaderboard before; absent at the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub previous_rank: Option<u32>,
}

/// What one participant's answer brought, for hosts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct AnswerResult {
    pub pseudonym: Arc<str>,
    pub points: u32,
    pub total_score: u32,
    /// Ours: what was chosen; `null` without an answer.
    pub option_id: Option<Arc<str>>,
}

/// How many chose an option. Ours; after the reveal, and for hosts before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct OptionCount {
    pub option_id: String,
    pub count: u32,
}

/// A session in its host's list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionEntry {
    pub code: String,
    pub title: String,
    /// RFC 3339, UTC.
    pub created_at: String,
    pub status: crate::engine::SessionStatus,
    pub participant_count: u32,
    /// The first 100 rows, once ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub final_rankings: Option<Vec<RankingEntry>>,
}

/// A participant's own place. Ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct OwnRank {
    pub rank: u32,
    pub score: u32,
    pub previous_rank: Option<u32>,
    /// The row right above and right below, for the gap to the next.
    pub above: Option<RankingEntry>,
    pub below: Option<RankingEntry>,
    /// Participants in all.
    pub total_count: u32,
}

/// One own answer in review, after the end. Ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewEntry {
    pub round_index: u32,
    pub question_index: u32,
    pub wine_name: String,
    pub prompt: String,
    pub category: Category,
    pub correct_answer: String,
    /// `null` without an answer.
    pub my_answer: Option<String>,
    pub points: u32,
}

/// Connection quality of a participant, for hosts. Ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinkQuality {
    pub pseudonym: String,
    pub connected: bool,
    /// Milliseconds of the last measured round trip; `null` until there was one.
    pub rtt_ms: Option<u32>,
}

/// Everything a host's page needs to redraw any phase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct HostSnapshot {
    pub code: String,
    pub host_id: String,
    pub phase: Phase,
    pub participants: Vec<String>,
    /// Not `null` in open, paused and revealed.
    pub question: Option<QuestionPayload>,
    pub rankings: Vec<RankingEntry>,
    pub title: String,
    pub wines: Vec<Wine>,
    pub timer_seconds: u32,
    /// Index of the wine, from 0.
    pub current_round: u32,
    /// Index of the question in it, from 0.
    pub current_question: u32,
    pub remaining_ms: Option<u64>,
    #[ts(type = "number | null")]
    pub deadline: Option<i64>,
    #[ts(type = "number")]
    pub server_time: i64,
    pub answered_count: u32,
    pub total_count: u32,
    /// Who has answered the present question; empty beyond 200 participants.
    pub answered: Vec<String>,
    /// How many chose each option so far.
    pub distribution: Vec<OptionCount>,
    /// Once revealed.
    pub correct_option_id: Option<String>,
    /// Once revealed.
    pub results: Option<Vec<AnswerResult>>,
    pub settings: Settings,
    pub locked: bool,
    /// Links of the first 200 participants.
    pub links: Vec<LinkQuality>,
}

/// Everything a participant's page needs to redraw any phase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ParticipantSnapshot {
    pub pseudonym: String,
    pub phase: Phase,
    /// Not `null` in open, paused and revealed.
    pub question: Option<QuestionPayload>,
    pub code: String,
    pub title: String,
    pub selected_option_id: Option<String>,
    pub remaining_ms: Option<u64>,
    #[ts(type = "number | null")]
    pub deadline: Option<i64>,
    #[ts(type = "number")]
    pub server_time: i64,
    pub score: u32,
    pub rank: u32,
    pub round_index: u32,
    pub total_rounds: u32,
    pub answered_count: u32,
    pub total_count: u32,
    pub host_connected: bool,
    /// At leaderboards and at the end; the first 100 where there are more than 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub rankings: Option<Vec<RankingEntry>>,
    /// At leaderboards and at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub own_rank: Option<OwnRank>,
    /// Once revealed, as in `game:answer_revealed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub correct_option_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub my_points: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub my_total_score: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub previous_rank: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub distribution: Option<Vec<OptionCount>>,
    /// Own answers, after the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub review: Option<Vec<ReviewEntry>>,
}

/// Everything a stage's page needs to redraw any phase. Ours. Public: nothing secret in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct StageSnapshot {
    pub code: String,
    pub title: String,
    pub phase: Phase,
    /// Whether a session exists yet.
    pub exists: bool,
    /// The 60 newest.
    pub participants: Vec<String>,
    /// Not `null` in open, paused and revealed.
    pub question: Option<QuestionPayload>,
    pub remaining_ms: Option<u64>,
    #[ts(type = "number | null")]
    pub deadline: Option<i64>,
    #[ts(type = "number")]
    pub server_time: i64,
    pub answered_count: u32,
    pub total_count: u32,
    pub round_index: u32,
    pub total_rounds: u32,
    pub host_connected: bool,
    pub locked: bool,
    /// Once revealed.
    pub correct_option_id: Option<String>,
    /// Once revealed.
    pub distribution: Option<Vec<OptionCount>>,
    /// At leaderboards and at the end: the first 100.
    pub rankings: Option<Vec<RankingEntry>>,
}

/// Server → client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "type", rename_all_fields = "camelCase")]
pub enum ServerMessage {
    /// The first frame of every socket.
    #[serde(rename = "server:state_snapshot")]
    StateSnapshot {
        phase: Phase,
        code: String,
        /// Ours: whether a session exists here yet.
        exists: bool,
        /// Ours.
        title: Option<String>,
        /// Ours.
        #[ts(type = "number")]
        server_time: i64,
    },
    #[serde(rename = "session:created")]
    SessionCreated { code: String, host_id: String },
    #[serde(rename = "participant:joined")]
    ParticipantJoined { pseudonym: String, rejoin_token: String },
    /// At most 4 a second. Beyond 200 names only hosts receive all, others the 100 newest.
    #[serde(rename = "lobby:updated")]
    LobbyUpdated {
        participants: Vec<String>,
        /// Ours: the true number.
        count: u32,
    },
    #[serde(rename = "host:state_snapshot")]
    HostStateSnapshot(Box<HostSnapshot>),
    #[serde(rename = "participant:state_snapshot")]
    ParticipantStateSnapshot(Box<ParticipantSnapshot>),
    #[serde(rename = "stage:state_snapshot")]
    StageStateSnapshot(Box<StageSnapshot>),
    /// Newest first.
    #[serde(rename = "sessions:list")]
    SessionsList { sessions: Vec<SessionEntry> },
    #[serde(rename = "game:question")]
    GameQuestion(QuestionPayload),
    /// Every second while open and while paused.
    #[serde(rename = "game:timer_tick")]
    TimerTick { remaining_ms: u64 },
    #[serde(rename = "game:timer_paused")]
    TimerPaused { remaining_ms: u64 },
    #[serde(rename = "game:timer_resumed")]
    TimerResumed {
        remaining_ms: u64,
        /// Ours.
        #[ts(type = "number")]
        deadline: i64,
        /// Ours.
        #[ts(type = "number")]
        server_time: i64,
    },
    /// Ours: the host has given more time.
    #[serde(rename = "game:timer_extended")]
    TimerExtended {
        remaining_ms: u64,
        timer_ms: u64,
        #[ts(type = "number | null")]
        deadline: Option<i64>,
        #[ts(type = "number")]
        server_time: i64,
    },
    /// Hosts only, at most 4 a second.
    #[serde(rename = "game:participant_answered")]
    ParticipantAnswered {
        answered_count: u32,
        total_count: u32,
        /// Ours: who; empty beyond 200 participants.
        answered: Vec<String>,
        /// Ours: how many chose each option so far.
        distribution: Vec<OptionCount>,
    },
    /// Ours: for participants and stages, at most 4 a second; beyond 200 participants only stages, and phones
    /// once a second. Numbers only.
    #[serde(rename = "game:progress")]
    Progress { answered_count: u32, total_count: u32 },
    /// Ours: an answer is on disk.
    #[serde(rename = "answer:accepted")]
    AnswerAccepted { question_id: String, option_id: String },
    #[serde(rename = "game:answer_revealed")]
    AnswerRevealed(AnswerRevealed),
    #[serde(rename = "game:round_leaderboard")]
    RoundLeaderboard {
        rankings: Vec<RankingEntry>,
        round_index: u32,
        total_rounds: u32,
        /// Ours: participants in all; beyond 200 only hosts receive every row, others the first 100.
        total_count: u32,
    },
    #[serde(rename = "game:final_leaderboard")]
    FinalLeaderboard {
        rankings: Vec<RankingEntry>,
        /// Ours.
        total_count: u32,
    },
    /// Ours: a participant's own row, right behind each leaderboard.
    #[serde(rename = "game:own_rank")]
    OwnRank(OwnRank),
    /// Ours: own answers in review, behind the final leaderboard.
    #[serde(rename = "game:review")]
    Review { answers: Vec<ReviewEntry> },
    #[serde(rename = "session:ended")]
    SessionEnded,
    /// Ours: this socket's seat belongs to a newer socket now.
    #[serde(rename = "seat:moved")]
    SeatMoved,
    /// Ours: the host has removed this participant.
    #[serde(rename = "seat:removed")]
    SeatRemoved,
    /// Ours: whether any host is connected.
    #[serde(rename = "host:presence")]
    HostPresence { connected: bool },
    /// Ours: links of the first 200 participants, for hosts.
    #[serde(rename = "host:links")]
    HostLinks { links: Vec<LinkQuality> },
    /// Ours.
    #[serde(rename = "lobby:locked")]
    LobbyLocked { locked: bool },
    /// Ours: the answer to `time_request`.
    #[serde(rename = "server:time")]
    ServerTime {
        client_time: f64,
        #[ts(type = "number")]
        server_time: i64,
    },
    #[serde(rename = "error")]
    Error {
        /// A sentence for a person.
        message: String,
        /// Ours: an upper-case word for programs.
        code: String,
        /// Ours: the field that is to blame.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        field: Option<String>,
    },
}

/// The three shapes of `game:answer_revealed`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum AnswerRevealed {
    Host {
        correct_option_id: String,
        results: Vec<AnswerResult>,
        /// Ours.
        distribution: Vec<OptionCount>,
    },
    Participant {
        correct_option_id: String,
        /// Ours.
        distribution: Vec<OptionCount>,
        my_points: u32,
        my_total_score: u32,
        /// Ours: `null` without an answer.
        my_option_id: Option<String>,
        /// Ours: own rank now.
        rank: u32,
        /// Ours: own rank before this question.
        previous_rank: u32,
    },
    /// Ours: stages and sockets without a seat.
    Public { correct_option_id: String, distribution: Vec<OptionCount> },
}
