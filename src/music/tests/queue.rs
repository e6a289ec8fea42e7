//! The queue: who may add what, in which order it plays.

use serde_json::json;

use super::kit::{BEGIN, Evening, about};

#[test]
fn a_song_joins_the_queue_with_its_guests_vote_and_everybody_hears_of_it() {
    let (mut evening, host, guests) = Evening::party(2);
    evening.song(guests[0], "song_queued", "s1");
    for conn in [host, guests[0], guests[1]] {
        let told = evening.last(conn, "song_queued");
        assert_eq!(
            (&told["song_id"], &told["song"]["title"], &told["votes"]),
            (&json!("s1"), &json!("Song 1"), &json!(1))
        );
        assert_eq!(told["added_by"], json!({"guest_id": 1, "name": "Ada"}));
        assert_eq!(told["queued_at"], BEGIN + 1_000);
        assert_eq!(told["song"]["stream_url"], "/api/v1/music/songs/s1/stream");
    }
}

#[test]
fn votes_come_before_age_and_age_before_nothing() {
    let (mut evening, _, guests) = Evening::party(3);
    for song in ["s1", "s2", "s3"] {
        evening.song(guests[0], "song_queued", song);
    }
    evening.song(guests[1], "song_vote", "s3");
    assert_eq!(evening.order(), ["s3", "s1", "s2"]);
    // Level again: the older one does not lose its place for good.
    evening.song(guests[1], "song_vote", "s1");
    assert_eq!(evening.order(), ["s1", "s3", "s2"]);
    evening.song(guests[2], "song_vote", "s2");
    assert_eq!(evening.order(), ["s1", "s2", "s3"]);
}

#[test]
fn a_vote_that_is_sent_again_is_taken_back() {
    let (mut evening, host, guests) = Evening::party(2);
    evening.song(guests[0], "song_queued", "s1");
    for (votes, voted) in [(2, true), (1, false), (2, true)] {
        evening.song(guests[1], "song_vote", "s1");
        for conn in [host, guests[0], guests[1]] {
            let told = evening.last(conn, "song_vote");
            assert_eq!((&told["votes"], &told["voted"]), (&json!(votes), &json!(voted)));
            assert_eq!(told["by"], json!({"guest_id": 2, "name": "Bob"}));
        }
    }
}

#[test]
fn the_order_is_told_to_all_at_most_four_times_a_second() {
    let (mut evening, host, guests) = Evening::party(1);
    evening.song(guests[0], "song_queued", "s1");
    evening.song(guests[0], "song_queued", "s2");
    evening.hush();
    for _ in 0..50 {
        evening.song(host, "song_vote", "s2");
        evening.wait(20);
    }
    let told = evening.frames(guests[0]);
    let orders: Vec<_> = told.iter().filter(|frame| frame["type"] == "queue_changed").collect();
    assert!((3..=4).contains(&orders.len()), "{} orders in a second", orders.len());
    evening.song(host, "song_vote", "s2");
    evening.wait(300);
    assert_eq!(
        evening.last(guests[0], "queue_changed"),
        json!({"type": "queue_changed", "order": [1, 0], "votes": [2, 1]})
    );
}

#[test]
fn what_cannot_be_queued_is_refused_with_its_reason() {
    let (mut evening, host, guests) = Evening::party(2);
    assert_eq!(evening.refused(guests[0], about("song_queued", "s100")), "UNKNOWN_SONG");
    evening.song(guests[0], "song_queued", "s1");
    assert_eq!(evening.refused(guests[1], about("song_queued", "s1")), "ALREADY_QUEUED");
    evening.ok(host, json!({"type": "host:next"}));
    assert_eq!(evening.refused(guests[1], about("song_queued", "s1")), "NOW_PLAYING");
    assert_eq!(evening.refused(guests[1], about("song_vote", "s1")), "NOW_PLAYING");
    assert_eq!(evening.refused(guests[1], about("song_vote", "s2")), "NOT_QUEUED");
    evening.ok(host, json!({"type": "host:lock", "locked": true}));
    assert_eq!(evening.refused(guests[1], about("song_queued", "s3")), "QUEUE_LOCKED");
    evening.song(host, "song_queued", "s3");
    evening.song(guests[1], "song_vote", "s3");
}

#[test]
fn three_songs_of_a_guest_may_wait_and_the_host_may_add_more() {
    let (mut evening, host, guests) = Evening::party(1);
    for song in ["s1", "s2", "s3"] {
        evening.song(guests[0], "song_queued", song);
        evening.song(host, "song_queued", &format!("{song}0"));
    }
    assert_eq!(evening.refused(guests[0], about("song_queued", "s4")), "QUEUE_LIMIT");
    evening.song(host, "song_queued", "s40");
    evening.song(host, "song_changed", "s2");
    evening.song(guests[0], "song_queued", "s4");
    evening.ok(host, json!({"type": "host:settings", "queue_limit": 4}));
    evening.song(guests[0], "song_queued", "s5");
    assert_eq!(evening.refused(guests[0], about("song_queued", "s6")), "QUEUE_LIMIT");
}

#[test]
fn a_full_queue_takes_nothing_more_even_from_the_host() {
    let mut evening = Evening::with_songs(100);
    evening.settings.queue_max = 5;
    let (mut evening, host, guests) = Evening::party_in(evening, 1);
    for song in 0..5 {
        evening.song(host, "song_queued", &format!("s{song}"));
    }
    assert_eq!(evening.refused(host, about("song_queued", "s7")), "QUEUE_FULL");
    assert_eq!(evening.refused(guests[0], about("song_queued", "s7")), "QUEUE_FULL");
}

#[test]
fn a_guest_takes_back_its_own_song_and_the_host_any() {
    let (mut evening, host, guests) = Evening::party(2);
    evening.song(guests[0], "song_queued", "s1");
    evening.song(guests[0], "song_queued", "s2");
    assert_eq!(evening.refused(guests[1], about("song_removed", "s1")), "NOT_YOURS");
    evening.song(guests[0], "song_removed", "s1");
    assert_eq!(evening.last(guests[1], "song_removed")["by"]["name"], "Ada");
    evening.song(host, "song_removed", "s2");
    assert_eq!(evening.last(guests[0], "song_removed")["by"]["name"], "Host");
    assert_eq!(evening.refused(host, about("song_removed", "s2")), "NOT_QUEUED");
    assert!(evening.order().is_empty());
}

#[test]
fn a_removed_song_comes_back_with_its_votes_and_its_age() {
    let (mut evening, host, guests) = Evening::party(3);
    evening.song(guests[0], "song_queued", "s1");
    evening.song(guests[1], "song_queued", "s2");
    evening.song(guests[2], "song_vote", "s1");
    evening.song(host, "song_removed", "s1");
    assert_eq!(evening.refused(guests[0], about("host:restore_song", "s1")), "NOT_HOST");
    evening.song(host, "host:restore_song", "s1");
    assert_eq!(evening.last(guests[1], "song_queued")["votes"], 2);
    assert_eq!(evening.order(), ["s1", "s2"]);
    assert_eq!(evening.refused(host, about("host:restore_song", "s1")), "NOT_REMOVED");
}

#[test]
fn who_had_voted_for_a_song_that_comes_back_is_told_so() {
    let (mut evening, host, guests) = Evening::party(3);
    evening.song(guests[0], "song_queued", "s1");
    for guest in &guests[1..] {
        evening.song(*guest, "song_vote", "s1");
    }
    // The one who added it has thought better of it.
    evening.song(guests[0], "song_vote", "s1");
    evening.song(guests[2], "song_vote", "s1");
    evening.song(host, "song_vote", "s1");
    evening.song(host, "song_removed", "s1");
    evening.hush();
    evening.song(host, "host:restore_song", "s1");
    let mut own = |conn| {
        let told = evening.frames(conn);
        let votes = told.iter().filter(|frame| frame["type"] == "song_vote");
        votes
            .map(|vote| (vote["by"]["guest_id"].clone(), vote["votes"].clone(), vote["voted"].clone()))
            .collect::<Vec<_>>()
    };
    let only = |seat: u32, voted: bool| vec![(json!(seat), json!(2), json!(voted))];
    assert_eq!(own(guests[0]), only(1, false), "a song that is queued otherwise has its guest's vote");
    assert_eq!(own(guests[1]), only(2, true));
    assert_eq!(own(guests[2]), vec![], "no vote, and nothing to be told");
    assert_eq!(own(host), only(0, true));
}

#[test]
fn songs_that_come_and_go_are_slowed_down() {
    let (mut evening, _, guests) = Evening::party(1);
    let mut added = 0;
    while evening.send(guests[0], about("song_queued", "s1")).is_ok() {
        evening.song(guests[0], "song_removed", "s1");
        added += 1;
    }
    assert_eq!((added, evening.refused(guests[0], about("song_queued", "s1"))), (10, "SLOW_MODE"));
    evening.wait(60_000);
    evening.song(guests[0], "song_queued", "s1");
}

#[test]
fn without_a_catalogue_every_id_is_a_song() {
    let (mut evening, host, guests) = Evening::party_in(Evening::begin(), 1);
    evening.song(guests[0], "song_queued", "spotify:track:4uLU6hMCjMI75M1A2tKUQC");
    let told = evening.last(host, "song_queued");
    assert_eq!(told["song"]["title"], "spotify:track:4uLU6hMCjMI75M1A2tKUQC");
    assert_eq!((&told["song"]["duration_ms"], &told["song"]["stream_url"]), (&json!(null), &json!(null)));
    for wrong in [json!(""), json!(7), json!("a".repeat(201)), json!("a\u{0}")] {
        assert_eq!(evening.refused(guests[0], json!({"type": "song_queued", "song_id": wrong})), "INVALID_FIELD");
    }
}

#[test]
fn in_a_large_room_only_the_voter_hears_each_of_many_votes() {
    let (mut evening, host, _) = Evening::party(0);
    evening.song(host, "song_queued", "s1");
    let crowd: Vec<_> = (0..300).map(|n| evening.guest(&format!("Guest {n}"))).collect();
    evening.hush();
    for conn in &crowd {
        evening.song(*conn, "song_vote", "s1");
    }
    evening.wait(300);
    let own = |frames: &[serde_json::Value], id: u32| {
        frames.iter().filter(|f| f["type"] == "song_vote" && f["by"]["guest_id"] == id).count()
    };
    let (first, last) = (evening.frames(crowd[0]), evening.frames(crowd[299]));
    assert_eq!((own(&first, 1), own(&first, 300), own(&last, 300)), (1, 0, 1), "each voter hears its own vote once");
    let heard = first.iter().filter(|frame| frame["type"] == "song_vote").count();
    assert!((60..70).contains(&heard), "20,000 receipts are 66 votes heard by 301: {heard}");
    let order = first.iter().rfind(|frame| frame["type"] == "queue_changed").expect("the order");
    assert_eq!(order["votes"], json!([301]));
}
