//! What agents and the desk see of a conversation. Visitors' secrets end in `frames` and here: nobody but the
//! agents sees notes, nobody but its bot what the bot keeps in mind.

use super::bot::{BotCause, BotRequest};
use super::console::{ConversationView, EntryFrom, EntryKind, EntryView, StatusView, VisitorView};
use super::event::Started;
use super::frames::{Place, Seen, message_id};
use super::handover::Report;
use super::machine::Cx;
use super::parts::{Part, files_of};
use super::state::{Body, Entry, Stage, Talk};
use super::transcript::length;
use super::wire::Target;
use crate::limits::LONG_FRAME_BYTES_MAX;

/// Characters of a visitor's name in lists: a page may send any length, and a list has to hold all visitors.
const NAME_CHARS: usize = 80;
/// Characters of the beginning of a message in lists.
const PREVIEW_CHARS: usize = 120;

impl Entry {
    /// Whose it is.
    pub fn from(&self) -> EntryFrom {
        match &self.body {
            Body::User { .. } | Body::Act { .. } => EntryFrom::Visitor,
            Body::Bot { .. } => EntryFrom::Bot,
            Body::Agent { .. } | Body::Note { .. } => EntryFrom::Agent,
            Body::Escalated | Body::Failed { .. } | Body::Joined { .. } | Body::Left { .. } => EntryFrom::System,
        }
    }

    /// The beginning of what it says, for lists.
    pub fn preview(&self, chars_max: usize) -> String {
        let text = self.body.parts().iter().map(Part::preview).find(|text| !text.is_empty());
        text.unwrap_or_default().chars().take(chars_max).collect()
    }

    /// The entry as agents see it.
    pub fn view(&self, room: &str) -> EntryView {
        let mut view = EntryView {
            no: self.no,
            at: self.at.0,
            kind: EntryKind::Message,
            from: self.from(),
            agent_id: None,
            agent_name: None,
            parts: self.body.parts().to_vec(),
            actions: Vec::new(),
            message_id: message_id(room, self.no),
            client_msg_id: self.client_id.clone(),
            is_edited: self.is_edited,
            reason: None,
        };
        let mut about = |no: super::ids::AgentNo, name: &str| {
            (view.agent_id, view.agent_name) = (Some(no.to_string()), Some(name.to_owned()));
        };
        match &self.body {
            Body::User { .. } => {}
            Body::Act { deed } => (view.kind, view.actions) = (EntryKind::Action, vec![deed.clone()]),
            Body::Bot { deeds, .. } => view.actions = deeds.clone(),
            Body::Escalated => view.kind = EntryKind::Escalated,
            Body::Failed { why, .. } => {
                (view.kind, view.reason) = (EntryKind::AssignmentFailed, Some(why.word().to_owned()));
            }
            Body::Joined { agent } => {
                about(agent.no, &agent.name);
                view.kind = EntryKind::AgentJoined;
            }
            Body::Left { agent, why } => {
                about(agent.no, &agent.name);
                (view.kind, view.reason) = (EntryKind::AgentLeft, Some(why.word().to_owned()));
            }
            Body::Agent { agent, .. } => about(agent.no, &agent.name),
            Body::Note { agent, name, text } => {
                about(*agent, name);
                (view.kind, view.parts) = (EntryKind::Note, vec![Part::text(text.clone())]);
            }
        }
        view
    }
}

impl Started {
    /// The visitor's name, else the user's id.
    pub fn visitor_name(&self) -> String {
        let names = [self.info.first_name.as_deref(), self.info.last_name.as_deref()];
        let name = names.into_iter().flatten().map(str::trim).filter(|name| !name.is_empty());
        let name = name.collect::<Vec<_>>().join(" ");
        if name.is_empty() { self.user_id.clone() } else { name }
    }
}

impl Talk {
    /// Who has it, as agents see it.
    pub fn status_view(&self, cx: &Cx<'_>) -> StatusView {
        let agent = self.stage.agent();
        StatusView {
            holder: self.stage.holder(),
            agent_id: agent.map(|agent| agent.no.to_string()),
            agent_name: agent.map(|agent| agent.name.clone()),
            waiting_since: self.waiting_since().map(|at| at.0),
            visitor_here: cx.roster.seat(super::ids::VISITORS_SEAT).is_some(),
        }
    }

    fn waiting_since(&self) -> Option<crate::engine::WallTime> {
        self.escalated_at.filter(|_| matches!(self.stage, Stage::Queue { .. }))
    }

    /// The visitor, as agents may see one.
    pub fn visitor_view(&self) -> VisitorView {
        VisitorView {
            user_id: self.started.user_id.clone(),
            info: self.started.info.clone(),
            metadata: self.metadata_for(Target::is_for_agents),
            locale: self.started.locale.clone(),
        }
    }

    /// The visitor's name, or what was left in the form, else the user's id; short enough for lists.
    pub fn visitor_name(&self) -> String {
        let name = self.started.visitor_name();
        let left = match self.metadata.get("contact_name") {
            Some((target, serde_json::Value::String(left))) if target.is_for_agents() => left.trim(),
            _ => "",
        };
        let shown = if name == self.started.user_id && !left.is_empty() { left } else { &name };
        shown.chars().take(NAME_CHARS).collect()
    }

    /// The conversation as an agent opens it; of a long one the newest part. Whoever knows it up to an entry gets
    /// what came after that one, and of the others those that were edited since.
    pub fn view(&self, cx: &Cx<'_>, after: Option<u32>) -> ConversationView {
        let after = after.unwrap_or(0);
        let known = Seen { place: Place { entry: after, index: u32::MAX }, edits: 0 };
        let edited = self.edited_since(known).into_iter().map(|(_, entry)| entry);
        let (mut entries, mut bytes) = (Vec::new(), 0);
        for entry in self.entries().rev().take_while(|entry| entry.no > after).chain(edited) {
            let entry = entry.view(cx.room);
            bytes += length(&entry);
            if bytes > LONG_FRAME_BYTES_MAX && !entries.is_empty() {
                // Too much has changed to go on from what is known.
                if after > 0 {
                    return self.view(cx, None);
                }
                break;
            }
            entries.push(entry);
        }
        entries.sort_by_key(|entry| entry.no);
        ConversationView {
            conversation_id: cx.room.to_owned(),
            channel_id: self.started.channel.no.to_string(),
            channel_name: self.started.channel.name.clone(),
            bot_name: self.started.channel.bot_name.clone(),
            started_at: self.started.at.0,
            status: self.status_view(cx),
            visitor: self.visitor_view(),
            is_partial: after > 0 || entries.first().is_some_and(|entry| entry.no > 1),
            entries,
            visitor_read: self.visitor_read,
        }
    }

    /// The conversation as the desk has to know it.
    pub fn report(&self) -> Report {
        let last = self.last_said();
        Report {
            conversation: self.started.id.clone(),
            version: self.facts,
            channel: self.started.channel.no,
            channel_name: self.started.channel.name.clone(),
            user_id: self.started.user_id.clone(),
            visitor: self.visitor_name(),
            holder: self.stage.holder(),
            ticket: match self.stage {
                Stage::Queue { ticket, .. } => ticket,
                Stage::Bot | Stage::Agent { .. } => self.tickets,
            },
            waiting_since: self.waiting_since(),
            left_at: self.left_at,
            agent: self.stage.agent().map(|agent| agent.no),
            former: self.former,
            order: self.order,
            is_done: self.is_done,
            started_at: self.started.at,
            last_at: last.map_or(self.started.at, |entry| entry.at),
            last_from: last.map_or(EntryFrom::Visitor, Entry::from),
            last_text: last.map(|entry| entry.preview(PREVIEW_CHARS)).unwrap_or_default(),
            unread: self.unread(),
            cases: self.cases.clone(),
        }
    }

    /// What the bot is to be asked now; `None` where nothing waits for it.
    pub fn request(&self, greeting_pause_ms: u64) -> Option<BotRequest> {
        let turn = *self.turns.front()?;
        let cause = match self.entry(turn).map(|entry| &entry.body) {
            None => BotCause::Start,
            Some(Body::Act { deed }) => BotCause::Acted(deed.clone()),
            Some(body) => BotCause::Said { text: text_of(body.parts()), files: files_of(body.parts()) },
        };
        Some(BotRequest {
            conversation: self.started.id.clone(),
            channel: self.started.channel.no,
            turn,
            cause,
            user_id: self.started.user_id.clone(),
            info: self.started.info.clone(),
            locale: self.locale().to_owned(),
            metadata: self.metadata_for(Target::is_for_bots),
            memory: self.memory.clone(),
            pause_ms: if turn == 0 { greeting_pause_ms } else { 0 },
            patience_ms: self.rules().turn_ms,
        })
    }
}

fn text_of(parts: &[Part]) -> String {
    let texts = parts.iter().filter_map(|part| match part {
        Part::Text { text } => Some(text.as_str()),
        Part::Buttons { .. } | Part::Cards { .. } | Part::Files { .. } | Part::Pause { .. } | Part::Other(_) => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}
