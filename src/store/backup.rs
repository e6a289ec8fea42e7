//! Copies of the database while it is in use.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::lock::OpenError;
use super::schema;

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("there is no database in {}", folder.display())]
    Absent { folder: PathBuf },
    #[error("{} is there already; a backup overwrites nothing", file.display())]
    Exists { file: PathBuf },
    #[error("the backup cannot be written to {}: {source}", file.display())]
    Write { file: PathBuf, source: io::Error },
    #[error("the database cannot be copied: {0}")]
    Copy(#[from] rusqlite::Error),
}

/// Writes a whole, compact copy of the database in `folder` to the new file `to`. It works beside a
/// running server. The keys in the folder are not part of it and are to be copied once.
pub fn backup(folder: &Path, to: &Path) -> Result<(), BackupError> {
    if to.exists() {
        return Err(BackupError::Exists { file: to.to_path_buf() });
    }
    if !folder.join(schema::DATABASE_FILE).exists() {
        return Err(BackupError::Absent { folder: folder.to_path_buf() });
    }
    let database = schema::open_reader(folder)?;
    let mut half = to.as_os_str().to_owned();
    half.push(".part");
    let half = PathBuf::from(half);
    let copied = copy(&database, &half, to);
    if copied.is_err() {
        // A half copy must not be taken for a backup; that it cannot be removed changes nothing.
        let _ = fs::remove_file(&half);
    }
    copied
}

fn copy(database: &rusqlite::Connection, half: &Path, to: &Path) -> Result<(), BackupError> {
    let failed = |source: io::Error| BackupError::Write { file: to.to_path_buf(), source };
    // SQLite fills an empty file; made here it is its owner's alone from the start.
    let file = OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(half).map_err(failed)?;
    database.execute("VACUUM INTO ?1", [half.to_string_lossy()])?;
    file.sync_all().map_err(failed)?;
    fs::rename(half, to).map_err(failed)?;
    to.parent().filter(|folder| !folder.as_os_str().is_empty()).map_or(Ok(()), sync).map_err(failed)
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
