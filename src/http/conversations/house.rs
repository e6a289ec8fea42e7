//! What the server does unasked for files: those of conversations that are gone go too, and those that no message
//! holds when their time is over. The store removes conversations that are too old without asking anybody, so that
//! only a round finds their files.

use std::sync::Arc;
use std::time::Duration;

use actix_web::{rt, web};
use tokio::sync::oneshot;

use super::cabinet::{Cabinet, Found};
use super::open::Talks;
use crate::conversation::Conversation;
use crate::conversation::command::Command;
use crate::conversation::files::FileId;
use crate::conversation::ids::ConversationId;
use crate::engine::Machine;
use crate::room::CallError;

/// Time between two rounds.
const EVERY: Duration = Duration::from_secs(15 * 60);

/// Goes round for as long as the server lives.
pub fn start(talks: Talks, unsent: Duration) {
    rt::spawn(async move {
        loop {
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

/// Removes everything of a conversation that is gone.
pub async fn clear(cabinet: &Arc<Cabinet>, conversation: &ConversationId) {
    let (cabinet, id) = (Arc::clone(cabinet), conversation.clone());
    if let Ok(Err(error)) = web::block(move || cabinet.clear(&id)).await {
        log::warn!("the files of {conversation} cannot be removed: {error}");
    }
}

async fn is_gone(talks: &Talks, conversation: &ConversationId) -> bool {
    let (told, answer) = oneshot::channel();
    talks.store.code_is_free(Conversation::KIND, conversation.as_str(), Box::new(move |free| drop(told.send(free))));
    matches!(answer.await, Ok(Ok(true)))
}

/// Asks the conversation first: from then on no message can hold what goes.
async fn drop_unsent(talks: &Talks, conversation: &ConversationId, waiting: Vec<FileId>) {
    let room = conversation.as_str();
    match talks.conversations.call(room, Command::DropUnsent(waiting.clone())).await {
        Ok(_) | Err(CallError::Refused(_)) => {}
        Err(error) => return log::warn!("unsent files of {conversation} are kept for now: {error}"),
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
        log::warn!("unsent files of {conversation} cannot be removed: {error}");
    }
}
