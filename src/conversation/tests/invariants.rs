//! What must hold after each evening of `properties`.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::properties::Evening;
use super::shell::Shell;
use super::world::{CHANNEL, World};
use crate::conversation::Conversation;
use crate::conversation::console::Presence;
use crate::conversation::event::Event;
use crate::conversation::frames;
use crate::conversation::ids::AgentNo;
use crate::conversation::state::{Body, Stage};
use crate::conversation::wire::Holder;
use crate::desk::Desk;
use crate::desk::assign::LOOK_EVERY_MS;
use crate::desk::event::Event as DeskEvent;
use crate::desk::state::Row;
use crate::desk::stats::day_of;
use crate::engine::{Machine, RoomTime};

/// Each message of a visitor is the bot's to answer or a human's, never both and never nobody's.
pub fn one_side_answers(log: &[(RoomTime, Event)]) {
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
    assert!(open.is_empty(), "answered by nobody: {open:?}");
}

/// No conversation waits while an agent with room is present, and both machines agree on who has what.
pub fn nobody_waits_in_vain(world: &World) {
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
pub fn nothing_is_missed_or_heard_twice(evening: &Evening) {
    for (number, client) in evening.clients.iter().enumerate() {
        let shell = &evening.world.talks[number];
        let unique: HashSet<&String> = client.seen.iter().collect();
        assert_eq!(unique.len(), client.seen.len(), "heard twice: {:?}", client.seen);
        // Passing events have no order among themselves: what counts is which entries they stand behind.
        let place = |id: &String| frames::seen(&shell.name, id).expect("an id of ours").place;
        let ascends = client.seen.windows(2).all(|pair| place(&pair[0]) <= place(&pair[1]));
        assert!(ascends, "out of order: {:?}", client.seen);
        let talk = shell.machine.talk.as_deref().expect("a conversation");
        for entry in talk.entries() {
            // Who has sent a message does not need to hear it.
            let own = matches!(entry.body, Body::User { .. });
            for telling in talk.tellings(&shell.name, entry).iter().filter(|_| !own) {
                assert!(unique.contains(&telling.event_id), "missed: {telling:?}");
            }
            // Whatever became of its words meanwhile, they stand there as they are now.
            if let Some(shown) = client.shown.get(&frames::message_id(&shell.name, entry.no)) {
                assert_eq!(shown, &serde_json::to_value(entry.body.parts()).expect("JSON"), "of entry {}", entry.no);
            } else {
                assert!(own || entry.body.parts().is_empty(), "entry {} is not shown", entry.no);
            }
        }
    }
}

/// Where it is closed nobody waits for longer than the desk needs to look.
pub fn nobody_waits_before_a_closed_door(world: &mut World) {
    let is_open = |world: &World| world.desk.machine.channels[&CHANNEL].is_open(world.desk.wall());
    let before = is_open(world);
    // One look finds who of the agents is gone, the next one who waits; it may be that somebody begins to only now.
    let longest_ms = 2 * LOOK_EVERY_MS + 1_000;
    world.wait(longest_ms);
    let waits_long = |shell: &Shell<Conversation>| match shell.machine.talk.as_deref().map(|talk| &talk.stage) {
        Some(Stage::Queue { since, .. }) => world.now.since(*since) >= longest_ms,
        _ => false,
    };
    assert!(before || is_open(world) || !world.talks.iter().any(waits_long));
}

/// What is given goes to whoever has waited longest, and to an agent with room: to the one whom the visitor knows, else
/// to one of those who have the least.
pub fn gifts_are_fair(log: &[(RoomTime, DeskEvent)]) {
    let mut desk = Desk::default();
    for (at, event) in log {
        if let DeskEvent::Given { conversation, agent, ticket: Some(_), .. } = event {
            let row = &desk.rows()[conversation];
            let waits = |row: &Row| {
                let report = &row.report;
                report.holder == Holder::Queue && row.order.is_none() && row.refused != Some(report.ticket)
            };
            assert!(waits(row), "{conversation} was given and did not wait");
            let since = |row: &Row| row.report.waiting_since.expect("a moment");
            let oldest = desk.rows().values().filter(|row| waits(row)).map(since).min();
            assert_eq!(Some(since(row)), oldest, "{conversation} was given before its turn");
            let free = || desk.agents.iter().filter(|(_, agent)| agent.is_free());
            assert!(free().any(|(no, _)| no == agent), "{agent} has no room");
            let mut others = free().filter(|(no, _)| row.avoid != Some(**no)).peekable();
            let is_sole = others.peek().is_none();
            let least = others.map(|(_, other)| other.load).min().unwrap_or_default();
            let is_known = desk.former(&row.report) == Some(*agent);
            assert!(row.avoid != Some(*agent) || is_sole, "{agent} has just handed it on");
            assert!(is_known || is_sole || desk.agents[agent].load == least, "others have less than {agent}");
        }
        desk.evolve(*at, event);
    }
}

/// What the logs say of waits for humans: how many there were, how many were answered, ended, in vain.
fn counted(log: &[(RoomTime, Event)]) -> [u32; 4] {
    let mut counts = [0; 4];
    // Whether a wait is open, and whether somebody has answered in it.
    let mut open = None;
    for (_, event) in log {
        match (event, open) {
            (Event::Escalated { .. } | Event::AgentJoined { .. }, None) => {
                counts[0] += 1;
                open = Some(false);
            }
            (Event::AgentSaid { .. }, Some(false)) => {
                counts[1] += 1;
                open = Some(true);
            }
            (Event::AgentLeft { why, .. }, Some(_)) if !why.waits_again() => {
                counts[2] += 1;
                open = None;
            }
            (Event::AssignmentFailed { .. }, Some(_)) => {
                counts[3] += 1;
                open = None;
            }
            _ => {}
        }
    }
    counts
}

/// The statistics count each wait at most once; exactly once where the desk hears of everything at once.
pub fn figures_are_those_of_the_logs(world: &World, is_exact: bool) {
    let logs = world.talks.iter().map(|shell| counted(&shell.log));
    let expected = logs.fold([0; 4], |sum, one| std::array::from_fn(|at| sum[at] + one[at]));
    let wall = world.desk.wall();
    let today = day_of(wall);
    let statistics = world.desk.machine.statistics(wall, (today - 100, today), None);
    let total = &statistics.total;
    let shown = [total.asked, total.answered, total.resolved, total.missed];
    match is_exact {
        true => assert_eq!(shown, expected, "asked, answered, resolved, missed"),
        false => assert!(shown.iter().zip(expected).all(|(shown, most)| *shown <= most), "{shown:?} of {expected:?}"),
    }
    let of_agents = statistics.agents.iter().map(|agent| agent.figures.answered).sum::<u32>();
    assert_eq!(of_agents, total.answered, "each answer is somebody's");
    let waiting = world
        .talks
        .iter()
        .filter(|shell| matches!(shell.machine.talk.as_deref().map(|talk| &talk.stage), Some(Stage::Queue { .. })));
    assert_eq!(statistics.now.waiting as usize, waiting.count());
}
