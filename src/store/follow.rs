//! How a read model of its own follows the log: which sessions have news, their events from a place on, and which
//! of them are still there. Such a model can be thrown away and made anew at any time.

use rusqlite::{Connection, OptionalExtension, params};

use super::SessionId;
use super::reader::{event, status};
use crate::engine::{KeyedHash, SessionSummary, StoredEvent, WallTime};

/// Sessions that are listed at once.
pub const CHANGED_MAX: usize = 2_048;

/// A place in the order of sessions by their last event.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub at: i64,
    pub number: i64,
}

/// A session and how far it has got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub session: SessionId,
    pub code: String,
    pub last_seq: u64,
    pub place: Place,
}

/// A session that is still there.
#[derive(Debug, Clone, PartialEq)]
pub struct Present {
    pub session: SessionId,
    pub code: String,
    pub summary: Option<SessionSummary>,
}

/// A session's events behind a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    pub session: SessionId,
    pub events: Vec<StoredEvent>,
}

/// Sessions of a kind in which something has happened behind a place, in that order; at most [`CHANGED_MAX`].
pub fn changed(database: &Connection, kind: &str, after: Place) -> rusqlite::Result<Vec<Changed>> {
    database
        .prepare_cached(
            "SELECT number, id, code, least_seq, last_activity FROM sessions INDEXED BY sessions_by_activity \
             WHERE (last_activity, number) > (?1, ?2) AND kind = ?3 ORDER BY last_activity, number LIMIT ?4",
        )?
        .query_map(params![after.at, after.number, kind, CHANGED_MAX as i64], |row| {
            Ok(Changed {
                place: Place { number: row.get(0)?, at: row.get(4)? },
                session: SessionId::from_bytes(row.get(1)?),
                code: row.get(2)?,
                last_seq: row.get::<_, i64>(3)? as u64,
            })
        })?
        .collect()
}

/// Events of sessions behind the given sequence numbers; `events_max` in all, so that the last ones may be cut.
pub fn passages(
    database: &Connection,
    wanted: &[(SessionId, u64)],
    events_max: usize,
) -> rusqlite::Result<Vec<Passage>> {
    let (mut passages, mut left) = (Vec::with_capacity(wanted.len()), events_max);
    let mut select = database.prepare_cached(
        "SELECT seq, at_ms, wall_ms, version, payload FROM events \
         WHERE session = (SELECT number FROM sessions WHERE id = ?1) AND seq > ?2 ORDER BY seq LIMIT ?3",
    )?;
    for (session, after) in wanted {
        if left == 0 {
            break;
        }
        let rows = select.query_map(params![session.as_bytes().as_slice(), *after as i64, left as i64], event)?;
        let events: Vec<StoredEvent> = rows.collect::<rusqlite::Result<_>>()?;
        left -= events.len();
        passages.push(Passage { session: *session, events });
    }
    Ok(passages)
}

/// Those of the sessions that are still there, with their rows in lists.
pub fn present(database: &Connection, kind: &str, sessions: &[SessionId]) -> rusqlite::Result<Vec<Present>> {
    let mut select = database.prepare_cached(
        "SELECT code, owner, title, created, status, participant_count, outcome FROM sessions \
         WHERE id = ?1 AND kind = ?2",
    )?;
    let mut found = Vec::with_capacity(sessions.len());
    for session in sessions {
        let row = select
            .query_row(params![session.as_bytes().as_slice(), kind], |row| {
                let owner: Option<String> = row.get(1)?;
                let owner = owner.as_deref().and_then(KeyedHash::from_hex);
                let summary = match owner {
                    Some(owner) => Some(SessionSummary {
                        owner,
                        title: row.get(2)?,
                        created: WallTime(row.get(3)?),
                        status: status(row, 4)?,
                        participant_count: row.get(5)?,
                        outcome: row.get(6)?,
                    }),
                    None => None,
                };
                Ok(Present { session: *session, code: row.get(0)?, summary })
            })
            .optional()?;
        found.extend(row);
    }
    Ok(found)
}
