//! A conversation as a transcript, in both shapes of the source.

use super::frames::{Place, event_id, message_id};
use super::parts::{Deed, Part, files_of};
use super::state::{Body, Entry, Talk};
use super::wire::{FlatAction, FlatContent, FlatFrom, FlatMessage, GroupedFrom, GroupedMessage, TranscriptGroup};
use crate::engine::WallTime;

/// Both shapes.
pub struct Transcript {
    /// Grouped by event.
    pub groups: Vec<TranscriptGroup>,
    /// One message after the other.
    pub flat: Vec<FlatMessage>,
}

/// A message, whoever has said it.
struct Said<'a> {
    from: GroupedFrom,
    flat_from: FlatFrom,
    parts: &'a [Part],
    deeds: &'a [Deed],
    agent: &'a str,
}

fn said(entry: &Entry) -> Option<Said<'_>> {
    let bot = |parts, deeds| Said { from: GroupedFrom::Chatbot, flat_from: FlatFrom::Bot, parts, deeds, agent: "" };
    let live =
        |parts, agent| Said { from: GroupedFrom::Livechat, flat_from: FlatFrom::Agent, parts, deeds: &[], agent };
    let user = |parts, deeds| Said { from: GroupedFrom::User, flat_from: FlatFrom::User, parts, deeds, agent: "" };
    match &entry.body {
        Body::User { parts } => Some(user(parts, &[])),
        Body::Act { deed } => Some(user(&[], std::slice::from_ref(deed))),
        Body::Bot { parts, deeds } => Some(bot(parts, deeds)),
        Body::Failed { parts, .. } => Some(live(parts, "")),
        Body::Agent { agent, parts } => Some(live(parts, &agent.name)),
        Body::Escalated | Body::Joined { .. } | Body::Left { .. } | Body::Note { .. } => None,
    }
}

fn actions(deeds: &[Deed]) -> Vec<FlatAction> {
    deeds.iter().map(|deed| FlatAction { kind: deed.kind.clone(), title: deed.id.clone() }).collect()
}

fn is_files(part: &Part) -> bool {
    matches!(part, Part::Files { .. })
}

impl Talk {
    /// The whole transcript, grouped by event. Notes are for agents alone.
    pub fn grouped(&self, room: &str) -> Vec<TranscriptGroup> {
        self.entries().filter_map(|entry| Some(self.group(room, entry, &said(entry)?))).collect()
    }

    /// The transcript in both shapes; where it has more than so many bytes, only its newest part.
    pub fn transcript(&self, room: &str, bytes_max: usize) -> Transcript {
        let (mut groups, mut flat, mut bytes) = (Vec::new(), Vec::new(), 0);
        for (entry, said) in self.entries().rev().filter_map(|entry| Some((entry, said(entry)?))) {
            let (group, message) = (self.group(room, entry, &said), self.flat(room, entry, &said));
            bytes += length(&group) + length(&message);
            if bytes > bytes_max && !groups.is_empty() {
                break;
            }
            groups.push(group);
            flat.push(message);
        }
        groups.reverse();
        flat.reverse();
        Transcript { groups, flat }
    }

    fn group(&self, room: &str, entry: &Entry, said: &Said<'_>) -> TranscriptGroup {
        let message = GroupedMessage {
            actions: actions(said.deeds),
            files: files_of(said.parts),
            from: said.from,
            chatbot_name: self.started.channel.bot_name.clone(),
            channel_name: self.started.channel.name.clone(),
            livechat_name: said.agent.to_owned(),
            messages: said.parts.iter().filter(|part| !is_files(part)).cloned().collect(),
            timestamp: rfc3339(entry.at),
            message_id: message_id(room, entry.no),
        };
        TranscriptGroup { event_id: event_id(room, Place { entry: entry.no, index: 0 }), messages: vec![message] }
    }

    fn flat(&self, room: &str, entry: &Entry, said: &Said<'_>) -> FlatMessage {
        let (messages, actions) = (said.parts.to_vec(), actions(said.deeds));
        FlatMessage {
            from: said.flat_from,
            messages: match said.flat_from {
                FlatFrom::User => FlatContent::Said(messages),
                FlatFrom::Bot | FlatFrom::Agent => {
                    FlatContent::Answer { id_chat: room.to_owned(), messages, actions: actions.clone() }
                }
            },
            actions,
            channel_name: self.started.channel.name.clone(),
            chatbot_name: self.started.channel.bot_name.clone(),
            timestamp: rfc3339(entry.at),
        }
    }
}

/// Bytes of something on the wire.
pub fn length(value: &impl serde::Serialize) -> usize {
    // Cannot fail: the wire's types have no map with keys that are no text.
    serde_json::to_vec(value).map_or(0, |bytes| bytes.len())
}

/// A moment of the wall's clock in RFC 3339, UTC.
pub fn rfc3339(at: WallTime) -> String {
    let date = chrono::DateTime::from_timestamp_millis(at.0).unwrap_or_default();
    date.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}
