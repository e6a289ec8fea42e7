//! Batches: what the rooms have queued, in one transaction of the writer's connection.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OptionalExtension, Transaction, TransactionBehavior, params};

use super::deletion::{self, Left, Pace};
use super::records::{self, Change};
use super::{Append, OnDurable, SHARDS, SessionId, StoreError, StoredSnapshot, schema, shard_of, timeline};
use crate::engine::{SessionStatus, SessionSummary, WallTime};
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

/// Where a session stands.
#[derive(Debug, Clone, Copy)]
struct Known {
    number: i64,
    last_seq: u64,
}

/// What a batch has done to one session, written once at its end.
#[derive(Default)]
struct Touched<'a> {
    last_seq: u64,
    last_wall: Option<WallTime>,
    snapshot: Option<&'a StoredSnapshot>,
    prunes: bool,
    summary: Option<&'a SessionSummary>,
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
            tx: &tx,
            run: self.run,
            known: &mut self.known,
            shards: self.shards,
            abandoned_after_ms: self.abandoned_after_ms,
            deleting: &mut self.deleting,
            shows_deleted: &mut self.shows_deleted,
            seen: 0,
            fenced: 0,
            touched: HashMap::new(),
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

/// One transaction under way.
struct Batch<'a, 'tx> {
    tx: &'tx Transaction<'tx>,
    run: i64,
    known: &'tx mut HashMap<SessionId, Known>,
    shards: [i64; SHARDS as usize],
    abandoned_after_ms: i64,
    deleting: &'tx mut bool,
    shows_deleted: &'tx mut bool,
    /// Shards whose fence this batch has looked at, and those that did not hold, as sets of bits.
    seen: u64,
    fenced: u64,
    touched: HashMap<SessionId, (i64, Touched<'a>)>,
}

const _: () = assert!(SHARDS as u32 <= u64::BITS, "sets of shards are words of 64 bits");

impl<'a> Batch<'a, '_> {
    /// `Ok(Err(_))` refuses this append alone; then nothing of it has been written.
    fn append(&mut self, append: &'a Append) -> rusqlite::Result<Result<(), StoreError>> {
        let shard = shard_of(append.session);
        if !self.fence_holds(shard)? {
            return Ok(Err(StoreError::Fenced));
        }
        let known = self.look_up(append.session)?;
        if known.map_or(0, |known| known.last_seq) != append.after {
            return Ok(Err(StoreError::Fenced));
        }
        let consecutive = (append.after + 1..).zip(&append.events).all(|(seq, event)| event.seq == seq);
        let last_seq = append.after + append.events.len() as u64;
        if !consecutive || last_seq == 0 || append.snapshot.as_ref().is_some_and(|snapshot| snapshot.seq > last_seq) {
            return Ok(Err(StoreError::Damaged("an append whose events are not consecutive".into())));
        }
        let number = match known {
            Some(known) => known.number,
            None => self.found(append, shard)?,
        };
        self.known.insert(append.session, Known { number, last_seq });
        self.shards[usize::from(shard)] += append.events.len() as i64;
        *self.shows_deleted |= append.prunes && append.snapshot.is_some();
        let (_, touched) = self.touched.entry(append.session).or_insert_with(|| (number, Touched::default()));
        touched.last_seq = last_seq;
        touched.last_wall = append.events.last().map(|event| event.wall).or(touched.last_wall);
        touched.snapshot = append.snapshot.as_ref().or(touched.snapshot);
        touched.prunes |= append.prunes;
        touched.summary = append.summary.as_ref().or(touched.summary);
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO events (session, seq, at_ms, wall_ms, version, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for event in &append.events {
            insert.execute(params![
                number,
                event.seq as i64,
                event.at.0 as i64,
                event.wall.0,
                event.version,
                event.payload
            ])?;
        }
        timeline::write(self.tx, number, &append.timeline)?;
        Ok(Ok(()))
    }

    /// Whether nobody else has written to the shard since this writer did. If somebody has, all of the
    /// shard's appends in this batch fail; their rooms load what is there now, and the next batch goes on
    /// from it.
    fn fence_holds(&mut self, shard: u8) -> rusqlite::Result<bool> {
        let bit = 1u64 << shard;
        if self.seen & bit == 0 {
            self.seen |= bit;
            let stored: i64 = self
                .tx
                .prepare_cached("SELECT last_seq FROM shards WHERE shard = ?1")?
                .query_row([shard], |row| row.get(0))?;
            if stored != self.shards[usize::from(shard)] {
                self.fenced |= bit;
                self.shards[usize::from(shard)] = stored;
                self.known.retain(|session, _| shard_of(*session) != shard);
            }
        }
        Ok(self.fenced & bit == 0)
    }

    fn look_up(&mut self, session: SessionId) -> rusqlite::Result<Option<Known>> {
        if let Some(known) = self.known.get(&session) {
            return Ok(Some(*known));
        }
        let found = self
            .tx
            .prepare_cached("SELECT number, last_seq FROM sessions WHERE id = ?1")?
            .query_row([session.as_bytes().as_slice()], |row| {
                Ok(Known { number: row.get(0)?, last_seq: row.get::<_, i64>(1)? as u64 })
            })
            .optional()?;
        if let Some(found) = found {
            self.known.insert(session, found);
        }
        Ok(found)
    }

    fn found(&mut self, append: &Append, shard: u8) -> rusqlite::Result<i64> {
        self.tx
            .prepare_cached(
                "INSERT INTO sessions (id, kind, code, shard, last_seq, last_activity) VALUES (?1, ?2, ?3, ?4, 0, ?5)",
            )?
            .insert(params![
                append.session.as_bytes().as_slice(),
                append.kind,
                append.code,
                shard,
                append.events.last().map_or(0, |event| event.wall.0)
            ])
    }

    fn delete(&mut self, session: SessionId) -> rusqlite::Result<()> {
        self.known.remove(&session);
        self.touched.remove(&session);
        match deletion::delete(self.tx, session)? {
            Left::More => *self.deleting = true,
            Left::Nothing => *self.shows_deleted = true,
        }
        Ok(())
    }

    /// Writes what has gathered per session and per shard, and answers with the shards' new numbers.
    fn finish(self) -> rusqlite::Result<[i64; SHARDS as usize]> {
        for (number, touched) in self.touched.values() {
            if let Some(summary) = touched.summary {
                self.summarise(*number, touched.last_wall, summary)?;
            }
            self.tx
                .prepare_cached(
                    "UPDATE sessions SET last_seq = ?2, run = ?3, last_activity = max(last_activity, ?4) WHERE number = ?1",
                )?
                .execute(params![
                    number,
                    touched.last_seq as i64,
                    self.run,
                    touched.last_wall.map_or(i64::MIN, |wall| wall.0)
                ])?;
            if let Some(snapshot) = touched.snapshot {
                self.tx
                    .prepare_cached(
                        "INSERT INTO snapshots (session, seq, at_ms, wall_ms, version, payload) \
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (session) DO UPDATE SET seq = excluded.seq, \
                         at_ms = excluded.at_ms, wall_ms = excluded.wall_ms, version = excluded.version, \
                         payload = excluded.payload",
                    )?
                    .execute(params![
                        number,
                        snapshot.seq as i64,
                        snapshot.at.0 as i64,
                        snapshot.wall.0,
                        snapshot.version,
                        snapshot.payload
                    ])?;
                if touched.prunes {
                    deletion::prune(self.tx, *number, snapshot.seq)?;
                }
            }
        }
        let mut update =
            self.tx.prepare_cached("UPDATE shards SET last_seq = ?2 WHERE shard = ?1 AND last_seq <> ?2")?;
        for shard in (0..SHARDS).filter(|shard| self.seen & (1 << shard) != 0) {
            update.execute(params![shard, self.shards[usize::from(shard)]])?;
        }
        Ok(self.shards)
    }

    fn summarise(&self, number: i64, wall: Option<WallTime>, summary: &SessionSummary) -> rusqlite::Result<()> {
        // A session that was left and is ended much later by the server has ended when it was left: its
        // code has had its rest by then.
        self.tx
            .prepare_cached(
                "UPDATE sessions SET owner = ?2, title = ?3, created = ?4, status = ?5, participant_count = ?6, \
                 outcome = ?7, ended_at = CASE WHEN ?5 <> 'ended' THEN NULL WHEN ended_at IS NOT NULL THEN ended_at \
                 WHEN coalesce(?8, last_activity) - last_activity > ?9 THEN last_activity \
                 ELSE coalesce(?8, last_activity) END WHERE number = ?1",
            )?
            .execute(params![
                number,
                summary.owner.to_hex(),
                summary.title,
                summary.created.0,
                status_word(summary.status),
                summary.participant_count,
                summary.outcome,
                wall.map(|wall| wall.0),
                self.abandoned_after_ms
            ])
            .map(drop)
    }
}

/// A status as the database keeps it.
pub fn status_word(status: SessionStatus) -> &'static str {
    match status {
        SessionStatus::Waiting => "waiting",
        SessionStatus::Active => "active",
        SessionStatus::Ended => "ended",
    }
}
