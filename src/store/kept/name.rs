//! Names that people gave their files. They are shown and suggested for saving, and never become a path here.

use unicode_normalization::UnicodeNormalization;

use crate::limits::FILE_NAME_CHARS_MAX;

/// Bytes of a name: what file systems take, with some room for what browsers add.
const NAME_BYTES_MAX: usize = 200;
/// Names that Windows keeps for itself, whatever their ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// Devices that are numbered.
const NUMBERED: [&str; 2] = ["com", "lpt"];

/// The name without a path and without anything that deceives, and with the ending of what the file is: `is_own` says
/// whether an ending is one of the file's own, `ending` is the usual one. Made harmless twice it is the same.
pub fn harmless(name: &str, ending: &str, is_own: impl Fn(&str) -> bool) -> String {
    // Hidden letters first: what they part belongs together without them.
    let name: String = name.chars().filter(|char| !is_hidden(*char)).nfc().collect();
    let name = name.rsplit(['/', '\\']).next().unwrap_or("");
    let name: String = name.chars().map(plain).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let (mut stem, mut last) = (trimmed(&name), ending);
    if let Some((before, own)) = stem.rsplit_once('.').filter(|(_, own)| is_own(own)) {
        (stem, last) = (trimmed(before), own);
    }
    let stem = match stem {
        "" => "file".to_owned(),
        stem if is_device(stem) => format!("_{stem}"),
        stem => stem.to_owned(),
    };
    format!("{}.{}", shortened(&stem, last.len() + 1), last.to_ascii_lowercase())
}

/// The ending of a name; empty where it has none.
pub fn ending_of(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// For the header that hands a file over (RFC 6266): in plain letters, and as it is (RFC 8187).
pub fn disposition(name: &str) -> String {
    let plain: String = name.chars().map(|char| if is_quotable(char) { char } else { '_' }).collect();
    let mut coded = String::new();
    for byte in name.bytes() {
        match byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            true => coded.push(char::from(byte)),
            false => coded.push_str(&format!("%{byte:02X}")),
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{coded}")
}

fn is_quotable(char: char) -> bool {
    (char.is_ascii_graphic() || char == ' ') && !['"', '\\', '%'].contains(&char)
}

/// What nobody sees in a name, or what turns the reading of the rest around.
fn is_hidden(char: char) -> bool {
    let is_blank = matches!(char,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffd}' | '\u{e0000}'..='\u{e0fff}');
    // Line breaks and tabs part words.
    is_blank || (char.is_control() && !char.is_whitespace())
}

/// What file systems or shells take for something else.
fn plain(char: char) -> char {
    if "<>:\"|?*".contains(char) { '_' } else { char }
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|char: char| char == '.' || char.is_whitespace())
}

/// The beginning of a stem, so that there is room for this much behind it.
fn shortened(stem: &str, behind: usize) -> &str {
    let chars = FILE_NAME_CHARS_MAX - behind;
    let bytes = NAME_BYTES_MAX - behind;
    let fits = |(at, (start, char)): &(usize, (usize, char))| *at < chars && start + char.len_utf8() <= bytes;
    let end = stem.char_indices().enumerate().take_while(fits).last();
    let end = end.map_or(0, |(_, (start, char))| start + char.len_utf8());
    trimmed(&stem[..end])
}

fn is_device(stem: &str) -> bool {
    let first = stem.split('.').next().unwrap_or("").trim_end().to_lowercase();
    let numbered = |word: &&str| {
        let number = first.strip_prefix(*word).map(|rest| rest.chars().collect::<Vec<_>>());
        number.is_some_and(|number| matches!(number[..], ['0'..='9' | '¹' | '²' | '³']))
    };
    DEVICES.contains(&first.as_str()) || NUMBERED.iter().any(numbered)
}
