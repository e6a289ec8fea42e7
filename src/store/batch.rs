//! One batch in its transaction: each job's rows at once, and what gathers of a session or a shard once at the end.

use std::collections::HashMap;

use rusqlite::{CachedStatement, OptionalExtension, Transaction, params};

use super::deletion::{self, Left};
use super::reader::{LAST_SEQ, status_word};
use super::{Append, SHARDS, SessionId, StoreError, StoredSnapshot, shard_of, timeline};
use crate::engine::{SessionSummary, WallTime};

/// Milliseconds by which a session's row may trail its last event. What depends on it is counted in hours; where it
/// has to be exact, the last event tells.
const ROW_TRAILS_MS: i64 = 10_000;

/// Adds an event.
pub const INSERT_EVENT: &str =
    "INSERT INTO events (session, seq, at_ms, wall_ms, version, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

/// Where a session stands.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    number: i64,
    last_seq: u64,
    /// Its last activity as its row has it.
    activity: WallTime,
    /// Its row names this run.
    is_of_run: bool,
}

/// What a batch has done to one session, written once at its end.
#[derive(Default)]
struct Touched<'a> {
    last_seq: u64,
    last_wall: Option<WallTime>,
    is_followed: bool,
    snapshot: Option<&'a StoredSnapshot>,
    prunes: bool,
    summary: Option<&'a SessionSummary>,
}

/// One transaction under way.
pub struct Batch<'a, 'tx> {
    pub tx: &'tx Transaction<'tx>,
    /// Adds an event; prepared once, for to look a statement up costs as much as a small one.
    pub insert: CachedStatement<'tx>,
    pub run: i64,
    /// Where sessions that were written lately stand; only a saving of look-ups.
    pub known: &'tx mut HashMap<SessionId, Known>,
    /// The shards' last sequence numbers as the writer left them.
    pub shards: [i64; SHARDS as usize],
    pub abandoned_after_ms: i64,
    pub deleting: &'tx mut bool,
    pub shows_deleted: &'tx mut bool,
    pub gathered: Gathered<'a>,
}

/// What a batch has seen and done so far.
#[derive(Default)]
pub struct Gathered<'a> {
    /// Shards whose fence it has looked at, and those that did not hold, as sets of bits.
    seen: u64,
    fenced: u64,
    touched: HashMap<SessionId, (i64, Touched<'a>)>,
}

const _: () = assert!(SHARDS as u32 <= u64::BITS, "sets of shards are words of 64 bits");

impl<'a> Batch<'a, '_> {
    /// Adds events and what belongs to them. `Ok(Err(_))` refuses this append alone; then nothing of it has been
    /// written.
    pub fn append(&mut self, append: &'a Append) -> rusqlite::Result<Result<(), StoreError>> {
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
        let known = match known {
            Some(known) => known,
            None => self.found(append, shard)?,
        };
        let number = known.number;
        self.known.insert(append.session, Known { last_seq, ..known });
        self.shards[usize::from(shard)] += append.events.len() as i64;
        *self.shows_deleted |= append.prunes && append.snapshot.is_some();
        let (_, touched) = self.gathered.touched.entry(append.session).or_insert_with(|| (number, Touched::default()));
        touched.last_seq = last_seq;
        touched.last_wall = append.events.last().map(|event| event.wall).or(touched.last_wall);
        touched.is_followed |= append.is_followed;
        touched.snapshot = append.snapshot.as_ref().or(touched.snapshot);
        touched.prunes |= append.prunes;
        touched.summary = append.summary.as_ref().or(touched.summary);
        for event in &append.events {
            self.insert.execute(params![
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
        if self.gathered.seen & bit == 0 {
            self.gathered.seen |= bit;
            let stored: i64 = self
                .tx
                .prepare_cached("SELECT last_seq FROM shards WHERE shard = ?1")?
                .query_row([shard], |row| row.get(0))?;
            if stored != self.shards[usize::from(shard)] {
                self.gathered.fenced |= bit;
                self.shards[usize::from(shard)] = stored;
                self.known.retain(|session, _| shard_of(*session) != shard);
            }
        }
        Ok(self.gathered.fenced & bit == 0)
    }

    fn look_up(&mut self, session: SessionId) -> rusqlite::Result<Option<Known>> {
        if let Some(known) = self.known.get(&session) {
            return Ok(Some(*known));
        }
        let found = self
            .tx
            .prepare_cached(&format!(
                "SELECT number, {LAST_SEQ}, last_activity, run IS ?2 FROM sessions WHERE id = ?1"
            ))?
            .query_row(params![session.as_bytes().as_slice(), self.run], |row| {
                Ok(Known {
                    number: row.get(0)?,
                    last_seq: row.get::<_, i64>(1)? as u64,
                    activity: WallTime(row.get(2)?),
                    is_of_run: row.get(3)?,
                })
            })
            .optional()?;
        if let Some(found) = found {
            self.known.insert(session, found);
        }
        Ok(found)
    }

    fn found(&mut self, append: &Append, shard: u8) -> rusqlite::Result<Known> {
        let activity = append.events.last().map_or(WallTime(0), |event| event.wall);
        let number = self
            .tx
            .prepare_cached(
                "INSERT INTO sessions (id, kind, code, shard, least_seq, last_activity, run) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .insert(params![
                append.session.as_bytes().as_slice(),
                append.kind,
                append.code,
                shard,
                append.events.len() as i64,
                activity.0,
                self.run
            ])?;
        Ok(Known { number, last_seq: 0, activity, is_of_run: true })
    }

    /// Deletes a session, or makes it unfindable where it is long.
    pub fn delete(&mut self, session: SessionId) -> rusqlite::Result<()> {
        self.known.remove(&session);
        self.gathered.touched.remove(&session);
        match deletion::delete(self.tx, session)? {
            Left::More => *self.deleting = true,
            Left::Nothing => *self.shows_deleted = true,
        }
        Ok(())
    }

    /// Writes what has gathered per session and per shard, and answers with the shards' new numbers.
    pub fn finish(mut self) -> rusqlite::Result<[i64; SHARDS as usize]> {
        let gathered = std::mem::take(&mut self.gathered.touched);
        for (session, (number, touched)) in &gathered {
            if let Some(summary) = touched.summary {
                self.summarise(*number, touched.last_wall, summary)?;
            }
            self.advance(*session, *number, touched)?;
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
        for shard in (0..SHARDS).filter(|shard| self.gathered.seen & (1 << shard) != 0) {
            update.execute(params![shard, self.shards[usize::from(shard)]])?;
        }
        Ok(self.shards)
    }

    /// Writes how far a session has got, and when: where that has not been done for a while, where the events that
    /// tell it may go, and where somebody follows the log by it.
    fn advance(&mut self, session: SessionId, number: i64, touched: &Touched<'_>) -> rusqlite::Result<()> {
        let last_seq = touched.last_seq as i64;
        let known = self.known.get_mut(&session);
        let wall = touched.last_wall.unwrap_or(WallTime(i64::MIN));
        let trails = |known: &Known| {
            let soon = known.activity.0..known.activity.0.saturating_add(ROW_TRAILS_MS);
            known.is_of_run && soon.contains(&wall.0)
        };
        let is_near = known.as_ref().is_some_and(|known| trails(known));
        if is_near && touched.snapshot.is_none() && !touched.is_followed {
            return Ok(());
        }
        if let Some(known) = known {
            (known.activity, known.is_of_run) = (known.activity.max(wall), true);
        }
        self.tx
            .prepare_cached(
                "UPDATE sessions SET least_seq = ?2, run = ?3, last_activity = max(last_activity, ?4) WHERE number = ?1",
            )?
            .execute([number, last_seq, self.run, wall.0])
            .map(drop)
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
