//! Long sessions are unfindable at once and go in pieces, while others write and whatever interrupts.

use std::time::Instant;

use rusqlite::Connection;

use super::crash::wreck;
use super::*;
use crate::engine::TimelineRow;
use crate::limits;

const PIECES: u64 = 12;
const STORE_DELETED_PIECE: u64 = limits::STORE_DELETED_PIECE as u64;

/// A session that takes so many pieces, with a row of the timeline for each event. Its own row knows of the first.
fn long_session(store: &SqliteStore, code: &str) -> SessionId {
    let session = SessionId::new_v4();
    for piece in 0..PIECES {
        let after = piece * STORE_DELETED_PIECE;
        let mut append = append(session, code, after, STORE_DELETED_PIECE);
        append.timeline = (after..after + STORE_DELETED_PIECE)
            .map(|number| TimelineRow {
                at: (number * 7_919 % 60_000) as f64 / 1e3,
                number,
                label: 0,
                part: 0,
                value: None,
                wall: wall_now(),
            })
            .collect();
        append.summary = Some(summary(owner(1), SessionStatus::Active, wall_now()));
        append.snapshot = (piece == 0).then(|| StoredSnapshot {
            seq: after,
            at: RoomTime(0),
            wall: wall_now(),
            version: 1,
            payload: "\"a whole evening\"".into(),
        });
        assert_eq!(stored(store, append), Ok(()));
    }
    session
}

/// Rows that are left of everything but of sessions with this code.
fn rows_left(folder: &Path, but: &str) -> u64 {
    let database = Connection::open(folder.join("soiree.db")).expect("opens");
    let count = |sql: &str| database.query_row(sql, [but], |row| row.get::<_, i64>(0)).expect("counted") as u64;
    ["events", "timeline", "snapshots"]
        .map(|table| {
            count(&format!("SELECT count(*) FROM {table} JOIN sessions ON sessions.number = session WHERE code <> ?1"))
        })
        .iter()
        .sum::<u64>()
        + count("SELECT count(*) FROM sessions WHERE code <> ?1")
}

/// Waits until everything is gone but sessions with this code.
fn gone(folder: &Path, but: &str) {
    let begun = Instant::now();
    while rows_left(folder, but) > 0 {
        assert!(begun.elapsed() < PATIENCE, "{} rows are left", rows_left(folder, but));
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn others_write_while_a_long_session_goes() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let session = long_session(&store, "4711");
    let other = SessionId::new_v4();
    delete(&store, session);
    assert_eq!(load(&store, "4711"), None);
    assert!(is_free(&store, "4711"));
    assert_eq!(read(|done| store.sessions_of(KIND, owner(1), done)), Ok(Vec::new()));
    assert_eq!(read(|done| store.census(done)), Ok(Vec::new()));
    let after = PIECES * STORE_DELETED_PIECE;
    assert_eq!(stored(&store, append(session, "4711", after, 1)), Err(StoreError::Fenced), "a late word is refused");
    // While its rows go, another session writes, and one with the same code.
    let mut meanwhile = 0;
    while rows_left(folder.path(), "0815") > 0 {
        assert_eq!(stored(&store, append(other, "0815", meanwhile, 1)), Ok(()));
        meanwhile += 1;
    }
    assert!(meanwhile > PIECES / 2, "only {meanwhile} others' writes went between");
    assert_eq!(stored(&store, append(SessionId::new_v4(), "4711", 0, 1)), Ok(()));
    assert_eq!(load(&store, "4711").map(|found| found.events.len()), Some(1));
    assert_eq!(load(&store, "0815").map(|found| found.events.len() as u64), Some(meanwhile));
    store.close();
    for file in ["soiree.db", "soiree.db-wal"] {
        let bytes = std::fs::read(folder.path().join(file)).unwrap_or_default();
        let found = bytes.windows(15).any(|window| window == b"a whole evening");
        assert!(!found, "{file} still shows what was deleted");
    }
}

#[test]
fn nobody_waits_for_a_backup_so_that_the_log_can_be_emptied() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let long = long_session(&store, "4711");
    let short = SessionId::new_v4();
    assert_eq!(stored(&store, append(short, "0815", 0, 1)), Ok(()));
    // Given somebody who reads all the while, as a backup does,
    let backup = Connection::open(folder.path().join("soiree.db")).expect("opens");
    backup.execute_batch("BEGIN").expect("begun");
    backup.query_row("SELECT count(*) FROM sessions", (), |row| row.get::<_, i64>(0)).expect("read");
    // when sessions are deleted, then that is answered and others write as if nobody read,
    let begun = Instant::now();
    delete(&store, long);
    delete(&store, short);
    let other = SessionId::new_v4();
    for after in 0..3 {
        assert_eq!(stored(&store, append(other, "1234", after, 1)), Ok(()));
    }
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(2), "{took:?}");
    // and when the backup is done the log is emptied by itself.
    backup.execute_batch("COMMIT").expect("done");
    gone(folder.path(), "1234");
    let log = || std::fs::metadata(folder.path().join("soiree.db-wal")).map_or(0, |file| file.len());
    let begun = Instant::now();
    while log() > 0 {
        assert!(begun.elapsed() < PATIENCE, "{} bytes are left", log());
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_crash_or_a_stop_in_the_middle_leaves_it_deleted_and_the_next_start_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let session = long_session(&store, "4711");
    assert_eq!(stored(&store, append(SessionId::new_v4(), "0815", 0, 1)), Ok(()));
    let (tell, told) = std::sync::mpsc::channel();
    let path = folder.path().to_path_buf();
    // The callback runs on the writer's thread, so no piece has gone yet and the files hold still.
    store.delete(session, Box::new(move |result| drop(tell.send(result.map(|()| wreck(&path))))));
    let wreck = told.recv_timeout(PATIENCE).expect("answered").expect("deleted");
    // A stop waits for no piece that is left.
    store.close();
    for path in [wreck.path(), folder.path()] {
        let again = open(path);
        assert_eq!(load(&again, "4711"), None, "it stays deleted");
        gone(path, "0815");
        assert_eq!(load(&again, "0815").map(|found| found.events.len()), Some(1));
    }
}

#[test]
fn the_start_after_a_crash_empties_the_log_of_what_was_deleted() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let session = SessionId::new_v4();
    let mut told = append(session, "4711", 0, 1);
    told.events[0].payload = "\"a whole evening\"".into();
    assert_eq!(stored(&store, told), Ok(()));
    // Given a crash while somebody's reading keeps the log from being emptied,
    let backup = Connection::open(folder.path().join("soiree.db")).expect("opens");
    backup.execute_batch("BEGIN").expect("begun");
    backup.query_row("SELECT count(*) FROM sessions", (), |row| row.get::<_, i64>(0)).expect("read");
    delete(&store, session);
    let wreck = wreck(folder.path());
    let shows = || {
        ["soiree.db", "soiree.db-wal"].iter().any(|file| {
            let bytes = std::fs::read(wreck.path().join(file)).unwrap_or_default();
            bytes.windows(15).any(|window| window == b"a whole evening")
        })
    };
    assert!(shows());
    // when the server starts again, then nothing is left of it.
    let _again = open(wreck.path());
    let begun = Instant::now();
    while shows() {
        assert!(begun.elapsed() < PATIENCE, "it is still there");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn what_a_snapshot_contains_goes_where_events_are_not_to_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let (forgetful, other) = (SessionId::new_v4(), SessionId::new_v4());
    let snapshot = |seq| {
        Some(StoredSnapshot { seq, at: RoomTime(seq * 10), wall: wall_now(), version: 1, payload: "{}".to_owned() })
    };
    let few = Append { prunes: true, ..append(forgetful, "4711", 0, 40) };
    assert_eq!(stored(&store, few), Ok(()), "without a snapshot all of them stay");
    assert_eq!(stored(&store, Append { snapshot: snapshot(40), ..append(other, "0815", 0, 40) }), Ok(()));
    assert_eq!(load(&store, "4711").map(|session| session.events.len()), Some(40));
    let rest = Append { snapshot: snapshot(42), prunes: true, ..append(forgetful, "4711", 40, 4) };
    assert_eq!(stored(&store, rest), Ok(()));
    let loaded = load(&store, "4711").expect("it is there");
    assert_eq!(loaded.events.iter().map(|event| event.seq).collect::<Vec<_>>(), [43, 44]);
    let database = Connection::open(folder.path().join("soiree.db")).expect("opens");
    let count = |code: &str| {
        let sql = "SELECT count(*) FROM events JOIN sessions ON sessions.number = session WHERE code = ?1";
        database.query_row(sql, [code], |row| row.get::<_, i64>(0)).expect("counted")
    };
    assert_eq!((count("4711"), count("0815")), (2, 40), "others' logs are whole");
    // And it goes on from there.
    assert_eq!(stored(&store, Append { prunes: true, ..append(forgetful, "4711", 44, 1) }), Ok(()));
    assert_eq!(load(&store, "4711").map(|session| session.events.len()), Some(3));
}
