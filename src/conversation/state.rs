//! What is the case in a conversation.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::cases::Cases;
use super::event::{AgentFacts, Leaving, NoAgent, Rules, Started};
use super::files::{FileId, KeptFile};
use super::ids::AgentNo;
use super::parts::{Deed, Part};
use super::transcript::length;
use super::wire::{Holder, Target};
use crate::engine::{RoomTime, WallTime};
use crate::limits::{CONVERSATION_BYTES_MAX, CONVERSATION_ENTRIES_MAX};

/// Entries that are forgotten together, so that forgetting costs little per entry.
const FORGOTTEN_AT_ONCE: usize = 250;

/// A room; empty before a conversation has begun in it.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    pub talk: Option<Box<Talk>>,
}

/// A conversation that has begun.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Talk {
    pub started: Started,
    pub stage: Stage,
    entries: VecDeque<Entry>,
    /// Entries that have been forgotten.
    forgotten: u32,
    /// Edits so far, as far as they were counted.
    #[serde(default)]
    pub edits: u32,
    /// Bytes of those that are kept, as far as they were counted.
    #[serde(default)]
    bytes: usize,
    /// Entries by whom they are from and how their sender named them.
    by_client: BTreeMap<String, u32>,
    pub metadata: BTreeMap<String, (Target, Value)>,
    /// Entries that the bot has yet to answer, in their order; 0: the greeting. The first is under way.
    pub turns: VecDeque<u32>,
    /// Since when the first is.
    pub turn_since: RoomTime,
    /// What the bot wants to be reminded of.
    pub memory: Value,
    /// Waits for a human so far.
    pub tickets: u32,
    /// When a human was asked for last: the place in the queue.
    pub escalated_at: Option<WallTime>,
    /// The last order of the desk.
    pub order: u64,
    pub former: Option<AgentNo>,
    /// The last entries that were read.
    pub visitor_read: u32,
    pub agents_read: u32,
    pub is_done: bool,
    /// Facts so far: the version of reports.
    pub facts: u64,
    /// When the desk was told last.
    pub reported_at: Option<RoomTime>,
    /// Since when something that was left for humans waits for one of them.
    #[serde(default)]
    pub left_at: Option<WallTime>,
    /// Files that were taken in.
    #[serde(default)]
    pub files: BTreeMap<FileId, KeptFile>,
    #[serde(default)]
    pub cases: Cases,
}

/// Who has the conversation.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    #[default]
    Bot,
    Queue {
        ticket: u32,
        since: RoomTime,
    },
    Agent {
        agent: AgentFacts,
        /// When somebody said something last.
        heard: RoomTime,
    },
}

impl Stage {
    /// The stage as the wire names it.
    pub fn holder(&self) -> Holder {
        match self {
            Stage::Bot => Holder::Bot,
            Stage::Queue { .. } => Holder::Queue,
            Stage::Agent { .. } => Holder::Agent,
        }
    }

    /// The agent who has it.
    pub fn agent(&self) -> Option<&AgentFacts> {
        match self {
            Stage::Agent { agent, .. } => Some(agent),
            Stage::Bot | Stage::Queue { .. } => None,
        }
    }

    /// Whether this agent has it.
    pub fn is_with(&self, no: AgentNo) -> bool {
        self.agent().is_some_and(|agent| agent.no == no)
    }
}

/// One thing that was said or has happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// From 1.
    pub no: u32,
    pub at: WallTime,
    /// As its sender has named it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_edited: bool,
    /// Its last edit; none is known of what was edited before that was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edit: Option<Edit>,
    pub body: Body,
}

/// When an entry was given the words that it has: by it those are told who were away then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Edit {
    /// The last entry that there was.
    pub behind: u32,
    /// Which of the conversation's edits it is, from 1.
    pub number: u32,
}

/// What an entry is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Body {
    User {
        parts: Vec<Part>,
    },
    Act {
        deed: Deed,
    },
    Bot {
        parts: Vec<Part>,
        deeds: Vec<Deed>,
    },
    Escalated,
    Failed {
        why: NoAgent,
        parts: Vec<Part>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        opens_at: Option<WallTime>,
    },
    Joined {
        agent: AgentFacts,
    },
    Left {
        agent: AgentFacts,
        why: Leaving,
    },
    Agent {
        agent: AgentFacts,
        parts: Vec<Part>,
    },
    Note {
        agent: AgentNo,
        name: String,
        text: String,
    },
}

impl Body {
    /// What it says, if anything.
    pub fn parts(&self) -> &[Part] {
        match self {
            Body::User { parts } | Body::Bot { parts, .. } | Body::Failed { parts, .. } | Body::Agent { parts, .. } => {
                parts
            }
            Body::Act { .. } | Body::Escalated | Body::Joined { .. } | Body::Left { .. } | Body::Note { .. } => &[],
        }
    }
}

impl Talk {
    /// A conversation that has just begun: the bot is to greet.
    pub fn new(started: Started, at: RoomTime) -> Self {
        let metadata = started.metadata.iter().map(|(key, value)| (key.clone(), (Target::Default, value.clone())));
        Talk {
            metadata: metadata.collect(),
            started,
            stage: Stage::Bot,
            entries: VecDeque::new(),
            forgotten: 0,
            edits: 0,
            bytes: 0,
            by_client: BTreeMap::new(),
            turns: VecDeque::from([0]),
            turn_since: at,
            memory: Value::Null,
            tickets: 0,
            escalated_at: None,
            order: 0,
            former: None,
            visitor_read: 0,
            agents_read: 0,
            is_done: false,
            facts: 0,
            reported_at: None,
            left_at: None,
            files: BTreeMap::new(),
            cases: Cases::default(),
        }
    }

    pub fn rules(&self) -> &Rules {
        &self.started.channel.rules
    }

    /// The visitor's language: `de` or `en`.
    pub fn locale(&self) -> &str {
        self.started.locale.as_deref().or(self.rules().locale.as_deref()).unwrap_or("en")
    }

    // ---- entries ----

    /// All entries that are kept, the oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter()
    }

    /// The last entry's number; 0 where there is none.
    pub fn last_no(&self) -> u32 {
        self.forgotten + self.entries.len() as u32
    }

    /// An entry by its number, if it is kept.
    pub fn entry(&self, no: u32) -> Option<&Entry> {
        self.entries.get(no.checked_sub(self.forgotten + 1)? as usize)
    }

    fn entry_mut(&mut self, no: u32) -> Option<&mut Entry> {
        self.entries.get_mut(no.checked_sub(self.forgotten + 1)? as usize)
    }

    /// Entries after a number, the oldest first.
    pub fn entries_after(&self, no: u32) -> impl Iterator<Item = &Entry> {
        self.entries.iter().skip(no.saturating_sub(self.forgotten) as usize)
    }

    /// Adds an entry and says its number.
    pub(super) fn add(&mut self, at: WallTime, client_id: Option<String>, body: Body) -> u32 {
        if self.entries.len() >= CONVERSATION_ENTRIES_MAX {
            self.forget(FORGOTTEN_AT_ONCE);
        }
        if self.bytes > CONVERSATION_BYTES_MAX {
            self.forget(self.entries.len().div_ceil(4));
        }
        self.bytes += length(&body);
        let no = self.last_no() + 1;
        if let Some(id) = &client_id {
            self.by_client.insert(client_key(&body, id), no);
        }
        self.entries.push_back(Entry { no, at, client_id, is_edited: false, edit: None, body });
        no
    }

    fn forget(&mut self, count: usize) {
        let gone: usize = self.entries.drain(..count).map(|entry| length(&entry.body)).sum();
        self.bytes = self.bytes.saturating_sub(gone);
        self.forgotten += count as u32;
        let forgotten = self.forgotten;
        self.by_client.retain(|_, no| *no > forgotten);
    }

    /// An entry's words are others now.
    pub(super) fn reword(&mut self, no: u32, new: &[Part]) {
        let edit = Edit { behind: self.last_no(), number: self.edits.saturating_add(1) };
        let Some(entry) = self.entry_mut(no) else { return };
        let before = length(&entry.body);
        let (Body::User { parts } | Body::Agent { parts, .. }) = &mut entry.body else { return };
        *parts = new.to_vec();
        (entry.is_edited, entry.edit) = (true, Some(edit));
        let after = length(&entry.body);
        self.bytes = (self.bytes + after).saturating_sub(before);
        self.edits = edit.number;
    }

    /// The entry that a visitor, or this agent, has named so.
    pub fn named(&self, by: Option<AgentNo>, client_id: &str) -> Option<u32> {
        self.by_client.get(&key_of(by, client_id)).copied()
    }

    // ---- metadata ----

    /// Metadata, as far as somebody may see it.
    pub fn metadata_for(&self, may_see: impl Fn(Target) -> bool) -> Map<String, Value> {
        let seen = self.metadata.iter().filter(|(_, (target, _))| may_see(*target));
        seen.map(|(key, (_, value))| (key.clone(), value.clone())).collect()
    }

    // ---- messages ----

    /// The last thing that a person or the bot has said.
    pub fn last_said(&self) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| !entry.body.parts().is_empty())
    }

    /// The visitor's messages that no agent has read.
    pub fn unread(&self) -> u32 {
        let unread = self.entries_after(self.agents_read).filter(|entry| matches!(entry.body, Body::User { .. }));
        unread.count() as u32
    }

    /// How many messages there are.
    pub fn message_count(&self) -> u32 {
        self.last_no()
    }
}

fn client_key(body: &Body, id: &str) -> String {
    match body {
        Body::Agent { agent, .. } => key_of(Some(agent.no), id),
        Body::Note { agent, .. } => key_of(Some(*agent), id),
        _ => key_of(None, id),
    }
}

fn key_of(by: Option<AgentNo>, id: &str) -> String {
    format!("{}:{id}", by.map_or(0, |agent| agent.0))
}
