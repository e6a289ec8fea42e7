//! Which command is possible in which phase.

use serde_json::json;

use super::kit::Evening;

/// The controls that are possible in each phase.
const POSSIBLE: [(&str, &[&str]); 6] = [
    ("waiting", &["start", "end"]),
    ("question_open", &["pause", "reveal", "extend", "end"]),
    ("question_paused", &["resume", "reveal", "extend", "end"]),
    ("question_revealed", &["next", "end"]),
    ("round_leaderboard", &["next", "end"]),
    ("ended", &[]),
];

fn evening_in(phase: &str) -> (Evening, crate::engine::ConnId) {
    let (mut evening, host, _) = Evening::with_guests(1);
    let way: &[&str] = match phase {
        "waiting" => &[],
        "question_open" => &["start"],
        "question_paused" => &["start", "pause"],
        "question_revealed" => &["start", "pause", "reveal"],
        "round_leaderboard" => &["start", "reveal", "next", "reveal", "next"],
        _ => &["start", "end"],
    };
    for step in way {
        evening.host(host, step);
    }
    (evening, host)
}

#[test]
fn each_control_works_in_its_phases_and_is_refused_in_all_others() {
    for (phase, possible) in POSSIBLE {
        for control in ["start", "pause", "resume", "reveal", "next", "extend", "end"] {
            let (mut evening, host) = evening_in(phase);
            let message = json!({"type": format!("host:{control}"), "seconds": 10});
            let visitor = evening.connect();
            assert_eq!(evening.refused(visitor, message.clone()), "NOT_HOST");
            assert_eq!(evening.last(visitor, "server:state_snapshot")["phase"], phase);
            match evening.send(host, message) {
                Ok(()) => assert!(possible.contains(&control), "{control} in {phase}"),
                Err(refusal) => {
                    assert_eq!(refusal.code, "WRONG_PHASE");
                    assert!(!possible.contains(&control), "{control} in {phase}");
                }
            }
        }
    }
}

#[test]
fn nobody_starts_a_game_without_participants() {
    let (mut evening, host) = Evening::founded();
    assert_eq!(evening.refused(host, json!({"type": "host:start"})), "NO_PARTICIPANTS");
    let guest = evening.joined();
    let name = evening.last(guest, "participant:joined")["pseudonym"].clone();
    evening.ok(host, json!({"type": "host:kick", "pseudonym": name}));
    assert_eq!(evening.refused(host, json!({"type": "host:start"})), "NO_PARTICIPANTS");
}

#[test]
fn a_question_cannot_be_extended_for_ever() {
    let (mut evening, host, _) = Evening::started(1);
    for _ in 0..20 {
        evening.ok(host, json!({"type": "host:extend", "seconds": 60}));
    }
    assert_eq!(evening.last(host, "game:timer_extended")["timerMs"], 15 * 60 * 1000);
}

#[test]
fn everybody_may_ask_for_the_time() {
    let mut evening = Evening::begin();
    let conn = evening.connect();
    evening.wait(1_234);
    evening.ok(conn, json!({"type": "time_request", "clientTime": 5.5}));
    let time = evening.last(conn, "server:time");
    assert_eq!((&time["clientTime"], &time["serverTime"]), (&json!(5.5), &json!(super::kit::BEGIN + 1_234)));
}
