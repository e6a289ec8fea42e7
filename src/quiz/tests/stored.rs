//! Stored events and snapshots are read for ever. `tests/wire/quiz/stored/events.v1.json` is NOT rewritten by
//! blessing once it is there: a change of it breaks every database in the field.

use std::fs;

use serde_json::json;

use super::blessed;
use super::kit::{Evening, quiz};
use crate::engine::{Machine, RoomTime};
use crate::quiz::Quiz;
use crate::quiz::event::Event;

const FILE: &str = "tests/wire/quiz/stored/events.v1.json";

/// An evening with every kind of event.
fn evening() -> Evening {
    let mut evening = Evening::begin();
    let host = evening.connect();
    let mut quiz = quiz();
    quiz["settings"] = json!({"scoring": "speed"});
    quiz["wines"][0]["questions"][1]["prompt"] = json!("Where do these grapes grow?");
    evening.ok(host, quiz);
    let guests = [evening.joined(), evening.joined(), evening.joined()];
    let name = evening.last(guests[2], "participant:joined")["pseudonym"].clone();
    evening.ok(host, json!({"type": "host:kick", "pseudonym": name}));
    evening.ok(host, json!({"type": "host:lock", "locked": true}));
    evening.host(host, "start");
    for control in ["pause", "resume"] {
        evening.wait(7_000);
        evening.host(host, control);
    }
    evening.ok(host, json!({"type": "host:extend", "seconds": 30}));
    for guest in &guests[..2] {
        let (right, _) = evening.right_and_wrong();
        evening.wait(9_000);
        evening.answer(*guest, right).expect("in time");
    }
    for control in ["reveal", "next", "reveal", "next", "end"] {
        evening.host(host, control);
    }
    evening
}

#[test]
fn events_of_the_first_version_are_read_and_written_as_ever() {
    let written = serde_json::to_string_pretty(&evening().log).expect("events can be written") + "\n";
    if !blessed::path(FILE).exists() {
        blessed::compare(FILE, &written);
    }
    let stored = fs::read_to_string(blessed::path(FILE)).expect("the stored events");
    assert_eq!(stored, written, "{FILE} no longer is what this code writes");
    let events: Vec<(RoomTime, Event)> = serde_json::from_str(&stored).expect("events can be read");
    let mut quiz = Quiz::default();
    for (at, event) in &events {
        quiz.evolve(*at, event);
    }
    let scores: Vec<u32> =
        quiz.results("4711").expect("a quiz").participants.iter().map(|row| row.total_score).collect();
    assert_eq!(scores, [91, 86]);
}
