//! Facts' consequences. Nothing here refuses or fails, and each does the same for ever.

use super::event::{Event, Leaving};
use super::state::{Body, Conversation, Stage, Talk};
use crate::engine::{RoomTime, WallTime};

/// Milliseconds between two reports of a conversation that the bot has: the desk's list is no chat log.
const REPORT_EVERY_MS: u64 = 20_000;

impl Conversation {
    pub(super) fn apply(&mut self, now: RoomTime, event: &Event) {
        match (event, self.talk.as_deref_mut()) {
            (Event::Started(started), None) => {
                let mut talk = Talk::new((**started).clone(), now);
                talk.facts = 1;
                self.talk = Some(Box::new(talk));
            }
            (event, Some(talk)) => {
                talk.facts += 1;
                if talk.reports(now, event) {
                    talk.reported_at = Some(now);
                }
                talk.follow_case(event);
                talk.apply(now, event);
            }
            // Nothing happens in a conversation that does not exist.
            (_, None) => {}
        }
    }
}

impl Talk {
    fn apply(&mut self, now: RoomTime, event: &Event) {
        match event {
            // A conversation begins once.
            Event::Started(_) => {}
            Event::UserSaid { at, client_id, parts, is_left } => {
                let no = self.add(*at, client_id.clone(), Body::User { parts: parts.clone() });
                self.heard_from_visitor(now);
                match *is_left && self.stage == Stage::Bot {
                    true => self.left_at = self.left_at.or(Some(*at)),
                    false => self.one_more_turn_for_bot(now, no),
                }
            }
            Event::UserActed { at, deed } => {
                let no = self.add(*at, None, Body::Act { deed: deed.clone() });
                self.heard_from_visitor(now);
                self.one_more_turn_for_bot(now, no);
            }
            Event::MetadataMerged { target, values } => {
                self.metadata.extend(values.iter().map(|(key, value)| (key.clone(), (*target, value.clone()))));
            }
            Event::BotAnswered { at, turn, parts, deeds, memory } => {
                self.memory = memory.clone();
                self.add(*at, None, Body::Bot { parts: parts.clone(), deeds: deeds.clone() });
                self.turn_is_over(now, *turn);
            }
            Event::BotFailed { at, turn, parts, .. } => {
                self.add(*at, None, Body::Bot { parts: parts.clone(), deeds: Vec::new() });
                self.turn_is_over(now, *turn);
            }
            Event::Escalated { at, ticket } => {
                self.add(*at, None, Body::Escalated);
                self.escalated_at = Some(*at);
                self.wait(now, *ticket);
            }
            Event::AssignmentFailed { at, why, parts, opens_at } => {
                self.add(*at, None, Body::Failed { why: *why, parts: parts.clone(), opens_at: *opens_at });
                // The wait is over: whoever comes later begins another one, at its end.
                self.escalated_at = None;
                self.stage = Stage::Bot;
            }
            Event::AgentJoined { at, order, agent } => {
                self.add(*at, None, Body::Joined { agent: agent.clone() });
                self.order = self.order.max(*order);
                self.former = Some(agent.no);
                // Whatever the bot has not answered by now is the agent's to answer.
                self.turns.clear();
                self.escalated_at.get_or_insert(*at);
                self.left_at = None;
                self.is_done = false;
                self.stage = Stage::Agent { agent: agent.clone(), heard: now };
            }
            Event::AgentLeft { at, why, order } => self.agent_left(now, *at, *why, *order),
            Event::OrderDeclined { order } => self.order = self.order.max(*order),
            Event::AgentSaid { at, agent, client_id, parts } => {
                let body = Body::Agent { agent: agent.clone(), parts: parts.clone() };
                self.agents_read = self.add(*at, client_id.clone(), body);
                self.still_talking(now);
            }
            Event::Noted { at, agent, name, client_id, text } => {
                let body = Body::Note { agent: *agent, name: name.clone(), text: text.clone() };
                self.add(*at, Some(client_id.clone()), body);
            }
            Event::Edited { entry, parts } => self.reword(*entry, parts),
            Event::VisitorRead { up_to } => self.visitor_read = self.visitor_read.max(*up_to),
            Event::AgentRead { up_to } => self.agents_read = self.agents_read.max(*up_to),
            Event::FileKept { file, .. } => drop(self.files.insert(file.id.clone(), file.clone())),
            Event::FilesDropped { files } => self.files.retain(|id, _| !files.contains(id)),
        }
    }

    fn heard_from_visitor(&mut self, now: RoomTime) {
        self.is_done = false;
        self.still_talking(now);
    }

    fn one_more_turn_for_bot(&mut self, now: RoomTime, no: u32) {
        if self.stage == Stage::Bot {
            if self.turns.is_empty() {
                self.turn_since = now;
            }
            self.turns.push_back(no);
        }
    }

    fn still_talking(&mut self, now: RoomTime) {
        if let Stage::Agent { heard, .. } = &mut self.stage {
            *heard = now;
        }
    }

    fn turn_is_over(&mut self, now: RoomTime, turn: u32) {
        self.turns.retain(|waiting| *waiting != turn);
        self.turn_since = now;
    }

    fn wait(&mut self, now: RoomTime, ticket: u32) {
        self.tickets = self.tickets.max(ticket);
        self.is_done = false;
        // Whatever the bot has not answered by now waits for the human, too.
        self.turns.clear();
        self.stage = Stage::Queue { ticket, since: now };
    }

    fn agent_left(&mut self, now: RoomTime, at: WallTime, why: Leaving, order: Option<u64>) {
        let Some(agent) = self.stage.agent().cloned() else { return };
        self.add(at, None, Body::Left { agent, why });
        self.order = self.order.max(order.unwrap_or(0));
        match why.waits_again() {
            // The same place in the queue, another ticket: what was said about the old one counts no more.
            true => self.wait(now, self.tickets + 1),
            false => {
                self.is_done = true;
                self.escalated_at = None;
                self.stage = Stage::Bot;
            }
        }
    }

    /// Whether the desk is to hear of this.
    fn reports(&self, now: RoomTime, event: &Event) -> bool {
        match event {
            Event::UserSaid { is_left: true, .. } => true,
            Event::UserSaid { .. } | Event::UserActed { .. } => {
                self.stage != Stage::Bot
                    || self.is_done
                    || self.reported_at.is_none_or(|reported| now.since(reported) >= REPORT_EVERY_MS)
            }
            Event::Edited { .. } => self.stage != Stage::Bot,
            event => event.concerns_desk(),
        }
    }
}

impl Event {
    /// Whether it is one of those that the desk may have to hear of.
    pub(super) fn concerns_desk(&self) -> bool {
        match self {
            Event::UserSaid { .. }
            | Event::UserActed { .. }
            | Event::Edited { .. }
            | Event::Escalated { .. }
            | Event::AssignmentFailed { .. }
            | Event::AgentJoined { .. }
            | Event::AgentLeft { .. }
            | Event::OrderDeclined { .. }
            | Event::AgentSaid { .. }
            | Event::AgentRead { .. } => true,
            Event::Started(_)
            | Event::MetadataMerged { .. }
            | Event::BotAnswered { .. }
            | Event::BotFailed { .. }
            | Event::Noted { .. }
            | Event::FileKept { .. }
            | Event::FilesDropped { .. }
            | Event::VisitorRead { .. } => false,
        }
    }
}
