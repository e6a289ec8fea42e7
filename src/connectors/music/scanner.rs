//! The thread that keeps the catalogue as the folder is.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::cover;
use super::folder::Folder;
use super::format::Format;
use super::index::Index;
use super::scan::{Listener, Progress, Scan};
use super::songs::SongsOptions;
use crate::engine::SecretKey;

/// Silence in the folder after which it is looked through: a file that is being copied is told of many times.
const QUIET: Duration = Duration::from_millis(400);
/// The longest that a folder without silence is waited for.
const QUIET_WAIT_MAX: Duration = Duration::from_secs(5);
/// Time between two indexes during a scan.
const PUBLISH_EVERY: Duration = Duration::from_secs(2);
/// Time between two lines in the log about a scan's progress.
const LOG_EVERY: Duration = Duration::from_secs(10);
/// The part of the time that scans of a folder without rest may take: one in this many.
const SCAN_SHARE: u32 = 10;
/// The longest that the end of the server waits for what has been read to be kept.
const END_WAIT: Duration = Duration::from_secs(3);
/// Niceness of the thread: rooms come first.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// What searchers and the scanner share.
#[derive(Debug, Default)]
pub(super) struct Board {
    pub index: RwLock<Arc<Index>>,
    pub progress: Mutex<Progress>,
    pub stopping: AtomicBool,
}

/// Starts the thread; what it is sent wakes it.
pub(super) fn start(
    folder: Folder,
    key: SecretKey,
    cache: PathBuf,
    options: SongsOptions,
    board: Arc<Board>,
) -> std::io::Result<Thread> {
    let (wake, woken) = sync_channel(1);
    let (ends, ended) = sync_channel(1);
    let waker = Waker(wake);
    let own = waker.clone();
    std::thread::Builder::new().name("music-scan".to_owned()).spawn(move || {
        yield_to_others();
        let scan = Scan::new(folder.clone(), key, &cache);
        Scanner { scan, folder, options, board, woken, waker: own }.run();
        drop(ends);
    })?;
    Ok(Thread { waker, ended: Mutex::new(ended) })
}

/// The thread as its owner sees it.
#[derive(Debug)]
pub(super) struct Thread {
    waker: Waker,
    /// Nothing ever comes; it breaks off when the thread ends.
    ended: Mutex<Receiver<()>>,
}

impl Thread {
    /// Wakes it and waits, but not for a disk that does not answer.
    pub fn end(&self) {
        self.waker.wake();
        let _ = self.ended.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(END_WAIT);
    }
}

/// Wakes the scanner.
#[derive(Debug, Clone)]
struct Waker(SyncSender<()>);

impl Waker {
    fn wake(&self) {
        // Full: it is about to wake anyway. Closed: there is nobody to wake.
        let _ = self.0.try_send(());
    }
}

struct Scanner {
    scan: Scan,
    folder: Folder,
    options: SongsOptions,
    board: Arc<Board>,
    woken: Receiver<()>,
    waker: Waker,
}

impl Scanner {
    fn run(mut self) {
        let mut watcher = None;
        while !self.is_stopping() {
            // Before the scan: nothing that changes meanwhile is missed. Anew each time where it failed.
            if self.options.watch {
                watcher = watcher.or_else(|| self.watch());
            }
            let took = self.once();
            // A folder that never rests must not keep this thread at it all the time.
            self.sleep(took * (SCAN_SHARE - 1));
            self.wait();
        }
    }

    /// One scan; answers with the time that an unchanged folder takes.
    fn once(&mut self) -> Duration {
        let began = Instant::now();
        let listener = Following::new(&self.board);
        match self.scan.run(&listener) {
            // Reading what is new is work that comes once.
            Ok(changed) => {
                if changed == 0 {
                    began.elapsed()
                } else {
                    Duration::ZERO
                }
            }
            Err(error) => {
                log::warn!("the folder of songs cannot be read now: {error}");
                listener.progress(Progress { scanning: false, ..self.board.progress() });
                Duration::ZERO
            }
        }
    }

    /// Waits until the folder has changed and is quiet again, or the time has come anyway.
    fn wait(&self) {
        let told = self.woken.recv_timeout(self.options.rescan);
        if told == Err(RecvTimeoutError::Timeout) {
            return;
        }
        let until = Instant::now() + QUIET_WAIT_MAX;
        while !self.is_stopping() && Instant::now() < until && self.woken.recv_timeout(QUIET).is_ok() {}
    }

    /// Sleeps, unless the server stops.
    fn sleep(&self, time: Duration) {
        let until = Instant::now() + time;
        while !self.is_stopping() && Instant::now() < until {
            std::thread::sleep(QUIET.min(until.saturating_duration_since(Instant::now())));
        }
    }

    fn is_stopping(&self) -> bool {
        self.board.stopping.load(Ordering::Relaxed)
    }

    /// Begins to watch the folder; without it the scans at fixed times remain.
    fn watch(&self) -> Option<RecommendedWatcher> {
        let waker = self.waker.clone();
        let config = notify::Config::default().with_follow_symlinks(false);
        let watching = RecommendedWatcher::new(
            move |event: notify::Result<Event>| {
                if event.map_or(true, |event| changes(&event)) {
                    waker.wake();
                }
            },
            config,
        )
        .and_then(|mut watcher| watcher.watch(self.folder.root(), RecursiveMode::Recursive).map(|()| watcher));
        watching
            .inspect_err(|error| {
                let seconds = self.options.rescan.as_secs();
                log::warn!("the folder of songs cannot be watched, it is looked through every {seconds} s: {error}");
            })
            .ok()
    }
}

/// Whether a song may be another than before; that somebody reads one, we do ourselves.
fn changes(event: &Event) -> bool {
    let wrote = match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Other => true,
    };
    // Other files may change all the time: a data folder that lies in this one would keep us busy for ever.
    // What is no file (any more) may have been a folder of songs.
    let matters = |path: &PathBuf| Format::is_song(path) || cover::beside(path).is_some() || !path.is_file();
    wrote && (event.paths.is_empty() || event.paths.iter().any(matters))
}

/// Lets every other thread go first where the system knows threads' priorities.
fn yield_to_others() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, NICENESS) {
        log::debug!("the scanner keeps its priority: {error}");
    }
}

/// Hangs a scan's results on the board.
struct Following<'a> {
    board: &'a Board,
    published: std::cell::Cell<Instant>,
    logged: std::cell::Cell<Instant>,
}

impl<'a> Following<'a> {
    fn new(board: &'a Board) -> Self {
        let now = Instant::now();
        Following { board, published: now.into(), logged: now.into() }
    }
}

impl Listener for Following<'_> {
    fn progress(&self, progress: Progress) {
        let songs = self.board.index().len();
        *self.board.progress.lock().unwrap_or_else(PoisonError::into_inner) = Progress { songs, ..progress };
        metrics::gauge!("soiree_music_songs").set(songs as f64);
        metrics::gauge!("soiree_music_files_found").set(progress.found as f64);
        metrics::gauge!("soiree_music_files_scanned").set(progress.scanned as f64);
        metrics::gauge!("soiree_music_files_unreadable").set(progress.unreadable as f64);
        metrics::gauge!("soiree_music_scanning").set(f64::from(u8::from(progress.scanning)));
        if progress.scanning && self.logged.get().elapsed() >= LOG_EVERY {
            self.logged.set(Instant::now());
            log::info!("songs: {} of {} files looked at", progress.scanned, progress.found);
        }
    }

    fn is_due(&self) -> bool {
        self.published.get().elapsed() >= PUBLISH_EVERY
    }

    fn publish(&self, index: Index) {
        self.published.set(Instant::now());
        *self.board.index.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(index);
    }

    fn is_stopping(&self) -> bool {
        self.board.stopping.load(Ordering::Relaxed)
    }
}

impl Board {
    /// The index of this moment.
    pub fn index(&self) -> Arc<Index> {
        Arc::clone(&self.index.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The progress of this moment.
    pub fn progress(&self) -> Progress {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, ModifyKind};

    use super::*;

    #[test]
    fn only_what_can_change_the_catalogue_wakes_the_scanner() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["song.mp3", "Cover.png", "soiree.db-wal"] {
            std::fs::write(folder.path().join(name), "x").expect("written");
        }
        let told = |kind, name: &str| changes(&Event::new(kind).add_path(folder.path().join(name)));
        let modified = EventKind::Modify(ModifyKind::Any);
        for name in ["song.mp3", "Cover.png", "", "has-gone"] {
            assert!(told(modified, name), "{name}");
        }
        assert!(told(EventKind::Create(CreateKind::Any), "song.mp3"));
        assert!(!told(modified, "soiree.db-wal"));
        assert!(!told(EventKind::Access(AccessKind::Read), "song.mp3"), "songs are read all the time");
        assert!(changes(&Event::new(EventKind::Other)), "the system lost count: anything may have changed");
    }
}
