//! Golden files: `tests/wire/conversation/{client,server,agent,console}/<message>.json`, one for every message
//! and shape of both wires.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::golden_agent::agent_messages;
use super::golden_client::client_messages;
use super::golden_console::console_messages;
use super::golden_server::server_messages;
use crate::blessed;
use crate::conversation::console::{AgentMessage, ConsoleMessage};
use crate::conversation::wire::{ClientFrame, ServerFrame};
use crate::conversation::{parse, parse_agent};
use crate::engine::Incoming;
use crate::limits::MESSAGE_BYTES_MAX;

fn file(direction: &str, name: &str) -> String {
    format!("tests/wire/conversation/{direction}/{name}.json")
}

/// The message is written as in its file, and read from it again; the file's text.
fn same<T: Serialize + DeserializeOwned + PartialEq + Debug>(direction: &str, name: &str, message: &T) -> String {
    let path = file(direction, name);
    blessed::compare(&path, &(serde_json::to_string_pretty(message).expect("a message can be written") + "\n"));
    let text = fs::read_to_string(blessed::path(&path)).expect("a golden file");
    assert_eq!(&serde_json::from_str::<T>(&text).expect(name), message, "{name}");
    text
}

#[test]
fn what_visitors_send_is_understood() {
    for (name, message, asked) in client_messages() {
        let text = same::<ClientFrame>("client", name, &message);
        assert_eq!(parse::visitor(Incoming::Text(&text), MESSAGE_BYTES_MAX).expect(name), asked, "{name}");
    }
}

#[test]
fn what_visitors_are_told_is_as_written() {
    for (name, message) in server_messages() {
        same::<ServerFrame>("server", name, &message);
    }
}

#[test]
fn what_agents_send_is_understood() {
    for (name, message, asked) in agent_messages() {
        let text = same::<AgentMessage>("agent", name, &message);
        let understood = parse_agent::agent(Incoming::Text(&text), MESSAGE_BYTES_MAX).expect(name);
        assert_eq!(understood, (None, asked), "{name}");
    }
}

#[test]
fn what_agents_are_told_is_as_written() {
    for (name, message) in console_messages() {
        same::<ConsoleMessage>("console", name, &message);
    }
}

/// The values that a schema's variants have for the property that tells them apart.
fn variants<T: schemars::JsonSchema>(tag: &str) -> BTreeSet<String> {
    let schema = schemars::schema_for!(T).to_value();
    let list = schema["oneOf"].as_array().expect("variants");
    let name = |variant: &Value| variant["properties"][tag]["const"].as_str().expect("a name").to_owned();
    list.iter().map(name).collect()
}

#[test]
fn every_message_has_a_golden_file_and_every_golden_file_a_message() {
    use crate::conversation::wire::{ClientEvent, ServerEvent};
    let json =
        |message: Value, pointer: &str| message.pointer(pointer).and_then(Value::as_str).expect("a tag").to_owned();
    let (mut files, mut kinds) = (BTreeSet::new(), vec![BTreeSet::new(); 4]);
    for (name, message, _) in client_messages() {
        kinds[0].insert(json(serde_json::to_value(message).expect(name), "/event/event_type"));
        files.insert(file("client", name));
    }
    for (name, message) in server_messages() {
        kinds[1].insert(json(serde_json::to_value(message).expect(name), "/event/event_type"));
        files.insert(file("server", name));
    }
    for (name, message, _) in agent_messages() {
        kinds[2].insert(json(serde_json::to_value(message).expect(name), "/type"));
        files.insert(file("agent", name));
    }
    for (name, message) in console_messages() {
        kinds[3].insert(json(serde_json::to_value(message).expect(name), "/type"));
        files.insert(file("console", name));
    }
    assert_eq!(kinds[0], variants::<ClientEvent>("event_type"));
    assert_eq!(kinds[1], variants::<ServerEvent>("event_type"));
    assert_eq!(kinds[2], variants::<AgentMessage>("type"));
    assert_eq!(kinds[3], variants::<ConsoleMessage>("type"));
    for direction in ["client", "server", "agent", "console"] {
        let folder = format!("tests/wire/conversation/{direction}");
        // Absent only while the files are written for the first time.
        for entry in fs::read_dir(blessed::path(&folder)).into_iter().flatten() {
            let name = entry.expect("an entry").file_name().into_string().expect("a name");
            assert!(files.contains(&format!("{folder}/{name}")), "{folder}/{name} belongs to no message");
        }
    }
}
