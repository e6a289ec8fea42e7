//! What a song's file says of itself.

use std::fs::File;
use std::io::{self, BufReader};
use std::panic::{AssertUnwindSafe, catch_unwind};

use lofty::config::ParseOptions;
use lofty::error::FileParseError;
use lofty::file::{AudioFile, TaggedFile, TaggedFileExt};
use lofty::probe::Probe;
use lofty::tag::{ItemKey, Tag};
use serde::{Deserialize, Serialize};

use super::cover;
use super::format::Format;
use crate::limits::TAG_CHARS_MAX;

/// The tags of a file, as far as we show them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tags {
    pub title: Option<String>,
    pub artist: Option<String>,
    pub album: Option<String>,
    pub duration_ms: u64,
    pub format: Format,
    /// Whether it holds a picture that can be shown.
    pub picture: bool,
}

/// Why a file is no song.
#[derive(Debug, thiserror::Error)]
pub enum TagsError {
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("{0}")]
    Parse(#[from] FileParseError),
    #[error("its content is of no format that browsers play")]
    Format,
    #[error("it holds no sound")]
    Silent,
    #[error("the reader of tags broke down on it")]
    Broken,
}

impl Tags {
    /// Reads them.
    pub fn read(file: File) -> Result<Tags, TagsError> {
        let (file, format) = parse(file, ParseOptions::new())?;
        let duration_ms = u64::try_from(file.properties().duration().as_millis()).unwrap_or(u64::MAX);
        if duration_ms == 0 {
            return Err(TagsError::Silent);
        }
        Ok(Tags {
            title: text(&file, &[ItemKey::TrackTitle]),
            artist: text(&file, &[ItemKey::TrackArtist, ItemKey::AlbumArtist]),
            album: text(&file, &[ItemKey::AlbumTitle]),
            duration_ms,
            format,
            picture: cover::in_tags(file.tags()).is_some(),
        })
    }
}

/// Lets the reader of tags look at a file. It is code that takes strangers' files apart: whatever it does
/// with a broken one ends here.
pub(super) fn parse(file: File, options: ParseOptions) -> Result<(TaggedFile, Format), TagsError> {
    let read = move || {
        let probe = Probe::new(BufReader::new(file)).options(options).guess_file_type()?;
        let format = probe.file_type().and_then(Format::of).ok_or(TagsError::Format)?;
        Ok((probe.read()?, format))
    };
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(TagsError::Broken))
}

/// The first text under these keys in any of the file's tags, the file's own kind of tag before others.
fn text(file: &TaggedFile, keys: &[ItemKey]) -> Option<String> {
    let tags = || file.primary_tag().into_iter().chain(file.tags());
    keys.iter().flat_map(|key| tags().map(|tag| joined(tag, *key))).find(|text| !text.is_empty())
}

/// All texts of one key: a song may have several artists.
fn joined(tag: &Tag, key: ItemKey) -> String {
    let texts: Vec<&str> = tag.get_strings(key).map(str::trim).filter(|text| !text.is_empty()).collect();
    plain(&texts.join(", "))
}

/// A text that fits into one line: without control characters and those that turn lines round, cut.
pub(super) fn plain(text: &str) -> String {
    let tricky =
        |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let line: String = text.chars().map(|c| if tricky(c) { ' ' } else { c }).take(TAG_CHARS_MAX).collect();
    line.trim().to_owned()
}
