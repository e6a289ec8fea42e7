//! What is durable. Rooms queue events here without waiting; they are told when these are on disk.
//!
//! - [`sqlite`]: the trait's implementation, a folder with one database file.
//! - `writer`, `log`, `batch`: the one thread that writes, its connection, and the transaction it writes a batch in.
//! - `reader`: the threads that read. `queue`: what leads to both.
//! - [`records`]: things that are looked up and not replayed.
//! - `schema`: settings and migrations. [`lock`], [`key`], [`key_ring`]: the folder and the secrets in it.
//! - [`kept`]: files that people send, which lie beside the database.
//! - [`timeline`]: the read model of events by a time of their session's own. [`follow`]: how read models elsewhere
//!   keep up with the log.
//! - `deletion`, `retention`, [`backup`]: how sessions go, which go by themselves, and copies.

pub mod backup;
mod batch;
mod deletion;
pub mod follow;
mod gathering;
pub mod kept;
pub mod key;
pub mod key_ring;
pub mod lock;
mod log;
mod queue;
mod reader;
pub mod records;
mod retention;
mod schema;
pub mod sqlite;
#[cfg(test)]
mod tests;
pub mod timeline;
mod timeline_filter;
mod timeline_merge;
mod writer;

pub use follow::{Changed, Passage, Place, Present};
pub use lock::OpenError;
pub use sqlite::{SqliteStore, StoreOptions};
pub use timeline::TimelineQuery;

use std::sync::Arc;

use tokio::sync::oneshot;

use crate::engine::{KeyedHash, RoomTime, SessionStatus, SessionSummary, StoredEvent, TimelineRow, WallTime};

/// A session's id: never reused, unlike its code.
pub type SessionId = uuid::Uuid;

/// Shards that sessions are spread over by a hash of their id. A shard has one writer and one log.
pub const SHARDS: u8 = 64;

/// The shard of a session. Never to change: it decides where a session's events lie.
pub fn shard_of(session: SessionId) -> u8 {
    blake3::hash(session.as_bytes()).as_bytes()[0] % SHARDS
}

/// What appends are answered with once the store is closed.
const STOPPING: &str = "the server is stopping";

fn wall_now() -> WallTime {
    WallTime(chrono::Utc::now().timestamp_millis())
}

/// What went wrong in the store.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Disk full, read-only folder, I/O error: nothing of the batch is stored.
    #[error("the storage cannot be written: {0}")]
    Unavailable(String),
    /// Somebody else has written to the session or shard since it was loaded.
    #[error("another writer has changed the session")]
    Fenced,
    /// More is queued than allowed.
    #[error("the storage cannot keep up")]
    Busy,
    /// A search has looked at too much; a narrower one may be answered.
    #[error("the search takes too long")]
    TooLong,
    /// A stored record cannot be read.
    #[error("a stored record is damaged: {0}")]
    Damaged(String),
}

/// Events that go with one snapshot at most: more than come between two, so that a long log gets shorter, and no
/// batch takes long.
pub const PRUNED_AT_ONCE: usize = 10_000;

/// Events and what belongs to them, committed together or not at all.
#[derive(Debug)]
pub struct Append {
    pub session: SessionId,
    pub kind: &'static str,
    /// The room's public code or id.
    pub code: String,
    /// The last sequence number that the room knows to be stored or queued: 0 founds the session.
    pub after: u64,
    pub events: Vec<StoredEvent>,
    /// The machine's whole state at `seq`, as JSON, when the room thinks it is time.
    pub snapshot: Option<StoredSnapshot>,
    /// Whether the events that the snapshot contains go: at most [`PRUNED_AT_ONCE`] with each.
    pub prunes: bool,
    /// Whether somebody follows the sessions of this kind by [`Store::changed`].
    pub is_followed: bool,
    /// The session's row in lists, where it changed.
    pub summary: Option<SessionSummary>,
    /// Rows of the session's timeline.
    pub timeline: Vec<TimelineRow>,
}

/// A machine's whole state.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredSnapshot {
    pub seq: u64,
    pub at: RoomTime,
    /// The wall's time of the event `seq`.
    pub wall: WallTime,
    pub version: u16,
    pub payload: String,
}

/// A session as it is loaded.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredSession {
    pub session: SessionId,
    pub snapshot: Option<StoredSnapshot>,
    /// Events after the snapshot.
    pub events: Vec<StoredEvent>,
    /// The wall's time of the last sign of life of the process that wrote last: until then the room's
    /// clock ran. The room adds what passed between its last event and this to its clock.
    pub last_alive: WallTime,
    /// Whether the process that wrote last is this one.
    pub same_run: bool,
}

/// Told once, from the writer's thread, when an append is on disk or has failed. Of appends that became durable
/// together the newest is told first; beside one that failed, all are told in their order.
pub type OnDurable = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// Told once with the result of a read, from a reader's thread; if the queue of reads is full, at once.
pub type OnRead<T> = Box<dyn FnOnce(Result<T, StoreError>) + Send>;

/// Asks the store for something and waits for its word.
///
/// # Errors
/// What the store says; or that it has stopped meanwhile.
pub async fn asked<T: Send + 'static>(ask: impl FnOnce(OnRead<T>)) -> Result<T, StoreError> {
    let (told, answer) = oneshot::channel();
    // Whoever asked may have gone; then nobody needs the answer.
    ask(Box::new(move |result| drop(told.send(result))));
    answer.await.unwrap_or_else(|_| Err(StoreError::Unavailable(STOPPING.to_owned())))
}

/// The storage. SQLite now; a replicated log later.
pub trait Store: Send + Sync {
    /// Queues an append without waiting. [`StoreError::Busy`] if the bounded queue is full.
    fn append(&self, append: Append, done: OnDurable) -> Result<(), StoreError>;
    /// Loads the session that owns the code now; `None` where there is none or its code is free again.
    fn load(&self, kind: &'static str, code: &str, done: OnRead<Option<StoredSession>>);
    /// Loads the owner's newest session with this code, however long ago it ended: for its results.
    fn load_owned(&self, kind: &'static str, code: &str, owner: KeyedHash, done: OnRead<Option<StoredSession>>);
    /// Sessions of an owner, newest first, each with its code.
    fn sessions_of(&self, kind: &'static str, owner: KeyedHash, done: OnRead<Vec<(String, SessionSummary)>>);
    /// Codes of sessions of a kind that are not ended and in which nothing has happened since `older_than`:
    /// their rooms are to end them, which frees their codes.
    fn abandoned(&self, kind: &'static str, older_than: WallTime, done: OnRead<Vec<String>>);
    /// Codes of sessions that are being played, those first in which something has happened last.
    fn playing(&self, kind: &'static str, done: OnRead<Vec<String>>);
    /// How many sessions there are, by kind and status.
    fn census(&self, done: OnRead<Vec<(String, SessionStatus, u64)>>);
    /// Rows of a session's timeline; nothing where there is no such session. [`StoreError::TooLong`] where it takes
    /// longer than [`STORE_SEARCH_MS_MAX`](crate::limits::STORE_SEARCH_MS_MAX).
    fn timeline(&self, query: TimelineQuery, done: OnRead<Vec<TimelineRow>>);
    /// Sessions of a kind in which something has happened behind a place, in that order. Of kinds whose appends say
    /// that they are [followed](Append::is_followed); of others it may come late.
    fn changed(&self, kind: &'static str, after: Place, done: OnRead<Vec<Changed>>);
    /// Events of sessions behind the given sequence numbers, `events_max` in all.
    fn passages(&self, wanted: Vec<(SessionId, u64)>, events_max: usize, done: OnRead<Vec<Passage>>);
    /// Those of the sessions that are still there.
    fn present(&self, kind: &'static str, sessions: Vec<SessionId>, done: OnRead<Vec<Present>>);
    /// Removes a session with everything of its people; durable when `done` is told. From then on nobody can read
    /// any of it; a long one's rows leave the disk soon after, in pieces, so that others' writes go on.
    fn delete(&self, session: SessionId, done: OnDurable);
    /// Whether a code is free for a new session.
    fn code_is_free(&self, kind: &'static str, code: &str, done: OnRead<bool>);
    /// Whether the last write went through: `Err` with a sentence for a person while it does not. While
    /// it fails the store tries again by itself once a second.
    fn writable(&self) -> Result<(), String>;
    /// A room's clock matters from now on (or no longer): while any does, signs of life are written once
    /// a second.
    fn clock_runs(&self, session: SessionId, runs: bool);
    /// How many batches have been written since the start: whoever follows the log need not look while it stays.
    fn batches(&self) -> u64;
    /// Everything that is queued gets written, then the writer stops.
    fn close(&self);
}

/// The store as everybody shares it.
pub type SharedStore = Arc<dyn Store>;
