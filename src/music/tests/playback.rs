//! What plays, where the player is, and what comes when a song is over.

use serde_json::json;

use super::kit::{BEGIN, Evening, HOST, about};

#[test]
fn the_host_starts_a_song_that_waits_and_it_leaves_the_queue() {
    let (mut evening, host, guests) = Evening::party(2);
    evening.song(guests[0], "song_queued", "s1");
    evening.song(guests[1], "song_queued", "s2");
    evening.song(guests[1], "song_vote", "s1");
    evening.song(host, "song_changed", "s2");
    let told = evening.last(guests[0], "song_changed");
    assert_eq!(
        (&told["song_id"], &told["cause"], &told["playing"]["votes"]),
        (&json!("s2"), &json!("host"), &json!(1))
    );
    assert_eq!(told["playing"]["added_by"]["name"], "Bob");
    assert_eq!(told["playing"]["playback"]["percentage"], 0.0);
    assert_eq!(evening.order(), ["s1"]);
}

#[test]
fn the_host_may_play_what_nobody_queued_but_not_what_does_not_exist() {
    let (mut evening, host, guests) = Evening::party(1);
    evening.song(host, "song_changed", "s9");
    assert_eq!(evening.last(guests[0], "song_changed")["playing"]["added_by"], json!(null));
    assert_eq!(evening.refused(host, about("song_changed", "nowhere")), "UNKNOWN_SONG");
    assert_eq!(evening.refused(guests[0], about("song_changed", "s1")), "NOT_HOST");
}

#[test]
fn who_comes_late_learns_where_the_player_is_now() {
    let (mut evening, host, guests) = Evening::party(1);
    evening.song(host, "song_changed", "s1");
    evening.wait(50_000);
    let playback = |evening: &mut Evening| evening.state(None)["playing"]["playback"].clone();
    let at = BEGIN + evening.now.0 as i64;
    assert_eq!(
        playback(&mut evening),
        json!({"percentage": 25.0, "paused": false, "position_ms": 50_000, "at": at, "duration_ms": 200_000})
    );
    evening.ok(host, json!({"type": "playback_changed", "percentage": 42.5, "paused": true}));
    let told = evening.last(guests[0], "playback_changed");
    assert_eq!(
        (&told["percentage"], &told["paused"], &told["position_ms"]),
        (&json!(42.5), &json!(true), &json!(85_000))
    );
    evening.wait(50_000);
    assert_eq!(playback(&mut evening)["percentage"], 42.5);
    evening.ok(host, json!({"type": "playback_changed", "percentage": 42.5, "paused": false}));
    evening.wait(10_000);
    assert_eq!(playback(&mut evening)["percentage"], 47.5);
}

#[test]
fn only_the_host_moves_the_player_and_only_within_the_song() {
    let (mut evening, host, guests) = Evening::party(1);
    let at =
        |percentage: serde_json::Value| json!({"type": "playback_changed", "percentage": percentage, "paused": false});
    assert_eq!(evening.refused(host, at(json!(10))), "NOTHING_PLAYS");
    evening.song(host, "song_changed", "s1");
    assert_eq!(evening.refused(guests[0], at(json!(10))), "NOT_HOST");
    for wrong in [json!(-1), json!(100.1), json!("50"), json!(null)] {
        assert_eq!(evening.refused(host, at(wrong)), "INVALID_FIELD");
    }
    evening.ok(host, at(json!(100)));
}

#[test]
fn a_song_that_ends_without_a_word_of_the_player_is_followed_by_the_next() {
    let (mut evening, host, guests) = Evening::party(1);
    evening.song(host, "song_changed", "s1");
    evening.song(guests[0], "song_queued", "s2");
    evening.wait(204_900);
    assert_eq!(evening.state(None)["playing"]["song"]["song_id"], "s1");
    evening.wait(100);
    let told = evening.last(guests[0], "song_changed");
    assert_eq!((&told["song_id"], &told["cause"]), (&json!("s2"), &json!("ended")));
    // Nothing is left: the end is told, and the next song to be queued plays at once.
    evening.wait(205_000);
    assert_eq!(evening.last(host, "song_ended")["song_id"], "s2");
    evening.song(guests[0], "song_queued", "s3");
    let types = evening.types(host);
    let place = |kind: &str| types.iter().position(|other| other == kind).expect(kind);
    assert!(place("song_queued") < place("song_changed"), "{types:?}");
    assert!(evening.order().is_empty());
}

#[test]
fn nothing_starts_by_itself_before_the_host_has_begun() {
    let (mut evening, host, guests) = Evening::party(1);
    evening.song(guests[0], "song_queued", "s1");
    evening.wait(600_000);
    assert_eq!(evening.state(None)["playing"], json!(null));
    evening.ok(host, json!({"type": "host:next", "after": ""}));
    assert_eq!(evening.state(None)["playing"]["song"]["song_id"], "s1");
}

#[test]
fn an_end_that_two_tabs_notice_is_one_end() {
    let (mut evening, host, guests) = Evening::party(1);
    let other = evening.enter(Some(HOST));
    for song in ["s2", "s3"] {
        evening.song(guests[0], "song_queued", song);
    }
    evening.song(host, "song_changed", "s1");
    evening.wait(200_000);
    for tab in [host, other] {
        evening.ok(tab, json!({"type": "host:next", "after": "s1"}));
    }
    assert_eq!(evening.state(None)["playing"]["song"]["song_id"], "s2");
    evening.wait(10_000);
    evening.frames(guests[0]);
    for tab in [host, other] {
        evening.song(tab, "song_changed", "s3");
        evening.wait(500);
    }
    let begun = evening.frames(guests[0]).iter().filter(|frame| frame["type"] == "song_changed").count();
    assert_eq!(begun, 1);
    assert_eq!(evening.last(other, "song_changed")["song_id"], "s3");
    evening.wait(5_000);
    evening.song(host, "song_changed", "s3");
    assert_eq!(evening.state(None)["playing"]["playback"]["percentage"], 0.0, "later it is meant: from the beginning");
    evening.ok(host, json!({"type": "host:next"}));
    assert_eq!(evening.last(guests[0], "song_ended")["song_id"], "s3");
    assert_eq!(evening.refused(host, json!({"type": "host:next"})), "NOTHING_WAITS");
}

#[test]
fn music_that_no_host_hears_stands_where_it_was_heard_last() {
    let (mut evening, host, guests) = Evening::party(1);
    evening.song(guests[0], "song_queued", "s2");
    evening.song(host, "song_changed", "s1");
    evening.wait(30_000);
    evening.leave(host);
    evening.wait(600_000);
    let state = evening.state(None);
    assert_eq!(
        (&state["playing"]["song"]["song_id"], &state["playing"]["playback"]["paused"]),
        (&json!("s1"), &json!(true))
    );
    let position = state["playing"]["playback"]["position_ms"].as_u64().expect("a position");
    assert!((30_000..=46_000).contains(&position), "{position}");
    assert!(evening.last(guests[0], "playback_changed")["paused"].as_bool().expect("a word"));
    assert!(!evening.music.game.as_ref().expect("a room").is_sounding());
}

#[test]
fn the_room_says_that_it_stands_because_nobody_was_heard() {
    let (mut evening, host, _) = Evening::party(0);
    let halted = |evening: &mut Evening| evening.state(None)["playing"]["playback"]["halted"].clone();
    evening.song(host, "song_changed", "s1");
    evening.ok(host, json!({"type": "playback_changed", "percentage": 1, "paused": true}));
    assert_eq!(halted(&mut evening), json!(null), "somebody wished so");
    evening.ok(host, json!({"type": "playback_changed", "percentage": 1, "paused": false}));
    evening.leave(host);
    evening.wait(120_000);
    assert_eq!(halted(&mut evening), json!(true));
    evening.restart();
    assert_eq!(halted(&mut evening), json!(true));
    let host = evening.enter(Some(HOST));
    evening.ok(host, json!({"type": "playback_changed", "percentage": 50, "paused": false}));
    assert_eq!(halted(&mut evening), json!(null));
}

#[test]
fn a_remote_control_alone_is_no_music() {
    let (mut evening, computer, guests) = Evening::party(1);
    let phone = evening.enter(Some(HOST));
    let report = |at: f64| json!({"type": "playback_changed", "percentage": at, "paused": false, "player": "computer"});
    evening.ok(computer, json!({"type": "host:player", "player": "computer"}));
    for song in ["s2", "s3"] {
        evening.song(guests[0], "song_queued", song);
    }
    evening.song(phone, "song_changed", "s1");
    // It tells where it is every ten seconds: all is well.
    for step in 0..9 {
        evening.ok(computer, report(f64::from(step) * 5.0));
        evening.wait(10_000);
    }
    assert_eq!(evening.state(None)["playing"]["playback"]["paused"], false);
    // The lid is closed. The songs that wait do not run by while nobody hears them.
    evening.leave(computer);
    evening.wait(600_000);
    let playing = evening.state(None)["playing"].clone();
    assert_eq!(
        (&playing["song"]["song_id"], &playing["playback"]["halted"]),
        (&json!("s1"), &json!(true)),
        "{playing}"
    );
    assert_eq!(evening.order(), ["s2", "s3"]);
    // Opened again, it goes on, and at the end of the song the next one comes.
    let computer = evening.enter(Some(HOST));
    evening.ok(computer, report(97.0));
    evening.wait(12_000);
    assert_eq!(evening.last(phone, "song_changed")["song_id"], "s2");
}

#[test]
fn a_host_who_reloads_does_not_stop_the_music() {
    let (mut evening, host, guests) = Evening::party(1);
    evening.song(host, "song_changed", "s1");
    let mut host = host;
    for _ in 0..6 {
        evening.leave(host);
        evening.wait(11_000);
        host = evening.enter(Some(HOST));
        evening.wait(14_000);
    }
    assert!(evening.frames(guests[0]).iter().all(|frame| frame["type"] != "playback_changed"));
    assert_eq!(evening.state(None)["playing"]["playback"]["paused"], false);
}

#[test]
fn after_a_restart_everything_is_where_it_was() {
    let (mut evening, host, guests) = Evening::party(2);
    let token = evening.join("Zoe");
    let zoe = evening.enter(Some(&token));
    evening.song(host, "song_changed", "s1");
    for (conn, song) in [(guests[0], "s2"), (guests[1], "s3"), (zoe, "s4")] {
        evening.song(conn, "song_queued", song);
    }
    evening.song(zoe, "song_vote", "s3");
    evening.ok(zoe, json!({"type": "chat_message", "name": "Zoe", "message": "Hi"}));
    evening.wait(40_000);
    let before = evening.state(Some(&token));
    evening.restart();
    let after = evening.state(Some(&token));
    for field in ["queue", "playing", "chat", "settings", "fallback", "name", "you"] {
        assert_eq!(before[field], after[field], "{field}");
    }
}

#[test]
fn of_two_pages_that_play_the_one_chosen_last_is_heard() {
    let (mut evening, host, guests) = Evening::party(1);
    let phone = evening.enter(Some(HOST));
    let claim = |page: &str| json!({"type": "host:player", "player": page});
    let report = |page: &str, percentage: f64| json!({"type": "playback_changed", "percentage": percentage, "paused": false, "player": page});
    assert_eq!(evening.refused(guests[0], claim("guest")), "NOT_HOST");
    evening.song(host, "song_changed", "s1");
    evening.ok(host, report("desk", 1.0));
    evening.ok(host, claim("desk"));
    evening.ok(phone, claim("phone"));
    assert_eq!(evening.last(host, "host:player")["player"], "phone");
    assert!(!evening.types(guests[0]).contains(&"host:player".to_owned()), "which page it is concerns hosts alone");
    assert_eq!(evening.refused(host, report("desk", 2.0)), "OTHER_PLAYER");
    evening.ok(phone, report("phone", 3.0));
    assert_eq!(evening.last(guests[0], "playback_changed")["player"], "phone");
    // A wish names no page, and is anybody's who hosts.
    evening.ok(host, json!({"type": "playback_changed", "percentage": 50, "paused": true}));
    assert_eq!(evening.last(phone, "playback_changed").get("player"), None);
    let late = evening.enter(Some(HOST));
    assert_eq!(evening.last(late, "room_state")["player"], "phone");
    assert_eq!(evening.state(None).get("player"), None);
}
