//! The plug is pulled: what was acknowledged is there, and a room's clock stood still.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use super::*;

/// The files as a crash at this very moment would leave them.
pub(super) fn wreck(folder: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a folder");
    for name in ["soiree.db", "soiree.db-wal", "key", "admin-token"] {
        let from: PathBuf = folder.join(name);
        if from.exists() {
            std::fs::copy(from, copy.path().join(name)).expect("copied");
        }
    }
    copy
}

#[test]
fn everything_acknowledged_survives_a_crash_at_the_moment_of_its_acknowledgement() {
    const APPENDS: u64 = 4_000;
    const EVERY: u64 = 97;
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let session = SessionId::new_v4();
    let wrecks = Arc::new(Mutex::new(Vec::new()));
    // The callback runs on the writer's thread, so the files hold still while they are copied.
    for after in 0..APPENDS {
        let (wrecks, path) = (Arc::clone(&wrecks), folder.path().to_path_buf());
        let mut append = append(session, "4711", after, 1);
        append.events[0].payload = format!("{{\"fact\":{},\"filler\":\"{}\"}}", after + 1, "x".repeat(8_000));
        let done = Box::new(move |result| {
            assert_eq!(result, Ok(()));
            if after % EVERY == 0 {
                wrecks.lock().expect("whole").push((after + 1, wreck(&path)));
            }
        });
        assert_eq!(store.append(append, done), Ok(()));
    }
    store.close();
    let wrecks = std::mem::take(&mut *wrecks.lock().expect("whole"));
    assert_eq!(wrecks.len() as u64, APPENDS.div_ceil(EVERY), "no callback failed");
    for (acknowledged, wreck) in wrecks {
        let store = open(wreck.path());
        let found = load(&store, "4711").expect("it is there");
        assert!(found.events.len() as u64 >= acknowledged, "{acknowledged} acknowledged, {}", found.events.len());
        let next = append(session, "4711", found.events.len() as u64, 1);
        assert_eq!(stored(&store, next), Ok(()), "and the evening goes on");
    }
}

#[test]
fn signs_of_life_tell_how_long_a_rooms_clock_ran_however_many_runs_ago() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let session = SessionId::new_v4();
    store.clock_runs(session, true);
    assert_eq!(stored(&store, append_at(session, "4711", 0, 1, wall_now())), Ok(()));
    std::thread::sleep(Duration::from_millis(3_300));
    let crashed = wall_now();
    let wreck = wreck(folder.path());
    drop(store);

    // A second run writes other sessions and never looks at this one.
    std::thread::sleep(Duration::from_millis(2_000));
    let second = open(wreck.path());
    assert_eq!(stored(&second, append(SessionId::new_v4(), "0815", 0, 1)), Ok(()));
    drop(second);

    let third = open(wreck.path());
    let found = load(&third, "4711").expect("it is there");
    let lost_ms = crashed.0 - found.last_alive.0;
    assert!((0..2_000).contains(&lost_ms), "the clock is back to within 2 s, not {lost_ms} ms");
    assert!(!found.same_run);
    assert_eq!(stored(&third, append(session, "4711", 1, 1)), Ok(()));
    assert!(load(&third, "4711").expect("it is there").same_run, "now this run wrote last");
}

#[test]
fn nothing_is_written_while_no_clock_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let session = SessionId::new_v4();
    assert_eq!(stored(&store, append(session, "4711", 0, 1)), Ok(()));
    store.clock_runs(session, true);
    store.clock_runs(session, false);
    let log = || std::fs::metadata(folder.path().join("soiree.db-wal")).expect("there").modified().expect("known");
    std::thread::sleep(Duration::from_millis(50));
    let before = log();
    std::thread::sleep(Duration::from_millis(2_200));
    assert_eq!(before, log());
}

#[test]
fn a_long_session_opens_within_a_tenth_of_a_second() {
    const EVENTS: u64 = 20_000;
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let session = SessionId::new_v4();
    for after in (0..EVENTS).step_by(1_000) {
        let mut append = append(session, "4711", after, 1_000);
        append.snapshot = (after + 2_000 == EVENTS).then(|| StoredSnapshot {
            seq: after + 1_000,
            at: RoomTime(0),
            wall: wall_now(),
            version: 1,
            payload: "x".repeat(2_000_000),
        });
        assert_eq!(stored(&store, append), Ok(()));
    }
    // The best of some: other tests share the machine.
    let quickest = (0..10)
        .map(|_| {
            let begun = std::time::Instant::now();
            assert_eq!(load(&store, "4711").expect("it is there").events.len(), 1_000);
            begun.elapsed()
        })
        .min();
    println!("20,000 events with a snapshot of 2 MB open in {quickest:?}");
    assert!(quickest < Some(Duration::from_millis(100)));
}
