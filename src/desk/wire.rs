//! What the administrator's calls take and answer: channels, agents, statistics. The page for it is made of these
//! types, `static/src/wire/desk.ts`. All of them need the administrator's token; secrets are shown this once.

use serde::Serialize;
use ts_rs::TS;
use utoipa::ToSchema;

use super::channel::{BotChoice, ChannelSettings};
use crate::conversation::console::{AgentRow, Presence};

/// A channel as it is asked for.
#[derive(Debug, Serialize, TS, ToSchema)]
pub struct ChannelBody {
    /// 1–120 characters.
    pub name: String,
    /// Absent: the flow that comes with the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub bot: Option<BotChoice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub settings: Option<ChannelSettings>,
}

/// A channel that was made, or given another key. The key is shown this once.
#[derive(Debug, Serialize, TS, ToSchema)]
pub struct MadeChannel {
    pub key: String,
    pub name: String,
    pub channel_id: String,
    /// What the requests to the channel's webhook are signed with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub webhook_secret: Option<String>,
}

/// What the requests to a channel's webhook are signed with.
#[derive(Debug, Serialize, TS, ToSchema)]
pub struct WebhookSecret {
    pub webhook_secret: String,
}

/// A channel in the list.
#[derive(Debug, Serialize, TS, ToSchema)]
pub struct ChannelRow {
    pub channel_id: String,
    pub name: String,
    pub bot: BotChoice,
    pub settings: ChannelSettings,
    /// RFC 3339.
    pub created_at: String,
    /// Whether it is open now; always, where it has no hours.
    pub is_open: bool,
}

/// All channels.
#[derive(Debug, Serialize, TS, ToSchema)]
pub struct Channels {
    pub channels: Vec<ChannelRow>,
}

/// An agent as it is asked for.
#[derive(Debug, Serialize, TS, ToSchema)]
pub struct AgentBody {
    /// 1–40 characters.
    pub name: String,
    /// An address of a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub picture: Option<String>,
    /// Conversations at a time, 1–100; absent: the server's setting.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub capacity: Option<u32>,
}

/// An agent that was made, or given another token. Token and link are shown this once.
#[derive(Debug, Serialize, TS, ToSchema)]
pub struct MadeAgent {
    pub agent_id: String,
    pub token: String,
    /// Signs in; the token stands behind the `#` and so in no server's log.
    pub console_url: String,
}

/// All agents.
#[derive(Debug, Serialize, TS, ToSchema)]
pub struct Agents {
    pub agents: Vec<AgentRow>,
}

/// What humans have done in a period, and what is the case now.
#[derive(Debug, Clone, PartialEq, Serialize, TS, ToSchema)]
pub struct Statistics {
    /// The first day, in UTC: `2026-11-01`.
    pub from: String,
    /// The last day, it too.
    pub to: String,
    pub now: Now,
    pub total: Figures,
    pub channels: Vec<ChannelFigures>,
    pub agents: Vec<AgentFigures>,
    /// Days on which something happened.
    pub days: Vec<DayFigures>,
}

/// What is the case now.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, TS, ToSchema)]
pub struct Now {
    /// Conversations that wait for a human.
    pub waiting: u32,
    /// Seconds that the longest of them has waited; `null`: none waits.
    pub longest_wait_seconds: Option<u32>,
    /// Conversations that an agent has.
    pub with_agents: u32,
}

/// What has happened in a period.
#[derive(Debug, Default, Clone, PartialEq, Serialize, TS, ToSchema)]
pub struct Figures {
    /// Times that a human was asked for, or took over.
    pub asked: u32,
    /// Times that no human came.
    pub missed: u32,
    /// Times that a human answered.
    pub answered: u32,
    /// Times that a human has ended it, or silence has.
    pub resolved: u32,
    /// From being asked for to the human's first word; `null`: there was none.
    pub first_response: Option<Spread>,
    /// From being asked for to the end.
    pub resolution: Option<Spread>,
}

/// How long something took, in seconds. Median and 90th percentile are right to 7 %.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, TS, ToSchema)]
pub struct Spread {
    pub mean_seconds: f64,
    pub median_seconds: f64,
    pub p90_seconds: f64,
    pub max_seconds: f64,
}

/// A channel's part.
#[derive(Debug, Clone, PartialEq, Serialize, TS, ToSchema)]
pub struct ChannelFigures {
    pub channel_id: String,
    pub name: String,
    pub now: Now,
    pub figures: Figures,
}

/// An agent's part. Nobody is asked for or missed by name: these two are 0.
#[derive(Debug, Clone, PartialEq, Serialize, TS, ToSchema)]
pub struct AgentFigures {
    pub agent_id: String,
    pub name: String,
    #[schema(value_type = String)]
    pub presence: Presence,
    /// Conversations that the agent has now.
    pub load: u32,
    pub figures: Figures,
}

/// A day's part.
#[derive(Debug, Clone, PartialEq, Serialize, TS, ToSchema)]
pub struct DayFigures {
    /// In UTC: `2026-11-01`.
    pub day: String,
    pub figures: Figures,
}
