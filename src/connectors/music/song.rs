//! One song as the catalogue knows it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::format::Format;
use super::scale::CoverSize;
use super::tags::Tags;
use crate::engine::SecretKey;
use crate::engine::fold::fold;
use crate::music::SongId;

/// Hex digits of a song's id: 80 bits, so that no two of 200,000 songs meet.
const ID_CHARS: usize = 20;
/// Bytes of the folded text by which songs are sorted; a cursor carries them.
const SORT_BYTES: usize = 96;

/// The id of the song at this path below the folder: the keyed hash of it. It is the same after every restart
/// and wherever the folder is moved, and tells nobody how the file is called.
fn id_of(path: &Path, key: &SecretKey) -> Option<SongId> {
    // A name that is no UTF-8 is told apart by its bytes.
    let name =
        path.to_str().map_or_else(|| format!("\0{}", hex::encode(path.as_os_str().as_encoded_bytes())), str::to_owned);
    SongId::parse(&key.hash("song", &name).to_hex()[..ID_CHARS])
}

/// By what a changed file is known: the moment of its last change in nanoseconds, and its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    pub changed_ns: i64,
    pub bytes: u64,
}

/// Where a song's picture is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cover {
    /// In the song's own file.
    Embedded,
    /// A picture beside it.
    Beside { path: PathBuf, stamp: Stamp },
}

/// A song.
#[derive(Debug)]
pub struct Song {
    pub id: SongId,
    pub title: String,
    /// The performers; where no tag names them, the folder's name.
    pub artist: String,
    /// Empty where no tag names it.
    pub album: String,
    pub duration_ms: u64,
    pub format: Format,
    pub(super) cover: Option<Cover>,
    pub(super) path: PathBuf,
    pub(super) stamp: Stamp,
    /// What is searched: title, artist and album folded, each behind `"\n "`, words behind one space each.
    pub(super) folded: Box<str>,
}

impl Song {
    pub(super) fn new(
        path: PathBuf,
        stamp: Stamp,
        tags: &Tags,
        beside: Option<Cover>,
        key: &SecretKey,
    ) -> Option<Song> {
        let name = |path: Option<&std::ffi::OsStr>| path.map(|name| super::tags::plain(&name.to_string_lossy()));
        let title = tags.title.clone().or_else(|| name(path.file_stem())).unwrap_or_default();
        let folder = || path.parent().and_then(|folder| name(folder.file_name()));
        let artist = tags.artist.clone().or_else(folder).unwrap_or_default();
        let album = tags.album.clone().unwrap_or_default();
        let folded = [&title, &artist, &album].map(|text| format!("\n {}", fold(text))).concat().into();
        Some(Song {
            id: id_of(&path, key)?,
            duration_ms: tags.duration_ms,
            format: tags.format,
            cover: if tags.picture { Some(Cover::Embedded) } else { beside },
            title,
            artist,
            album,
            path,
            stamp,
            folded,
        })
    }

    /// What songs are sorted by, before their ids.
    pub(super) fn sort_key(&self) -> &str {
        &self.folded[..self.folded.floor_char_boundary(SORT_BYTES)]
    }

    /// Whether it has a picture.
    pub fn has_cover(&self) -> bool {
        self.cover.is_some()
    }

    /// Changes whenever the picture does, and is another one in each size; `None` where there is none.
    pub fn cover_version(&self, size: CoverSize) -> Option<String> {
        let (kind, stamp) = match self.cover.as_ref()? {
            Cover::Embedded => (0, self.stamp),
            Cover::Beside { stamp, .. } => (1, *stamp),
        };
        let hash = blake3::hash(format!("{kind} {} {}", stamp.changed_ns, stamp.bytes).as_bytes());
        Some(format!("{}-{}", hex::encode(&hash.as_bytes()[..6]), size.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags() -> Tags {
        Tags { title: None, artist: None, album: None, duration_ms: 1, format: Format::Mp3, picture: false }
    }

    #[test]
    fn without_tags_the_names_of_file_and_folder_speak() {
        let (key, stamp) = (SecretKey::new([7; 32]), Stamp { changed_ns: 1, bytes: 2 });
        let song = Song::new("Edith Piaf/La vie en rose.mp3".into(), stamp, &tags(), None, &key).expect("a song");
        assert_eq!(
            (song.title.as_str(), song.artist.as_str(), song.album.as_str()),
            ("La vie en rose", "Edith Piaf", "")
        );
        let alone = Song::new("song.mp3".into(), stamp, &tags(), None, &key).expect("a song");
        assert_eq!((alone.title.as_str(), alone.artist.as_str()), ("song", ""));
    }

    #[test]
    fn an_id_is_the_paths_and_tells_nothing_of_it() {
        let (key, other) = (SecretKey::new([7; 32]), SecretKey::new([8; 32]));
        let id = id_of(Path::new("a/b.mp3"), &key);
        assert_eq!(id, id_of(Path::new("a/b.mp3"), &key));
        assert_ne!(id, id_of(Path::new("a/c.mp3"), &key));
        assert_ne!(id, id_of(Path::new("a/b.mp3"), &other), "only who has the key can tell");
        assert!(id.is_some_and(|id| id.as_str().len() == ID_CHARS));
    }
}
