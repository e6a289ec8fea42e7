//! Entries as visitors hear them, and the ids of events: the same entry makes the same frames, live, after a
//! drop and after a restart.

use super::event::AgentFacts;
use serde::Serialize;

use super::ids::tag;
use super::machine::Cx;
use super::parts::ESCALATE;
use super::state::{Body, Edit, Entry, Talk};
use super::transcript::rfc3339;
use super::wire::{ActionItem, AgentCard, BotCard, MESSAGE_CREATE, RECEIVE, ServerEvent, UpdateData, UpdateKind};
use crate::engine::{Entropy, RoomTime};

/// Letters by which ids of passing events differ that were given in one moment.
const PASSING_RANDOM_CHARS: usize = 6;

/// One event for visitors under its id.
#[derive(Debug, Clone, PartialEq)]
pub struct Telling {
    pub event_id: String,
    pub event: ServerEvent,
}

/// [`super::wire::ServerFrame`], borrowed.
#[derive(Serialize)]
pub struct Frame<'a> {
    action: &'static str,
    event: Told<'a>,
}

#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    body: &'a ServerEvent,
    event_id: &'a str,
    accepts_response_payload: bool,
}

impl Telling {
    /// The whole frame.
    pub fn frame(&self) -> Frame<'_> {
        let event = Told { body: &self.event, event_id: &self.event_id, accepts_response_payload: false };
        Frame { action: RECEIVE, event }
    }
}

/// The place of an event among those of its conversation: its entry, and which of the entry's events it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub entry: u32,
    pub index: u32,
}

/// The id of an event that belongs to an entry: `acb3b13e.00000007.0`.
pub fn event_id(room: &str, place: Place) -> String {
    format!("{}.{:08x}.{:x}", tag(room), place.entry, place.index)
}

/// How much a client has seen that names an event as the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Everything up to this place.
    pub place: Place,
    /// Of the edits behind that entry those up to this one; all that were made before it.
    pub edits: u32,
}

impl Seen {
    /// Before anything was said.
    pub const NOTHING: Seen = Seen { place: Place { entry: 0, index: u32::MAX }, edits: 0 };

    /// Whether an edit is one of those.
    pub fn has_edit(self, edit: Edit) -> bool {
        edit.behind < self.place.entry || (edit.behind == self.place.entry && edit.number <= self.edits)
    }
}

/// Ids of events that belong to no entry: an answer, an edit, three dots. They stand behind the last entry, so that a
/// client may name them as the last thing that it has seen.
pub struct Passing<'a> {
    room: &'a str,
    seen: Seen,
    now: RoomTime,
    entropy: &'a Entropy,
    drawn: u8,
}

impl<'a> Passing<'a> {
    /// Of whoever hears them, so much has been seen.
    pub fn new(cx: &'a Cx<'_>, seen: Seen) -> Self {
        Passing { room: cx.room, seen, now: cx.now, entropy: &cx.entropy, drawn: 0 }
    }

    /// The event under a fresh id.
    pub fn tell(&mut self, event: ServerEvent) -> Telling {
        self.tell_behind(self.seen, event)
    }

    /// The same for an event that comes before others which are told in this turn.
    pub fn tell_behind(&mut self, seen: Seen, event: ServerEvent) -> Telling {
        self.drawn = self.drawn.saturating_add(1);
        let entry = seen.place.entry;
        let random = self.entropy.token(&format!("event {entry} {}", self.drawn));
        let random: String = random.expose().chars().take(PASSING_RANDOM_CHARS).collect();
        // The moment keeps them in order among themselves.
        let (now, edits, drawn) = (self.now.0, seen.edits, self.drawn);
        let id = format!("{}.{entry:08x}.z{now:010x}{edits:08x}{drawn:02x}{random}", tag(self.room));
        Telling { event_id: id, event }
    }
}

/// Reads an id that this conversation has given: so much has been seen. `None`: not ours.
pub fn seen(room: &str, id: &str) -> Option<Seen> {
    let mut parts = id.split('.');
    let ours = parts.next().is_some_and(|first| !first.is_empty() && first == tag(room));
    let entry = parts.next().filter(|digits| digits.len() == 8)?;
    let entry = u32::from_str_radix(entry, 16).ok()?;
    let (index, edits) = match parts.next()? {
        passing if passing.starts_with('z') => (u32::MAX, edits_of(passing)),
        index => (u32::from_str_radix(index, 16).ok()?, 0),
    };
    (ours && parts.next().is_none()).then_some(Seen { place: Place { entry, index }, edits })
}

/// The edits that the end of a passing event's id counts; those of earlier releases are shorter and count none.
fn edits_of(passing: &str) -> u32 {
    let edits = passing.get(11..19).filter(|_| passing.len() == 21 + PASSING_RANDOM_CHARS);
    edits.and_then(|edits| u32::from_str_radix(edits, 16).ok()).unwrap_or(0)
}

/// The id of the message that an entry is, in the form of a UUID.
pub fn message_id(room: &str, entry: u32) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(room.as_bytes());
    hasher.update(&entry.to_le_bytes());
    let hex = hasher.finalize().to_hex();
    let hex = hex.as_str();
    format!("{}-{}-4{}-8{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..32])
}

/// An agent, as visitors see one.
pub fn card(agent: &AgentFacts) -> AgentCard {
    AgentCard { name: agent.name.clone(), picture: agent.picture.clone() }
}

impl Talk {
    /// What an entry tells visitors, in order. Notes tell them nothing.
    pub fn tellings(&self, room: &str, entry: &Entry) -> Vec<Telling> {
        let mut events = Vec::new();
        let conversation_id = || room.to_owned();
        match &entry.body {
            Body::User { parts } => events.push(ServerEvent::UserMessage {
                kind: MESSAGE_CREATE.to_owned(),
                conversation_id: conversation_id(),
                message_id: message_id(room, entry.no),
                client_msg_id: entry.client_id.clone(),
                content: parts.clone(),
            }),
            Body::Bot { parts, deeds } => {
                if !parts.is_empty() {
                    events.push(ServerEvent::BotMessage {
                        kind: MESSAGE_CREATE.to_owned(),
                        ch_msg_id: message_id(room, entry.no),
                        conversation_id: conversation_id(),
                        bot: BotCard { name: self.started.channel.bot_name.clone() },
                        content: parts.clone(),
                    });
                }
                // The reserved action is carried out here; a page has nothing to do with it.
                events.extend(deeds.iter().filter(|deed| deed.id != ESCALATE).map(|deed| ServerEvent::Action {
                    kind: deed.kind.clone(),
                    id: deed.id.clone(),
                    data: deed.data.clone(),
                    conversation_id: conversation_id(),
                    actions: vec![ActionItem { id: deed.id.clone(), data: deed.data.clone() }],
                }));
            }
            Body::Failed { why, parts, opens_at } => {
                let (reason, opens_at) = (Some(why.word().to_owned()), opens_at.map(rfc3339));
                let data = UpdateData { reason, opens_at, ..UpdateData::default() };
                events.push(self.update(room, UpdateKind::FailedAgentAssignment, data));
                events.push(ServerEvent::LivechatMessage {
                    kind: MESSAGE_CREATE.to_owned(),
                    conversation_id: conversation_id(),
                    content: parts.clone(),
                    ch_msg_id: message_id(room, entry.no),
                    agent: None,
                });
            }
            Body::Joined { agent } => {
                events.push(self.update(room, UpdateKind::LivechatAgentConnected, about(agent, None)));
            }
            Body::Left { agent, why } => {
                let data = about(agent, Some(why.word()));
                events.push(self.update(room, UpdateKind::LivechatAgentDisconnected, data));
            }
            Body::Agent { agent, parts } => events.push(ServerEvent::LivechatMessage {
                kind: MESSAGE_CREATE.to_owned(),
                conversation_id: conversation_id(),
                content: parts.clone(),
                ch_msg_id: message_id(room, entry.no),
                agent: Some(card(agent)),
            }),
            Body::Act { .. } | Body::Escalated | Body::Note { .. } => {}
        }
        let numbered = (0..).zip(events);
        numbered
            .map(|(index, event)| Telling { event_id: event_id(room, Place { entry: entry.no, index }), event })
            .collect()
    }

    /// That an entry has other words now.
    pub fn edited(&self, room: &str, entry: &Entry) -> ServerEvent {
        ServerEvent::MessageEdited {
            conversation_id: room.to_owned(),
            message_id: message_id(room, entry.no),
            client_msg_id: entry.client_id.clone().filter(|_| matches!(entry.body, Body::User { .. })),
            content: entry.body.parts().to_vec(),
        }
    }

    fn update(&self, room: &str, kind: UpdateKind, data: UpdateData) -> ServerEvent {
        ServerEvent::ConversationUpdate { kind, conversation_id: room.to_owned(), data }
    }

    /// Who has the conversation now.
    pub fn status(&self, room: &str) -> ServerEvent {
        ServerEvent::Status {
            conversation_id: room.to_owned(),
            holder: self.stage.holder(),
            agent: self.stage.agent().map(card),
        }
    }
}

fn about(agent: &AgentFacts, reason: Option<&str>) -> UpdateData {
    UpdateData {
        name: Some(agent.name.clone()),
        picture: agent.picture.clone(),
        agent_info: Some(card(agent)),
        reason: reason.map(str::to_owned),
        opens_at: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: &str = "hart_acb3b13e-4818-40fa-b57e-d8a80feba5c1";

    #[test]
    fn ids_ascend_and_are_read_again() {
        let place = Place { entry: 7, index: 1 };
        let id = event_id(ROOM, place);
        assert_eq!(id, "acb3b13e.00000007.1");
        assert_eq!(seen(ROOM, &id), Some(Seen { place, edits: 0 }));
        let entropy = Entropy([1; 32]);
        let present = Seen { place: Place { entry: 7, index: u32::MAX }, edits: 0x2f };
        let mut passing = Passing { room: ROOM, seen: present, now: RoomTime(5), entropy: &entropy, drawn: 0 };
        let event = || ServerEvent::MetadataUpdateSuccess { conversation_id: ROOM.to_owned() };
        let (first, second) = (passing.tell(event()), passing.tell(event()));
        assert!(first.event_id < second.event_id);
        assert!(first.event_id > id && first.event_id < event_id(ROOM, Place { entry: 8, index: 0 }));
        assert_eq!(seen(ROOM, &first.event_id), Some(present));
        // As earlier releases have given them.
        let earlier = seen(ROOM, "acb3b13e.00000007.z000000000501abcdef");
        assert_eq!(earlier, Some(Seen { edits: 0, ..present }));
    }

    #[test]
    fn an_edit_is_seen_by_whoever_has_seen_what_came_after_it() {
        let seen = Seen { place: Place { entry: 7, index: 0 }, edits: 3 };
        let has = |behind, number| seen.has_edit(Edit { behind, number });
        assert!(has(6, 9) && has(7, 3) && !has(7, 4) && !has(8, 1));
    }

    #[test]
    fn what_another_conversation_has_given_is_not_ours() {
        for id in [
            "",
            "x",
            "acb3b13e",
            "acb3b13f.00000007.1",
            "acb3b13e.7.1",
            "acb3b13e.00000007.1.1",
            "..",
            "acb3b13e.0000000g.1",
        ] {
            assert_eq!(seen(ROOM, id), None, "{id}");
        }
    }

    #[test]
    fn a_messages_id_has_the_form_of_a_uuid() {
        let id = message_id(ROOM, 1);
        assert_eq!(id.len(), 36);
        assert_eq!(id.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert_ne!(id, message_id(ROOM, 2));
    }
}
