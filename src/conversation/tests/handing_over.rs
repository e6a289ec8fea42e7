//! Stories of visitors, the queue and agents.

use super::world::{World, deed};
use crate::conversation::command::{AgentAsk, VisitorAsk};
use crate::conversation::console::{ConsoleMessage, Presence};
use crate::conversation::parts::ESCALATE;
use crate::conversation::state::Stage;
use crate::conversation::wire::Holder;
use crate::desk::command::{Command as DeskCommand, DeskAsk};

fn escalate(world: &mut World, talk: usize, conn: crate::engine::ConnId) {
    world.ask(talk, conn, VisitorAsk::Act(deed(ESCALATE)));
    world.settle();
}

#[test]
fn an_agent_gets_it_the_bot_falls_silent_and_has_it_again_afterwards() {
    let mut world = World::begin();
    let (ada, console) = world.present("Ada");
    let (talk, conn) = world.visitor("hart");
    world.settle();
    world.frames(talk, conn);
    escalate(&mut world, talk, conn);
    assert_eq!(world.types(talk, conn), ["conversation_status", "livechatAgentConnected", "conversation_status"]);
    world.says(talk, conn, "hello?");
    world.settle();
    assert!(world.types(talk, conn).is_empty(), "the bot is silent");
    world.agent_asks(ada, talk, AgentAsk::Open { after: None });
    world.agent_says(ada, talk, "Good evening!");
    assert_eq!(world.types(talk, conn), ["livechat_message"]);
    let console = world.console(console);
    assert!(
        console.iter().any(|message| matches!(message, ConsoleMessage::Conversation(view) if view.entries.len() == 5))
    );
    world.agent_asks(ada, talk, AgentAsk::End);
    world.settle();
    assert_eq!(world.types(talk, conn), ["livechatAgentDisconnected", "conversation_status"]);
    world.says(talk, conn, "thanks");
    world.settle();
    assert_eq!(world.types(talk, conn), ["bot_message"]);
    assert_eq!(world.desk.machine.agents[&ada].load, 0);
}

#[test]
fn with_nobody_there_the_visitor_is_told_at_once() {
    let mut world = World::begin();
    world.agent("Ada");
    let (talk, conn) = world.visitor("hart");
    world.settle();
    world.frames(talk, conn);
    escalate(&mut world, talk, conn);
    let types = world.types(talk, conn);
    assert_eq!(types, ["conversation_status", "failedAgentAssignment", "livechat_message", "conversation_status"]);
    world.says(talk, conn, "then you");
    world.settle();
    assert_eq!(world.types(talk, conn), ["bot_message"]);
}

#[test]
fn an_agent_who_is_away_counts_as_nobody() {
    let mut world = World::begin();
    let (ada, _) = world.present("Ada");
    world.asks_desk(ada, DeskAsk::Presence(Presence::Away));
    let (talk, conn) = world.visitor("hart");
    world.settle();
    escalate(&mut world, talk, conn);
    assert_eq!(world.talk(talk).stage, Stage::Bot);
}

#[test]
fn a_bots_answer_that_comes_after_the_hand_over_is_dropped() {
    let mut world = World::begin();
    let (ada, _) = world.present("Ada");
    let (talk, conn) = world.visitor("hart");
    world.settle();
    world.frames(talk, conn);
    world.says(talk, conn, "slow question");
    // The bot is asked, and answers only after the agent has come.
    let slow = std::mem::take(&mut world.travelling);
    escalate(&mut world, talk, conn);
    assert_eq!(world.agent_of(talk), Some(ada));
    world.types(talk, conn);
    world.travelling = slow;
    world.settle();
    assert!(world.types(talk, conn).is_empty());
}

#[test]
fn five_minutes_in_the_queue_are_enough() {
    let mut world = World::begin();
    let (_, _) = world.present("Ada");
    let talks: Vec<_> = (0..3).map(|number| world.visitor(&format!("guest{number}"))).collect();
    for (talk, conn) in &talks {
        escalate(&mut world, *talk, *conn);
    }
    let (last, conn) = talks[2];
    assert!(matches!(world.talk(last).stage, Stage::Queue { .. }), "she has two already");
    // The others go on talking.
    for _ in 0..10 {
        world.wait(29_000);
        for (talk, conn) in &talks[..2] {
            world.says(*talk, *conn, "still here");
        }
    }
    world.types(last, conn);
    world.wait(11_000);
    assert_eq!(world.types(last, conn), ["failedAgentAssignment", "livechat_message", "conversation_status"]);
}

#[test]
fn ten_minutes_of_silence_set_the_agent_free_for_the_oldest_who_waits() {
    let mut world = World::begin();
    let (ada, _) = world.present("Ada");
    let talks: Vec<_> = (0..2).map(|number| world.visitor(&format!("guest{number}"))).collect();
    for (talk, conn) in &talks {
        escalate(&mut world, *talk, *conn);
    }
    world.wait(8 * 60_000);
    let (late, conn) = world.visitor("late");
    escalate(&mut world, late, conn);
    assert!(matches!(world.talk(late).stage, Stage::Queue { .. }));
    world.wait(2 * 60_000 + 1_000);
    assert_eq!(world.agent_of(late), Some(ada));
    assert_eq!(world.talk(talks[0].0).stage, Stage::Bot);
}

#[test]
fn the_least_loaded_agent_gets_the_next_and_a_returning_visitor_the_same() {
    let mut world = World::begin();
    let (ada, _) = world.present("Ada");
    let (grace, _) = world.present("Grace");
    let talks: Vec<_> = (0..3).map(|number| world.visitor(&format!("guest{number}"))).collect();
    let mut agents = Vec::new();
    for (talk, conn) in &talks {
        escalate(&mut world, *talk, *conn);
        agents.push(world.agent_of(*talk).expect("an agent"));
    }
    assert_eq!(agents, [ada, grace, ada]);
    // Grace's visitor comes back in a new conversation, though both have one.
    world.agent_asks(ada, talks[0].0, AgentAsk::End);
    world.agent_asks(grace, talks[1].0, AgentAsk::End);
    world.settle();
    let (again, conn) = world.visitor("guest1");
    escalate(&mut world, again, conn);
    assert_eq!(world.agent_of(again), Some(grace));
    // And if she is away, the other has it.
    world.agent_asks(grace, again, AgentAsk::End);
    world.settle();
    world.asks_desk(grace, DeskAsk::Presence(Presence::Away));
    let (again, conn) = world.visitor("guest1");
    escalate(&mut world, again, conn);
    assert_eq!(world.agent_of(again), Some(ada));
}

#[test]
fn an_agent_whose_laptop_sleeps_loses_nothing_for_half_a_minute_and_everything_after() {
    let mut world = World::begin();
    let (ada, _) = world.present("Ada");
    let (talk, conn) = world.visitor("hart");
    escalate(&mut world, talk, conn);
    world.vanishes(ada);
    world.wait(20_000);
    world.arrives(ada);
    world.settle();
    assert_eq!(world.agent_of(talk), Some(ada), "she was back in time");
    let (grace, _) = world.present("Grace");
    world.vanishes(ada);
    world.types(talk, conn);
    world.wait(40_000);
    assert_eq!(world.agent_of(talk), Some(grace));
    let types = world.types(talk, conn);
    assert!(types.starts_with(&["livechatAgentDisconnected".to_owned()]), "{types:?}");
    assert!(types.contains(&"livechatAgentConnected".to_owned()), "{types:?}");
}

#[test]
fn of_two_agents_who_reach_for_one_conversation_the_first_has_it() {
    let mut world = World::begin();
    let (ada, first) = world.present("Ada");
    let (grace, second) = world.present("Grace");
    let (talk, conn) = world.visitor("hart");
    world.says(talk, conn, "hello");
    world.settle();
    let id = world.talk(talk).started.id.clone();
    world.console(first);
    world.console(second);
    world.asks_desk(grace, DeskAsk::Take(id.clone()));
    world.asks_desk(ada, DeskAsk::Take(id));
    world.settle();
    assert_eq!(world.agent_of(talk), Some(grace));
    let refused = |message: &ConsoleMessage| matches!(message, ConsoleMessage::Error { code, .. } if code == "TAKEN");
    assert!(world.console(first).iter().any(refused));
    assert!(!world.console(second).iter().any(refused));
    world.agent_asks(ada, talk, AgentAsk::End);
    assert_eq!(world.agent_of(talk), Some(grace), "nobody ends another's conversation");
}

#[test]
fn a_conversation_is_handed_to_a_colleague_or_back_to_the_queue() {
    let mut world = World::begin();
    let (ada, console) = world.present("Ada");
    let (talk, conn) = world.visitor("hart");
    escalate(&mut world, talk, conn);
    let id = world.talk(talk).started.id.clone();
    let transfer = |to| DeskAsk::Transfer { conversation: id.clone(), to };
    world.console(console);
    world.asks_desk(ada, transfer(None));
    let refused =
        |message: &ConsoleMessage| matches!(message, ConsoleMessage::Error { code, .. } if code == "NOBODY_ELSE");
    assert!(world.console(console).iter().any(refused));
    let (grace, _) = world.present("Grace");
    world.asks_desk(ada, transfer(Some(grace)));
    world.settle();
    assert_eq!(world.agent_of(talk), Some(grace));
    assert_eq!((world.desk.machine.agents[&ada].load, world.desk.machine.agents[&grace].load), (0, 1));
    world.asks_desk(grace, transfer(None));
    world.settle();
    assert_eq!(world.agent_of(talk), Some(ada));
}

#[test]
fn the_inbox_is_live_and_tells_who_has_what() {
    let mut world = World::begin();
    let (ada, console) = world.present("Ada");
    let heard = world.console(console);
    let welcome = heard.iter().find_map(|message| match message {
        ConsoleMessage::Welcome { inbox, agents, .. } => Some((inbox.len(), agents.len())),
        _ => None,
    });
    assert_eq!(welcome, Some((0, 1)));
    let (talk, conn) = world.visitor("hart");
    world.settle();
    assert!(world.console(console).is_empty(), "nobody has said anything yet");
    world.says(talk, conn, "hello");
    world.settle();
    let holders = |messages: Vec<ConsoleMessage>| -> Vec<(Holder, u32)> {
        let rows = messages.into_iter().filter_map(|message| match message {
            ConsoleMessage::InboxChanged { rows, .. } => Some(rows),
            _ => None,
        });
        rows.flatten().map(|row| (row.holder, row.unread)).collect()
    };
    assert_eq!(holders(world.console(console)), [(Holder::Bot, 1)]);
    escalate(&mut world, talk, conn);
    let seen = holders(world.console(console));
    assert_eq!(seen.last(), Some(&(Holder::Agent, 1)), "{seen:?}");
    world.agent_asks(ada, talk, AgentAsk::Open { after: None });
    world.agent_asks(ada, talk, AgentAsk::Read);
    world.settle();
    assert_eq!(holders(world.console(console)).last(), Some(&(Holder::Agent, 0)));
}

#[test]
fn a_revoked_agent_is_thrown_out_and_leaves_the_conversations_to_others() {
    let mut world = World::begin();
    let (ada, console) = world.present("Ada");
    let (talk, conn) = world.visitor("hart");
    escalate(&mut world, talk, conn);
    let (grace, _) = world.present("Grace");
    world.desk.call(DeskCommand::RevokeAgent(ada)).expect("revoked");
    assert_eq!(world.desk.closed, [(console, 4401)]);
    world.settle();
    assert_eq!(world.agent_of(talk), Some(grace));
}

#[test]
fn a_crash_in_the_middle_of_everything_loses_nothing() {
    let mut world = World::begin();
    let (ada, _) = world.present("Ada");
    let (asked, _) = world.visitor("asked");
    world.settle();
    let (waiting, conn) = world.visitor("waiting");
    world.ask(waiting, conn, VisitorAsk::Act(deed(ESCALATE)));
    // Nothing of what was asked of bot and desk has arrived.
    world.crash();
    world.arrives(ada);
    world.settle();
    assert_eq!(world.agent_of(waiting), Some(ada));
    world.talks[asked].crash();
    let (_, conn) = (asked, world.attach(asked, None));
    world.says(asked, conn, "still there?");
    world.crash();
    let conn = world.attach(asked, None);
    world.settle();
    assert_eq!(world.types(asked, conn), ["conversation_status", "bot_message"]);
}

#[test]
fn notes_are_for_agents_alone() {
    let mut world = World::begin();
    let (ada, console) = world.present("Ada");
    let (talk, conn) = world.visitor("hart");
    escalate(&mut world, talk, conn);
    world.agent_asks(ada, talk, AgentAsk::Open { after: None });
    world.types(talk, conn);
    world.console(console);
    world.agent_asks(ada, talk, AgentAsk::Note { client_id: "n1".to_owned(), text: "Regular guest.".to_owned() });
    assert!(world.types(talk, conn).is_empty());
    assert!(world.console(console).iter().any(|message| matches!(message, ConsoleMessage::Entry { .. })));
    world.ask(talk, conn, VisitorAsk::Transcript);
    let frames = world.frames(talk, conn);
    assert!(!frames[0].to_string().contains("Regular guest"));
}
