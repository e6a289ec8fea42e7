//! Hosts that come, go and come back; lists of their sessions; results.

use serde_json::json;

use super::kit::{Evening, HOST};
use crate::engine::{ConnId, Machine, Outbox, SessionStatus};
use crate::quiz::Quiz;

#[test]
fn a_host_comes_back_to_everything_in_every_phase() {
    let (mut evening, host, guests) = Evening::with_guests(2);
    let names: Vec<_> =
        guests.iter().map(|guest| evening.last(*guest, "participant:joined")["pseudonym"].clone()).collect();
    for step in ["start", "pause", "resume", "reveal", "next", "reveal", "next", "end"] {
        let again = evening.connect();
        evening.heard(again);
        evening.ok(again, json!({"type": "rejoin_host", "hostId": HOST}));
        let frames = evening.frames(again);
        assert_eq!(frames[0]["type"], "host:state_snapshot");
        assert_eq!(frames[0]["hostId"], HOST);
        assert_eq!(frames[0]["participants"], json!(names));
        assert_eq!(frames[0]["wines"][1]["questions"][0]["correctAnswer"], "Barolo");
        let phase = frames[0]["phase"].as_str().expect("a phase");
        assert_eq!(frames[0]["question"].is_null(), !phase.starts_with("question_"), "{phase}");
        assert_eq!(frames[0]["correctOptionId"].is_null(), phase != "question_revealed");
        assert_eq!(frames[0]["results"].is_null(), phase != "question_revealed");
        assert!(frames.iter().any(|frame| frame["type"] == "sessions:list"));
        evening.host(host, step);
        assert!(!evening.types(again).is_empty(), "all hosts are kept in step");
    }
}

#[test]
fn a_wrong_secret_is_refused() {
    let (mut evening, _) = Evening::founded();
    let stranger = evening.connect();
    assert_eq!(evening.refused(stranger, json!({"type": "rejoin_host", "hostId": "OAKY-OTTER"})), "INVALID_HOST");
    assert!(evening.quiz.is_host(&evening.key, HOST));
    assert!(!evening.quiz.is_host(&evening.key, "OAKY-OTTER"));
}

#[test]
fn participants_are_told_when_the_last_host_goes_and_the_first_comes() {
    let (mut evening, host, guests) = Evening::started(1);
    evening.leave(host);
    assert_eq!(evening.last(guests[0], "host:presence")["connected"], false);
    evening.wait(60_400);
    assert!(evening.types(guests[0]).contains(&"game:answer_revealed".to_owned()), "the game goes on");
    let back = evening.connect();
    evening.ok(back, json!({"type": "rejoin_host", "hostId": HOST}));
    assert_eq!(evening.last(guests[0], "host:presence")["connected"], true);
}

#[test]
fn hosts_see_whose_links_are_up() {
    let (mut evening, host, guests) = Evening::with_guests(2);
    evening.hush();
    evening.roster.measured(guests[0], 42);
    evening.leave(guests[1]);
    evening.wait(2_000);
    let links = evening.last(host, "host:links");
    assert_eq!((&links["links"][0]["connected"], &links["links"][0]["rttMs"]), (&json!(true), &json!(42)));
    assert_eq!((&links["links"][1]["connected"], &links["links"][1]["rttMs"]), (&json!(false), &json!(null)));
}

#[test]
fn the_list_shows_the_outcome_once_ended() {
    let (mut evening, host, guests) = Evening::started(2);
    let (right, _) = evening.right_and_wrong();
    evening.answer(guests[1], right).expect("in time");
    evening.host(host, "reveal");
    assert_eq!(evening.quiz.summary().expect("a row").status, SessionStatus::Active);
    evening.host(host, "end");
    evening.ok(host, json!({"type": "rejoin_host", "hostId": HOST}));
    let list = evening.last(host, "sessions:list");
    let row = &list["sessions"][0];
    assert_eq!((&row["status"], &row["participantCount"]), (&json!("ended"), &json!(2)));
    assert_eq!(row["createdAt"], "2026-01-01T00:00:00.000Z");
    assert_eq!(row["finalRankings"][0]["score"], 100);
}

#[test]
fn results_hold_every_answer_and_its_points() {
    let (mut evening, host, guests) = Evening::started(2);
    let (right, wrong) = evening.right_and_wrong();
    evening.answer(guests[0], wrong).expect("in time");
    evening.answer(guests[1], right).expect("in time");
    evening.host(host, "reveal");
    evening.host(host, "next");
    evening.host(host, "end");
    let results = evening.quiz.results("4711").expect("a quiz");
    assert_eq!(results.wines[0].questions[0].correct_answer, "Red");
    assert_eq!(results.wines[0].questions.iter().map(|question| question.revealed).collect::<Vec<_>>(), [true, false]);
    let [winner, other] = &results.participants[..] else { panic!("two participants") };
    assert_eq!((winner.rank, winner.total_score, winner.answers.len()), (1, 100, 1));
    assert_eq!(winner.answers[0].answer.as_deref(), Some("Red"));
    assert!(winner.answers[0].correct && !other.answers[0].correct);
}

#[test]
fn in_a_room_without_a_session_only_owners_of_others_are_shown_a_list() {
    let (evening, _) = Evening::founded();
    let conn = ConnId { hub: 0, slot: 9, generation: 0 };
    let row = ("4712".to_owned(), evening.quiz.summary().expect("a row"));
    for (rows, lists) in [(vec![], 0), (vec![row], 1)] {
        let mut out = Outbox::default();
        Quiz::default().sessions(conn, &rows, &mut out);
        assert_eq!(out.says.len(), lists);
    }
}
