//! Notes in a PNG (W3C, third edition): chunks of their own, anywhere between others. They become a private chunk that
//! says nothing, of the same length and with its checksum, which every reader skips. What stands behind the end is none
//! of the picture: programs that cut a picture have left there what they had cut off.

use std::io::{self, Read, Seek};

use super::exif::{self, ONLY_BYTES};
use super::{Blot, Bytes, Put, READ_BYTES_MAX, ZEROS};

/// Ancillary, private, safe to copy.
const NOTHING: &[u8; 4] = b"noTe";
/// The chunks besides the picture's own that say how it is to be shown: all others say something about it or its maker.
const SHOWN: [&[u8; 4]; 16] = [
    b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"hIST", b"pHYs",
    b"sPLT", b"acTL", b"fcTL", b"fdAT",
];

/// Whether a picture can be shown without it, and it is none of those. The first letter is a small one then.
fn is_note(kind: &[u8; 4]) -> bool {
    kind[0] & 0x20 != 0 && !SHOWN.contains(&kind)
}

/// `true`: it is a PNG to its end.
pub fn blots(file: &mut Bytes<impl Read + Seek>, put: Put<'_>) -> io::Result<bool> {
    let length = file.length();
    let mut at = 8;
    while let Some([a, b, c, d, kind @ ..]) = file.array::<8>(at)? {
        let size = u64::from(u32::from_be_bytes([a, b, c, d]));
        let next = at + 12 + size;
        if next > length {
            break;
        }
        if kind == *b"IEND" {
            put(Blot { at: next, begin: Vec::new(), zeros: length - next, end: Vec::new() })?;
            return Ok(true);
        }
        if is_note(&kind) {
            put(blot(file, at, size, &kind)?)?;
        }
        at = next;
    }
    Ok(false)
}

fn blot(file: &mut Bytes<impl Read + Seek>, at: u64, size: u64, kind: &[u8; 4]) -> io::Result<Blot> {
    let turned = match kind {
        b"eXIf" if size >= ONLY_BYTES as u64 => exif::orientation(&file.read(at + 8, size.min(READ_BYTES_MAX))?),
        _ => None,
    };
    let begin = match turned {
        Some(turned) => [&kind[..], &exif::only(turned)].concat(),
        None => NOTHING.to_vec(),
    };
    let zeros = size - (begin.len() as u64 - 4);
    let mut checksum = crc32fast::Hasher::new();
    checksum.update(&begin);
    let mut left = zeros;
    while left > 0 {
        let some = left.min(ZEROS.len() as u64);
        checksum.update(&ZEROS[..some as usize]);
        left -= some;
    }
    Ok(Blot { at: at + 4, begin, zeros, end: checksum.finalize().to_be_bytes().to_vec() })
}
