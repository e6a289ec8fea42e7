//! Where the files of conversations lie: a folder per conversation, a random name per file. A file that a message
//! holds is read-only; others are looked at again when they have waited long, and go with the rests of crashes.

use std::fs::{self, DirEntry, File};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::conversation::files::FileId;
use crate::conversation::ids::ConversationId;
use crate::limits::{FILES_COMING_MAX, FILES_COMING_PER_ADDRESS_MAX};
use crate::net::address::{AddressKey, Addresses};
use crate::store::kept::quota::{Held, Quota};
use crate::store::kept::{self, Half};

/// The folder in the data folder.
const FOLDER: &str = "files";
/// The mode of a file that a message holds.
const HELD: u32 = 0o400;
/// The bit that tells a file that waits for its message.
const WRITABLE: u32 = 0o200;

/// All files of all conversations.
pub struct Cabinet {
    folder: PathBuf,
    quota: Arc<Quota>,
    coming: Addresses,
    all_coming: Arc<Semaphore>,
    coming_per_address_max: u32,
}

/// A conversation's folder as a round finds it.
pub struct Found {
    pub conversation: ConversationId,
    /// Files that no message held when they were looked at, and that have waited long since.
    pub waiting: Vec<FileId>,
}

impl Cabinet {
    /// In the data folder, with room for so many bytes.
    pub fn new(data: &Path, bytes_max: u64, address_limits: bool) -> Arc<Self> {
        Arc::new(Cabinet {
            folder: data.join(FOLDER),
            quota: Quota::new(bytes_max),
            coming: Addresses::default(),
            all_coming: Arc::new(Semaphore::new(FILES_COMING_MAX)),
            coming_per_address_max: if address_limits { FILES_COMING_PER_ADDRESS_MAX } else { u32::MAX },
        })
    }

    fn of(&self, conversation: &ConversationId) -> PathBuf {
        // Letters that are safe in a path, a UUID at the end: never `.` or `..`.
        self.folder.join(conversation.as_str())
    }

    /// At the start: counts what is there, and removes what a crash has left half written.
    ///
    /// # Errors
    /// Where the disk cannot be read.
    pub fn open(&self) -> io::Result<()> {
        for folder in kept::list(&self.folder)?.iter().filter(|folder| folder.path().is_dir()) {
            for entry in kept::list(&folder.path())? {
                match kept::is_part(&entry) {
                    true => fs::remove_file(entry.path())?,
                    false => self.quota.found(entry.metadata()?.len()),
                }
            }
        }
        self.measure();
        Ok(())
    }

    fn measure(&self) {
        metrics::gauge!("soiree_conversation_files_bytes").set(self.quota.used() as f64);
    }

    /// Lets a file come from an address; `None` where too many come already.
    pub fn admit(self: &Arc<Self>, address: AddressKey) -> Option<Coming> {
        let all = Arc::clone(&self.all_coming).try_acquire_owned().ok()?;
        if !self.coming.enter(address, self.coming_per_address_max) {
            return None;
        }
        let place = Place { cabinet: Arc::clone(self), address, _all: all };
        Some(Coming { held: self.quota.hold(), _place: place })
    }

    /// A new file of a conversation.
    ///
    /// # Errors
    /// Where the disk does not take it.
    pub fn begin(&self, conversation: &ConversationId) -> io::Result<Half> {
        Half::begin(&self.of(conversation))
    }

    /// A file that was kept; its id.
    ///
    /// # Errors
    /// Where the disk does not take it.
    pub fn keep(&self, half: Half, coming: Coming) -> io::Result<FileId> {
        let bytes = half.bytes();
        let name = half.keep("")?;
        coming.held.keep(bytes);
        self.measure();
        FileId::parse(&name).ok_or_else(|| io::Error::other("a name of ours is no file's id"))
    }

    /// Opens a file to be read.
    ///
    /// # Errors
    /// Where there is none.
    pub fn read(&self, conversation: &ConversationId, file: &FileId) -> io::Result<File> {
        File::open(self.of(conversation).join(file.as_str()))
    }

    /// Removes one file.
    ///
    /// # Errors
    /// Where the disk does not do it.
    pub fn remove(&self, conversation: &ConversationId, file: &FileId) -> io::Result<()> {
        let path = self.of(conversation).join(file.as_str());
        let bytes = path.metadata()?.len();
        fs::remove_file(path)?;
        self.quota.freed(bytes);
        self.measure();
        Ok(())
    }

    /// Removes everything of a conversation.
    ///
    /// # Errors
    /// Where the disk does not do it.
    pub fn clear(&self, conversation: &ConversationId) -> io::Result<()> {
        let folder = self.of(conversation);
        let entries = kept::list(&folder)?;
        let whole = entries.iter().filter(|entry| !kept::is_part(entry));
        let bytes = whole.map(|entry| entry.metadata().map_or(0, |data| data.len())).sum();
        match fs::remove_dir_all(&folder) {
            Ok(()) => self.quota.freed(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        self.measure();
        Ok(())
    }

    /// A message holds the file: no round looks at it again.
    ///
    /// # Errors
    /// Where the disk does not do it.
    pub fn settle(&self, conversation: &ConversationId, file: &FileId) -> io::Result<()> {
        fs::set_permissions(self.of(conversation).join(file.as_str()), fs::Permissions::from_mode(HELD))
    }

    /// All folders, and what has waited in them for so long.
    ///
    /// # Errors
    /// Where the disk cannot be read.
    pub fn look(&self, unsent: Duration) -> io::Result<Vec<Found>> {
        let mut found = Vec::new();
        for folder in kept::list(&self.folder)? {
            // What is not of our making is left alone.
            let id = folder.file_name().to_str().and_then(ConversationId::parse);
            let Some(conversation) = id.filter(|_| folder.path().is_dir()) else { continue };
            let waits = |entry: &DirEntry| {
                let mode = entry.metadata().map_or(0, |data| data.permissions().mode());
                mode & WRITABLE != 0 && kept::is_older(entry, unsent)
            };
            let entries = kept::list(&folder.path())?;
            let names = entries.iter().filter(|entry| waits(entry)).map(DirEntry::file_name);
            let waiting = names.filter_map(|name| FileId::parse(name.to_str()?)).collect();
            found.push(Found { conversation, waiting });
        }
        Ok(found)
    }
}

/// A file that comes: its place among those of its address, and the room it takes.
pub struct Coming {
    held: Held,
    _place: Place,
}

impl Coming {
    /// Whether there is room for a file of this size.
    pub fn has_room(&mut self, bytes: u64) -> bool {
        self.held.grow(bytes)
    }
}

struct Place {
    cabinet: Arc<Cabinet>,
    address: AddressKey,
    _all: OwnedSemaphorePermit,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.cabinet.coming.leave(self.address);
    }
}
