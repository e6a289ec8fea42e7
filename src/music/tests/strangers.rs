//! Existing clients: no token, no snapshot. They connect, send the six messages and get them back.

use serde_json::{Value, json};

use super::kit::{Evening, about, chat};

/// The six messages of the seed.
fn six() -> Vec<Value> {
    vec![
        about("song_queued", "a"),
        about("song_vote", "b"),
        chat("Ada", "Hello"),
        about("song_changed", "a"),
        json!({"type": "playback_changed", "percentage": 42.5, "paused": false}),
        json!({"type": "room_closed"}),
    ]
}

/// Whether a message holds every field of another.
fn holds(told: &Value, sent: &Value) -> bool {
    sent.as_object().expect("an object").iter().all(|(name, value)| told[name] == *value)
}

#[test]
fn two_strangers_in_a_room_that_nobody_made_hear_all_six_messages_once() {
    let mut evening = Evening::begin();
    let conns = [evening.stranger(), evening.stranger()];
    for sent in six() {
        evening.ok(conns[0], sent.clone());
        for conn in conns {
            let told = evening.frames(conn);
            let back = told.iter().filter(|frame| frame["type"] == sent["type"]).collect::<Vec<_>>();
            assert!(back.len() == 1 && holds(back[0], &sent), "{sent} became {told:#?}");
        }
    }
    assert_eq!(evening.closed.values().collect::<Vec<_>>(), [&1000, &1000]);
}

#[test]
fn each_of_the_six_may_be_a_rooms_first_message() {
    for sent in six() {
        let mut evening = Evening::begin();
        let conn = evening.stranger();
        evening.ok(conn, sent.clone());
        let told = evening.frames(conn);
        assert!(told.iter().any(|frame| holds(frame, &sent)), "{sent} became {told:#?}");
    }
}

#[test]
fn the_first_words_say_that_there_is_no_room_yet() {
    let mut evening = Evening::begin();
    let state = evening.state(None);
    assert_eq!(
        (&state["exists"], &state["open"], &state["you"]["controls"]),
        (&json!(false), &json!(true), &json!(true))
    );
    assert!(evening.log.is_empty(), "to look is not to found");
    let early = evening.stranger();
    let conn = evening.stranger();
    evening.ok(conn, chat("Ada", "Hello"));
    assert_eq!(evening.last(early, "room_state")["exists"], true);
}

#[test]
fn in_a_hosts_room_a_stranger_is_a_guest_for_as_long_as_it_is_here() {
    let (mut evening, host, _) = Evening::party(0);
    let stranger = evening.stranger();
    evening.song(stranger, "song_queued", "s1");
    let you = evening.last(stranger, "you_changed")["you"].clone();
    assert_eq!((&you["name"], &you["role"], &you["waiting"]), (&json!("Guest 2"), &json!("guest"), &json!(1)));
    evening.ok(stranger, chat("Ada", "Me"));
    assert_eq!(evening.last(stranger, "chat_message")["name"], "Ada");
    evening.ok(stranger, chat("Host", "No, me"));
    assert_eq!(evening.last(stranger, "chat_message")["name"], "Ada");
    assert_eq!(evening.refused(stranger, about("song_changed", "s1")), "NOT_HOST");
    evening.song(host, "song_vote", "s1");
    evening.leave(stranger);
    evening.wait(15_000);
    let state = evening.state(None);
    assert_eq!((&state["queue"][0]["votes"], &state["queue"][0]["added_by"]["name"]), (&json!(1), &json!("Ada")));
}

#[test]
fn a_stranger_who_reloads_has_one_vote_and_keeps_its_name() {
    let (mut evening, host, _) = Evening::party(0);
    evening.song(host, "song_queued", "s1");
    for _ in 0..5 {
        let stranger = evening.stranger();
        evening.ok(stranger, chat("Ada", "It is me again"));
        assert_eq!(evening.last(stranger, "chat_message")["name"], "Ada");
        evening.song(stranger, "song_vote", "s1");
        assert_eq!(evening.last(stranger, "song_vote")["votes"], 2);
        evening.leave(stranger);
    }
}

#[test]
fn two_strangers_of_one_name_are_told_apart() {
    let mut evening = Evening::begin();
    let conns = [evening.stranger(), evening.stranger()];
    for (conn, name) in conns.into_iter().zip(["Ada", "Ada 2"]) {
        evening.ok(conn, chat("Ada", "Hello"));
        assert_eq!(evening.last(conn, "chat_message")["name"], name);
    }
}

#[test]
fn the_songs_of_a_stranger_who_left_stay_behind_those_that_somebody_wants() {
    let mut evening = Evening::begin();
    let (first, second) = (evening.stranger(), evening.stranger());
    evening.song(first, "song_queued", "a");
    evening.song(second, "song_queued", "b");
    evening.leave(first);
    evening.wait(15_000);
    assert_eq!(evening.order(), ["b", "a"]);
}

#[test]
fn a_song_that_is_over_in_an_open_room_is_followed_while_somebody_is_here() {
    let mut evening = Evening::with_songs(9);
    let conn = evening.stranger();
    for song in ["s1", "s2"] {
        evening.song(conn, "song_queued", song);
    }
    evening.song(conn, "song_changed", "s1");
    evening.wait(205_000);
    assert_eq!(evening.last(conn, "song_changed")["song_id"], "s2");
    evening.leave(conn);
    evening.wait(600_000);
    assert_eq!(evening.state(None)["playing"]["playback"]["paused"], true);
}
