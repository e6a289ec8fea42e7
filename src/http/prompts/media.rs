//! What a recording's own bytes tell: how long it lasts, and whether it is whole.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use lofty::file::AudioFile;
use lofty::probe::Probe;

use crate::limits::JOURNEY_SECONDS_MAX;
use crate::store::kept::format::Format;

/// Boxes of an MP4 file that are looked at: a long fragmented one has some thousands.
const BOXES_MAX: usize = 65_536;
/// Bytes of a box's head: its size and its type.
const BOX_HEAD_BYTES: u64 = 8;

/// A recording's length in seconds, where its file tells and journeys may be as long.
pub fn length(path: &Path) -> Option<f64> {
    let file = Probe::open(path).ok()?.guess_file_type().ok()?.read().ok()?;
    let seconds = file.properties().duration().as_secs_f64();
    (1.0..=JOURNEY_SECONDS_MAX).contains(&seconds).then_some(seconds)
}

/// Whether a file ends before its own head says that it does. Formats that may end anywhere are played until there.
///
/// # Errors
/// Where the file cannot be read.
pub fn is_cut_off(format: &Format, path: &Path) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let bytes = file.metadata()?.len();
    match format.ending {
        "wav" => is_wav_cut_off(&mut file, bytes),
        "mp4" | "m4a" => is_mp4_cut_off(&mut file, bytes),
        _ => Ok(false),
    }
}

fn is_wav_cut_off(file: &mut (impl Read + Seek), bytes: u64) -> io::Result<bool> {
    /// Sizes from here on mean: not known when it was written.
    const UNKNOWN: u32 = 0xffff_ff00;
    let mut head = [0; 8];
    file.read_exact(&mut head)?;
    let size = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
    // An odd file may lack the byte that would make it even.
    Ok((1..UNKNOWN).contains(&size) && u64::from(size) + 8 > bytes + 1)
}

/// A file of boxes, one after the other. Without the one that describes the others nothing can be played.
fn is_mp4_cut_off(file: &mut (impl Read + Seek), bytes: u64) -> io::Result<bool> {
    let (mut at, mut described) = (0, false);
    for _ in 0..BOXES_MAX {
        if bytes.saturating_sub(at) < BOX_HEAD_BYTES {
            return Ok(!described);
        }
        file.seek(SeekFrom::Start(at))?;
        let mut head = [0; BOX_HEAD_BYTES as usize];
        file.read_exact(&mut head)?;
        let [a, b, c, d, kind @ ..] = head;
        described |= &kind == b"moov";
        let size = match u32::from_be_bytes([a, b, c, d]) {
            // Up to the end, wherever that is.
            0 => return Ok(!described),
            1 => {
                let mut large = [0; 8];
                if file.read_exact(&mut large).is_err() {
                    return Ok(true);
                }
                u64::from_be_bytes(large)
            }
            size => u64::from(size),
        };
        match at.checked_add(size).filter(|end| size >= BOX_HEAD_BYTES && *end <= bytes) {
            Some(end) => at = end,
            None => return Ok(true),
        }
    }
    Ok(!described)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn mp4(boxes: &[(&[u8; 4], u32)]) -> Vec<u8> {
        let mut file = Vec::new();
        for (kind, size) in boxes {
            file.extend_from_slice(&size.to_be_bytes());
            file.extend_from_slice(*kind);
            file.resize(file.len() + *size as usize - 8, 0);
        }
        file
    }

    fn mp4_is_cut_off(file: &[u8]) -> bool {
        is_mp4_cut_off(&mut Cursor::new(file), file.len() as u64).expect("read")
    }

    #[test]
    fn a_file_of_boxes_is_whole_with_its_last_one_and_the_one_that_describes_them() {
        let whole = mp4(&[(b"ftyp", 24), (b"moov", 100), (b"mdat", 5_000)]);
        assert!(!mp4_is_cut_off(&whole));
        assert!(
            !mp4_is_cut_off(&mp4(&[(b"ftyp", 24), (b"mdat", 5_000), (b"moov", 100)])),
            "what describes may be last"
        );
        for cut in [whole.len() - 1, 200, 60, 30] {
            assert!(mp4_is_cut_off(&whole[..cut]), "{cut} bytes");
        }
        assert!(mp4_is_cut_off(&mp4(&[(b"ftyp", 24), (b"mdat", 5_000)])), "nothing describes it");
        let mut endless = mp4(&[(b"ftyp", 24), (b"moov", 100), (b"mdat", 5_000)]);
        endless[124..128].copy_from_slice(&0u32.to_be_bytes());
        assert!(!mp4_is_cut_off(&endless), "its last box goes to the end");
        let mut tiny = whole;
        tiny[24..28].copy_from_slice(&3u32.to_be_bytes());
        assert!(mp4_is_cut_off(&tiny), "no box is smaller than its head");
    }

    #[test]
    fn a_wave_file_says_how_long_it_is_unless_it_was_written_as_it_came() {
        let wav = |size: u32, bytes: usize| {
            let mut file = b"RIFF".to_vec();
            file.extend_from_slice(&size.to_le_bytes());
            file.resize(bytes, 0);
            is_wav_cut_off(&mut Cursor::new(&file), bytes as u64).expect("read")
        };
        assert!(!wav(992, 1_000) && !wav(500, 1_000) && !wav(993, 1_000));
        assert!(wav(994, 1_000) && wav(2_000_000, 1_000));
        assert!(!wav(0, 1_000) && !wav(u32::MAX, 1_000), "nobody knew it");
    }
}
