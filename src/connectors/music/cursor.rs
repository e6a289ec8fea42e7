//! The place in a list of songs from which the next page goes on.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::song::Song;
use crate::music::SongId;

/// Characters of a cursor, above what any can have.
const CURSOR_CHARS_MAX: usize = 256;

/// The last song of a page, by what the list is ordered by: songs that come or go meanwhile shift nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    pub(super) rank: u8,
    pub(super) sort_key: String,
    pub(super) id: SongId,
}

impl Cursor {
    /// The place behind this song.
    pub(super) fn behind(rank: u8, song: &Song) -> Cursor {
        Cursor { rank, sort_key: song.sort_key().to_owned(), id: song.id.clone() }
    }

    /// Reads a cursor; `None` if it is none of ours.
    pub fn parse(text: &str) -> Option<Cursor> {
        if text.len() > CURSOR_CHARS_MAX {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (rank, rest) = text.split_once(' ')?;
        let (id, sort_key) = rest.split_once(' ')?;
        Some(Cursor { rank: rank.parse().ok()?, sort_key: sort_key.to_owned(), id: SongId::parse(id)? })
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(format!("{} {} {}", self.rank, self.id.as_str(), self.sort_key)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written_and_nothing_else_is() {
        let id = SongId::parse("0123456789abcdef0123").expect("an id");
        let cursor = Cursor { rank: 2, sort_key: "\n cafe del mar\n ".to_owned(), id };
        assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
        for wrong in
            ["", "x", "%%%", &URL_SAFE_NO_PAD.encode("1"), &URL_SAFE_NO_PAD.encode("x 0123 key"), &"A".repeat(1_000)]
        {
            assert_eq!(Cursor::parse(wrong), None, "{wrong}");
        }
    }
}
