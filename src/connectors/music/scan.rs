//! One look through the folder: what is new is read, what has gone is forgotten.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::cache::{self, Entry};
use super::folder::Folder;
use super::index::Index;
use super::song::{Cover, Song, Stamp};
use super::tags::{Tags, TagsError};
use super::walk::{Found, walk};
use crate::engine::SecretKey;
use crate::limits::UNREADABLE_LOGGED_MAX;

/// How far the catalogue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, utoipa::ToSchema)]
pub struct Progress {
    /// Songs that can be found now.
    pub songs: usize,
    /// Whether the folder is being looked through.
    pub scanning: bool,
    /// Files that the present scan, or the last one, has dealt with.
    pub scanned: usize,
    /// Files that it has found in all.
    pub found: usize,
    /// Files and folders among them that could not be read; the log names them.
    pub unreadable: usize,
}

/// Time after which a scan that lasts keeps what it has read so far.
const KEEP_EVERY: Duration = Duration::from_secs(30);
/// Files that are dealt with between two words about the progress.
const STEP_FILES: usize = 32;

/// What is known of the files, between one scan and the next.
pub(super) struct Scan {
    folder: Folder,
    key: SecretKey,
    cache: PathBuf,
    known: HashMap<PathBuf, Known>,
    /// What the log has named already.
    told: HashSet<PathBuf>,
}

struct Known {
    entry: Entry,
    beside: Option<Cover>,
    song: Option<Arc<Song>>,
}

/// Whoever follows a scan.
pub(super) trait Listener {
    /// So far; the index is not that far yet.
    fn progress(&self, progress: Progress);
    /// Whether a new index is wanted by now.
    fn is_due(&self) -> bool;
    /// A new index.
    fn publish(&self, index: Index);
    /// Whether to break off.
    fn is_stopping(&self) -> bool;
}

impl Scan {
    /// Knows what the cache knows, which is nothing where it is damaged.
    pub fn new(folder: Folder, key: SecretKey, cache: &Path) -> Scan {
        let entries = cache::load(cache).unwrap_or_else(|error| {
            log::warn!("{}: {error}; all songs are read anew", cache.display());
            Vec::new()
        });
        let known = entries.into_iter().map(|entry| (entry.path.clone(), Known { entry, beside: None, song: None }));
        Scan { folder, key, cache: cache.to_path_buf(), known: known.collect(), told: HashSet::new() }
    }

    /// Looks through the folder; answers with the number of files that were read or have gone.
    ///
    /// # Errors
    /// The folder itself cannot be read now; everything stays as it was.
    pub fn run(&mut self, listener: &impl Listener) -> Result<usize, walkdir::Error> {
        let began = Instant::now();
        let found = walk(&self.folder)?;
        let mut progress = Progress { scanning: true, found: found.files.len(), ..Progress::default() };
        progress.unreadable = found.unreadable.len();
        let mut news = News { told: &mut self.told, named: 0, unnamed: 0 };
        found.unreadable.iter().for_each(|(path, reason)| news.tell(path, reason));
        if found.left_out > 0 {
            log::warn!("{} songs are beyond the most that a catalogue has and left out", found.left_out);
        }
        let gone = self.known.len();
        let present: HashSet<&Path> = found.files.iter().map(|(path, _)| path.as_path()).collect();
        self.known.retain(|path, _| present.contains(path.as_path()));
        let mut changed = gone - self.known.len();
        let mut kept = (0, began);
        for (path, stamp) in &found.files {
            if listener.is_stopping() {
                break;
            }
            let fresh = self.known.get(path).is_none_or(|known| known.entry.stamp != *stamp);
            if fresh {
                let tags = match read(&self.folder, path) {
                    Ok(tags) => {
                        news.told.remove(path);
                        Some(tags)
                    }
                    Err(error) => {
                        news.tell(path, &error.to_string());
                        None
                    }
                };
                changed += 1;
                let entry = Entry { path: path.clone(), stamp: *stamp, tags };
                self.known.insert(path.clone(), Known { entry, beside: None, song: None });
            }
            if let Some(known) = self.known.get_mut(path) {
                progress.unreadable += usize::from(known.entry.tags.is_none());
                known.look(&found, *stamp, &self.key);
            }
            progress.scanned += 1;
            if progress.scanned.is_multiple_of(STEP_FILES) {
                listener.progress(progress);
                if listener.is_due() {
                    listener.publish(index(&self.known));
                }
                if kept.1.elapsed() >= KEEP_EVERY && changed > kept.0 {
                    keep(&self.cache, &self.known);
                    kept = (changed, Instant::now());
                }
            }
        }
        news.sum_up();
        let index = index(&self.known);
        if changed > 0 {
            let (songs, ms) = (index.len(), began.elapsed().as_millis());
            log::info!("{songs} songs; {changed} files changed, {} unreadable; {ms} ms", progress.unreadable);
        }
        listener.publish(index);
        listener.progress(Progress { scanning: false, ..progress });
        if changed > kept.0 {
            keep(&self.cache, &self.known);
        }
        Ok(changed)
    }
}

impl Known {
    /// Makes the song anew where its file or the cover beside it is another.
    fn look(&mut self, found: &Found, stamp: Stamp, key: &SecretKey) {
        let Some(tags) = &self.entry.tags else { return };
        let beside = found.cover_of(&self.entry.path);
        if self.song.is_none() || self.beside.as_ref() != beside {
            self.beside = beside.cloned();
            self.song = Song::new(self.entry.path.clone(), stamp, tags, self.beside.clone(), key).map(Arc::new);
        }
    }
}

fn keep(cache: &Path, known: &HashMap<PathBuf, Known>) {
    if let Err(error) = cache::save(cache, known.values().map(|known| &known.entry)) {
        log::warn!("{}: {error}; songs are read anew at the next start", cache.display());
    }
}

fn index(known: &HashMap<PathBuf, Known>) -> Index {
    Index::new(known.values().filter_map(|known| known.song.clone()).collect())
}

fn read(folder: &Folder, path: &Path) -> Result<Tags, TagsError> {
    Tags::read(folder.file(path)?)
}

/// What the log is told of files that cannot be read: each once, and never a flood.
struct News<'a> {
    told: &'a mut HashSet<PathBuf>,
    named: usize,
    unnamed: usize,
}

impl News<'_> {
    fn tell(&mut self, path: &Path, reason: &str) {
        if !self.told.insert(path.to_path_buf()) {
            return;
        }
        if self.named < UNREADABLE_LOGGED_MAX {
            self.named += 1;
            // Debug: a name may hold anything, line ends too.
            log::warn!("{path:?} is skipped: {reason}");
        } else {
            self.unnamed += 1;
        }
    }

    fn sum_up(&self) {
        if self.unnamed > 0 {
            log::warn!("{} more files are skipped", self.unnamed);
        }
    }
}
