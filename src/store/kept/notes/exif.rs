//! The one note of a camera's that is needed to see the picture: how it is turned.

/// What stands before Exif's own bytes in a JPEG, and sometimes elsewhere.
pub const PREFIX: &[u8] = b"Exif\0\0";
/// Bytes of [`only`].
pub const ONLY_BYTES: usize = 26;

const ORIENTATION: u16 = 0x0112;

/// How Exif's bytes (a TIFF's) say that the picture is turned.
pub fn orientation(tiff: &[u8]) -> Option<u8> {
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let bytes: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
    let first = if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) } as usize;
    let entry = |number: u16| first.checked_add(2 + 12 * usize::from(number));
    let mut entries = (0..short(first)?).filter_map(entry);
    let found = entries.find(|at| short(*at) == Some(ORIENTATION))?;
    u8::try_from(short(found + 8)?).ok().filter(|turned| (1..=8).contains(turned))
}

/// Exif's bytes that say that and nothing else.
pub fn only(turned: u8) -> Vec<u8> {
    let mut bytes = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    bytes.push(turned);
    bytes.resize(ONLY_BYTES, 0);
    bytes
}
