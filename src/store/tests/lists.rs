//! Codes and their rest, owners' lists, what is left behind, what is deleted.

use super::*;

/// A session that was founded and, with `Ended`, ended at `wall`.
fn session_at(store: &SqliteStore, code: &str, of: KeyedHash, status: SessionStatus, wall: WallTime) -> SessionId {
    let session = SessionId::new_v4();
    let append = Append { summary: Some(summary(of, status, wall)), ..append_at(session, code, 0, 2, wall) };
    assert_eq!(stored(store, append), Ok(()));
    session
}

#[test]
fn a_code_rests_for_a_day_after_its_session_has_ended() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    assert!(is_free(&store, "4711"));
    let old = session_at(&store, "4711", owner(1), SessionStatus::Ended, ago(25));
    assert!(is_free(&store, "4711"));
    assert_eq!(load(&store, "4711"), None);
    // Its owner still gets at the results.
    let owned = read(|done| store.load_owned(KIND, "4711", owner(1), done)).expect("readable");
    assert_eq!(owned.map(|session| session.session), Some(old));
    let of_another = read(|done| store.load_owned(KIND, "4711", owner(2), done)).expect("readable");
    assert_eq!(of_another, None);

    let young = session_at(&store, "4711", owner(2), SessionStatus::Ended, ago(23));
    assert!(!is_free(&store, "4711"));
    assert_eq!(load(&store, "4711").map(|session| session.session), Some(young));
    assert!(read(|done| store.code_is_free("music", "4711", done)).expect("readable"), "kinds have their own codes");
}

#[test]
fn a_session_that_was_left_is_listed_until_its_room_ends_it_and_then_its_code_is_free() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let left = session_at(&store, "4711", owner(1), SessionStatus::Active, ago(30));
    session_at(&store, "0815", owner(1), SessionStatus::Active, ago(1));
    session_at(&store, "0816", owner(1), SessionStatus::Ended, ago(40));
    let abandoned = read(|done| store.abandoned(KIND, ago(24), done)).expect("readable");
    assert_eq!(abandoned, ["4711".to_owned()]);
    let playing = || read(|done| store.playing(KIND, done)).expect("readable");
    assert_eq!(playing(), ["0815", "4711"]);
    assert_eq!(load(&store, "4711").map(|session| session.session), Some(left), "its room can be opened");
    let end = Append {
        summary: Some(summary(owner(1), SessionStatus::Ended, ago(30))),
        ..append_at(left, "4711", 2, 1, wall_now())
    };
    assert_eq!(stored(&store, end), Ok(()));
    assert!(is_free(&store, "4711"), "it ended when it was left");
    assert_eq!(playing(), ["0815"]);
    assert!(read(|done| store.abandoned(KIND, ago(24), done)).expect("readable").is_empty());
}

#[test]
fn an_owners_list_has_their_sessions_newest_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    session_at(&store, "A", owner(1), SessionStatus::Ended, ago(3));
    session_at(&store, "B", owner(1), SessionStatus::Waiting, ago(1));
    session_at(&store, "C", owner(2), SessionStatus::Active, ago(2));
    let unowned = append(SessionId::new_v4(), "D", 0, 1);
    assert_eq!(stored(&store, unowned), Ok(()));
    let list = read(|done| store.sessions_of(KIND, owner(1), done)).expect("readable");
    let codes: Vec<_> = list.iter().map(|(code, row)| (code.as_str(), row.status)).collect();
    assert_eq!(codes, [("B", SessionStatus::Waiting), ("A", SessionStatus::Ended)]);
    let created = list[1].1.created;
    assert_eq!(list[1].1, summary(owner(1), SessionStatus::Ended, created));
}

#[test]
fn a_deleted_session_leaves_no_trace_in_the_files() {
    const TRACE: &str = "Wilhelmina-von-Quittenberg";
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let (session, other) = (SessionId::new_v4(), SessionId::new_v4());
    assert_eq!(stored(&store, append(other, "0815", 0, 1)), Ok(()));
    for round in 0..60u64 {
        let mut joined = append(session, "4711", round * 50, 50);
        for (number, event) in joined.events.iter_mut().enumerate() {
            event.payload = format!("{{\"name\":\"{TRACE} {round} {number} {}\"}}", "x".repeat(number * 40));
        }
        joined.snapshot = Some(StoredSnapshot {
            seq: round * 50 + 50,
            at: RoomTime(0),
            wall: wall_now(),
            version: 1,
            payload: format!("{TRACE} ").repeat(1 + round as usize * 7 % 300),
        });
        let mut row = summary(owner(1), SessionStatus::Active, ago(1));
        (row.title, row.outcome) = (format!("{TRACE}'s evening"), Some(TRACE.repeat(1 + round as usize)));
        joined.summary = Some(row);
        assert_eq!(stored(&store, joined), Ok(()));
        // The other session's rows lie among them.
        assert_eq!(stored(&store, append(other, "0815", round + 1, 1)), Ok(()));
    }
    let traces = |folder: &Path| -> usize {
        std::fs::read_dir(folder)
            .expect("listed")
            .map(|file| std::fs::read(file.expect("a file").path()).expect("read"))
            .map(|bytes| bytes.windows(TRACE.len()).filter(|window| *window == TRACE.as_bytes()).count())
            .sum()
    };
    assert!(traces(folder.path()) > 1_000);
    delete(&store, session);
    assert_eq!(traces(folder.path()), 0);
    assert_eq!(load(&store, "4711"), None);
    assert!(is_free(&store, "4711"));
    assert_eq!(read(|done| store.sessions_of(KIND, owner(1), done)), Ok(Vec::new()));
    assert_eq!(load(&store, "0815").map(|session| session.events.len()), Some(61));
    assert_eq!(stored(&store, append(session, "4711", 3_000, 1)), Err(StoreError::Fenced), "its room is not revived");
    delete(&store, session);
}

#[test]
fn sessions_whose_retention_is_over_are_deleted_at_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    for number in 0..20 {
        session_at(&store, &format!("old-{number}"), owner(1), SessionStatus::Ended, ago(31 * 24));
    }
    let kept = session_at(&store, "young", owner(1), SessionStatus::Ended, ago(29 * 24));
    drop(store);
    let store = SqliteStore::open(folder.path(), &StoreOptions { retention_days: 30, ..StoreOptions::default() })
        .expect("opened");
    let began = std::time::Instant::now();
    let left = loop {
        let list = read(|done| store.sessions_of(KIND, owner(1), done)).expect("readable");
        if list.len() == 1 || began.elapsed() > PATIENCE {
            break list;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(left.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["young"]);
    let young = read(|done| store.load_owned(KIND, "young", owner(1), done)).expect("readable");
    assert_eq!(young.map(|session| session.session), Some(kept));
}

#[test]
fn a_row_may_trail_its_session_by_seconds_but_not_what_is_loaded_of_it_or_followed() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let places = || {
        let changed = read(|done| store.changed(KIND, Place::default(), done)).expect("readable");
        changed.into_iter().map(|one| (one.last_seq, one.place.at)).collect::<Vec<_>>()
    };
    // Given a session that speaks, later than the run's last sign of life
    let (session, begun) = (SessionId::new_v4(), ago(-1));
    let at = |after_ms| WallTime(begun.0 + after_ms);
    assert_eq!(stored(&store, append_at(session, "4711", 0, 1, begun)), Ok(()));
    // When it goes on a little later, then its row does not know, but who loads it does
    assert_eq!(stored(&store, append_at(session, "4711", 1, 1, at(9_999))), Ok(()));
    assert_eq!(places(), [(1, begun.0)]);
    let found = load(&store, "4711").expect("it is there");
    assert_eq!((found.events.len(), found.last_alive), (2, at(9_999)));
    // When it does after a while, then its row knows that too
    assert_eq!(stored(&store, append_at(session, "4711", 2, 1, at(10_000))), Ok(()));
    assert_eq!(places(), [(3, at(10_000).0)]);
    // And where somebody follows it, its row is always exact
    let followed = Append { is_followed: true, ..append_at(session, "4711", 3, 1, at(10_001)) };
    assert_eq!(stored(&store, followed), Ok(()));
    assert_eq!(places(), [(4, at(10_001).0)]);
}

#[test]
fn a_session_goes_on_behind_its_last_event_although_its_row_trails() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    // Given a session with three events, of which its row knows one
    let session = SessionId::new_v4();
    assert_eq!(stored(&store, append(session, "4711", 0, 1)), Ok(()));
    assert_eq!(stored(&store, append(session, "4711", 1, 2)), Ok(()));
    drop(store);
    // When another run goes on with it, then it does so behind the third, and nowhere else
    let store = open(folder.path());
    assert_eq!(stored(&store, append(session, "4711", 1, 1)), Err(StoreError::Fenced));
    assert_eq!(stored(&store, append(session, "4711", 3, 1)), Ok(()));
    assert_eq!(load(&store, "4711").map(|found| found.events.len()), Some(4));
    // When the last event is gone of which the row knows, then that is noticed
    let foreign = rusqlite::Connection::open(folder.path().join("soiree.db")).expect("opened");
    foreign.execute("DELETE FROM events WHERE seq = 4", ()).expect("deleted");
    let damaged = read(|done| store.load(KIND, "4711", done));
    assert!(matches!(damaged, Err(StoreError::Damaged(_))), "{damaged:?}");
}
