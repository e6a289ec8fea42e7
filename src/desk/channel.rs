//! What a channel is: a site, its bot, and how it hands over.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::hours::Hours;

/// Which bot answers in a channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BotChoice {
    /// A flow. `script`: the name of a file in the data folder (`bots/NAME.toml`), the flow itself as TOML text
    /// or as JSON; absent: the one that comes with the server.
    Scripted {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional, type = "string | Record<string, unknown>")]
        #[schema(value_type = Option<Object>)]
        script: Option<Value>,
    },
    /// A program elsewhere that is asked over HTTP.
    Webhook { url: String },
}

impl Default for BotChoice {
    fn default() -> Self {
        BotChoice::Scripted { script: None }
    }
}

/// How a channel behaves; what is absent is as usual.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
#[serde(default)]
pub struct ChannelSettings {
    /// The bot's name, as visitors see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub bot_name: Option<String>,
    /// Said instead of the bot's own greeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub greeting: Option<String>,
    /// Said where no human is free.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub busy_text: Option<String>,
    /// Said where the bot does not answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub fallback_text: Option<String>,
    /// The language of visitors who name none: `de` or `en`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub locale: Option<String>,
    /// Seconds that a visitor waits for a human at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub queue_seconds: Option<u32>,
    /// Seconds of silence after which an agent's part is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub silence_seconds: Option<u32>,
    /// Seconds that the bot may take for one turn, 1–60, retries included; then the fallback is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub bot_seconds: Option<u32>,
    /// When humans are there; absent: always. Outside of it nobody is asked, and the visitor is told at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub hours: Option<Hours>,
    /// Said where a human is asked for outside the hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub closed_text: Option<String>,
    /// Whether visitors and agents may send files; absent: they may.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub files: Option<bool>,
    /// Sites whose pages may talk here: `https://wine.example`; empty: any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub allowed_origins: Vec<String>,
}
