//! The formats of songs that browsers play.

use std::path::Path;

use lofty::file::FileType;
use serde::{Deserialize, Serialize};

/// What a song's file holds, whatever its name ends in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Mp3,
    M4a,
    Ogg,
    Opus,
    Flac,
    Wav,
}

impl Format {
    /// Whether a file of this name is taken for a song.
    pub fn is_song(path: &Path) -> bool {
        const ENDINGS: [&str; 7] = ["mp3", "m4a", "ogg", "oga", "opus", "flac", "wav"];
        let ending = path.extension().and_then(|ending| ending.to_str());
        ending.is_some_and(|ending| ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)))
    }

    /// The format that the file's first bytes tell; `None` for one that browsers do not play.
    pub fn of(kind: FileType) -> Option<Format> {
        match kind {
            FileType::Mpeg => Some(Format::Mp3),
            FileType::Mp4 => Some(Format::M4a),
            FileType::Vorbis => Some(Format::Ogg),
            FileType::Opus => Some(Format::Opus),
            FileType::Flac => Some(Format::Flac),
            FileType::Wav => Some(Format::Wav),
            _ => None,
        }
    }

    /// Its media type.
    pub fn mime(self) -> &'static str {
        match self {
            Format::Mp3 => "audio/mpeg",
            Format::M4a => "audio/mp4",
            Format::Ogg => "audio/ogg",
            Format::Opus => "audio/ogg; codecs=opus",
            Format::Flac => "audio/flac",
            Format::Wav => "audio/wav",
        }
    }
}
