//! Carries out what conversations and the desk ask of bots and of each other. What fails because the server stops
//! is asked again after its next start.

use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;

use actix_web::rt;

use super::directory::Directory;
use crate::connectors::bots::Bots;
use crate::conversation::bot::{BotAnswer, BotCause, BotFault, BotRequest};
use crate::conversation::command::Command;
use crate::conversation::parts::Part;
use crate::conversation::{self, Conversation};
use crate::desk::command::Command as DeskCommand;
use crate::desk::{self, Desk};
use crate::room::{CallError, Errands, Registry};

/// How often an errand is tried while its room cannot be reached or stored: for two minutes and a half. A disk that is
/// full takes an operator about as long.
const TRIES: u32 = 40;
/// The wait before the second try; each further one is as much longer, up to the longest.
const WAIT: Duration = Duration::from_millis(250);
const WAIT_MAX: Duration = Duration::from_secs(5);

/// What errands reach.
pub struct Outside {
    directory: Arc<Directory>,
    bots: Option<Bots>,
    /// Set once both kinds are open. Weak, for the registries hold the errands.
    rooms: OnceLock<Rooms>,
}

/// Both kinds of rooms.
struct Rooms {
    conversations: Weak<Registry<Conversation>>,
    desk: Weak<Registry<Desk>>,
}

impl Outside {
    /// Without rooms yet.
    pub fn new(directory: Arc<Directory>, bots: Option<Bots>) -> Arc<Self> {
        Arc::new(Outside { directory, bots, rooms: OnceLock::new() })
    }

    /// Both kinds are open.
    pub fn connect(&self, conversations: &Arc<Registry<Conversation>>, desk: &Arc<Registry<Desk>>) {
        // Called once.
        let _ = self.rooms.set(Rooms { conversations: Arc::downgrade(conversations), desk: Arc::downgrade(desk) });
    }

    fn desk(&self) -> Option<Arc<Registry<Desk>>> {
        self.rooms.get()?.desk.upgrade()
    }

    fn conversations(&self) -> Option<Arc<Registry<Conversation>>> {
        self.rooms.get()?.conversations.upgrade()
    }

    async fn ask(&self, request: &BotRequest) -> Result<BotAnswer, BotFault> {
        rt::time::sleep(Duration::from_millis(request.pause_ms)).await;
        let card = self.directory.channel(request.channel).ok_or(BotFault::Unreachable)?;
        if let (BotCause::Start, Some(greeting)) = (&request.cause, &card.greeting) {
            return Ok(BotAnswer { parts: vec![Part::text(greeting.clone())], ..BotAnswer::default() });
        }
        match &self.bots {
            Some(bots) => bots.ask(&card.bot, request).await,
            None => Err(BotFault::Unreachable),
        }
    }
}

/// For conversations.
pub struct ConversationErrands(pub Arc<Outside>);

impl Errands<Conversation> for ConversationErrands {
    fn run(&self, registry: &Arc<Registry<Conversation>>, room: &str, errand: conversation::Errand) {
        let (outside, registry, room) = (Arc::clone(&self.0), Arc::clone(registry), room.to_owned());
        rt::spawn(async move {
            match errand {
                conversation::Errand::Report(report) => {
                    let Some(desk) = outside.desk() else { return };
                    let command = || DeskCommand::Report(report.clone());
                    let Ok(1..) = insist(&desk, desk::ROOM, command).await else { return };
                    // It came late: the conversation may have been deleted, and forgotten, in the meantime.
                    let is_gone = |conversation: &Conversation| conversation.talk.is_none();
                    if let Ok(true) = registry.read(&room, is_gone).await {
                        let forget = || DeskCommand::Forget(report.conversation.clone());
                        drop(insist(&desk, desk::ROOM, forget).await);
                    }
                }
                conversation::Errand::Ask(request) => {
                    let outcome = Box::new(outside.ask(&request).await);
                    let command = || Command::Answered { turn: request.turn, outcome: outcome.clone() };
                    drop(insist(&registry, &room, command).await);
                }
            }
        });
    }
}

/// For the desk.
pub struct DeskErrands(pub Arc<Outside>);

impl Errands<Desk> for DeskErrands {
    fn run(&self, registry: &Arc<Registry<Desk>>, _: &str, errand: desk::Errand) {
        let (outside, desk) = (Arc::clone(&self.0), Arc::clone(registry));
        rt::spawn(async move {
            let Some(conversations) = outside.conversations() else { return };
            let desk::Errand { conversation, order } = errand;
            let done = insist(&conversations, conversation.as_str(), || Command::Desk(order.clone())).await;
            if let Err(CallError::Refused(refusal)) = done {
                log::info!("conversation {} is gone: {refusal}", conversation.tag());
                drop(insist(&desk, desk::ROOM, || DeskCommand::Forget(conversation.clone())).await);
            }
        });
    }
}

/// Calls a room, several times if it cannot be reached: it may just be starting anew. How often it was tried in vain.
async fn insist<M: crate::engine::Machine>(
    registry: &Arc<Registry<M>>,
    room: &str,
    command: impl Fn() -> M::Command,
) -> Result<u32, CallError> {
    let mut tried = 0;
    loop {
        let failed = match registry.call(room, command()).await {
            Ok(_) => return Ok(tried),
            Err(CallError::Refused(refusal)) if !is_passing(refusal.code) => return Err(CallError::Refused(refusal)),
            Err(error) => error,
        };
        tried += 1;
        if tried >= TRIES {
            log::warn!("{} {} cannot be told: {failed}", M::KIND, conversation::ids::tag(room));
            return Err(CallError::Unavailable("given up".to_owned()));
        }
        rt::time::sleep((WAIT * tried).min(WAIT_MAX)).await;
    }
}

/// Whether the same may go well a little later.
fn is_passing(code: &str) -> bool {
    matches!(code, "SERVER_BUSY" | "STORAGE_UNAVAILABLE")
}
