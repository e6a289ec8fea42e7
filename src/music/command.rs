//! What a client of a music room can ask, understood and checked for form.

use crate::engine::{SeatNo, Secret};

use super::catalogue::SongId;
use super::player::PlayerId;
use super::wire::SettingsChange;

/// A command, from whomever; the machine checks rights.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Over HTTP: makes the room.
    Create(Box<NewRoom>),
    /// Ours, also over HTTP: takes a guest's seat and answers with its token.
    Join {
        name: String,
    },
    /// A socket has come, with the token that its address bore.
    Enter {
        token: Option<Secret>,
    },
    Queue {
        song: SongId,
    },
    Vote {
        song: SongId,
    },
    Chat {
        name: Option<String>,
        message: String,
    },
    Change {
        song: SongId,
    },
    /// Millionths of a percent, so that replay does not depend on how numbers are written.
    Playback {
        micro_percent: u32,
        paused: bool,
        /// The page that says so because it plays; absent: somebody wishes it so.
        player: Option<PlayerId>,
    },
    /// Ours: the sound comes from this page from now on.
    Play {
        player: PlayerId,
    },
    Close,
    /// Ours: takes a song out of the queue.
    Remove {
        song: SongId,
    },
    /// Ours: a vote to skip what plays.
    Skip,
    /// Ours: the queue's first, else the fallback list's. `after`: what was seen playing.
    Next {
        after: Seen,
    },
    /// Ours: puts a removed song back.
    Restore {
        song: SongId,
    },
    /// Ours.
    Mute {
        guest: SeatNo,
        muted: bool,
    },
    /// Ours.
    RemoveGuest {
        guest: SeatNo,
        removed: bool,
    },
    /// Ours.
    Lock {
        locked: bool,
    },
    /// Ours.
    Settings(SettingsChange),
    /// Ours: the songs that the room falls back to.
    Fallback {
        songs: Vec<SongId>,
    },
    /// Ours: which are they?
    ReadFallback,
    /// Ours: what time is it on the server? `client_time` comes back as it was.
    Time {
        client_time: f64,
    },
}

/// What a host saw playing when it went on to the next song.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    Whatever,
    Nothing,
    Song(SongId),
}

/// A room as its host makes it.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRoom {
    pub name: String,
    pub host_token: Secret,
    pub settings: SettingsChange,
}
