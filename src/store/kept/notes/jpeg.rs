//! Notes in a JPEG (ITU T.81, B.1): segments before the picture and between its scans, and all that stands behind its
//! end, where telephones put further pictures and films with notes of their own.

use std::io::{self, Read, Seek};

use super::exif::{self, PREFIX};
use super::{Blot, Bytes, Put, READ_BYTES_MAX};

/// Bytes in which a mark is looked for: few where it has to stand, then more.
const FIRST_LOOK_BYTES: u64 = 16;
const LOOK_BYTES_MAX: u64 = 64 * 1024;
/// Segments that are looked at: no picture has so many.
const SEGMENTS_MAX: usize = 100_000;
/// What those segments begin with that say how the picture is coded: without them its colours are others.
const KEPT: [(u8, &[u8]); 3] = [(0xe0, b"JFIF\0"), (0xe2, b"ICC_PROFILE\0"), (0xee, b"Adobe")];
/// Bytes that tell these.
const NAME_BYTES: u64 = 12;

/// `true`: it is a JPEG to its end.
pub fn blots(file: &mut Bytes<impl Read + Seek>, put: Put<'_>) -> io::Result<bool> {
    let length = file.length();
    let mut at = 2;
    for _ in 0..SEGMENTS_MAX {
        let Some((place, marker)) = next_mark(file, at)? else { break };
        let size = place + 2;
        if marker == 0xd9 {
            put(Blot { at: size, begin: Vec::new(), zeros: length - size, end: Vec::new() })?;
            return Ok(true);
        }
        let Some(bytes) = file.array::<2>(size)?.map(u16::from_be_bytes) else { break };
        let body = size + 2;
        at = size + u64::from(bytes.max(2));
        let bytes = at.min(length) - body;
        if is_note(marker, &file.read(body, NAME_BYTES.min(bytes))?) {
            put(blot(file, body, bytes)?)?;
        }
    }
    Ok(false)
}

/// The next mark that begins a segment or ends the picture, and where it stands.
fn next_mark(file: &mut Bytes<impl Read + Seek>, from: u64) -> io::Result<Option<(u64, u8)>> {
    // A zero says that the byte before is one of the picture's; some marks stand alone, and markers may be filled up.
    let is_mark = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0x01 | 0xd0..=0xd8 | 0xff);
    let (mut at, mut look) = (from, FIRST_LOOK_BYTES);
    loop {
        let bytes = file.read(at, look)?;
        if let Some(found) = bytes.windows(2).position(is_mark) {
            return Ok(Some((at + found as u64, bytes[found + 1])));
        }
        if (bytes.len() as u64) < look {
            return Ok(None);
        }
        // The last byte may be the first of the two.
        at += look - 1;
        look = (look * 16).min(LOOK_BYTES_MAX);
    }
}

/// Whether a segment is none that says how the picture is coded: APP1 is Exif and XMP, APP2 what else is in the file,
/// APP11 who has made it, APP13 IPTC; others are telephones' own, or comments.
fn is_note(marker: u8, begins: &[u8]) -> bool {
    let is_kept = |(kept, name): &(u8, &[u8])| *kept == marker && begins.starts_with(name);
    matches!(marker, 0xe0..=0xef | 0xfe) && !KEPT.iter().any(is_kept)
}

fn blot(file: &mut Bytes<impl Read + Seek>, at: u64, bytes: u64) -> io::Result<Blot> {
    let beginning = file.read(at, bytes.min(READ_BYTES_MAX))?;
    let turned = beginning.strip_prefix(PREFIX).and_then(exif::orientation);
    let kept = turned.map(|turned| [PREFIX, &exif::only(turned)].concat());
    let begin = kept.filter(|kept| kept.len() as u64 <= bytes).unwrap_or_default();
    let zeros = bytes - begin.len() as u64;
    Ok(Blot { at, begin, zeros, end: Vec::new() })
}
