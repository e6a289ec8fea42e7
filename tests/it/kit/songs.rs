//! Songs written byte by byte: small, silent, valid, in every format that the catalogue takes.

use std::fs;
use std::path::Path;

/// The smallest PNG: one pixel.
pub const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 6,
    0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0, 1, 0, 0, 5, 0, 1, 0x0d,
    0x0a, 0x2d, 0xb4, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

/// What a song's tags say; what is empty is not written.
#[derive(Default, Clone, Copy)]
pub struct Sleeve<'a> {
    pub title: &'a str,
    pub artist: &'a str,
    pub album: &'a str,
    /// A picture inside the file.
    pub picture: &'a [u8],
}

impl<'a> Sleeve<'a> {
    pub fn new(title: &'a str, artist: &'a str, album: &'a str) -> Sleeve<'a> {
        Sleeve { title, artist, album, picture: &[] }
    }
}

/// Writes a song, in the format that the name ends in, and the folders above it.
pub fn write_song(folder: &Path, name: &str, ms: u32, sleeve: Sleeve) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    let bytes = match path.extension().and_then(|ending| ending.to_str()) {
        Some("wav") => wav(ms, sleeve),
        Some("mp3") => mp3(ms, sleeve),
        Some("flac") => flac(ms, sleeve),
        Some("ogg") => vorbis(ms, sleeve),
        Some("opus") => opus(ms, sleeve),
        Some("m4a") => m4a(ms, sleeve),
        other => panic!("no such format: {other:?}"),
    };
    fs::write(path, bytes).expect("the song is written");
}

/// 8 kHz, 8 bit, mono: 8 bytes a millisecond; the tags in a chunk of ID3.
pub fn wav(ms: u32, sleeve: Sleeve) -> Vec<u8> {
    let mut chunks = b"WAVE".to_vec();
    let mut chunk = |name: &[u8; 4], body: &[u8]| {
        chunks.extend_from_slice(name);
        chunks.extend_from_slice(&(body.len() as u32).to_le_bytes());
        chunks.extend_from_slice(body);
        chunks.resize(chunks.len().next_multiple_of(2), 0);
    };
    chunk(b"fmt ", &[1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0]);
    chunk(b"data", &vec![0x80; 8 * ms as usize]);
    let tag = id3(sleeve);
    if !tag.is_empty() {
        chunk(b"id3 ", &tag);
    }
    [b"RIFF".as_slice(), &(chunks.len() as u32).to_le_bytes(), &chunks].concat()
}

/// MPEG 1, layer 3, 128 kbit/s at 44.1 kHz: frames of 417 bytes and 26.12 ms.
fn mp3(ms: u32, sleeve: Sleeve) -> Vec<u8> {
    let mut frame = vec![0xff, 0xfb, 0x90, 0x00];
    frame.resize(417, 0);
    let frames = (f64::from(ms) / 26.122).round() as usize;
    [id3(sleeve), frame.repeat(frames)].concat()
}

/// ID3v2.4, texts in UTF-8.
fn id3(sleeve: Sleeve) -> Vec<u8> {
    let syncsafe = |n: usize| [21, 14, 7, 0].map(|by| ((n >> by) & 0x7f) as u8);
    let mut frames = Vec::new();
    let mut frame = |name: &[u8; 4], body: &[u8]| {
        frames.extend_from_slice(name);
        frames.extend_from_slice(&syncsafe(body.len()));
        frames.extend_from_slice(&[0, 0]);
        frames.extend_from_slice(body);
    };
    for (name, text) in [(b"TIT2", sleeve.title), (b"TPE1", sleeve.artist), (b"TALB", sleeve.album)] {
        if !text.is_empty() {
            frame(name, &[&[3], text.as_bytes()].concat());
        }
    }
    if !sleeve.picture.is_empty() {
        // The type of the picture says JPEG: nobody is to believe it.
        frame(b"APIC", &[&[3], b"image/jpeg\0".as_slice(), &[3, 0], sleeve.picture].concat());
    }
    if frames.is_empty() {
        return frames;
    }
    [b"ID3\x04\0\0".as_slice(), &syncsafe(frames.len()), &frames].concat()
}

/// The comments of Vorbis, which FLAC and Opus have too.
fn comments(sleeve: Sleeve) -> Vec<u8> {
    let texts = [("TITLE", sleeve.title), ("ARTIST", sleeve.artist), ("ALBUM", sleeve.album)];
    let mut texts: Vec<String> =
        texts.iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| format!("{name}={text}")).collect();
    if !sleeve.picture.is_empty() {
        use base64::Engine as _;
        let block = base64::engine::general_purpose::STANDARD.encode(picture_block(sleeve.picture));
        texts.push(format!("METADATA_BLOCK_PICTURE={block}"));
    }
    let mut body = [0u32.to_le_bytes(), (texts.len() as u32).to_le_bytes()].concat();
    for text in texts {
        body.extend_from_slice(&(text.len() as u32).to_le_bytes());
        body.extend_from_slice(text.as_bytes());
    }
    body
}

/// A picture as FLAC has it: front cover, type, no description, no sizes.
fn picture_block(picture: &[u8]) -> Vec<u8> {
    let number = |n: usize| (n as u32).to_be_bytes();
    let mut block = [number(3), number(9)].concat();
    block.extend_from_slice(b"image/png");
    for n in [0, 1, 1, 32, 0, picture.len()] {
        block.extend_from_slice(&number(n));
    }
    block.extend_from_slice(picture);
    block
}

fn flac(ms: u32, sleeve: Sleeve) -> Vec<u8> {
    let samples = u64::from(ms) * 8;
    let mut info = vec![0x10, 0, 0x10, 0, 0, 0, 0, 0, 0, 0];
    // 20 bits of rate, 3 of channels less one, 5 of bits less one, 36 of samples.
    info.extend_from_slice(&((8_000u64 << 44) | (15 << 36) | samples).to_be_bytes());
    info.extend_from_slice(&[0; 16]);
    let mut blocks = vec![(0u8, info), (4, comments(sleeve))];
    if !sleeve.picture.is_empty() {
        blocks.push((6, picture_block(sleeve.picture)));
    }
    let last = blocks.len() - 1;
    let mut file = b"fLaC".to_vec();
    for (at, (kind, body)) in blocks.iter().enumerate() {
        file.push(kind | if at == last { 0x80 } else { 0 });
        file.extend_from_slice(&(body.len() as u32).to_be_bytes()[1..]);
        file.extend_from_slice(body);
    }
    // A frame's beginning and nothing more: nobody here decodes.
    file.extend_from_slice(&[0xff, 0xf8, 0x69, 0x08]);
    file.resize(file.len() + 256, 0);
    file
}

fn vorbis(ms: u32, sleeve: Sleeve) -> Vec<u8> {
    let mut head = b"\x01vorbis\0\0\0\0\x01".to_vec();
    for n in [8_000u32, 0, 8_000, 0] {
        head.extend_from_slice(&n.to_le_bytes());
    }
    head.extend_from_slice(&[0xb8, 1]);
    let tags = [b"\x03vorbis".as_slice(), &comments(sleeve), &[1]].concat();
    let setup = b"\x05vorbis\0\0\0\0\x01".to_vec();
    ogg(&[head, tags, setup], u64::from(ms) * 8)
}

fn opus(ms: u32, sleeve: Sleeve) -> Vec<u8> {
    let head = [b"OpusHead\x01\x01\0\0".as_slice(), &48_000u32.to_le_bytes(), &[0, 0, 0]].concat();
    let tags = [b"OpusTags".as_slice(), &comments(sleeve)].concat();
    ogg(&[head, tags], u64::from(ms) * 48)
}

/// Each header on a page of its own, then a page of sound that ends at this sample.
fn ogg(headers: &[Vec<u8>], samples: u64) -> Vec<u8> {
    let mut file = Vec::new();
    for (at, packet) in headers.iter().enumerate() {
        file.extend_from_slice(&ogg_page(if at == 0 { 2 } else { 0 }, 0, at as u32, packet));
    }
    file.extend_from_slice(&ogg_page(4, samples, headers.len() as u32, &[0; 100]));
    file
}

fn ogg_page(flags: u8, samples: u64, number: u32, packet: &[u8]) -> Vec<u8> {
    let mut lacing = vec![255u8; packet.len() / 255];
    lacing.push((packet.len() % 255) as u8);
    let mut page = [b"OggS\0".as_slice(), &[flags], &samples.to_le_bytes(), &7u32.to_le_bytes()].concat();
    page.extend_from_slice(&number.to_le_bytes());
    page.extend_from_slice(&[0; 4]);
    page.push(lacing.len() as u8);
    page.extend_from_slice(&lacing);
    page.extend_from_slice(packet);
    let sum = page.iter().fold(0u32, |sum, byte| {
        (0..8).fold(sum ^ (u32::from(*byte) << 24), |sum, _| (sum << 1) ^ if sum >> 31 == 1 { 0x04c1_1db7 } else { 0 })
    });
    page[22..26].copy_from_slice(&sum.to_le_bytes());
    page
}

/// A box of MPEG 4.
fn atom(name: &[u8; 4], body: &[&[u8]]) -> Vec<u8> {
    let body = body.concat();
    [&(8 + body.len() as u32).to_be_bytes(), name.as_slice(), &body].concat()
}

fn m4a(ms: u32, sleeve: Sleeve) -> Vec<u8> {
    let (timescale, length) = (1_000u32.to_be_bytes(), ms.to_be_bytes());
    let mvhd = atom(b"mvhd", &[&[0; 12], &timescale, &length, &[0; 80]]);
    let mdhd = atom(b"mdhd", &[&[0; 12], &timescale, &length, &[0x55, 0xc4, 0, 0]]);
    let hdlr = atom(b"hdlr", &[&[0; 8], b"soun", &[0; 13]]);
    // AAC: an elementary stream descriptor with its decoder's configuration.
    let esds = atom(
        b"esds",
        &[
            &[0; 4],
            &[3, 25, 0, 1, 0],
            &[4, 17, 0x40, 0x15, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0x80, 0],
            &[5, 2, 0x15, 0x88],
            &[6, 1, 2],
        ],
    );
    let mp4a =
        atom(b"mp4a", &[&[0, 0, 0, 0, 0, 0, 0, 1], &[0; 8], &[0, 1, 0, 16, 0, 0, 0, 0], &[0x1f, 0x40, 0, 0], &esds]);
    let stsd = atom(b"stsd", &[&[0, 0, 0, 0, 0, 0, 0, 1], &mp4a]);
    let minf = atom(b"minf", &[&atom(b"stbl", &[&stsd])]);
    let trak = atom(b"trak", &[&atom(b"mdia", &[&mdhd, &hdlr, &minf])]);
    let data = |kind: u8, body: &[u8]| atom(b"data", &[&[0, 0, 0, kind, 0, 0, 0, 0], body]);
    let mut items = Vec::new();
    for (name, text) in [(b"\xa9nam", sleeve.title), (b"\xa9ART", sleeve.artist), (b"\xa9alb", sleeve.album)] {
        if !text.is_empty() {
            items.extend(atom(name, &[&data(1, text.as_bytes())]));
        }
    }
    if !sleeve.picture.is_empty() {
        items.extend(atom(b"covr", &[&data(14, sleeve.picture)]));
    }
    let handler = atom(b"hdlr", &[&[0; 8], b"mdirappl", &[0; 9]]);
    let meta = atom(b"meta", &[&[0; 4], &handler, &atom(b"ilst", &[&items])]);
    let moov = atom(b"moov", &[&mvhd, &trak, &atom(b"udta", &[&meta])]);
    [atom(b"ftyp", &[b"M4A \0\0\0\0M4A "]), moov, atom(b"mdat", &[&[0; 64]])].concat()
}
