//! The storage in one SQLite file.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;

use super::backup::{self, BackupError};
use super::key::AdminToken;
use super::key_ring::KeyRing;
use super::lock::{DataFolder, OpenError};
use super::log::{Job, Log};
use super::queue::{Queue, Rejected};
use super::reader::{self, Read, Which};
use super::records::{self, Change, Name, Record, Records};
use super::retention::Retention;
use super::writer::{Shared, Writer};
use super::{
    Append, Changed, OnDurable, OnRead, Passage, Place, Present, STOPPING, SessionId, Store, StoreError, StoredSession,
    TimelineQuery, follow, schema, timeline, wall_now,
};
use crate::engine::{KeyedHash, SecretKey, SessionStatus, SessionSummary, TimelineRow, WallTime};
use crate::limits::{self, STORE_READERS, STORE_READS_MAX, STORE_SEARCH_MS_MAX, STORE_SEARCHERS};

/// Milliseconds of an hour.
const HOUR_MS: i64 = 3_600_000;

/// What the store can be told.
#[derive(Debug, Clone)]
pub struct StoreOptions {
    /// Days after its last activity when a session is deleted; 0: never.
    pub retention_days: u32,
    /// Appends that may wait, all rooms together.
    pub queue_max: usize,
    /// Hours for which the code of an ended session stays its own.
    pub code_rest_hours: u32,
    /// Hours of silence after which a session that is ended has ended when it was left.
    pub abandoned_after_hours: u32,
}

impl Default for StoreOptions {
    fn default() -> Self {
        StoreOptions {
            retention_days: limits::RETENTION_DAYS,
            queue_max: limits::STORE_QUEUE_MAX,
            code_rest_hours: limits::CODE_REST_HOURS,
            abandoned_after_hours: limits::ABANDONED_AFTER_HOURS,
        }
    }
}

/// The storage in a data folder, which belongs to this process until [`Store::close`] or drop.
pub struct SqliteStore {
    path: std::path::PathBuf,
    key: SecretKey,
    admin_token: AdminToken,
    key_ring: Arc<KeyRing>,
    run: i64,
    code_rest_ms: i64,
    shared: Arc<Shared>,
    reads: Arc<Queue<Read>>,
    searches: Arc<Queue<Read>>,
    /// Emptied by the first who closes.
    open: Mutex<Option<Open>>,
}

struct Open {
    threads: Vec<JoinHandle<()>>,
    /// Held for its lock.
    _folder: DataFolder,
}

impl SqliteStore {
    /// Opens the data folder, makes it and its keys if absent, brings the database up to date and starts
    /// the threads.
    pub fn open(path: &Path, options: &StoreOptions) -> Result<SqliteStore, OpenError> {
        let folder = DataFolder::open(path)?;
        let key = folder.secret_key()?;
        let admin_token = folder.admin_token()?;
        let key_ring = Arc::new(folder.key_ring()?);
        let explained = |error: rusqlite::Error| schema::explained(path, &error);
        let log =
            Log::begin(schema::open_writer(path)?, wall_now(), i64::from(options.abandoned_after_hours) * HOUR_MS)
                .map_err(explained)?;
        folder.sync()?;
        let run = log.run;
        let shared = Arc::new(Shared::new(options.queue_max));
        let (reads, searches) = (Arc::new(Queue::new(STORE_READS_MAX)), Arc::new(Queue::new(STORE_READS_MAX)));
        let mut threads = Vec::new();
        for (queue, count, name) in [(&reads, STORE_READERS, "reader"), (&searches, STORE_SEARCHERS, "search")] {
            for number in 0..count {
                let (queue, database) = (Arc::clone(queue), schema::open_reader(path)?);
                threads.push(spawn(path, format!("store-{name}-{number}"), move || reader::run(&queue, database))?);
            }
        }
        let (writer, retention) = (Arc::clone(&shared), Retention::days(options.retention_days));
        threads.push(spawn(path, "store-writer".into(), move || {
            Writer::new(log, &writer, retention).run();
        })?);
        let open = Mutex::new(Some(Open { threads, _folder: folder }));
        let code_rest_ms = i64::from(options.code_rest_hours) * HOUR_MS;
        let path = path.to_path_buf();
        Ok(SqliteStore { path, key, admin_token, key_ring, run, code_rest_ms, shared, reads, searches, open })
    }

    /// The key under which secrets are hashed.
    pub fn secret_key(&self) -> &SecretKey {
        &self.key
    }

    /// The administrator's token as it is kept in the folder.
    pub fn admin_token(&self) -> &AdminToken {
        &self.admin_token
    }

    /// The keys that tokens are signed with.
    pub fn key_ring(&self) -> &Arc<KeyRing> {
        &self.key_ring
    }

    /// Writes a whole copy of the database to a new file while everything goes on.
    pub fn backup(&self, file: &Path) -> Result<(), BackupError> {
        backup::backup(&self.path, file)
    }

    /// Codes of sessions that have ended by then are free.
    fn rested_before(&self) -> WallTime {
        WallTime(wall_now().0 - self.code_rest_ms)
    }

    /// Queues a job; where that fails, whoever waits for it is told at once, on the calling thread.
    fn queue(&self, job: Job) {
        if let Err((Job::Append(_, done) | Job::Delete(_, done) | Job::Records(_, done), why)) =
            self.shared.queue.push(job)
        {
            done(Err(refusal(why)));
        }
    }

    /// Queues a read.
    fn read<T: Send + 'static>(
        &self,
        done: OnRead<T>,
        read: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) {
        queue_read(&self.reads, done, read);
    }
}

impl Store for SqliteStore {
    fn append(&self, append: Append, done: OnDurable) -> Result<(), StoreError> {
        if let Some(trouble) = self.shared.trouble() {
            return Err(StoreError::Unavailable(trouble));
        }
        self.shared.queue.push(Job::Append(Box::new(append), done)).map_err(|(_, why)| refusal(why))
    }

    fn load(&self, kind: &'static str, code: &str, done: OnRead<Option<StoredSession>>) {
        let (code, run) = (code.to_owned(), self.run);
        let which = Which::Current { rested_before: self.rested_before() };
        self.read(done, move |database| reader::load(database, kind, &code, which, run));
    }

    fn load_owned(&self, kind: &'static str, code: &str, owner: KeyedHash, done: OnRead<Option<StoredSession>>) {
        let (code, run) = (code.to_owned(), self.run);
        self.read(done, move |database| reader::load(database, kind, &code, Which::OwnedBy(owner), run));
    }

    fn sessions_of(&self, kind: &'static str, owner: KeyedHash, done: OnRead<Vec<(String, SessionSummary)>>) {
        self.read(done, move |database| reader::sessions_of(database, kind, owner).map_err(reader::unreadable));
    }

    fn abandoned(&self, kind: &'static str, older_than: WallTime, done: OnRead<Vec<String>>) {
        self.read(done, move |database| reader::abandoned(database, kind, older_than).map_err(reader::unreadable));
    }

    fn playing(&self, kind: &'static str, done: OnRead<Vec<String>>) {
        self.read(done, move |database| reader::playing(database, kind).map_err(reader::unreadable));
    }

    fn census(&self, done: OnRead<Vec<(String, SessionStatus, u64)>>) {
        self.read(done, move |database| reader::census(database).map_err(reader::unreadable));
    }

    fn timeline(&self, query: TimelineQuery, done: OnRead<Vec<TimelineRow>>) {
        let rested_before = self.rested_before();
        let patience = Duration::from_millis(STORE_SEARCH_MS_MAX);
        queue_read(&self.searches, done, move |database| timeline::read(database, &query, rested_before, patience));
    }

    fn changed(&self, kind: &'static str, after: Place, done: OnRead<Vec<Changed>>) {
        self.read(done, move |database| follow::changed(database, kind, after).map_err(reader::unreadable));
    }

    fn passages(&self, wanted: Vec<(SessionId, u64)>, events_max: usize, done: OnRead<Vec<Passage>>) {
        self.read(done, move |database| follow::passages(database, &wanted, events_max).map_err(reader::unreadable));
    }

    fn present(&self, kind: &'static str, sessions: Vec<SessionId>, done: OnRead<Vec<Present>>) {
        self.read(done, move |database| follow::present(database, kind, &sessions).map_err(reader::unreadable));
    }

    fn delete(&self, session: SessionId, done: OnDurable) {
        self.queue(Job::Delete(session, done));
    }

    fn code_is_free(&self, kind: &'static str, code: &str, done: OnRead<bool>) {
        let (code, rested_before) = (code.to_owned(), self.rested_before());
        self.read(done, move |database| {
            reader::code_is_free(database, kind, &code, rested_before).map_err(reader::unreadable)
        });
    }

    fn writable(&self) -> Result<(), String> {
        self.shared.trouble().map_or(Ok(()), Err)
    }

    fn clock_runs(&self, session: SessionId, runs: bool) {
        self.shared.clock_runs(session, runs);
    }

    fn batches(&self) -> u64 {
        self.shared.batches()
    }

    fn close(&self) {
        self.shared.queue.close();
        self.reads.close();
        self.searches.close();
        // Held until all is written, so that a second caller returns no earlier than the first.
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(Open { threads, _folder }) = open.take() else { return };
        for thread in threads {
            // A callback may close the store from one of its own threads, which cannot wait for itself.
            if thread.thread().id() != std::thread::current().id() && thread.join().is_err() {
                log::error!("A thread of the storage has panicked.");
            }
        }
    }
}

impl Records for SqliteStore {
    fn change(&self, changes: Vec<Change>, done: OnDurable) {
        self.queue(Job::Records(changes, done));
    }

    fn find(&self, kind: &'static str, name: Name, done: OnRead<Option<Record>>) {
        self.read(done, move |database| records::find(database, kind, &name));
    }

    fn list(&self, kind: &'static str, done: OnRead<Vec<Record>>) {
        self.read(done, move |database| records::list(database, kind));
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        self.close();
    }
}

/// Queues a read; where that fails, `done` is told at once, on the calling thread.
fn queue_read<T: Send + 'static>(
    queue: &Queue<Read>,
    done: OnRead<T>,
    read: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
) {
    let job: Read = Box::new(move |database| done(database.and_then(read)));
    if let Err((job, why)) = queue.push(job) {
        job(Err(refusal(why)));
    }
}

fn spawn(path: &Path, name: String, body: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, OpenError> {
    std::thread::Builder::new()
        .name(name)
        .spawn(body)
        .map_err(|error| OpenError::NotWritable { folder: path.to_path_buf(), detail: error.to_string() })
}

fn refusal(why: Rejected) -> StoreError {
    match why {
        Rejected::Full => StoreError::Busy,
        Rejected::Closed => StoreError::Unavailable(STOPPING.into()),
    }
}
