//! Random evenings in virtual time, and what must hold in each.

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;

use super::script::{Op, Player, script};
use crate::engine::{Machine, RoomTime};
use crate::quiz::Quiz;
use crate::quiz::event::Event;

/// The state that events lead to, through a snapshot after the first `cut` of them.
fn replay(log: &[(RoomTime, Event)], cut: usize) -> Quiz {
    let mut quiz = Quiz::default();
    for (count, (at, event)) in log.iter().enumerate() {
        if count == cut {
            quiz = serde_json::from_str(&serde_json::to_string(&quiz).expect("a snapshot")).expect("a snapshot");
        }
        let stored = serde_json::to_string(event).expect("an event");
        quiz.evolve(*at, &serde_json::from_str(&stored).expect("an event"));
    }
    quiz
}

/// Each present participant ranks once, by score, equal ones in order of joining; points add up.
fn standings_hold(quiz: &Quiz) {
    let Some(results) = quiz.results("4711") else { return };
    let game = quiz.game.as_deref().expect("a quiz");
    let rankings = game.rankings(usize::MAX);
    let order: HashMap<&str, usize> = game.seats.present().map(|(no, seat)| (&*seat.name, no as usize)).collect();
    assert_eq!(rankings.len(), order.len());
    assert_eq!(rankings.iter().map(|row| &row.pseudonym).collect::<HashSet<_>>().len(), order.len());
    for (place, row) in rankings.iter().enumerate() {
        let better = rankings.iter().filter(|other| other.score > row.score).count();
        assert_eq!(row.rank as usize, better + 1);
        if let Some(next) = rankings.get(place + 1) {
            let key = |row: &crate::quiz::wire::RankingEntry| (u32::MAX - row.score, order[row.pseudonym.as_str()]);
            assert!(key(row) < key(next), "out of order: {row:?} before {next:?}");
        }
    }
    for (participant, row) in results.participants.iter().zip(&rankings) {
        assert_eq!((&participant.pseudonym, participant.total_score), (&row.pseudonym, row.score));
        assert_eq!(participant.answers.iter().map(|answer| answer.points).sum::<u32>(), row.score);
    }
    let answered = game.seats.present().filter(|(no, _)| game.pick(*no).is_some()).count();
    assert_eq!(game.picks.answered() as usize, answered);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, max_shrink_iters: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn replay_equals_live_and_points_add_up(ops in script(80), speed in any::<bool>(), cut in any::<prop::sample::Index>()) {
        let mut player = Player::begin(speed);
        for op in &ops {
            player.play(op);
            standings_hold(&player.evening.quiz);
        }
        let (log, live) = (&player.evening.log, &player.evening.quiz);
        prop_assert_eq!(&replay(log, usize::MAX), live);
        prop_assert_eq!(&replay(log, cut.index(log.len() + 1)), live);
    }

    #[test]
    fn whoever_plays_to_the_end_hears_it(ops in script(40)) {
        let mut player = Player::begin(false);
        for op in &ops {
            player.play(op);
        }
        player.play(&Op::End);
        let listener = player.evening.connect();
        prop_assert_eq!(&player.evening.last(listener, "server:state_snapshot")["phase"], "ended");
        prop_assert_eq!(player.evening.quiz.deadline(player.evening.now, &player.evening.settings), None);
    }
}
