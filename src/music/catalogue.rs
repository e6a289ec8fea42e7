//! What songs there are, as far as a room asks: an interface that a connector fulfils from memory.
//!
//! `decide` asks it, and copies what it is told into events; replay never asks.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::limits::{SONG_ID_CHARS_MAX, SONG_TEXT_BYTES_MAX, SONG_TEXT_CHARS_MAX};

/// A song's id: 1–200 characters without control characters. With a catalogue, one of its ids.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SongId(String);

impl SongId {
    /// Checks the form; `None` if the text cannot be an id.
    pub fn parse(text: &str) -> Option<SongId> {
        let fits = (1..=SONG_ID_CHARS_MAX).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        fits.then(|| SongId(text.to_owned()))
    }

    /// The id as a text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SongId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is known of a song. Copied into events as it was when the song was queued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Song {
    pub id: SongId,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub artist: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub album: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    /// Whether [`cover_path`] leads to a picture.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cover: bool,
    /// Whether [`stream_path`] leads to its sound: it is in the server's catalogue.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stream: bool,
}

impl Song {
    /// A song of which the id is all that is known: clients bring their own.
    pub fn unknown(id: SongId) -> Song {
        let title = clip(id.as_str());
        Song { id, title, artist: None, album: None, duration_ms: None, cover: false, stream: false }
    }

    /// The same with texts that are not longer than a room can carry for a whole queue.
    pub fn clipped(self) -> Song {
        Song {
            title: clip(&self.title),
            artist: self.artist.as_deref().map(clip),
            album: self.album.as_deref().map(clip),
            ..self
        }
    }
}

/// The path under which a song's cover is served.
pub fn cover_path(id: &SongId) -> String {
    format!("/api/v1/music/songs/{id}/cover")
}

/// The path under which a song's sound is served.
pub fn stream_path(id: &SongId) -> String {
    format!("/api/v1/music/songs/{id}/stream")
}

/// What a room asks of the catalogue. Answers come from memory, at once.
pub trait Catalogue: Send + Sync {
    /// The song with this id; `None`: there is none (any more).
    fn song(&self, id: &SongId) -> Option<Song>;

    /// Shows every song's id, in any order. For the fallback list: whoever looks keeps a few.
    fn each(&self, see: &mut dyn FnMut(&SongId));
}

/// As many characters as fit, without control characters.
fn clip(text: &str) -> String {
    let mut clipped = String::new();
    for letter in text.chars().filter(|letter| !letter.is_control()).take(SONG_TEXT_CHARS_MAX) {
        if clipped.len() + letter.len_utf8() > SONG_TEXT_BYTES_MAX {
            break;
        }
        clipped.push(letter);
    }
    clipped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_short_text_without_control_characters() {
        assert!(SongId::parse("spotify:track:4uLU6hMCjMI75M1A2tKUQC").is_some());
        assert!(SongId::parse(&"é".repeat(200)).is_some());
        assert!(SongId::parse("").is_none() && SongId::parse("a\nb").is_none());
        assert!(SongId::parse(&"a".repeat(201)).is_none());
    }

    #[test]
    fn texts_are_cut_between_characters() {
        assert_eq!(clip(&"𝄞".repeat(200)).chars().count(), SONG_TEXT_BYTES_MAX / 4);
        assert_eq!(clip(&"a".repeat(500)).len(), SONG_TEXT_CHARS_MAX);
        assert_eq!(clip("So\u{0}ul"), "Soul");
    }
}
