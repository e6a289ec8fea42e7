//! Stories of visitors and bots.

use serde_json::{Map, Value, json};

use super::world::{World, deed, message};
use crate::conversation::bot::{BotAnswer, BotFault};
use crate::conversation::command::{Command, VisitorAsk};
use crate::conversation::parts::{ESCALATE, Part};
use crate::conversation::state::Stage;
use crate::conversation::wire::Target;
use crate::limits::BOT_TURNS_WAITING_MAX;

fn texts(frames: &[Value]) -> Vec<&str> {
    let content = frames.iter().filter_map(|frame| frame["event"]["event_payload"]["content"].as_array());
    content.flatten().filter_map(|part| part["text"].as_str()).collect()
}

#[test]
fn a_conversation_begins_with_success_and_then_the_greeting() {
    let mut world = World::begin();
    let (talk, conn) = world.visitor("hart");
    assert_eq!(world.types(talk, conn), ["conversation_start_success"]);
    world.settle();
    let frames = world.frames(talk, conn);
    assert_eq!(texts(&frames), ["Welcome!"]);
    let payload = &frames[0]["event"]["event_payload"];
    assert_eq!(payload["conversation_id"], json!("hart_00000000-0000-4000-8000-000000000000"));
    assert_eq!(payload["bot"]["name"], "Cellar");
    assert_eq!(frames[0]["event"]["accepts_response_payload"], false);
}

#[test]
fn messages_are_answered_in_their_order_each_once() {
    let mut world = World::begin();
    let (talk, conn) = world.visitor("hart");
    for text in ["one", "two", "three"] {
        world.says(talk, conn, text);
    }
    world.settle();
    let frames = world.frames(talk, conn);
    assert_eq!(texts(&frames), ["Welcome!", "You said: one", "You said: two", "You said: three"]);
    assert_eq!(world.talk(talk).memory, json!(4), "the bot is reminded of what it knew");
}

#[test]
fn a_repeated_message_is_one_message_and_an_empty_one_none() {
    let mut world = World::begin();
    let (talk, conn) = world.visitor("hart");
    world.settle();
    world.frames(talk, conn);
    for _ in 0..3 {
        world.ask(talk, conn, message(Some("m1"), "hello"));
        world.settle();
    }
    let empty =
        crate::conversation::command::NewMessage { client_id: None, parts: Vec::new(), ack: false, is_left: false };
    world.ask(talk, conn, VisitorAsk::Say(empty));
    world.settle();
    assert_eq!(texts(&world.frames(talk, conn)), ["You said: hello"]);
}

#[test]
fn what_is_refused_is_not_said_to_have_arrived() {
    let mut world = World::begin();
    // The bot never answers, so that turns pile up.
    world.bot = |_| None;
    let (talk, conn) = world.visitor("hart");
    world.frames(talk, conn);
    let acked = |text: &str| {
        let VisitorAsk::Say(mut said) = message(Some(text), text) else { unreachable!("a message") };
        said.ack = true;
        VisitorAsk::Say(said)
    };
    let taken = BOT_TURNS_WAITING_MAX - world.talk(talk).turns.len();
    for number in 0..taken {
        world.ask(talk, conn, acked(&format!("m{number}")));
    }
    assert_eq!(world.types(talk, conn), vec!["message_received"; taken]);
    world.ask(talk, conn, acked("one too many"));
    assert_eq!(world.types(talk, conn), ["general_error"], "its sender keeps it and sends it again");
    // What has arrived before is confirmed as often as it is asked, full or not.
    world.ask(talk, conn, acked("m0"));
    assert_eq!(world.types(talk, conn), ["message_received"]);
}

#[test]
fn a_bot_that_thinks_and_says_nothing_leaves_no_dots() {
    let mut world = World::begin();
    world.bot = |request| match request.turn {
        0 => super::world::echo(request),
        _ => Some(Ok(BotAnswer::default())),
    };
    let (talk, conn) = world.visitor("hart");
    world.settle();
    world.says(talk, conn, "thanks, that is all");
    world.pass(1_000);
    world.settle();
    let frames = world.frames(talk, conn);
    let typing: Vec<&Value> = frames.iter().filter_map(|frame| frame.pointer("/event/event_payload/typing")).collect();
    assert_eq!(typing, [&json!(true), &json!(false)]);
}

#[test]
fn an_answer_that_no_socket_could_take_is_none() {
    let map = Part::Other(json!({"type": "map", "tiles": "x".repeat(200_000)}));
    for answer in [
        BotAnswer { parts: vec![map], ..BotAnswer::default() },
        BotAnswer { deeds: vec![deed("blink"); 2_000], ..BotAnswer::default() },
    ] {
        let mut world = World::begin();
        world.bot = |request| (request.turn > 0).then_some(Err(BotFault::Unreachable));
        let (talk, conn) = world.visitor("hart");
        world.frames(talk, conn);
        let outcome = Box::new(Ok(answer));
        world.talks[talk].call(Command::Answered { turn: 0, outcome }).expect("taken");
        assert_eq!(texts(&world.frames(talk, conn)), ["Sorry, I cannot answer just now."]);
    }
}

#[test]
fn a_bot_that_fails_leads_to_words_and_the_offer_of_a_human() {
    for fault in [BotFault::TimedOut, BotFault::Unreachable, BotFault::Garbage] {
        let mut world = World::begin();
        world.bot = match fault {
            BotFault::TimedOut => |_| Some(Err(BotFault::TimedOut)),
            BotFault::Unreachable => |_| Some(Err(BotFault::Unreachable)),
            BotFault::Garbage => |_| Some(Err(BotFault::Garbage)),
        };
        let (talk, conn) = world.visitor("hart");
        world.settle();
        let frames = world.frames(talk, conn);
        let last = frames.last().expect("words");
        let options = last.pointer("/event/event_payload/content/1/buttons/options").expect("an offer");
        assert_eq!(options[0]["value"], ESCALATE);
        // The button's value is what comes back as a message.
        world.says(talk, conn, ESCALATE);
        assert!(matches!(world.talk(talk).stage, Stage::Queue { .. }));
    }
}

#[test]
fn a_bot_that_is_never_heard_of_again_is_given_up() {
    let mut world = World::begin();
    world.bot = |_| None;
    let (talk, conn) = world.visitor("hart");
    world.says(talk, conn, "hello");
    world.wait(60_000);
    let frames = world.frames(talk, conn);
    assert_eq!(texts(&frames).len(), 2, "for the greeting and for the message");
    assert!(world.talk(talk).turns.is_empty());
}

#[test]
fn a_slow_bot_is_seen_thinking() {
    let mut world = World::begin();
    let (talk, conn) = world.visitor("hart");
    world.settle();
    world.frames(talk, conn);
    world.says(talk, conn, "hello");
    world.pass(299);
    assert!(world.types(talk, conn).is_empty());
    world.pass(1);
    assert_eq!(world.types(talk, conn), ["typing"]);
    world.pass(5_000);
    assert!(world.types(talk, conn).is_empty(), "once");
    world.settle();
    assert_eq!(world.types(talk, conn), ["bot_message"]);
}

#[test]
fn metadata_are_merged_and_shown_to_whom_they_are_meant_for() {
    let mut world = World::begin();
    world.bot = |request| {
        let keys: Vec<&str> = request.metadata.keys().map(String::as_str).collect();
        let parts = vec![Part::text(keys.join(","))];
        Some(Ok(BotAnswer { parts, ..BotAnswer::default() }))
    };
    let (talk, conn) = world.visitor("hart");
    world.settle();
    world.frames(talk, conn);
    let targets = [(Target::Default, "a"), (Target::Bot, "b"), (Target::Live, "c"), (Target::BotLive, "d")];
    for (target, key) in targets {
        let values: Map<String, Value> = [(key.to_owned(), json!(1))].into_iter().collect();
        world.ask(talk, conn, VisitorAsk::Metadata { target, values });
    }
    assert_eq!(world.types(talk, conn), ["metadata_update_success"; 4]);
    world.says(talk, conn, "what do you know?");
    world.settle();
    assert_eq!(texts(&world.frames(talk, conn)), ["a,b,d"]);
    let seen: Vec<String> = world.talk(talk).visitor_view().metadata.keys().cloned().collect();
    assert_eq!(seen, ["a", "c", "d"]);
    world.ask(talk, conn, VisitorAsk::ShowMetadata);
    let frames = world.frames(talk, conn);
    assert_eq!(frames[0]["event"]["event_payload"]["content"], json!({"a": 1, "b": 1, "c": 1, "d": 1}));
}

#[test]
fn too_much_metadata_is_refused_by_name() {
    let mut world = World::begin();
    let (talk, conn) = world.visitor("hart");
    world.frames(talk, conn);
    let values: Map<String, Value> = [("a".to_owned(), json!("x".repeat(20_000)))].into_iter().collect();
    world.ask(talk, conn, VisitorAsk::Metadata { target: Target::Default, values });
    let frames = world.frames(talk, conn);
    assert_eq!(frames.len(), 1);
    let payload = &frames[0]["event"]["event_payload"];
    assert_eq!((&payload["error_code"], &payload["field"]), (&json!(422), &json!("event.event_payload.metadata")));
    assert!(world.talk(talk).metadata.is_empty());
}

#[test]
fn actions_reach_the_bot_and_the_bots_reach_the_page() {
    let mut world = World::begin();
    world.bot = |request| {
        let deeds = if request.turn > 0 { vec![deed("redirect"), deed("confetti")] } else { Vec::new() };
        Some(Ok(BotAnswer { parts: vec![Part::text("Here.")], deeds, ..BotAnswer::default() }))
    };
    let (talk, conn) = world.visitor("hart");
    world.settle();
    world.frames(talk, conn);
    world.ask(talk, conn, VisitorAsk::Act(deed("openMenu")));
    world.settle();
    let frames = world.frames(talk, conn);
    let types: Vec<&Value> = frames.iter().map(|frame| &frame["event"]["event_type"]).collect();
    assert_eq!(types, ["bot_message", "action", "action"]);
    assert_eq!(frames[1]["event"]["event_payload"]["actions"], json!([{"id": "redirect", "data": {}}]));
    let ids: Vec<&Value> = frames.iter().map(|frame| &frame["event"]["event_id"]).collect();
    assert!(ids.windows(2).all(|pair| pair[0].as_str() < pair[1].as_str()), "{ids:?}");
}

#[test]
fn the_transcript_has_both_shapes() {
    let mut world = World::begin();
    let (talk, conn) = world.visitor("hart");
    world.says(talk, conn, "human");
    world.settle();
    world.frames(talk, conn);
    world.ask(talk, conn, VisitorAsk::Transcript);
    let frames = world.frames(talk, conn);
    let payload = &frames[0]["event"]["event_payload"];
    let from = |list: &Value, path: &str| {
        let list = list.as_array().expect("a list").iter();
        list.map(|item| item.pointer(path).and_then(Value::as_str).expect("from").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(from(&payload["messages"], "/from"), ["user", "bot", "bot", "agent"]);
    assert_eq!(from(&payload["transcript"], "/messages/0/from"), ["user", "chatbot", "chatbot", "livechat"]);
    assert_eq!(payload["messages"][2]["actions"][0]["title"], ESCALATE);
    assert_eq!(payload["messages"][2]["messages"]["actions"][0]["title"], ESCALATE);
    assert_eq!(payload["messages"][0]["messages"][0], json!({"type": "text", "text": "human"}));
}

#[test]
fn an_own_message_can_be_edited_and_no_other() {
    let mut world = World::begin();
    let (talk, conn) = world.visitor("hart");
    world.ask(talk, conn, message(Some("m1"), "helo"));
    world.settle();
    world.frames(talk, conn);
    let edit = |id: &str| VisitorAsk::Edit { message_id: id.to_owned(), parts: vec![Part::text("hello")] };
    world.ask(talk, conn, edit("m1"));
    assert_eq!(world.types(talk, conn), ["message_edited_success"]);
    assert_eq!(world.talk(talk).entry(1).expect("the message").body.parts(), [Part::text("hello")]);
    let bots = crate::conversation::frames::message_id(&world.talks[talk].name, 2);
    for id in ["m2", &bots] {
        world.ask(talk, conn, edit(id));
        let frames = world.frames(talk, conn);
        assert_eq!(frames[0]["event"]["event_payload"]["error_code"], 404, "{id}");
    }
}

#[test]
fn another_sites_conversation_does_not_exist() {
    use crate::conversation::command::{Command, FromVisitor};
    use crate::conversation::ids::ChannelNo;
    let mut world = World::begin();
    let (talk, _) = world.visitor("hart");
    let stranger = world.conn();
    world.talks[talk].enter(stranger, None);
    let asked = FromVisitor { channel: ChannelNo(2), since: None, ask: VisitorAsk::Transcript };
    world.talks[talk].say_to(stranger, Command::Visitor(Box::new(asked))).expect("words");
    let frames = world.frames(talk, stranger);
    let payload = &frames[0]["event"]["event_payload"];
    assert_eq!(frames[0]["event"]["event_type"], "general_error");
    assert_eq!((&payload["error_code"], &payload["error_desc"]), (&json!(400), &json!("Invalid conversation_id")));
    assert_eq!(payload["conversation_id"], json!(world.talks[talk].name));
    assert_eq!(world.talks[talk].closed, [(stranger, crate::conversation::DETACH)]);
}

#[test]
fn who_comes_back_gets_what_was_missed_and_nothing_twice() {
    let mut world = World::begin();
    let (talk, conn) = world.visitor("hart");
    world.settle();
    let frames = world.frames(talk, conn);
    let seen = frames.last().expect("the greeting")["event"]["event_id"].as_str().expect("an id").to_owned();
    world.says(talk, conn, "one");
    world.talks[talk].leave(conn);
    world.settle();
    // From here on nobody listens.
    let conn = world.attach(talk, Some(&seen));
    let frames = world.frames(talk, conn);
    let types: Vec<&Value> = frames.iter().map(|frame| &frame["event"]["event_type"]).collect();
    assert_eq!(types, ["user_message", "bot_message", "conversation_status"]);
    world.ask_since(talk, conn, Some(&seen), VisitorAsk::Typing(true));
    assert!(world.frames(talk, conn).is_empty(), "an attached socket has missed nothing");
    let last = frames.last().expect("a frame")["event"]["event_id"].as_str().expect("an id").to_owned();
    let again = world.attach(talk, Some(&last));
    assert_eq!(world.types(talk, again), ["conversation_status"]);
    world.says(talk, again, "two");
    world.settle();
    assert_eq!(world.types(talk, conn), ["user_message", "bot_message"], "both sockets hear it");
}
