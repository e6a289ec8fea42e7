//! What may be posted when, and in which order refusals come.

use super::kit::{Story, color, join, numeric, press, word};
use crate::prompt::command::Deed;
use crate::prompt::wire::Question;

/// Makes a deed of a number.
type Choose = fn(i64) -> Deed;

const RATING: Deed = Deed::Numeric { rating: 1 };

#[test]
fn an_evening_of_one_session() {
    let mut story = Story::asking(numeric());
    let session = story.begin("ada");
    let joined = story.post("ada", &session, 0.0, join("ada")).expect("a join");
    assert_eq!((joined.name.as_deref(), joined.picture.as_deref()), (Some("ADA"), Some("picture-of-ada")));
    let rated = story.post("ada", &session, 3.5, RATING).expect("a rating");
    assert!(rated.uid > joined.uid, "later events have greater names");
    assert_eq!((&*rated.user_sub, &*rated.session_uid, rated.at.seconds()), ("ada", &*session, 3.5));
    story.post("ada", &session, 3.5, Deed::Like).expect("another type at the same time");
    story.post("ada", &session, 3.6, RATING).expect("the same answer again");
    let left = story.post("ada", &session, 60.0, Deed::Leave).expect("the end is included");
    assert_eq!(left.name.as_deref(), Some("ADA"));
    assert_eq!(story.published.len(), 5);
    assert_eq!(story.published[4], left);
}

/// Each line fulfils every reason of the lines before it no more, and all of those after it still.
#[test]
fn the_first_reason_that_fits_is_told() {
    let refused = |story: &mut Story, user: &str, session: &str, at: f64, deed: Deed| {
        story.post(user, session, at, deed).expect_err("a refusal")
    };
    let wrong_kind = Deed::Word { index: 99 };
    let mut nothing = Story::empty();
    assert_eq!(refused(&mut nothing, "ada", "", -1.0, wrong_kind.clone()), "impossible_time");
    assert_eq!(refused(&mut nothing, "ada", "", 61.0, wrong_kind.clone()), "not_found");
    let mut story = Story::asking(numeric());
    let session = story.begin("ada");
    assert_eq!(refused(&mut story, "bob", &session, 60.001, wrong_kind.clone()), "impossible_time");
    for (user, name) in [("bob", session.as_str()), ("ada", "oseh_ips_MDEyMzQ1Njc4OWFiY2RlZg"), ("ada", "?")] {
        assert_eq!(refused(&mut story, user, name, 5.0, wrong_kind.clone()), "session_not_found", "{user} {name}");
    }
    assert_eq!(refused(&mut story, "ada", &session, 5.0, wrong_kind.clone()), "session_not_started");
    story.post("ada", &session, 5.0, join("ada")).expect("a join");
    assert_eq!(refused(&mut story, "ada", &session, 4.0, join("ada")), "session_already_started");
    assert_eq!(refused(&mut story, "ada", &session, 4.999, wrong_kind.clone()), "session_has_later_event");
    story.post("ada", &session, 5.0, RATING).expect("a rating");
    let out_of_range = Deed::Numeric { rating: 3 };
    assert_eq!(refused(&mut story, "ada", &session, 5.0, out_of_range.clone()), "session_has_same_event_at_same_time");
    assert_eq!(refused(&mut story, "ada", &session, 5.1, wrong_kind.clone()), "impossible_event");
    assert_eq!(refused(&mut story, "ada", &session, 5.1, out_of_range), "impossible_event_data");
    story.post("ada", &session, 9.0, Deed::Leave).expect("a leave");
    assert_eq!(refused(&mut story, "ada", &session, 4.0, wrong_kind), "session_already_ended");
    assert_eq!(refused(&mut story, "ada", &session, 9.5, join("ada")), "session_already_started");
}

#[test]
fn what_belongs_to_another_kind_or_is_out_of_range_is_impossible() {
    let deeds = [
        ("numeric", Deed::Numeric { rating: -2 }),
        ("press", Deed::PressStart),
        ("color", Deed::Color { index: 2 }),
        ("word", Deed::Word { index: 1 }),
    ];
    for (kind, question) in [("numeric", numeric()), ("press", press()), ("color", color()), ("word", word())] {
        let mut story = Story::asking(question);
        let session = story.joined("ada", 0.0);
        for (of, deed) in &deeds {
            let result = story.post("ada", &session, 1.0, deed.clone()).map(drop);
            assert_eq!(result, if of == &kind { Ok(()) } else { Err("impossible_event") }, "{of} in {kind}");
        }
    }
    let ranges: [(Question, Choose, i64, i64); 3] = [
        (numeric(), |rating| Deed::Numeric { rating }, -2, 2),
        (color(), |index| Deed::Color { index }, 0, 2),
        (word(), |index| Deed::Word { index }, 0, 1),
    ];
    for (question, deed, least, most) in ranges {
        let mut story = Story::asking(question);
        let session = story.joined("ada", 0.0);
        for wrong in [least - 1, most + 1, i64::MIN, i64::MAX, 256, 1 << 32] {
            assert_eq!(story.post("ada", &session, 1.0, deed(wrong)), Err("impossible_event_data"), "{wrong}");
        }
        for (at, right) in [(2.0, least), (3.0, most)] {
            story.post("ada", &session, at, deed(right)).expect("in range");
        }
    }
}

#[test]
fn a_button_is_pressed_and_released_in_turns() {
    let mut story = Story::asking(press());
    let session = story.joined("ada", 0.0);
    assert_eq!(story.post("ada", &session, 1.0, Deed::PressEnd), Err("impossible_event_data"));
    story.post("ada", &session, 1.0, Deed::PressStart).expect("pressed");
    assert_eq!(story.post("ada", &session, 2.0, Deed::PressStart), Err("impossible_event_data"));
    story.post("ada", &session, 2.0, Deed::PressEnd).expect("released");
    story.post("ada", &session, 2.0, Deed::PressStart).expect("pressed at the same moment");
}

#[test]
fn a_prompt_is_made_once() {
    let mut story = Story::asking(press());
    let new = crate::prompt::command::NewPrompt {
        kind: crate::prompt::Dialect::Journey,
        prompt: word(),
        duration_seconds: 5.0,
        identifier: None,
        recording: None,
    };
    let refusal = story.command(crate::prompt::command::Command::Create(Box::new(new))).expect_err("a refusal");
    assert_eq!(refusal.code, "exists");
}
