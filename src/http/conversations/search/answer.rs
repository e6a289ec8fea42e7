//! An agent's search: what was said, by the read model; who it is about, by the desk, which knows best who has a
//! conversation now.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use actix_web::rt;

use super::Found;
use super::query::Query;
use crate::conversation::console::{ConsoleMessage, InboxRow, SearchHit};
use crate::conversation::ids::ConversationId;
use crate::conversation::transcript::length;
use crate::conversation::wire::Holder;
use crate::desk;
use crate::engine::ConnId;
use crate::http::conversations::open::Talks;
use crate::limits::{LONG_FRAME_BYTES_MAX, SEARCH_ROWS_MAX};
use crate::room::fanout::{Delivery, Frame, HubLink, Item};

/// Answers an agent's socket with what was found.
pub fn answer(talks: &Talks, link: &HubLink, conn: ConnId, query: String, request: Option<String>) {
    let (talks, link) = (talks.clone(), link.clone());
    rt::spawn(async move {
        let message = look(&talks, query).await.unwrap_or_else(|| ConsoleMessage::Error {
            code: "SERVER_BUSY".to_owned(),
            message: "What was said cannot be searched just now; try again in a moment.".to_owned(),
            field: None,
            conversation_id: None,
            request,
        });
        // Cannot fail: the wire's types have no map with keys that are no text.
        let text = serde_json::to_vec(&message).unwrap_or_default();
        let items = [Item::Personal(vec![(conn, Frame::text(&text))])];
        // A hub that takes nothing more closes this socket itself.
        let _ = link.sink.deliver(Delivery { room: link.room, items: Arc::new(items) });
    });
}

async fn look(talks: &Talks, query: String) -> Option<ConsoleMessage> {
    if Query::read(&query).is_none() {
        // No word: consoles ask so whether anybody is there, and are answered past all who search.
        return Some(ConsoleMessage::SearchResult { query, rows: Vec::new(), hits: Vec::new() });
    }
    let found = talks.search.find(&query).await?;
    let ids: Vec<ConversationId> =
        found.iter().filter_map(|found| ConversationId::parse(&found.conversation)).collect();
    let typed = query.clone();
    let seen = move |desk: &desk::Desk| {
        let found = ids.iter().filter_map(|id| desk.inbox_row(id));
        desk.search(&typed).into_iter().chain(found).collect::<Vec<_>>()
    };
    let known = talks.desk.read(desk::ROOM, seen).await.ok()?;
    let (rows, hits) = merged(known, found);
    Some(ConsoleMessage::SearchResult { query, rows, hits })
}

/// Rows, those first in which something was said last, and the hits in them; as much as fits into a frame.
fn merged(known: Vec<InboxRow>, found: Vec<Found>) -> (Vec<InboxRow>, Vec<SearchHit>) {
    let mut rows: HashMap<String, InboxRow> = known.into_iter().map(|row| (row.conversation_id.clone(), row)).collect();
    for found in &found {
        rows.entry(found.conversation.clone()).or_insert_with(|| row(found));
    }
    let mut rows: Vec<InboxRow> = rows.into_values().collect();
    rows.sort_by_key(|row| (Reverse(row.last_at), row.conversation_id.clone()));
    rows.truncate(SEARCH_ROWS_MAX);
    let mut bytes = 0;
    rows.retain(|row| {
        bytes += length(row);
        bytes <= LONG_FRAME_BYTES_MAX
    });
    let shown = |id: &str| rows.iter().any(|row| row.conversation_id == id);
    let mut hits: Vec<SearchHit> = found
        .into_iter()
        .filter(|found| shown(&found.conversation))
        .flat_map(|Found { conversation, hits, .. }| {
            hits.into_iter().map(move |hit| SearchHit {
                conversation_id: conversation.clone(),
                entry: hit.entry,
                at: hit.at,
                excerpt: hit.excerpt,
            })
        })
        .collect();
    hits.retain(|hit| {
        bytes += length(hit);
        bytes <= LONG_FRAME_BYTES_MAX
    });
    (rows, hits)
}

/// A conversation that the desk remembers no more: nobody has it but the bot, and nothing is unread.
fn row(found: &Found) -> InboxRow {
    InboxRow {
        conversation_id: found.conversation.clone(),
        channel_id: found.about.channel_id.clone(),
        channel_name: found.about.channel_name.clone(),
        visitor: found.about.visitor.clone(),
        user_id: found.about.user_id.clone(),
        holder: found.holder,
        agent_id: None,
        is_done: found.holder == Holder::Bot,
        waiting_since: None,
        started_at: found.about.started_at,
        last_at: found.last.at,
        last_from: found.last.from,
        last_text: found.last.text.clone(),
        unread: 0,
    }
}
