//! How sessions go. A short one is deleted at once. One with millions of rows would hold up everybody's writes for
//! many seconds: it is made unfindable at once, in the same durable transaction that would have deleted it, and its
//! rows go in pieces, between which the writer serves the others. A start of the server goes on where a crash or a
//! stop has interrupted that.

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use super::SessionId;
use crate::limits::{STORE_DELETED_PIECE, STORE_DELETED_WHOLE};

/// The kind of sessions that are only waiting for their rows to go. No registry has rooms of it.
const GONE: &str = "deleted";

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
        .prepare_cached(
            "UPDATE sessions SET id = randomblob(16), kind = ?2, code = '', last_activity = ?3, owner = NULL, \
             title = NULL, created = NULL, status = NULL, participant_count = NULL, outcome = NULL, ended_at = 0, \
             run = NULL WHERE id = ?1 AND last_seq > ?4",
        )?
        .execute((session.as_bytes().as_slice(), GONE, i64::MAX, STORE_DELETED_WHOLE as i64))?;
    if hidden > 0 {
        return Ok(Left::More);
    }
    // Events, rows of the timeline and snapshots go with it: ON DELETE CASCADE.
    tx.prepare_cached("DELETE FROM sessions WHERE id = ?1")?.execute([session.as_bytes().as_slice()])?;
    Ok(Left::Nothing)
}

/// Deletes one more piece of what is waiting for it, in a transaction of its own.
pub fn piece(database: &Connection) -> rusqlite::Result<Left> {
    let tx = Transaction::new_unchecked(database, TransactionBehavior::Immediate)?;
    let session: Option<i64> = tx
        .prepare_cached("SELECT number FROM sessions WHERE kind = ?1 AND code = '' ORDER BY number LIMIT 1")?
        .query_row([GONE], |row| row.get(0))
        .optional()?;
    let Some(session) = session else { return Ok(Left::Nothing) };
    const PIECES: [&str; 2] = [
        "DELETE FROM timeline WHERE session = ?1 AND number <= (SELECT max(number) FROM \
         (SELECT number FROM timeline WHERE session = ?1 ORDER BY number LIMIT ?2))",
        "DELETE FROM events WHERE session = ?1 AND seq <= (SELECT max(seq) FROM \
         (SELECT seq FROM events WHERE session = ?1 ORDER BY seq LIMIT ?2))",
    ];
    let mut deleted = 0;
    for sql in PIECES {
        deleted = tx.prepare_cached(sql)?.execute((session, STORE_DELETED_PIECE as i64))?;
        if deleted > 0 {
            break;
        }
    }
    if deleted == 0 {
        // The snapshot goes with it.
        tx.prepare_cached("DELETE FROM sessions WHERE number = ?1")?.execute([session])?;
    }
    tx.commit()?;
    Ok(Left::More)
}
