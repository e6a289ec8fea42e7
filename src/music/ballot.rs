//! Who has voted: a set of seats.

use serde::{Deserialize, Serialize};

use crate::engine::SeatNo;

const BITS: u32 = u64::BITS;

/// A set of seats, one bit each: 5,000 guests and 300 songs are 190 kB.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    words: Vec<u64>,
    count: u32,
}

impl Ballot {
    /// Adds or takes back a seat's vote.
    pub fn put(&mut self, seat: SeatNo, on: bool) {
        if self.has(seat) == on {
            return;
        }
        let word = (seat / BITS) as usize;
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        self.words[word] ^= 1 << (seat % BITS);
        self.count = if on { self.count + 1 } else { self.count.saturating_sub(1) };
    }

    /// Whether a seat has voted.
    pub fn has(&self, seat: SeatNo) -> bool {
        self.words.get((seat / BITS) as usize).is_some_and(|word| word >> (seat % BITS) & 1 == 1)
    }

    /// How many have voted.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// The seats that have voted, in order.
    pub fn seats(&self) -> impl Iterator<Item = SeatNo> + '_ {
        let words = (0..).zip(&self.words).filter(|(_, word)| **word != 0);
        words.flat_map(|(at, word)| (0..BITS).filter(move |bit| word >> bit & 1 == 1).map(move |bit| at * BITS + bit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seat_votes_once_and_can_take_it_back() {
        let mut ballot = Ballot::default();
        for seat in [0, 63, 64, 4_999, 64] {
            ballot.put(seat, true);
        }
        assert_eq!(ballot.count(), 4);
        assert_eq!(ballot.seats().collect::<Vec<_>>(), [0, 63, 64, 4_999]);
        ballot.put(64, false);
        ballot.put(70_000, false);
        assert!(!ballot.has(64) && ballot.has(63) && ballot.count() == 3);
    }
}
