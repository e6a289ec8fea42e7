//! How sessions go. A short one is deleted at once. One with millions of rows would hold up everybody's writes for
//! many seconds: it is made unfindable at once, in the same durable transaction that would have deleted it, and its
//! rows go in pieces, between which the writer serves the others. A start of the server goes on where a crash or a
//! stop has interrupted that.

use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::reader::LAST_SEQ;
use super::{PRUNED_AT_ONCE, SessionId};
use crate::limits::{STORE_DELETED_PIECE, STORE_DELETED_PIECE_MS, STORE_DELETED_WHOLE};

/// The kind of sessions that are only waiting for their rows to go. No registry has rooms of it.
const GONE: &str = "deleted";

/// Rows of a piece at least: however slow the disk is, it goes on.
const PIECE_MIN: usize = 500;
/// Pages of the write-ahead log after which it is copied back while a deletion goes on: what it writes is copied in
/// as small pieces, so that nobody's write waits for a large one.
pub const CHECKPOINT_PAGES: u32 = 256;

/// How large the next piece is, and when it is due: a piece takes some milliseconds and is followed by as long a
/// pause, in which others write.
#[derive(Debug)]
pub struct Pace {
    rows: usize,
    next: Instant,
}

impl Pace {
    /// The first piece is due at once.
    pub fn new(now: Instant) -> Self {
        Pace { rows: STORE_DELETED_PIECE, next: now }
    }

    /// When the next piece is due.
    pub fn next(&self) -> Instant {
        self.next
    }

    /// Rows of the next piece.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// A piece has ended, so long after it began; its rows took `rows` of that, and the rest is what every commit takes.
    pub fn took(&mut self, rows: Duration, whole: Duration, now: Instant) {
        let wanted = Duration::from_millis(STORE_DELETED_PIECE_MS);
        if rows > wanted {
            self.rows = (self.rows / 2).max(PIECE_MIN);
        } else if rows < wanted / 2 {
            self.rows = (self.rows + self.rows / 4).min(STORE_DELETED_PIECE);
        }
        self.next = now + whole.clamp(Duration::from_millis(1), wanted * 2);
    }
}

/// What a piece has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    Nothing,
    More,
}

/// Deletes a session, or makes it unfindable where it is long.
pub fn delete(tx: &Transaction<'_>, session: SessionId) -> rusqlite::Result<Left> {
    // Nothing is left in the row by which it could be found or told whose it was: the number alone, which its
    // rows refer to.
    let hidden = tx
        .prepare_cached(&format!(
            "UPDATE sessions SET id = randomblob(16), kind = ?2, code = '', last_activity = ?3, owner = NULL, \
             title = NULL, created = NULL, status = NULL, participant_count = NULL, outcome = NULL, ended_at = 0, \
             run = NULL WHERE id = ?1 AND {LAST_SEQ} > ?4"
        ))?
        .execute((session.as_bytes().as_slice(), GONE, i64::MAX, STORE_DELETED_WHOLE as i64))?;
    if hidden > 0 {
        return Ok(Left::More);
    }
    // Events, rows of the timeline and snapshots go with it: ON DELETE CASCADE.
    tx.prepare_cached("DELETE FROM sessions WHERE id = ?1")?.execute([session.as_bytes().as_slice()])?;
    Ok(Left::Nothing)
}

/// Deletes one more piece of what is waiting for it, in a transaction of its own: so many rows as they lie one after
/// the other in the file. Answers with the time that they took before the commit, too.
pub fn piece(database: &Connection, rows: usize) -> rusqlite::Result<(Left, Duration)> {
    let begun = Instant::now();
    let tx = Transaction::new_unchecked(database, TransactionBehavior::Immediate)?;
    let session: Option<i64> = tx
        .prepare_cached("SELECT number FROM sessions WHERE kind = ?1 AND code = '' ORDER BY number LIMIT 1")?
        .query_row([GONE], |row| row.get(0))
        .optional()?;
    let Some(session) = session else { return Ok((Left::Nothing, Duration::ZERO)) };
    if timeline(&tx, session, rows)? == 0 && events(&tx, session, rows)? == 0 {
        // The snapshot goes with it.
        tx.prepare_cached("DELETE FROM sessions WHERE number = ?1")?.execute([session])?;
    }
    let took = begun.elapsed();
    tx.commit()?;
    Ok((Left::More, took))
}

/// The first rows of the first block that is left, or all of it.
fn timeline(tx: &Transaction<'_>, session: i64, rows: usize) -> rusqlite::Result<usize> {
    let block: Option<i64> = tx
        .prepare_cached("SELECT min(block) FROM timeline WHERE session = ?1")?
        .query_row([session], |row| row.get(0))?;
    let Some(block) = block else { return Ok(0) };
    let end: Option<f64> = tx
        .prepare_cached("SELECT at FROM timeline WHERE session = ?1 AND block = ?2 ORDER BY at LIMIT 1 OFFSET ?3")?
        .query_row(params![session, block, rows as i64], |row| row.get(0))
        .optional()?;
    tx.prepare_cached("DELETE FROM timeline WHERE session = ?1 AND block = ?2 AND at <= ?3")?.execute(params![
        session,
        block,
        end.unwrap_or(f64::MAX)
    ])
}

fn events(tx: &Transaction<'_>, session: i64, rows: usize) -> rusqlite::Result<usize> {
    tx.prepare_cached(
        "DELETE FROM events WHERE session = ?1 AND seq < ?2 + (SELECT min(seq) FROM events WHERE session = ?1)",
    )?
    .execute((session, rows as i64))
}

/// Deletes the oldest of the events that a snapshot contains.
pub fn prune(tx: &Transaction<'_>, session: i64, snapshot_seq: u64) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "DELETE FROM events WHERE session = ?1 AND seq <= ?2 \
         AND seq < ?3 + (SELECT min(seq) FROM events WHERE session = ?1)",
    )?
    .execute((session, snapshot_seq as i64, PRUNED_AT_ONCE as i64))
    .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn pieces_shrink_on_a_slow_disk_and_grow_again_and_others_get_as_long_a_turn() {
        let now = Instant::now();
        let mut pace = Pace::new(now);
        for _ in 0..20 {
            pace.took(7 * MS, 12 * MS, now);
        }
        assert_eq!((pace.rows(), pace.next()), (PIECE_MIN, now + 10 * MS));
        for _ in 0..40 {
            pace.took(MS / 10, 6 * MS, now);
        }
        assert_eq!((pace.rows(), pace.next()), (STORE_DELETED_PIECE, now + 6 * MS), "a slow commit alone is no reason");
        pace.took(MS, Duration::from_secs(3), now);
        assert!(pace.next() <= now + 20 * MS, "a disk that hung once holds nothing up for long");
    }
}
