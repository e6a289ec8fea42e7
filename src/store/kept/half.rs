//! A file while it comes.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::PART;
use super::format::HEAD_BYTES;
use super::notes;

/// A file that is being written. Dropped, it leaves nothing behind; what a crash leaves is swept away later.
#[derive(Debug)]
pub struct Half {
    file: File,
    path: PathBuf,
    bytes: u64,
    head: Vec<u8>,
    kept: bool,
}

impl Half {
    /// Begins a file in a folder, which is made if need be, for its owner alone.
    ///
    /// # Errors
    /// Where the disk does not take it.
    pub fn begin(folder: &Path) -> io::Result<Self> {
        if !folder.is_dir() {
            DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
            // A folder whose name is lost in a power cut would take the files in it along.
            for above in folder.ancestors().skip(1).take(2).filter(|above| above.is_dir()) {
                File::open(above)?.sync_all()?;
            }
        }
        let path = folder.join(format!("{}.{PART}", URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>())));
        let file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(&path)?;
        Ok(Half { file, path, bytes: 0, head: Vec::new(), kept: false })
    }

    /// Adds what has come.
    ///
    /// # Errors
    /// Where the disk does not take it.
    pub fn write(mut self, bytes: &[u8]) -> io::Result<Self> {
        self.file.write_all(bytes)?;
        self.bytes += bytes.len() as u64;
        let missing = HEAD_BYTES.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..missing]);
        Ok(self)
    }

    /// How much has come.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The first bytes: what it is.
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// Where it lies until it is kept.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Takes out of a picture or film what the camera has noted: where and when it was taken.
    ///
    /// # Errors
    /// Where the disk does not do it.
    pub fn without_notes(self, media_type: &str) -> io::Result<Self> {
        notes::take_out(&self.file, &self.path, media_type)?;
        Ok(self)
    }

    /// Gives the file its name, durably; `ending` may be empty. Answers with the name.
    ///
    /// # Errors
    /// Where the disk does not take it; then nothing is left of it.
    pub fn keep(mut self, ending: &str) -> io::Result<String> {
        self.file.sync_all()?;
        let path = self.path.with_extension(ending);
        fs::rename(&self.path, &path)?;
        self.kept = true;
        if let Some(folder) = path.parent() {
            File::open(folder)?.sync_all()?;
        }
        let name = path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
        name.ok_or_else(|| io::Error::other("a name of ours is no text"))
    }
}

impl Drop for Half {
    fn drop(&mut self) {
        if !self.kept {
            // What cannot be removed now is swept away later.
            let _ = fs::remove_file(&self.path);
        }
    }
}
