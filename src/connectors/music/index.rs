//! All songs in memory, found by id and by search.

use std::collections::HashMap;
use std::sync::Arc;

use super::cursor::Cursor;
use super::song::Song;
use crate::engine::fold::fold;
use crate::music::SongId;

/// Kinds of hits, the best first.
const RANKS: usize = 4;

/// All songs at one moment; it never changes, a new one takes its place.
#[derive(Debug, Default)]
pub struct Index {
    /// By sort key, then id.
    sorted: Vec<Arc<Song>>,
    by_id: HashMap<SongId, usize>,
}

/// A page of a list of songs.
#[derive(Debug)]
pub struct Page {
    pub songs: Vec<Arc<Song>>,
    /// Where the next page begins; `None` after the last.
    pub next: Option<Cursor>,
}

impl Index {
    /// The index of these songs.
    pub(super) fn new(mut sorted: Vec<Arc<Song>>) -> Index {
        sorted.sort_unstable_by(|a, b| (a.sort_key(), &a.id).cmp(&(b.sort_key(), &b.id)));
        let by_id = sorted.iter().enumerate().map(|(at, song)| (song.id.clone(), at)).collect();
        Index { sorted, by_id }
    }

    /// Songs in it.
    pub fn len(&self) -> usize {
        self.sorted.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// The song of this id.
    pub fn song(&self, id: &SongId) -> Option<&Arc<Song>> {
        self.by_id.get(id).and_then(|at| self.sorted.get(*at))
    }

    /// All songs, by title.
    pub fn songs(&self) -> &[Arc<Song>] {
        &self.sorted
    }

    /// Songs in whose title, artist or album every word of the query occurs, the likeliest first; all songs
    /// where nothing is asked for.
    pub fn search(&self, query: &str, after: Option<&Cursor>, limit: usize) -> Page {
        let asked = Asked::new(query);
        if asked.words.is_empty() && !query.trim().is_empty() {
            // Nothing but punctuation: no song is found by that.
            return Page { songs: Vec::new(), next: None };
        }
        let mut ranked: [Vec<&Arc<Song>>; RANKS] = Default::default();
        for song in &self.sorted {
            let Some(rank) = asked.rank(&song.folded) else { continue };
            let is_behind = after.is_none_or(|cursor| {
                (rank, song.sort_key(), &song.id) > (usize::from(cursor.rank), cursor.sort_key.as_str(), &cursor.id)
            });
            // One more than a page tells whether there is a next one.
            if is_behind && ranked[rank].len() <= limit {
                ranked[rank].push(song);
            }
        }
        let found: Vec<(u8, &Arc<Song>)> =
            (0u8..).zip(&ranked).flat_map(|(rank, songs)| songs.iter().map(move |song| (rank, *song))).collect();
        let page = &found[..found.len().min(limit)];
        let next = page.last().filter(|_| found.len() > limit).map(|(rank, song)| Cursor::behind(*rank, song));
        Page { songs: page.iter().map(|(_, song)| Arc::clone(song)).collect(), next }
    }
}

/// A query, folded as the songs are.
struct Asked {
    /// Each behind a space, as words are in a song's text.
    words: Vec<String>,
    /// The whole query as the beginning of a title, artist or album.
    whole: String,
}

impl Asked {
    fn new(query: &str) -> Asked {
        let folded = fold(query);
        let mut words: Vec<String> =
            folded.split(' ').filter(|word| !word.is_empty()).map(|word| format!(" {word}")).collect();
        words.sort_unstable();
        words.dedup();
        Asked { words, whole: format!("\n {folded}") }
    }

    /// How well a song's folded text fits; `None`: not at all.
    fn rank(&self, text: &str) -> Option<usize> {
        if self.words.is_empty() || text.starts_with(&self.whole) {
            return Some(0);
        }
        if !self.words.iter().all(|word| text.contains(&word[1..])) {
            return None;
        }
        if text.contains(&self.whole) {
            return Some(1);
        }
        Some(if self.words.iter().all(|word| text.contains(word)) { 2 } else { 3 })
    }
}
