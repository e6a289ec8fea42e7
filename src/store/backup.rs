//! Copies of the database while it is in use.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::reader::unreadable;
use super::{StoreError, schema};

/// Writes a whole, compact copy of the database in `folder` to the new file `to`. It works beside a
/// running server. The keys in the folder are not part of it and are to be copied once.
pub fn backup(folder: &Path, to: &Path) -> Result<(), StoreError> {
    let failed = |error: io::Error| StoreError::Unavailable(format!("{}: {error}", to.display()));
    if to.exists() {
        return Err(failed(io::ErrorKind::AlreadyExists.into()));
    }
    let database = schema::open_reader(folder).map_err(|error| StoreError::Unavailable(error.to_string()))?;
    let mut half = to.as_os_str().to_owned();
    half.push(".part");
    let half = PathBuf::from(half);
    // SQLite fills an empty file; made here it is its owner's alone from the start.
    let file = OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(&half).map_err(failed)?;
    let copied = database
        .execute("VACUUM INTO ?1", [half.to_string_lossy()])
        .map_err(unreadable)
        .and_then(|_| file.sync_all().map_err(failed))
        .and_then(|()| fs::rename(&half, to).map_err(failed))
        .and_then(|()| {
            to.parent().filter(|folder| !folder.as_os_str().is_empty()).map_or(Ok(()), sync).map_err(failed)
        });
    if copied.is_err() {
        // A half copy must not be taken for a backup; that it cannot be removed changes nothing.
        let _ = fs::remove_file(&half);
    }
    copied
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
