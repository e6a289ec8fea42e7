//! Random evenings in virtual time: errands late, twice or lost in a crash; sockets that drop and come back; words that
//! become others meanwhile. What must hold after each is in `invariants`.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::closed::channel;
use super::invariants::{
    figures_are_those_of_the_logs, gifts_are_fair, nobody_waits_before_a_closed_door, nobody_waits_in_vain,
    nothing_is_missed_or_heard_twice, one_side_answers,
};
use super::world::{CHANNEL, World, deed, message};
use crate::conversation::bot::{BotFault, BotRequest};
use crate::conversation::command::{AgentAsk, VisitorAsk};
use crate::conversation::console::Presence;
use crate::conversation::ids::AgentNo;
use crate::conversation::parts::{ESCALATE, Part};
use crate::conversation::state::Body;
use crate::conversation::{Conversation, frames};
use crate::desk::Desk;
use crate::desk::command::{Command as DeskCommand, DeskAsk};
use crate::desk::hours::{Day, Hours, Opening};
use crate::engine::{ConnId, Machine};

const VISITORS: usize = 4;
const AGENTS: usize = 3;

#[derive(Debug, Clone)]
enum Op {
    Say(usize, u8),
    SayHuman(usize),
    Leave(usize),
    Escalate(usize),
    Drop(usize),
    Return(usize),
    Arrive(usize),
    Vanish(usize),
    Presence(usize, bool),
    AgentSays(usize),
    /// The visitor gives one of the own messages other words, from this socket or from another tab.
    Edit(usize, prop::sample::Index, bool),
    AgentEdits(usize, prop::sample::Index),
    End(usize),
    Take(usize, usize),
    Transfer(usize, Option<usize>),
    /// When humans are there: always, every other ten minutes, never.
    Hours(u8),
    Deliver(usize),
    Twice(usize),
    Pass(u64),
    Crash,
}

fn script(most: usize) -> impl Strategy<Value = Vec<Op>> {
    let (visitor, agent) = (0..VISITORS, 0..AGENTS);
    let op = prop_oneof![
        12 => (visitor.clone(), 0u8..6).prop_map(|(visitor, id)| Op::Say(visitor, id)),
        3 => visitor.clone().prop_map(Op::SayHuman),
        2 => visitor.clone().prop_map(Op::Leave),
        4 => visitor.clone().prop_map(Op::Escalate),
        3 => visitor.clone().prop_map(Op::Drop),
        4 => visitor.clone().prop_map(Op::Return),
        5 => agent.clone().prop_map(Op::Arrive),
        2 => agent.clone().prop_map(Op::Vanish),
        2 => (agent.clone(), any::<bool>()).prop_map(|(agent, online)| Op::Presence(agent, online)),
        6 => visitor.clone().prop_map(Op::AgentSays),
        3 => (visitor.clone(), any::<prop::sample::Index>(), any::<bool>())
            .prop_map(|(visitor, which, tab)| Op::Edit(visitor, which, tab)),
        3 => (visitor.clone(), any::<prop::sample::Index>())
            .prop_map(|(visitor, which)| Op::AgentEdits(visitor, which)),
        3 => visitor.clone().prop_map(Op::End),
        2 => (agent.clone(), visitor.clone()).prop_map(|(agent, visitor)| Op::Take(agent, visitor)),
        2 => (visitor, prop::option::of(agent)).prop_map(|(visitor, to)| Op::Transfer(visitor, to)),
        1 => (0u8..3).prop_map(Op::Hours),
        20 => any::<usize>().prop_map(Op::Deliver),
        3 => any::<usize>().prop_map(Op::Twice),
        8 => prop_oneof![0u64..2_000, 0u64..40_000, 0u64..400_000].prop_map(Op::Pass),
        1 => Just(Op::Crash),
    ];
    prop::collection::vec(op, 0..most)
}

/// A visitor's client: it remembers what it has seen, over all its sockets.
#[derive(Default)]
pub struct Client {
    conn: Option<ConnId>,
    last: Option<String>,
    pub seen: Vec<String>,
    /// What stands on the screen, by the messages' ids.
    pub shown: BTreeMap<String, Value>,
}

impl Client {
    fn hear(&mut self, frame: &Value) {
        let event = &frame["event"];
        let kind = event["event_type"].as_str().expect("a type");
        if kind == "general_error" {
            return;
        }
        let payload = &event["event_payload"];
        let message = ["message_id", "ch_msg_id"].iter().find_map(|name| payload[name].as_str());
        if let (Some(id), Some(content)) = (message, payload.get("content")) {
            self.shown.insert(id.to_owned(), content.clone());
        }
        for group in payload["transcript"].as_array().into_iter().flatten() {
            let message = &group["messages"][0];
            self.shown.insert(message["message_id"].as_str().expect("an id").to_owned(), message["messages"].clone());
        }
        let id = event["event_id"].as_str().expect("an id").to_owned();
        self.seen.push(id.clone());
        self.last = Some(id);
    }
}

pub struct Evening {
    pub world: World,
    pub clients: Vec<Client>,
    agents: Vec<AgentNo>,
    said: u32,
}

/// One of the entries that somebody has said.
fn spoken(world: &World, talk: usize, which: prop::sample::Index, is_theirs: impl Fn(&Body) -> bool) -> Option<u32> {
    let theirs = world.talk(talk).entries().filter(|entry| is_theirs(&entry.body));
    let theirs: Vec<u32> = theirs.map(|entry| entry.no).collect();
    (!theirs.is_empty()).then(|| *which.get(&theirs))
}

fn hours(which: u8) -> Option<Hours> {
    let text = |minutes: u32| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let opening = |from: u32| Opening { days: Day::ALL.to_vec(), from: text(from), to: text(from + 10) };
    let week = match which {
        0 => return None,
        1 => (0..72).map(|number| opening(number * 20)).collect(),
        _ => Vec::new(),
    };
    Some(Hours { time_zone: "UTC".to_owned(), week, closed: Vec::new() })
}

/// Fails for some turns, the same ones whenever it is asked.
fn moody(request: &BotRequest) -> Option<Result<crate::conversation::bot::BotAnswer, BotFault>> {
    match request.turn % 7 {
        5 => Some(Err(BotFault::Unreachable)),
        _ => super::world::echo(request),
    }
}

impl Evening {
    fn begin() -> Self {
        let mut world = World::begin();
        world.bot = moody;
        world.desk.call(DeskCommand::AddChannel(channel(None))).expect("a channel");
        let clients = (0..VISITORS)
            .map(|number| {
                let (_, conn) = world.visitor(&format!("guest{}", number / 2));
                Client { conn: Some(conn), ..Client::default() }
            })
            .collect();
        let agents = (0..AGENTS).map(|number| world.agent(&format!("Agent {number}"))).collect();
        Evening { world, clients, agents, said: 0 }
    }

    fn play(&mut self, op: &Op) {
        let world = &mut self.world;
        match op {
            Op::Say(visitor, id) => {
                if let Some(conn) = self.clients[*visitor].conn {
                    // Few ids, so that some are repeats.
                    let id = format!("m{id}-{}", self.said / 8);
                    let is_new = world.talk(*visitor).named(None, &id).is_none();
                    world.ask(*visitor, conn, message(Some(&id), "hello"));
                    self.said += 1;
                    // What one says oneself stands there without being told.
                    if let Some(no) = world.talk(*visitor).named(None, &id).filter(|_| is_new) {
                        let id = frames::message_id(&world.talks[*visitor].name, no);
                        self.clients[*visitor].shown.insert(id, json!([{"type": "text", "text": "hello"}]));
                    }
                }
            }
            Op::SayHuman(visitor) => {
                if let Some(conn) = self.clients[*visitor].conn {
                    world.ask(*visitor, conn, message(None, "human"));
                }
            }
            Op::Leave(visitor) => {
                if let Some(conn) = self.clients[*visitor].conn {
                    let VisitorAsk::Say(mut left) = message(None, "For later.") else { unreachable!("a message") };
                    left.is_left = true;
                    world.ask(*visitor, conn, VisitorAsk::Say(left));
                }
            }
            Op::Escalate(visitor) => {
                if let Some(conn) = self.clients[*visitor].conn {
                    world.ask(*visitor, conn, VisitorAsk::Act(deed(ESCALATE)));
                }
            }
            Op::Drop(visitor) => {
                // What has arrived is seen; the socket dies then.
                self.listen();
                if let Some(conn) = self.clients[*visitor].conn.take() {
                    self.world.talks[*visitor].leave(conn);
                }
            }
            Op::Return(visitor) => self.returns(*visitor),
            Op::Arrive(agent) => drop(world.arrives(self.agents[*agent])),
            Op::Vanish(agent) => world.vanishes(self.agents[*agent]),
            Op::Presence(agent, online) => {
                let presence = if *online { Presence::Online } else { Presence::Away };
                world.asks_desk(self.agents[*agent], DeskAsk::Presence(presence));
            }
            Op::AgentSays(visitor) => {
                if let Some(agent) = world.agent_of(*visitor) {
                    world.agent_says(agent, *visitor, "Good evening!");
                }
            }
            Op::Edit(visitor, which, from_tab) => self.edits(*visitor, *which, *from_tab),
            Op::AgentEdits(visitor, which) => {
                if let Some(agent) = world.agent_of(*visitor)
                    && let Some(no) = spoken(
                        world,
                        *visitor,
                        *which,
                        |body| matches!(body, Body::Agent { agent: by, .. } if by.no == agent),
                    )
                {
                    let message_id = frames::message_id(&world.talks[*visitor].name, no);
                    let text = self.other_words();
                    self.world.agent_asks(agent, *visitor, AgentAsk::Edit { message_id, text });
                }
            }
            Op::End(visitor) => {
                if let Some(agent) = world.agent_of(*visitor) {
                    world.agent_asks(agent, *visitor, AgentAsk::End);
                }
            }
            Op::Take(agent, visitor) => {
                let id = world.talk(*visitor).started.id.clone();
                world.asks_desk(self.agents[*agent], DeskAsk::Take(id));
            }
            Op::Transfer(visitor, to) => {
                let id = world.talk(*visitor).started.id.clone();
                if let Some(agent) = world.agent_of(*visitor) {
                    let to = to.map(|to| self.agents[to]);
                    world.asks_desk(agent, DeskAsk::Transfer { conversation: id, to });
                }
            }
            Op::Hours(which) => {
                let changed = DeskCommand::ChangeChannel(CHANNEL, channel(hours(*which)));
                world.desk.call(changed).expect("changed");
            }
            Op::Deliver(at) if !world.travelling.is_empty() => world.arrive(at % world.travelling.len()),
            Op::Twice(at) if !world.travelling.is_empty() => world.arrive_twice(at % world.travelling.len()),
            Op::Deliver(_) | Op::Twice(_) => {}
            Op::Pass(ms) => world.pass(*ms),
            Op::Crash => {
                self.listen();
                self.world.crash();
                self.clients.iter_mut().for_each(|client| client.conn = None);
            }
        }
        self.listen();
    }

    fn other_words(&mut self) -> String {
        self.said += 1;
        format!("other words {}", self.said)
    }

    /// The visitor gives one of the own messages other words.
    fn edits(&mut self, visitor: usize, which: prop::sample::Index, from_tab: bool) {
        let own = |body: &Body| matches!(body, Body::User { .. });
        let Some(no) = spoken(&self.world, visitor, which, own) else { return };
        let message_id = frames::message_id(&self.world.talks[visitor].name, no);
        let parts = vec![Part::text(self.other_words())];
        let conn = match from_tab {
            true => self.world.attach(visitor, None),
            false => match self.clients[visitor].conn {
                Some(conn) => conn,
                None => return,
            },
        };
        let content = serde_json::to_value(&parts).expect("JSON");
        self.world.ask(visitor, conn, VisitorAsk::Edit { message_id: message_id.clone(), parts });
        match from_tab {
            true => self.world.talks[visitor].leave(conn),
            false => drop(self.clients[visitor].shown.insert(message_id, content)),
        }
    }

    fn returns(&mut self, visitor: usize) {
        if self.clients[visitor].conn.is_none() {
            let last = self.clients[visitor].last.clone();
            self.clients[visitor].conn = Some(self.world.attach(visitor, last.as_deref()));
        }
    }

    fn listen(&mut self) {
        for (talk, client) in self.clients.iter_mut().enumerate() {
            let Some(conn) = client.conn else { continue };
            self.world.frames(talk, conn).iter().for_each(|frame| client.hear(frame));
        }
    }

    /// Everybody comes back, and everything arrives.
    fn comes_to_rest(&mut self) {
        (0..VISITORS).for_each(|visitor| self.returns(visitor));
        self.world.settle();
        self.listen();
    }
}

fn replay<M: Machine + PartialEq + std::fmt::Debug>(log: &[(crate::engine::RoomTime, M::Event)], cut: usize) -> M {
    let mut machine = M::default();
    for (count, (at, event)) in log.iter().enumerate() {
        if count == cut {
            machine = serde_json::from_str(&serde_json::to_string(&machine).expect("a snapshot")).expect("a snapshot");
        }
        let stored = serde_json::to_string(event).expect("an event");
        machine.evolve(*at, &serde_json::from_str(&stored).expect("an event"));
    }
    machine
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, max_shrink_iters: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_on_an_evening(ops in script(120), cut in any::<prop::sample::Index>()) {
        let mut evening = Evening::begin();
        for op in &ops {
            evening.play(op);
        }
        evening.comes_to_rest();
        nobody_waits_in_vain(&evening.world);
        nobody_waits_before_a_closed_door(&mut evening.world);
        evening.listen();
        nothing_is_missed_or_heard_twice(&evening);
        for shell in &evening.world.talks {
            let talk = shell.machine.talk.as_deref().expect("a conversation");
            one_side_answers(&shell.log);
            prop_assert!(talk.turns.is_empty(), "the bot still owes an answer");
            prop_assert_eq!(&replay::<Conversation>(&shell.log, cut.index(shell.log.len() + 1)), &shell.machine);
        }
        figures_are_those_of_the_logs(&evening.world, false);
        let desk = &evening.world.desk;
        gifts_are_fair(&desk.log);
        prop_assert_eq!(&replay::<Desk>(&desk.log, cut.index(desk.log.len() + 1)), &desk.machine);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 3_000, ..ProptestConfig::default() })]

    /// Where nothing is late or lost, everything holds at each step and not only in the end.
    #[test]
    fn whatever_happens_on_a_quiet_evening(ops in script(60)) {
        let mut evening = Evening::begin();
        for op in ops.iter().filter(|op| !matches!(op, Op::Crash | Op::Deliver(_) | Op::Twice(_))) {
            evening.play(op);
            evening.world.settle();
            evening.listen();
            nobody_waits_in_vain(&evening.world);
            figures_are_those_of_the_logs(&evening.world, true);
        }
        gifts_are_fair(&evening.world.desk.log);
        for shell in &evening.world.talks {
            one_side_answers(&shell.log);
        }
    }
}
