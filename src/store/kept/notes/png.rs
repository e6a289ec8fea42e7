//! Notes in a PNG (W3C, third edition): chunks of their own, anywhere between others. They become a private chunk that
//! says nothing, of the same length and with its checksum, which every reader skips.

use std::io;

use super::exif::{self, ONLY_BYTES};
use super::{Blot, Bytes, Put, READ_BYTES_MAX, ZEROS};

/// Ancillary, private, safe to copy.
const NOTHING: &[u8; 4] = b"noTe";
/// The chunks that say something about the picture or its maker.
const NOTES: [&[u8; 4]; 5] = [b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"];

pub fn blots(file: &mut Bytes, put: Put<'_>) -> io::Result<()> {
    let length = file.length()?;
    let mut at = 8;
    while let Some([a, b, c, d, kind @ ..]) = file.array::<8>(at)? {
        let size = u64::from(u32::from_be_bytes([a, b, c, d]));
        let next = at + 12 + size;
        if next > length || kind == *b"IEND" {
            break;
        }
        if NOTES.contains(&&kind) {
            put(blot(file, at, size, &kind)?)?;
        }
        at = next;
    }
    Ok(())
}

fn blot(file: &mut Bytes, at: u64, size: u64, kind: &[u8; 4]) -> io::Result<Blot> {
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
