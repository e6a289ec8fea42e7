//! Before the game: founding, joining, the lobby.

use serde_json::json;

use super::kit::{Evening, HOST, quiz};

#[test]
fn the_first_frame_tells_the_phase_also_where_no_session_exists() {
    let mut evening = Evening::begin();
    let early = evening.connect();
    let greeting = evening.last(early, "server:state_snapshot");
    assert_eq!(greeting["phase"], "waiting");
    assert_eq!(greeting["code"], "4711");
    assert_eq!(greeting["exists"], false);
    let host = evening.connect();
    evening.ok(host, quiz());
    assert_eq!(evening.last(early, "server:state_snapshot")["exists"], true);
}

#[test]
fn a_host_asks_for_its_session_is_refused_and_founds_it_on_the_same_socket() {
    let mut evening = Evening::begin();
    let host = evening.connect();
    evening.ok(host, json!({"type": "rejoin_host", "hostId": HOST}));
    assert_eq!(evening.last(host, "error")["code"], "SESSION_NOT_FOUND");
    evening.ok(host, quiz());
    let frames = evening.frames(host);
    let created = frames.iter().find(|frame| frame["type"] == "session:created").expect("created");
    assert_eq!((&created["code"], &created["hostId"]), (&json!("4711"), &json!(HOST)));
    let kinds: Vec<&str> = frames.iter().filter_map(|frame| frame["type"].as_str()).collect();
    assert!(kinds.contains(&"lobby:updated") && kinds.contains(&"sessions:list"), "{kinds:?}");
}

#[test]
fn founding_again_with_the_same_secret_attaches_and_with_another_is_refused() {
    let (mut evening, _) = Evening::founded();
    let again = evening.connect();
    evening.ok(again, quiz());
    let kinds = evening.types(again);
    assert!(kinds.contains(&"session:created".to_owned()) && kinds.contains(&"host:state_snapshot".to_owned()));
    assert_eq!(evening.log.len(), 1);
    let stranger = evening.connect();
    let mut other = quiz();
    other["hostId"] = json!("OAKY-OTTER");
    assert_eq!(evening.refused(stranger, other), "CODE_TAKEN");
}

#[test]
fn who_joins_gets_a_name_and_a_token_and_then_the_lobby() {
    let (mut evening, host) = Evening::founded();
    evening.hush();
    let guest = evening.connect();
    evening.heard(guest);
    evening.ok(guest, json!({"type": "join_session", "code": "4711"}));
    let frames = evening.frames(guest);
    assert_eq!(frames[0]["type"], "participant:joined");
    assert_eq!(frames[0]["rejoinToken"].as_str().map(str::len), Some(32));
    assert_eq!(frames[1]["type"], "lobby:updated");
    assert_eq!(frames[1]["participants"], json!([frames[0]["pseudonym"]]));
    assert_eq!(evening.last(host, "lobby:updated")["count"], 1);
}

#[test]
fn a_second_join_on_the_same_socket_answers_the_same_seat_again() {
    let (mut evening, _) = Evening::founded();
    let guest = evening.joined();
    let first = evening.last(guest, "participant:joined");
    evening.ok(guest, json!({"type": "join_session", "code": ""}));
    assert_eq!(evening.last(guest, "participant:joined"), first);
    assert_eq!(evening.quiz.game.as_ref().expect("a quiz").seats.count(), 1);
}

#[test]
fn joining_is_refused_with_a_reason() {
    let mut evening = Evening::begin();
    let guest = evening.connect();
    let join = json!({"type": "join_session", "code": ""});
    assert_eq!(evening.refused(guest, join.clone()), "SESSION_NOT_FOUND");
    let host = evening.connect();
    evening.ok(host, quiz());
    assert_eq!(evening.refused(guest, json!({"type": "join_session", "code": "4712"})), "INVALID_FIELD");
    assert_eq!(evening.refused(host, join.clone()), "NOT_A_PARTICIPANT");
    evening.ok(host, json!({"type": "host:lock", "locked": true}));
    assert_eq!(evening.refused(guest, join.clone()), "LOBBY_LOCKED");
    evening.ok(host, json!({"type": "host:lock", "locked": false}));
    evening.settings.participants_max = 1;
    evening.ok(guest, join.clone());
    let late = evening.connect();
    assert_eq!(evening.refused(late, join.clone()), "SESSION_FULL");
    evening.host(host, "start");
    assert_eq!(evening.refused(late, join.clone()), "GAME_STARTED");
    evening.host(host, "end");
    assert_eq!(evening.refused(late, join), "GAME_STARTED");
}

#[test]
fn the_lobby_is_shown_four_times_a_second_and_the_last_state_always() {
    let (mut evening, host) = Evening::founded();
    evening.hush();
    for _ in 0..100 {
        evening.joined();
        evening.wait(10);
    }
    evening.wait(270);
    let shown: Vec<_> = evening.frames(host).into_iter().filter(|frame| frame["type"] == "lobby:updated").collect();
    assert!((4..=5).contains(&shown.len()), "{} times", shown.len());
    assert_eq!(shown.last().expect("shown")["count"], 100);
}

#[test]
fn beyond_two_hundred_names_only_hosts_receive_all() {
    let (mut evening, host, guests) = Evening::with_guests(201);
    evening.wait(300);
    let whole = evening.last(host, "lobby:updated");
    let cut = evening.last(guests[0], "lobby:updated");
    assert_eq!(whole["participants"].as_array().map(Vec::len), Some(201));
    assert_eq!(cut["participants"].as_array().map(Vec::len), Some(100));
    assert_eq!(cut["participants"][99], whole["participants"][200]);
    assert_eq!(cut["count"], 201);
}

#[test]
fn a_removed_participant_is_told_and_stays_out() {
    let (mut evening, host, guests) = Evening::with_guests(2);
    let joined = evening.last(guests[0], "participant:joined");
    evening.ok(host, json!({"type": "host:kick", "pseudonym": joined["pseudonym"]}));
    evening.wait(300);
    assert!(evening.types(guests[0]).contains(&"seat:removed".to_owned()));
    assert_eq!(evening.last(host, "lobby:updated")["count"], 1);
    assert_eq!(evening.refused(guests[0], json!({"type": "join_session", "code": ""})), "KICKED");
    let rejoin = json!({"type": "rejoin_session", "rejoinToken": joined["rejoinToken"]});
    let back = evening.connect();
    assert_eq!(evening.refused(back, rejoin), "KICKED");
    let again = json!({"type": "host:kick", "pseudonym": joined["pseudonym"]});
    assert_eq!(evening.refused(host, again), "UNKNOWN_PARTICIPANT");
    evening.host(host, "start");
    let name = evening.answer(guests[0], 'a').expect_err("a removed participant");
    assert_eq!(name.code, "NOT_A_PARTICIPANT");
    evening.host(host, "reveal");
    assert_eq!(evening.last(host, "game:answer_revealed")["results"].as_array().map(Vec::len), Some(1));
    assert!(evening.last(guests[0], "game:answer_revealed").get("myPoints").is_none());
}
