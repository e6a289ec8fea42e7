//! What plays, and where in it the player is.

use serde::{Deserialize, Serialize};

use super::ballot::Ballot;
use super::catalogue::Song;
use crate::engine::{RoomTime, SeatNo};
use crate::limits::PLAYER_ID_CHARS_MAX;

/// Millionths of a percent in the whole.
pub const WHOLE: u32 = 100_000_000;

/// A page that makes the sound: 1–40 characters of its own choice, no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PlayerId(String);

impl PlayerId {
    /// Checks the form; `None` if the text cannot be an id.
    pub fn parse(text: &str) -> Option<PlayerId> {
        let fits = (1..=PLAYER_ID_CHARS_MAX).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        fits.then(|| PlayerId(text.to_owned()))
    }

    /// The id as a text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The song that plays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Player {
    pub song: Song,
    /// Who added it.
    pub seat: Option<SeatNo>,
    /// How many had voted for it.
    pub votes: u32,
    /// When it was started.
    pub since: RoomTime,
    /// Where it was at `at`; it runs on from there unless paused.
    micro_percent: u32,
    at: RoomTime,
    pub paused: bool,
    /// It stands because nobody's page was heard, not because somebody wished so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub halted: bool,
    /// Who wants to skip it.
    pub skips: Ballot,
}

impl Player {
    /// Plays a song from its beginning.
    pub fn start(song: Song, seat: Option<SeatNo>, votes: u32, now: RoomTime) -> Self {
        let skips = Ballot::default();
        Player { song, seat, votes, since: now, micro_percent: 0, at: now, paused: false, halted: false, skips }
    }

    /// The host's player is here now.
    pub fn put(&mut self, now: RoomTime, micro_percent: u32, paused: bool) {
        (self.micro_percent, self.at) = (micro_percent.min(WHOLE), now);
        (self.paused, self.halted) = (paused, false);
    }

    /// Where it is now, in millionths of a percent. Without a duration it cannot be told how far it has run since.
    pub fn micro_percent(&self, now: RoomTime) -> u32 {
        match (self.paused, self.song.duration_ms, now.since(self.at)) {
            (false, Some(duration_ms @ 1..), elapsed_ms @ 1..) => {
                let run = u128::from(elapsed_ms) * u128::from(WHOLE) / u128::from(duration_ms);
                u32::try_from(run).unwrap_or(WHOLE).saturating_add(self.micro_percent).min(WHOLE)
            }
            _ => self.micro_percent,
        }
    }

    /// Where it is now, in milliseconds.
    pub fn position_ms(&self, now: RoomTime) -> Option<u64> {
        let duration_ms = self.song.duration_ms?;
        let then = u128::from(duration_ms) * u128::from(self.micro_percent) / u128::from(WHOLE);
        let run = if self.paused { 0 } else { now.since(self.at) };
        Some(u64::try_from(then).unwrap_or(u64::MAX).saturating_add(run).min(duration_ms))
    }

    /// When it is over; `None` while it stands, or where its duration is unknown.
    pub fn end(&self) -> Option<RoomTime> {
        let left = self.song.duration_ms?.saturating_sub(self.position_ms(self.at)?);
        (!self.paused).then(|| self.at.plus(left))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::music::SongId;

    fn player(duration_ms: Option<u64>) -> Player {
        let song = Song { duration_ms, ..Song::unknown(SongId::parse("a").expect("an id")) };
        Player::start(song, None, 0, RoomTime(1_000))
    }

    #[test]
    fn it_runs_on_from_where_the_host_said_it_was() {
        let mut player = player(Some(200_000));
        assert_eq!(
            (player.micro_percent(RoomTime(51_000)), player.position_ms(RoomTime(51_000))),
            (WHOLE / 4, Some(50_000))
        );
        assert_eq!(player.end(), Some(RoomTime(201_000)));
        player.put(RoomTime(60_000), WHOLE / 2, false);
        assert_eq!((player.position_ms(RoomTime(61_000)), player.end()), (Some(101_000), Some(RoomTime(160_000))));
        player.put(RoomTime(70_000), 12_345_678, true);
        assert_eq!((player.micro_percent(RoomTime(999_000)), player.end()), (12_345_678, None));
        player.put(RoomTime(70_000), WHOLE / 2, false);
        assert_eq!(
            (player.micro_percent(RoomTime(900_000)), player.position_ms(RoomTime(900_000))),
            (WHOLE, Some(200_000))
        );
    }

    #[test]
    fn without_a_duration_it_is_where_it_was_said_to_be() {
        let mut player = player(None);
        player.put(RoomTime(2_000), 42_500_000, false);
        assert_eq!(
            (player.micro_percent(RoomTime(9_000)), player.position_ms(RoomTime(9_000)), player.end()),
            (42_500_000, None, None)
        );
    }
}
