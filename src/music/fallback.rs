//! What plays when the queue is empty: the catalogue, or the host's own list, in an order that is shuffled once.
//!
//! A song's place in that order is a number made of the room's seed and its id. The next song is the one with
//! the next higher number: nothing comes twice before everything has come once, and a song that is added to the
//! catalogue tomorrow has its place already.

use std::collections::{BTreeMap, HashSet};

use super::catalogue::{Song, SongId};
use super::event::Event;
use super::machine::Cx;
use super::state::Game;
use crate::limits::MUSIC_FALLBACK_AHEAD;

impl Game {
    /// The event that brings more songs where few are left; `used` are about to play or wait.
    pub(super) fn refill(&self, cx: &Cx<'_>, used: &[&SongId]) -> Option<Event> {
        let left = self.fallback.upcoming.iter().filter(|song| !used.contains(&&song.id));
        let mut songs: Vec<Song> = left.cloned().collect();
        let (few, many) = MUSIC_FALLBACK_AHEAD;
        if songs.len() >= few || !self.settings.fallback {
            return None;
        }
        let has = songs.len();
        let key = self.draw(cx, used, many - has, &mut songs)?;
        (songs.len() > has).then_some(Event::Upcoming { songs, key })
    }

    /// Adds up to `count` songs that come next in the shuffled order; the last one's place.
    fn draw(&self, cx: &Cx<'_>, used: &[&SongId], count: usize, songs: &mut Vec<Song>) -> Option<u64> {
        let mut out: HashSet<&SongId> = songs.iter().map(|song| &song.id).chain(used.iter().copied()).collect();
        out.extend(self.queue.entries().iter().map(|entry| &entry.song.id));
        out.extend(self.player.iter().map(|player| &player.song.id));
        let mut avoided = out.clone();
        avoided.extend(&self.recent);
        let mut next = self.nearest(cx, count, &avoided);
        if next.is_empty() {
            // A short list has nothing that was not played just now.
            next = self.nearest(cx, count, &out);
        }
        let mut key = None;
        for (place, id) in next {
            if let Some(song) = self.resolve(cx, &id) {
                songs.push(song);
                key = Some(place);
            }
        }
        key
    }

    /// The ids that come next in the shuffled order, each with its place.
    fn nearest(&self, cx: &Cx<'_>, count: usize, without: &HashSet<&SongId>) -> Vec<(u64, SongId)> {
        let (seed, after) = (self.founded.shuffle, self.fallback.key);
        // By how far behind the last one they are: the order goes round.
        let mut nearest: BTreeMap<u64, SongId> = BTreeMap::new();
        let mut see = |place: u64, id: &SongId| {
            let distance = place.wrapping_sub(after).wrapping_sub(1);
            let is_near = nearest.len() < count || nearest.last_key_value().is_some_and(|(last, _)| distance < *last);
            // A listed song may have gone from the folder: those behind it must not wait for it.
            if is_near && !without.contains(id) && self.resolve(cx, id).is_some() {
                nearest.insert(distance, id.clone());
                if nearest.len() > count {
                    nearest.pop_last();
                }
            }
        };
        match (&cx.settings.catalogue, self.fallback.list.as_slice()) {
            (Some(catalogue), []) => catalogue.each(&mut |id| see(place(seed, id), id)),
            (_, list) if self.settings.fallback_in_order => (1..).zip(list).for_each(|(at, song)| see(at, &song.id)),
            (_, list) => list.iter().for_each(|song| see(place(seed, &song.id), &song.id)),
        }
        nearest.into_iter().map(|(distance, id)| (after.wrapping_add(distance).wrapping_add(1), id)).collect()
    }

    /// What plays, where it is all that the fallback list has: it begins anew rather than end in silence.
    pub(super) fn once_more(&self, cx: &Cx<'_>) -> Option<Song> {
        let playing = &self.player.as_ref().filter(|_| self.settings.fallback)?.song.id;
        let is_listed = match (&cx.settings.catalogue, self.fallback.list.as_slice()) {
            (catalogue, []) => catalogue.is_some(),
            (_, list) => list.iter().any(|song| song.id == *playing),
        };
        self.resolve(cx, playing).filter(|_| is_listed)
    }

    /// A song by its id: from the catalogue where there is one, else with nothing known of it.
    pub(super) fn resolve(&self, cx: &Cx<'_>, id: &SongId) -> Option<Song> {
        match &cx.settings.catalogue {
            Some(catalogue) => catalogue.song(id).map(Song::clipped),
            None => Some(Song::unknown(id.clone())),
        }
    }
}

/// A song's place in the shuffled order (FNV-1a, then the finaliser of SplitMix64).
fn place(seed: u64, id: &SongId) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ seed;
    let hash = id.as_str().bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    let mixed = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
