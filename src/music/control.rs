//! The rules for what a host may do, and everybody in an open room.

use super::catalogue::SongId;
use super::command::{Command, Seen};
use super::decide::{Facts, changed, told};
use super::event::Event;
use super::machine::{Cx, Decided};
use super::refusals;
use super::state::Game;
use super::wire::Cause;
use crate::engine::{Decision, Effect, Refusal, SeatNo};
use crate::limits::MUSIC_ECHO_MS;

impl Game {
    pub(super) fn control(&self, cx: &Cx<'_>, command: Command) -> Result<Decided, Refusal> {
        let events = match command {
            Command::Change { song } => {
                if self.is_echo(cx, &song) {
                    return Ok(told(self, cx, Cause::Host));
                }
                self.change(cx, &song)?
            }
            Command::Playback { micro_percent, paused } => self.playback(micro_percent, paused)?,
            Command::Close => return Ok(close(cx)),
            Command::Next { after } => self.go_on(cx, &after)?,
            Command::Restore { song } => self.restore(cx, &song)?,
            Command::Mute { guest, muted } => {
                let is_muted = self.guest(guest)?.muted;
                unless(is_muted == muted, Event::Muted { seat: guest, on: muted })
            }
            Command::RemoveGuest { guest, removed } => return self.remove_guest(cx, guest, removed),
            Command::Lock { locked } => unless(self.locked == locked, Event::Locked { on: locked }),
            Command::Settings(change) => {
                let settings = changed(self.settings, &change);
                unless(self.settings == settings, Event::Set { settings })
            }
            Command::Fallback { songs } => self.list_fallback(cx, &songs)?,
            // Not a host's.
            _ => Vec::new(),
        };
        Ok(Decision::of(events))
    }

    /// Two tabs of a host notice a song's end at once: the second order is the first one's echo.
    fn is_echo(&self, cx: &Cx<'_>, song: &SongId) -> bool {
        let began = self.player.as_ref().filter(|player| player.song.id == *song).map(|player| player.since);
        began.is_some_and(|since| cx.now.since(since) < MUSIC_ECHO_MS)
    }

    fn change(&self, cx: &Cx<'_>, song: &SongId) -> Facts {
        let waiting = self.queue.of(song).map(|entry| entry.song.clone());
        let playing = self.player.as_ref().filter(|player| player.song.id == *song).map(|player| player.song.clone());
        let known = waiting.or(playing).or_else(|| self.resolve(cx, song)).ok_or_else(refusals::unknown_song)?;
        Ok(self.started(cx, known, Cause::Host))
    }

    /// Clients of an open room may have started their song before the room knew of it.
    fn playback(&self, micro_percent: u32, paused: bool) -> Facts {
        if self.player.is_none() && !self.founded.open {
            return Err(refusals::nothing_plays());
        }
        Ok(vec![Event::Playback { micro_percent, paused }])
    }

    fn go_on(&self, cx: &Cx<'_>, after: &Seen) -> Facts {
        let playing = self.player.as_ref().map(|player| &player.song.id);
        let is_late = match after {
            Seen::Whatever => false,
            Seen::Nothing => playing.is_some(),
            Seen::Song(song) => playing != Some(song),
        };
        if is_late {
            return Ok(Vec::new());
        }
        let events = self.advance(cx, Cause::Host);
        if events.is_empty() { Err(refusals::nothing_waits()) } else { Ok(events) }
    }

    fn restore(&self, cx: &Cx<'_>, song: &SongId) -> Facts {
        let entry = self.queue.removed(song).ok_or_else(refusals::not_removed)?;
        if self.plays(song) {
            return Err(refusals::now_playing());
        }
        if self.queue.of(song).is_some() {
            return Err(refusals::already_queued());
        }
        if self.queue.entries().len() >= cx.settings.queue_max {
            return Err(refusals::queue_full(cx.settings.queue_max));
        }
        Ok(vec![Event::Restored { no: entry.no }])
    }

    fn guest(&self, seat: SeatNo) -> Result<&super::seats::Guest, Refusal> {
        let is_guest = Some(seat) != self.host_seat();
        self.seats.get(seat).filter(|guest| is_guest && !guest.gone).ok_or_else(refusals::unknown_guest)
    }

    fn remove_guest(&self, cx: &Cx<'_>, seat: SeatNo, removed: bool) -> Result<Decided, Refusal> {
        let is_removed = self.guest(seat)?.removed;
        let event = if removed { Event::Removed { seat } } else { Event::Readmitted { seat } };
        let mut decision = Decision::of(unless(is_removed == removed, event));
        if removed {
            let sockets = cx.roster.seat_conns(seat);
            decision.effects = sockets.map(|conn| Effect::Close { conn, code: 1008 }).collect();
        }
        Ok(decision)
    }

    fn list_fallback(&self, cx: &Cx<'_>, ids: &[SongId]) -> Facts {
        let known = |(at, id)| self.resolve(cx, id).ok_or_else(|| refusals::unknown_listed_song(at));
        let songs = ids.iter().enumerate().map(known).collect::<Result<_, _>>()?;
        let listed = Event::FallbackListed { songs };
        let mut then = self.clone();
        // Drawn from the list as it is then.
        if let Event::FallbackListed { songs } = &listed {
            then.fallback = super::state::Fallback { list: songs.clone(), ..Default::default() };
        }
        let refill = then.refill(cx, &[]);
        Ok(std::iter::once(listed).chain(refill).collect())
    }
}

/// Everybody is told and sent away.
fn close(cx: &Cx<'_>) -> Decided {
    let effects = cx.roster.iter().map(|(conn, _)| Effect::Close { conn, code: 1000 }).collect();
    Decision { effects, ..Decision::of(vec![Event::Closed]) }
}

/// Nothing where it is so already.
fn unless(is_so: bool, event: Event) -> Vec<Event> {
    if is_so { Vec::new() } else { vec![event] }
}
