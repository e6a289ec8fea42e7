//! Stored events and snapshots are read for ever. `tests/wire/prompt/stored/events.v1.json` is NOT rewritten by
//! blessing once it is there: a change of it breaks every database in the field.

use std::collections::BTreeMap;
use std::fs;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::kit::{Story, color, numeric, press, word};
use crate::blessed;
use crate::engine::{Machine, RoomTime};
use crate::prompt::command::{Command, Deed, NewPrompt, Recording};
use crate::prompt::event::Event;
use crate::prompt::{Dialect, Prompt};

const FILE: &str = "tests/wire/prompt/stored/events.v1.json";
/// Seconds of each prompt: three bins.
const SECONDS: f64 = 3.0;

/// What is stored of a prompt: its log, and a snapshot behind it.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Stored {
    events: Vec<Event>,
    snapshot: Value,
}

/// One prompt of each kind, the last a journey; every kind of event and every deed.
fn stories() -> BTreeMap<&'static str, Story> {
    let mut of_numbers = Story::lasting(numeric(), SECONDS);
    let (ada, bob) = (of_numbers.joined("ada", 0.0), of_numbers.joined("bob", 0.125));
    // Somebody who never joins.
    of_numbers.begin("cleo");
    for (user, session, at, rating) in [("ada", &ada, 0.5, -2), ("bob", &bob, 1.25, 2), ("ada", &ada, 2.0, 0)] {
        of_numbers.post(user, session, at, Deed::Numeric { rating }).expect("a number");
    }
    of_numbers.post("ada", &ada, 2.0, Deed::Like).expect("a heart");
    of_numbers.post("ada", &ada, SECONDS, Deed::Leave).expect("a leave");

    let mut of_presses = Story::lasting(press(), SECONDS);
    let ada = of_presses.joined("ada", 0.1);
    for (at, deed) in [(0.2, Deed::PressStart), (0.9, Deed::PressEnd), (1.1, Deed::PressStart)] {
        of_presses.post("ada", &ada, at, deed).expect("a press");
    }

    let mut of_colors = Story::lasting(color(), SECONDS);
    let ada = of_colors.joined("ada", 1.0 / 3.0);
    of_colors.post("ada", &ada, 1.0 / 3.0, Deed::Color { index: 2 }).expect("a colour");

    let mut of_words = Story::empty();
    let journey = NewPrompt {
        kind: Dialect::Journey,
        prompt: word(),
        duration_seconds: SECONDS,
        identifier: Some("evening-walk".to_owned()),
        recording: Some(Recording { file: "walk.mp3".to_owned(), media_type: "audio/mpeg".to_owned() }),
    };
    of_words.command(Command::Create(Box::new(journey))).expect("a journey");
    let ada = of_words.joined("ada", 0.0);
    of_words.post("ada", &ada, 0.0, Deed::Word { index: 1 }).expect("a word");
    BTreeMap::from([("color", of_colors), ("numeric", of_numbers), ("press", of_presses), ("word", of_words)])
}

#[test]
fn events_and_snapshots_of_the_first_version_are_read_and_written_as_ever() {
    let stories = stories();
    let stored = |story: &Story| Stored {
        events: story.log.clone(),
        snapshot: serde_json::to_value(&story.prompt).expect("a snapshot can be written"),
    };
    let all: BTreeMap<&str, Stored> = stories.iter().map(|(name, story)| (*name, stored(story))).collect();
    let written = serde_json::to_string_pretty(&all).expect("events can be written") + "\n";
    for word in ["created", "begun", "p"] {
        assert!(written.contains(&format!("\"t\": \"{word}\"")), "no {word}");
    }
    for word in ["join", "leave", "like", "numeric", "press_start", "press_end", "color", "word"] {
        assert!(written.contains(&format!("\"{word}\"")), "no {word}");
    }
    if !blessed::path(FILE).exists() {
        blessed::compare(FILE, &written);
    }
    let file = fs::read_to_string(blessed::path(FILE)).expect("the stored events");
    assert_eq!(file, written, "{FILE} no longer is what this code writes");
    let read: BTreeMap<String, Stored> = serde_json::from_str(&file).expect("events can be read");
    for (name, Stored { events, snapshot }) in read {
        let mut replayed = Prompt::default();
        for event in &events {
            replayed.evolve(RoomTime(0), event);
        }
        let prompt = &stories[name.as_str()].prompt;
        assert_eq!(&replayed, prompt, "{name} from its events");
        let restored: Prompt = serde_json::from_value(snapshot).expect("snapshots can be read");
        assert_eq!(&restored, prompt, "{name} from its snapshot");
    }
}
