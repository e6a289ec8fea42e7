//! The catalogue as the rest of the server sees it.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::Semaphore;

use super::cache::CACHE_FILE;
use super::cover::{self, Picture};
use super::covers::Covers;
use super::folder::Folder;
use super::index::Index;
use super::scale::{self, CoverSize};
use super::scan::Progress;
use super::scanner::{self, Board, Thread};
use super::song::Song;
use crate::engine::SecretKey;
use crate::limits::{COVER_READERS_MAX, MUSIC_RESCAN_SECONDS};
use crate::music::{self, Catalogue, SongId};

/// What the catalogue can be told.
#[derive(Debug, Clone)]
pub struct SongsOptions {
    /// Time after which the folder is looked through even if nothing was told.
    pub rescan: Duration,
    /// Whether to have changes told.
    pub watch: bool,
}

impl Default for SongsOptions {
    fn default() -> Self {
        SongsOptions { rescan: Duration::from_secs(MUSIC_RESCAN_SECONDS), watch: true }
    }
}

/// The catalogue. Without a folder it is empty and stays so.
#[derive(Debug)]
pub struct Songs {
    board: Arc<Board>,
    covers: Covers,
    cover_readers: Semaphore,
    source: Option<Source>,
}

#[derive(Debug)]
struct Source {
    folder: Folder,
    scanner: Thread,
}

impl Songs {
    /// No songs.
    pub fn none() -> Songs {
        Songs::with(Arc::default(), None)
    }

    /// Begins to look through the folder; what was read is kept in the data folder.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(folder: Folder, data: &Path, key: SecretKey, options: &SongsOptions) -> io::Result<Songs> {
        let cache = data.join(CACHE_FILE);
        let board = Arc::<Board>::default();
        // Nobody who asks at once is to take an empty catalogue for a finished one.
        board.progress.lock().unwrap_or_else(std::sync::PoisonError::into_inner).scanning = true;
        let scanner = scanner::start(folder.clone(), key, cache, options.clone(), Arc::clone(&board))?;
        Ok(Songs::with(board, Some(Source { folder, scanner })))
    }

    fn with(board: Arc<Board>, source: Option<Source>) -> Songs {
        Songs { board, covers: Covers::default(), cover_readers: Semaphore::new(COVER_READERS_MAX), source }
    }

    /// Whether there is a folder of songs.
    pub fn has_folder(&self) -> bool {
        self.source.is_some()
    }

    /// All songs of this moment.
    pub fn index(&self) -> Arc<Index> {
        self.board.index()
    }

    /// How far the catalogue is.
    pub fn progress(&self) -> Progress {
        self.board.progress()
    }

    /// Opens a song's file; it blocks while the disk is slow.
    ///
    /// # Errors
    /// The file has gone, or may not be read.
    pub fn open(&self, song: &Song) -> io::Result<File> {
        self.folder()?.file(&song.path)
    }

    /// A song's picture in this size; `None` if there is none that can be shown.
    ///
    /// # Errors
    /// The file has gone, or cannot be read.
    pub async fn cover(self: Arc<Self>, song: Arc<Song>, size: CoverSize) -> io::Result<Option<Picture>> {
        let Some(version) = song.cover_version(size) else { return Ok(None) };
        let key = (song.id.clone(), version);
        if let Some(picture) = self.covers.get(&key) {
            return Ok(Some(picture));
        }
        // Whoever waited finds it read: a whole room asks for the same cover at once.
        let _turn = self.cover_readers.acquire().await.map_err(io::Error::other)?;
        if let Some(picture) = self.covers.get(&key) {
            return Ok(Some(picture));
        }
        let folder = self.folder()?.clone();
        let read = move || Ok(cover::read(&folder, &song)?.map(|picture| scale::scaled(picture, size)));
        let read: io::Result<_> = tokio::task::spawn_blocking(read).await.map_err(io::Error::other)?;
        let read = read?;
        if let Some(picture) = &read {
            self.covers.keep(key, picture);
        }
        Ok(read)
    }

    fn folder(&self) -> io::Result<&Folder> {
        self.source.as_ref().map(|source| &source.folder).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Ends the scan that is under way; what it has read is kept.
    pub fn stop(&self) {
        if !self.board.stopping.swap(true, Ordering::Relaxed)
            && let Some(source) = &self.source
        {
            source.scanner.end();
        }
    }
}

impl Catalogue for Songs {
    fn song(&self, id: &SongId) -> Option<music::Song> {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        self.index().song(id).map(|song| music::Song {
            id: song.id.clone(),
            title: song.title.clone(),
            artist: some(&song.artist),
            album: some(&song.album),
            duration_ms: Some(song.duration_ms),
            cover: song.has_cover(),
            stream: true,
        })
    }

    fn each(&self, see: &mut dyn FnMut(&SongId)) {
        self.index().songs().iter().for_each(|song| see(&song.id));
    }
}

impl Drop for Songs {
    fn drop(&mut self) {
        self.stop();
    }
}
