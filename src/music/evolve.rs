//! Facts' consequences. Nothing here refuses or fails, and each does the same for ever.

use super::event::Event;
use super::player::Player;
use super::state::{Fallback, Game, Line, Music};
use crate::engine::{RoomTime, SeatNo, WallTime};
use crate::limits::{CHAT_BURST, CHAT_KEPT, MUSIC_ADDS_MS, MUSIC_RECENT_KEPT};

/// Milliseconds over which what everybody hears is counted.
pub const SECOND_MS: u64 = 1_000;

impl Music {
    pub(super) fn apply(&mut self, at: RoomTime, event: &Event) {
        match (event, self.game.as_deref_mut()) {
            (Event::Founded(founded), None) => self.game = Some(Box::new(Game::new((**founded).clone()))),
            (event, Some(game)) => game.apply(at, event),
            // Nothing happens in a room that does not exist.
            (_, None) => {}
        }
    }
}

impl Game {
    fn apply(&mut self, now: RoomTime, event: &Event) {
        match event {
            // A room is founded once.
            Event::Founded(_) => {}
            Event::Joined { name, token, named } => self.seats.add(name, *token, *named),
            Event::Named { seat, name } => self.seats.name(*seat, name),
            Event::Left { seats } => {
                for seat in seats {
                    self.retract(*seat);
                    self.seats.leave(*seat);
                }
            }
            Event::Removed { seat } => {
                self.retract(*seat);
                self.queue.drop_unwanted_of(*seat);
                self.with_guest(*seat, |guest| guest.removed = true);
            }
            Event::Readmitted { seat } => self.with_guest(*seat, |guest| guest.removed = false),
            Event::Muted { seat, on } => self.with_guest(*seat, |guest| guest.muted = *on),
            Event::Queued { seat, song, wall, unvoted } => {
                self.fallback.upcoming.retain(|other| other.id != song.id);
                self.queue.add(song.clone(), *seat, *wall, !unvoted);
                self.with_guest(*seat, |guest| guest.adds.add(now, MUSIC_ADDS_MS));
            }
            Event::Voted { seat, no, on } => {
                self.queue.vote(*no, *seat, *on);
                self.votes_pace.add(now, SECOND_MS);
            }
            Event::Dropped { no, .. } => self.queue.remove(*no),
            Event::Restored { no } => {
                self.queue.restore(*no);
                if let Some(entry) = self.queue.by_no(*no) {
                    self.fallback.upcoming.retain(|other| other.id != entry.song.id);
                }
            }
            Event::Chatted { seat, text, wall } => self.hear(now, *seat, text, *wall),
            Event::Started { song, seat, votes, cause: _ } => {
                self.queue.play(&song.id);
                self.fallback.upcoming.retain(|other| other.id != song.id);
                self.recent.retain(|other| *other != song.id);
                self.recent.push_front(song.id.clone());
                self.recent.truncate(MUSIC_RECENT_KEPT);
                self.player = Some(Player::start(song.clone(), *seat, *votes, now));
                self.rolling = false;
            }
            Event::Silenced { .. } => {
                self.player = None;
                self.rolling = true;
                self.unattended = None;
            }
            Event::Playback { micro_percent, paused, player, halted } => {
                if player.is_some() {
                    self.sounded = now;
                }
                if let Some(player) = &mut self.player {
                    player.put(now, *micro_percent, *paused);
                    player.halted = *halted;
                }
                if *paused {
                    self.unattended = None;
                }
            }
            Event::PlayerChosen { player } => {
                (self.sounds_at, self.sounded) = (Some(player.clone()), now);
            }
            Event::SkipVoted { seat, on } => {
                if let Some(player) = &mut self.player {
                    player.skips.put(*seat, *on);
                }
            }
            Event::Unattended { on } => self.unattended = on.then_some(now),
            Event::Upcoming { songs, key } => {
                (self.fallback.upcoming, self.fallback.key) = (songs.clone(), *key);
            }
            Event::FallbackListed { songs } => {
                self.fallback = Fallback { list: songs.clone(), ..Fallback::default() };
            }
            Event::Locked { on } => self.locked = *on,
            Event::Set { settings } => self.settings = *settings,
            Event::Closed => {
                self.closed = true;
                self.player = None;
            }
        }
    }

    fn with_guest(&mut self, seat: SeatNo, change: impl FnOnce(&mut super::seats::Guest)) {
        if let Some(guest) = self.seats.get_mut(seat) {
            change(guest);
        }
    }

    /// Takes back all votes of a seat.
    fn retract(&mut self, seat: SeatNo) {
        self.queue.retract(seat);
        if let Some(player) = &mut self.player {
            player.skips.put(seat, false);
        }
    }

    fn hear(&mut self, now: RoomTime, seat: SeatNo, text: &str, wall: WallTime) {
        let name = self.seats.get(seat).map(|guest| guest.name.clone()).unwrap_or_default();
        let id = self.next_line;
        self.next_line += 1;
        self.chat.push_back(Line { id, wall, seat, name, text: text.to_owned() });
        if self.chat.len() > CHAT_KEPT {
            self.chat.pop_front();
        }
        self.chat_pace.add(now, SECOND_MS);
        self.with_guest(seat, |guest| {
            guest.spoke = Some(now);
            guest.words.add(now, CHAT_BURST.1);
        });
    }
}
