//! Stories of what gets lost on the way, and is there in the end all the same.

use super::world::{Travelling, World, deed};
use crate::conversation::command::{AgentAsk, Command, VisitorAsk};
use crate::conversation::console::Presence;
use crate::conversation::handover::Order;
use crate::conversation::ids::AgentNo;
use crate::conversation::parts::ESCALATE;
use crate::conversation::state::Stage;
use crate::conversation::wire::Holder;
use crate::desk::command::{Command as DeskCommand, DeskAsk};
use crate::engine::ConnId;

/// A visitor whom the desk has given to an agent, without that the conversation ever hears of it: its storage could
/// not be written for longer than anybody insists.
fn given_in_vain(world: &mut World) -> (usize, ConnId, AgentNo) {
    let (ada, _) = world.present("Ada");
    let (talk, conn) = world.visitor("hart");
    world.settle();
    world.ask(talk, conn, VisitorAsk::Act(deed(ESCALATE)));
    loop {
        world.desk.until(world.now);
        world.collect();
        let is_order = |one: &Travelling| matches!(one, Travelling::Conversation(_, command) if matches!(**command, Command::Desk(Order::Give { .. })));
        match world.travelling.iter().position(is_order) {
            Some(at) => break drop(world.travelling.remove(at)),
            None => world.arrive(0),
        }
    }
    world.settle();
    assert!(matches!(world.talk(talk).stage, Stage::Queue { .. }));
    assert_eq!(world.desk.machine.agents[&ada].load, 1, "the desk believes that she has it");
    (talk, conn, ada)
}

#[test]
fn an_order_that_is_lost_is_given_again_when_the_visitor_says_something() {
    let mut world = World::begin();
    let (talk, conn, ada) = given_in_vain(&mut world);
    world.says(talk, conn, "Is anybody there?");
    world.settle();
    assert_eq!(world.agent_of(talk), Some(ada));
}

#[test]
fn an_order_that_is_lost_leaves_nobody_with_a_conversation_that_is_not_theirs() {
    let mut world = World::begin();
    let (talk, conn, ada) = given_in_vain(&mut world);
    world.wait(5 * 60_000 + 1_000);
    assert_eq!(world.talk(talk).stage, Stage::Bot, "the wait is over");
    let row = world.desk.machine.row(&world.talk(talk).started.id).expect("a row").clone();
    assert_eq!((row.holder(), row.agent(), world.desk.machine.agents[&ada].load), (Holder::Bot, None, 0));
    world.ask(talk, conn, VisitorAsk::Act(deed(ESCALATE)));
    world.settle();
    assert_eq!(world.agent_of(talk), Some(ada), "and the next one is answered");
}

#[test]
fn that_nobody_is_there_is_said_again_where_it_was_lost() {
    let mut world = World::begin();
    world.agent("Ada");
    let (talk, conn) = world.visitor("hart");
    world.settle();
    world.ask(talk, conn, VisitorAsk::Act(deed(ESCALATE)));
    world.arrive(0);
    world.desk.until(world.now);
    world.collect();
    assert!(
        matches!(world.travelling.pop(), Some(Travelling::Conversation(_, command)) if matches!(*command, Command::Desk(Order::NobodyHere { .. })))
    );
    world.settle();
    assert!(matches!(world.talk(talk).stage, Stage::Queue { .. }), "it was lost");
    world.says(talk, conn, "Is anybody there?");
    world.settle();
    assert_eq!(world.talk(talk).stage, Stage::Bot, "the visitor is told and waits no longer");
}

/// A visitor who is away while an agent says so much; what the visitor hears on coming back.
fn missed(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut world = World::begin();
    let (ada, _) = world.present("Ada");
    let (talk, conn) = world.visitor("hart");
    world.ask(talk, conn, VisitorAsk::Act(deed(ESCALATE)));
    world.settle();
    let frames = world.frames(talk, conn);
    let last = frames.last().expect("a frame")["event"]["event_id"].as_str().expect("an id").to_owned();
    world.talks[talk].leave(conn);
    texts.for_each(|text| world.agent_says(ada, talk, &text));
    let conn = world.attach(talk, Some(&last));
    world.types(talk, conn)
}

#[test]
fn who_has_missed_more_than_a_socket_can_take_at_once_gets_the_transcript() {
    let few = missed((0..3).map(|number| format!("message {number}")));
    assert_eq!(few, ["livechat_message", "livechat_message", "livechat_message", "conversation_status"]);
    let many = missed((0..60).map(|number| format!("message {number}")));
    assert_eq!(many, ["conversation_transcript", "conversation_status"]);
    let long = missed((0..8).map(|number| format!("{number} {}", "🍷".repeat(7_900))));
    assert_eq!(long, ["conversation_transcript", "conversation_status"]);
}

#[test]
fn an_agent_who_was_away_is_away_still_when_the_console_comes_back_by_itself() {
    let mut world = World::begin();
    let (ada, _) = world.present("Ada");
    world.asks_desk(ada, DeskAsk::Presence(Presence::Away));
    // The laptop is shut for longer than anybody waits, and opened again.
    world.vanishes(ada);
    world.wait(60_000);
    assert_eq!(world.desk.machine.agents[&ada].presence, Presence::Offline);
    world.arrives(ada);
    world.settle();
    assert_eq!(world.desk.machine.agents[&ada].presence, Presence::Away);
    let (talk, conn) = world.visitor("hart");
    world.ask(talk, conn, VisitorAsk::Act(deed(ESCALATE)));
    world.settle();
    assert_eq!(world.agent_of(talk), None, "nobody is given to an empty chair");
    world.asks_desk(ada, DeskAsk::Presence(Presence::Online));
    world.ask(talk, conn, VisitorAsk::Act(deed(ESCALATE)));
    world.settle();
    assert_eq!(world.agent_of(talk), Some(ada));
}

#[test]
fn of_a_conversation_that_is_deleted_the_desk_knows_nothing_any_more() {
    let mut world = World::begin();
    let (ada, _) = world.present("Ada");
    let (talk, conn) = world.visitor("hart");
    world.ask(talk, conn, VisitorAsk::Act(deed(ESCALATE)));
    world.says(talk, conn, "My telephone number is secret.");
    world.settle();
    world.agent_asks(ada, talk, AgentAsk::End);
    world.settle();
    let told = serde_json::to_string(&world.desk.machine).expect("JSON");
    assert!(told.contains("hart") && told.contains("telephone"));
    let id = world.talk(talk).started.id.clone();
    world.desk.call(DeskCommand::Forget(id)).expect("forgotten");
    let told = serde_json::to_string(&world.desk.machine).expect("JSON");
    assert!(!told.contains("hart") && !told.contains("telephone"), "{told}");
}
