//! The file of the read model: SQLite with its full-text index. Nothing in it is true by itself; a file that cannot
//! be read is thrown away and made anew from the log.

use std::fs::{self, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, params};

use super::changes::Changes;
use super::query::Query;
use super::{About, Found, Hit, Last};
use crate::conversation::console::EntryFrom;
use crate::conversation::wire::Holder;
use crate::limits::{SEARCH_HITS_PER_CONVERSATION_MAX, SEARCH_ROWS_LOOKED_AT_MAX, SEARCH_ROWS_MAX};
use crate::store::SessionId;

/// The file in the data folder.
const FILE: &str = "search.db";
/// Changed whenever what is kept, or how words are folded, changes: another one is thrown away.
const VERSION: i64 = 1;
/// How long a statement waits for another process that reads or copies the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Steps of SQLite's machine between two looks at the clock.
const STEPS_BETWEEN_LOOKS: i32 = 10_000;
/// How long one look-up may take: a beginning of one letter can fit half of everything.
const LOOKUP_TIME_MAX: Duration = Duration::from_millis(500);

/// Words are folded before they come here: letters and digits with one space between, which is what the tokenizer
/// `ascii` leaves whole.
const TABLES: &str = "
    CREATE TABLE talks (
        number   INTEGER PRIMARY KEY,
        session  BLOB    NOT NULL UNIQUE,
        code     TEXT    NOT NULL,
        seq      INTEGER NOT NULL,          -- up to which event it is known
        entries  INTEGER NOT NULL,          -- the number of the last entry
        channel  TEXT    NOT NULL,
        channel_name TEXT NOT NULL,
        user     TEXT    NOT NULL,
        visitor  TEXT    NOT NULL,
        started  INTEGER NOT NULL,
        last_at  INTEGER NOT NULL,
        last_from TEXT   NOT NULL,
        last_text TEXT   NOT NULL
    ) STRICT;
    CREATE INDEX talks_by_code ON talks (code);
    CREATE TABLE texts (
        number INTEGER PRIMARY KEY,
        talk   INTEGER NOT NULL REFERENCES talks (number),
        entry  INTEGER NOT NULL,
        at     INTEGER NOT NULL,
        text   TEXT    NOT NULL,
        UNIQUE (talk, entry)
    ) STRICT;
    CREATE VIRTUAL TABLE words USING fts5(folded, content='', detail='none', tokenize='ascii');
    INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
";

/// The open file.
pub struct Index {
    database: Connection,
}

/// How far a conversation is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    pub(super) number: i64,
    pub seq: u64,
    pub(super) entries: u32,
}

impl Index {
    /// Opens the file, or makes a new one in place of what cannot be used.
    pub fn open(folder: &Path) -> Result<Index, rusqlite::Error> {
        let file = folder.join(FILE);
        match Index::open_file(&file) {
            Ok(index) => Ok(index),
            Err(error) if is_passing(&error) => Err(error),
            Err(error) => {
                log::info!("what can be searched is made anew: {error}");
                remove(&file);
                Index::open_file(&file)
            }
        }
    }

    /// Throws the file away.
    pub fn remove(folder: &Path) {
        remove(&folder.join(FILE));
    }

    fn open_file(file: &Path) -> Result<Index, rusqlite::Error> {
        // SQLite gives its side files the database's mode: for the server's user alone. A file that cannot be made
        // fails right below.
        let _ = OpenOptions::new().create(true).append(true).mode(0o600).open(file);
        let database = Connection::open(file)?;
        database.pragma_update(None, "journal_mode", "WAL")?;
        // Whole after a crash, though perhaps a moment old: the log says the rest again.
        database.pragma_update(None, "synchronous", "NORMAL")?;
        database.pragma_update(None, "secure_delete", true)?;
        database.set_prepared_statement_cache_capacity(32);
        database.busy_timeout(BUSY_TIMEOUT)?;
        let version: i64 = database.query_row("PRAGMA user_version", (), |row| row.get(0))?;
        match version {
            VERSION => database.query_row("SELECT count(*) FROM words('\"x\"')", (), |_| Ok(()))?,
            0 => {
                let tx = database.unchecked_transaction()?;
                tx.execute_batch(TABLES)?;
                tx.pragma_update(None, "user_version", VERSION)?;
                tx.commit()?;
            }
            _ => return Err(rusqlite::Error::InvalidPath(PathBuf::from(FILE))),
        }
        Ok(Index { database })
    }

    /// How far a conversation is known.
    pub fn known(&self, session: SessionId) -> rusqlite::Result<Option<Known>> {
        known(&self.database, session)
    }

    /// Begins to change things; they count when the transaction is committed.
    pub fn begin(&self) -> rusqlite::Result<Changes<'_>> {
        Ok(Changes(self.database.unchecked_transaction()?))
    }

    /// Conversations that are known, the oldest first, behind a number.
    pub fn all(&self, after: i64, limit: usize) -> rusqlite::Result<Vec<(i64, SessionId)>> {
        self.database
            .prepare_cached("SELECT number, session FROM talks WHERE number > ?1 ORDER BY number LIMIT ?2")?
            .query_map(params![after, limit as i64], |row| Ok((row.get(0)?, SessionId::from_bytes(row.get(1)?))))?
            .collect()
    }

    /// The conversations of this name.
    pub fn named(&self, code: &str) -> rusqlite::Result<Vec<SessionId>> {
        self.database
            .prepare_cached("SELECT session FROM talks WHERE code = ?1")?
            .query_map([code], |row| Ok(SessionId::from_bytes(row.get(0)?)))?
            .collect()
    }

    /// What was deleted is to be nowhere in the files.
    pub fn scrub(&self) -> rusqlite::Result<()> {
        self.database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()))
    }

    /// Conversations in which all of the words were said at once, the newest hits first. Where it takes too long,
    /// what was found until then.
    pub fn find(&self, query: &Query) -> rusqlite::Result<Vec<(SessionId, Found)>> {
        let until = std::time::Instant::now() + LOOKUP_TIME_MAX;
        self.database.progress_handler(STEPS_BETWEEN_LOOKS, Some(move || std::time::Instant::now() > until))?;
        let mut found: Vec<(i64, Vec<Hit>)> = Vec::new();
        let looked = self.look(query, &mut found);
        self.database.progress_handler(0, None::<fn() -> bool>)?;
        match looked {
            Err(error) if error.sqlite_error_code() != Some(rusqlite::ErrorCode::OperationInterrupted) => {
                return Err(error);
            }
            Ok(()) | Err(_) => {}
        }
        found.into_iter().filter_map(|(talk, hits)| self.talk(talk, hits).transpose()).collect()
    }

    fn look(&self, query: &Query, found: &mut Vec<(i64, Vec<Hit>)>) -> rusqlite::Result<()> {
        let mut select = self.database.prepare_cached(
            "SELECT talk, entry, at, text FROM words JOIN texts ON texts.number = words.rowid \
             WHERE words MATCH ?1 ORDER BY words.rowid DESC LIMIT ?2",
        )?;
        let mut rows = select.query(params![query.matching(), SEARCH_ROWS_LOOKED_AT_MAX as i64])?;
        while let Some(row) = rows.next()? {
            let talk: i64 = row.get(0)?;
            let at = match found.iter().position(|(known, _)| *known == talk) {
                Some(at) => at,
                None if found.len() >= SEARCH_ROWS_MAX => break,
                None => {
                    found.push((talk, Vec::new()));
                    found.len() - 1
                }
            };
            let (entry, hits) = (row.get(1)?, &mut found[at].1);
            // Entry 0 holds the visitor's names.
            if entry > 0 && hits.len() < SEARCH_HITS_PER_CONVERSATION_MAX {
                let text: String = row.get(3)?;
                hits.push(Hit { entry, at: row.get(2)?, excerpt: query.excerpt(&text) });
            }
        }
        Ok(())
    }

    fn talk(&self, number: i64, hits: Vec<Hit>) -> rusqlite::Result<Option<(SessionId, Found)>> {
        let mut select = self.database.prepare_cached(
            "SELECT session, code, channel, channel_name, user, visitor, started, last_at, last_from, last_text \
             FROM talks WHERE number = ?1",
        )?;
        let found = select.query_row([number], |row| {
            let from: String = row.get(8)?;
            let from = side(&from).ok_or_else(|| {
                rusqlite::Error::FromSqlConversionFailure(8, Type::Text, format!("unknown side {from}").into())
            })?;
            Ok((
                SessionId::from_bytes(row.get(0)?),
                Found {
                    conversation: row.get(1)?,
                    about: About {
                        channel_id: row.get(2)?,
                        channel_name: row.get(3)?,
                        user_id: row.get(4)?,
                        visitor: row.get(5)?,
                        started_at: row.get(6)?,
                    },
                    last: Last { at: row.get(7)?, from, text: row.get(9)? },
                    // The log's own row knows; see `Follower::find`.
                    holder: Holder::Bot,
                    hits,
                },
            ))
        });
        found.optional()
    }
}

/// Whether the disk is to blame, not the file: it may go well later.
pub fn is_passing(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{CannotOpen, DatabaseBusy, DatabaseLocked, DiskFull, ReadOnly, SystemIoFailure};
    let passing = [CannotOpen, DatabaseBusy, DatabaseLocked, DiskFull, ReadOnly, SystemIoFailure];
    error.sqlite_error_code().is_some_and(|code| passing.contains(&code))
}

pub(super) fn known(database: &Connection, session: SessionId) -> rusqlite::Result<Option<Known>> {
    database
        .prepare_cached("SELECT number, seq, entries FROM talks WHERE session = ?1")?
        .query_row([session.as_bytes().as_slice()], |row| {
            Ok(Known { number: row.get(0)?, seq: row.get::<_, i64>(1)? as u64, entries: row.get(2)? })
        })
        .optional()
}

pub(super) fn side_word(side: EntryFrom) -> &'static str {
    match side {
        EntryFrom::Visitor => "visitor",
        EntryFrom::Bot => "bot",
        EntryFrom::Agent => "agent",
        EntryFrom::System => "system",
    }
}

fn side(word: &str) -> Option<EntryFrom> {
    let all = [EntryFrom::Visitor, EntryFrom::Bot, EntryFrom::Agent, EntryFrom::System];
    all.into_iter().find(|side| side_word(*side) == word)
}

fn remove(file: &Path) {
    for end in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(end);
        match fs::remove_file(&name) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                log::warn!("{} cannot be removed: {error}", Path::new(&name).display());
            }
            Ok(()) | Err(_) => {}
        }
    }
}
