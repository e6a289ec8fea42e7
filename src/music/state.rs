//! What is the case in a music room. It changes through events alone (`evolve`).

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::catalogue::{Song, SongId};
use super::event::Founded;
use super::pace::Pace;
use super::player::{Player, PlayerId};
use super::queue::{Entry, Queue};
use super::seats::Seats;
use super::wire::Settings;
use crate::engine::{RoomTime, SeatNo, WallTime};

/// The machine: a name under which a room may exist.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Music {
    pub(super) game: Option<Box<Game>>,
}

/// A room that exists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Game {
    pub(super) founded: Founded,
    pub(super) settings: Settings,
    pub(super) seats: Seats,
    pub(super) queue: Queue,
    pub(super) player: Option<Player>,
    /// The host's page that the sound comes from, as far as any has said so.
    #[serde(default)]
    pub(super) sounds_at: Option<PlayerId>,
    /// When that page was heard of last.
    #[serde(default)]
    pub(super) sounded: RoomTime,
    /// The music has ended by itself: the next song to be queued plays at once.
    pub(super) rolling: bool,
    /// Since when nobody's page has been heard while something plays.
    pub(super) unattended: Option<RoomTime>,
    pub(super) fallback: Fallback,
    /// Played last, newest first.
    pub(super) recent: VecDeque<SongId>,
    pub(super) chat: VecDeque<Line>,
    /// The next message's number.
    pub(super) next_line: u32,
    pub(super) locked: bool,
    pub(super) closed: bool,
    /// How often guests say something that everybody hears.
    pub(super) votes_pace: Pace,
    pub(super) chat_pace: Pace,
}

/// What plays when the queue is empty.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fallback {
    /// The host's own list; empty: the whole catalogue.
    pub list: Vec<Song>,
    /// The next few.
    pub upcoming: Vec<Song>,
    /// The last one's place in the shuffled order.
    pub key: u64,
}

/// A chat message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub id: u32,
    pub wall: WallTime,
    pub seat: SeatNo,
    /// As the speaker was called then.
    pub name: String,
    pub text: String,
}

impl Game {
    /// A room with nobody in it yet, but its host.
    pub(super) fn new(founded: Founded) -> Self {
        let mut seats = Seats::default();
        if !founded.open {
            seats.add(HOST_NAME, Some(founded.owner), false);
        }
        Game {
            settings: founded.settings,
            founded,
            seats,
            queue: Queue::default(),
            player: None,
            sounds_at: None,
            sounded: RoomTime(0),
            rolling: false,
            unattended: None,
            fallback: Fallback::default(),
            recent: VecDeque::new(),
            chat: VecDeque::new(),
            next_line: 1,
            locked: false,
            closed: false,
            votes_pace: Pace::default(),
            chat_pace: Pace::default(),
        }
    }

    /// The host's seat; an open room has none.
    pub(super) fn host_seat(&self) -> Option<SeatNo> {
        (!self.founded.open).then_some(0)
    }

    /// Whether something plays and does not stand.
    pub(super) fn is_sounding(&self) -> bool {
        !self.closed && self.player.as_ref().is_some_and(|player| !player.paused)
    }

    /// Whether this song plays.
    pub(super) fn plays(&self, song: &SongId) -> bool {
        self.player.as_ref().is_some_and(|player| player.song.id == *song)
    }

    /// The song that comes next: the queue's first, else the fallback list's.
    pub(super) fn next_up(&self) -> Option<Next<'_>> {
        match self.queue.entries().first() {
            Some(entry) => Some(Next::Queued(entry)),
            None if self.settings.fallback => self.fallback.upcoming.first().map(Next::Fallback),
            None => None,
        }
    }
}

/// What comes next.
#[derive(Debug, Clone, Copy)]
pub enum Next<'a> {
    Queued(&'a Entry),
    Fallback(&'a Song),
}

/// What the host is called until it says otherwise.
pub const HOST_NAME: &str = "Host";
