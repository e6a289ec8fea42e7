//! The data folder: made if absent, and held by one process at a time.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Name of the file whose lock stands for the whole folder.
const LOCK_FILE: &str = "lock";

/// Why the data folder or what lies in it cannot be used; each a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the data folder {} cannot be made: {source}", folder.display())]
    Make { folder: PathBuf, source: io::Error },
    #[error("the data folder {} cannot be written: {detail}", folder.display())]
    NotWritable { folder: PathBuf, detail: String },
    #[error("the data folder {} is in use by another process; one server at a time can run on it", folder.display())]
    InUse { folder: PathBuf },
    #[error("the database in {} was made by a newer release than this one; run that release, or restore an older backup", folder.display())]
    Newer { folder: PathBuf },
    #[error("the database in {} is damaged ({detail}); restore a backup, or move the folder away to start anew", folder.display())]
    Damaged { folder: PathBuf, detail: String },
    #[error("{} is not a key of this server: expected {expected}; restore it from a backup of the data folder", file.display())]
    Key { file: PathBuf, expected: &'static str },
    #[error(
        "the linked SQLite {found} is older than {needed}, which is the first one without a fault in its write-ahead log"
    )]
    OldSqlite { found: &'static str, needed: &'static str },
}

/// The data folder while this process holds it. Dropped, it is free again; the system frees it too when
/// the process dies, however that happens.
#[derive(Debug)]
pub struct DataFolder {
    path: PathBuf,
    _lock: File,
}

impl DataFolder {
    /// Makes the folder if need be (for its owner alone) and takes it for this process.
    pub fn open(path: &Path) -> Result<DataFolder, OpenError> {
        let folder = path.to_path_buf();
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path)
            .map_err(|source| OpenError::Make { folder: folder.clone(), source })?;
        let not_writable =
            |error: io::Error| OpenError::NotWritable { folder: folder.clone(), detail: error.to_string() };
        let lock = OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(false)
            .mode(0o600)
            .open(path.join(LOCK_FILE))
            .map_err(not_writable)?;
        match lock.try_lock() {
            Ok(()) => Ok(DataFolder { path: folder, _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse { folder }),
            Err(TryLockError::Error(error)) => Err(not_writable(error)),
        }
    }

    /// Puts on disk that the folder and the files in it exist: a new database whose name is lost in a
    /// power cut would take what is in it along.
    pub fn sync(&self) -> Result<(), OpenError> {
        let not_writable =
            |error: io::Error| OpenError::NotWritable { folder: self.path.clone(), detail: error.to_string() };
        let path = self.path.canonicalize().map_err(not_writable)?;
        for folder in [Some(path.as_path()), path.parent()].into_iter().flatten() {
            match File::open(folder).and_then(|folder| folder.sync_all()) {
                Ok(()) => {}
                // The parent may be none of our business to read.
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {}
                Err(error) => return Err(not_writable(error)),
            }
        }
        Ok(())
    }

    /// Where the folder lies.
    pub fn path(&self) -> &Path {
        &self.path
    }
}
