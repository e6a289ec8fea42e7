//! Notes in a JPEG: segments before the picture.

use super::exif::{self, PREFIX};

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
            let turned = inside.strip_prefix(PREFIX).and_then(exif::orientation);
            inside.fill(0);
            if let Some(turned) = turned {
                let kept = [PREFIX, &exif::only(turned)].concat();
                if let Some(place) = inside.get_mut(..kept.len()) {
                    place.copy_from_slice(&kept);
                }
            }
            found = true;
        }
        at = next;
    }
    found
}
