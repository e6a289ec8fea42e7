//! Folders for what servers under test write.

use std::fs;
use std::io;
use std::path::PathBuf;

/// A folder that goes when it is forgotten.
pub struct TempFolder(pub PathBuf);

impl TempFolder {
    /// A new folder.
    pub fn new(name: &str) -> io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("soiree-load-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder)?;
        Ok(TempFolder(folder))
    }

    /// Its path as an argument.
    pub fn text(&self) -> String {
        self.0.to_string_lossy().into_owned()
    }
}

impl Drop for TempFolder {
    fn drop(&mut self) {
        // A folder that stays behind harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}
