//! Stories of the storage, on real files.

mod appending;
mod crash;
mod deletion;
mod folder;
mod lists;
mod records;
mod timeline;
mod trouble;

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use super::*;
use crate::engine::SessionStatus;

const KIND: &str = "quiz";
const HOUR_MS: i64 = 3_600_000;
const PATIENCE: Duration = Duration::from_secs(30);

/// A store in `folder` that keeps sessions for ever.
fn open(folder: &Path) -> SqliteStore {
    SqliteStore::open(folder, &StoreOptions { retention_days: 0, ..StoreOptions::default() })
        .expect("the folder can be used")
}

fn ago(hours: i64) -> WallTime {
    WallTime(wall_now().0 - hours * HOUR_MS)
}

fn owner(number: u8) -> KeyedHash {
    KeyedHash([number; 32])
}

fn event(seq: u64, wall: WallTime, payload: &str) -> StoredEvent {
    StoredEvent { seq, at: RoomTime(seq * 10), wall, version: 1, payload: payload.to_owned() }
}

/// `count` events after `after`, now.
fn append(session: SessionId, code: &str, after: u64, count: u64) -> Append {
    append_at(session, code, after, count, wall_now())
}

fn append_at(session: SessionId, code: &str, after: u64, count: u64, wall: WallTime) -> Append {
    let events = (after + 1..=after + count).map(|seq| event(seq, wall, &format!("{{\"fact\":{seq}}}"))).collect();
    Append {
        session,
        kind: KIND,
        code: code.to_owned(),
        after,
        events,
        snapshot: None,
        prunes: false,
        is_followed: false,
        summary: None,
        timeline: Vec::new(),
    }
}

fn summary(owner: KeyedHash, status: SessionStatus, created: WallTime) -> SessionSummary {
    SessionSummary { owner, title: "Wines of the north".into(), created, status, participant_count: 7, outcome: None }
}

/// Queues an append and answers with where its result will arrive.
fn queue(store: &SqliteStore, append: Append) -> Result<Receiver<Result<(), StoreError>>, StoreError> {
    let (tell, told) = channel();
    store.append(append, Box::new(move |result| drop(tell.send(result))))?;
    Ok(told)
}

/// Appends and waits for the result.
fn stored(store: &SqliteStore, append: Append) -> Result<(), StoreError> {
    queue(store, append)?.recv_timeout(PATIENCE).expect("every append is answered")
}

/// Waits for the answer of a read.
fn read<T: Send + 'static>(ask: impl FnOnce(OnRead<T>)) -> Result<T, StoreError> {
    let (tell, told) = channel();
    ask(Box::new(move |result| drop(tell.send(result))));
    told.recv_timeout(PATIENCE).expect("every read is answered")
}

fn load(store: &SqliteStore, code: &str) -> Option<StoredSession> {
    read(|done| store.load(KIND, code, done)).expect("readable")
}

fn is_free(store: &SqliteStore, code: &str) -> bool {
    read(|done| store.code_is_free(KIND, code, done)).expect("readable")
}

fn delete(store: &SqliteStore, session: SessionId) {
    read(|done| store.delete(session, done)).expect("deleted");
}
