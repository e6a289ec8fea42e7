//! The writer's thread: takes all that waits, commits it with one fsync, then tells each room. While one batch
//! is being written the next one gathers by itself; where little comes at a time it waits a moment for more.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::gathering::Gathering;
use super::log::{Job, Log};
use super::queue::{Queue, Taken};
use super::retention::Retention;
use super::{OnDurable, STOPPING, SessionId, StoreError, schema, wall_now};

/// Between two signs of life, two attempts to write again, two looks at what is to be done.
const TICK: Duration = Duration::from_secs(1);
/// How long everybody's writes wait for those who read, so that the write-ahead log can be emptied. Where that is not
/// enough it is tried again at the next look: a backup may read for minutes.
const SCRUB_PATIENCE: Duration = Duration::from_millis(50);

/// What the writer shares with those who call the store.
pub struct Shared {
    pub queue: Queue<Job>,
    trouble: Mutex<Option<String>>,
    clocks: Mutex<HashSet<SessionId>>,
    batches: AtomicU64,
}

impl Shared {
    /// With a queue of at most `queue_max` jobs.
    pub fn new(queue_max: usize) -> Self {
        Shared {
            queue: Queue::new(queue_max),
            trouble: Mutex::default(),
            clocks: Mutex::default(),
            batches: AtomicU64::new(0),
        }
    }

    /// Why nothing can be written at the moment.
    pub fn trouble(&self) -> Option<String> {
        locked(&self.trouble).clone()
    }

    /// Remembers whether a session's clock matters.
    pub fn clock_runs(&self, session: SessionId, runs: bool) {
        let mut clocks = locked(&self.clocks);
        let is_first = runs && clocks.is_empty();
        match runs {
            true => clocks.insert(session),
            false => clocks.remove(&session),
        };
        drop(clocks);
        if is_first {
            self.queue.nudge();
        }
    }

    /// How many batches have been written.
    pub fn batches(&self) -> u64 {
        self.batches.load(Ordering::Acquire)
    }

    fn any_clock_runs(&self) -> bool {
        !locked(&self.clocks).is_empty()
    }
}

/// The locks here guard single assignments; a poisoned one holds a whole value.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The thread's own state.
pub struct Writer<'a> {
    log: Log,
    shared: &'a Shared,
    retention: Retention,
    beaten: Instant,
    tick: Instant,
    gathering: Gathering,
    /// Rows have gone in pieces; when the last one has, the write-ahead log is emptied of them.
    in_pieces: bool,
}

impl<'a> Writer<'a> {
    /// A writer on a database that is open.
    pub fn new(log: Log, shared: &'a Shared, retention: Retention) -> Self {
        let now = Instant::now();
        Writer { log, shared, retention, beaten: now, tick: now, gathering: Gathering::default(), in_pieces: false }
    }

    /// Writes until the queue is closed and empty.
    pub fn run(mut self) {
        // Should this thread ever end by a panic, nobody is to wait for it.
        let _end = End(self.shared);
        while let Taken::Items(mut jobs) = self.shared.queue.take_all(self.patience()) {
            if !jobs.is_empty() {
                self.gather(&mut jobs);
                self.write(jobs);
                self.gathering.committed(Instant::now());
            }
            self.delete_piece();
            if Instant::now() >= self.tick {
                self.tick = Instant::now() + TICK;
                self.housekeeping();
            }
        }
        if self.log.commit(&[], Some(wall_now())).is_err() || !self.log.scrub(schema::BUSY_TIMEOUT).unwrap_or(false) {
            log::warn!("The write-ahead log could not be copied back at the end; the next start does it.");
        }
    }

    /// Until when to wait for jobs: until the next piece where a deletion goes on; where no clock runs and nothing
    /// is left to be mended, until something may be too old.
    fn patience(&self) -> Instant {
        let is_busy = self.log.shows_deleted || self.shared.trouble().is_some() || self.shared.any_clock_runs();
        match self.deletes() {
            true => self.log.pace.next(),
            false if is_busy => self.tick,
            false => self.tick.max(self.retention.next()),
        }
    }

    fn deletes(&self) -> bool {
        self.log.deleting && self.shared.trouble().is_none()
    }

    /// A piece of a long session's deletion, between two batches.
    fn delete_piece(&mut self) {
        if !self.deletes() {
            return;
        }
        match self.log.delete_piece() {
            Ok(()) if self.log.deleting => self.in_pieces = true,
            Ok(()) if self.in_pieces => {
                self.in_pieces = false;
                self.scrub();
            }
            Ok(()) => {}
            Err(error) => self.begin_trouble(&error.to_string()),
        }
    }

    /// Lets a few appends wait for others that are on their way.
    fn gather(&mut self, jobs: &mut Vec<Job>) {
        let Some(window) = self.gathering.window(Instant::now()) else { return };
        std::thread::sleep(window);
        if let Taken::Items(more) = self.shared.queue.take_all(Instant::now()) {
            self.gathering.gathered(more.len());
            jobs.extend(more);
        }
    }

    /// Commits a batch and tells everybody what became of it.
    fn write(&mut self, jobs: Vec<Job>) {
        if let Some(trouble) = self.shared.trouble() {
            return tell_all(jobs, &StoreError::Unavailable(trouble));
        }
        let begun = Instant::now();
        let beats = begun.duration_since(self.beaten) >= TICK;
        metrics::gauge!("soiree_store_queue_depth").set((jobs.len() + self.shared.queue.len()) as f64);
        // Where somebody reads what an earlier deletion left in the log, not every batch tries to empty it again.
        let still_shown = std::mem::take(&mut self.log.shows_deleted);
        let committed = self.log.commit(&jobs, beats.then(wall_now));
        let deletes = self.log.shows_deleted;
        self.log.shows_deleted |= still_shown;
        match committed {
            Ok(results) => {
                self.shared.batches.fetch_add(1, Ordering::Release);
                metrics::histogram!("soiree_store_commit_seconds").record(begun.elapsed().as_secs_f64());
                metrics::histogram!("soiree_store_batch_events").record(events(&jobs) as f64);
                metrics::gauge!("soiree_store_queue_depth").set(self.shared.queue.len() as f64);
                if beats {
                    self.beaten = begun;
                }
                // Not for what goes in pieces: its rows are still there anyway, and whoever deletes it has an answer
                // as soon as nobody finds it any more.
                if deletes {
                    self.scrub();
                }
                tell_each(jobs, results);
            }
            Err(trouble) => {
                self.begin_trouble(&trouble);
                tell_all(jobs, &StoreError::Unavailable(trouble));
            }
        }
    }

    /// What has to be done once a second.
    fn housekeeping(&mut self) {
        if self.shared.trouble().is_some() {
            return self.probe();
        }
        let now = Instant::now();
        if self.shared.any_clock_runs() && now.duration_since(self.beaten) >= TICK {
            match self.log.commit(&[], Some(wall_now())) {
                Ok(_) => self.beaten = now,
                Err(trouble) => return self.begin_trouble(&trouble),
            }
        }
        if self.log.shows_deleted {
            self.scrub();
        }
        match self.retention.expire_records(&self.log.database, now, wall_now()) {
            Ok(0) => {}
            Ok(count) => {
                log::info!("{count} records are deleted, whose retention is over.");
                self.log.shows_deleted = true;
            }
            Err(error) => log::warn!("Records whose retention is over cannot be deleted: {error}"),
        }
        let expired = self.retention.due(&self.log.database, now, wall_now());
        if !expired.is_empty() {
            log::info!("Deleting {} sessions whose retention is over.", expired.len());
            self.write(expired.into_iter().map(|session| Job::Delete(session, Box::new(|_| ()))).collect());
        }
    }

    fn begin_trouble(&mut self, trouble: &str) {
        log::error!("The storage cannot be written: {trouble}. Nothing new is accepted until it can.");
        *locked(&self.shared.trouble) = Some(trouble.to_owned());
    }

    fn probe(&mut self) {
        match self.log.probe(wall_now()) {
            Ok(()) => {
                log::info!("The storage can be written again.");
                *locked(&self.shared.trouble) = None;
            }
            Err(error) => *locked(&self.shared.trouble) = Some(error.to_string()),
        }
    }

    fn scrub(&mut self) {
        match self.log.scrub(SCRUB_PATIENCE) {
            Ok(_) => {}
            Err(error) => log::warn!("The write-ahead log cannot be emptied yet: {error}"),
        }
    }
}

/// Leaves nobody waiting, whatever ended the writer.
struct End<'a>(&'a Shared);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.queue.close();
        while let Some(job) = self.0.queue.take_one() {
            tell(job, Err(StoreError::Unavailable(STOPPING.into())));
        }
    }
}

fn events(jobs: &[Job]) -> usize {
    jobs.iter()
        .map(|job| match job {
            Job::Append(append, _) => append.events.len(),
            Job::Delete(..) | Job::Records(..) => 0,
        })
        .sum()
}

/// Tells of appends first, the newest before those that it builds upon: a room that hears of its newest is woken
/// once for all of them. Where anything has failed, all are told in their order: what a room has stored before its
/// failure is still to be said.
pub(super) fn tell_each(jobs: Vec<Job>, results: Vec<Result<(), StoreError>>) {
    let failed = results.iter().any(Result::is_err);
    let told = jobs.into_iter().zip(results);
    if failed {
        return told.for_each(|(job, result)| tell(job, result));
    }
    let (appends, others): (Vec<_>, Vec<_>) = told.partition(|(job, _)| matches!(job, Job::Append(..)));
    for (job, result) in appends.into_iter().rev().chain(others) {
        tell(job, result);
    }
}

fn tell_all(jobs: Vec<Job>, error: &StoreError) {
    for job in jobs {
        tell(job, Err(error.clone()));
    }
}

fn tell(job: Job, result: Result<(), StoreError>) {
    let (Job::Append(_, done) | Job::Delete(_, done) | Job::Records(_, done)) = job;
    tell_one(done, result);
}

/// A caller's fault in its own callback must not stop the storage for all.
fn tell_one(done: OnDurable, result: Result<(), StoreError>) {
    if catch_unwind(AssertUnwindSafe(|| done(result))).is_err() {
        log::error!("A callback of the storage panicked.");
    }
}
