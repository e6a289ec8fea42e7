//! Names and formats: what people give their files is made harmless, what a file is decides its bytes.

use std::fs;
use std::time::Duration;

use proptest::prelude::*;

use super::format::{self, FORMATS, Format};
use super::name::{disposition, ending_of, harmless};
use super::quota::Quota;
use super::{Half, is_name, is_part, list, sweep};
use crate::limits::FILE_NAME_CHARS_MAX;

fn jpeg(name: &str) -> String {
    let format = format::by_ending("jpg").expect("known");
    harmless(name, format.ending, |ending| format.has_ending(ending))
}

#[test]
fn names_lose_what_deceives_and_keep_what_is_said() {
    for (given, expected) in [
        ("holiday.jpg", "holiday.jpg"),
        ("Grüße aus Köln.JPEG", "Grüße aus Köln.jpeg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\mia\\photo.jpg", "photo.jpg"),
        ("/", "file.jpg"),
        ("", "file.jpg"),
        ("...", "file.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("photo.jpg.exe", "photo.jpg.exe.jpg"),
        ("photo\u{202e}gpj.exe", "photogpj.exe.jpg"),
        ("a\0b\u{7}c\r\nSet-Cookie: x.jpg", "abc Set-Cookie_ x.jpg"),
        ("con.jpg", "_con.jpg"),
        ("COM1.tar.jpg", "_COM1.tar.jpg"),
        ("comet.jpg", "comet.jpg"),
        ("<b>\"x\"|?*.jpg", "_b__x____.jpg"),
        ("写真 1.jpg", "写真 1.jpg"),
        ("cafe\u{301}.jpg", "café.jpg"),
        ("\u{200b}\u{feff}.jpg", "jpg.jpg"),
        ("a   b\t c.jpg", "a b c.jpg"),
    ] {
        assert_eq!(jpeg(given), expected, "{given:?}");
    }
    let long = jpeg(&format!("{}.jpg", "ü".repeat(500)));
    assert!(long.ends_with("ü.jpg") && long.len() <= 200 && long.chars().count() <= FILE_NAME_CHARS_MAX, "{long}");
}

#[test]
fn the_header_holds_any_name() {
    assert_eq!(
        disposition("Grüße \"100%\".pdf"),
        "attachment; filename=\"Gr__e _100__.pdf\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%22100%25%22.pdf"
    );
}

proptest! {
    #[test]
    fn any_name_is_made_harmless(given in any::<String>(), pick in 0..FORMATS.len()) {
        harmless_of(&given, &FORMATS[pick]);
    }

    #[test]
    fn any_name_of_evil_letters_is_made_harmless(
        given in r#"[./\\\\:*?"<>|% a-cA-CnulNUL1\x00-\x1f\x7f\u{200b}-\u{202e}\u{2066}\u{feff}é\u{301}]{0,200}(\.(jpg|exe|PDF|\x00))?"#,
        pick in 0..FORMATS.len()
    ) {
        harmless_of(&given, &FORMATS[pick]);
    }

    #[test]
    fn no_beginning_is_too_odd(head in prop::collection::vec(any::<u8>(), 0..200), said in "[a-z/]{0,12}") {
        if let Some(format) = format::tell(FORMATS.iter(), &head, &said, "jpg") {
            prop_assert!(format.fits(&head));
        }
    }
}

fn harmless_of(given: &str, format: &Format) {
    let own = |ending: &str| format.has_ending(ending);
    let name = harmless(given, format.ending, own);
    assert_eq!(harmless(&name, format.ending, own), name, "once is enough for {given:?}");
    assert!(own(ending_of(&name)), "{name:?} ends as what it is");
    assert!(name.len() <= 200 && name.chars().count() <= FILE_NAME_CHARS_MAX, "{name:?}");
    assert!(!name.chars().any(|char| char.is_control() || "/\\:*?\"<>|\u{202e}".contains(char)), "{name:?}");
    assert!(!name.starts_with(['.', ' ']), "{name:?}");
    let header = disposition(&name);
    assert!(header.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{header}");
    assert_eq!(header.matches('"').count(), 2, "{header}");
}

#[test]
fn every_format_is_known_by_its_bytes_alone() {
    let png: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    let tell = |head: &[u8], said: &str, ending: &str| {
        format::tell(FORMATS.iter(), head, said, ending).map(|format| format.ending)
    };
    assert_eq!(tell(png, "image/png", ""), Some("png"));
    assert_eq!(tell(png, "", "exe"), Some("png"));
    assert_eq!(tell(png, "image/jpeg", "jpg"), None, "it says something else");
    assert_eq!(tell(b"<!doctype html>", "text/plain", "txt"), None, "a page");
    assert_eq!(tell(b"  \n<svg xmlns=", "", "svg"), None);
    assert_eq!(tell(b"MZ\x90\0", "application/pdf", "pdf"), None);
    assert_eq!(tell(b"MZ\x90\0", "", "exe"), None);
    assert_eq!(tell(b"name,year\nRiesling,2019\n", "text/csv", ""), Some("csv"));
    assert_eq!(tell(b"name,year\nRiesling,2019\n", "", "csv"), Some("csv"));
    assert_eq!(tell(b"Dear all", "", ""), Some("txt"));
    assert_eq!(tell(b"", "", "txt"), None, "nothing is no file");
    let mut docx = b"PK\x03\x04".to_vec();
    docx.resize(30, 0);
    docx.extend_from_slice(b"[Content_Types].xml");
    assert_eq!(tell(&docx, "", "docx"), Some("docx"));
    assert_eq!(tell(&docx, "", "xlsx"), Some("xlsx"));
    assert_eq!(tell(&docx, "application/zip", "zip"), None);
    assert_eq!(tell(b"\0\0\0\x18ftypqt  ", "video/quicktime", ""), Some("mov"));
    assert_eq!(tell(b"\0\0\0\x18ftypqt  ", "video/mp4", ""), None);
    for format in &FORMATS {
        let found = format::by_ending(format.ending).map(|found| found.media_type);
        assert_eq!(found, Some(format.media_type), "each ending leads to one format");
    }
}

#[test]
fn a_text_is_text_to_its_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let check = |bytes: &[u8]| {
        let path = folder.path().join("x");
        fs::write(&path, bytes).expect("written");
        format::is_text_throughout(&path).expect("read")
    };
    let long = "Grüße, 写真\n".repeat(20_000);
    assert!(check(long.as_bytes()) && check(b""));
    assert!(!check(&long.as_bytes()[..long.len() - 3]), "the last character is cut");
    assert!(!check(&[long.as_bytes(), b"\0"].concat()));
    assert!(!check(&[long.as_bytes(), b"\xff"].concat()));
}

#[test]
fn a_file_is_there_when_it_is_whole_or_not_at_all() {
    let data = tempfile::tempdir().expect("a folder");
    let folder = data.path().join("files").join("one");
    let half = Half::begin(&folder).expect("begun").write(b"%PDF").expect("written");
    assert!(is_part(&list(&folder).expect("read")[0]));
    drop(half);
    assert!(list(&folder).expect("read").is_empty(), "what is given up is gone");
    let half =
        Half::begin(&folder).expect("begun").write(b"%PDF").and_then(|half| half.write(b"-1.4")).expect("written");
    assert_eq!((half.bytes(), half.head()), (8, &b"%PDF-1.4"[..]));
    let name = half.keep("").expect("kept");
    assert!(is_name(&name), "{name}");
    assert_eq!(fs::read(folder.join(&name)).expect("there"), b"%PDF-1.4");
    assert_eq!(sweep(&folder, |_| false, Duration::from_secs(60)).expect("swept"), 0, "too young");
    assert_eq!(sweep(&folder, |used| used == name, Duration::ZERO).expect("swept"), 0, "in use");
    assert_eq!(sweep(&folder, |_| false, Duration::ZERO).expect("swept"), 1);
    assert_eq!(sweep(&data.path().join("none"), |_| false, Duration::ZERO).expect("swept"), 0);
}

#[test]
fn room_is_held_while_a_file_comes_and_kept_when_it_is_there() {
    let quota = Quota::new(100);
    quota.found(30);
    let mut first = quota.hold();
    assert!(first.grow(50) && first.grow(40), "it has that already");
    let mut second = quota.hold();
    assert!(!second.grow(21) && second.grow(20));
    drop(second);
    first.keep(45);
    assert_eq!(quota.used(), 75);
    quota.freed(1_000);
    assert_eq!(quota.used(), 0);
    assert!(!quota.hold().grow(u64::MAX));
}
