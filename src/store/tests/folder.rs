//! The data folder: one process at a time, keys, old and new and damaged databases, copies.

use std::os::unix::fs::PermissionsExt;

use rusqlite::Connection;

use super::backup::BackupError;
use super::*;
use crate::engine::TimelineRow;
use crate::store::timeline::{Key, Order, Sort};

fn refused(folder: &Path) -> OpenError {
    SqliteStore::open(folder, &StoreOptions::default()).err().expect("refused")
}

#[test]
fn a_second_server_on_the_folder_is_refused_until_the_first_has_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = open(folder.path());
    let error = refused(folder.path());
    assert!(matches!(error, OpenError::InUse { .. }));
    assert!(error.to_string().contains(&folder.path().display().to_string()), "{error}");
    drop(first);
    open(folder.path());
}

#[test]
fn keys_are_made_once_and_are_for_the_servers_user_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("new").join("data");
    let first = open(&data);
    let (hash, token) = (first.secret_key().hash("host", "x"), first.admin_token().clone());
    assert!(token.fresh && token.token.expose().len() >= 40);
    drop(first);
    for (name, mode) in [("", 0o700), ("key", 0o600), ("admin-token", 0o600), ("soiree.db", 0o600), ("lock", 0o600)] {
        let found = std::fs::metadata(data.join(name)).expect("it is there").permissions().mode() & 0o777;
        assert_eq!(found, mode, "mode of {name:?}");
    }
    let again = open(&data);
    assert_eq!(again.secret_key().hash("host", "x"), hash);
    assert_eq!(again.admin_token().token, token.token);
    assert!(!again.admin_token().fresh);
    drop(again);
    std::fs::write(data.join("key"), "short").expect("written");
    assert!(matches!(refused(&data), OpenError::Key { .. }));
}

#[test]
fn a_damaged_database_is_named_as_such() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("soiree.db"), "This is no database at all. ".repeat(400)).expect("written");
    assert!(matches!(refused(folder.path()), OpenError::Damaged { .. }));
}

#[test]
fn a_database_of_a_newer_release_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(open(folder.path()));
    let file = folder.path().join("soiree.db");
    Connection::open(&file).and_then(|newer| newer.pragma_update(None, "user_version", 99)).expect("changed");
    assert!(matches!(refused(folder.path()), OpenError::Newer { .. }));
}

#[test]
fn a_database_of_the_first_version_is_brought_up_to_date_with_its_sessions() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = SessionId::new_v4();
    let mut old = Connection::open(folder.path().join("soiree.db")).expect("opened");
    schema::migrate(&mut old, 1).expect("the first version");
    let wall = ago(1).0;
    old.execute(
        "INSERT INTO sessions (number, id, kind, code, shard, last_seq, last_activity, status) \
         VALUES (1, ?1, 'quiz', '4711', ?2, 2, ?3, 'active')",
        rusqlite::params![session.as_bytes().as_slice(), shard_of(session), wall],
    )
    .expect("a session");
    old.execute("INSERT INTO events VALUES (1, 1, 10, ?1, 1, '{}'), (1, 2, 20, ?1, 1, '{}')", [wall]).expect("events");
    drop(old);

    let store = open(folder.path());
    let found = load(&store, "4711").expect("it is there");
    assert_eq!((found.session, found.events.len(), found.last_alive.0, found.same_run), (session, 2, wall, false));
    assert_eq!(stored(&store, append(session, "4711", 2, 1)), Ok(()));
}

#[test]
fn a_timeline_of_an_earlier_version_is_found_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut old = Connection::open(folder.path().join("soiree.db")).expect("opened");
    schema::migrate(&mut old, 4).expect("the fourth version");
    let session = SessionId::new_v4();
    old.execute(
        "INSERT INTO sessions (number, id, kind, code, shard, last_seq, last_activity, status) \
         VALUES (1, ?1, ?2, '4711', ?3, 0, ?4, 'active')",
        rusqlite::params![session.as_bytes().as_slice(), KIND, shard_of(session), ago(1).0],
    )
    .expect("a session");
    let rows: Vec<TimelineRow> = [(0, 7.5), (32_767, 3.25), (32_768, 9.0), (70_000, 1.0)]
        .map(|(number, at)| TimelineRow { at, number, label: 2, part: 5, value: Some(-1), wall: ago(1) })
        .into();
    for row in &rows {
        old.execute(
            "INSERT INTO timeline VALUES (1, ?1, ?2, 2, 5, -1, ?3)",
            rusqlite::params![row.at, row.number as i64, row.wall.0],
        )
        .expect("a row");
    }
    drop(old);
    let store = open(folder.path());
    let ask = |key| {
        let order = Order::By(vec![Sort { key, descending: false, inclusive: false }]);
        let query =
            TimelineQuery { kind: KIND, code: "4711".into(), conditions: Vec::new(), sample: None, order, limit: 9 };
        read(|done| store.timeline(query, done)).expect("readable")
    };
    assert_eq!(ask(Key::Number { after: None }), rows);
    assert_eq!(ask(Key::Number { after: Some(32_767) }), rows[2..]);
    let numbers: Vec<u64> = ask(Key::At { after: None }).iter().map(|row| row.number).collect();
    assert_eq!(numbers, [70_000, 32_767, 0, 32_768]);
}

#[test]
fn a_copy_made_while_everything_goes_on_is_a_whole_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let session = SessionId::new_v4();
    assert_eq!(stored(&store, append(session, "4711", 0, 50)), Ok(()));
    let copy = tempfile::tempdir().expect("a folder");
    let file = copy.path().join("soiree.db");
    store.backup(&file).expect("copied");
    assert!(matches!(store.backup(&file), Err(BackupError::Exists { .. })), "nothing is overwritten");
    assert_eq!(stored(&store, append(session, "4711", 50, 1)), Ok(()));
    assert_eq!(load(&open(copy.path()), "4711").map(|session| session.events.len()), Some(50));
}

#[test]
fn a_gap_in_the_log_is_damage_and_not_a_shorter_evening() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    assert_eq!(stored(&store, append(SessionId::new_v4(), "4711", 0, 5)), Ok(()));
    let other = Connection::open(folder.path().join("soiree.db")).expect("opened");
    other.execute("DELETE FROM events WHERE seq = 3", ()).expect("deleted");
    assert!(matches!(read(|done| store.load(KIND, "4711", done)), Err(StoreError::Damaged(_))));
}
