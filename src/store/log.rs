//! The log: the writer's connection, and what it does between batches.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

use super::batch::{self, Batch, Gathered, Known};
use super::deletion::{self, Left, Pace};
use super::records::{self, Change};
use super::{Append, OnDurable, SHARDS, SessionId, StoreError, schema};
use crate::engine::WallTime;
use crate::limits::STORE_SESSIONS_KNOWN_MAX;

/// What the writer is asked to do.
pub enum Job {
    Append(Box<Append>, OnDurable),
    Delete(SessionId, OnDurable),
    Records(Vec<Change>, OnDurable),
}

/// The writer's connection and what it remembers of the database.
pub struct Log {
    pub database: Connection,
    /// This run of the server.
    pub run: i64,
    /// Where sessions that were written lately stand; only a saving of look-ups.
    known: HashMap<SessionId, Known>,
    /// The shards' last sequence numbers as this writer left them.
    shards: [i64; SHARDS as usize],
    abandoned_after_ms: i64,
    /// Whether a deleted session's rows may be left, which go in pieces.
    pub deleting: bool,
    /// Whether something has been deleted whole, so that the write-ahead log alone still shows it.
    pub shows_deleted: bool,
    pub pace: Pace,
    /// After how many pages the write-ahead log is copied back now.
    checkpoint_pages: u32,
}

impl Log {
    /// Begins a run of the server on an open database. A session that is ended after a longer silence than
    /// `abandoned_after_ms` has ended when it was left.
    pub fn begin(database: Connection, now: WallTime, abandoned_after_ms: i64) -> rusqlite::Result<Log> {
        let tx = Transaction::new_unchecked(&database, TransactionBehavior::Immediate)?;
        tx.execute("DELETE FROM runs WHERE run NOT IN (SELECT run FROM sessions WHERE run IS NOT NULL)", ())?;
        let run =
            tx.query_row("INSERT INTO runs (started, alive) VALUES (?1, ?1) RETURNING run", [now.0], |row| row.get(0))?;
        let mut shards = [0; SHARDS as usize];
        for (shard, last_seq) in shards.iter_mut().enumerate() {
            tx.execute("INSERT OR IGNORE INTO shards (shard, last_seq) VALUES (?1, 0)", [shard as i64])?;
            *last_seq =
                tx.query_row("SELECT last_seq FROM shards WHERE shard = ?1", [shard as i64], |row| row.get(0))?;
        }
        tx.commit()?;
        Ok(Log {
            database,
            run,
            known: HashMap::new(),
            shards,
            abandoned_after_ms,
            deleting: true,
            // A crash may have come between a deletion and this.
            shows_deleted: true,
            pace: Pace::new(Instant::now()),
            checkpoint_pages: schema::CHECKPOINT_PAGES,
        })
    }

    /// Commits all jobs in one transaction, with a sign of life if `alive` is given. When this returns,
    /// what succeeded is on disk. One result per job; `Err`: nothing of it is stored.
    pub fn commit(&mut self, jobs: &[Job], alive: Option<WallTime>) -> Result<Vec<Result<(), StoreError>>, String> {
        let failed = match self.try_commit(jobs, alive) {
            Ok(results) => return Ok(results),
            Err(error) => error,
        };
        // Nothing of the batch counts, so nothing that was learnt in it does.
        self.known.clear();
        match failed.sqlite_error_code() {
            // One job breaks a rule of the schema: the others must not fall with it.
            Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch | ErrorCode::TooBig) => match jobs {
                [] | [_] => Ok(jobs.iter().map(|_| Err(StoreError::Damaged(failed.to_string()))).collect()),
                jobs => {
                    let mut results = Vec::with_capacity(jobs.len());
                    for job in jobs {
                        match self.commit(std::slice::from_ref(job), None) {
                            Ok(mut result) => results.append(&mut result),
                            Err(trouble) => results.push(Err(StoreError::Unavailable(trouble))),
                        }
                    }
                    Ok(results)
                }
            },
            _ => Err(failed.to_string()),
        }
    }

    fn try_commit(&mut self, jobs: &[Job], alive: Option<WallTime>) -> rusqlite::Result<Vec<Result<(), StoreError>>> {
        if self.known.len() > STORE_SESSIONS_KNOWN_MAX {
            self.known.clear();
        }
        let tx = Transaction::new_unchecked(&self.database, TransactionBehavior::Immediate)?;
        let mut batch = Batch {
            insert: tx.prepare_cached(batch::INSERT_EVENT)?,
            tx: &tx,
            run: self.run,
            known: &mut self.known,
            shards: self.shards,
            abandoned_after_ms: self.abandoned_after_ms,
            deleting: &mut self.deleting,
            shows_deleted: &mut self.shows_deleted,
            gathered: Gathered::default(),
        };
        let mut results = Vec::with_capacity(jobs.len());
        for job in jobs {
            results.push(match job {
                Job::Append(append, _) => batch.append(append)?,
                Job::Delete(session, _) => batch.delete(*session).map(Ok)?,
                Job::Records(changes, _) => {
                    *batch.shows_deleted |= records::removes(changes);
                    records::apply(&tx, changes).map(Ok)?
                }
            });
        }
        let shards = batch.finish()?;
        if let Some(alive) = alive {
            tx.prepare_cached("UPDATE runs SET alive = max(alive, ?2) WHERE run = ?1")?.execute([self.run, alive.0])?;
        }
        tx.commit()?;
        self.shards = shards;
        Ok(results)
    }

    /// Deletes a piece of what was deleted and is long, where one is due; durable when this returns.
    pub fn delete_piece(&mut self) -> rusqlite::Result<()> {
        let begun = Instant::now();
        if begun < self.pace.next() {
            return Ok(());
        }
        self.checkpoint_every(deletion::CHECKPOINT_PAGES)?;
        let (left, rows) = deletion::piece(&self.database, self.pace.rows())?;
        self.deleting = left == Left::More;
        self.pace.took(rows, begun.elapsed(), Instant::now());
        if !self.deleting {
            self.checkpoint_every(schema::CHECKPOINT_PAGES)?;
        }
        Ok(())
    }

    fn checkpoint_every(&mut self, pages: u32) -> rusqlite::Result<()> {
        if self.checkpoint_pages != pages {
            self.database.pragma_update(None, "wal_autocheckpoint", pages)?;
            self.checkpoint_pages = pages;
        }
        Ok(())
    }

    /// Tries whether writing works again: enough to need fresh space, kept so that it stays reserved.
    pub fn probe(&mut self, alive: WallTime) -> rusqlite::Result<()> {
        let tx = Transaction::new_unchecked(&self.database, TransactionBehavior::Immediate)?;
        tx.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('probe', zeroblob(65536))", ())?;
        tx.execute("UPDATE runs SET alive = max(alive, ?2) WHERE run = ?1", [self.run, alive.0])?;
        tx.commit()
    }

    /// Empties the write-ahead log, which still holds the pages as they were before a deletion. Waits so long for
    /// those who read, a backup say: nobody's write goes on meanwhile. `false`: they still do; try again.
    pub fn scrub(&mut self, patience: Duration) -> rusqlite::Result<bool> {
        self.shows_deleted = true;
        self.database.busy_timeout(patience)?;
        let scrubbed = self.database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |row| row.get::<_, i64>(0));
        self.database.busy_timeout(schema::BUSY_TIMEOUT)?;
        self.shows_deleted = scrubbed? != 0;
        Ok(!self.shows_deleted)
    }
}
