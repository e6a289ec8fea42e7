//! The rules for what a host may do, and everybody in an open room.

use std::collections::HashSet;

use super::catalogue::{Song, SongId};
use super::command::{Command, Seen};
use super::decide::{Facts, changed, reply, told};
use super::event::Event;
use super::machine::{Cx, Decided};
use super::player::PlayerId;
use super::refusals;
use super::state::{Fallback, Game};
use super::wire::{Cause, Settings};
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
            Command::Playback { micro_percent, paused, player } => self.playback(micro_percent, paused, player)?,
            Command::Play { player } => {
                unless(self.sounds_at.as_ref() == Some(&player), Event::PlayerChosen { player })
            }
            Command::Close => return Ok(close(cx)),
            Command::Next { after } => self.go_on(cx, &after)?,
            Command::Restore { song } => self.restore(cx, &song)?,
            Command::Mute { guest, muted } => {
                let is_muted = self.guest(guest)?.muted;
                unless(is_muted == muted, Event::Muted { seat: guest, on: muted })
            }
            Command::RemoveGuest { guest, removed } => return self.remove_guest(cx, guest, removed),
            Command::Lock { locked } => unless(self.locked == locked, Event::Locked { on: locked }),
            Command::Settings(change) => self.set(cx, changed(self.settings, &change)),
            Command::Fallback { songs } => self.list_fallback(cx, &songs)?,
            Command::ReadFallback => return Ok(reply(self.fallback_list())),
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
    fn playback(&self, micro_percent: u32, paused: bool, player: Option<PlayerId>) -> Facts {
        // Of two pages that believe they play, the one that was chosen last does: the server's order decides.
        if player.is_some() && self.sounds_at.is_some() && player != self.sounds_at {
            return Err(refusals::other_player());
        }
        if self.player.is_none() && !self.founded.open {
            return Err(refusals::nothing_plays());
        }
        Ok(vec![Event::Playback { micro_percent, paused, player, halted: false }])
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
        // What is in the list already may have gone from the folder; it is no reason to refuse everything else.
        let listed = |id: &SongId| self.fallback.list.iter().find(|song| song.id == *id).cloned();
        let known =
            |(at, id)| self.resolve(cx, id).or_else(|| listed(id)).ok_or_else(|| refusals::unknown_listed_song(at));
        let mut songs = ids.iter().enumerate().map(known).collect::<Result<Vec<_>, _>>()?;
        let mut seen = HashSet::new();
        songs.retain(|song| seen.insert(song.id.clone()));
        let refill = self.redrawn(cx, songs.clone(), self.settings);
        Ok(std::iter::once(Event::FallbackListed { songs }).chain(refill).collect())
    }

    fn set(&self, cx: &Cx<'_>, settings: Settings) -> Vec<Event> {
        if settings == self.settings {
            return Vec::new();
        }
        let turns = settings.fallback_in_order != self.settings.fallback_in_order;
        let refill = if turns || (settings.fallback && self.fallback.upcoming.is_empty()) {
            self.redrawn(cx, self.fallback.list.clone(), settings)
        } else {
            None
        };
        std::iter::once(Event::Set { settings }).chain(refill).collect()
    }

    /// What comes next from a fallback list that has just changed, or plays in another order from now on.
    fn redrawn(&self, cx: &Cx<'_>, list: Vec<Song>, settings: Settings) -> Option<Event> {
        let fallback = Fallback { list, ..Fallback::default() };
        let settings = Settings { fallback: true, ..settings };
        Game { fallback, settings, ..self.clone() }.refill(cx, &[])
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
