//! What may be sent, told by a file's first bytes: what its sender says of it counts only where both agree.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Bytes at a file's beginning that tell what it is.
pub const HEAD_BYTES: usize = 128;
/// What clients say that do not know what they send.
const UNKNOWN: [&str; 2] = ["", "application/octet-stream"];
/// Bytes that a text is read in.
const TEXT_CHUNK_BYTES: usize = 64 * 1024;

/// What people take a file for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A picture that browsers show.
    Image,
    Audio,
    Video,
    Other,
}

impl Kind {
    /// The word on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Image => "image",
            Kind::Audio => "audio",
            Kind::Video => "video",
            Kind::Other => "file",
        }
    }
}

/// One format.
#[derive(Debug)]
pub struct Format {
    /// As we serve it.
    pub media_type: &'static str,
    /// What clients call it besides.
    names: &'static [&'static str],
    /// What its files' names end in.
    pub ending: &'static str,
    /// Endings that mean the same.
    endings: &'static [&'static str],
    pub kind: Kind,
    /// Whether a file begins as this format does.
    begins: fn(&[u8]) -> bool,
}

const fn format(
    media_type: &'static str,
    names: &'static [&'static str],
    endings: (&'static str, &'static [&'static str]),
    kind: Kind,
    begins: fn(&[u8]) -> bool,
) -> Format {
    Format { media_type, names, ending: endings.0, endings: endings.1, kind, begins }
}

/// Everything that is known here. No SVG and no HTML, which hold programs; no archives and no programs.
pub static FORMATS: [Format; 23] = [
    format("image/png", &[], ("png", &[]), Kind::Image, |head| starts(head, 0, b"\x89PNG\r\n\x1a\n")),
    format("image/jpeg", &["image/jpg", "image/pjpeg"], ("jpg", &["jpeg", "jpe", "jfif"]), Kind::Image, |head| {
        starts(head, 0, &[0xff, 0xd8, 0xff])
    }),
    format("image/gif", &[], ("gif", &[]), Kind::Image, |head| {
        starts(head, 0, b"GIF87a") || starts(head, 0, b"GIF89a")
    }),
    format("image/webp", &[], ("webp", &[]), Kind::Image, |head| starts(head, 0, b"RIFF") && starts(head, 8, b"WEBP")),
    // Telephones take them, few browsers show them.
    format("image/heic", &["image/heif"], ("heic", &["heif"]), Kind::Other, |head| {
        is_iso(head, &[b"heic", b"heix", b"heim", b"heis", b"mif1"])
    }),
    format("application/pdf", &["application/x-pdf"], ("pdf", &[]), Kind::Other, |head| starts(head, 0, b"%PDF-")),
    format("text/plain", &["text/markdown", "text/x-log"], ("txt", &["text", "log"]), Kind::Other, is_text),
    // Windows calls it Excel's where that is installed.
    format(
        "text/csv",
        &["application/csv", "text/comma-separated-values", "application/vnd.ms-excel"],
        ("csv", &[]),
        Kind::Other,
        is_text,
    ),
    format(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        &[],
        ("docx", &[]),
        Kind::Other,
        |head| is_office(head, b"word/"),
    ),
    format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        &[],
        ("xlsx", &[]),
        Kind::Other,
        |head| is_office(head, b"xl/"),
    ),
    format(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        &[],
        ("pptx", &[]),
        Kind::Other,
        |head| is_office(head, b"ppt/"),
    ),
    format("application/vnd.oasis.opendocument.text", &[], ("odt", &[]), Kind::Other, |head| {
        is_open_document(head, b"text")
    }),
    format("application/vnd.oasis.opendocument.spreadsheet", &[], ("ods", &[]), Kind::Other, |head| {
        is_open_document(head, b"spreadsheet")
    }),
    format("application/vnd.oasis.opendocument.presentation", &[], ("odp", &[]), Kind::Other, |head| {
        is_open_document(head, b"presentation")
    }),
    format("audio/mpeg", &["audio/mp3"], ("mp3", &[]), Kind::Audio, |head| {
        starts(head, 0, b"ID3") || matches!(head, [0xff, second, ..] if second & 0xe0 == 0xe0)
    }),
    format("audio/mp4", &["audio/m4a", "audio/x-m4a"], ("m4a", &[]), Kind::Audio, |head| starts(head, 4, b"ftyp")),
    format("audio/ogg", &["audio/opus", "application/ogg"], ("ogg", &["oga", "opus"]), Kind::Audio, |head| {
        starts(head, 0, b"OggS")
    }),
    format("audio/flac", &["audio/x-flac"], ("flac", &[]), Kind::Audio, |head| starts(head, 0, b"fLaC")),
    format("audio/wav", &["audio/x-wav", "audio/wave", "audio/vnd.wave"], ("wav", &[]), Kind::Audio, |head| {
        starts(head, 0, b"RIFF") && starts(head, 8, b"WAVE")
    }),
    format("video/mp4", &[], ("mp4", &["m4v"]), Kind::Video, |head| {
        starts(head, 4, b"ftyp") && !starts(head, 8, b"qt  ") && !is_iso(head, &[b"heic", b"heix", b"mif1"])
    }),
    format("video/quicktime", &[], ("mov", &["qt"]), Kind::Video, |head| is_iso(head, &[b"qt  "])),
    format("video/webm", &[], ("webm", &[]), Kind::Video, is_matroska),
    format("audio/webm", &[], ("weba", &[]), Kind::Audio, is_matroska),
];

/// The format of this ending.
pub fn by_ending(ending: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.has_ending(ending))
}

/// The format that clients call so.
pub fn by_media_type(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.is_called(name))
}

/// A media type as a header has it, without what stands behind it.
pub fn media_type_of(header: &str) -> String {
    header.split(';').next().unwrap_or("").trim().to_ascii_lowercase()
}

/// What a file is, of those formats that are taken: as its bytes begin, and as its sender says. A sender that says
/// nothing is helped by the name's ending. `None`: nothing of it, or something else than was said.
pub fn tell<'a>(taken: impl Iterator<Item = &'a Format>, head: &[u8], said: &str, ending: &str) -> Option<&'a Format> {
    let mut fits = taken.filter(|format| format.fits(head));
    if !UNKNOWN.contains(&said) {
        return fits.find(|format| format.is_called(said));
    }
    let fits: Vec<&Format> = fits.collect();
    fits.iter().find(|format| format.has_ending(ending)).or_else(|| fits.first()).copied()
}

impl Format {
    /// Whether a file begins as this format does.
    pub fn fits(&self, head: &[u8]) -> bool {
        (self.begins)(head)
    }

    /// Whether clients may call it so.
    pub fn is_called(&self, name: &str) -> bool {
        self.media_type == name || self.names.contains(&name)
    }

    /// Whether its files' names may end so.
    pub fn has_ending(&self, ending: &str) -> bool {
        [self.ending].iter().chain(self.endings).any(|known| known.eq_ignore_ascii_case(ending))
    }

    /// Whether there is nothing but text in it: its first bytes alone do not tell.
    pub fn is_text(&self) -> bool {
        self.media_type.starts_with("text/")
    }
}

fn starts(head: &[u8], at: usize, what: &[u8]) -> bool {
    head.get(at..at + what.len()) == Some(what)
}

fn is_iso(head: &[u8], brands: &[&[u8; 4]]) -> bool {
    starts(head, 4, b"ftyp") && brands.iter().any(|brand| starts(head, 8, *brand))
}

fn is_matroska(head: &[u8]) -> bool {
    starts(head, 0, &[0x1a, 0x45, 0xdf, 0xa3])
}

/// A packed document of Microsoft's: its first member has one of the names that they begin with.
fn is_office(head: &[u8], own: &[u8]) -> bool {
    let members: [&[u8]; 4] = [b"[Content_Types].xml", b"_rels/", b"docProps/", own];
    starts(head, 0, b"PK\x03\x04") && members.iter().any(|name| starts(head, 30, name))
}

/// A packed document of the OASIS: its first member says what it is.
fn is_open_document(head: &[u8], own: &[u8]) -> bool {
    const BEFORE: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument.";
    starts(head, 0, b"PK\x03\x04") && starts(head, 30, BEFORE) && starts(head, 30 + BEFORE.len(), own)
}

/// Whether it may be a text: nothing that a browser might take for a page, no control characters.
fn is_text(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let first = head.iter().find(|byte| !byte.is_ascii_whitespace());
    first.is_some_and(|byte| *byte != b'<') && head.iter().all(|byte| is_of_text(*byte)) && !starts(head, 0, b"%PDF-")
}

fn is_of_text(byte: u8) -> bool {
    byte >= 0x20 && byte != 0x7f || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c)
}

/// Whether a whole file is text in UTF-8.
///
/// # Errors
/// Where it cannot be read.
pub fn is_text_throughout(path: &Path) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let mut buffer = vec![0; TEXT_CHUNK_BYTES];
    let mut held = 0;
    loop {
        let read = file.read(&mut buffer[held..])?;
        let filled = held + read;
        if read == 0 {
            return Ok(held == 0);
        }
        if !buffer[held..filled].iter().all(|byte| is_of_text(*byte)) {
            return Ok(false);
        }
        let whole = match std::str::from_utf8(&buffer[..filled]) {
            Ok(_) => filled,
            // A character that goes on in the next chunk.
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return Ok(false),
        };
        buffer.copy_within(whole..filled, 0);
        held = filled - whole;
    }
}
