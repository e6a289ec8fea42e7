//! The two dialects of the one protocol. A dialect belongs to a call or a socket: a journey can be spoken to in
//! both, for `start_interactive_prompt` hands newer clients a journey under the newer names.

use serde::{Deserialize, Serialize};

/// Which of both.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Dialect {
    InteractivePrompt,
    Journey,
}

impl Dialect {
    /// Both.
    pub const ALL: [Dialect; 2] = [Dialect::InteractivePrompt, Dialect::Journey];

    /// The audience of its tokens.
    pub fn audience(self) -> &'static str {
        match self {
            Dialect::InteractivePrompt => "oseh-interactive-prompt",
            Dialect::Journey => "oseh-journey",
        }
    }

    /// The path of its socket.
    pub fn live_path(self) -> &'static str {
        match self {
            Dialect::InteractivePrompt => "/api/2/interactive_prompts/live",
            Dialect::Journey => "/api/2/journeys/live",
        }
    }
}
