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
}

#[test]
fn the_only_song_there_is_plays_again_rather_than_end_in_silence() {
    let (mut evening, host) = room(1);
    assert_eq!([next(&mut evening, host), next(&mut evening, host)], ["s0", "s0"]);
    evening.frames(host);
    evening.wait(205_000);
    let again = evening.last(host, "song_changed");
    assert_eq!((&again["song_id"], &again["cause"]), (&json!("s0"), &json!("ended")));
    assert_eq!(again["playing"]["playback"]["position_ms"], 0);
    // A list of one song is such a list too; a song that is not on it is not repeated.
    let (mut evening, host) = room(20);
    evening.ok(host, json!({"type": "host:fallback", "song_ids": ["s7"]}));
    evening.song(host, "song_changed", "s3");
    assert_eq!([(); 3].map(|()| next(&mut evening, host)), ["s7", "s7", "s7"]);
    evening.ok(host, json!({"type": "host:settings", "fallback": false}));
    evening.ok(host, json!({"type": "host:next"}));
    assert_eq!(evening.last(host, "song_ended")["song_id"], "s7");
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

#[test]
fn a_list_plays_in_its_own_order_where_the_host_says_so() {
    let (mut evening, host) = room(60);
    evening.ok(host, json!({"type": "host:settings", "fallback_in_order": true}));
    let list = ["s9", "s3", "s7", "s5", "s3", "s1", "s8"];
    evening.ok(host, json!({"type": "host:fallback", "song_ids": list}));
    let once = ["s9", "s3", "s7", "s5", "s1", "s8"];
    let played: Vec<String> = (0..8).map(|_| next(&mut evening, host)).collect();
    assert_eq!(played[..6], once, "in its order, nothing twice");
    assert_eq!(played[6..], once[..2], "and round again");
    evening.ok(host, json!({"type": "host:settings", "fallback_in_order": false}));
    evening.wait(300);
    let played: Vec<String> = (0..12).map(|_| next(&mut evening, host)).collect();
    assert_eq!(played.iter().map(String::as_str).collect::<HashSet<_>>(), once.into());
    assert_ne!(played[..6], once, "shuffled again");
}

#[test]
fn a_host_reads_its_list_back_and_nobody_else_does() {
    let (mut evening, host) = room(20);
    let guest = evening.guest("Ada");
    let read = json!({"type": "host:fallback_list"});
    assert_eq!(evening.refused(guest, read.clone()), "NOT_HOST");
    evening.ok(host, read.clone());
    assert_eq!(evening.last(host, "host:fallback_list")["songs"], json!([]));
    let other = evening.enter(Some(HOST));
    evening.ok(host, json!({"type": "host:fallback", "song_ids": ["s4", "s2", "s4"]}));
    assert_eq!(ids(&evening.last(other, "host:fallback_list")["songs"]), ["s4", "s2"]);
    assert!(!evening.types(guest).contains(&"host:fallback_list".to_owned()));
    evening.ok(host, read);
    assert_eq!(ids(&evening.last(host, "host:fallback_list")["songs"]), ["s4", "s2"]);
}

#[test]
fn songs_that_were_read_in_later_come_when_somebody_comes() {
    let (mut evening, host) = room(0);
    assert_eq!(evening.refused(host, json!({"type": "host:next"})), "NOTHING_WAITS");
    evening.settings.catalogue = Some(std::sync::Arc::new(super::kit::Songs(20)));
    let again = evening.enter(Some(HOST));
    assert!(ids(&evening.last(again, "room_state")["fallback"]).len() >= 3);
}

#[test]
fn what_comes_next_is_known_as_soon_as_it_is_switched_on() {
    let (mut evening, host) = Evening::with_songs(20).host();
    evening.ok(host, json!({"type": "host:settings", "fallback": true}));
    evening.wait(300);
    assert!(ids(&evening.last(host, "fallback_changed")["songs"]).len() >= 3);
}

#[test]
fn a_listed_song_that_has_gone_from_the_folder_keeps_nobody_from_editing_the_list() {
    let (mut evening, host) = room(20);
    evening.ok(host, json!({"type": "host:fallback", "song_ids": ["s18", "s2"]}));
    evening.settings.catalogue = Some(std::sync::Arc::new(super::kit::Songs(10)));
    evening.ok(host, json!({"type": "host:fallback", "song_ids": ["s18", "s2", "s3"]}));
    let new = json!({"type": "host:fallback", "song_ids": ["s18", "s19"]});
    assert_eq!(evening.send(host, new).expect_err("unknown").field.as_deref(), Some("song_ids[1]"));
    assert_eq!([next(&mut evening, host), next(&mut evening, host)].iter().collect::<HashSet<_>>().len(), 2);
}

#[test]
fn songs_that_have_gone_from_the_folder_do_not_hold_up_those_behind_them() {
    for in_order in [true, false] {
        let (mut evening, host) = room(20);
        evening.ok(host, json!({"type": "host:settings", "fallback_in_order": in_order}));
        let list: Vec<String> = (0..20).map(|number| format!("s{number}")).collect();
        evening.ok(host, json!({"type": "host:fallback", "song_ids": list}));
        // A whole album was deleted: more songs in a row than are drawn at once.
        evening.settings.catalogue = Some(std::sync::Arc::new(super::kit::Songs(7)));
        let played: Vec<String> = (0..26).map(|_| next(&mut evening, host)).collect();
        let there: HashSet<&String> = list[..7].iter().collect();
        // What had been drawn before still comes, and its player passes it.
        assert!(played[5..].iter().all(|id| there.contains(id)), "{played:?}");
        assert_eq!(played[5..].iter().collect::<HashSet<_>>(), there);
    }
}
