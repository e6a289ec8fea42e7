//! What is said because of facts, and what is asked of the outside.

use std::collections::BTreeSet;

use super::console::{ConsoleMessage, EntryFrom};
use super::event::Event;
use super::frames::{Passing, Telling, message_id};
use super::ids::VISITORS_SEAT;
use super::machine::{Cx, Errand, Said, Words};
use super::state::{Body, Entry, Talk};
use super::wire::{ServerEvent, Side};
use crate::engine::{Role, SeatNo};

impl Talk {
    /// Tells everybody what the facts mean to them; `self` contains the facts already.
    pub(super) fn tell(&self, cx: &Cx<'_>, events: &[Event], out: &mut Words) {
        // Each entry is told once, as it is now.
        let made = events.iter().filter(|event| makes_entry(event)).count() as u32;
        let before = self.last_no().saturating_sub(made);
        for entry in self.entries_after(before) {
            self.tell_entry(cx, entry, out);
        }
        if events.iter().any(|event| matches!(event, Event::BotAnswered { parts, .. } if parts.is_empty())) {
            // No words end the three dots of a bot that stays silent.
            self.tell_typing(cx, Side::Bot, false, out);
        }
        let mut passing = Passing::new(cx, self.present());
        let changed_hands = events.iter().any(changes_hands);
        for event in events {
            self.tell_change(cx, event, &mut passing, out);
        }
        if changed_hands {
            out.seat(VISITORS_SEAT, Said::Visitor(passing.tell(self.status(cx.room))));
            let (conversation_id, status) = (cx.room.to_owned(), self.status_view(cx));
            to_agents(cx, &ConsoleMessage::Status { conversation_id, status }, out);
        }
        if self.reported_at == Some(cx.now) && events.iter().any(Event::concerns_desk) {
            out.errand(Errand::Report(Box::new(self.report())));
        }
        if self.is_to_ask(events)
            && let Some(request) = self.request(cx.settings.greeting_pause_ms)
        {
            out.errand(Errand::Ask(Box::new(request)));
        }
    }

    /// Whether these facts have brought another turn to the front of the bot's queue.
    fn is_to_ask(&self, events: &[Event]) -> bool {
        events.iter().any(|event| match event {
            Event::Started(_) | Event::BotAnswered { .. } | Event::BotFailed { .. } => true,
            Event::UserSaid { is_left: true, .. } => false,
            // With others before it, it is not its turn yet.
            Event::UserSaid { .. } | Event::UserActed { .. } => self.turns.len() == 1,
            _ => false,
        })
    }

    fn tell_entry(&self, cx: &Cx<'_>, entry: &Entry, out: &mut Words) {
        // The sender of a message has it already; it is said again where there are other sockets.
        let own = matches!(entry.body, Body::User { .. });
        if !own || cx.roster.seat_conns(VISITORS_SEAT).count() > 1 {
            for telling in self.tellings(cx.room, entry) {
                out.seat(VISITORS_SEAT, Said::Visitor(telling));
            }
        }
        if watched(cx) {
            let (conversation_id, entry) = (cx.room.to_owned(), entry.view(cx.room));
            to_agents(cx, &ConsoleMessage::Entry { conversation_id, entry }, out);
        }
    }

    /// What changes without an entry of its own.
    fn tell_change(&self, cx: &Cx<'_>, event: &Event, passing: &mut Passing<'_>, out: &mut Words) {
        let conversation_id = || cx.room.to_owned();
        let mut visitors = |event| out.seat(VISITORS_SEAT, Said::Visitor(passing.tell(event)));
        let for_agents = match event {
            Event::Edited { entry, .. } => {
                let Some(entry) = self.entry(*entry) else { return };
                let by_agent = matches!(entry.body, Body::Agent { .. });
                if by_agent || cx.roster.seat_conns(VISITORS_SEAT).count() > 1 {
                    visitors(self.edited(cx.room, entry));
                }
                ConsoleMessage::EntryChanged { conversation_id: conversation_id(), entry: entry.view(cx.room) }
            }
            Event::MetadataMerged { .. } => {
                ConsoleMessage::VisitorChanged { conversation_id: conversation_id(), visitor: self.visitor_view() }
            }
            Event::VisitorRead { up_to } => {
                let from = EntryFrom::Visitor;
                ConsoleMessage::Read { conversation_id: conversation_id(), from, up_to: *up_to }
            }
            Event::AgentRead { up_to } => {
                let message_id = message_id(cx.room, *up_to);
                let from = Side::Livechat;
                visitors(ServerEvent::MessageRead { conversation_id: conversation_id(), from, message_id });
                ConsoleMessage::Read { conversation_id: conversation_id(), from: EntryFrom::Agent, up_to: *up_to }
            }
            _ => return,
        };
        to_agents(cx, &for_agents, out);
    }

    /// Three dots of one side for the other.
    pub(super) fn tell_typing(&self, cx: &Cx<'_>, from: Side, typing: bool, out: &mut Words) {
        let conversation_id = cx.room.to_owned();
        match from {
            Side::User => {
                let from = EntryFrom::Visitor;
                to_agents(cx, &ConsoleMessage::Typing { conversation_id, from, typing }, out);
            }
            Side::Bot | Side::Livechat => {
                let mut passing = Passing::new(cx, self.present());
                let telling: Telling = passing.tell(ServerEvent::Typing { conversation_id, from, typing });
                out.seat(VISITORS_SEAT, Said::Visitor(telling));
            }
        }
    }
}

/// The seats of agents who have this conversation open.
fn agents(cx: &Cx<'_>) -> BTreeSet<SeatNo> {
    let seats = cx.roster.iter().filter_map(|(_, role)| match role {
        Role::Seat(seat) if seat != VISITORS_SEAT => Some(seat),
        Role::Seat(_) | Role::Visitor | Role::Stage | Role::Host => None,
    });
    seats.collect()
}

fn watched(cx: &Cx<'_>) -> bool {
    cx.roster.iter().any(|(_, role)| matches!(role, Role::Seat(seat) if seat != VISITORS_SEAT))
}

/// Few agents look at one conversation at a time: one message each.
pub(super) fn to_agents(cx: &Cx<'_>, message: &ConsoleMessage, out: &mut Words) {
    for seat in agents(cx) {
        out.seat(seat, Said::Agent(message.clone()));
    }
}

/// Whether a fact adds an entry to the conversation; entries are numbered from 1.
pub fn makes_entry(event: &Event) -> bool {
    match event {
        Event::UserSaid { .. }
        | Event::UserActed { .. }
        | Event::BotAnswered { .. }
        | Event::BotFailed { .. }
        | Event::Escalated { .. }
        | Event::AssignmentFailed { .. }
        | Event::AgentJoined { .. }
        | Event::AgentLeft { .. }
        | Event::AgentSaid { .. }
        | Event::Noted { .. } => true,
        Event::Started(_)
        | Event::MetadataMerged { .. }
        | Event::OrderDeclined { .. }
        | Event::Edited { .. }
        | Event::VisitorRead { .. }
        | Event::AgentRead { .. }
        | Event::FileKept { .. }
        | Event::FilesDropped { .. } => false,
    }
}

fn changes_hands(event: &Event) -> bool {
    matches!(
        event,
        Event::Escalated { .. } | Event::AssignmentFailed { .. } | Event::AgentJoined { .. } | Event::AgentLeft { .. }
    )
}
