//! Random crowds, and what must hold for each: sums are those of a recount, replay equals live, the timeline
//! tells what was told.

use proptest::prelude::*;

use super::kit::{Story, color, join, numeric, press, word};
use crate::engine::{Machine, RoomTime};
use crate::prompt::command::Deed;
use crate::prompt::event::{Done, Event};
use crate::prompt::sums::{AnswersAt, SumsAt};
use crate::prompt::wire::{Published, Question};
use crate::prompt::{Prompt, PromptTime};

/// Somebody (one of a few users, in one of their sessions) tries something at a moment.
#[derive(Debug, Clone)]
struct Op {
    user: u8,
    fresh: bool,
    at: f64,
    deed: u8,
    value: i64,
}

fn crowd(most: usize) -> impl Strategy<Value = Vec<Op>> {
    let at = prop_oneof![(0u32..=41).prop_map(|at| f64::from(at) / 4.0), 0.0f64..=10.25];
    let op = (0u8..5, prop::bool::weighted(0.15), at, 0u8..12, -3i64..=3);
    let op = op.prop_map(|(user, fresh, at, deed, value)| Op { user, fresh, at, deed, value });
    prop::collection::vec(op, 0..most)
}

fn question() -> impl Strategy<Value = Question> {
    prop::sample::select(vec![numeric(), press(), color(), word()])
}

/// Plays the crowd; refusals are part of the game.
fn play(question: Question, duration: f64, ops: &[Op]) -> Story {
    let mut story = Story::lasting(question, duration);
    let mut sessions: Vec<Vec<String>> = vec![Vec::new(); 5];
    for op in ops {
        let user = format!("user-{}", op.user);
        let own = &mut sessions[usize::from(op.user)];
        if op.fresh || own.is_empty() {
            let session = story.begin(&user);
            own.push(session.clone());
            let _ = story.post(&user, &session, op.at, join(&user));
            continue;
        }
        let session = own.last().expect("one").clone();
        let deed = match op.deed {
            0 => Deed::Leave,
            1 | 2 => Deed::Like,
            3 | 4 => Deed::Numeric { rating: op.value },
            5 | 6 => Deed::PressStart,
            7 => Deed::PressEnd,
            8 | 9 => Deed::Color { index: op.value },
            _ => Deed::Word { index: op.value },
        };
        let _ = story.post(&user, &session, op.at, deed);
    }
    story
}

/// The sums up to and including a bin, counted again from everything that was ever told.
fn recount(question: &Question, told: &[Published], bins: usize, duration: f64, bin: usize) -> SumsAt {
    let width = duration / bins as f64;
    let within = |event: &&Published| ((event.at.seconds() / width) as usize).min(bins - 1) <= bin;
    let count = |what: fn(&Done) -> bool| told.iter().filter(within).filter(|event| what(&event.done)).count() as i64;
    // An answer counts from its own bin on, until the session's next one, from whose bin on that counts.
    let active = |value: i64| {
        let of = |event: &&Published| match &event.done {
            Done::Numeric(rating) => i64::from(*rating) == value,
            Done::Color(index) | Done::Word(index) => i64::from(*index) == value,
            _ => false,
        };
        let latest = |event: &&Published| {
            !told.iter().filter(within).any(|other| {
                other.session_uid == event.session_uid && other.event_type == event.event_type && other.uid > event.uid
            })
        };
        told.iter().filter(within).filter(of).filter(latest).count() as i64
    };
    let answers = match question {
        Question::Numeric { min, max, .. } => {
            AnswersAt::Numeric((*min..=*max).map(|rating| (rating, active(i64::from(rating)))).collect())
        }
        Question::Press { .. } => {
            let starts = count(|done| matches!(done, Done::PressStart));
            AnswersAt::Press { active: starts - count(|done| matches!(done, Done::PressEnd)), presses: starts }
        }
        Question::Color { colors, .. } => AnswersAt::Color((0..colors.len() as i64).map(active).collect()),
        Question::Word { options, .. } => AnswersAt::Word((0..options.len() as i64).map(active).collect()),
    };
    SumsAt {
        begins_seconds: bin as f64 * width,
        bin_width: width,
        users: count(|done| matches!(done, Done::Join { .. })) - count(|done| matches!(done, Done::Leave)),
        likes: count(|done| matches!(done, Done::Like)),
        answers,
    }
}

/// The state that events lead to, through a snapshot after the first `cut` of them.
fn replay(log: &[Event], cut: usize) -> Prompt {
    let mut prompt = Prompt::default();
    for count in 0..=log.len() {
        if count == cut {
            prompt = serde_json::from_str(&serde_json::to_string(&prompt).expect("a snapshot")).expect("a snapshot");
        }
        if let Some(event) = log.get(count) {
            let stored = serde_json::to_string(event).expect("an event");
            prompt.evolve(RoomTime(0), &serde_json::from_str(&stored).expect("an event"));
        }
    }
    prompt
}

/// Pictures of everybody who is present, found by looking at every session's events.
fn present(told: &[Published], at: f64) -> Vec<String> {
    let left =
        |join: &Published| told.iter().find(|event| event.done == Done::Leave && event.session_uid == join.session_uid);
    let joins = told.iter().filter(|event| matches!(event.done, Done::Join { .. }) && event.at.seconds() <= at);
    let here = joins.filter(|join| left(join).is_none_or(|leave| leave.at.seconds() > at));
    let mut pictures: Vec<String> = here.filter_map(|join| join.picture.as_deref().map(str::to_owned)).collect();
    pictures.sort();
    pictures.dedup();
    pictures
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn sums_are_those_of_a_recount(question in question(), ops in crowd(120), length in 0usize..5) {
        let duration = [0.75, 2.0, 5.0, 9.75, 10.25][length];
        let story = play(question.clone(), duration, &ops);
        let sums = story.prompt.sums().expect("a prompt");
        for bin in 0..sums.bins() {
            let expected = recount(&question, &story.published, sums.bins(), duration, bin);
            prop_assert_eq!(sums.at(bin), Some(expected));
        }
        prop_assert_eq!(sums.at(sums.bins()), None);
    }

    #[test]
    fn replay_equals_live_and_the_timeline_tells_what_was_told(
        question in question(), ops in crowd(120), cut in any::<prop::sample::Index>(),
    ) {
        let story = play(question, 10.25, &ops);
        prop_assert_eq!(&replay(&story.log, usize::MAX), &story.prompt);
        let restored = replay(&story.log, cut.index(story.log.len() + 1));
        prop_assert_eq!(&restored, &story.prompt);
        let told: Vec<_> = story.timeline.iter().filter_map(|row| restored.told(row)).collect();
        prop_assert_eq!(&told, &story.published);
        for (row, event) in story.timeline.iter().zip(&told) {
            prop_assert_eq!(restored.event_number(&event.uid), Some(row.number));
            prop_assert_eq!(restored.session_number(&event.session_uid), Some(row.part));
        }
        let begun: Vec<&str> = story.log.iter().filter_map(|event| match event {
            Event::Begun { user, .. } => Some(&**user),
            Event::Created(_) | Event::Posted { .. } => None,
        }).collect();
        for user in (0..5).map(|user| format!("user-{user}")) {
            let own = (0..).zip(&begun).filter(|(_, other)| **other == user).map(|(number, _)| number);
            prop_assert_eq!(restored.sessions_of(&user), own.collect::<Vec<u32>>());
        }
    }

    #[test]
    fn faces_are_of_those_who_are_present(ops in crowd(60), at in 0u32..=41, limit in 1usize..=10) {
        let story = play(press(), 10.25, &ops);
        let at = f64::from(at) / 4.0;
        let moment = PromptTime::new(at).expect("a moment");
        let everybody = present(&story.published, at);
        let mut faces = story.prompt.faces(moment, 10).expect("a prompt");
        prop_assert_eq!(story.prompt.faces(moment, limit).expect("a prompt"), &faces[..limit.min(faces.len())]);
        faces.sort();
        prop_assert_eq!(faces.iter().map(|face| face.to_string()).collect::<Vec<_>>(), everybody);
    }
}
