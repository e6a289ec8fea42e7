//! Bots: whoever answers a conversation's turn from outside its room.
//!
//! - [`scripted`]: a flow in a file; the one that comes with the server is the usual bot.
//! - [`webhook`]: a program elsewhere.

pub mod scripted;
pub mod webhook;

use std::sync::Arc;

use self::scripted::Flow;
use self::webhook::Webhooks;
use crate::conversation::bot::{BotAnswer, BotFault, BotRequest};
use crate::engine::Secret;

/// The bot of a channel.
#[derive(Debug, Clone)]
pub enum Bot {
    Scripted(Arc<Flow>),
    Webhook {
        url: String,
        secret: Secret,
    },
    /// It cannot be used any more: its file is gone or broken. Visitors get the fallback.
    Broken,
}

/// All bots of the server.
pub struct Bots {
    webhooks: Webhooks,
}

impl Bots {
    /// Bots that ask webhooks by this client.
    pub fn new(webhooks: Webhooks) -> Self {
        Bots { webhooks }
    }

    /// Asks a bot for the answer to one turn.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn ask(&self, bot: &Bot, request: &BotRequest) -> Result<BotAnswer, BotFault> {
        match bot {
            Bot::Scripted(flow) => Ok(flow.answer(request)),
            Bot::Webhook { url, secret } => self.webhooks.ask(url, secret, request).await,
            Bot::Broken => Err(BotFault::Unreachable),
        }
    }
}
