//! One of each message that agents are told.

use serde_json::json;

use super::golden_client::{ID, map};
use crate::conversation::console::*;
use crate::conversation::parts::{Deed, Part};
use crate::conversation::wire::{BasicInfo, Holder};

const AT: i64 = 1_767_295_800_000;

fn agents() -> Vec<AgentRow> {
    let row = |number: u32, name: &str, presence| AgentRow {
        agent_id: format!("agent-{number}"),
        name: name.to_owned(),
        picture: None,
        presence,
        load: number,
        capacity: 5,
    };
    vec![row(1, "Ada", Presence::Online), row(2, "Grace", Presence::Away)]
}

fn hit() -> SearchHit {
    SearchHit { conversation_id: ID.to_owned(), entry: 7, at: AT, excerpt: "an agent, please".to_owned() }
}

fn row() -> InboxRow {
    InboxRow {
        conversation_id: ID.to_owned(),
        channel_id: "channel-1".to_owned(),
        channel_name: "Wine bar".to_owned(),
        visitor: "John Doe".to_owned(),
        user_id: "hart".to_owned(),
        holder: Holder::Queue,
        agent_id: None,
        is_done: false,
        waiting_since: Some(AT),
        started_at: AT,
        last_at: AT,
        last_from: EntryFrom::Visitor,
        last_text: "agent".to_owned(),
        unread: 1,
    }
}

fn entry(no: u32, kind: EntryKind, from: EntryFrom) -> EntryView {
    EntryView {
        no,
        at: AT,
        kind,
        from,
        agent_id: None,
        agent_name: None,
        parts: Vec::new(),
        actions: Vec::new(),
        message_id: "f14efe6e-773a-4a52-85f5-90b6d801f2d1".to_owned(),
        client_msg_id: None,
        is_edited: false,
        reason: None,
    }
}

fn entries() -> Vec<EntryView> {
    let deed = Deed { id: "escalateToHuman".to_owned(), data: json!({}), kind: "normal".to_owned() };
    let by_ada = |mut entry: EntryView| {
        (entry.agent_id, entry.agent_name) = (Some("agent-1".to_owned()), Some("Ada".to_owned()));
        entry
    };
    let said = |text: &str, mut entry: EntryView| {
        entry.parts = vec![Part::text(text)];
        entry
    };
    let mut asked = said("agent", entry(1, EntryKind::Message, EntryFrom::Visitor));
    asked.client_msg_id = Some("9b1f".to_owned());
    let mut wait = said("Please wait.", entry(2, EntryKind::Message, EntryFrom::Bot));
    wait.actions = vec![deed];
    let mut left = by_ada(entry(6, EntryKind::AgentLeft, EntryFrom::System));
    left.reason = Some("ended".to_owned());
    vec![
        asked,
        wait,
        entry(3, EntryKind::Escalated, EntryFrom::System),
        by_ada(entry(4, EntryKind::AgentJoined, EntryFrom::System)),
        by_ada(said("Regular guest.", entry(5, EntryKind::Note, EntryFrom::Agent))),
        left,
    ]
}

fn status() -> StatusView {
    StatusView {
        holder: Holder::Agent,
        agent_id: Some("agent-1".to_owned()),
        agent_name: Some("Ada".to_owned()),
        waiting_since: None,
        visitor_here: true,
    }
}

fn visitor() -> VisitorView {
    VisitorView {
        user_id: "hart".to_owned(),
        info: BasicInfo { first_name: Some("John".to_owned()), ..BasicInfo::default() },
        metadata: map(json!({"table": 7})),
        locale: Some("en".to_owned()),
    }
}

/// Every message in every shape.
pub fn console_messages() -> Vec<(&'static str, ConsoleMessage)> {
    let canned = || vec![Canned { shortcut: "hours".to_owned(), text: "We open at five.".to_owned() }];
    let conversation_id = || ID.to_owned();
    let view = ConversationView {
        conversation_id: conversation_id(),
        channel_id: "channel-1".to_owned(),
        channel_name: "Wine bar".to_owned(),
        bot_name: "Cellar".to_owned(),
        started_at: AT,
        status: status(),
        visitor: visitor(),
        entries: entries(),
        is_partial: false,
        visitor_read: 2,
    };
    let welcome = ConsoleMessage::Welcome {
        agent_id: "agent-1".to_owned(),
        agents: agents(),
        inbox: vec![row()],
        canned: canned(),
        server_time: AT,
    };
    let changed = EntryView { is_edited: true, ..entries().swap_remove(0) };
    let error = ConsoleMessage::Error {
        code: "NOT_YOURS".to_owned(),
        message: "Another agent has this conversation.".to_owned(),
        field: None,
        conversation_id: Some(conversation_id()),
        request: Some("r7".to_owned()),
    };
    vec![
        ("welcome", welcome),
        ("inbox_changed", ConsoleMessage::InboxChanged { rows: vec![row()], removed: vec!["anon_x".to_owned()] }),
        ("agents_changed", ConsoleMessage::AgentsChanged { agents: agents(), removed: vec!["agent_9".to_owned()] }),
        ("canned_changed", ConsoleMessage::CannedChanged { canned: canned() }),
        (
            "search_result",
            ConsoleMessage::SearchResult { query: "agent".to_owned(), rows: vec![row()], hits: vec![hit()] },
        ),
        ("conversation", ConsoleMessage::Conversation(Box::new(view))),
        ("entry", ConsoleMessage::Entry { conversation_id: conversation_id(), entry: entries().swap_remove(1) }),
        ("entry_changed", ConsoleMessage::EntryChanged { conversation_id: conversation_id(), entry: changed }),
        ("status", ConsoleMessage::Status { conversation_id: conversation_id(), status: status() }),
        ("visitor_changed", ConsoleMessage::VisitorChanged { conversation_id: conversation_id(), visitor: visitor() }),
        (
            "typing",
            ConsoleMessage::Typing { conversation_id: conversation_id(), from: EntryFrom::Visitor, typing: true },
        ),
        ("read", ConsoleMessage::Read { conversation_id: conversation_id(), from: EntryFrom::Visitor, up_to: 5 }),
        ("closed", ConsoleMessage::Closed { conversation_id: conversation_id() }),
        ("error", error),
    ]
}
