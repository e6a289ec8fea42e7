//! What a camera writes beside a picture or film: where and when it was taken, with which telephone. It is blotted out
//! where it stands, so that nothing moves and no file is held in memory; how a picture is to be turned stays.
//!
//! A file that is not of its format any more where such notes are looked for is left as it is: it shows no picture
//! either.

mod exif;
mod film;
mod iso;
mod jpeg;
mod png;
#[cfg(test)]
mod tests;
mod webp;

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::os::unix::fs::FileExt;
use std::path::Path;

/// Places of one file that are written over: no camera's has so many.
const BLOTS_MAX: usize = 100_000;
/// Bytes of one note that are read: what tells how the picture is turned stands at its beginning.
const READ_BYTES_MAX: u64 = 64 * 1024;
/// Bytes that are blotted out at once.
static ZEROS: [u8; 64 * 1024] = [0; 64 * 1024];

/// A place that is written over: with some bytes, then with zeros, then with some more.
struct Blot {
    at: u64,
    begin: Vec<u8>,
    zeros: u64,
    end: Vec<u8>,
}

/// Where blots go.
type Put<'a> = &'a mut dyn FnMut(Blot) -> io::Result<()>;

/// Takes such notes out of a file of this media type; `file` is open for writing, and lies at `path`.
///
/// # Errors
/// Where the disk does not do it.
pub fn take_out(file: &File, path: &Path, media_type: &str) -> io::Result<()> {
    let mut blots = 0;
    let mut put = |blot: Blot| {
        blots += 1;
        if blots <= BLOTS_MAX { write(file, &blot) } else { Ok(()) }
    };
    let reader = || -> io::Result<Bytes> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        Ok(Bytes { reader: BufReader::new(file), length })
    };
    match media_type {
        "image/jpeg" => jpeg::blots(&mut reader()?, &mut put).map(drop),
        "image/png" => png::blots(&mut reader()?, &mut put).map(drop),
        "image/webp" => webp::blots(&mut reader()?, &mut put).map(drop),
        "image/heic" => iso::picture(&mut reader()?, &mut put),
        "video/mp4" | "video/quicktime" | "audio/mp4" => film::film(&mut reader()?, &mut put),
        _ => Ok(()),
    }
}

/// The same for a small JPEG, PNG or WebP in memory. `false`: it is none to its end.
pub fn take_out_of(picture: &mut [u8], media_type: &str) -> bool {
    let mut blots = Vec::new();
    let mut put = |blot: Blot| {
        blots.push(blot);
        Ok(())
    };
    let length = picture.len() as u64;
    let mut bytes = Bytes { reader: BufReader::new(Cursor::new(&*picture)), length };
    let is_whole = match media_type {
        "image/jpeg" => jpeg::blots(&mut bytes, &mut put),
        "image/png" => png::blots(&mut bytes, &mut put),
        "image/webp" => webp::blots(&mut bytes, &mut put),
        _ => Ok(false),
    };
    is_whole.unwrap_or(false) && blots.iter().all(|blot| cover(picture, blot).is_some())
}

/// Writes over a place in memory; `None` where there is no such place.
fn cover(bytes: &mut [u8], Blot { at, begin, zeros, end }: &Blot) -> Option<()> {
    let rest = bytes.get_mut(usize::try_from(*at).ok()?..)?;
    let (head, rest) = rest.split_at_mut_checked(begin.len())?;
    let (middle, rest) = rest.split_at_mut_checked(usize::try_from(*zeros).ok()?)?;
    head.copy_from_slice(begin);
    middle.fill(0);
    rest.get_mut(..end.len())?.copy_from_slice(end);
    Some(())
}

fn write(file: &File, Blot { at, begin, zeros, end }: &Blot) -> io::Result<()> {
    file.write_all_at(begin, *at)?;
    let (mut at, mut left) = (at + begin.len() as u64, *zeros);
    while left > 0 {
        let some = left.min(ZEROS.len() as u64);
        file.write_all_at(&ZEROS[..some as usize], at)?;
        (at, left) = (at + some, left - some);
    }
    file.write_all_at(end, at)
}

/// A file that is read here and there, on the disk or in memory.
struct Bytes<R = File> {
    reader: BufReader<R>,
    length: u64,
}

impl<R: Read + Seek> Bytes<R> {
    fn length(&self) -> u64 {
        self.length
    }

    /// So many bytes from a place; fewer where the file ends.
    fn read(&mut self, at: u64, count: u64) -> io::Result<Vec<u8>> {
        let here = self.reader.stream_position()?;
        match i64::try_from(at).and_then(|at| i64::try_from(here).map(|here| at - here)) {
            // Within the buffer this costs no system call.
            Ok(step) => self.reader.seek_relative(step)?,
            Err(_) => drop(self.reader.seek(SeekFrom::Start(at))?),
        }
        let mut bytes = Vec::new();
        (&mut self.reader).take(count).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// The same where all of them are there.
    fn array<const N: usize>(&mut self, at: u64) -> io::Result<Option<[u8; N]>> {
        Ok(self.read(at, N as u64)?.try_into().ok())
    }
}
