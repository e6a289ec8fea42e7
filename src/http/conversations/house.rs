//! What the server does unasked: files of conversations that are gone go too, and those that no message holds when
//! their time is over; so does what the desk remembers of such conversations. The store removes what is too old without
//! asking anybody, so that only a round finds what is left of it elsewhere.

use std::sync::Arc;
use std::time::Duration;

use actix_web::{rt, web};

use super::cabinet::{Cabinet, Found};
use super::open::Talks;
use crate::conversation::Conversation;
use crate::conversation::command::Command;
use crate::conversation::files::FileId;
use crate::conversation::ids::ConversationId;
use crate::desk::command::Command as DeskCommand;
use crate::desk::{Desk, ROOM};
use crate::engine::{Machine, WallTime};
use crate::room::CallError;
use crate::room::clock::wall_now;
use crate::store::asked;

/// Time between two rounds.
const EVERY: Duration = Duration::from_secs(15 * 60);
/// Rounds after which the desk is said to be in use, so that it is never too old to be kept: a day's.
const IN_USE_EVERY: u32 = 96;
/// Conversations of the desk's that one round looks for.
const LOOKED_FOR_MAX: usize = 500;
const DAY_MS: i64 = 24 * 3_600_000;

/// Goes round for as long as the server lives.
pub fn start(talks: Talks, unsent: Duration, retention_days: u32) {
    rt::spawn(async move {
        for round_no in 1u32.. {
            forget_gone(&talks, retention_days).await;
            if round_no.is_multiple_of(IN_USE_EVERY)
                && let Err(error) = talks.desk.call(ROOM, DeskCommand::Open).await
            {
                log::warn!("the desk cannot be written: {error}");
            }
            let cabinet = Arc::clone(&talks.cabinet);
            match web::block(move || cabinet.look(unsent)).await {
                Ok(Ok(found)) => round(&talks, found).await,
                Ok(Err(error)) => log::warn!("the files of conversations cannot be listed: {error}"),
                Err(_) => return,
            }
            rt::time::sleep(EVERY).await;
        }
    });
}

async fn round(talks: &Talks, found: Vec<Found>) {
    let mut removed = 0;
    for Found { conversation, waiting } in found {
        if is_gone(talks, &conversation).await {
            clear(&talks.cabinet, &conversation).await;
            removed += 1;
        } else if !waiting.is_empty() {
            drop_unsent(talks, &conversation, waiting).await;
        }
    }
    if removed > 0 {
        log::info!("the files of {removed} conversations that are gone are removed");
    }
}

/// Has the desk forget conversations that the store has removed: their visitors' names and last words stood there.
async fn forget_gone(talks: &Talks, retention_days: u32) {
    if retention_days == 0 {
        return;
    }
    let old = WallTime(wall_now().0 - i64::from(retention_days) * DAY_MS);
    let look = move |desk: &Desk| desk.silent_since(old).take(LOOKED_FOR_MAX).cloned().collect::<Vec<_>>();
    let Ok(silent) = talks.desk.read(ROOM, look).await else { return };
    for conversation in silent {
        if is_gone(talks, &conversation).await
            && let Err(error) = talks.desk.call(ROOM, DeskCommand::Forget(conversation)).await
        {
            return log::warn!("the desk lists conversations that are gone: {error}");
        }
    }
}

/// Removes everything of a conversation that is gone.
pub async fn clear(cabinet: &Arc<Cabinet>, conversation: &ConversationId) {
    let (cabinet, id) = (Arc::clone(cabinet), conversation.clone());
    if let Ok(Err(error)) = web::block(move || cabinet.clear(&id)).await {
        log::warn!("the files of conversation {} cannot be removed: {error}", conversation.tag());
    }
}

async fn is_gone(talks: &Talks, conversation: &ConversationId) -> bool {
    matches!(asked(|done| talks.store.code_is_free(Conversation::KIND, conversation.as_str(), done)).await, Ok(true))
}

/// Asks the conversation first: from then on no message can hold what goes.
async fn drop_unsent(talks: &Talks, conversation: &ConversationId, waiting: Vec<FileId>) {
    let room = conversation.as_str();
    match talks.conversations.call(room, Command::DropUnsent(waiting.clone())).await {
        Ok(_) | Err(CallError::Refused(_)) => {}
        Err(error) => return log::warn!("unsent files of {} are kept for now: {error}", conversation.tag()),
    }
    let asked = waiting.clone();
    let look = move |conversation: &Conversation| {
        let talk = conversation.talk.as_deref();
        asked.iter().map(|file| talk.is_some_and(|talk| talk.files.contains_key(file))).collect::<Vec<bool>>()
    };
    let Ok(held) = talks.conversations.read(room, look).await else { return };
    let (cabinet, id) = (Arc::clone(&talks.cabinet), conversation.clone());
    let tidied = web::block(move || {
        waiting.iter().zip(held).try_for_each(|(file, held)| match held {
            true => cabinet.settle(&id, file),
            false => cabinet.remove(&id, file),
        })
    });
    if let Ok(Err(error)) = tidied.await {
        log::warn!("unsent files of {} cannot be removed: {error}", conversation.tag());
    }
}
