//! Live sockets of prompts and journeys: what `prompt::live` decides, in real time and on real sockets.
//!
//! A socket is bound to a prompt only after it has said which, so one door per hub and dialect has all of them.
//! Events come from the prompts' rooms, once they are durable, through the [`Feed`]: best effort, bounded.

mod door;
mod feed;
mod sockets;

use std::sync::Arc;

use super::super::tokens::Tokens;
use crate::prompt::{Dialect, Prompt};
use crate::room::Registry;
use crate::room::door::{Denied, Door, Entrance, Handshake, Way};
use crate::room::fanout::HubLink;

pub use feed::Feed;

/// The entrance of both dialects.
pub struct Live {
    pub registry: Arc<Registry<Prompt>>,
    pub feed: Arc<Feed>,
    pub tokens: Arc<Tokens>,
}

impl Entrance for Live {
    fn way(&self, handshake: &Handshake) -> Option<Result<Way, Denied>> {
        let dialect = Dialect::ALL.into_iter().find(|dialect| dialect.live_path() == handshake.path)?;
        Some(Ok(Way::to(dialect.live_path())))
    }

    fn open(&self, room: &str, link: HubLink) -> Box<dyn Door> {
        let dialect = match room == Dialect::Journey.live_path() {
            true => Dialect::Journey,
            false => Dialect::InteractivePrompt,
        };
        Box::new(door::LiveDoor::open(dialect, link, self))
    }
}
