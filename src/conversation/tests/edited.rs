//! Stories of words that become others while somebody is away.

use serde_json::Value;

use super::world::{World, deed, message};
use crate::conversation::command::{AgentAsk, VisitorAsk};
use crate::conversation::console::ConsoleMessage;
use crate::conversation::frames::message_id;
use crate::conversation::ids::AgentNo;
use crate::conversation::parts::{ESCALATE, Part};
use crate::engine::ConnId;

/// A visitor, a tab, and an agent who has said this much.
fn talking(said: &[&str]) -> (World, usize, ConnId, AgentNo) {
    let mut world = World::begin();
    let (ada, _) = world.present("Ada");
    let (talk, conn) = world.visitor("hart");
    world.ask(talk, conn, VisitorAsk::Act(deed(ESCALATE)));
    world.settle();
    said.iter().for_each(|text| world.agent_says(ada, talk, text));
    (world, talk, conn, ada)
}

/// The id of the last event that a socket has heard.
fn last_heard(world: &mut World, talk: usize, conn: ConnId) -> String {
    id_of(world.frames(talk, conn).last().expect("a frame"))
}

fn id_of(frame: &Value) -> String {
    frame["event"]["event_id"].as_str().expect("an id").to_owned()
}

/// The type of an event and the text that it brings.
fn told(frame: &Value) -> (String, String) {
    let text = frame.pointer("/event/event_payload/content/0/text").and_then(Value::as_str).unwrap_or_default();
    (frame["event"]["event_type"].as_str().expect("a type").to_owned(), text.to_owned())
}

fn expected(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(kind, text)| ((*kind).to_owned(), (*text).to_owned())).collect()
}

/// The agent gives the entry other words.
fn edits(world: &mut World, ada: AgentNo, talk: usize, entry: u32, text: &str) {
    let message_id = message_id(&world.talks[talk].name, entry);
    world.agent_asks(ada, talk, AgentAsk::Edit { message_id, text: text.to_owned() });
}

/// The entries that agents have said, the oldest first.
fn of_agent(world: &World, talk: usize) -> Vec<u32> {
    use crate::conversation::state::Body;
    let entries = world.talk(talk).entries().filter(|entry| matches!(entry.body, Body::Agent { .. }));
    entries.map(|entry| entry.no).collect()
}

#[test]
fn who_was_away_while_an_agent_took_something_back_hears_it_once() {
    let (mut world, talk, conn, ada) = talking(&["At seven.", "Bring a coat."]);
    let seen = last_heard(&mut world, talk, conn);
    world.talks[talk].leave(conn);
    let first = of_agent(&world, talk)[0];
    edits(&mut world, ada, talk, first, "At six.");
    edits(&mut world, ada, talk, first, "At eight.");
    let conn = world.attach(talk, Some(&seen));
    let frames = world.frames(talk, conn);
    let all: Vec<_> = frames.iter().map(told).collect();
    assert_eq!(all, expected(&[("message_edited", "At eight."), ("conversation_status", "")]));
    let payload = &frames[0]["event"]["event_payload"];
    assert_eq!(payload["message_id"], message_id(&world.talks[talk].name, first));
    for frame in frames {
        let again = world.attach(talk, Some(&id_of(&frame)));
        assert_eq!(world.types(talk, again), ["conversation_status"], "it is said once");
    }
}

#[test]
fn what_was_said_and_taken_back_meanwhile_comes_in_its_order_and_who_drops_in_between_goes_on_there() {
    let (mut world, talk, conn, ada) = talking(&["At seven."]);
    let seen = last_heard(&mut world, talk, conn);
    world.talks[talk].leave(conn);
    world.agent_says(ada, talk, "Bring a coat.");
    let said = of_agent(&world, talk);
    edits(&mut world, ada, talk, said[0], "At eight.");
    world.agent_says(ada, talk, "It is cold.");
    // Whoever hears this for the first time hears it as it is now.
    edits(&mut world, ada, talk, said[1], "Bring a hat.");
    let all = [
        ("livechat_message", "Bring a hat."),
        ("message_edited", "At eight."),
        ("livechat_message", "It is cold."),
        ("conversation_status", ""),
    ];
    let conn = world.attach(talk, Some(&seen));
    let frames = world.frames(talk, conn);
    assert_eq!(frames.iter().map(told).collect::<Vec<_>>(), expected(&all));
    let after = |world: &mut World, heard: usize| {
        let conn = world.attach(talk, Some(&id_of(&frames[heard])));
        let frames = world.frames(talk, conn);
        frames.iter().map(told).collect::<Vec<_>>()
    };
    // That it is the hat is said again: nobody knows that it was heard as the new word.
    let hat = ("message_edited", "Bring a hat.");
    assert_eq!(after(&mut world, 0), expected(&[all[1], all[2], hat, all[3]]));
    assert_eq!(after(&mut world, 1), expected(&[all[2], hat, all[3]]));
    assert_eq!(after(&mut world, 2), expected(&[hat, all[3]]));
    assert_eq!(after(&mut world, 3), expected(&[all[3]]));
}

#[test]
fn a_visitors_other_tab_learns_of_an_edit_by_the_name_under_which_it_knows_the_message() {
    let (mut world, talk, conn, _) = talking(&[]);
    world.ask(talk, conn, message(Some("m1"), "For fuor."));
    let seen = last_heard(&mut world, talk, conn);
    world.talks[talk].leave(conn);
    let tab = world.attach(talk, None);
    let parts = vec![Part::text("For four.")];
    world.ask(talk, tab, VisitorAsk::Edit { message_id: "m1".to_owned(), parts });
    let own = last_heard(&mut world, talk, tab);
    let conn = world.attach(talk, Some(&seen));
    let frames = world.frames(talk, conn);
    // The message itself, which nothing confirmed to it, and what it says comes as it is now.
    assert_eq!(told(&frames[0]), ("user_message".to_owned(), "For four.".to_owned()));
    world.talks[talk].leave(conn);
    let conn = world.attach(talk, Some(&id_of(&frames[0])));
    let payload = &world.frames(talk, conn)[0]["event"]["event_payload"];
    assert_eq!((&payload["client_msg_id"], &payload["content"][0]["text"]), (&"m1".into(), &"For four.".into()));
    world.talks[talk].leave(tab);
    let tab = world.attach(talk, Some(&own));
    assert_eq!(world.types(talk, tab), ["conversation_status"], "who has edited it knows");
}

#[test]
fn ids_of_an_earlier_release_are_answered_with_the_edits_behind_them() {
    let (mut world, talk, conn, ada) = talking(&["At seven."]);
    world.talks[talk].leave(conn);
    let first = of_agent(&world, talk)[0];
    edits(&mut world, ada, talk, first, "At eight.");
    let tag = crate::conversation::ids::tag(&world.talks[talk].name).to_owned();
    let conn = world.attach(talk, Some(&format!("{tag}.{:08x}.z000000000501abcdef", world.talk(talk).last_no())));
    assert_eq!(world.types(talk, conn), ["message_edited", "conversation_status"]);
}

#[test]
fn more_edits_than_a_socket_can_take_at_once_come_as_the_transcript() {
    let texts: Vec<String> = (0..60).map(|number| format!("message {number}")).collect();
    let (mut world, talk, conn, ada) = talking(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let seen = last_heard(&mut world, talk, conn);
    world.talks[talk].leave(conn);
    for entry in of_agent(&world, talk) {
        edits(&mut world, ada, talk, entry, "other words");
    }
    let conn = world.attach(talk, Some(&seen));
    assert_eq!(world.types(talk, conn), ["conversation_transcript", "conversation_status"]);
}

#[test]
fn an_agent_who_was_away_gets_the_visitors_new_words() {
    let (mut world, talk, conn, ada) = talking(&["For how many?"]);
    world.ask(talk, conn, message(Some("m1"), "For fuor."));
    let last = world.talk(talk).last_no();
    world.settle();
    let parts = vec![Part::text("For four.")];
    world.ask(talk, conn, VisitorAsk::Edit { message_id: "m1".to_owned(), parts });
    world.vanishes(ada);
    let console = world.arrives(ada);
    world.agent_asks(ada, talk, AgentAsk::Open { after: Some(last) });
    let mut views = world.console(console).into_iter().filter_map(|message| match message {
        ConsoleMessage::Conversation(view) => Some(*view),
        _ => None,
    });
    let view = views.next_back().expect("a conversation");
    let edited = view.entries.first().expect("an entry");
    assert_eq!((edited.no, edited.is_edited, &edited.parts[..]), (last, true, &[Part::text("For four.")][..]));
    assert!(view.is_partial, "what was known before stays");
}
