//! Both wires' parsers against everything that is nearly a message: one place changed, bytes torn, texts made up.
//! Nothing panics, and what is refused is named.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::golden_agent::agent_messages;
use super::golden_client::client_messages;
use crate::conversation::ids::ConversationId;
use crate::conversation::{frames, parse, parse_agent};
use crate::engine::{Incoming, Refusal};
use crate::limits::MESSAGE_BYTES_MAX;

type Parser = fn(&str) -> Result<(), Refusal>;

/// The two ways in.
const PARSERS: [Parser; 2] = [visitor, agent];

fn visitor(text: &str) -> Result<(), Refusal> {
    // The door looks for the conversation's name in what it cannot read, too.
    let named = parse::named_conversation(Incoming::Text(text));
    assert!(named.chars().count() <= crate::limits::CONVERSATION_ID_CHARS_MAX);
    parse::visitor(Incoming::Text(text), MESSAGE_BYTES_MAX).map(drop)
}

fn agent(text: &str) -> Result<(), Refusal> {
    parse_agent::agent(Incoming::Text(text), MESSAGE_BYTES_MAX).map(drop).map_err(|unreadable| unreadable.refusal)
}

/// Every golden message with the parser that it is for.
fn seeds() -> Vec<(Parser, Value)> {
    let visitors = client_messages().into_iter().map(|(name, frame, _)| {
        let parser: Parser = visitor;
        (parser, serde_json::to_value(frame).expect(name))
    });
    let agents = agent_messages().into_iter().map(|(name, message, _)| {
        let parser: Parser = agent;
        (parser, serde_json::to_value(message).expect(name))
    });
    visitors.chain(agents).collect()
}

/// The places inside a value, as JSON pointers.
fn places(value: &Value, path: &str, out: &mut Vec<String>) {
    out.push(path.to_owned());
    match value {
        Value::Object(object) => object.iter().for_each(|(key, value)| places(value, &format!("{path}/{key}"), out)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| places(value, &format!("{path}/{at}"), out));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What stands in a place where something else was expected.
fn strange() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(1e300),
        json!(u64::MAX),
        json!(""),
        json!(" \u{0}\u{202e}\u{feff} "),
        json!("x".repeat(9_000)),
        json!("javascript:alert(1)"),
        json!("../../etc/passwd"),
        json!([]),
        json!([[[]]]),
        json!({}),
        json!({"$gt": ""}),
        json!({"__proto__": {"polluted": true}}),
        json!(vec!["a"; 500]),
    ]
}

/// A refusal's field as a pointer: `event.event_payload.content.files[0]` → `/event/event_payload/content/files/0`.
fn pointer(field: &str) -> String {
    format!("/{}", field.replace('[', ".").replace(']', "").replace('.', "/"))
}

#[test]
fn a_strange_value_in_any_place_is_taken_or_refused_by_its_name() {
    let mut refused = 0;
    for (parser, seed) in seeds() {
        assert_eq!(parser(&seed.to_string()), Ok(()), "{seed}");
        let mut all = Vec::new();
        places(&seed, "", &mut all);
        for place in all.iter().filter(|place| !place.is_empty()) {
            for value in strange() {
                let mut changed = seed.clone();
                *changed.pointer_mut(place).expect("a place") = value.clone();
                let Err(refusal) = parser(&changed.to_string()) else { continue };
                refused += 1;
                let field = refusal.field.as_deref().unwrap_or_else(|| panic!("{place} = {value}: {refusal:?}"));
                let named = pointer(field);
                // The place itself, something in it, the list that it is part of, or what the new type asks for.
                let is_near = named.starts_with(place.as_str()) || place.starts_with(&named);
                let is_its_sibling = named.rsplit_once('/').is_some_and(|(above, _)| place.starts_with(above));
                assert!(is_near || is_its_sibling, "{place} = {value}: {refusal:?}");
                assert!(refusal.message.contains(field), "{refusal:?}");
                let length = refusal.message.chars().count();
                assert!(length < 400, "{place}: a refusal of {length} characters");
            }
        }
    }
    assert!(refused > 1_000, "only {refused} refusals: the values are not strange enough");
}

#[test]
fn a_message_without_one_of_its_fields_is_taken_or_refused_by_name() {
    for (parser, seed) in seeds() {
        let mut all = Vec::new();
        places(&seed, "", &mut all);
        for place in all.iter().filter(|place| !place.is_empty()) {
            let (above, key) = place.rsplit_once('/').expect("a place");
            let mut changed = seed.clone();
            let Some(object) = changed.pointer_mut(above).and_then(Value::as_object_mut) else { continue };
            object.remove(key);
            if let Err(refusal) = parser(&changed.to_string()) {
                assert!(refusal.field.is_some(), "{place} is missing: {refusal:?}");
            }
        }
    }
}

#[test]
fn what_is_too_deep_too_large_or_no_object_is_told_so() {
    for parser in PARSERS {
        for (text, code) in [
            (String::new(), "NOT_JSON"),
            ("{".to_owned(), "NOT_JSON"),
            ("\u{0}".to_owned(), "NOT_JSON"),
            ("[]".to_owned(), "NOT_AN_OBJECT"),
            ("null".to_owned(), "NOT_AN_OBJECT"),
            (r#"{"a":"\ud800"}"#.to_owned(), "NOT_JSON"),
            (format!("{}{}", r#"{"a":"#.repeat(40), "1".repeat(3)), "TOO_DEEP"),
            ("[".repeat(60_000), "TOO_DEEP"),
            (format!(r#"{{"a":"{}"}}"#, "x".repeat(MESSAGE_BYTES_MAX)), "TOO_LARGE"),
        ] {
            assert_eq!(parser(&text).expect_err(code).code, code);
        }
    }
}

/// A golden message with some of its bytes torn.
fn torn() -> impl Strategy<Value = String> {
    let edit = (any::<prop::sample::Index>(), 0u8..5, any::<char>());
    (any::<prop::sample::Index>(), prop::collection::vec(edit, 1..6)).prop_map(|(seed, edits)| {
        let seeds = seeds();
        let mut chars: Vec<char> = seed.get(&seeds).1.to_string().chars().collect();
        for (at, how, char) in edits {
            if chars.is_empty() {
                break;
            }
            let at = at.index(chars.len());
            match how {
                0 => chars[at] = char,
                1 => drop(chars.remove(at)),
                2 => chars.insert(at, char),
                3 => chars.truncate(at),
                _ => chars.extend_from_within(at..),
            }
        }
        chars.into_iter().collect()
    })
}

proptest! {
    #[test]
    fn no_torn_message_makes_a_parser_panic(text in torn()) {
        for parser in PARSERS {
            let _ = parser(&text);
        }
    }

    #[test]
    fn no_text_makes_a_parser_panic(text in "\\PC*") {
        for parser in PARSERS {
            let _ = parser(&text);
        }
    }

    #[test]
    fn no_text_makes_an_id_panic(text in prop_oneof!["\\PC*", "[a-f0-9._z-]{0,60}", "[a-zé_]{0,20}[0-9a-f-]{30,40}"]) {
        let room = "hart_acb3b13e-4818-40fa-b57e-d8a80feba5c1";
        if let Some(id) = ConversationId::parse(&text) {
            prop_assert_eq!(id.as_str(), text.as_str());
            prop_assert_eq!(id.tag().len(), 8);
            prop_assert!(!text.contains(['/', '\\', ' ', '%', '\0']), "{} is no path", text);
        }
        let _ = frames::seen(room, &text);
        let _ = frames::seen(&text, "acb3b13e.00000007.1");
        let made = ConversationId::new(&text, &room[5..]);
        prop_assert_eq!(ConversationId::parse(made.as_str()), Some(made));
    }
}
