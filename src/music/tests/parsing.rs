//! What is not of the protocol's form is refused with a word for programs and a sentence for people.

use crate::engine::machine::RefusalKind;
use crate::engine::{Incoming, Machine};
use crate::music::{Music, MusicSettings};

fn refusal(incoming: Incoming<'_>) -> (&'static str, Option<String>) {
    let refusal = Music::parse(incoming, &MusicSettings::default()).expect_err("a refusal");
    assert!(refusal.message.len() > 5 && refusal.message.contains(' '), "{refusal}");
    assert_eq!(refusal.kind, RefusalKind::Malformed);
    (refusal.code, refusal.field)
}

#[test]
fn what_is_no_message_is_refused() {
    for (text, code) in [
        ("", "NOT_JSON"),
        ("[]", "NOT_AN_OBJECT"),
        ("{}", "INVALID_FIELD"),
        (r#"{"type":7}"#, "INVALID_FIELD"),
        (r#"{"type":"song_liked"}"#, "UNKNOWN_TYPE"),
        (r#"{"type":"song_vote"}"#, "INVALID_FIELD"),
    ] {
        assert_eq!(refusal(Incoming::Text(text)).0, code, "{text}");
    }
    assert_eq!(refusal(Incoming::Binary(&[1])).0, "NOT_TEXT");
    assert_eq!(refusal(Incoming::Oversized { limit_bytes: 1 }).0, "TOO_LARGE");
    let long = format!(r#"{{"type":"song_vote","song_id":"a","more":"{}"}}"#, "a".repeat(70_000));
    assert_eq!(refusal(Incoming::Text(&long)).0, "TOO_LARGE");
}

#[test]
fn the_field_that_is_to_blame_is_named() {
    for (text, field) in [
        (r#"{"type":"song_queued","song_id":null}"#, "song_id"),
        (r#"{"type":"playback_changed","percentage":"a","paused":true}"#, "percentage"),
        (r#"{"type":"playback_changed","percentage":5,"paused":1}"#, "paused"),
        (r#"{"type":"chat_message","name":"Ada"}"#, "message"),
        (r#"{"type":"host:mute","guest_id":-1,"muted":true}"#, "guest_id"),
        (r#"{"type":"host:mute","guest_id":1}"#, "muted"),
        (r#"{"type":"host:fallback","song_ids":["a",7]}"#, "song_ids[1]"),
        (r#"{"type":"host:fallback"}"#, "song_ids"),
        (r#"{"type":"host:player"}"#, "player"),
        (r#"{"type":"host:player","player":""}"#, "player"),
        (r#"{"type":"playback_changed","percentage":5,"paused":true,"player":7}"#, "player"),
        (r#"{"type":"host:settings","fallback_in_order":1}"#, "fallback_in_order"),
        (r#"{"type":"host:next","after":7}"#, "after"),
        (r#"{"type":"join_room","name":""}"#, "name"),
        (r#"{"type":"time_request"}"#, "client_time"),
    ] {
        assert_eq!(refusal(Incoming::Text(text)), ("INVALID_FIELD", Some(field.to_owned())), "{text}");
    }
}

#[test]
fn a_name_that_cannot_be_one_is_only_a_wish() {
    let text = r#"{"type":"chat_message","name":7,"message":"Hi"}"#;
    assert!(Music::parse(Incoming::Text(text), &MusicSettings::default()).is_ok());
}
