//! Rows of leaderboards, made from the seats' standing.

use super::seats::Seat;
use super::state::{Game, Step};
use super::wire::{OwnRank, RankingEntry};

impl Game {
    /// The first `most` rows.
    pub(super) fn rankings(&self, most: usize) -> Vec<RankingEntry> {
        let standing = self.seats.standing();
        standing.iter().take(most).filter_map(|no| Some(self.ranking(self.seats.get(*no)?))).collect()
    }

    /// A seat's own place with the rows around it.
    pub(super) fn own_rank(&self, seat: &Seat) -> OwnRank {
        let standing = self.seats.standing();
        let at = |place: usize| self.seats.get(*standing.get(place)?);
        let place = seat.place as usize;
        OwnRank {
            rank: seat.rank,
            score: seat.score,
            previous_rank: self.previous_rank(seat),
            above: place.checked_sub(1).and_then(at).map(|seat| self.ranking(seat)),
            below: at(place + 1).map(|seat| self.ranking(seat)),
            total_count: self.seats.count(),
        }
    }

    fn ranking(&self, seat: &Seat) -> RankingEntry {
        RankingEntry {
            pseudonym: seat.name.to_string(),
            score: seat.score,
            rank: seat.rank,
            previous_rank: self.previous_rank(seat),
        }
    }

    /// The rank at the leaderboard before the one that is shown or comes next.
    fn previous_rank(&self, seat: &Seat) -> Option<u32> {
        let rank = match self.step {
            Step::Leaderboard | Step::Ended => seat.board_before,
            Step::Waiting | Step::Open { .. } | Step::Paused { .. } | Step::Revealed => seat.board,
        };
        (rank > 0).then_some(rank)
    }
}
