//! Covers: which picture a song shows, and what may be shown at all.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use bytes::Bytes;
use lofty::config::ParseOptions;
use lofty::file::TaggedFileExt;
use lofty::picture::{Picture as Embedded, PictureType};
use lofty::tag::Tag;

use super::folder::Folder;
use super::song::{Cover, Song};
use super::tags;
use crate::limits::COVER_BYTES_MAX;

/// Names of pictures beside songs, the best first.
const NAMES: [&str; 3] = ["cover", "folder", "front"];
/// What they end in.
const ENDINGS: [&str; 5] = ["jpg", "jpeg", "png", "webp", "gif"];

/// A picture to be shown.
#[derive(Debug, Clone)]
pub struct Picture {
    pub bytes: Bytes,
    pub mime: &'static str,
}

/// How good a cover a file beside songs is by its name, the lowest the best; `None` if it is none.
pub(super) fn beside(path: &Path) -> Option<usize> {
    let position = |list: &[&str], part: &str| list.iter().position(|known| known.eq_ignore_ascii_case(part));
    let name = position(&NAMES, path.file_stem()?.to_str()?)?;
    let ending = position(&ENDINGS, path.extension()?.to_str()?)?;
    Some(name * ENDINGS.len() + ending)
}

/// The picture in a file's tags: the front of the sleeve before any other.
pub(super) fn in_tags(tags: &[Tag]) -> Option<(&Embedded, &'static str)> {
    let shown = || {
        let all = tags.iter().flat_map(Tag::pictures);
        all.filter(|picture| picture.data().len() <= COVER_BYTES_MAX)
            .filter_map(|picture| sniff(picture.data()).map(|mime| (picture, mime)))
    };
    shown().find(|(picture, _)| picture.pic_type() == PictureType::CoverFront).or_else(|| shown().next())
}

/// The media type that a picture's first bytes tell; what the tag or the name says is not believed.
pub(super) fn sniff(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

/// Reads a song's picture from the disk; `None` if it has none that may be shown.
pub(super) fn read(folder: &Folder, song: &Song) -> io::Result<Option<Picture>> {
    let bytes = match song.cover.as_ref() {
        None => return Ok(None),
        Some(Cover::Embedded) => embedded(folder.file(&song.path)?)?,
        Some(Cover::Beside { path, .. }) => whole(folder.file(path)?)?,
    };
    Ok(bytes.and_then(|bytes| sniff(&bytes).map(|mime| Picture { bytes: bytes.into(), mime })))
}

fn embedded(file: File) -> io::Result<Option<Vec<u8>>> {
    let (file, _) = tags::parse(file, ParseOptions::new().read_properties(false)).map_err(io::Error::other)?;
    Ok(in_tags(file.tags()).map(|(picture, _)| picture.data().to_vec()))
}

fn whole(file: File) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    file.take(COVER_BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= COVER_BYTES_MAX).then_some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pictures_are_pictures() {
        assert_eq!(sniff(b"\xff\xd8\xff\xe0rest"), Some("image/jpeg"));
        assert_eq!(sniff(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        for wrong in [&b"<svg xmlns='http://www.w3.org/2000/svg'>"[..], b"<!doctype html>", b"", b"RIFF\0\0\0\0WAVE"] {
            assert_eq!(sniff(wrong), None);
        }
    }

    #[test]
    fn covers_beside_songs_have_known_names() {
        let best = beside(Path::new("a/Cover.JPG"));
        assert!(best.is_some() && best < beside(Path::new("a/folder.png")));
        assert_eq!(beside(Path::new("a/cover.svg")), None);
        assert_eq!(beside(Path::new("a/holiday.jpg")), None);
    }
}
