//! What is the case at the desk.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};

use super::channel::{BotChoice, ChannelSettings};
use super::stats::{Counted, Stats};
use crate::conversation::console::Presence;
use crate::conversation::event::{AgentFacts, Leaving, NoAgent};
use crate::conversation::handover::{Order, Report};
use crate::conversation::ids::{ANONYMOUS, AgentNo, ChannelNo, ConversationId};
use crate::conversation::wire::Holder;
use crate::engine::{KeyedHash, RoomTime, WallTime};
use crate::limits::{DESK_ROWS_MAX, DESK_USERS_MAX};

/// The desk's whole state.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Desk {
    /// When it was founded; `None` before.
    pub founded: Option<WallTime>,
    pub channels: BTreeMap<ChannelNo, Channel>,
    pub agents: BTreeMap<AgentNo, Agent>,
    pub canned: BTreeMap<String, String>,
    /// Orders so far.
    pub orders: u64,
    rows: BTreeMap<ConversationId, Row>,
    /// Conversations that wait for a human, the longest first.
    waiting: BTreeSet<(WallTime, ConversationId)>,
    /// Conversations that may be forgotten, the longest silent first.
    idle: BTreeSet<(WallTime, ConversationId)>,
    /// Conversations by the agent who has them.
    #[serde(default)]
    held: BTreeMap<AgentNo, BTreeSet<ConversationId>>,
    /// Who had a user last, and in which order that was learnt.
    former: BTreeMap<String, AgentNo>,
    /// What humans have done, by days.
    #[serde(default)]
    pub stats: Stats,
    learnt: VecDeque<String>,
}

/// A site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Channel {
    pub name: String,
    pub key: KeyedHash,
    pub bot: BotChoice,
    pub settings: ChannelSettings,
    pub added: WallTime,
    pub is_revoked: bool,
}

/// A human who answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agent {
    pub name: String,
    pub picture: Option<String>,
    pub capacity: u32,
    pub token: KeyedHash,
    pub added: WallTime,
    pub is_revoked: bool,
    pub presence: Presence,
    /// Whether the agent has chosen to be away: it counts when the agent comes back, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_away: bool,
    /// Since when no socket is there, while it may still come back.
    pub lost_at: Option<RoomTime>,
    /// Conversations that the agent has.
    pub load: u32,
    /// The last order that gave one.
    pub last_order: u64,
}

impl Channel {
    /// Whether humans are there at that moment, as far as its hours say.
    pub fn is_open(&self, at: WallTime) -> bool {
        self.settings.hours.as_ref().is_none_or(|hours| hours.is_open(at))
    }

    /// When it opens next; `None` where that is not soon, or never.
    pub fn opens_after(&self, at: WallTime) -> Option<WallTime> {
        self.settings.hours.as_ref().filter(|_| !self.is_revoked)?.opens_after(at)
    }
}

impl Agent {
    /// Whether something new may be given: there, online, with room.
    pub fn is_free(&self) -> bool {
        self.is_there() && self.presence == Presence::Online && self.load < self.capacity
    }

    /// Whether a socket is there, as far as is known.
    pub fn is_there(&self) -> bool {
        !self.is_revoked && self.presence != Presence::Offline && self.lost_at.is_none()
    }

    /// Whether the agent is offline and has conversations still: others have to get them.
    pub fn is_stranded(&self) -> bool {
        self.presence == Presence::Offline && self.load > 0
    }

    /// Whether waiting for this agent has a point: online, perhaps busy, perhaps just reconnecting.
    pub fn is_on_duty(&self) -> bool {
        !self.is_revoked && self.presence == Presence::Online
    }
}

/// A conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub report: Report,
    /// An order that the conversation has not looked at yet.
    pub order: Option<Underway>,
    /// The wait for which nobody was there.
    pub refused: Option<u32>,
    #[serde(default)]
    pub refused_why: NoAgent,
    /// When humans are there again, where it was closed.
    #[serde(default)]
    pub opens_at: Option<WallTime>,
    /// What of its cases the statistics know.
    #[serde(default)]
    pub counted: Counted,
    /// Who has just handed it back.
    pub avoid: Option<AgentNo>,
}

/// An order under way to its conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Underway {
    Give { order: u64, agent: AgentNo, ticket: Option<u32> },
    TakeAway { order: u64, agent: AgentNo, why: Leaving },
}

impl Underway {
    fn number(&self) -> u64 {
        match self {
            Underway::Give { order, .. } | Underway::TakeAway { order, .. } => *order,
        }
    }
}

impl Row {
    /// Whose it is, what is under way included.
    pub fn agent(&self) -> Option<AgentNo> {
        match &self.order {
            Some(Underway::Give { agent, .. }) => Some(*agent),
            Some(Underway::TakeAway { .. }) => None,
            None => self.report.agent,
        }
    }

    /// Who has it, what is under way included.
    pub fn holder(&self) -> Holder {
        match (&self.order, self.report.holder) {
            (Some(Underway::Give { .. }), _) => Holder::Agent,
            (Some(Underway::TakeAway { .. }), _) => Holder::Queue,
            (None, holder) => holder,
        }
    }

    /// Its place in the queue, while it waits to be given.
    fn waits_since(&self) -> Option<WallTime> {
        let waits =
            self.order.is_none() && self.report.holder == Holder::Queue && self.refused != Some(self.report.ticket);
        waits.then(|| self.report.waiting_since.unwrap_or(self.report.last_at))
    }

    fn is_idle(&self) -> bool {
        self.order.is_none() && self.report.holder == Holder::Bot
    }
}

impl Desk {
    pub fn rows(&self) -> &BTreeMap<ConversationId, Row> {
        &self.rows
    }

    pub fn row(&self, id: &ConversationId) -> Option<&Row> {
        self.rows.get(id)
    }

    /// Conversations that wait for a human, the longest first.
    pub fn waiting(&self) -> impl Iterator<Item = (&ConversationId, &Row)> {
        self.waiting.iter().filter_map(|(_, id)| self.rows.get_key_value(id))
    }

    /// Conversations that nobody has and in which nothing was said since then, the longest silent first.
    pub fn silent_since(&self, at: WallTime) -> impl Iterator<Item = &ConversationId> {
        self.idle.iter().take_while(move |(last, _)| *last < at).map(|(_, id)| id)
    }

    /// Whether anybody waits.
    pub fn has_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Conversations that an agent has.
    pub fn held_by(&self, no: AgentNo) -> Box<dyn Iterator<Item = &ConversationId> + '_> {
        let held = self.held.get(&no);
        let load = self.agents.get(&no).map_or(0, |agent| agent.load as usize);
        if held.map_or(0, BTreeSet::len) >= load {
            return Box::new(held.into_iter().flatten());
        }
        // Read from a snapshot of a release that kept no such list: it grows right as the rows change.
        Box::new(self.rows.iter().filter(move |(_, row)| row.agent() == Some(no)).map(|(id, _)| id))
    }

    /// Who had this visitor last.
    pub fn former(&self, report: &Report) -> Option<AgentNo> {
        report.former.or_else(|| self.former.get(&user_key(report)?).copied())
    }

    /// An agent as conversations know one.
    pub fn facts(&self, no: AgentNo) -> Option<AgentFacts> {
        let agent = self.agents.get(&no)?;
        Some(AgentFacts { no, name: agent.name.clone(), picture: agent.picture.clone() })
    }

    /// The order to a conversation that is under way, in words for it.
    pub fn order_for(&self, row: &Row) -> Option<Order> {
        match &row.order {
            Some(Underway::Give { order, agent, ticket }) => {
                Some(Order::Give { order: *order, ticket: *ticket, agent: self.facts(*agent)? })
            }
            Some(Underway::TakeAway { order, agent, why }) => {
                Some(Order::TakeAway { order: *order, agent: *agent, why: *why })
            }
            None if row.report.holder == Holder::Queue && row.refused == Some(row.report.ticket) => {
                let (ticket, why, opens_at) = (row.report.ticket, row.refused_why, row.opens_at);
                Some(Order::NobodyHere { ticket, why, opens_at })
            }
            None => None,
        }
    }

    // ---- changes ----

    /// Changes a row, keeping loads and queues right. `None` in, `None` out: it does not exist.
    pub(super) fn change(&mut self, id: &ConversationId, change: impl FnOnce(Option<Row>) -> Option<Row>) {
        let old = self.rows.remove(id);
        if let Some(old) = &old {
            self.unlist(id, old);
        }
        let Some(new) = change(old) else { return };
        if let Some(since) = new.waits_since() {
            self.waiting.insert((since, id.clone()));
        }
        if new.is_idle() {
            self.idle.insert((new.report.last_at, id.clone()));
        }
        if let Some(no) = new.agent() {
            self.held.entry(no).or_default().insert(id.clone());
            if let Some(agent) = self.agents.get_mut(&no) {
                agent.load += 1;
            }
        }
        self.rows.insert(id.clone(), new);
    }

    fn unlist(&mut self, id: &ConversationId, old: &Row) {
        if let Some(since) = old.waits_since() {
            self.waiting.remove(&(since, id.clone()));
        }
        if old.is_idle() {
            self.idle.remove(&(old.report.last_at, id.clone()));
        }
        if let Some(no) = old.agent() {
            if let Some(held) = self.held.get_mut(&no) {
                held.remove(id);
                if held.is_empty() {
                    self.held.remove(&no);
                }
            }
            if let Some(agent) = self.agents.get_mut(&no) {
                agent.load = agent.load.saturating_sub(1);
            }
        }
    }

    /// A conversation has said where it is.
    pub(super) fn reported(&mut self, report: &Report) {
        if let (Some(agent), Some(key)) = (report.agent, user_key(report)) {
            self.learn(key, agent);
        }
        if !self.rows.contains_key(&report.conversation) && self.rows.len() >= DESK_ROWS_MAX {
            let oldest = self.idle.first().map(|(_, id)| id.clone());
            if let Some(oldest) = oldest {
                self.change(&oldest, |_| None);
            }
        }
        let old = self.rows.get(&report.conversation);
        if old.is_some_and(|old| old.report.version >= report.version) {
            return;
        }
        let counted = self.stats.count(report.channel, &report.cases, old.map(|old| old.counted));
        self.change(&report.conversation, |old| {
            let report = report.clone();
            Some(match old {
                // What the conversation has looked at is under way no longer.
                Some(old) => {
                    let order = old.order.filter(|order| order.number() > report.order);
                    Row { report, order, counted, ..old }
                }
                None => Row {
                    report,
                    counted,
                    order: None,
                    refused: None,
                    refused_why: NoAgent::default(),
                    opens_at: None,
                    avoid: None,
                },
            })
        });
    }

    /// A conversation exists no more: nothing of its visitor stays.
    pub(super) fn forget(&mut self, id: &ConversationId) {
        if let Some(user) = self.rows.get(id).and_then(|row| user_key(&row.report))
            && self.former.remove(&user).is_some()
        {
            self.learnt.retain(|learnt| *learnt != user);
        }
        self.change(id, |_| None);
    }

    fn learn(&mut self, user: String, agent: AgentNo) {
        if self.former.insert(user.clone(), agent).is_some() {
            return;
        }
        self.learnt.push_back(user);
        if self.learnt.len() > DESK_USERS_MAX
            && let Some(oldest) = self.learnt.pop_front()
        {
            self.former.remove(&oldest);
        }
    }
}

/// A user across conversations; nobody knows who `anon` is.
fn user_key(report: &Report) -> Option<String> {
    (report.user_id != ANONYMOUS).then(|| format!("{} {}", report.channel.0, report.user_id))
}
