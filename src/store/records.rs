//! Records: things that are looked up and not replayed, like people with their tokens and their pictures. The
//! latest state alone is kept, under a kind, an id, and perhaps the hash of a key.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::reader::unreadable;
use super::{OnDurable, OnRead, StoreError};
use crate::engine::{KeyedHash, WallTime};
use crate::limits::RECORDS_LISTED_MAX;

/// Records that are deleted in one transaction when their time is over.
pub const EXPIRED_AT_ONCE: usize = 256;

/// A record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub kind: &'static str,
    /// Its name within the kind.
    pub id: String,
    /// The hash of what its owner proves itself with.
    pub key: Option<KeyedHash>,
    /// When it was last of use.
    pub touched: WallTime,
    /// Whether it goes when it has not been touched for the time of retention.
    pub passing: bool,
    /// In the kind's own form.
    pub body: Vec<u8>,
}

/// A change of the records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Keeps a record, in place of the one of the same kind and id.
    Put(Record),
    /// It was of use.
    Touch {
        kind: &'static str,
        id: String,
        at: WallTime,
    },
    Remove {
        kind: &'static str,
        id: String,
    },
}

/// How a record is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    Id(String),
    Key(KeyedHash),
}

/// Where records are kept.
pub trait Records: Send + Sync {
    /// Makes the changes, all or none; durable when `done` is told.
    fn change(&self, changes: Vec<Change>, done: OnDurable);
    /// Finds one.
    fn find(&self, kind: &'static str, name: Name, done: OnRead<Option<Record>>);
    /// All of a kind, those first that were touched last; at most [`RECORDS_LISTED_MAX`].
    fn list(&self, kind: &'static str, done: OnRead<Vec<Record>>);
}

const COLUMNS: &str = "id, key, touched, passing, body";

/// Applies the changes within a transaction.
pub fn apply(tx: &Transaction<'_>, changes: &[Change]) -> rusqlite::Result<()> {
    for change in changes {
        match change {
            Change::Put(record) => tx
                .prepare_cached(
                    "INSERT INTO records (kind, id, key, touched, passing, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
                     ON CONFLICT (kind, id) DO UPDATE SET key = excluded.key, touched = excluded.touched, \
                     passing = excluded.passing, body = excluded.body",
                )?
                .execute(params![
                    record.kind,
                    record.id,
                    record.key.map(KeyedHash::to_hex),
                    record.touched.0,
                    record.passing,
                    record.body
                ])?,
            Change::Touch { kind, id, at } => tx
                .prepare_cached("UPDATE records SET touched = max(touched, ?3) WHERE kind = ?1 AND id = ?2")?
                .execute(params![kind, id, at.0])?,
            Change::Remove { kind, id } => {
                tx.prepare_cached("DELETE FROM records WHERE kind = ?1 AND id = ?2")?.execute([*kind, id])?
            }
        };
    }
    Ok(())
}

/// Whether something goes for good, so that its pages in the write-ahead log must go too.
pub fn removes(changes: &[Change]) -> bool {
    changes.iter().any(|change| matches!(change, Change::Remove { .. }))
}

/// Deletes some of those that have not been touched since; answers with how many.
pub fn expire(database: &Connection, before: WallTime) -> rusqlite::Result<usize> {
    database
        .prepare_cached(
            "DELETE FROM records WHERE number IN \
             (SELECT number FROM records WHERE passing = 1 AND touched < ?1 ORDER BY touched LIMIT ?2)",
        )?
        .execute(params![before.0, EXPIRED_AT_ONCE as i64])
}

/// Finds a record.
pub fn find(database: &Connection, kind: &'static str, name: &Name) -> Result<Option<Record>, StoreError> {
    let (column, value) = match name {
        Name::Id(id) => ("id", id.clone()),
        Name::Key(key) => ("key", key.to_hex()),
    };
    database
        .prepare_cached(&format!("SELECT {COLUMNS} FROM records WHERE kind = ?1 AND {column} = ?2"))
        .and_then(|mut select| select.query_row([kind, &value], |row| read(kind, row)).optional())
        .map_err(unreadable)
}

/// All of a kind.
pub fn list(database: &Connection, kind: &'static str) -> Result<Vec<Record>, StoreError> {
    database
        .prepare_cached(&format!("SELECT {COLUMNS} FROM records WHERE kind = ?1 ORDER BY touched DESC LIMIT ?2"))
        .and_then(|mut select| {
            select.query_map(params![kind, RECORDS_LISTED_MAX as i64], |row| read(kind, row))?.collect()
        })
        .map_err(unreadable)
}

fn read(kind: &'static str, row: &Row<'_>) -> rusqlite::Result<Record> {
    let key: Option<String> = row.get(1)?;
    Ok(Record {
        kind,
        id: row.get(0)?,
        key: key.as_deref().and_then(KeyedHash::from_hex),
        touched: WallTime(row.get(2)?),
        passing: row.get(3)?,
        body: row.get(4)?,
    })
}
