//! What concerns a user's conversations as a whole: the list, and deletion. It goes past the rooms' own doors.

use std::sync::Arc;

use actix_web::rt;
use serde_json::Value;

use super::door::frame;
use super::house;
use super::open::Talks;
use crate::conversation::Conversation;
use crate::conversation::ids::{ANONYMOUS, ChannelNo, ConversationId};
use crate::conversation::parse::{DeleteAsked, ListAsked};
use crate::conversation::transcript::rfc3339;
use crate::conversation::wire::{ConversationRow, DeletePayload, Holder, Page, ServerEvent};
use crate::conversation::{INVALID_CONVERSATION, refusal_event};
use crate::desk;
use crate::desk::command::Command as DeskCommand;
use crate::engine::{ConnId, Machine, Refusal, SessionSummary, WallTime};
use crate::limits::LONG_FRAME_BYTES_MAX;
use crate::room::fanout::{Delivery, HubLink, Item};
use crate::store::asked;

/// A socket that asks, with what it needs to hear the answer.
pub struct Visit {
    pub talks: Talks,
    pub link: HubLink,
    pub conn: ConnId,
    pub channel: ChannelNo,
    /// The conversations that it is in.
    pub attached: Vec<ConversationId>,
}

impl Visit {
    fn tell(&self, event: ServerEvent) {
        let items = [Item::Personal(vec![(self.conn, frame(event))])];
        // A hub that takes nothing more closes this socket itself.
        let _ = self.link.sink.deliver(Delivery { room: self.link.room, items: Arc::new(items) });
    }

    fn invalid(&self, conversation_id: &str) {
        self.tell(ServerEvent::GeneralError {
            conversation_id: conversation_id.to_owned(),
            error_code: 400,
            error_desc: INVALID_CONVERSATION.to_owned(),
            field: None,
        });
    }

    /// Conversations of a user. Of `anon` only those that this socket is in: it is everybody who gave no name.
    async fn of_user(&self, user_id: &str) -> Result<Vec<(String, SessionSummary)>, Refusal> {
        let owner = self.talks.key.hash("user", &format!("{} {user_id}", self.channel));
        let mut rows = asked(|done| self.talks.store.sessions_of(Conversation::KIND, owner, done))
            .await
            .map_err(|_| Refusal::new("STORAGE_UNAVAILABLE", "The conversations cannot be read just now."))?;
        if user_id == ANONYMOUS {
            rows.retain(|(code, _)| self.attached.iter().any(|id| id.as_str() == code));
        }
        Ok(rows)
    }
}

/// Answers with a user's conversations, the newest first.
pub fn list(visit: Visit, asked: ListAsked) {
    rt::spawn(async move {
        match visit.of_user(&asked.user_id).await {
            Ok(rows) => visit.tell(page_of(rows.iter().map(row), &asked)),
            Err(refusal) => visit.tell(refusal_event("", &refusal)),
        }
    });
}

fn row((code, summary): &(String, SessionSummary)) -> ConversationRow {
    let outcome: Value =
        summary.outcome.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let at = outcome["at"].as_i64().map_or(summary.created, WallTime);
    ConversationRow {
        conversation_id: code.clone(),
        created_at: rfc3339(summary.created),
        updated_at: rfc3339(at),
        status: serde_json::from_value(outcome["holder"].clone()).unwrap_or(Holder::Bot),
        last_message: outcome["text"].as_str().unwrap_or_default().to_owned(),
        message_count: summary.participant_count,
    }
}

fn page_of(rows: impl Iterator<Item = ConversationRow>, asked: &ListAsked) -> ServerEvent {
    let search = asked.search.as_ref().map(|text| text.to_lowercase()).filter(|text| !text.is_empty());
    let has = |row: &ConversationRow| {
        search.as_ref().is_none_or(|text| {
            row.last_message.to_lowercase().contains(text) || row.conversation_id.to_lowercase().contains(text)
        })
    };
    let fits = |row: &ConversationRow| asked.filter.status.is_none_or(|status| row.status == status) && has(row);
    let mut conversations: Vec<ConversationRow> = rows.filter(fits).collect();
    let total = conversations.len() as u32;
    let pagination = asked.page.map(|page| {
        let limit = page.limit.max(1);
        let first = u64::from(page.page.saturating_sub(1)) * u64::from(limit);
        let first = usize::try_from(first).unwrap_or(usize::MAX).min(conversations.len());
        conversations.drain(..first);
        conversations.truncate(limit as usize);
        Page { page: page.page, limit, total, total_pages: total.div_ceil(limit) }
    });
    let mut bytes = 0;
    conversations.retain(|row| {
        bytes += crate::conversation::transcript::length(row);
        bytes <= LONG_FRAME_BYTES_MAX
    });
    ServerEvent::UserConversations { conversations, pagination }
}

/// Deletes a conversation, or all of a user's, with everything in them.
pub fn delete(visit: Visit, asked: DeleteAsked) {
    rt::spawn(async move {
        match asked {
            DeleteAsked::Conversation(id) => {
                let deleted = match ConversationId::parse(&id) {
                    Some(id) => delete_one(&visit, &id).await,
                    None => Ok(false),
                };
                match deleted {
                    Ok(true) => visit.tell(success(Some(id), None)),
                    Ok(false) => visit.invalid(&id),
                    Err(refusal) => visit.tell(refusal_event(&id, &refusal)),
                }
            }
            DeleteAsked::User(user_id) => match delete_all(&visit, &user_id).await {
                Ok(()) => visit.tell(success(None, Some(user_id))),
                Err(refusal) => visit.tell(refusal_event("", &refusal)),
            },
        }
    });
}

fn success(conversation_id: Option<String>, user_id: Option<String>) -> ServerEvent {
    ServerEvent::DeleteSuccess(DeletePayload { conversation_id, user_id })
}

/// `false`: there is none for this socket.
async fn delete_one(visit: &Visit, id: &ConversationId) -> Result<bool, Refusal> {
    let unavailable = |_| Refusal::new("STORAGE_UNAVAILABLE", "The conversation cannot be deleted just now.");
    let channel = visit.channel;
    let is_ours = move |conversation: &Conversation| {
        conversation.talk.as_ref().is_some_and(|talk| talk.started.channel.no == channel)
    };
    if !visit.talks.conversations.read(id.as_str(), is_ours).await.map_err(unavailable)? {
        return Ok(false);
    }
    visit.talks.conversations.delete(id.as_str()).await.map_err(unavailable)?;
    visit.talks.search.forget(id.as_str());
    house::clear(&visit.talks.cabinet, id).await;
    if let Err(error) = visit.talks.desk.call(desk::ROOM, DeskCommand::Forget(id.clone())).await {
        log::warn!("the desk still lists {}, which was deleted: {error}", id.tag());
    }
    log::info!("a conversation was deleted by its visitor");
    Ok(true)
}

async fn delete_all(visit: &Visit, user_id: &str) -> Result<(), Refusal> {
    for (code, _) in visit.of_user(user_id).await? {
        if let Some(id) = ConversationId::parse(&code) {
            delete_one(visit, &id).await?;
        }
    }
    Ok(())
}
