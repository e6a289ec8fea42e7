//! Notes in pictures of telephones (HEIF, ISO/IEC 23008-12), which are made of boxes (14496-12): a table names the places
//! of their Exif and XMP. Other boxes beside the picture, films among them, become empty ones.

use std::io;

use super::{Blot, Bytes, Put};

/// Bytes of one table.
pub const TABLE_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// Boxes that are looked at on one level: no film has so many.
const BOXES_MAX: usize = 100_000;
/// Notes of one picture, and the pieces in which each may lie.
const NOTES_MAX: usize = 64;
const PIECES_MAX: usize = 1_024;
/// Boxes that stand beside a picture and are no part of it.
const BESIDE: [&[u8; 4]; 4] = [b"uuid", b"udta", b"mpvd", b"sefd"];

/// A box: where it begins, where what it holds begins and ends.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub kind: [u8; 4],
    pub at: u64,
    pub body: u64,
    pub end: u64,
}

impl Place {
    /// Makes an empty box of it, of the same size.
    pub fn empty(&self, put: Put<'_>) -> io::Result<()> {
        put(Blot { at: self.at + 4, begin: b"free".to_vec(), zeros: 0, end: Vec::new() })?;
        put(Blot { at: self.body, begin: Vec::new(), zeros: self.end - self.body, end: Vec::new() })
    }
}

/// The boxes between two places of the file.
pub fn boxes(file: &mut Bytes, from: u64, to: u64) -> io::Result<Vec<Place>> {
    let (mut found, mut at) = (Vec::new(), from);
    while found.len() < BOXES_MAX
        && at + 8 <= to
        && let Some([a, b, c, d, kind @ ..]) = file.array::<8>(at)?
    {
        let (body, end) = match u32::from_be_bytes([a, b, c, d]) {
            0 => (at + 8, to),
            1 => match file.array::<8>(at + 8)?.map(u64::from_be_bytes).and_then(|size| at.checked_add(size)) {
                Some(end) => (at + 16, end),
                None => break,
            },
            size => (at + 8, at + u64::from(size)),
        };
        if end < body || end > to {
            break;
        }
        found.push(Place { kind, at, body, end });
        at = end;
    }
    Ok(found)
}

pub fn picture(file: &mut Bytes, put: Put<'_>) -> io::Result<()> {
    let length = file.length();
    let all = boxes(file, 0, length)?;
    // A film that goes on from the picture, what programs add.
    for place in all.iter().filter(|place| BESIDE.contains(&&place.kind)) {
        place.empty(put)?;
    }
    let Some(meta) = all.into_iter().find(|place| place.kind == *b"meta") else { return Ok(()) };
    if meta.end - meta.body > TABLE_BYTES_MAX {
        return Ok(());
    }
    // A version and flags stand before what it holds.
    let parts = boxes(file, meta.body + 4, meta.end)?;
    let part = |kind: &[u8; 4]| parts.iter().find(|place| place.kind == *kind).copied();
    let (Some(items), Some(locations)) = (part(b"iinf"), part(b"iloc")) else { return Ok(()) };
    let notes = notes(file, items)?;
    let data = part(b"idat");
    let bytes = file.read(locations.body, locations.end - locations.body)?;
    let mut left = length;
    for piece in extents(&bytes, &notes, data.map(|data| data.body)).unwrap_or_default() {
        blot_piece(piece, length, &mut left, put)?;
    }
    Ok(())
}

/// Blots a piece that a table names. Pieces that lie over each other are nobody's: all of them together have no more
/// bytes than the file.
pub fn blot_piece((at, size): (u64, u64), length: u64, left: &mut u64, put: Put<'_>) -> io::Result<()> {
    if at.checked_add(size).is_none_or(|end| end > length) || size > *left {
        return Ok(());
    }
    *left -= size;
    put(Blot { at, begin: Vec::new(), zeros: size, end: Vec::new() })
}

/// The numbers of items that are Exif's or XMP's bytes.
fn notes(file: &mut Bytes, items: Place) -> io::Result<Vec<u32>> {
    let version = file.array::<1>(items.body)?.unwrap_or([0]);
    let first = items.body + if version == [0] { 6 } else { 8 };
    let mut found = Vec::new();
    for entry in boxes(file, first, items.end)?.iter().filter(|place| place.kind == *b"infe") {
        if found.len() >= NOTES_MAX {
            break;
        }
        let bytes = file.read(entry.body, (entry.end - entry.body).min(512))?;
        let mut reader = Reader { bytes: &bytes, at: 0 };
        found.extend(note(&mut reader));
    }
    Ok(found)
}

/// An item's number, if it is one of those.
fn note(entry: &mut Reader<'_>) -> Option<u32> {
    let version = entry.number(4)? >> 24;
    let number = match version {
        2 => entry.number(2)?,
        3 => entry.number(4)?,
        _ => return None,
    };
    let _protection = entry.number(2)?;
    let kind = entry.number(4)?.to_be_bytes();
    let rest = entry.bytes.get(entry.at..)?;
    let is_xmp = || rest.windows(3).any(|bytes| bytes == b"xml");
    (kind[4..] == *b"Exif" || (kind[4..] == *b"mime" && is_xmp())).then(|| u32::try_from(number).ok())?
}

/// Where items lie in the file; `None` where the table cannot be read.
fn extents(table: &[u8], items: &[u32], data: Option<u64>) -> Option<Vec<(u64, u64)>> {
    let mut reader = Reader { bytes: table, at: 0 };
    let version = reader.number(4)? >> 24;
    let sizes = reader.number(2)?;
    let size = |place: u32| (sizes >> place & 0xf) as usize;
    let (offset_size, length_size, base_size) = (size(12), size(8), size(4));
    let index_size = if version == 0 { 0 } else { size(0) };
    if offset_size + length_size + index_size == 0 {
        return None;
    }
    let wide = if version == 2 { 4 } else { 2 };
    let mut found = Vec::new();
    for _ in 0..reader.number(wide)? {
        let item = reader.number(wide)?;
        let method = if version == 0 { 0 } else { reader.number(2)? & 0xf };
        let elsewhere = reader.number(2)? != 0;
        let base = reader.number(base_size)?;
        for _ in 0..reader.number(2)? {
            reader.number(index_size)?;
            let offset = base.checked_add(reader.number(offset_size)?)?;
            let length = reader.number(length_size)?;
            let start = match method {
                0 => Some(offset),
                1 => data.and_then(|data| data.checked_add(offset)),
                _ => None,
            };
            let is_note = u32::try_from(item).is_ok_and(|item| items.contains(&item));
            found.extend(start.filter(|_| is_note && !elsewhere).map(|start| (start, length)));
            if found.len() >= PIECES_MAX {
                return Some(found);
            }
        }
    }
    Some(found)
}

/// Reads numbers one after the other.
pub struct Reader<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
}

impl Reader<'_> {
    /// A number of so many bytes, at most eight.
    pub fn number(&mut self, size: usize) -> Option<u64> {
        let bytes = self.bytes.get(self.at..self.at.checked_add(size)?)?;
        self.at += size;
        bytes.iter().try_fold(0u64, |number, byte| Some(number.checked_mul(256)? | u64::from(*byte)))
    }
}
