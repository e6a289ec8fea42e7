//! Who is who: tokens, tabs, reloads, names, removal.

use serde_json::json;

use super::kit::{Evening, HOST, about, chat};
use crate::music::command::Command;

#[test]
fn the_first_words_say_who_one_is() {
    let (mut evening, host) = Evening::with_songs(9).host();
    let token = evening.join("Ada");
    let host_state = evening.last(host, "room_state");
    assert_eq!((&host_state["you"]["role"], &host_state["you"]["controls"]), (&json!("host"), &json!(true)));
    assert_eq!(
        (&host_state["name"], &host_state["code"], &host_state["exists"]),
        (&json!("Kitchen party"), &json!("K7WF"), &json!(true))
    );
    let you = evening.state(Some(&token))["you"].clone();
    assert_eq!(
        you,
        json!({"guest_id": 1, "name": "Ada", "role": "guest", "controls": false, "muted": false, "waiting": 0})
    );
    let you = evening.state(None)["you"].clone();
    assert_eq!((&you["role"], &you["guest_id"]), (&json!("visitor"), &json!(null)));
}

#[test]
fn two_tabs_of_a_guest_are_one_guest_and_both_live() {
    let (mut evening, host, _) = Evening::party(0);
    let token = evening.join("Ada");
    let tabs = [evening.enter(Some(&token)), evening.enter(Some(&token))];
    evening.song(host, "song_queued", "s1");
    evening.song(tabs[0], "song_vote", "s1");
    evening.song(tabs[1], "song_vote", "s1");
    assert_eq!(evening.last(tabs[0], "song_vote")["votes"], 1, "the second tab has taken the vote back");
    evening.ok(host, json!({"type": "host:mute", "guest_id": 1, "muted": true}));
    for tab in tabs {
        assert_eq!(evening.last(tab, "you_changed")["you"]["muted"], true);
    }
    assert_eq!(evening.state(None)["people_count"], 2);
    evening.leave(tabs[0]);
    assert_eq!(evening.state(None)["people_count"], 2);
    evening.leave(tabs[1]);
    assert_eq!(evening.state(None)["people_count"], 1);
}

#[test]
fn a_reload_is_no_second_vote() {
    let (mut evening, host, _) = Evening::party(0);
    evening.song(host, "song_queued", "s1");
    let token = evening.join("Ada");
    for round in 0..4 {
        let tab = evening.enter(Some(&token));
        let state = evening.last(tab, "room_state");
        assert_eq!(state["queue"][0]["voted"], json!(round % 2 == 1));
        evening.song(tab, "song_vote", "s1");
        assert_eq!(evening.last(tab, "song_vote")["votes"], 2 - round % 2);
        evening.leave(tab);
    }
}

#[test]
fn an_unknown_token_is_told_and_looks_on() {
    let (mut evening, _, _) = Evening::party(0);
    let conn = evening.enter(Some("stolen"));
    let told = evening.frames(conn);
    assert_eq!((&told[0]["code"], &told[1]["type"]), (&json!("INVALID_TOKEN"), &json!("room_state")));
    assert_eq!(told[1]["you"]["role"], "visitor");
    let mut nowhere = Evening::begin();
    let conn = nowhere.enter(Some(HOST));
    assert_eq!(nowhere.types(conn), ["error", "room_state"]);
}

#[test]
fn of_two_with_the_same_name_the_second_gets_a_number() {
    let (mut evening, host, guests) = Evening::party(1);
    evening.guest("ada");
    let long = "A".repeat(40);
    evening.guest(&long);
    evening.guest(&long);
    evening.guest("Host");
    evening.ok(guests[0], chat("", "I was first"));
    evening.wait(300);
    let people = evening.last(host, "people_changed");
    let names: Vec<&str> =
        people["people"].as_array().expect("people").iter().filter_map(|p| p["name"].as_str()).collect();
    assert_eq!(names, ["Host", "Host 2", &("A".repeat(38) + " 2"), &long, "ada 2", "Ada"]);
}

#[test]
fn a_seat_can_be_taken_over_the_socket_too() {
    let (mut evening, host, _) = Evening::party(0);
    let conn = evening.stranger();
    evening.ok(conn, json!({"type": "join_room", "name": "Ada"}));
    let joined = evening.last(conn, "guest_joined");
    assert_eq!(evening.refused(conn, json!({"type": "join_room", "name": "Eve"})), "ALREADY_JOINED");
    assert_eq!(evening.refused(host, json!({"type": "join_room", "name": "Eve"})), "ALREADY_JOINED");
    evening.leave(conn);
    let again = evening.state(joined["guest_token"].as_str());
    assert_eq!((&again["you"]["name"], &again["you"]["guest_id"]), (&json!("Ada"), &joined["guest_id"]));
}

#[test]
fn a_removed_guest_is_out_with_its_votes_and_may_be_let_back() {
    let (mut evening, host, guests) = Evening::party(1);
    let token = evening.join("Eve");
    let eve = evening.enter(Some(&token));
    for song in ["s1", "s2"] {
        evening.song(eve, "song_queued", song);
    }
    evening.song(guests[0], "song_vote", "s2");
    let remove = |removed| json!({"type": "host:remove_guest", "guest_id": 2, "removed": removed});
    assert_eq!(evening.refused(guests[0], remove(true)), "NOT_HOST");
    evening.ok(host, remove(true));
    assert_eq!(evening.types(eve).last().map(String::as_str), Some("guest_removed"));
    assert_eq!(evening.closed.get(&eve), Some(&1008));
    let state = evening.state(None);
    assert_eq!((&state["queue"][0]["song_id"], &state["queue"][0]["votes"]), (&json!("s2"), &json!(1)));
    assert_eq!(state["queue"].as_array().map(Vec::len), Some(1), "what nobody else wanted is gone");
    let again = evening.enter(Some(&token));
    assert_eq!((evening.types(again), evening.closed.get(&again)), (vec!["guest_removed".to_owned()], Some(&1008)));
    evening.ok(host, remove(false));
    let back = evening.enter(Some(&token));
    evening.song(back, "song_vote", "s2");
    assert_eq!(
        evening.refused(host, json!({"type": "host:remove_guest", "guest_id": 0, "removed": true})),
        "UNKNOWN_GUEST"
    );
}

#[test]
fn a_full_room_takes_nobody_more() {
    let mut evening = Evening::with_songs(9);
    evening.settings.guests_max = 3;
    let (mut evening, _, _) = Evening::party_in(evening, 2);
    let refusal = evening.call(Command::Join { name: "Eve".to_owned() }).expect_err("full");
    assert_eq!(refusal.code, "ROOM_FULL");
    let stranger = evening.stranger();
    assert_eq!(evening.refused(stranger, about("song_queued", "s1")), "ROOM_FULL");
}

#[test]
fn in_a_large_room_the_list_of_people_is_cut_and_its_true_count_told() {
    let (mut evening, host, _) = Evening::party(0);
    let crowd: Vec<_> = (0..600).map(|n| evening.guest(&format!("Guest {n}"))).collect();
    evening.wait(300);
    let rows = |told: &serde_json::Value| (told["people"].as_array().map(Vec::len), told["count"].as_u64());
    assert_eq!(rows(&evening.last(host, "people_changed")), (Some(500), Some(601)));
    let told = evening.last(crowd[0], "people_changed");
    assert_eq!(rows(&told), (Some(100), Some(601)));
    assert_eq!((&told["people"][0]["role"], &told["people"][1]["name"]), (&json!("host"), &json!("Guest 599")));
}
