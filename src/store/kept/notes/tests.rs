//! Pictures and films lose what says where they were taken, and nothing else.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use crate::store::kept::Half;
use crate::store::kept::format::{self, FORMATS};
use crate::store::kept::notes::take_out_of;

proptest! {
    #[test]
    fn no_photograph_is_too_odd(
        start in prop::sample::select(vec![&b""[..], b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\0\x60Exif\0\0II*\0"]),
        rest in prop::collection::vec(prop_oneof![2 => any::<u8>(), 1 => Just(0xff), 1 => 0xd0u8..=0xe2, 1 => 0u8..4], 0..300),
    ) {
        bytes_of(&[start, &rest].concat(), "image/jpeg");
    }

    #[test]
    fn no_file_of_boxes_or_chunks_is_too_odd(
        kind in prop::sample::select(vec!["image/png", "image/webp", "image/heic", "video/mp4"]),
        parts in prop::collection::vec(
            (prop::sample::select(b"meta moov udta iinf infe iloc idat eXIf EXIF tEXt XMP  free IEND mvhd trak mdia ".chunks(5).collect::<Vec<_>>()), any::<u8>(), prop::collection::vec(any::<u8>(), 0..40)),
            0..12,
        ),
    ) {
        let mut file = vec![0; if kind == "image/png" { 8 } else if kind == "image/webp" { 12 } else { 0 }];
        for (name, odd, inside) in parts {
            // Mostly the right length, in the order of whichever format.
            let length = if odd < 40 { u32::from(odd) << (odd % 29) } else { inside.len() as u32 + if kind == "image/png" || kind == "image/webp" { 0 } else { 8 } };
            let length = if kind == "image/webp" { length.to_le_bytes() } else { length.to_be_bytes() };
            let (first, second) = if kind == "image/webp" { (&name[..4], &length[..]) } else { (&length[..], &name[..4]) };
            file.extend_from_slice(first);
            file.extend_from_slice(second);
            file.extend_from_slice(&inside);
        }
        bytes_of(&file, kind);
    }
}

/// A file of these bytes after its notes were taken out.
fn cleaned(folder: &Path, bytes: &[u8], media_type: &str) -> Half {
    let half = Half::begin(folder).and_then(|half| half.write(bytes)).expect("written");
    half.without_notes(media_type).expect("cleaned")
}

/// The same as bytes; nothing has moved. In memory a whole picture becomes the same.
fn bytes_of(bytes: &[u8], media_type: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let kept = fs::read(cleaned(folder.path(), bytes, media_type).path()).expect("read");
    assert_eq!(kept.len(), bytes.len());
    let mut in_memory = bytes.to_vec();
    if take_out_of(&mut in_memory, media_type) {
        assert_eq!(in_memory, kept);
    }
    kept
}

fn has(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|part| part == word.as_bytes())
}

/// Exif that says where, and that the picture is turned.
fn exif() -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x02\0".to_vec();
    exif.extend_from_slice(b"\x0f\x01\x02\0\x05\0\0\0\0\0\0\0");
    exif.extend_from_slice(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0");
    exif.extend_from_slice(b"\0\0\0\0 52.52 N 13.40 E Phone");
    exif
}

/// A picture of some pixels.
fn drawn(format: image::ImageFormat) -> (image::RgbaImage, Vec<u8>) {
    let picture = image::RgbaImage::from_fn(9, 7, |x, y| image::Rgba([x as u8 * 20, y as u8 * 30, 7, 255]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("drawn");
    (picture, bytes.into_inner())
}

fn looks(bytes: &[u8]) -> image::RgbaImage {
    image::load_from_memory(bytes).expect("a picture").to_rgba8()
}

#[test]
fn a_png_says_how_it_is_turned_and_not_where_it_was_taken() {
    let (picture, drawn) = drawn(image::ImageFormat::Png);
    let chunk = |kind: &[u8], inside: &[u8]| {
        let named = [kind, inside].concat();
        let length = u32::try_from(inside.len()).expect("short").to_be_bytes();
        [&length[..], &named, &crc32fast::hash(&named).to_be_bytes()].concat()
    };
    let (head, rest) = drawn.split_at(8 + 25);
    let (rest, end) = rest.split_at(rest.len() - 12);
    let photo = [
        head,
        &chunk(b"eXIf", &exif()),
        &chunk(b"tEXt", b"Comment\0at 52.52 N"),
        rest,
        &chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x:taken at='home'/>"),
        &chunk(b"tEXt", b""),
        &chunk(b"caBX", b"jumb: made by Home"),
        &chunk(b"gAMA", &45_455u32.to_be_bytes()),
        end,
        // What was cut off is still there, as some telephones leave it.
        &chunk(b"IDAT", b"the face beside mine"),
        end,
    ]
    .concat();
    assert_eq!(looks(&photo), picture, "it was a picture before");
    let kept = bytes_of(&photo, "image/png");
    assert_eq!(looks(&kept), picture, "and is the same one, with all checksums right");
    for gone in ["52.52", "home", "Phone", "adobe", "Home", "face"] {
        assert!(has(&photo, gone) && !has(&kept, gone), "{gone}");
    }
    assert!(has(&kept, "gAMA"), "how it is to be shown stays");
    let said = kept.windows(4).position(|bytes| bytes == b"\x01\x12\0\x03").expect("an orientation");
    assert_eq!(kept[said + 9], 6);
    assert_eq!(bytes_of(&drawn, "image/png"), drawn, "one without notes stays as it is");
}

#[test]
fn a_webp_says_how_it_is_turned_and_not_where_it_was_taken() {
    let (picture, mut photo) = drawn(image::ImageFormat::WebP);
    let whole = photo.clone();
    for (kind, inside) in
        [(b"EXIF", exif()), (b"XMP ", b"<x:taken at='home'/>".to_vec()), (b"C2PA", b"made by Home".to_vec())]
    {
        photo.extend_from_slice(kind);
        photo.extend_from_slice(&u32::try_from(inside.len()).expect("short").to_le_bytes());
        photo.extend_from_slice(&inside);
        photo.resize(photo.len().next_multiple_of(2), 0);
    }
    let length = u32::try_from(photo.len() - 8).expect("short");
    photo[4..8].copy_from_slice(&length.to_le_bytes());
    photo.extend_from_slice(b"a film behind it");
    let kept = bytes_of(&photo, "image/webp");
    assert_eq!(looks(&kept), picture);
    for gone in ["52.52", "home", "Phone", "Home", "film"] {
        assert!(has(&photo, gone) && !has(&kept, gone), "{gone}");
    }
    assert!(has(&kept, "MM\0*"), "how it is turned stays");
    assert_eq!(bytes_of(&whole, "image/webp"), whole);
}

/// A box of a film or a telephone's picture.
fn boxed(kind: &[u8; 4], inside: &[&[u8]]) -> Vec<u8> {
    let inside = inside.concat();
    [&u32::try_from(inside.len() + 8).expect("short").to_be_bytes()[..], kind, &inside].concat()
}

#[test]
fn a_telephones_picture_does_not_say_where_it_was_taken() {
    let ftyp = boxed(b"ftyp", &[b"heic\0\0\0\0mif1heic"]);
    let item = |number: u8, kind: &[u8], more: &[u8]| {
        boxed(b"infe", &[b"\x02\0\0\0\0", &[number], b"\0\0", kind, b"\0", more])
    };
    let items = [item(1, b"hvc1", b""), item(2, b"Exif", b""), item(3, b"mime", b"application/rdf+xml\0")].concat();
    let iinf = boxed(b"iinf", &[b"\0\0\0\0\0\x03", &items]);
    let parts: [&[u8]; 3] = [b"the picture itself", b"\0\0\0\0II*\0 52.52 N Phone", b"<x:taken at='home'/>"];
    // Offsets count from the file's beginning; the table's own length does not depend on them.
    let with_table = |first: u32| {
        let mut table = b"\0\0\0\0\x44\0\0\x03".to_vec();
        let mut at = first;
        for (number, part) in (1u8..).zip(parts) {
            let size = u32::try_from(part.len()).expect("short");
            table.extend_from_slice(&[0, number, 0, 0, 0, 1]);
            table.extend_from_slice(&at.to_be_bytes());
            table.extend_from_slice(&size.to_be_bytes());
            at += size;
        }
        [ftyp.clone(), boxed(b"meta", &[b"\0\0\0\0", &iinf, &boxed(b"iloc", &[&table])])].concat()
    };
    let first = u32::try_from(with_table(0).len() + 8).expect("short");
    // A film that goes on from the picture, behind it.
    let film = boxed(b"mpvd", &[&boxed(b"moov", &[b"52.5200+013.4000"])]);
    let photo = [with_table(first), boxed(b"mdat", &parts), film].concat();
    assert!(format::tell(FORMATS.iter(), &photo, "image/heic", "").is_some());
    let kept = bytes_of(&photo, "image/heic");
    assert!(has(&kept, "the picture itself") && has(&kept, "application/rdf+xml"));
    assert!(!has(&kept, "52.52") && !has(&kept, "home"));
}

#[test]
fn a_picture_in_memory_is_whole_or_none() {
    for (format, kind) in [
        (image::ImageFormat::Png, "image/png"),
        (image::ImageFormat::WebP, "image/webp"),
        (image::ImageFormat::Jpeg, "image/jpeg"),
    ] {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::RgbImage::new(9, 7).write_to(&mut bytes, format).expect("drawn");
        let bytes = bytes.into_inner();
        assert!(take_out_of(&mut bytes.clone(), kind), "{kind}");
        for length in 0..bytes.len() {
            assert!(!take_out_of(&mut bytes[..length].to_vec(), kind), "{length} bytes of {kind}");
        }
    }
}

#[test]
fn a_film_does_not_say_where_it_was_taken() {
    let where_ = boxed(b"\xa9xyz", &[b"\0\x12\x15\xc7+52.5200+013.4000/"]);
    let track = boxed(b"trak", &[&boxed(b"mdia", &[b"udta stays here"]), &boxed(b"udta", &[b"Phone"])]);
    let keys = boxed(b"meta", &[b"com.apple.quicktime.location.ISO6709 home"]);
    let moov = boxed(b"moov", &[&boxed(b"mvhd", &[b"length"]), &track, &boxed(b"udta", &[&where_]), &keys]);
    let film = [boxed(b"ftyp", &[b"qt  \0\0\0\0"]), boxed(b"mdat", &[b"the film itself: udta"]), moov].concat();
    for kind in ["video/quicktime", "video/mp4", "audio/mp4"] {
        let kept = bytes_of(&film, kind);
        assert!(!has(&kept, "52.52") && !has(&kept, "Phone") && !has(&kept, "home") && !has(&kept, "location"));
        for stays in ["the film itself: udta", "udta stays here", "mvhd", "length"] {
            assert!(has(&kept, stays), "{stays}");
        }
    }
}

/// A track: what it is for, and where its chunks lie. The first chunk has two samples, the others one each.
fn track(handler: &[u8; 4], table: &[u8; 4], chunks: &[u32], sizes: &[u32]) -> Vec<u8> {
    let number = |number: u32| number.to_be_bytes().to_vec();
    let count = |all: &[u32]| number(u32::try_from(all.len()).expect("few"));
    let place = |at: &u32| if table == b"co64" { [number(0), number(*at)].concat() } else { number(*at) };
    let places = [number(0), count(chunks), chunks.iter().flat_map(place).collect()].concat();
    let sizes = [number(0), number(0), count(sizes), sizes.iter().copied().flat_map(number).collect()].concat();
    let runs = [0, 2, 1, 2, 1, 2, 1, 1].into_iter().flat_map(number).collect::<Vec<_>>();
    let tables = [boxed(table, &[&places]), boxed(b"stsz", &[&sizes]), boxed(b"stsc", &[&runs])].concat();
    let handler = boxed(b"hdlr", &[&[0; 8], handler, &[0; 13]]);
    let media =
        [boxed(b"mdhd", &[&[0; 4], b"LASTYEAR", &[0; 12]]), handler, boxed(b"minf", &[&boxed(b"stbl", &[&tables])])];
    boxed(
        b"trak",
        &[&boxed(b"tkhd", &[b"\x01\0\0\0", b"TODAY AT  TWELVE", &[0; 20]]), &boxed(b"mdia", &[&media.concat()])],
    )
}

#[test]
fn a_film_does_not_say_where_the_camera_was_from_moment_to_moment_nor_when() {
    let ftyp = boxed(b"ftyp", &[b"qt  \0\0\0\0"]);
    let body = u32::try_from(ftyp.len() + 8).expect("short");
    let parts = ["[seen 1]", "52.1 N", "52.2 N", "[heard 1]", "[seen 2]", "52.3 N"];
    let mut places = vec![body];
    for part in parts {
        places.push(places[places.len() - 1] + u32::try_from(part.len()).expect("short"));
    }
    for table in [b"stco", b"co64"] {
        let seen = track(b"vide", table, &[places[0], places[4]], &[4, 4, 8]);
        let notes = track(b"meta", table, &[places[1], places[5]], &[6, 6, 6]);
        let heard = track(b"soun", table, &[places[3]], &[9]);
        let moov = boxed(b"moov", &[&boxed(b"mvhd", &[&[0; 4], b"TONIGHT!", &[0; 12]]), &seen, &notes, &heard]);
        let film = [ftyp.clone(), boxed(b"mdat", &[parts.concat().as_bytes()]), moov].concat();
        let kept = bytes_of(&film, "video/mp4");
        for gone in ["52.", "meta", "LASTYEAR", "TODAY", "TWELVE", "TONIGHT"] {
            assert!(has(&film, gone) && !has(&kept, gone), "{gone}");
        }
        for stays in ["[seen 1]", "[heard 1]", "[seen 2]", "vide", "soun"] {
            assert!(has(&kept, stays), "{stays}");
        }
        let tracks = |bytes: &[u8]| bytes.windows(4).filter(|part| part == b"trak").count();
        assert_eq!((tracks(&film), tracks(&kept)), (3, 2), "the two that are seen and heard are left");
    }
}

#[test]
fn a_film_whose_tables_lie_loses_no_more_than_it_has() {
    let ftyp = boxed(b"ftyp", &[b"qt  \0\0\0\0"]);
    let film = |chunks: &[u32], sizes: &[u32]| {
        let moov = boxed(b"moov", &[&track(b"meta", b"stco", chunks, sizes)]);
        [ftyp.clone(), boxed(b"mdat", &[b"the film itself"]), moov].concat()
    };
    for (chunks, sizes) in [
        (&[u32::MAX, 24][..], &[u32::MAX, 1, u32::MAX][..]),
        (&[24; 5_000], &[1_000_000; 9]),
        (&[], &[1]),
        (&[24], &[]),
    ] {
        bytes_of(&film(chunks, sizes), "video/mp4");
    }
}

/// A segment of a photograph.
fn segment(marker: u8, inside: &[u8]) -> Vec<u8> {
    let length = u16::try_from(inside.len() + 2).expect("short").to_be_bytes();
    [&[0xff, marker][..], &length, inside].concat()
}

#[test]
fn a_photograph_says_how_it_is_turned_and_not_where_it_was_taken() {
    let exif = [b"Exif\0\0", &exif()[..]].concat();
    let jfif = segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    let xmp = segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:taken at='home'/>");
    let picture = b"\xff\xda\0\x02 Phone \xff\x00 \xff\xd0 \xff\xd9";
    let photo = [b"\xff\xd8", &jfif[..], &segment(0xe1, &exif), &xmp, picture].concat();
    let kept = bytes_of(&photo, "image/jpeg");
    let shown = String::from_utf8_lossy(&kept);
    assert!(kept.starts_with(&photo[..2 + jfif.len()]) && kept.ends_with(picture), "the picture is as it was");
    assert!(!shown.contains("52.52") && !shown.contains("home") && shown.matches("Phone").count() == 1, "{shown}");
    let said = kept.windows(4).position(|bytes| bytes == b"\x01\x12\0\x03").expect("an orientation");
    assert_eq!(kept[said + 9], 6);
}

#[test]
fn a_photograph_does_not_say_it_behind_its_end_or_far_behind_its_beginning_either() {
    let exif = [b"Exif\0\0", &exif()[..]].concat();
    let colours = segment(0xe2, b"ICC_PROFILE\0\x01\x01 colours");
    let adobe = segment(0xee, b"Adobe\0\x64\0\0\0\0\x01");
    let other = [b"\xff\xd8", &segment(0xe1, &exif)[..], b"\xff\xda\0\x02 52.52 S \xff\xd9"].concat();
    // Depth as telephones write it, in many pieces: more than a MiB of them.
    let depth =
        segment(0xe1, &[b"http://ns.adobe.com/xmp/extension/\0 home ", &[b'd'; 60_000][..]].concat()).repeat(20);
    let photo = [
        &b"\xff\xd8"[..],
        &colours,
        &segment(0xe2, b"MPF\0 home"),
        &segment(0xeb, b"JP\0\x01 made by Home"),
        &segment(0xe5, b"Phone"),
        &depth,
        &segment(0xe1, &exif),
        &adobe,
        b"\xff\xff\xda\0\x02 seen 1 ",
        &segment(0xfe, b"a comment from home"),
        b"\xff\xda\0\x02 seen 2 \xff\xd9",
        &other,
        b"ftypmp42 a film: 52.52 N",
    ]
    .concat();
    let kept = bytes_of(&photo, "image/jpeg");
    for gone in ["52.52", "home", "Home", "Phone", "MPF", "film", "comment"] {
        assert!(has(&photo, gone) && !has(&kept, gone), "{gone}");
    }
    for stays in ["ICC_PROFILE\0\u{1}\u{1} colours", "Adobe", " seen 1 ", " seen 2 ", "MM\0*"] {
        assert!(has(&kept, stays), "{stays}");
    }
}

#[test]
fn a_photograph_without_its_notes_looks_as_before() {
    let (picture, _) = drawn(image::ImageFormat::Png);
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::from(picture).to_rgb8().write_to(&mut bytes, image::ImageFormat::Jpeg).expect("drawn");
    let drawn = bytes.into_inner();
    assert_eq!(bytes_of(&drawn, "image/jpeg"), drawn, "one without notes stays as it is");
    let exif = segment(0xe1, &[b"Exif\0\0", &exif()[..]].concat());
    let photo = [&drawn[..2], &exif, &segment(0xe2, b"MPF\0 home"), &drawn[2..], &drawn, b"home"].concat();
    let kept = bytes_of(&photo, "image/jpeg");
    assert!(!has(&kept, "home") && !has(&kept, "52.52"));
    assert_eq!(looks(&kept), looks(&drawn));
}
