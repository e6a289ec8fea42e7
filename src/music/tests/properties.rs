//! Random evenings in virtual time, and what must hold in each.

use std::collections::HashSet;

use proptest::prelude::*;

use super::kit::replay;
use super::script::{Player, script};
use crate::engine::Machine;
use crate::music::state::Game;

/// What holds after every step.
fn holds(player: &Player) {
    let Some(game) = player.evening.music.game.as_deref() else { return };
    order_holds(game);
    votes_hold(game);
    assert!(game.chat.len() <= 100 && game.fallback.upcoming.len() <= 5);
}

/// By votes, then by age; nothing twice; what plays does not wait; nor does what waits come from the fallback list.
fn order_holds(game: &Game) {
    let entries = game.queue.entries();
    for pair in entries.windows(2) {
        let votes = |at: usize| pair[at].votes.seats().count();
        assert!(votes(0) > votes(1) || (votes(0) == votes(1) && pair[0].no < pair[1].no), "out of order: {pair:#?}");
    }
    let ids: HashSet<_> = entries.iter().map(|entry| &entry.song.id).collect();
    assert_eq!(ids.len(), entries.len(), "a song waits twice");
    assert!(game.player.as_ref().is_none_or(|player| !ids.contains(&player.song.id)), "what plays waits");
    let ahead: HashSet<_> = game.fallback.upcoming.iter().map(|song| &song.id).collect();
    assert!(ahead.len() == game.fallback.upcoming.len() && ahead.is_disjoint(&ids));
}

/// Nobody votes but guests of this room; whoever was removed or is gone has no vote.
fn votes_hold(game: &Game) {
    let ballots = game.queue.entries().iter().map(|entry| &entry.votes);
    for ballot in ballots.chain(game.player.iter().map(|player| &player.skips)) {
        assert_eq!(ballot.seats().count(), ballot.count() as usize);
        for seat in ballot.seats() {
            let guest = game.seats.get(seat).expect("a guest");
            assert!(!guest.removed && !guest.gone, "{seat} votes: {guest:?}");
        }
    }
}

/// A person is a token or a socket: no more votes for a song than people who could have voted.
fn no_more_votes_than_people(player: &Player) {
    let Some(game) = player.evening.music.game.as_deref() else { return };
    let tokens =
        (0..game.seats.taken()).filter(|seat| game.seats.get(*seat).is_some_and(|guest| guest.token.is_some()));
    let passing = game.seats.passing().len();
    let most = tokens.count() + passing;
    assert!(game.queue.entries().iter().all(|entry| entry.votes.count() as usize <= most));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, max_shrink_iters: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn replay_equals_live_and_every_rule_holds(
        ops in script(90),
        hosted in any::<bool>(),
        songs in prop::sample::select(vec![0usize, 3, 12]),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut player = Player::begin(hosted, songs);
        for op in &ops {
            player.play(op);
            holds(&player);
            no_more_votes_than_people(&player);
        }
        let (log, live) = (&player.evening.log, &player.evening.music);
        prop_assert_eq!(&replay(log, usize::MAX), live);
        prop_assert_eq!(&replay(log, cut.index(log.len() + 1)), live);
    }

    /// One person with three tabs and as many reloads as it likes, alone with a host who has queued three songs.
    #[test]
    fn a_guest_has_one_vote_per_song_through_tabs_and_reloads(
        steps in prop::collection::vec((0usize..3, 0usize..3, any::<bool>()), 1..60),
        with_token in any::<bool>(),
    ) {
        let (mut evening, host, _) = super::kit::Evening::party(0);
        for song in ["s0", "s1", "s2"] {
            evening.song(host, "song_queued", song);
        }
        let token = with_token.then(|| evening.join("Ada"));
        // Without a token, tabs are guests of their own; one tab at a time is the same person who reloads.
        let mut tabs = vec![None; if with_token { 3 } else { 1 }];
        for (tab, song, reload) in steps {
            let place = tab % tabs.len();
            if reload && let Some(conn) = tabs[place].take() {
                evening.leave(conn);
            }
            let conn = *tabs[place].get_or_insert_with(|| evening.enter(token.as_deref()));
            evening.song(conn, "song_vote", &format!("s{song}"));
            let game = evening.music.game.as_deref().expect("a room");
            for entry in game.queue.entries() {
                prop_assert!(entry.votes.count() <= 2, "{} votes of a host and one guest", entry.votes.count());
            }
        }
    }

    #[test]
    fn whoever_closes_a_room_is_heard_and_nothing_runs_on(ops in script(40), hosted in any::<bool>()) {
        let mut player = Player::begin(hosted, 5);
        for op in &ops {
            player.play(op);
        }
        let token = hosted.then_some(super::kit::HOST);
        let conn = player.evening.enter(token);
        let _ = player.evening.send(conn, serde_json::json!({"type": "room_closed"}));
        let heard = player.evening.types(conn);
        prop_assert_eq!(heard.last().map(String::as_str), Some("room_closed"));
        prop_assert_eq!(player.evening.music.deadline(player.evening.now, &player.evening.settings), None);
        prop_assert!(!player.evening.music.clock_runs());
    }
}
