//! The songs that wait: by votes, equal ones by age. What plays is never among them.

use std::cmp::Reverse;
use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::ballot::Ballot;
use super::catalogue::{Song, SongId};
use crate::engine::{SeatNo, WallTime};
use crate::limits::MUSIC_REMOVED_KEPT;

/// A song that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Counts up within the room: its age.
    pub no: u32,
    pub song: Song,
    /// Who added it.
    pub seat: SeatNo,
    pub queued: WallTime,
    pub votes: Ballot,
}

impl Entry {
    /// More votes first, then the older one.
    pub fn rank(&self) -> (Reverse<u32>, u32) {
        (Reverse(self.votes.count()), self.no)
    }
}

/// All songs that wait, in the order in which they play, and those that were removed last.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    entries: Vec<Entry>,
    next_no: u32,
    removed: VecDeque<Entry>,
}

impl Queue {
    /// A song joins the queue.
    pub fn add(&mut self, song: Song, seat: SeatNo, queued: WallTime, voted: bool) {
        let mut votes = Ballot::default();
        votes.put(seat, voted);
        let entry = Entry { no: self.next_no, song, seat, queued, votes };
        self.next_no += 1;
        self.insert(entry);
    }

    /// Adds or takes back a vote.
    pub fn vote(&mut self, no: u32, seat: SeatNo, on: bool) {
        if let Some(mut entry) = self.take(no) {
            entry.votes.put(seat, on);
            self.insert(entry);
        }
    }

    /// Takes back all votes of a seat.
    pub fn retract(&mut self, seat: SeatNo) {
        for entry in self.entries.iter_mut().chain(&mut self.removed) {
            entry.votes.put(seat, false);
        }
        self.entries.sort_by_key(Entry::rank);
    }

    /// Removes what a seat has added and nobody has voted for.
    pub fn drop_unwanted_of(&mut self, seat: SeatNo) {
        self.entries.retain(|entry| entry.seat != seat || entry.votes.count() > 0);
    }

    /// Removes an entry so that it can be put back.
    pub fn remove(&mut self, no: u32) {
        if let Some(entry) = self.take(no) {
            self.removed.push_back(entry);
            if self.removed.len() > MUSIC_REMOVED_KEPT {
                self.removed.pop_front();
            }
        }
    }

    /// Puts a removed entry back where its votes and its age belong.
    pub fn restore(&mut self, no: u32) {
        if let Some(at) = self.removed.iter().position(|entry| entry.no == no)
            && let Some(entry) = self.removed.remove(at)
        {
            self.insert(entry);
        }
    }

    /// A song that plays now waits no longer.
    pub fn play(&mut self, song: &SongId) {
        self.entries.retain(|entry| entry.song.id != *song);
    }

    /// What waits, first to play first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry of a song.
    pub fn of(&self, song: &SongId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.song.id == *song)
    }

    /// An entry by its number.
    pub fn by_no(&self, no: u32) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.no == no)
    }

    /// The newest removed entry of a song.
    pub fn removed(&self, song: &SongId) -> Option<&Entry> {
        self.removed.iter().rfind(|entry| entry.song.id == *song)
    }

    /// A removed entry by its number.
    pub fn removed_by_no(&self, no: u32) -> Option<&Entry> {
        self.removed.iter().find(|entry| entry.no == no)
    }

    /// The number of the entry that was added last.
    pub fn last_no(&self) -> u32 {
        self.next_no.saturating_sub(1)
    }

    /// The number that the next entry gets.
    pub fn next_no(&self) -> u32 {
        self.next_no
    }

    /// How many songs of a seat wait.
    pub fn waiting_of(&self, seat: SeatNo) -> usize {
        self.entries.iter().filter(|entry| entry.seat == seat).count()
    }

    fn take(&mut self, no: u32) -> Option<Entry> {
        let at = self.entries.iter().position(|entry| entry.no == no)?;
        Some(self.entries.remove(at))
    }

    fn insert(&mut self, entry: Entry) {
        let at = self.entries.partition_point(|other| other.rank() < entry.rank());
        self.entries.insert(at, entry);
    }
}
