//! Participants and stages that come back, also after the server was killed.

use serde_json::json;

use super::kit::{Evening, HOST};

const WAY: [&str; 9] = ["start", "pause", "resume", "reveal", "next", "reveal", "next", "next", "end"];

#[test]
fn a_phone_comes_back_to_its_seat_in_every_phase_also_after_a_crash() {
    let (mut evening, mut host, guests) = Evening::with_guests(2);
    let joined = evening.last(guests[0], "participant:joined");
    let rejoin = json!({"type": "rejoin_session", "rejoinToken": joined["rejoinToken"]});
    for step in WAY {
        evening.restart();
        host = evening.connect();
        evening.ok(host, json!({"type": "rejoin_host", "hostId": HOST}));
        let phone = evening.connect();
        let phase = evening.last(phone, "server:state_snapshot")["phase"].clone();
        evening.ok(phone, rejoin.clone());
        let snapshot = evening.last(phone, "participant:state_snapshot");
        assert_eq!((&snapshot["pseudonym"], &snapshot["phase"]), (&joined["pseudonym"], &phase));
        assert_eq!(snapshot["hostConnected"], true);
        assert_eq!(snapshot.get("rankings").is_some(), phase == "round_leaderboard");
        if phase == "question_open" {
            evening.answer(phone, 'b').expect("open");
            evening.ok(phone, rejoin.clone());
            let chosen = format!("{}-b", evening.position());
            assert_eq!(evening.last(phone, "participant:state_snapshot")["selectedOptionId"], chosen);
        }
        if phase == "question_revealed" {
            assert!(snapshot["myPoints"].is_number() && snapshot["correctOptionId"].is_string());
        }
        evening.host(host, step);
    }
    let phone = evening.connect();
    evening.ok(phone, rejoin);
    let snapshot = evening.last(phone, "participant:state_snapshot");
    assert_eq!(snapshot["phase"], "ended");
    assert_eq!(snapshot["review"].as_array().map(Vec::len), Some(2));
    assert_eq!(evening.quiz.game.as_ref().expect("a quiz").seats.count(), 2, "coming back never makes a seat");
    assert_eq!(evening.refused(host, json!({"type": "host:end"})), "WRONG_PHASE");
}

#[test]
fn the_newest_socket_owns_the_seat_and_the_older_one_is_told() {
    let (mut evening, _, guests) = Evening::started(1);
    let joined = evening.last(guests[0], "participant:joined");
    let newer = evening.connect();
    evening.ok(newer, json!({"type": "rejoin_session", "rejoinToken": joined["rejoinToken"]}));
    assert!(evening.types(guests[0]).contains(&"seat:moved".to_owned()));
    assert_eq!(evening.answer(guests[0], 'a').expect_err("no seat").code, "NOT_A_PARTICIPANT");
    evening.answer(newer, 'a').expect("the seat's owner");
}

#[test]
fn unknown_tokens_are_refused_with_and_without_a_session() {
    let rejoin = json!({"type": "rejoin_session", "rejoinToken": "no such token"});
    let mut evening = Evening::begin();
    let early = evening.connect();
    assert_eq!(evening.refused(early, rejoin.clone()), "INVALID_TOKEN");
    let (mut evening, _) = Evening::founded();
    let guest = evening.connect();
    assert_eq!(evening.refused(guest, rejoin), "INVALID_TOKEN");
}

#[test]
fn a_disconnected_participants_answer_still_scores() {
    let (mut evening, host, guests) = Evening::started(1);
    let (right, _) = evening.right_and_wrong();
    evening.answer(guests[0], right).expect("in time");
    evening.leave(guests[0]);
    evening.host(host, "reveal");
    assert_eq!(evening.last(host, "game:answer_revealed")["results"][0]["points"], 100);
}

#[test]
fn a_stage_redraws_itself_in_every_phase() {
    let mut early = Evening::begin();
    let stage = early.connect();
    early.ok(stage, json!({"type": "watch_stage"}));
    assert_eq!(early.last(stage, "stage:state_snapshot")["exists"], false);
    let (mut evening, host, _) = Evening::with_guests(2);
    for step in WAY {
        let stage = evening.connect();
        let phase = evening.last(stage, "server:state_snapshot")["phase"].clone();
        evening.ok(stage, json!({"type": "watch_stage"}));
        let snapshot = evening.last(stage, "stage:state_snapshot");
        assert_eq!(snapshot["phase"], phase);
        assert_eq!(snapshot["rankings"].is_null(), phase != "round_leaderboard");
        assert_eq!(snapshot["correctOptionId"].is_null(), phase != "question_revealed");
        evening.host(host, step);
        assert!(!evening.types(stage).is_empty());
    }
}

#[test]
fn a_host_may_look_at_the_stage_and_stays_the_host() {
    let (mut evening, host, _) = Evening::with_guests(1);
    evening.ok(host, json!({"type": "watch_stage"}));
    evening.host(host, "start");
}
