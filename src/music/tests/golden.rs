//! Golden files: `tests/wire/music/{client,server}/<message>.json`, one for every message and shape.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use super::golden_client::client_messages;
use super::golden_server::server_messages;
use crate::blessed;
use crate::engine::Incoming;
use crate::limits::MESSAGE_BYTES_MAX;
use crate::music::parse;
use crate::music::wire::{ClientMessage, ServerMessage};

/// The file of a message: its type with `:` as `_`, and a word for its shape where it has several.
fn file(direction: &str, name: &str) -> String {
    format!("tests/wire/music/{direction}/{}.json", name.replace(':', "_"))
}

fn pretty(message: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(message).expect("a message can be written") + "\n"
}

fn read(path: &str) -> String {
    fs::read_to_string(blessed::path(path)).expect("a golden file")
}

#[test]
fn what_clients_send_is_understood() {
    for (name, message, command) in client_messages() {
        let path = file("client", name);
        blessed::compare(&path, &pretty(&message));
        let text = read(&path);
        assert_eq!(serde_json::from_str::<ClientMessage>(&text).expect(name), message, "{name}");
        assert_eq!(parse::command(Incoming::Text(&text), MESSAGE_BYTES_MAX).expect(name), command, "{name}");
    }
}

#[test]
fn what_the_server_says_is_as_written() {
    for (name, message) in server_messages() {
        let path = file("server", name);
        blessed::compare(&path, &pretty(&message));
        let text = read(&path);
        assert_eq!(serde_json::from_str::<ServerMessage>(&text).expect(name), message, "{name}");
    }
}

/// The types that the wire file names, in the order of both enums.
fn named_types() -> BTreeSet<&'static str> {
    let source = include_str!("../wire.rs");
    let names = source.split("#[serde(rename = \"").skip(1).filter_map(|rest| rest.split('"').next());
    names.filter(|name| *name != "snake_case").collect()
}

#[test]
fn every_message_has_a_golden_file_and_every_golden_file_a_message() {
    let mut types = BTreeSet::new();
    let mut files = BTreeSet::new();
    let mut add = |direction, name, message: Value| {
        types.insert(message["type"].as_str().expect("a type").to_owned());
        files.insert(file(direction, name));
    };
    for (name, message, _) in client_messages() {
        add("client", name, serde_json::to_value(message).expect(name));
    }
    for (name, message) in server_messages() {
        add("server", name, serde_json::to_value(message).expect(name));
    }
    assert_eq!(types.iter().map(String::as_str).collect::<BTreeSet<_>>(), named_types());
    for direction in ["client", "server"] {
        let folder = format!("tests/wire/music/{direction}");
        // Absent only while the files are written for the first time.
        for entry in fs::read_dir(blessed::path(&folder)).into_iter().flatten() {
            let name = entry.expect("an entry").file_name().into_string().expect("a name");
            assert!(files.contains(&format!("{folder}/{name}")), "{folder}/{name} belongs to no message");
        }
    }
}
