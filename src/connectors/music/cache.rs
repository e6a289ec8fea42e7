//! What was read from songs, kept over a restart: reading 20,000 files again takes minutes on a slow disk.
//!
//! It is a cache and nothing else: a file that is missing, torn, changed or of another release is left aside,
//! and everything is read anew. It says what files are called, so it is for its owner's eyes alone.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::song::Stamp;
use super::tags::Tags;
use crate::limits::CATALOGUE_CACHE_BYTES_MAX;

/// The file's name in the data folder.
pub(super) const CACHE_FILE: &str = "catalogue.cache";
/// Counts up whenever tags are read otherwise than before: what an older release read is then read again.
const VERSION: u32 = 1;

/// What was read from one file; without tags it was no song.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub path: PathBuf,
    pub stamp: Stamp,
    pub tags: Option<Tags>,
}

/// Why there is nothing in the cache.
#[derive(Debug, thiserror::Error)]
pub(super) enum CacheError {
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("it is of another release")]
    Version,
    #[error("it is damaged")]
    Damaged,
}

/// Writes the cache, whole or not at all. The first line is the version and a hash of the rest.
pub(super) fn save<'a>(file: &Path, entries: impl Iterator<Item = &'a Entry>) -> io::Result<()> {
    let mut body = Vec::new();
    // A path that is no UTF-8 has no place in JSON; such a file is read again.
    for entry in entries.filter(|entry| entry.path.to_str().is_some()) {
        serde_json::to_writer(&mut body, entry)?;
        body.push(b'\n');
    }
    let half = file.with_extension("new");
    let made = OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(&half)?;
    let mut writer = BufWriter::new(made);
    writeln!(writer, "{VERSION} {}", blake3::hash(&body).to_hex())?;
    writer.write_all(&body)?;
    writer.into_inner()?.sync_all()?;
    fs::rename(&half, file)
}

/// Reads the cache; nothing where there is none.
pub(super) fn load(file: &Path) -> Result<Vec<Entry>, CacheError> {
    let opened = match File::open(file) {
        Ok(opened) => opened,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let mut reader = BufReader::new(opened.take(CATALOGUE_CACHE_BYTES_MAX));
    let mut head = Vec::new();
    reader.read_until(b'\n', &mut head)?;
    let head = String::from_utf8(head).map_err(|_| CacheError::Damaged)?;
    let (version, hash) = head.trim_end().split_once(' ').ok_or(CacheError::Damaged)?;
    if version != VERSION.to_string() {
        return Err(CacheError::Version);
    }
    let mut body = Vec::new();
    reader.read_to_end(&mut body)?;
    if blake3::hash(&body).to_hex().as_str() != hash {
        return Err(CacheError::Damaged);
    }
    let lines = body.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).map_err(|_| CacheError::Damaged)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::format::Format;
    use super::*;

    fn entries() -> Vec<Entry> {
        let stamp = Stamp { changed_ns: 1_700_000_000_123_456_789, bytes: 4 };
        let tags = Tags {
            title: Some("Ágætis byrjun".to_owned()),
            artist: None,
            album: None,
            duration_ms: 1_000,
            format: Format::Opus,
            picture: true,
        };
        vec![
            Entry { path: "a/b c.opus".into(), stamp, tags: Some(tags) },
            Entry { path: "broken.mp3".into(), stamp, tags: None },
        ]
    }

    #[test]
    fn what_is_kept_comes_back_and_what_is_damaged_does_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(CACHE_FILE);
        assert_eq!(load(&file).expect("nothing yet"), []);
        save(&file, entries().iter()).expect("saved");
        assert_eq!(load(&file).expect("read"), entries());
        let whole = fs::read(&file).expect("bytes");
        for at in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[at] ^= 1;
            fs::write(&file, &flipped).expect("written");
            assert!(load(&file).is_err(), "byte {at} is another");
            fs::write(&file, &whole[..at]).expect("written");
            assert!(load(&file).is_err(), "cut at {at}");
        }
    }
}
