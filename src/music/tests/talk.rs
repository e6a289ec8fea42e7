//! Chat: names, history, slow mode, mute.

use serde_json::json;

use super::kit::{BEGIN, Evening, chat};

#[test]
fn everybody_hears_a_message_under_its_guests_own_name() {
    let (mut evening, host, guests) = Evening::party(2);
    evening.ok(guests[0], chat("Bob", "What a tune!"));
    for conn in [host, guests[0], guests[1]] {
        assert_eq!(
            evening.last(conn, "chat_message"),
            json!({"type": "chat_message", "name": "Ada", "message": "What a tune!", "id": 1, "at": BEGIN + 1_000, "guest_id": 1})
        );
    }
}

#[test]
fn the_last_hundred_are_kept_for_those_who_come_later() {
    let (mut evening, host, _) = Evening::party(0);
    for n in 0..103 {
        evening.ok(host, chat("DJ Ada", &format!("Message {n}")));
    }
    let history = evening.state(None)["chat"].as_array().expect("a history").clone();
    assert_eq!(history.len(), 100);
    assert_eq!((&history[0]["message"], &history[99]["message"]), (&json!("Message 3"), &json!("Message 102")));
    assert_eq!((&history[0]["name"], &history[0]["id"]), (&json!("DJ Ada"), &json!(4)));
}

#[test]
fn very_long_messages_leave_room_for_the_queue() {
    let (mut evening, host, _) = Evening::party(0);
    for _ in 0..100 {
        evening.ok(host, chat("", &"𝄞".repeat(500)));
    }
    let state = evening.state(None);
    assert!((25..=31).contains(&state["chat"].as_array().expect("a history").len()));
}

#[test]
fn a_message_has_one_to_five_hundred_characters_on_one_line() {
    let (mut evening, _, guests) = Evening::party(1);
    for wrong in [json!(""), json!("  \n "), json!("a".repeat(501)), json!(7), json!(null)] {
        let message = json!({"type": "chat_message", "name": "Ada", "message": wrong});
        assert_eq!(evening.refused(guests[0], message), "INVALID_FIELD");
    }
    evening.ok(guests[0], chat("Ada", &"é".repeat(500)));
    evening.ok(guests[0], chat("Ada", " two\nlines "));
    assert_eq!(evening.last(guests[0], "chat_message")["message"], "two lines");
}

#[test]
fn whoever_writes_too_much_waits() {
    let (mut evening, host, guests) = Evening::party(1);
    for _ in 0..5 {
        evening.ok(guests[0], chat("Ada", "again"));
    }
    assert_eq!(evening.refused(guests[0], chat("Ada", "again")), "SLOW_MODE");
    evening.wait(5_000);
    evening.ok(guests[0], chat("Ada", "again"));
    evening.ok(host, json!({"type": "host:settings", "slow_mode_seconds": 30}));
    evening.wait(29_000);
    let refusal = evening.send(guests[0], chat("Ada", "again")).expect_err("slow mode");
    assert_eq!((refusal.code, refusal.message.as_str()), ("SLOW_MODE", "Slow mode: you can write again in 1 seconds."));
    evening.wait(1_000);
    evening.ok(guests[0], chat("Ada", "again"));
    evening.ok(host, chat("Host", "Hosts"));
    evening.ok(host, chat("Host", "do not wait"));
}

#[test]
fn a_crowd_cannot_write_faster_than_it_can_be_heard() {
    let (mut evening, _, _) = Evening::party(0);
    let crowd: Vec<_> = (0..2_000).map(|n| evening.guest(&format!("Guest {n}"))).collect();
    let heard = crowd.iter().filter(|conn| evening.send(**conn, chat("", "Hi")).is_ok()).count();
    assert_eq!(heard, 9, "20,000 receipts are nine messages to 2,001");
    evening.wait(1_000);
    evening.ok(crowd[7], chat("", "Hi"));
}

#[test]
fn a_muted_guest_is_told_and_may_still_vote() {
    let (mut evening, host, guests) = Evening::party(2);
    evening.song(guests[1], "song_queued", "s1");
    let mute = |muted| json!({"type": "host:mute", "guest_id": 1, "muted": muted});
    assert_eq!(evening.refused(guests[1], mute(true)), "NOT_HOST");
    evening.ok(host, mute(true));
    assert_eq!(evening.last(guests[0], "you_changed")["you"]["muted"], true);
    assert_eq!(evening.refused(guests[0], chat("Ada", "Hey")), "MUTED");
    evening.song(guests[0], "song_vote", "s1");
    evening.ok(host, mute(false));
    evening.ok(guests[0], chat("Ada", "Hey"));
    for nobody in [0, 9] {
        assert_eq!(
            evening.refused(host, json!({"type": "host:mute", "guest_id": nobody, "muted": true})),
            "UNKNOWN_GUEST"
        );
    }
}
