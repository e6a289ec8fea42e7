//! The disk is full, the folder cannot be written, somebody else is on it.

use std::io::Write as _;
use std::process::Command;
use std::time::Instant;

use super::*;

/// A small file system of its own, or nothing where this process may not mount one.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount(options: &str) -> Option<SmallDisk> {
        let folder = tempfile::tempdir().expect("a folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(folder.path())
            .output()
            .is_ok_and(|output| output.status.success());
        if !mounted {
            // Past the test runner, which keeps the output of tests that pass to itself.
            let _ = writeln!(std::io::stderr(), "SKIPPED: this process may not mount a tmpfs ({options})");
        }
        mounted.then_some(SmallDisk(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

/// Waits until the store can be written again.
fn recovers(store: &SqliteStore) -> bool {
    let begun = Instant::now();
    while store.writable().is_err() && begun.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(50));
    }
    store.writable().is_ok()
}

#[test]
fn a_full_disk_loses_nothing_acknowledged_and_stores_nothing_refused() {
    let Some(disk) = SmallDisk::mount("size=4m") else { return };
    let store = open(disk.0.path());
    // Enough for the write-ahead log to be copied back once it is gone.
    let ballast = disk.0.path().join("ballast");
    std::fs::write(&ballast, vec![1; 2_500_000]).expect("there is room for it");
    let session = SessionId::new_v4();
    let mut acknowledged = 0;
    // Several wait at once, so that whole batches fail.
    let error = loop {
        let told: Vec<_> = (acknowledged..acknowledged + 5)
            .map_while(|after| {
                let mut append = append(session, "4711", after, 1);
                append.events[0].payload = "x".repeat(9_000);
                queue(&store, append).ok()
            })
            .collect();
        let results: Vec<_> = told.into_iter().map(|told| told.recv_timeout(PATIENCE).expect("answered")).collect();
        let good = results.iter().take_while(|result| result.is_ok()).count();
        acknowledged += good as u64;
        assert!(results[good..].iter().all(Result::is_err), "nothing is stored after a gap");
        if let Some(Err(error)) = results.into_iter().nth(good) {
            break error;
        }
    };
    assert!(acknowledged > 10);
    assert!(matches!(&error, StoreError::Unavailable(why) if why.contains("full")), "{error}");
    assert!(store.writable().is_err_and(|why| why.contains("full")));
    let begun = Instant::now();
    assert!(matches!(stored(&store, append(session, "4711", acknowledged, 1)), Err(StoreError::Unavailable(_))));
    assert!(begun.elapsed() < Duration::from_millis(500), "refused at once");
    assert_eq!(load(&store, "4711").map(|session| session.events.len() as u64), Some(acknowledged));

    std::fs::remove_file(ballast).expect("removed");
    assert!(recovers(&store));
    assert_eq!(stored(&store, append(session, "4711", acknowledged, 1)), Ok(()));
    drop(store);
    let found = load(&open(disk.0.path()), "4711").map(|session| session.events.len() as u64);
    assert_eq!(found, Some(acknowledged + 1));
}

#[test]
fn a_database_that_somebody_else_holds_is_waited_for_and_then_used_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let session = SessionId::new_v4();
    assert_eq!(stored(&store, append(session, "4711", 0, 1)), Ok(()));
    let other = rusqlite::Connection::open(folder.path().join("soiree.db")).expect("opened");
    other.execute_batch("BEGIN IMMEDIATE").expect("held");
    let refused = stored(&store, append(session, "4711", 1, 1));
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    assert!(store.writable().is_err());
    assert_eq!(load(&store, "4711").map(|session| session.events.len()), Some(1), "reading goes on");
    other.execute_batch("COMMIT").expect("let go");
    assert!(recovers(&store));
    assert_eq!(stored(&store, append(session, "4711", 1, 1)), Ok(()));
}

#[test]
fn a_callback_that_panics_harms_nobody_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let session = SessionId::new_v4();
    let faulty = Box::new(|_| panic!("a fault in a room, made on purpose"));
    assert_eq!(store.append(append(session, "4711", 0, 1), faulty), Ok(()));
    assert_eq!(stored(&store, append(session, "4711", 1, 1)), Ok(()));
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let Some(disk) = SmallDisk::mount("size=1m,ro") else { return };
    let message = SqliteStore::open(disk.0.path(), &StoreOptions::default()).err().expect("refused").to_string();
    assert!(message.contains(&disk.0.path().display().to_string()), "{message}");
    assert!(message.contains("cannot be written"), "{message}");
}
