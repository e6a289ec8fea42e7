//! What is left for humans while none is there, and agents who are renamed, revoked or gone.

use super::world::{World, deed, message};
use crate::conversation::command::VisitorAsk;
use crate::conversation::console::{ConsoleMessage, InboxRow};
use crate::conversation::ids::AgentNo;
use crate::conversation::parts::ESCALATE;
use crate::conversation::wire::Holder;
use crate::desk::command::{Command as DeskCommand, DeskAsk, NewAgent};

fn left(text: &str) -> VisitorAsk {
    let VisitorAsk::Say(mut message) = message(Some("left"), text) else { panic!("a message") };
    message.is_left = true;
    VisitorAsk::Say(message)
}

fn inbox(world: &mut World, conn: crate::engine::ConnId) -> Vec<InboxRow> {
    let rows = world.console(conn).into_iter().filter_map(|message| match message {
        ConsoleMessage::Welcome { inbox, .. } => Some(inbox),
        ConsoleMessage::InboxChanged { rows, .. } => Some(rows),
        _ => None,
    });
    rows.flatten().collect()
}

#[test]
fn what_is_left_for_humans_is_not_answered_by_the_bot_and_waits_for_an_agent() {
    let mut world = World::begin();
    let (talk, conn) = world.visitor("hart");
    world.settle();
    world.ask(talk, conn, VisitorAsk::Act(deed(ESCALATE)));
    world.settle();
    world.frames(talk, conn);
    world.ask(talk, conn, left("Call me tomorrow."));
    world.ask(talk, conn, left("Call me tomorrow."));
    world.settle();
    assert!(world.types(talk, conn).iter().all(|kind| kind != "bot_message"), "the bot has answered");
    assert!(world.talk(talk).turns.is_empty());
    // In the morning it waits where agents look, after a crash in the night, too.
    world.crash();
    world.settle();
    let ada = world.agent("Ada");
    let console = world.arrives(ada);
    world.settle();
    let rows = inbox(&mut world, console);
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert!(rows[0].waiting_since.is_some() && rows[0].unread == 1 && rows[0].holder == Holder::Bot, "{rows:?}");
    assert_eq!(rows[0].last_text, "Call me tomorrow.");
    // Whoever takes it has it, and then nothing waits any more.
    let id = world.talk(talk).started.id.clone();
    world.asks_desk(ada, DeskAsk::Take(id));
    world.settle();
    assert_eq!(world.agent_of(talk), Some(ada));
    let last = inbox(&mut world, console).pop().expect("a row");
    assert_eq!((last.waiting_since, last.holder), (None, Holder::Agent));
    // With the bot again, it answers again.
    world.agent_asks(ada, talk, crate::conversation::command::AgentAsk::End);
    let conn = world.attach(talk, None);
    world.settle();
    world.frames(talk, conn);
    world.says(talk, conn, "hello");
    world.settle();
    assert!(world.types(talk, conn).iter().any(|kind| kind == "bot_message"));
}

#[test]
fn what_is_left_while_the_bot_still_answers_is_no_second_question_to_it() {
    let mut world = World::begin();
    let (talk, conn) = world.visitor("hart");
    world.says(talk, conn, "hello");
    let asked = |world: &World| {
        let bots = world.travelling.iter().filter(|one| matches!(one, super::world::Travelling::Bot(..)));
        bots.count()
    };
    let before = asked(&world);
    world.ask(talk, conn, left("Call me."));
    assert_eq!(asked(&world), before);
}

/// The agents that a console has heard of since it was asked last: how many frames, and whom they name.
fn heard_of(world: &mut World, conn: crate::engine::ConnId) -> Vec<(Vec<String>, Vec<String>)> {
    let changes = world.console(conn).into_iter().filter_map(|message| match message {
        ConsoleMessage::AgentsChanged { agents, removed } => {
            Some((agents.into_iter().map(|row| format!("{} {}", row.name, row.load)).collect(), removed))
        }
        _ => None,
    });
    changes.collect()
}

#[test]
fn agents_hear_of_the_agents_who_have_changed_and_of_no_others() {
    let mut world = World::begin();
    let (_, first) = world.present("Ada");
    let (ben, _) = world.present("Ben");
    let (cem, _) = world.present("Cem");
    world.wait(2_000);
    world.console(first);
    let one =
        |names: &[&str]| vec![(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), Vec::<String>::new())];

    let renamed = NewAgent { name: "Bea".to_owned(), picture: None, capacity: None };
    world.desk.call(DeskCommand::ChangeAgent(ben, renamed)).expect("renamed");
    world.wait(2_000);
    assert_eq!(heard_of(&mut world, first), one(&["Bea 0"]));

    let (talk, conn) = world.visitor("hart");
    world.ask(talk, conn, VisitorAsk::Act(deed(ESCALATE)));
    world.wait(2_000);
    let had = world.agent_of(talk).expect("somebody has it");
    let name = world.desk.machine.agents[&had].name.clone();
    let heard = heard_of(&mut world, first);
    assert!(!heard.is_empty() && heard.iter().all(|one| one.0 == [format!("{name} 1")]), "{heard:?}");

    // Handed on, both have changed.
    let to = [ben, cem].into_iter().find(|no| *no != had).expect("another");
    let id = world.talk(talk).started.id.clone();
    world.asks_desk(had, DeskAsk::Transfer { conversation: id, to: Some(to) });
    world.wait(2_000);
    let mut heard: Vec<String> = heard_of(&mut world, first).into_iter().flat_map(|one| one.0).collect();
    heard.sort();
    heard.dedup();
    let mut expected = vec![format!("{name} 0"), format!("{} 1", world.desk.machine.agents[&to].name)];
    expected.sort();
    assert_eq!(heard, expected);

    world.desk.call(DeskCommand::RevokeAgent(cem)).expect("revoked");
    world.wait(2_000);
    assert!(heard_of(&mut world, first).iter().any(|one| one.1 == [cem.to_string()]));
}

#[test]
fn an_agent_who_is_renamed_speaks_under_the_new_name_at_once() {
    let mut world = World::begin();
    let (ada, _) = world.present("Ada");
    let (talk, conn) = world.visitor("hart");
    world.ask(talk, conn, VisitorAsk::Act(deed(ESCALATE)));
    world.settle();
    let renamed = NewAgent { name: "Ada L.".to_owned(), picture: None, capacity: None };
    world.desk.call(DeskCommand::ChangeAgent(ada, renamed)).expect("renamed");
    world.frames(talk, conn);
    world.agent_says(ada, talk, "Hello.");
    let frames = world.frames(talk, conn);
    assert_eq!(frames[0]["event"]["event_payload"]["agent"]["name"], "Ada L.", "{frames:?}");
}

#[test]
fn what_an_agent_leaves_behind_is_found_without_looking_through_everything() {
    let mut world = World::begin();
    let (ada, _) = world.present("Ada");
    let (first, conn) = world.visitor("hart");
    let (second, other) = world.visitor("ines");
    for (talk, conn) in [(first, conn), (second, other)] {
        world.ask(talk, conn, VisitorAsk::Act(deed(ESCALATE)));
    }
    world.settle();
    let held = |world: &World, no: AgentNo| world.desk.machine.held_by(no).count();
    assert_eq!(held(&world, ada), 2);
    // A snapshot of a release that kept no list of it means the same.
    let mut snapshot = serde_json::to_value(&world.desk.machine).expect("a snapshot");
    snapshot.as_object_mut().expect("an object").remove("held").expect("the list");
    world.desk.machine = serde_json::from_value(snapshot).expect("an older snapshot");
    assert_eq!(held(&world, ada), 2);
    world.vanishes(ada);
    let (ben, _) = world.present("Ben");
    world.wait(120_000);
    assert_eq!((held(&world, ada), held(&world, ben)), (0, 2));
}

#[test]
fn a_list_knows_whoever_has_left_a_name_and_has_room_for_all() {
    let mut world = World::begin();
    let (talk, conn) = world.visitor("anon");
    world.settle();
    let name = |world: &World, talk: usize| world.talk(talk).report().visitor;
    assert_eq!(name(&world, talk), "anon");
    let left = |name: String| VisitorAsk::Metadata {
        target: crate::conversation::wire::Target::Live,
        values: [("contact_name".to_owned(), serde_json::Value::from(name))].into_iter().collect(),
    };
    world.ask(talk, conn, left("Ana Lima".to_owned()));
    assert_eq!(name(&world, talk), "Ana Lima");
    world.ask(talk, conn, left("x".repeat(15_000)));
    assert_eq!(name(&world, talk).len(), 80, "one visitor's name does not push the others out of the inbox");
    let row = serde_json::to_string(&world.talk(talk).report()).expect("JSON");
    assert!(row.len() < 2_000, "{} bytes", row.len());
}
