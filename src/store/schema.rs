//! How the database is opened: its settings, its migrations, and what is said where it cannot be.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};
use rusqlite_migration::{M, Migrations, SchemaVersion};

use super::lock::OpenError;

/// The database in the data folder.
pub const DATABASE_FILE: &str = "soiree.db";
/// The first SQLite without the fault of resetting a write-ahead log too early (sqlite.org/wal.html).
const SQLITE_MIN: (i32, &str) = (3_051_003, "3.51.3");
/// How long a statement waits for another process that reads or copies the file.
pub const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Pages of the write-ahead log after which it is copied back: 16 MiB.
pub const CHECKPOINT_PAGES: u32 = 4_096;
/// Statements that a connection keeps prepared; more than we have.
const STATEMENTS_KEPT: usize = 64;

/// All steps from the first release's database to today's. A step that was released never changes.
const STEPS: &[M<'static>] = &[
    M::up(include_str!("migrations/0001_sessions.sql")),
    M::up(include_str!("migrations/0002_runs.sql")),
    M::up(include_str!("migrations/0003_timeline.sql")),
    M::up(include_str!("migrations/0004_records.sql")),
    M::up(include_str!("migrations/0005_timeline_blocks.sql")),
    M::up(include_str!("migrations/0006_events_as_they_come.sql")),
    M::up(include_str!("migrations/0007_rows_that_trail.sql")),
];

/// Opens the database for writing, makes it if absent and brings it up to date.
pub fn open_writer(folder: &Path) -> Result<Connection, OpenError> {
    if rusqlite::version_number() < SQLITE_MIN.0 {
        return Err(OpenError::OldSqlite { found: rusqlite::version(), needed: SQLITE_MIN.1 });
    }
    let file = folder.join(DATABASE_FILE);
    // SQLite gives its side files the database's mode: for the server's user alone.
    OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(&file)
        .map_err(|error| OpenError::NotWritable { folder: folder.to_path_buf(), detail: error.to_string() })?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut database = Connection::open_with_flags(&file, flags).map_err(|error| explained(folder, &error))?;
    prepare_writer(&database).map_err(|error| explained(folder, &error))?;
    migrate(&mut database, STEPS.len()).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => explained(folder, &err),
        rusqlite_migration::Error::MigrationDefinition(_) => OpenError::Newer { folder: folder.to_path_buf() },
        other => OpenError::Damaged { folder: folder.to_path_buf(), detail: other.to_string() },
    })?;
    Ok(database)
}

/// Opens the database for reading.
pub fn open_reader(folder: &Path) -> Result<Connection, OpenError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(folder.join(DATABASE_FILE), flags)
        .and_then(|database| {
            database.busy_timeout(BUSY_TIMEOUT)?;
            database.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
            Ok(database)
        })
        .map_err(|error| explained(folder, &error))
}

fn prepare_writer(database: &Connection) -> rusqlite::Result<()> {
    database.busy_timeout(BUSY_TIMEOUT)?;
    database.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    database.pragma_update(None, "journal_mode", "WAL")?;
    // FULL: a commit returns after the log is on disk. Anything less would acknowledge what a power cut
    // takes back.
    database.pragma_update(None, "synchronous", "FULL")?;
    database.pragma_update(None, "foreign_keys", true)?;
    // What is deleted is overwritten, not just unlinked.
    database.pragma_update(None, "secure_delete", true)?;
    database.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    // A log that once grew large gives its space back.
    database.pragma_update(None, "journal_size_limit", i64::from(CHECKPOINT_PAGES) * 4_096)
}

/// Brings a database to a version; tests stop at earlier ones.
pub(super) fn migrate(database: &mut Connection, version: usize) -> rusqlite_migration::Result<()> {
    let migrations = Migrations::from_slice(STEPS);
    match migrations.current_version(database)? {
        SchemaVersion::Outside(_) => Err(rusqlite_migration::Error::MigrationDefinition(
            rusqlite_migration::MigrationDefinitionError::DatabaseTooFarAhead,
        )),
        SchemaVersion::NoneSet | SchemaVersion::Inside(_) => migrations.to_version(database, version),
    }
}

/// An error of SQLite at the start as a sentence that names the folder.
pub fn explained(folder: &Path, error: &rusqlite::Error) -> OpenError {
    let (folder, detail) = (folder.to_path_buf(), error.to_string());
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => OpenError::Damaged { folder, detail },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => OpenError::InUse { folder },
        _ => OpenError::NotWritable { folder, detail },
    }
}
