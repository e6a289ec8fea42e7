//! What a camera writes into a JPEG beside the picture: where and when it was taken, with which telephone. It is blotted
//! out where it stands, so that nothing moves; how the picture is to be turned stays.

/// Bytes at a file's beginning in which such notes stand.
pub const NOTES_BYTES_MAX: usize = 1024 * 1024;

const EXIF: &[u8] = b"Exif\0\0";
const ORIENTATION: u16 = 0x0112;

/// Blots the notes out of a JPEG's beginning. `false`: there were none.
pub fn blot(head: &mut [u8]) -> bool {
    let mut at = 2;
    let mut found = false;
    while let Some(&[0xff, marker, high, low]) = head.get(at..at + 4) {
        if marker == 0xff {
            // Markers may be filled up.
            at += 1;
            continue;
        }
        // The picture itself begins, or ends.
        if matches!(marker, 0xd8..=0xda) {
            break;
        }
        let next = at + 2 + usize::from(u16::from_be_bytes([high, low])).max(2);
        let end = next.min(head.len());
        // APP1 is Exif and XMP, APP13 IPTC; others say how the picture is coded, or are comments.
        if matches!(marker, 0xe1 | 0xed | 0xfe) {
            let inside = &mut head[at + 4..end];
            let turned = orientation(inside);
            inside.fill(0);
            if let Some(turned) = turned {
                write_orientation(inside, turned);
            }
            found = true;
        }
        at = next;
    }
    found
}

/// How an Exif segment says that the picture is turned.
fn orientation(segment: &[u8]) -> Option<u8> {
    let tiff = segment.strip_prefix(EXIF)?;
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

/// An Exif segment that says that and nothing else.
fn write_orientation(segment: &mut [u8], turned: u8) {
    let mut bytes = EXIF.to_vec();
    bytes.extend_from_slice(b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0");
    bytes.push(turned);
    bytes.extend_from_slice(&[0; 6]);
    if let Some(place) = segment.get_mut(..bytes.len()) {
        place.copy_from_slice(&bytes);
    }
}
