//! Notes in films and in sound (ISO/IEC 14496-12, QuickTime): boxes that say where and with what it was taken, the times
//! at which it was, and tracks of such notes beside those that are seen and heard.

use std::io;

use super::iso::{Place, Reader, TABLE_BYTES_MAX, blot_piece, boxes};
use super::{Blot, Bytes, Put};

/// Pieces of one track of notes.
const PIECES_MAX: usize = 100_000;

pub fn film(file: &mut Bytes, put: Put<'_>) -> io::Result<()> {
    let length = file.length();
    let mut left = length;
    let mut levels = boxes(file, 0, length)?;
    while let Some(place) = levels.pop() {
        match &place.kind {
            b"trak" if is_of_notes(file, place)? => {
                // First what lies elsewhere: nothing tells where, once the track is empty.
                for piece in pieces(file, place)?.unwrap_or_default() {
                    blot_piece(piece, length, &mut left, put)?;
                }
                place.empty(put)?;
            }
            b"moov" | b"trak" | b"mdia" => levels.extend(boxes(file, place.body, place.end)?),
            b"mvhd" | b"tkhd" | b"mdhd" => blot_times(file, place, put)?,
            // Places, telephones, titles; what programs add.
            b"udta" | b"meta" | b"uuid" => place.empty(put)?,
            _ => {}
        }
    }
    Ok(())
}

/// When it was made and changed: two times behind a version and flags.
fn blot_times(file: &mut Bytes, place: Place, put: Put<'_>) -> io::Result<()> {
    let zeros = match file.array::<1>(place.body)? {
        Some([0]) => 8,
        Some([1]) => 16,
        _ => return Ok(()),
    };
    let at = place.body + 4;
    match at + zeros <= place.end {
        true => put(Blot { at, begin: Vec::new(), zeros, end: Vec::new() }),
        false => Ok(()),
    }
}

/// The first box of this kind in another.
fn inner(file: &mut Bytes, place: Option<Place>, kind: &[u8; 4]) -> io::Result<Option<Place>> {
    let Some(place) = place else { return Ok(None) };
    Ok(boxes(file, place.body, place.end)?.into_iter().find(|place| place.kind == *kind))
}

/// Whether a track is for programs: where the camera was from moment to moment.
fn is_of_notes(file: &mut Bytes, track: Place) -> io::Result<bool> {
    let media = inner(file, Some(track), b"mdia")?;
    let Some(handler) = inner(file, media, b"hdlr")? else { return Ok(false) };
    Ok(handler.end - handler.body >= 12 && file.array::<4>(handler.body + 8)? == Some(*b"meta"))
}

/// Where what a track consists of lies in the file; `None` where its tables cannot be read.
fn pieces(file: &mut Bytes, track: Place) -> io::Result<Option<Vec<(u64, u64)>>> {
    let media = inner(file, Some(track), b"mdia")?;
    let information = inner(file, media, b"minf")?;
    let Some(tables) = inner(file, information, b"stbl")? else { return Ok(None) };
    let all = boxes(file, tables.body, tables.end)?;
    let mut table = |kind: &[u8; 4]| -> io::Result<Option<Vec<u8>>> {
        let found = all.iter().find(|place| place.kind == *kind && place.end - place.body <= TABLE_BYTES_MAX);
        found.map(|place| file.read(place.body, place.end - place.body)).transpose()
    };
    let (near, far) = (table(b"stco")?, table(b"co64")?);
    let (Some(sizes), Some(runs)) = (table(b"stsz")?, table(b"stsc")?) else { return Ok(None) };
    let places = near.map(|bytes| places(&bytes, 4)).or_else(|| far.map(|bytes| places(&bytes, 8)));
    Ok(places.flatten().and_then(|places| chunks(&places, &runs, &sizes)))
}

/// Where the chunks of samples begin.
fn places(table: &[u8], width: usize) -> Option<Vec<u64>> {
    let mut reader = Reader { bytes: table, at: 4 };
    let count = reader.number(4)?;
    Some((0..count).map_while(|_| reader.number(width)).take(PIECES_MAX).collect())
}

/// Each chunk with its bytes: `runs` say how many samples the chunks have, from which one on, `sizes` how many bytes
/// the samples.
fn chunks(places: &[u64], runs: &[u8], sizes: &[u8]) -> Option<Vec<(u64, u64)>> {
    let (mut runs, mut sizes) = (Reader { bytes: runs, at: 8 }, Reader { bytes: sizes, at: 4 });
    let (same, mut samples) = (sizes.number(4)?, sizes.number(4)?);
    let mut next = run(&mut runs);
    let mut per_chunk = 0;
    let mut found = Vec::new();
    for (number, place) in (1..).zip(places) {
        while let Some((_, count)) = next.filter(|(first, _)| *first <= number) {
            per_chunk = count;
            next = run(&mut runs);
        }
        let count = per_chunk.min(samples);
        samples -= count;
        let bytes = match same {
            0 => (0..count).map_while(|_| sizes.number(4)).sum(),
            same => same.saturating_mul(count),
        };
        found.push((*place, bytes));
    }
    Some(found)
}

/// The first chunk of a run, and how many samples each of its chunks has.
fn run(runs: &mut Reader<'_>) -> Option<(u64, u64)> {
    let run = (runs.number(4)?, runs.number(4)?);
    let _description = runs.number(4)?;
    Some(run)
}
