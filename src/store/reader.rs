//! Reads, on threads and connections of their own: a long one holds up no commit.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::queue::Queue;
use super::{SessionId, StoreError, StoredSession, StoredSnapshot};
use crate::engine::{KeyedHash, RoomTime, SessionStatus, SessionSummary, StoredEvent, WallTime};
use crate::limits::SESSIONS_LISTED_MAX;

/// A read that waits: told with a connection, or with why there is none.
pub type Read = Box<dyn FnOnce(Result<&mut Connection, StoreError>) + Send>;

/// Works on reads until the queue is closed and empty.
pub fn run(reads: &Queue<Read>, mut database: Connection) {
    while let Some(read) = reads.take_one() {
        if catch_unwind(AssertUnwindSafe(|| read(Ok(&mut database)))).is_err() {
            log::error!("A callback of a read panicked.");
        }
    }
}

/// Which of the sessions with a code is asked for.
#[derive(Debug, Clone, Copy)]
pub enum Which {
    /// The one that owns the code now.
    Current { rested_before: WallTime },
    /// The newest of this owner, however old.
    OwnedBy(KeyedHash),
}

/// A code is its session's until some time after that has ended.
pub const OWNS_ITS_CODE: &str = "(ended_at IS NULL OR ended_at > ?3)";

/// A session's last sequence number. Where a snapshot has taken its events' place, its row is exact.
pub const LAST_SEQ: &str = "max(least_seq, coalesce((SELECT max(seq) FROM events WHERE session = number), 0))";

/// Whether no session owns the code.
pub fn code_is_free(database: &Connection, kind: &str, code: &str, rested_before: WallTime) -> rusqlite::Result<bool> {
    database
        .prepare_cached(&format!("SELECT 1 FROM sessions WHERE kind = ?1 AND code = ?2 AND {OWNS_ITS_CODE}"))?
        .exists(params![kind, code, rested_before.0])
        .map(|taken| !taken)
}

/// A session with its snapshot and the events after it, as of one moment.
pub fn load(
    database: &mut Connection,
    kind: &str,
    code: &str,
    which: Which,
    this_run: i64,
) -> Result<Option<StoredSession>, StoreError> {
    let tx = database.transaction().map_err(unreadable)?;
    let (condition, argument) = match which {
        Which::Current { rested_before } => (OWNS_ITS_CODE, rested_before.0.into()),
        Which::OwnedBy(owner) => ("owner = ?3", rusqlite::types::Value::from(owner.to_hex())),
    };
    let head = tx
        .prepare_cached(&format!(
            "SELECT number, id, least_seq, max(last_activity, coalesce(alive, last_activity)), run FROM sessions \
             LEFT JOIN runs USING (run) WHERE kind = ?1 AND code = ?2 AND {condition} ORDER BY number DESC LIMIT 1"
        ))
        .and_then(|mut query| query.query_row(params![kind, code, argument], head).optional())
        .map_err(unreadable)?;
    let Some(head) = head else { return Ok(None) };
    let snapshot = snapshot(&tx, head.number).map_err(unreadable)?;
    let after = snapshot.as_ref().map_or(0, |snapshot| snapshot.seq);
    let events = events(&tx, head.number, after).map_err(unreadable)?;
    let consecutive = (after + 1..).zip(&events).all(|(seq, event)| event.seq == seq);
    // The session's row may trail its last event, but never goes before it: what it knows of must be there.
    if !consecutive || after + (events.len() as u64) < head.least_seq {
        return Err(StoreError::Damaged(format!("events of session {} are missing", head.session)));
    }
    let last_wall = events.last().map(|event| event.wall).or(snapshot.as_ref().map(|snapshot| snapshot.wall));
    Ok(Some(StoredSession {
        session: head.session,
        snapshot,
        events,
        last_alive: last_wall.map_or(head.last_alive, |wall| wall.max(head.last_alive)),
        same_run: head.run == Some(this_run),
    }))
}

struct Head {
    number: i64,
    session: SessionId,
    least_seq: u64,
    last_alive: WallTime,
    run: Option<i64>,
}

fn head(row: &Row<'_>) -> rusqlite::Result<Head> {
    Ok(Head {
        number: row.get(0)?,
        session: SessionId::from_bytes(row.get(1)?),
        least_seq: row.get::<_, i64>(2)? as u64,
        last_alive: WallTime(row.get(3)?),
        run: row.get(4)?,
    })
}

fn snapshot(database: &Connection, number: i64) -> rusqlite::Result<Option<StoredSnapshot>> {
    database
        .prepare_cached("SELECT seq, at_ms, wall_ms, version, payload FROM snapshots WHERE session = ?1")?
        .query_row([number], |row| {
            Ok(StoredSnapshot {
                seq: row.get::<_, i64>(0)? as u64,
                at: RoomTime(row.get::<_, i64>(1)? as u64),
                wall: WallTime(row.get(2)?),
                version: row.get(3)?,
                payload: row.get(4)?,
            })
        })
        .optional()
}

fn events(database: &Connection, number: i64, after: u64) -> rusqlite::Result<Vec<StoredEvent>> {
    database
        .prepare_cached(
            "SELECT seq, at_ms, wall_ms, version, payload FROM events WHERE session = ?1 AND seq > ?2 ORDER BY seq",
        )?
        .query_map([number, after as i64], event)?
        .collect()
}

/// An event of a row: `seq, at_ms, wall_ms, version, payload`.
pub fn event(row: &Row<'_>) -> rusqlite::Result<StoredEvent> {
    Ok(StoredEvent {
        seq: row.get::<_, i64>(0)? as u64,
        at: RoomTime(row.get::<_, i64>(1)? as u64),
        wall: WallTime(row.get(2)?),
        version: row.get(3)?,
        payload: row.get(4)?,
    })
}

/// An owner's sessions, newest first.
pub fn sessions_of(
    database: &Connection,
    kind: &str,
    owner: KeyedHash,
) -> rusqlite::Result<Vec<(String, SessionSummary)>> {
    database
        .prepare_cached(
            "SELECT code, title, created, status, participant_count, outcome FROM sessions \
             WHERE owner = ?1 AND kind = ?2 ORDER BY created DESC, number DESC LIMIT ?3",
        )?
        .query_map(params![owner.to_hex(), kind, SESSIONS_LISTED_MAX as i64], |row| {
            let summary = SessionSummary {
                owner,
                title: row.get(1)?,
                created: WallTime(row.get(2)?),
                status: status(row, 3)?,
                participant_count: row.get(4)?,
                outcome: row.get(5)?,
            };
            Ok((row.get(0)?, summary))
        })?
        .collect()
}

/// Sessions that are not ended and in which nothing has happened since `before`, longest silence first.
pub fn abandoned(database: &Connection, kind: &str, before: WallTime) -> rusqlite::Result<Vec<String>> {
    database
        .prepare_cached(
            "SELECT code FROM sessions WHERE kind = ?1 AND last_activity < ?2 AND ended_at IS NULL \
             ORDER BY last_activity LIMIT ?3",
        )?
        .query_map(params![kind, before.0, SESSIONS_LISTED_MAX as i64], |row| row.get(0))?
        .collect()
}

/// Codes of sessions of a kind that are being played.
pub fn playing(database: &Connection, kind: &str) -> rusqlite::Result<Vec<String>> {
    let active = status_word(SessionStatus::Active);
    database
        .prepare_cached(
            "SELECT code FROM sessions WHERE kind = ?1 AND status = ?2 AND ended_at IS NULL \
             ORDER BY last_activity DESC LIMIT ?3",
        )?
        .query_map(params![kind, active, SESSIONS_LISTED_MAX as i64], |row| row.get(0))?
        .collect()
}

/// How many sessions there are, by kind and status.
pub fn census(database: &Connection) -> rusqlite::Result<Vec<(String, SessionStatus, u64)>> {
    database
        .prepare_cached("SELECT kind, status, count(*) FROM sessions WHERE status IS NOT NULL GROUP BY kind, status")?
        .query_map([], |row| Ok((row.get(0)?, status(row, 1)?, row.get::<_, i64>(2)? as u64)))?
        .collect()
}

/// A status as the database keeps it.
pub fn status_word(status: SessionStatus) -> &'static str {
    match status {
        SessionStatus::Waiting => "waiting",
        SessionStatus::Active => "active",
        SessionStatus::Ended => "ended",
    }
}

pub fn status(row: &Row<'_>, column: usize) -> rusqlite::Result<SessionStatus> {
    let word: String = row.get(column)?;
    [SessionStatus::Waiting, SessionStatus::Active, SessionStatus::Ended]
        .into_iter()
        .find(|status| status_word(*status) == word)
        .ok_or_else(|| {
            rusqlite::Error::FromSqlConversionFailure(column, Type::Text, format!("unknown status {word}").into())
        })
}

/// What a failed read means to whoever asked.
pub fn unreadable(error: rusqlite::Error) -> StoreError {
    use rusqlite::ErrorCode;
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Damaged(error.to_string()),
        Some(ErrorCode::OperationInterrupted) => StoreError::TooLong,
        Some(_) => StoreError::Unavailable(error.to_string()),
        None => StoreError::Damaged(error.to_string()),
    }
}
