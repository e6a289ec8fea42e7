//! The desk as a machine: which part of it answers what.

use std::collections::BTreeSet;

use super::command::Command;
use super::event::Event;
use super::state::Desk;
use crate::conversation::console::ConsoleMessage;
use crate::conversation::handover::Order;
use crate::conversation::ids::{AgentNo, ConversationId};
use crate::conversation::wire::Holder;
use crate::engine::{
    Caller, ConnId, Context, Decision, Groups, Incoming, KeyedHash, Machine, Outbox, Refusal, Role, RoomTime, SeatNo,
    Secret, SessionStatus, SessionSummary,
};
use crate::limits;

/// What the desk may know when it decides.
pub type Cx<'a> = Context<'a, DeskSettings>;
/// The desk's answer to a command.
pub type Decided = Decision<Desk>;
/// What the desk has to say.
pub type Words = Outbox<Desk>;

/// The server's settings for the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskSettings {
    /// Conversations that an agent is given at most, where nothing else is said.
    pub agent_capacity: u32,
    /// Milliseconds without a socket after which an agent is gone.
    pub agent_absence_ms: u64,
}

impl Default for DeskSettings {
    fn default() -> Self {
        DeskSettings { agent_capacity: limits::AGENT_CAPACITY, agent_absence_ms: limits::AGENT_ABSENCE_MS }
    }
}

/// What is said: to agents, or to the administrator's call.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    Agent(ConsoleMessage),
    /// A channel or an agent was made; the secret is shown this once.
    Made {
        id: String,
        secret: Secret,
    },
}

/// What is asked of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errand {
    pub conversation: ConversationId,
    pub order: Order,
}

/// What is shown at most so often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Whether somebody is there, with how much.
    Agent(AgentNo),
}

impl Machine for Desk {
    const KIND: &'static str = "desk";
    const VERSION: u16 = 1;
    const SEATS_SHARED: bool = true;
    /// They tell what visitors have said; a conversation that is deleted is deleted here, too.
    const KEEPS_EVENTS: bool = false;

    type Command = Command;
    type Event = Event;
    type Message = Said;
    type Topic = Topic;
    type Settings = DeskSettings;
    type Errand = Errand;

    /// Agents' frames are read before it is known whether they are for the desk: the door does it, by
    /// `conversation::parse_agent`.
    fn parse(_: Incoming<'_>, _: &DeskSettings) -> Result<Command, Refusal> {
        Err(Refusal::malformed("NOT_HERE", "The desk is reached by the agents' own door."))
    }

    /// The credential is the agent's number: the token was looked at when the socket came in.
    fn enter(credential: Option<Secret>) -> Option<Command> {
        credential.and_then(|number| AgentNo::parse(number.expose())).map(Command::Arrive)
    }

    fn encode(message: &Said, out: &mut Vec<u8>) {
        match message {
            // Cannot fail: the wire's types have no map with keys that are no text, and a vector takes all.
            Said::Agent(message) => drop(serde_json::to_writer(out, message)),
            // Only ever the answer to a call, which is not encoded.
            Said::Made { .. } => {}
        }
    }

    fn refusal(refusal: &Refusal) -> Said {
        Said::Agent(ConsoleMessage::refused(refusal, None, None))
    }

    fn decide(&self, cx: &Cx<'_>, from: Caller, command: Command) -> Result<Decided, Refusal> {
        let request = match &command {
            Command::Agent(asked) => asked.request.clone(),
            _ => None,
        };
        match self.answer_to(cx, from, command) {
            // The page's own name for the request comes back with the refusal.
            Err(refusal) if from.conn.hub != ConnId::CALL => {
                let words = ConsoleMessage::refused(&refusal, None, request);
                Ok(Decision { replies: vec![Said::Agent(words)], ..Decision::default() })
            }
            answer => answer,
        }
    }

    fn evolve(&mut self, at: RoomTime, event: &Event) {
        self.apply(at, event);
    }

    fn announce(&self, cx: &Cx<'_>, events: &[Event], out: &mut Words) {
        self.tell(cx, events, out);
    }

    fn deadline(&self, now: RoomTime, settings: &DeskSettings) -> Option<RoomTime> {
        self.deadline_after(now, settings)
    }

    fn expire(&self, cx: &Cx<'_>, _: &mut Words) -> Decided {
        Decision::of(self.settle(cx))
    }

    fn greet(&self, cx: &Cx<'_>, conn: ConnId, out: &mut Words) {
        if let Role::Seat(no) = cx.roster.role(conn) {
            out.reply(conn, Said::Agent(self.welcome(cx, AgentNo(no))));
        }
    }

    fn host_presence(&self, _: &Cx<'_>, _: bool, _: &mut Words) {}

    fn seat_presence(&self, _: &Cx<'_>, _: SeatNo, _: bool, _: &mut Words) {
        // Looked at when something is to be given, and every few seconds: see `assign`.
    }

    fn seat_moved(&self, _: &Cx<'_>, _: ConnId, _: &mut Words) {}

    fn show(&self, _: &Cx<'_>, topic: Topic, out: &mut Words) {
        match topic {
            Topic::Agent(no) => {
                let (mut agents, mut removed) = (Vec::new(), Vec::new());
                match self.agent_row(no) {
                    Some(row) => agents.push(row),
                    None => removed.push(no.to_string()),
                }
                out.broadcast(Groups::SEATS, Said::Agent(ConsoleMessage::AgentsChanged { agents, removed }));
            }
        }
    }

    fn interval_ms(topic: Topic) -> u64 {
        match topic {
            Topic::Agent(_) => 250,
        }
    }

    fn sessions(&self, _: ConnId, _: &[(String, SessionSummary)], _: &mut Words) {}

    fn forgets(event: &Event) -> bool {
        matches!(event, Event::Forgotten { .. })
    }

    fn summary(&self) -> Option<SessionSummary> {
        Some(SessionSummary {
            owner: KeyedHash([0; 32]),
            title: "desk".to_owned(),
            created: self.founded?,
            status: SessionStatus::Active,
            participant_count: self.agents.len() as u32,
            outcome: None,
        })
    }

    fn clock_runs(&self) -> bool {
        self.has_waiting() || self.agents.values().any(|agent| agent.is_on_duty() || agent.lost_at.is_some())
    }

    fn outstanding(&self) -> Vec<Errand> {
        // Whoever waits or talks to a human is asked where it is, which wakes its room: clocks go on there.
        let concerned = self.rows().iter().filter(|(_, row)| row.order.is_some() || row.report.holder != Holder::Bot);
        concerned
            .map(|(id, row)| Errand { conversation: id.clone(), order: self.order_for(row).unwrap_or(Order::Report) })
            .collect()
    }
}

impl Desk {
    fn tell(&self, cx: &Cx<'_>, events: &[Event], out: &mut Words) {
        let mut changed = BTreeSet::new();
        for event in events {
            match event {
                Event::Reported(report) => {
                    changed.insert(&report.conversation);
                    // It has spoken and not looked at what it was told, be it that nobody is there, which may be
                    // lost: it hears it again, and the same twice is one.
                    if let Some(order) = self.row(&report.conversation).and_then(|row| self.order_for(row)) {
                        out.errand(Errand { conversation: report.conversation.clone(), order });
                    }
                }
                Event::Given { conversation, .. }
                | Event::TakenAway { conversation, .. }
                | Event::Refused { conversation, .. } => {
                    changed.insert(conversation);
                    let row = self.row(conversation);
                    if let Some(order) = row.and_then(|row| self.order_for(row)) {
                        out.errand(Errand { conversation: conversation.clone(), order });
                    }
                    // Who gets it, and who had it before.
                    let agents = row.map(|row| [row.agent(), row.report.agent]).into_iter().flatten().flatten();
                    agents.for_each(|no| out.touch(Topic::Agent(no)));
                }
                Event::Forgotten { conversation } => drop(changed.insert(conversation)),
                Event::CannedSet { .. } => {
                    let canned = self.canned_rows();
                    out.broadcast(Groups::SEATS, Said::Agent(ConsoleMessage::CannedChanged { canned }));
                }
                Event::AgentAdded { no, .. }
                | Event::AgentChanged { no, .. }
                | Event::AgentRevoked { no }
                | Event::Arrived { agent: no }
                | Event::PresenceSet { agent: no, .. }
                | Event::Lost { agent: no }
                | Event::Found { agent: no }
                | Event::Gone { agent: no } => out.touch(Topic::Agent(*no)),
                Event::Opened { .. }
                | Event::ChannelAdded { .. }
                | Event::ChannelChanged { .. }
                | Event::ChannelKeyChanged { .. }
                | Event::AgentTokenChanged { .. }
                | Event::ChannelRevoked { .. } => {}
            }
        }
        if changed.is_empty() || cx.roster.is_empty() {
            return;
        }
        let removed = changed.iter().filter(|id| self.row(id).is_none()).map(|id| id.as_str().to_owned()).collect();
        let rows = changed.into_iter().filter_map(|id| self.inbox_row(id)).collect();
        out.broadcast(Groups::SEATS, Said::Agent(ConsoleMessage::InboxChanged { rows, removed }));
    }
}
