//! What plays when the queue is empty.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::kit::{Evening, HOST, about};
use crate::engine::ConnId;
use crate::music::wire::SettingsChange;

fn room(songs: usize) -> (Evening, ConnId) {
    let mut evening = Evening::with_songs(songs);
    evening.create(SettingsChange::default());
    let host = evening.enter(Some(HOST));
    (evening, host)
}

fn ids(songs: &Value) -> Vec<String> {
    songs.as_array().expect("songs").iter().map(|song| song["song_id"].as_str().expect("an id").to_owned()).collect()
}

fn next(evening: &mut Evening, host: ConnId) -> String {
    evening.ok(host, json!({"type": "host:next"}));
    evening.last(host, "song_changed")["song_id"].as_str().expect("an id").to_owned()
}

#[test]
fn an_empty_queue_plays_on_in_shuffled_order_and_nothing_comes_twice_before_all_have_come() {
    let (mut evening, host) = room(60);
    let ahead = ids(&evening.last(host, "room_state")["fallback"]);
    let played: Vec<String> = (0..60).map(|_| next(&mut evening, host)).collect();
    assert_eq!(played[..ahead.len()], ahead, "what is shown ahead is what comes");
    assert_eq!(played.iter().collect::<HashSet<_>>().len(), 60);
    let in_order: Vec<String> = (0..60).map(|number| format!("s{number}")).collect();
    assert_ne!(played, in_order);
    let more: HashSet<String> = (0..20).map(|_| next(&mut evening, host)).collect();
    assert_eq!(more.len(), 20, "and then it goes round");
}

#[test]
fn a_short_list_goes_round_and_round() {
    let (mut evening, host) = room(2);
    let played: Vec<String> = (0..6).map(|_| next(&mut evening, host)).collect();
    assert!(played.windows(2).all(|pair| pair[0] != pair[1]), "{played:?}");
    let (mut evening, host) = room(1);
    assert_eq!(next(&mut evening, host), "s0");
    evening.ok(host, json!({"type": "host:next"}));
    assert_eq!(evening.last(host, "song_ended")["song_id"], "s0");
}

#[test]
fn what_guests_queue_comes_first() {
    let (mut evening, host) = room(60);
    let guest = evening.guest("Ada");
    let ahead = ids(&evening.last(host, "room_state")["fallback"]);
    let wish = (0..60).map(|number| format!("s{number}")).find(|id| !ahead.contains(id)).expect("another");
    evening.song(guest, "song_queued", &wish);
    assert_eq!([next(&mut evening, host), next(&mut evening, host)], [wish, ahead[0].clone()]);
}

#[test]
fn a_song_ahead_is_voted_up_into_the_queue() {
    let (mut evening, host) = room(60);
    let guest = evening.guest("Ada");
    let ahead = ids(&evening.last(host, "room_state")["fallback"]);
    evening.frames(guest);
    evening.song(guest, "song_vote", &ahead[2]);
    let told = evening.frames(host);
    let kinds: Vec<&str> = told.iter().filter_map(|frame| frame["type"].as_str()).collect();
    let place = |kind: &str| kinds.iter().position(|other| *other == kind).expect(kind);
    assert!(place("song_queued") < place("song_vote"), "{kinds:?}");
    assert_eq!(evening.last(guest, "song_vote")["votes"], 1);
    let state = evening.state(None);
    assert_eq!((&state["queue"][0]["song_id"], &state["queue"][0]["votes"]), (&json!(ahead[2]), &json!(1)));
    assert!(!ids(&state["fallback"]).contains(&ahead[2]));
    // It counts among the guest's own.
    for id in [&ahead[0], &ahead[1]] {
        evening.song(guest, "song_vote", id);
    }
    let ahead = ids(&evening.state(None)["fallback"]);
    assert!(ahead.len() >= 3, "there are always some ahead: {ahead:?}");
    assert_eq!(evening.refused(guest, about("song_vote", &ahead[0])), "QUEUE_LIMIT");
}

#[test]
fn a_host_can_switch_it_off_and_on() {
    let (mut evening, host) = room(60);
    evening.ok(host, json!({"type": "host:settings", "fallback": false}));
    assert_eq!(evening.refused(host, json!({"type": "host:next"})), "NOTHING_WAITS");
    evening.ok(host, json!({"type": "host:settings", "fallback": true}));
    next(&mut evening, host);
}

#[test]
fn a_host_can_give_a_list_of_its_own() {
    let (mut evening, host) = room(60);
    let guest = evening.guest("Ada");
    let list = json!({"type": "host:fallback", "song_ids": ["s1", "s2", "s3", "s4"]});
    assert_eq!(evening.refused(guest, list.clone()), "NOT_HOST");
    evening.ok(host, list);
    evening.wait(300);
    let told = evening.last(guest, "fallback_changed");
    assert!(told["songs"][0]["title"].is_string());
    let played: HashSet<String> = (0..8).map(|_| next(&mut evening, host)).collect();
    assert_eq!(played, ["s1", "s2", "s3", "s4"].map(str::to_owned).into());
    let refusal = evening.send(host, json!({"type": "host:fallback", "song_ids": ["s1", "x"]})).expect_err("unknown");
    assert_eq!((refusal.code, refusal.field.as_deref()), ("UNKNOWN_SONG", Some("song_ids[1]")));
    evening.ok(host, json!({"type": "host:fallback", "song_ids": []}));
    let played: HashSet<String> = (0..10).map(|_| next(&mut evening, host)).collect();
    assert_eq!(played.len(), 10, "the whole catalogue again");
}

#[test]
fn without_a_catalogue_the_hosts_list_is_taken_as_it_is() {
    let (mut evening, host) = Evening::begin().host();
    evening.ok(host, json!({"type": "host:settings", "fallback": true}));
    assert_eq!(evening.refused(host, json!({"type": "host:next"})), "NOTHING_WAITS");
    evening.ok(host, json!({"type": "host:fallback", "song_ids": ["a", "b"]}));
    let played: HashSet<String> = (0..2).map(|_| next(&mut evening, host)).collect();
    assert_eq!(played, ["a", "b"].map(str::to_owned).into());
}
