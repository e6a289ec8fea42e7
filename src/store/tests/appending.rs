//! What was appended comes back, in order, fenced, and with everything that belongs to it.

use std::sync::Arc;

use super::*;
use crate::store::log::Job;
use crate::store::writer::tell_each;

#[test]
fn what_is_appended_comes_back_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = SessionId::new_v4();
    let store = open(folder.path());
    let mut first = append(session, "4711", 0, 3);
    first.events[1].payload = "{\"name\":\"Zoë 🍷 \\u0000\"}".into();
    let mut expected = first.events.clone();
    assert_eq!(stored(&store, first), Ok(()));
    let second = append(session, "4711", 3, 2);
    expected.extend(second.events.clone());
    assert_eq!(stored(&store, second), Ok(()));

    let loaded = load(&store, "4711").expect("it is there");
    assert_eq!((loaded.session, &loaded.events, loaded.same_run), (session, &expected, true));

    drop(store);
    let loaded = load(&open(folder.path()), "4711").expect("it is still there");
    assert_eq!((loaded.session, &loaded.events, loaded.same_run), (session, &expected, false));
    assert_eq!(loaded.snapshot, None);
}

#[test]
fn a_session_opens_from_its_latest_snapshot() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = SessionId::new_v4();
    let store = open(folder.path());
    let snapshot = |seq| StoredSnapshot {
        seq,
        at: RoomTime(seq * 10),
        wall: wall_now(),
        version: 1,
        payload: format!("{{\"state\":{seq}}}"),
    };
    let latest = snapshot(6);
    assert_eq!(stored(&store, Append { snapshot: Some(snapshot(2)), ..append(session, "4711", 0, 4) }), Ok(()));
    assert_eq!(stored(&store, Append { snapshot: Some(latest.clone()), ..append(session, "4711", 4, 4) }), Ok(()));
    let loaded = load(&store, "4711").expect("it is there");
    assert_eq!(loaded.snapshot, Some(latest));
    assert_eq!(loaded.events.iter().map(|event| event.seq).collect::<Vec<_>>(), [7, 8]);
}

#[test]
fn who_expects_another_last_event_is_fenced_and_nobody_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let (ours, other) = (SessionId::new_v4(), SessionId::new_v4());
    assert_eq!(stored(&store, append(ours, "4711", 0, 5)), Ok(()));
    let answers = [append(ours, "4711", 4, 1), append(other, "0815", 0, 1), append(ours, "4711", 6, 1)]
        .map(|append| queue(&store, append).expect("queued"))
        .map(|told| told.recv_timeout(PATIENCE).expect("answered"));
    assert_eq!(answers, [Err(StoreError::Fenced), Ok(()), Err(StoreError::Fenced)]);
    assert_eq!(stored(&store, append(ours, "4711", 0, 1)), Err(StoreError::Fenced));
    assert_eq!(stored(&store, append(ours, "4711", 5, 1)), Ok(()));
    assert_eq!(load(&store, "4711").map(|session| session.events.len()), Some(6));
}

#[test]
fn what_follows_a_failed_append_fails_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let session = SessionId::new_v4();
    let mut gap = append(session, "4711", 0, 2);
    gap.events.remove(0);
    assert!(matches!(stored(&store, gap), Err(StoreError::Damaged(_))));
    assert_eq!(stored(&store, append(session, "4711", 2, 1)), Err(StoreError::Fenced));
    assert_eq!(load(&store, "4711"), None);
}

#[test]
fn a_foreign_writer_is_noticed_once_and_its_sessions_are_fenced() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let (ours, elsewhere) = (SessionId::new_v4(), SessionId::new_v4());
    assert_eq!(stored(&store, append(ours, "4711", 0, 1)), Ok(()));
    let foreign = rusqlite::Connection::open(folder.path().join("soiree.db")).expect("opened");
    foreign
        .execute("UPDATE shards SET last_seq = last_seq + 1 WHERE shard = ?1", [shard_of(ours)])
        .expect("the foreign writer writes");
    if shard_of(elsewhere) != shard_of(ours) {
        assert_eq!(stored(&store, append(elsewhere, "0815", 0, 1)), Ok(()));
    }
    assert_eq!(stored(&store, append(ours, "4711", 1, 1)), Err(StoreError::Fenced));
    // The room is loaded again from what is there, and goes on.
    assert_eq!(load(&store, "4711").map(|session| session.events.len()), Some(1));
    assert_eq!(stored(&store, append(ours, "4711", 1, 1)), Ok(()));
}

#[test]
fn five_hundred_and_twelve_producers_share_commits_and_lose_nothing() {
    const PRODUCERS: usize = 512;
    const APPENDS: u64 = 20;
    let folder = tempfile::tempdir().expect("a folder");
    let store = Arc::new(open(folder.path()));
    let begun = std::time::Instant::now();
    // Eight threads, each with 64 sessions that it feeds in turn without waiting, like rooms do.
    let threads: Vec<_> = (0..8)
        .map(|thread| {
            let store = Arc::clone(&store);
            std::thread::spawn(move || {
                let sessions: Vec<_> =
                    (0..PRODUCERS / 8).map(|number| (SessionId::new_v4(), format!("{thread}-{number}"))).collect();
                let mut told = Vec::new();
                for round in 0..APPENDS {
                    for (session, code) in &sessions {
                        told.push(queue(&store, append(*session, code, round, 1)).expect("there is room"));
                    }
                }
                told.into_iter().all(|told| told.recv_timeout(PATIENCE) == Ok(Ok(())))
            })
        })
        .collect();
    for thread in threads {
        assert!(thread.join().expect("no panic"), "everything is acknowledged");
    }
    println!("{} events in {:?}", PRODUCERS as u64 * APPENDS, begun.elapsed());
    drop(store);
    let store = open(folder.path());
    for thread in 0..8 {
        for number in 0..PRODUCERS / 8 {
            let session = load(&store, &format!("{thread}-{number}")).expect("it is there");
            let facts: Vec<_> = session.events.iter().map(|event| event.payload.clone()).collect();
            assert_eq!(facts, (1..=APPENDS).map(|seq| format!("{{\"fact\":{seq}}}")).collect::<Vec<_>>());
        }
    }
}

#[test]
fn of_what_became_durable_together_the_newest_is_told_first_but_beside_a_failure_all_in_order() {
    let told = |results: Vec<Result<(), StoreError>>| {
        let (tell, told) = channel();
        let session = SessionId::new_v4();
        let jobs = (0..results.len() as u64).map(|number| {
            let tell = tell.clone();
            let done: OnDurable =
                Box::new(move |result| tell.send((number, result.is_ok())).expect("somebody listens"));
            Job::Append(Box::new(append(session, "4711", number, 1)), done)
        });
        tell_each(jobs.collect(), results);
        told.try_iter().collect::<Vec<_>>()
    };
    assert_eq!(told(vec![Ok(()), Ok(()), Ok(())]), [(2, true), (1, true), (0, true)]);
    // The room is to say what it has stored before it ends.
    assert_eq!(told(vec![Ok(()), Err(StoreError::Fenced)]), [(0, true), (1, false)]);
}

#[test]
fn after_closing_all_that_was_queued_is_there_and_nothing_more_is_taken() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let session = SessionId::new_v4();
    let told: Vec<_> = (0..100).map(|seq| queue(&store, append(session, "4711", seq, 1)).expect("queued")).collect();
    store.close();
    store.close();
    assert!(told.into_iter().all(|told| told.try_recv() == Ok(Ok(()))), "answered before the close returned");
    let late = queue(&store, append(session, "4711", 100, 1)).expect_err("too late");
    assert_eq!(late, StoreError::Unavailable("the server is stopping".into()));
    assert!(read(|done| store.load(KIND, "4711", done)).is_err());
    // The folder is free although the closed store still exists.
    assert_eq!(load(&open(folder.path()), "4711").map(|session| session.events.len()), Some(100));
}
