//! Files that a test compares with what the code makes; `SOIREE_BLESS=1` rewrites them.

use std::fs;
use std::path::{Path, PathBuf};

/// A path from the repository's root.
pub fn path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

/// Compares a checked-in file with `expected`, or writes it where blessing is asked for.
pub fn compare(relative: &str, expected: &str) {
    let path = path(relative);
    if std::env::var_os("SOIREE_BLESS").is_some() {
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
        fs::write(&path, expected).expect("the file can be written");
        return;
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "{relative} is not what the code makes; SOIREE_BLESS=1 cargo test rewrites it");
}
