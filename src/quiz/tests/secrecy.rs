//! Nothing that guests hear before the reveal tells the correct option.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::kit::{Evening, HOST, question};
use super::script::{Op, Player, script};
use crate::engine::{ConnId, Machine};
use crate::quiz::event::Event;
use crate::quiz::state::{Position, Step};

/// Whether a script makes a guest's connection the host's: from then on it may see everything.
fn makes_hosts(op: &Op) -> bool {
    matches!(op, Op::RejoinHost(_, true) | Op::Found(_))
}

/// A room whose quiz was founded, where at `twisted` another option is the correct one.
fn founded(twisted: Option<Position>, by: u8) -> (Evening, ConnId) {
    let (original, _) = Evening::founded();
    let Some((_, Event::Created(mut created))) = original.log.into_iter().next() else { panic!("founded first") };
    if let Some(at) = twisted {
        let question = &mut created.wines[usize::from(at.round)].questions[usize::from(at.question)];
        question.correct = (question.correct + by) % 4;
    }
    let mut evening = Evening::begin();
    let host = evening.connect();
    evening.happen(Event::Created(created));
    evening.ok(host, json!({"type": "rejoin_host", "hostId": HOST}));
    (evening, host)
}

fn is_open(evening: &Evening, at: Position) -> bool {
    let game = evening.quiz.game.as_deref().expect("a quiz");
    match game.step {
        Step::Waiting => true,
        Step::Open { .. } | Step::Paused { .. } => game.at <= at,
        Step::Revealed | Step::Leaderboard => game.at < at,
        Step::Ended => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    /// Two rooms that differ in nothing but which option is correct, and the same things happen in both:
    /// until the reveal, guests hear the same to the last byte.
    #[test]
    fn rooms_with_different_correct_options_sound_the_same(ops in script(60), which in 0usize..3, by in 1u8..4) {
        let at = [(0, 0), (0, 1), (1, 0)].map(|(round, question)| Position { round, question })[which];
        let rooms = [founded(None, 0), founded(Some(at), by)];
        let mut players = rooms.map(|(evening, host)| Player::in_room(evening, host));
        for op in ops.iter().filter(|op| !makes_hosts(op)) {
            let before = players.iter().map(|player| player.guests_heard.len()).collect::<Vec<_>>();
            for player in &mut players {
                player.play(op);
            }
            if !players.iter().all(|player| is_open(&player.evening, at)) {
                for (player, before) in players.iter_mut().zip(before) {
                    player.guests_heard.truncate(before);
                }
                break;
            }
        }
        let [one, other] = players;
        let texts = |heard: &[(ConnId, Value)]| heard.iter().map(|(conn, frame)| format!("{conn:?} {frame}")).collect::<Vec<_>>();
        prop_assert_eq!(texts(&one.guests_heard), texts(&other.guests_heard));
    }

    /// Before the reveal no frame for guests names a correct option, and none names a wine before the end.
    #[test]
    fn no_frame_for_guests_bears_a_secret(ops in script(60)) {
        let mut player = Player::begin(false);
        for op in ops.iter().filter(|op| !makes_hosts(op)) {
            let from = player.guests_heard.len();
            let was_shown = player.evening.quiz.game.as_deref().and_then(|game| game.last_shown()).is_some();
            player.play(op);
            let game = player.evening.quiz.game.as_deref().expect("a quiz");
            let reveals = was_shown || game.last_shown().is_some() || matches!(op, Op::Wait(_));
            for (_, frame) in &player.guests_heard[from..] {
                let text = frame.to_string();
                prop_assert!(!text.contains("hostId") && !text.contains(HOST), "{}", text);
                prop_assert!(reveals || frame.get("correctOptionId").is_none_or(Value::is_null), "{}", text);
                prop_assert!(matches!(game.step, Step::Ended) || !text.contains("Cellar"), "{}", text);
                prop_assert!(!text.contains("correctAnswer") || matches!(game.step, Step::Ended), "{}", text);
            }
        }
    }
}

#[test]
fn a_wines_name_that_serves_as_title_is_not_told_to_guests() {
    let mut evening = Evening::begin();
    let host = evening.connect();
    let wines = json!([{"name": "Barolo", "questions": [question("wine_name", "Barolo")]}]);
    evening.ok(host, json!({"type": "create_session", "hostId": HOST, "wines": wines}));
    let guest = evening.connect();
    assert_eq!(evening.last(guest, "server:state_snapshot")["title"], Value::Null);
    evening.ok(guest, json!({"type": "watch_stage"}));
    assert_eq!(evening.last(guest, "stage:state_snapshot")["title"], "");
    assert_eq!(evening.quiz.summary().expect("a row").title, "Barolo");
}

#[test]
fn events_and_snapshots_hold_no_secret_in_clear() {
    let (mut evening, _, guests) = Evening::with_guests(1);
    let token = evening.last(guests[0], "participant:joined")["rejoinToken"].clone();
    let events: Vec<_> = evening.log.iter().map(|(_, event)| event).collect();
    let stored = serde_json::to_string(&(&events, &evening.quiz)).expect("JSON");
    assert!(!stored.contains(HOST) && !stored.contains(token.as_str().expect("a token")));
}
