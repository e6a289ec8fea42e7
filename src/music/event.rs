//! What has happened in a music room. Stored for ever: within a version only additions with defaults.

use serde::{Deserialize, Serialize};

use super::catalogue::{Song, SongId};
use super::player::PlayerId;
use super::wire::{Cause, Settings};
use crate::engine::{KeyedHash, SeatNo, WallTime};

/// A fact. Its moment is the room time under which it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum Event {
    Founded(Box<Founded>),
    /// The next free seat was taken.
    Joined {
        name: String,
        /// Hash of the token that brings its owner back; none: the seat ends with its sockets.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        token: Option<KeyedHash>,
        /// Whether the guest has chosen the name.
        named: bool,
    },
    Named {
        seat: SeatNo,
        name: String,
    },
    /// Guests without a token whose sockets are gone: they cannot come back.
    Left {
        seats: Vec<SeatNo>,
    },
    Removed {
        seat: SeatNo,
    },
    Readmitted {
        seat: SeatNo,
    },
    Muted {
        seat: SeatNo,
        on: bool,
    },
    /// A song joined the queue under the next number, with the guest's vote.
    Queued {
        seat: SeatNo,
        song: Song,
        wall: WallTime,
        /// The vote is an event of its own, behind this one.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unvoted: bool,
    },
    Voted {
        seat: SeatNo,
        no: u32,
        on: bool,
    },
    /// Taken out of the queue.
    Dropped {
        no: u32,
        seat: SeatNo,
    },
    /// Put back into it.
    Restored {
        no: u32,
    },
    Chatted {
        seat: SeatNo,
        text: String,
        wall: WallTime,
    },
    /// A song plays from its beginning.
    Started {
        song: Song,
        /// Who added it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seat: Option<SeatNo>,
        votes: u32,
        cause: Cause,
    },
    /// The song that played is over and nothing follows.
    Silenced {
        song: SongId,
    },
    Playback {
        micro_percent: u32,
        paused: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        player: Option<PlayerId>,
        /// Nobody wished so: it stands because nobody's page was heard.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        halted: bool,
    },
    /// The sound comes from this page of a host's.
    PlayerChosen {
        player: PlayerId,
    },
    SkipVoted {
        seat: SeatNo,
        on: bool,
    },
    /// Nobody's page is heard while something plays, or one is heard again.
    Unattended {
        on: bool,
    },
    /// The songs that come when the queue is empty; `key` is the last one's place in the shuffled order.
    Upcoming {
        songs: Vec<Song>,
        key: u64,
    },
    /// The host's own fallback list; empty: the whole catalogue.
    FallbackListed {
        songs: Vec<Song>,
    },
    Locked {
        on: bool,
    },
    Set {
        settings: Settings,
    },
    Closed,
}

/// A room as it was founded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Founded {
    pub name: String,
    /// Nobody's, where the room is open.
    pub owner: KeyedHash,
    /// Founded by its first message: without a host, everybody may do everything.
    pub open: bool,
    pub wall: WallTime,
    /// Random; guests' tokens are derived from it and the server's key.
    pub salt: u64,
    /// Random; decides the order of the fallback list.
    pub shuffle: u64,
    pub settings: Settings,
}
