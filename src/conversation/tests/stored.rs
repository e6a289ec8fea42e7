//! Stored events are read for ever. `tests/wire/conversation/stored/*.json` are NOT rewritten by blessing once they
//! are there: a change of them breaks every database in the field. What is added to events makes a new file, and
//! the old one is still understood.

use std::collections::BTreeSet;
use std::fs;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::world::{World, deed};
use crate::blessed;
use crate::conversation::bot::{BotAnswer, BotFault};
use crate::conversation::command::{AgentAsk, Command, VisitorAsk};
use crate::conversation::console::Presence;
use crate::conversation::event::Leaving;
use crate::conversation::files::Bringer;
use crate::conversation::handover::Order;
use crate::conversation::parts::{ESCALATE, Part};
use crate::conversation::state::{Body, Entry};
use crate::conversation::wire::Target;
use crate::desk::channel::{BotChoice, ChannelSettings};
use crate::desk::command::{Command as DeskCommand, DeskAsk, NewAgent, NewChannel};
use crate::engine::{Machine, RoomTime};

/// The files of what is written today.
const TODAY: &str = "v2";

/// An evening with every kind of event in both machines.
fn evening() -> World {
    let mut world = World::begin();
    world.bot = |request| match request.turn {
        1 => Some(Err(BotFault::TimedOut)),
        _ => Some(Ok(BotAnswer {
            parts: vec![Part::text("Yes.")],
            deeds: vec![deed("wave")],
            memory: json!({"step": 2}),
        })),
    };
    let settings = ChannelSettings { busy_text: Some("Busy.".to_owned()), ..ChannelSettings::default() };
    let channel = |name: &str| {
        let bot = BotChoice::Webhook { url: "https://bot.example/".to_owned() };
        Box::new(NewChannel { name: name.to_owned(), bot, settings: settings.clone() })
    };
    world.desk.call(DeskCommand::AddChannel(channel("Bar"))).expect("a channel");
    world.desk.call(DeskCommand::ChangeChannel(super::world::CHANNEL, channel("Wine bar"))).expect("a change");
    let (talk, conn) = world.visitor("hart");
    world.says(talk, conn, "hello");
    world.settle();
    world.ask(talk, conn, VisitorAsk::Act(deed("openMenu")));
    world.settle();
    let values = [("table".to_owned(), json!(7))].into_iter().collect();
    world.ask(talk, conn, VisitorAsk::Metadata { target: Target::Live, values });
    world.ask(talk, conn, VisitorAsk::Act(deed(ESCALATE)));
    world.settle();
    let (ada, _) = world.present("Ada");
    let changed = NewAgent { name: "Ada L.".to_owned(), picture: Some("/ada.jpg".to_owned()), capacity: Some(4) };
    world.desk.call(DeskCommand::ChangeAgent(ada, changed)).expect("a change");
    world.ask(talk, conn, VisitorAsk::Act(deed(ESCALATE)));
    world.settle();
    world.says(talk, conn, "anybody?");
    world.agent_asks(ada, talk, AgentAsk::Open { after: None });
    world.agent_asks(ada, talk, AgentAsk::Read);
    world.agent_says(ada, talk, "Here.");
    let file = Box::new(super::files::kept_file("menu.pdf", 3));
    let by = Bringer::Visitor(super::world::CHANNEL);
    world.talks[talk].call(Command::Keep { by, file }).expect("a file");
    world.agent_asks(ada, talk, AgentAsk::Note { client_id: "n1".to_owned(), text: "Regular.".to_owned() });
    world.ask(talk, conn, VisitorAsk::Read);
    let by_ada = |entry: &&Entry| matches!(entry.body, Body::Agent { .. });
    let no = world.talk(talk).entries().rev().find(by_ada).expect("a message of hers").no;
    let message_id = crate::conversation::frames::message_id(&world.talks[talk].name, no);
    let edit = AgentAsk::Edit { message_id, text: "Hi.".to_owned() };
    world.agent_asks(ada, talk, edit);
    let canned = |text: Option<&str>| DeskAsk::SetCanned { shortcut: "hi".to_owned(), text: text.map(str::to_owned) };
    world.asks_desk(ada, canned(Some("Hello!")));
    world.asks_desk(ada, canned(None));
    world.asks_desk(ada, DeskAsk::Presence(Presence::Away));
    world.asks_desk(ada, DeskAsk::Presence(Presence::Online));
    world.vanishes(ada);
    world.wait(10_000);
    world.arrives(ada);
    world.settle();
    world.agent_asks(ada, talk, AgentAsk::End);
    world.settle();
    let id = world.talk(talk).started.id.clone();
    world.ask(talk, conn, VisitorAsk::Act(deed(ESCALATE)));
    world.wait(5 * 60_000 + 1_000);
    world.asks_desk(ada, DeskAsk::Take(id.clone()));
    world.settle();
    world.vanishes(ada);
    world.wait(60_000);
    world.desk.call(DeskCommand::ChangeToken(ada)).expect("a token");
    world.desk.call(DeskCommand::ChangeKey(super::world::CHANNEL)).expect("a key");
    world.desk.call(DeskCommand::RevokeAgent(ada)).expect("revoked");
    world.desk.call(DeskCommand::RevokeChannel(super::world::CHANNEL)).expect("revoked");
    world.desk.call(DeskCommand::Forget(id)).expect("forgotten");
    let late = Order::TakeAway { order: 10_000, agent: ada, why: Leaving::Gone };
    world.talks[talk].call(Command::Desk(late)).expect("too late");
    world
}

/// The file of today, exactly what this code writes, and what comes of it.
fn kept<M: Machine + PartialEq + std::fmt::Debug>(file: &str, log: &[(RoomTime, M::Event)], machine: &M)
where
    M::Event: Serialize + DeserializeOwned,
{
    let file = format!("tests/wire/conversation/stored/{file}.{TODAY}.json");
    let written = serde_json::to_string_pretty(log).expect("events can be written") + "\n";
    if !blessed::path(&file).exists() {
        blessed::compare(&file, &written);
    }
    let stored = fs::read_to_string(blessed::path(&file)).expect("the stored events");
    assert!(stored == written, "{file} no longer is what this code writes");
    let events: Vec<(RoomTime, M::Event)> = serde_json::from_str(&stored).expect("events can be read");
    let mut replayed = M::default();
    for (at, event) in &events {
        replayed.evolve(*at, event);
    }
    assert_eq!(&replayed, machine);
}

/// A file of an earlier release: everything in it is understood, and means something.
fn understood<M: Machine + PartialEq>(file: &str)
where
    M::Event: Serialize + DeserializeOwned,
{
    let text = fs::read_to_string(blessed::path(&format!("tests/wire/conversation/stored/{file}.v1.json")));
    let stored: Vec<(RoomTime, Value)> = serde_json::from_str(&text.expect("the file")).expect("JSON");
    let mut machine = M::default();
    for (at, value) in stored {
        let event: M::Event = serde_json::from_value(value.clone()).expect("an event");
        let written = serde_json::to_value(&event).expect("JSON");
        assert!(holds(&written, &value), "{value} has become {written}");
        machine.evolve(at, &event);
    }
    assert!(machine != M::default());
}

/// Whether everything of an older value is in a newer one, which may have more.
fn holds(new: &Value, old: &Value) -> bool {
    match (new, old) {
        (Value::Object(new), Value::Object(old)) => {
            old.iter().all(|(key, old)| new.get(key).is_some_and(|new| holds(new, old)))
        }
        (Value::Array(new), Value::Array(old)) => {
            new.len() == old.len() && new.iter().zip(old).all(|(new, old)| holds(new, old))
        }
        (new, old) => new == old,
    }
}

fn tags(file: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(blessed::path(&format!("tests/wire/conversation/stored/{file}.{TODAY}.json")));
    let events: Vec<(u64, Value)> = serde_json::from_str(&text.expect("the file")).expect("events");
    events.iter().map(|(_, event)| event["t"].as_str().expect("a tag").to_owned()).collect()
}

#[test]
fn events_of_the_first_release_are_understood() {
    understood::<crate::conversation::Conversation>("conversation");
    understood::<crate::desk::Desk>("desk");
}

#[test]
fn events_are_read_and_written_as_ever() {
    let world = evening();
    kept("conversation", &world.talks[0].log, &world.talks[0].machine);
    kept("desk", &world.desk.log, &world.desk.machine);
    // Every kind of event is in them.
    let missing = |all: &str, found: BTreeSet<String>| -> Vec<String> {
        all.split_whitespace().filter(|tag| !found.contains(*tag)).map(str::to_owned).collect()
    };
    let conversation = "started user_said user_acted metadata_merged bot_answered bot_failed escalated \
        assignment_failed agent_joined agent_left order_declined agent_said noted edited visitor_read agent_read \
        file_kept";
    let desk = "opened channel_added channel_changed channel_revoked channel_key_changed agent_added agent_changed \
        agent_revoked agent_token_changed arrived presence_set lost found gone reported given taken_away refused \
        forgotten canned_set";
    assert_eq!((missing(conversation, tags("conversation")), missing(desk, tags("desk"))), (vec![], vec![]));
}
