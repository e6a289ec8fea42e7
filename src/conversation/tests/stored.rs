//! Stored events are read for ever. `tests/wire/conversation/stored/*.v1.json` are NOT rewritten by blessing once
//! they are there: a change of them breaks every database in the field.

use std::collections::BTreeSet;
use std::fs;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::world::{World, deed};
use crate::blessed;
use crate::conversation::bot::{BotAnswer, BotFault};
use crate::conversation::command::{AgentAsk, Command, VisitorAsk};
use crate::conversation::console::Presence;
use crate::conversation::event::Leaving;
use crate::conversation::handover::Order;
use crate::conversation::parts::{ESCALATE, Part};
use crate::conversation::state::{Body, Entry};
use crate::conversation::wire::Target;
use crate::desk::channel::{BotChoice, ChannelSettings};
use crate::desk::command::{Command as DeskCommand, DeskAsk, NewAgent, NewChannel};
use crate::engine::{Machine, RoomTime};

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
    world.desk.call(DeskCommand::RevokeAgent(ada)).expect("revoked");
    world.desk.call(DeskCommand::RevokeChannel(super::world::CHANNEL)).expect("revoked");
    world.desk.call(DeskCommand::Forget(id)).expect("forgotten");
    let late = Order::TakeAway { order: 10_000, agent: ada, why: Leaving::Gone };
    world.talks[talk].call(Command::Desk(late)).expect("too late");
    world
}

fn kept<M: Machine + PartialEq + std::fmt::Debug>(file: &str, log: &[(RoomTime, M::Event)], machine: &M)
where
    M::Event: Serialize + DeserializeOwned,
{
    let file = format!("tests/wire/conversation/stored/{file}.v1.json");
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

fn tags(file: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(blessed::path(&format!("tests/wire/conversation/stored/{file}.v1.json")));
    let events: Vec<(u64, serde_json::Value)> = serde_json::from_str(&text.expect("the file")).expect("events");
    events.iter().map(|(_, event)| event["t"].as_str().expect("a tag").to_owned()).collect()
}

#[test]
fn events_of_the_first_version_are_read_and_written_as_ever() {
    let world = evening();
    kept("conversation", &world.talks[0].log, &world.talks[0].machine);
    kept("desk", &world.desk.log, &world.desk.machine);
    // Every kind of event is in them.
    let missing = |all: &str, found: BTreeSet<String>| -> Vec<String> {
        all.split_whitespace().filter(|tag| !found.contains(*tag)).map(str::to_owned).collect()
    };
    let conversation = "started user_said user_acted metadata_merged bot_answered bot_failed escalated \
        assignment_failed agent_joined agent_left order_declined agent_said noted edited visitor_read agent_read";
    let desk = "opened channel_added channel_changed channel_revoked agent_added agent_changed agent_revoked arrived \
        presence_set lost found gone reported given taken_away refused forgotten canned_set";
    assert_eq!((missing(conversation, tags("conversation")), missing(desk, tags("desk"))), (vec![], vec![]));
}
