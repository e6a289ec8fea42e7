//! Participants by seat, with what finds them at once: by token and by name.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::wire_reveal::quoted;
use crate::engine::{KeyedHash, SeatNo};

/// One participant. A seat is never given to somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Shared with every list in which it stands.
    pub name: Arc<str>,
    /// The name as JSON: at each reveal a host is told all of them.
    #[serde(skip)]
    pub quoted: Box<str>,
    pub token: KeyedHash,
    #[serde(default)]
    pub score: u32,
    /// The host has removed this participant: not in any list, count or ranking.
    #[serde(default)]
    pub kicked: bool,
    /// The rank now, from 1.
    pub rank: u32,
    /// Index in the standing; it follows from the scores.
    #[serde(skip)]
    pub place: u32,
    /// The rank before the last reveal.
    pub rank_before: u32,
    /// The rank at the last leaderboard; 0: none yet.
    #[serde(default)]
    pub board: u32,
    /// The rank at the leaderboard before that one; 0: none.
    #[serde(default)]
    pub board_before: u32,
}

/// All seats, in order of joining.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Seats {
    list: Vec<Seat>,
    tokens: HashMap<KeyedHash, SeatNo>,
    names: HashMap<Arc<str>, SeatNo>,
    /// Seats whose participants were not removed, by score and then in order of joining.
    standing: Vec<SeatNo>,
}

impl Seats {
    /// Adds a participant before the first question: all scores are still equal.
    pub fn add(&mut self, name: &str, token: KeyedHash) {
        let rank = 1;
        let seat = Seat {
            name: name.into(),
            quoted: quoted(name),
            token,
            score: 0,
            kicked: false,
            rank,
            place: self.standing.len() as u32,
            rank_before: rank,
            board: 0,
            board_before: 0,
        };
        self.index(self.list.len() as SeatNo, &seat);
        self.standing.push(self.list.len() as SeatNo);
        self.list.push(seat);
    }

    /// Removes a participant; the seat's number stays taken.
    pub fn kick(&mut self, seat: SeatNo) {
        if let Some(kicked) = self.list.get_mut(seat as usize) {
            (kicked.kicked, kicked.place) = (true, 0);
            self.standing.retain(|other| *other != seat);
            self.rank();
        }
    }

    /// Adds each seat's points, given by seat, and ranks anew.
    pub fn score(&mut self, points: &[u8]) {
        for (seat, points) in self.list.iter_mut().zip(points) {
            seat.score += u32::from(*points);
            seat.rank_before = seat.rank;
        }
        self.sort();
        self.rank();
    }

    /// Keeps the present ranks as those of a leaderboard.
    pub fn keep_board(&mut self) {
        for seat in &mut self.list {
            (seat.board_before, seat.board) = (seat.board, seat.rank);
        }
    }

    /// A seat by its number.
    pub fn get(&self, seat: SeatNo) -> Option<&Seat> {
        self.list.get(seat as usize)
    }

    /// The seat that a token opens, also that of a removed participant.
    pub fn by_token(&self, token: &KeyedHash) -> Option<(SeatNo, &Seat)> {
        let seat = *self.tokens.get(token)?;
        Some((seat, self.get(seat)?))
    }

    /// The present participant of this name.
    pub fn by_name(&self, name: &str) -> Option<SeatNo> {
        let seat = *self.names.get(name)?;
        self.get(seat).filter(|seat| !seat.kicked).map(|_| seat)
    }

    /// Whether anybody ever had this name.
    pub fn name_is_taken(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// All who ever joined, in that order, also those who were removed.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = (SeatNo, &Seat)> {
        self.list.iter().enumerate().map(|(no, seat)| (no as SeatNo, seat))
    }

    /// Present participants in order of joining.
    pub fn present(&self) -> impl DoubleEndedIterator<Item = (SeatNo, &Seat)> {
        self.all().filter(|(_, seat)| !seat.kicked)
    }

    /// Present participants by rank, equal ones in order of joining.
    pub fn standing(&self) -> &[SeatNo] {
        &self.standing
    }

    /// How many participants are present.
    pub fn count(&self) -> u32 {
        self.standing.len() as u32
    }

    /// How many seats were ever taken.
    pub fn taken(&self) -> u32 {
        self.list.len() as u32
    }

    fn index(&mut self, no: SeatNo, seat: &Seat) {
        self.tokens.insert(seat.token, no);
        self.names.insert(seat.name.clone(), no);
    }

    fn sort(&mut self) {
        let list = &self.list;
        let score = |no: &SeatNo| list.get(*no as usize).map_or(0, |seat| seat.score);
        self.standing.sort_by_cached_key(|no| (std::cmp::Reverse(score(no)), *no));
    }

    /// Gives ranks by the order that stands: equal scores share one (1, 1, 3).
    fn rank(&mut self) {
        let (mut rank, mut score) = (0, None);
        for (place, no) in self.standing.iter().enumerate() {
            let Some(seat) = self.list.get_mut(*no as usize) else { continue };
            if score != Some(seat.score) {
                (rank, score) = (place as u32 + 1, Some(seat.score));
            }
            (seat.rank, seat.place) = (rank, place as u32);
        }
    }
}

impl Serialize for Seats {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.list.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Seats {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut list = Vec::<Seat>::deserialize(deserializer)?;
        let mut seats = Seats::default();
        for (no, seat) in list.iter_mut().enumerate() {
            seat.quoted = quoted(&seat.name);
            seats.index(no as SeatNo, seat);
            if !seat.kicked {
                seats.standing.push(no as SeatNo);
            }
        }
        seats.list = list;
        seats.sort();
        seats.rank();
        Ok(seats)
    }
}
