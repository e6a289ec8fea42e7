//! The end of a room.

use serde_json::json;

use super::kit::{Evening, HOST, about};
use crate::engine::{Machine, SessionStatus};
use crate::music::command::Command;

#[test]
fn the_host_closes_the_room_and_everybody_is_told_and_sent_away() {
    let (mut evening, host, guests) = Evening::party(2);
    evening.song(host, "song_changed", "s1");
    assert_eq!(evening.refused(guests[0], json!({"type": "room_closed"})), "NOT_HOST");
    evening.ok(host, json!({"type": "room_closed"}));
    for conn in [host, guests[0], guests[1]] {
        assert_eq!(evening.types(conn).last().map(String::as_str), Some("room_closed"));
        assert_eq!(evening.closed.get(&conn), Some(&1000));
    }
    assert_eq!(evening.music.summary().map(|summary| summary.status), Some(SessionStatus::Ended));
    assert!(!evening.music.clock_runs() && evening.music.deadline(evening.now, &evening.settings).is_none());
}

#[test]
fn whoever_comes_to_a_closed_room_is_told_so_and_can_do_nothing() {
    let (mut evening, host, guests) = Evening::party(1);
    evening.ok(host, json!({"type": "room_closed"}));
    for token in [None, Some(HOST)] {
        let late = evening.enter(token);
        assert_eq!((evening.types(late), evening.closed.get(&late)), (vec!["room_closed".to_owned()], Some(&1000)));
    }
    assert_eq!(evening.refused(guests[0], about("song_queued", "s1")), "ROOM_CLOSED");
    let refusal = evening.call(Command::Join { name: "Late".to_owned() }).expect_err("closed");
    assert_eq!(refusal.code, "ROOM_CLOSED");
}

#[test]
fn a_room_is_waiting_until_it_sounds() {
    let (mut evening, host, _) = Evening::party(0);
    let status = |evening: &Evening| evening.music.summary().map(|summary| summary.status);
    assert_eq!(status(&evening), Some(SessionStatus::Waiting));
    evening.song(host, "song_changed", "s1");
    assert_eq!((status(&evening), evening.music.clock_runs()), (Some(SessionStatus::Active), true));
    evening.ok(host, json!({"type": "playback_changed", "percentage": 5, "paused": true}));
    assert_eq!((status(&evening), evening.music.clock_runs()), (Some(SessionStatus::Waiting), false));
}

#[test]
fn a_code_has_one_room() {
    let (mut evening, _, _) = Evening::party(0);
    let room = crate::music::command::NewRoom {
        name: "Another".to_owned(),
        host_token: crate::engine::Secret::new("another"),
        settings: Default::default(),
    };
    assert_eq!(evening.call(Command::Create(Box::new(room))).expect_err("taken").code, "CODE_TAKEN");
    let key = crate::engine::SecretKey::new([7; 32]);
    assert!(evening.music.is_host(&key, HOST) && !evening.music.is_host(&key, "another"));
}
