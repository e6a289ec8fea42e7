//! What is not of the protocol's form is refused and named.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::kit::quiz;
use crate::engine::{Incoming, Machine, Refusal};
use crate::quiz::command::Command;
use crate::quiz::parse;
use crate::quiz::{Quiz, QuizSettings};

fn parse(text: &str) -> Result<Command, Refusal> {
    Quiz::parse(Incoming::Text(text), &QuizSettings::default())
}

/// A quiz with one place changed.
fn changed(pointer: &str, value: Value) -> Result<Command, Refusal> {
    let mut quiz = quiz();
    match quiz.pointer_mut(pointer) {
        Some(place) => *place = value,
        None => quiz[&pointer[1..]] = value,
    }
    parse(&quiz.to_string())
}

#[test]
fn what_is_no_message_is_refused_with_its_reason() {
    for (text, code) in [
        ("", "NOT_JSON"),
        ("{", "NOT_JSON"),
        ("[]", "NOT_AN_OBJECT"),
        ("{}", "INVALID_FIELD"),
        (r#"{"type":5}"#, "INVALID_FIELD"),
        (r#"{"type":"host:dance"}"#, "UNKNOWN_TYPE"),
        (r#"{"type":"join_session"}"#, "INVALID_FIELD"),
        (r#"{"type":"submit_answer","questionId":"r0q0"}"#, "INVALID_FIELD"),
        (r#"{"type":"host:lock","locked":"yes"}"#, "INVALID_FIELD"),
        (r#"{"type":"time_request","clientTime":"now"}"#, "INVALID_FIELD"),
    ] {
        assert_eq!(parse(text).expect_err(text).code, code, "{text}");
    }
    assert_eq!(Quiz::parse(Incoming::Binary(b"{}"), &QuizSettings::default()).expect_err("binary").code, "NOT_TEXT");
    assert_eq!(
        Quiz::parse(Incoming::Oversized { limit_bytes: 9 }, &QuizSettings::default()).expect_err("large").code,
        "TOO_LARGE"
    );
    let large = format!(r#"{{"type":"host:start","x":"{}"}}"#, "x".repeat(70_000));
    assert_eq!(parse(&large).expect_err("large").code, "TOO_LARGE");
    assert_eq!(parse(&"[".repeat(33)).expect_err("deep").code, "TOO_DEEP");
}

#[test]
fn the_short_way_understands_what_is_frequent_and_leaves_the_unusual_to_the_long_one() {
    let short = |text: &str| parse::frequent(Incoming::Text(text), 65_536);
    let answer = r#"{"type":"submit_answer","questionId":"r0q0","optionId":"r0q0-b"}"#;
    assert_eq!(short(answer).as_ref(), parse(answer).as_ref().ok());
    assert!(short(answer).is_some());
    for text in [
        r#"["submit_answer",null,"r0q0","r0q0-b"]"#,
        r#"{"type":"submit_answer","questionId":"r0q\u0030","optionId":"r0q0-b"}"#,
        r#"{"type":"submit_answer","questionId":"r0q0","optionId":"r0q0-b","type":"host:start"}"#,
        r#"{"type":"submit_answer","questionId":"r0q0","optionId":null}"#,
        r#"{"type":"submit_answer","questionId":"r0q0","optionId":"r0q0-b","more":[]}"#,
        r#" {"type":"time_request","clientTime":1}"#,
        r#"{"type":"time_request","clientTime":1e999}"#,
        r#"{"type":"host:start"}"#,
    ] {
        assert_eq!(short(text), None, "{text}");
    }
    assert_eq!(parse::frequent(Incoming::Text(answer), answer.len() - 1), None, "larger than the setting allows");
}

#[test]
fn each_wrong_field_of_a_quiz_is_named() {
    for (pointer, value, field) in [
        ("/hostId", json!("ab"), "hostId"),
        ("/hostId", json!("x".repeat(65)), "hostId"),
        ("/hostId", json!(5), "hostId"),
        ("/title", json!(""), "title"),
        ("/title", json!("x".repeat(121)), "title"),
        ("/wines", json!([]), "wines"),
        ("/wines", json!("many"), "wines"),
        ("/wines/1", json!(null), "wines[1]"),
        ("/wines/1/name", json!(" "), "wines[1].name"),
        ("/wines/1/questions", json!([]), "wines[1].questions"),
        ("/wines/0/questions/1/category", json!("smell"), "wines[0].questions[1].category"),
        ("/wines/0/questions/1/correctAnswer", json!("x".repeat(201)), "wines[0].questions[1].correctAnswer"),
        ("/wines/0/questions/1/distractors", json!(["a", "b"]), "wines[0].questions[1].distractors"),
        ("/wines/0/questions/1/distractors", json!(["a", "b", "c", "d"]), "wines[0].questions[1].distractors"),
        ("/wines/0/questions/1/distractors", json!(["a", "b", " a "]), "wines[0].questions[1].distractors"),
        ("/wines/0/questions/1/distractors", json!(["a", "b", " Italy"]), "wines[0].questions[1].distractors"),
        ("/wines/0/questions/1/distractors/2", json!(""), "wines[0].questions[1].distractors[2]"),
        ("/settings", json!([]), "settings"),
        ("/settings", json!({"scoring": "wild"}), "settings.scoring"),
    ] {
        let refusal = changed(pointer, value.clone()).expect_err(pointer);
        assert_eq!((refusal.code, refusal.field.as_deref()), ("INVALID_FIELD", Some(field)), "{pointer} {value}");
        assert!(refusal.message.starts_with(field), "{}", refusal.message);
    }
}

#[test]
fn the_timer_is_clamped_and_has_a_default() {
    for (value, seconds) in
        [(json!(1), 15), (json!(1e300), 120), (json!(-5), 15), (json!(44.6), 45), (json!("60"), 60), (json!(null), 60)]
    {
        let Ok(Command::Create(quiz)) = changed("/timerSeconds", value.clone()) else { panic!("{value} was refused") };
        assert_eq!(quiz.timer_seconds, seconds, "{value}");
    }
}

#[test]
fn a_quiz_without_a_title_bears_its_first_wines_name() {
    let Ok(Command::Create(quiz)) = changed("/title", json!(null)) else { panic!("refused") };
    assert_eq!(quiz.title, "Cellar one");
}

#[test]
fn an_extension_is_a_whole_number_from_5_to_60() {
    for (seconds, fits) in [("4", false), ("5", true), ("60", true), ("61", false), ("7.5", false), ("\"9\"", false)] {
        let parsed = parse(&format!(r#"{{"type":"host:extend","seconds":{seconds}}}"#));
        assert_eq!(parsed.is_ok(), fits, "{seconds}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC*") {
        let _ = parse(&text);
    }

    #[test]
    fn the_short_way_agrees_with_the_long_one(
        kind in prop_oneof!["submit_answer", "time_request", ".{0,12}"],
        number in prop_oneof!["-?[0-9]{1,24}(\\.[0-9]{1,20})?([eE][-+]?[0-9]{1,3})?", "\\PC{0,6}"],
        id in "\\PC{0,8}",
    ) {
        let id = serde_json::to_string(&id).expect("a text");
        let texts = [
            format!(r#"{{"type":"{kind}","clientTime":{number}}}"#),
            format!(r#"{{"questionId":{id}, "type":"{kind}","optionId":"r0q0-{kind}"}}"#),
        ];
        for text in texts {
            let incoming = Incoming::Text(&text);
            if let Some(short) = parse::frequent(incoming, 65_536) {
                prop_assert_eq!(Ok(short), parse::any(incoming, 65_536));
            }
        }
    }

    #[test]
    fn no_value_in_any_field_makes_the_parser_panic(
        at in 0usize..8,
        value in prop_oneof![
            Just(json!(null)), Just(json!([])), Just(json!({})), Just(json!(-1)), Just(json!(1e308)),
            ".*".prop_map(Value::from), any::<i64>().prop_map(Value::from),
        ],
    ) {
        let pointers = [
            "/hostId", "/title", "/timerSeconds", "/wines", "/wines/0", "/wines/0/questions/0",
            "/wines/0/questions/0/distractors/1", "/wines/0/questions/0/category",
        ];
        let _ = changed(pointers[at], value);
    }
}
