//! What agents see of the desk.

use super::machine::Cx;
use super::state::{Desk, Row};
use crate::conversation::console::{AgentRow, Canned, ConsoleMessage, InboxRow, Presence};
use crate::conversation::ids::{AgentNo, ConversationId};
use crate::conversation::transcript::length;
use crate::conversation::wire::Holder;
use crate::engine::WallTime;
use crate::limits::{INBOX_ROWS_MAX, LONG_FRAME_BYTES_MAX, SEARCH_ROWS_MAX};

impl Desk {
    /// The first words to an agent's socket.
    pub(super) fn welcome(&self, cx: &Cx<'_>, no: AgentNo) -> ConsoleMessage {
        ConsoleMessage::Welcome {
            agent_id: no.to_string(),
            agents: self.agent_rows(),
            inbox: self.inbox(),
            canned: self.canned_rows(),
            server_time: cx.wall.0,
        }
    }

    /// All agents whose tokens count.
    pub fn agent_rows(&self) -> Vec<AgentRow> {
        self.agents.keys().filter_map(|no| self.agent_row(*no)).collect()
    }

    /// An agent, as colleagues see one; `None` where the token counts no more.
    pub(super) fn agent_row(&self, no: AgentNo) -> Option<AgentRow> {
        let agent = self.agents.get(&no).filter(|agent| !agent.is_revoked)?;
        Some(AgentRow {
            agent_id: no.to_string(),
            name: agent.name.clone(),
            picture: agent.picture.clone(),
            presence: if agent.lost_at.is_some() { Presence::Offline } else { agent.presence },
            load: agent.load,
            capacity: agent.capacity,
        })
    }

    pub(super) fn canned_rows(&self) -> Vec<Canned> {
        let canned = |(shortcut, text): (&String, &String)| Canned { shortcut: shortcut.clone(), text: text.clone() };
        self.canned.iter().map(canned).collect()
    }

    /// The inbox: what humans have to do with first, then what was said last; the oldest first in the end.
    fn inbox(&self) -> Vec<InboxRow> {
        let mut rows: Vec<(&ConversationId, &Row)> =
            self.rows().iter().filter(|(_, row)| !row.report.is_done).collect();
        rows.sort_by_key(|(_, row)| {
            (waits_since(row).is_none() && row.holder() == Holder::Bot, std::cmp::Reverse(row.report.last_at))
        });
        rows.truncate(INBOX_ROWS_MAX);
        let mut bytes = 0;
        let mut inbox: Vec<InboxRow> = rows
            .into_iter()
            .map(|(id, row)| inbox_row(id, row))
            .take_while(|row| {
                bytes += length(row);
                bytes <= LONG_FRAME_BYTES_MAX
            })
            .collect();
        inbox.sort_by_key(|row| row.last_at);
        inbox
    }

    /// A conversation as the inbox shows it, while the desk remembers it.
    pub fn inbox_row(&self, id: &ConversationId) -> Option<InboxRow> {
        self.row(id).map(|row| inbox_row(id, row))
    }

    /// Conversations that a text is found in, those first in which something was said last.
    pub fn search(&self, query: &str) -> Vec<InboxRow> {
        let query = query.to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&query);
        let fits = |(id, row): &(&ConversationId, &Row)| {
            let report = &row.report;
            has(&report.visitor)
                || has(&report.user_id)
                || has(&report.last_text)
                || has(&report.channel_name)
                || has(id.as_str())
        };
        let mut rows: Vec<_> = self.rows().iter().filter(fits).collect();
        rows.sort_by_key(|(_, row)| std::cmp::Reverse(row.report.last_at));
        rows.truncate(SEARCH_ROWS_MAX);
        rows.into_iter().map(|(id, row)| inbox_row(id, row)).collect()
    }
}

/// Since when a visitor waits for a human: in the queue, or with something that was left for later.
fn waits_since(row: &Row) -> Option<WallTime> {
    match row.holder() {
        Holder::Queue => row.report.waiting_since,
        Holder::Bot => row.report.left_at,
        Holder::Agent => None,
    }
}

fn inbox_row(id: &ConversationId, row: &Row) -> InboxRow {
    let report = &row.report;
    let holder = row.holder();
    InboxRow {
        conversation_id: id.as_str().to_owned(),
        channel_id: report.channel.to_string(),
        channel_name: report.channel_name.clone(),
        visitor: report.visitor.clone(),
        user_id: report.user_id.clone(),
        holder,
        agent_id: row.agent().map(|agent| agent.to_string()),
        is_done: report.is_done,
        waiting_since: waits_since(row).map(|at| at.0),
        started_at: report.started_at.0,
        last_at: report.last_at.0,
        last_from: report.last_from,
        last_text: report.last_text.clone(),
        unread: report.unread,
    }
}
