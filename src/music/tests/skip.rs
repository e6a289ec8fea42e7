//! Votes to skip what plays.

use serde_json::json;

use super::kit::Evening;

fn skip() -> serde_json::Value {
    json!({"type": "vote_skip"})
}

#[test]
fn half_of_those_present_skip_a_song() {
    let (mut evening, host, guests) = Evening::party(4);
    evening.song(host, "song_queued", "s2");
    evening.song(host, "song_changed", "s1");
    evening.ok(guests[0], skip());
    let own = evening.last(guests[0], "vote_skip");
    assert_eq!(own, json!({"type": "vote_skip", "votes": 1, "needed": 3, "voted": true}));
    evening.wait(300);
    assert_eq!(evening.last(guests[1], "vote_skip"), json!({"type": "vote_skip", "votes": 1, "needed": 3}));
    evening.ok(guests[1], skip());
    evening.ok(guests[1], skip());
    assert_eq!(evening.last(guests[1], "vote_skip")["voted"], false);
    evening.ok(guests[1], skip());
    assert_eq!(evening.state(None)["playing"]["song"]["song_id"], "s1");
    evening.ok(guests[2], skip());
    let told = evening.last(host, "song_changed");
    assert_eq!((&told["song_id"], &told["cause"]), (&json!("s2"), &json!("skipped")));
    assert_eq!(evening.state(None)["skip"]["votes"], 0);
}

#[test]
fn the_share_is_the_hosts_choice_and_half_of_two_is_one() {
    let (mut evening, host, guests) = Evening::party(1);
    evening.ok(host, json!({"type": "host:settings", "skip_percent": 51}));
    evening.song(host, "song_changed", "s1");
    evening.ok(guests[0], skip());
    assert_eq!(evening.last(guests[0], "vote_skip")["needed"], 2);
    assert!(!evening.types(host).contains(&"song_ended".to_owned()));
    evening.ok(host, skip());
    assert_eq!(evening.last(guests[0], "song_ended")["song_id"], "s1");
    evening.ok(host, json!({"type": "host:settings", "skip_percent": 50}));
    evening.song(host, "song_changed", "s1");
    evening.ok(guests[0], skip());
    assert_eq!(evening.last(guests[0], "song_ended")["song_id"], "s1");
}

#[test]
fn only_votes_of_those_who_are_here_count() {
    let (mut evening, host, guests) = Evening::party(4);
    evening.song(host, "song_queued", "s2");
    evening.song(host, "song_changed", "s1");
    for guest in &guests[..2] {
        evening.ok(*guest, skip());
        evening.leave(*guest);
    }
    // Three are here, two of them needed; two votes of those who left are none.
    evening.ok(guests[2], skip());
    assert_eq!(evening.state(None)["playing"]["song"]["song_id"], "s1");
    // The one who did not want to skip leaves: now two of two.
    evening.ok(guests[3], skip());
    assert_eq!(evening.state(None)["playing"]["song"]["song_id"], "s2");
}

#[test]
fn when_others_leave_the_votes_that_are_there_may_suffice() {
    let (mut evening, host, guests) = Evening::party(4);
    evening.song(host, "song_queued", "s2");
    evening.song(host, "song_changed", "s1");
    evening.ok(guests[0], skip());
    evening.ok(guests[1], skip());
    evening.leave(guests[2]);
    evening.leave(guests[3]);
    evening.wait(15_000);
    assert_eq!(evening.last(guests[0], "song_changed")["cause"], "skipped");
}

#[test]
fn a_host_can_switch_it_off_or_ask_for_more() {
    let (mut evening, host, guests) = Evening::party(3);
    assert_eq!(evening.refused(guests[0], skip()), "NOTHING_PLAYS");
    evening.song(host, "song_changed", "s1");
    evening.ok(host, json!({"type": "host:settings", "skip_percent": 100}));
    evening.ok(guests[0], skip());
    assert_eq!(evening.last(guests[0], "vote_skip")["needed"], 4);
    evening.ok(host, json!({"type": "host:settings", "skip_votes": false}));
    assert_eq!(evening.refused(guests[1], skip()), "SKIP_OFF");
    assert_eq!(evening.last(guests[1], "settings_changed")["settings"]["skip_percent"], 100);
}

#[test]
fn the_votes_that_are_shown_are_the_votes_that_count() {
    let (mut evening, host, guests) = Evening::party(5);
    evening.song(host, "song_changed", "s1");
    for guest in &guests[..2] {
        evening.ok(*guest, skip());
    }
    evening.leave(guests[0]);
    evening.wait(300);
    let told = evening.last(guests[4], "vote_skip");
    assert_eq!((&told["votes"], &told["needed"]), (&json!(1), &json!(3)), "who has left does not count");
    assert_eq!(evening.state(None)["skip"]["votes"], 1);
}

#[test]
fn votes_choose_another_song_but_do_not_end_a_pause_of_the_hosts() {
    let (mut evening, host, guests) = Evening::party(1);
    evening.song(host, "song_queued", "s2");
    evening.song(host, "song_changed", "s1");
    evening.ok(host, json!({"type": "playback_changed", "percentage": 40, "paused": true}));
    evening.ok(guests[0], skip());
    let told = evening.last(host, "song_changed");
    assert_eq!((&told["song_id"], &told["playing"]["playback"]["paused"]), (&json!("s2"), &json!(true)));
    assert_eq!(evening.last(guests[0], "playback_changed")["paused"], true);
    evening.wait(600_000);
    let playing = evening.state(None)["playing"].clone();
    assert_eq!((&playing["song"]["song_id"], &playing["playback"]["position_ms"]), (&json!("s2"), &json!(0)));
    // The host's own "next" is another matter.
    evening.song(host, "song_changed", "s3");
    assert_eq!(evening.state(None)["playing"]["playback"]["paused"], false);
}
