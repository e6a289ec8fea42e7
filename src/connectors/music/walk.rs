//! What lies in the folder, without opening any of it.

use std::collections::HashMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use walkdir::WalkDir;

use super::cover;
use super::folder::Folder;
use super::format::Format;
use super::song::{Cover, Stamp};
use crate::limits::{CATALOGUE_DEPTH_MAX, CATALOGUE_SONGS_MAX};

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Songs by their paths below the folder.
    pub files: Vec<(PathBuf, Stamp)>,
    /// The best cover of each folder that has one, and how good it is.
    pub covers: HashMap<PathBuf, (usize, Cover)>,
    /// What could not be looked into, with the reason.
    pub unreadable: Vec<(PathBuf, String)>,
    /// Songs beyond the most that a catalogue has.
    pub left_out: usize,
}

/// Looks through the folder. Links are not followed: what they lead to is in the folder anyway, or outside.
///
/// # Errors
/// The folder itself cannot be read now.
pub(super) fn walk(folder: &Folder) -> Result<Found, walkdir::Error> {
    let root = folder.root();
    let mut found = Found::default();
    let hidden = |name: &std::ffi::OsStr| name.as_encoded_bytes().starts_with(b".");
    let entries = WalkDir::new(root).follow_links(false).follow_root_links(false).max_depth(CATALOGUE_DEPTH_MAX);
    // Hidden files are other programs' own, "._song.mp3" of a Mac for one.
    for entry in entries.into_iter().filter_entry(|entry| entry.depth() == 0 || !hidden(entry.file_name())) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if error.depth() == 0 => return Err(error),
            Err(error) => {
                let path = error.path().and_then(|path| path.strip_prefix(root).ok()).unwrap_or(Path::new(""));
                found.unreadable.push((path.to_path_buf(), error.to_string()));
                continue;
            }
        };
        if !entry.file_type().is_file() {
            continue;
        }
        let Ok(path) = entry.path().strip_prefix(root).map(Path::to_path_buf) else { continue };
        let (is_song, picture) = (Format::is_song(&path), cover::beside(&path));
        if !is_song && picture.is_none() {
            continue;
        }
        match entry.metadata() {
            Ok(metadata) => found.take(path, stamp(&metadata), picture),
            // Gone since its name was read.
            Err(error) if error.io_error().is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound) => {}
            Err(error) => found.unreadable.push((path, error.to_string())),
        }
    }
    Ok(found)
}

impl Found {
    fn take(&mut self, path: PathBuf, stamp: Stamp, picture: Option<usize>) {
        let Some(quality) = picture else {
            match self.files.len() < CATALOGUE_SONGS_MAX {
                true => self.files.push((path, stamp)),
                false => self.left_out += 1,
            }
            return;
        };
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        if self.covers.get(&folder).is_none_or(|(best, _)| quality < *best) {
            self.covers.insert(folder, (quality, Cover::Beside { path, stamp }));
        }
    }

    /// The cover beside a song.
    pub fn cover_of(&self, song: &Path) -> Option<&Cover> {
        self.covers.get(song.parent()?).map(|(_, cover)| cover)
    }
}

fn stamp(metadata: &Metadata) -> Stamp {
    let changed = metadata.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    let changed_ns = changed.and_then(|since| i64::try_from(since.as_nanos()).ok()).unwrap_or(0);
    Stamp { changed_ns, bytes: metadata.len() }
}
