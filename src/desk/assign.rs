//! Who gets what: the oldest waiting conversation first; a returning visitor to the same agent if that one is
//! free, else to whoever has the least. What time brings: agents that vanish, and their conversations.

use std::collections::BTreeMap;

use super::event::Event;
use super::machine::{Cx, DeskSettings};
use super::state::{Agent, Desk, Row};
use crate::conversation::console::Presence;
use crate::conversation::event::{Leaving, NoAgent};
use crate::conversation::ids::{AgentNo, ConversationId};
use crate::engine::RoomTime;

/// Milliseconds between two looks at whether agents who are said to be here still are.
pub const LOOK_EVERY_MS: u64 = 5_000;
/// Conversations that are given in one turn; the next follows at once.
const GIVEN_AT_ONCE: usize = 100;

impl Desk {
    /// Whether something can be given or refused now.
    fn can_settle(&self) -> bool {
        self.has_waiting() && (self.agents.values().any(Agent::is_free) || !self.agents.values().any(Agent::is_on_duty))
    }

    pub(super) fn deadline_after(&self, now: RoomTime, settings: &DeskSettings) -> Option<RoomTime> {
        if self.can_settle() || self.has_stranded() {
            return Some(now);
        }
        let given_up =
            self.agents.values().filter_map(|agent| agent.lost_at).map(|lost| lost.plus(settings.agent_absence_ms));
        // Whoever waits while all agents are on their way back may wait where it closes.
        let is_watched = self.has_waiting() || self.agents.values().any(Agent::is_there);
        let look = is_watched.then(|| now.plus(LOOK_EVERY_MS - now.0 % LOOK_EVERY_MS));
        given_up.chain(look).min()
    }

    /// Whether somebody's conversations have to be taken away: the agent is offline.
    fn has_stranded(&self) -> bool {
        self.agents.values().any(Agent::is_stranded)
    }

    /// What the passing of time brings, one thing at a time: each rests on the one before.
    pub(super) fn settle(&self, cx: &Cx<'_>) -> Vec<Event> {
        let presence = self.look(cx);
        if !presence.is_empty() {
            return presence;
        }
        let stranded = self.take_from_the_gone();
        if !stranded.is_empty() {
            return stranded;
        }
        let closed = self.turn_away(cx);
        if !closed.is_empty() {
            return closed;
        }
        self.give()
    }

    /// Whoever waits where it is closed is told so, whether agents are still there or not; a channel that was revoked
    /// is closed for ever.
    fn turn_away(&self, cx: &Cx<'_>) -> Vec<Event> {
        // Once for each channel, not for each conversation: whether it is open, when it opens.
        let closed: BTreeMap<_, _> = self
            .channels
            .iter()
            .filter(|(_, channel)| channel.is_revoked || !channel.is_open(cx.wall))
            .map(|(no, channel)| (*no, channel.opens_after(cx.wall)))
            .collect();
        if closed.is_empty() {
            return Vec::new();
        }
        let refused = |(id, row): (&ConversationId, &Row)| {
            let opens_at = *closed.get(&row.report.channel)?;
            let (conversation, ticket) = (id.clone(), row.report.ticket);
            Some(Event::Refused { conversation, ticket, why: NoAgent::Closed, opens_at })
        };
        self.waiting().filter_map(refused).take(GIVEN_AT_ONCE).collect()
    }

    /// Who of the agents is here, compared with what is known.
    fn look(&self, cx: &Cx<'_>) -> Vec<Event> {
        let known = self.agents.iter().filter(|(_, agent)| !agent.is_revoked && agent.presence != Presence::Offline);
        let changed = known.filter_map(|(no, agent)| match (cx.roster.seat(no.0).is_some(), agent.lost_at) {
            (true, Some(_)) => Some(Event::Found { agent: *no }),
            (false, None) => Some(Event::Lost { agent: *no }),
            (false, Some(lost)) if cx.now >= lost.plus(cx.settings.agent_absence_ms) => {
                Some(Event::Gone { agent: *no })
            }
            (true, None) | (false, Some(_)) => None,
        });
        changed.collect()
    }

    /// An agent who is offline has nothing: what was left behind waits for others, in its old place.
    fn take_from_the_gone(&self) -> Vec<Event> {
        let stranded = self.agents.iter().filter(|(_, agent)| agent.is_stranded()).map(|(no, _)| *no);
        let left = stranded.flat_map(|no| self.held_by(no).map(move |id| (id, no)));
        let orders = self.orders + 1..;
        let taken = orders.zip(left).take(GIVEN_AT_ONCE).map(|(order, (id, agent))| Event::TakenAway {
            conversation: id.clone(),
            order,
            agent,
            why: Leaving::Gone,
        });
        taken.collect()
    }

    fn give(&self) -> Vec<Event> {
        let anybody = self.agents.values().any(Agent::is_on_duty);
        if !anybody {
            let refused = |(id, row): (&ConversationId, &Row)| Event::Refused {
                conversation: id.clone(),
                ticket: row.report.ticket,
                why: NoAgent::NobodyAvailable,
                opens_at: None,
            };
            return self.waiting().take(GIVEN_AT_ONCE).map(refused).collect();
        }
        // What is given in this turn counts for the next one of it.
        let mut free: BTreeMap<AgentNo, (u32, u64)> = self
            .agents
            .iter()
            .filter(|(_, agent)| agent.is_free())
            .map(|(no, agent)| (*no, (agent.load, agent.last_order)))
            .collect();
        let mut events = Vec::new();
        for (id, row) in self.waiting().take(GIVEN_AT_ONCE) {
            let Some(no) = self.choose(row, &free) else { break };
            let order = self.orders + 1 + events.len() as u64;
            let ticket = Some(row.report.ticket);
            events.push(Event::Given { conversation: id.clone(), order, agent: no, ticket });
            let capacity = self.agents.get(&no).map_or(0, |agent| agent.capacity);
            if let Some((load, last)) = free.get_mut(&no) {
                (*load, *last) = (*load + 1, order);
                if *load >= capacity {
                    free.remove(&no);
                }
            }
        }
        events
    }

    /// Who of the free ones gets this one.
    fn choose(&self, row: &Row, free: &BTreeMap<AgentNo, (u32, u64)>) -> Option<AgentNo> {
        let former = self.former(&row.report).filter(|no| row.avoid != Some(*no) && free.contains_key(no));
        former.or_else(|| {
            let least = free.iter().min_by_key(|(no, (load, last))| (row.avoid == Some(**no), *load, *last, **no));
            least.map(|(no, _)| *no)
        })
    }
}
