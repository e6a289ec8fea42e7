//! Stored events and snapshots are read for ever. `tests/wire/music/stored/events.v1.json` is NOT rewritten by
//! blessing once it is there: a change of it breaks every database in the field.

use std::fs;

use serde_json::json;

use super::kit::{Evening, HOST, chat};
use crate::blessed;
use crate::engine::{Machine, RoomTime};
use crate::music::Music;
use crate::music::event::Event;
use crate::music::wire::SettingsChange;

const FILE: &str = "tests/wire/music/stored/events.v1.json";

/// An evening with every kind of event.
fn evening() -> Evening {
    let mut evening = Evening::with_songs(20);
    evening.create(SettingsChange { queue_limit: Some(5), ..SettingsChange::default() });
    let host = evening.enter(Some(HOST));
    let (ada, bob, stranger) = (evening.guest("Ada"), evening.guest("Bob"), evening.stranger());
    evening.ok(host, json!({"type": "host:fallback", "song_ids": ["s11", "s12", "s13", "s14"]}));
    for song in ["s1", "s2", "s3"] {
        evening.song(ada, "song_queued", song);
    }
    evening.song(stranger, "song_vote", "s3");
    evening.ok(stranger, chat("Cleo", "Hello"));
    evening.ok(bob, chat("Bob", "Hi Cleo"));
    evening.ok(host, chat("DJ Dan", "Welcome"));
    evening.leave(stranger);
    evening.wait(20_000);
    evening.song(bob, "song_vote", "s2");
    evening.song(bob, "song_vote", "s2");
    evening.song(ada, "song_removed", "s1");
    evening.song(host, "host:restore_song", "s1");
    evening.ok(host, json!({"type": "host:next"}));
    evening.wait(5_000);
    evening.ok(host, json!({"type": "playback_changed", "percentage": 12.345678, "paused": false}));
    evening.ok(bob, json!({"type": "vote_skip"}));
    evening.ok(host, json!({"type": "host:mute", "guest_id": 1, "muted": true}));
    for removed in [true, false] {
        evening.ok(host, json!({"type": "host:remove_guest", "guest_id": 2, "removed": removed}));
    }
    evening.ok(host, json!({"type": "host:lock", "locked": true}));
    evening.ok(host, json!({"type": "host:settings", "fallback": false, "slow_mode_seconds": 5}));
    for _ in 0..3 {
        evening.ok(host, json!({"type": "host:next"}));
    }
    evening.song(host, "song_changed", "s7");
    evening.leave(host);
    evening.wait(20_000);
    let host = evening.enter(Some(HOST));
    evening.wait(20_000);
    evening.ok(host, json!({"type": "room_closed"}));
    evening
}

#[test]
fn events_of_the_first_version_are_read_and_written_as_ever() {
    let evening = evening();
    let written = serde_json::to_string_pretty(&evening.log).expect("events can be written") + "\n";
    for kind in [
        "founded",
        "joined",
        "named",
        "left",
        "removed",
        "readmitted",
        "muted",
        "queued",
        "voted",
        "dropped",
        "restored",
        "chatted",
        "started",
        "silenced",
        "playback",
        "skip_voted",
        "unattended",
        "upcoming",
        "fallback_listed",
        "locked",
        "set",
        "closed",
    ] {
        assert!(written.contains(&format!("\"t\": \"{kind}\"")), "no {kind}");
    }
    if !blessed::path(FILE).exists() {
        blessed::compare(FILE, &written);
    }
    let stored = fs::read_to_string(blessed::path(FILE)).expect("the stored events");
    assert_eq!(stored, written, "{FILE} no longer is what this code writes");
    let events: Vec<(RoomTime, Event)> = serde_json::from_str(&stored).expect("events can be read");
    let mut music = Music::default();
    for (at, event) in &events {
        music.evolve(*at, event);
    }
    assert_eq!(music, evening.music);
}
