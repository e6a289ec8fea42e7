//! Random evenings in virtual time: errands late, twice or lost in a crash; sockets that drop and come back.
//! What must hold in each.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proptest::prelude::*;
use serde_json::Value;

use super::closed::channel;
use super::world::{CHANNEL, World, deed, message};
use crate::conversation::Conversation;
use crate::conversation::bot::{BotFault, BotRequest};
use crate::conversation::command::{AgentAsk, VisitorAsk};
use crate::conversation::console::Presence;
use crate::conversation::event::Event;
use crate::conversation::ids::AgentNo;
use crate::conversation::parts::ESCALATE;
use crate::conversation::state::Stage;
use crate::conversation::wire::Holder;
use crate::desk::Desk;
use crate::desk::assign::LOOK_EVERY_MS;
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
struct Client {
    conn: Option<ConnId>,
    last: Option<String>,
    seen: Vec<String>,
}

struct Evening {
    world: World,
    clients: Vec<Client>,
    agents: Vec<AgentNo>,
    said: u32,
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
                    world.ask(*visitor, conn, message(Some(&id), "hello"));
                    self.said += 1;
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

    fn returns(&mut self, visitor: usize) {
        if self.clients[visitor].conn.is_none() {
            let last = self.clients[visitor].last.clone();
            self.clients[visitor].conn = Some(self.world.attach(visitor, last.as_deref()));
        }
    }

    fn listen(&mut self) {
        for (talk, client) in self.clients.iter_mut().enumerate() {
            let Some(conn) = client.conn else { continue };
            for frame in self.world.frames(talk, conn) {
                let id = frame["event"]["event_id"].as_str().expect("an id").to_owned();
                let kind = frame["event"]["event_type"].as_str().expect("a type");
                if kind == "general_error" {
                    continue;
                }
                client.seen.push(id.clone());
                client.last = Some(id);
            }
        }
    }

    /// Everybody comes back, and everything arrives.
    fn comes_to_rest(&mut self) {
        (0..VISITORS).for_each(|visitor| self.returns(visitor));
        self.world.settle();
        self.listen();
    }
}

/// Each message of a visitor is the bot's to answer or a human's, never both and never nobody's.
fn one_side_answers(log: &[(crate::engine::RoomTime, Event)], pending: &BTreeSet<u32>) {
    let (mut no, mut holder) = (0, Holder::Bot);
    let mut open: BTreeSet<u32> = BTreeSet::new();
    let mut by_bot: BTreeMap<u32, u32> = BTreeMap::new();
    let mut by_humans: BTreeSet<u32> = BTreeSet::new();
    for (_, event) in log {
        match event {
            // Left for humans, whoever has the conversation.
            Event::UserSaid { is_left: true, .. } => {
                no += 1;
                by_humans.insert(no);
            }
            Event::UserSaid { .. } | Event::UserActed { .. } => {
                no += 1;
                match holder {
                    Holder::Bot => drop(open.insert(no)),
                    Holder::Queue | Holder::Agent => drop(by_humans.insert(no)),
                }
            }
            Event::BotAnswered { turn, .. } | Event::BotFailed { turn, .. } => {
                no += 1;
                assert_eq!(holder, Holder::Bot, "the bot spoke while {holder:?} had the conversation");
                *by_bot.entry(*turn).or_default() += 1;
                open.remove(turn);
            }
            Event::Escalated { .. } | Event::AgentJoined { .. } => {
                no += 1;
                by_humans.append(&mut open);
                holder = if matches!(event, Event::Escalated { .. }) { Holder::Queue } else { Holder::Agent };
            }
            Event::AssignmentFailed { .. } => {
                no += 1;
                holder = Holder::Bot;
            }
            Event::AgentLeft { why, .. } => {
                no += 1;
                holder = if why.waits_again() { Holder::Queue } else { Holder::Bot };
            }
            Event::AgentSaid { .. } => {
                no += 1;
                assert_eq!(holder, Holder::Agent, "an agent spoke without having the conversation");
            }
            Event::Noted { .. } => no += 1,
            _ => {}
        }
    }
    assert!(by_bot.values().all(|times| *times == 1), "answered more than once: {by_bot:?}");
    assert!(by_bot.keys().all(|turn| !by_humans.contains(turn)), "answered by both sides");
    open.retain(|turn| !pending.contains(turn));
    assert!(open.is_empty(), "answered by nobody: {open:?}");
}

/// No conversation waits while an agent with room is present, and both machines agree on who has what.
fn nobody_waits_in_vain(world: &World) {
    let desk = &world.desk.machine;
    let free = desk.agents.values().any(crate::desk::state::Agent::is_free);
    let mut loads: BTreeMap<AgentNo, u32> = BTreeMap::new();
    for shell in &world.talks {
        let talk = shell.machine.talk.as_deref().expect("a conversation");
        let waits = matches!(talk.stage, Stage::Queue { .. });
        assert!(!(waits && free), "{} waits while an agent is free", shell.name);
        if let Some(agent) = talk.stage.agent() {
            *loads.entry(agent.no).or_default() += 1;
        }
        let row = desk.row(&talk.started.id);
        assert_eq!(
            row.map_or(Holder::Bot, |row| row.holder()),
            talk.stage.holder(),
            "the desk is wrong about {}",
            shell.name
        );
        assert_eq!(row.and_then(|row| row.agent()), talk.stage.agent().map(|agent| agent.no));
    }
    for (no, agent) in &desk.agents {
        assert_eq!(agent.load, loads.get(no).copied().unwrap_or(0), "the load of {no}");
        assert!(agent.load == 0 || agent.presence != Presence::Offline, "{no} is offline and has {}", agent.load);
    }
}

/// Everything that was said was heard, once and in order, over all drops and crashes.
fn nothing_is_missed_or_heard_twice(evening: &Evening) {
    for (number, client) in evening.clients.iter().enumerate() {
        let shell = &evening.world.talks[number];
        let unique: HashSet<&String> = client.seen.iter().collect();
        assert_eq!(unique.len(), client.seen.len(), "heard twice: {:?}", client.seen);
        // Passing events have no order among themselves: what counts is which entries they stand behind.
        let place = |id: &String| crate::conversation::frames::seen(&shell.name, id).expect("an id of ours");
        let ascends = client.seen.windows(2).all(|pair| place(&pair[0]) <= place(&pair[1]));
        assert!(ascends, "out of order: {:?}", client.seen);
        let talk = shell.machine.talk.as_deref().expect("a conversation");
        for entry in talk.entries() {
            // Who has sent a message does not need to hear it.
            let own = matches!(entry.body, crate::conversation::state::Body::User { .. });
            for telling in talk.tellings(&shell.name, entry).iter().filter(|_| !own) {
                assert!(unique.contains(&telling.event_id), "missed: {telling:?}");
            }
        }
    }
}

/// Where it is closed nobody waits for longer than the desk needs to look.
fn nobody_waits_before_a_closed_door(world: &mut World) {
    let is_open = |world: &World| world.desk.machine.channels[&CHANNEL].is_open(world.desk.wall());
    let before = is_open(world);
    // One look finds who of the agents is gone, the next one who waits.
    world.wait(2 * LOOK_EVERY_MS + 1_000);
    assert!(before || is_open(world) || !world.desk.machine.has_waiting());
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
            one_side_answers(&shell.log, &talk.turns.iter().copied().collect());
            prop_assert_eq!(&replay::<Conversation>(&shell.log, cut.index(shell.log.len() + 1)), &shell.machine);
        }
        let desk = &evening.world.desk;
        prop_assert_eq!(&replay::<Desk>(&desk.log, cut.index(desk.log.len() + 1)), &desk.machine);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn no_frame_of_anybody_makes_the_parsers_stumble(
        kind in "[a-z_]{1,20}|user_message|metadata|action|conversation_start|edit_message|get_user_conversations_v2|delete_conversation",
        payload in json(),
    ) {
        use crate::conversation::{parse, parse_agent};
        use crate::engine::Incoming;
        let visitor = serde_json::json!({"action": "sendMessage", "event": {"event_type": kind, "event_payload": payload}});
        let _ = parse::visitor(Incoming::Text(&visitor.to_string()), 65_536);
        let mut agent = payload;
        if let Value::Object(object) = &mut agent {
            object.insert("type".to_owned(), kind.into());
        }
        let _ = parse_agent::agent(Incoming::Text(&agent.to_string()), 65_536);
    }
}

/// An object with the fields' names and all sorts of values.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    let name = prop_oneof![
        Just("conversation_id"),
        Just("content"),
        Just("text"),
        Just("files"),
        Just("url"),
        Just("userId"),
        Just("metadata"),
        Just("target"),
        Just("id"),
        Just("data"),
        Just("type"),
        Just("pagination"),
        Just("page"),
        Just("filter"),
        Just("status"),
        Just("search"),
        Just("client_msg_id"),
        Just("message_id"),
        Just("agent_id"),
        Just("userBasicInfo"),
        Just("last_event_id"),
        Just("shortcut"),
        Just("query"),
        Just("after"),
    ];
    let object = leaf.prop_recursive(3, 24, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(name.clone().prop_map(str::to_owned), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    });
    object.prop_filter("an object", Value::is_object)
}
