//! What a host may set.

use serde_json::json;

use super::kit::{Evening, about};

#[test]
fn a_locked_queue_is_told_to_all() {
    let (mut evening, host, guests) = Evening::party(1);
    evening.ok(host, json!({"type": "host:lock", "locked": true}));
    assert_eq!(evening.last(guests[0], "queue_locked"), json!({"type": "queue_locked", "locked": true}));
    assert_eq!(evening.refused(guests[0], about("song_queued", "s1")), "QUEUE_LOCKED");
    assert_eq!(evening.state(None)["locked"], true);
    evening.ok(host, json!({"type": "host:lock", "locked": false}));
    evening.song(guests[0], "song_queued", "s1");
}

#[test]
fn settings_change_one_by_one_and_what_is_so_already_is_not_told_again() {
    let (mut evening, host, guests) = Evening::party(1);
    evening.ok(host, json!({"type": "host:settings", "queue_limit": 5}));
    evening.ok(host, json!({"type": "host:settings", "slow_mode_seconds": 10}));
    let settings = evening.last(guests[0], "settings_changed")["settings"].clone();
    assert_eq!(
        settings,
        json!({"queue_limit": 5, "skip_votes": true, "skip_percent": 50, "slow_mode_seconds": 10, "fallback": false})
    );
    let events = evening.log.len();
    evening.ok(host, json!({"type": "host:settings", "queue_limit": 5}));
    evening.ok(host, json!({"type": "host:lock", "locked": false}));
    evening.ok(host, json!({"type": "host:mute", "guest_id": 1, "muted": false}));
    assert_eq!(evening.log.len(), events);
    assert_eq!(evening.refused(guests[0], json!({"type": "host:settings", "queue_limit": 9})), "NOT_HOST");
}

#[test]
fn settings_have_bounds_and_the_refusal_names_the_field() {
    let (mut evening, host, _) = Evening::party(0);
    for (field, value) in [
        ("queue_limit", json!(0)),
        ("queue_limit", json!(51)),
        ("skip_percent", json!(0)),
        ("skip_percent", json!(101)),
        ("slow_mode_seconds", json!(301)),
        ("slow_mode_seconds", json!(1.5)),
        ("skip_votes", json!("yes")),
        ("fallback", json!(1)),
    ] {
        let refusal = evening.send(host, json!({"type": "host:settings", field: value})).expect_err(field);
        assert_eq!((refusal.code, refusal.field.as_deref()), ("INVALID_FIELD", Some(field)));
    }
}

#[test]
fn everybody_can_ask_for_the_time() {
    let (mut evening, _, guests) = Evening::party(1);
    evening.ok(guests[0], json!({"type": "time_request", "client_time": 12.5}));
    let told = evening.last(guests[0], "server:time");
    assert_eq!(told["client_time"], 12.5);
    assert_eq!(told["server_time"], super::kit::BEGIN + 1_000);
}
