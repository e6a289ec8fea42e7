//! Notes in a WebP (RFC 9649): the chunks `EXIF`, `XMP ` and those that are not the format's, which stay and say nothing,
//! like what stands behind the end.

use std::io::{self, Read, Seek};

use super::exif::{self, ONLY_BYTES, PREFIX};
use super::{Blot, Bytes, Put, READ_BYTES_MAX};

/// The chunks that are the picture.
const PICTURE: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];

/// `true`: it is a WebP to its end.
pub fn blots(file: &mut Bytes<impl Read + Seek>, put: Put<'_>) -> io::Result<bool> {
    let mut length = file.length();
    let said = file.array::<4>(4)?.map(|size| u64::from(u32::from_le_bytes(size)) + 8);
    if let Some(end) = said.filter(|end| (12..length).contains(end)) {
        put(Blot { at: end, begin: Vec::new(), zeros: length - end, end: Vec::new() })?;
        length = end;
    }
    let mut at = 12;
    while let Some([kind @ .., a, b, c, d]) = file.array::<8>(at)? {
        let kind: [u8; 4] = kind;
        let size = u64::from(u32::from_le_bytes([a, b, c, d]));
        let body = at + 8;
        if body + size > length {
            break;
        }
        if !PICTURE.contains(&&kind) {
            let begin = if kind == *b"EXIF" { turned(file, body, size)? } else { Vec::new() };
            let zeros = size - begin.len() as u64;
            put(Blot { at: body, begin, zeros, end: Vec::new() })?;
        }
        // Chunks have an even length.
        at = body + size + size % 2;
    }
    Ok(said == Some(length) && at >= length)
}

/// What is left of Exif's bytes.
fn turned(file: &mut Bytes<impl Read + Seek>, at: u64, size: u64) -> io::Result<Vec<u8>> {
    let bytes = file.read(at, size.min(READ_BYTES_MAX))?;
    let turned = exif::orientation(bytes.strip_prefix(PREFIX).unwrap_or(&bytes));
    Ok(turned.filter(|_| size >= ONLY_BYTES as u64).map(exif::only).unwrap_or_default())
}
