//! What the passing of time brings: a song's end that no player has told, guests who are gone, music that
//! nobody hears.

use super::event::Event;
use super::machine::Cx;
use super::state::Game;
use super::wire::Cause;
use crate::engine::RoomTime;
use crate::limits::{MUSIC_ADVANCE_GRACE_MS, MUSIC_CHECK_MS, MUSIC_UNATTENDED_MS};

impl Game {
    /// The next moment after `now` at which something may be due.
    pub(super) fn next_due(&self, now: RoomTime) -> Option<RoomTime> {
        if self.closed {
            return None;
        }
        let end = self.overdue().filter(|end| *end > now);
        let watched = self.is_sounding() || !self.seats.passing().is_empty();
        // On a grid, so that events do not put it off for ever.
        let check = watched.then(|| now.plus(MUSIC_CHECK_MS - now.0 % MUSIC_CHECK_MS));
        [end, check].into_iter().flatten().min()
    }

    /// When the host's player has had its time to say what comes next.
    fn overdue(&self) -> Option<RoomTime> {
        self.player.as_ref()?.end().map(|end| end.plus(MUSIC_ADVANCE_GRACE_MS))
    }

    pub(super) fn pass(&self, cx: &Cx<'_>) -> Vec<Event> {
        if self.closed {
            return Vec::new();
        }
        let mut events: Vec<Event> = self.departed(cx).into_iter().collect();
        if self.is_sounding() {
            events.extend(self.watch(cx));
        }
        events
    }

    fn watch(&self, cx: &Cx<'_>) -> Vec<Event> {
        let attended = self.is_heard(cx);
        if attended && self.overdue().is_some_and(|end| end <= cx.now) {
            return self.advance(cx, Cause::Ended);
        }
        match (attended, self.unattended) {
            (true, Some(_)) => return vec![Event::Unattended { on: false }],
            (false, None) => return vec![Event::Unattended { on: true }],
            (false, Some(since)) if cx.now.since(since) >= MUSIC_UNATTENDED_MS => return self.halt(since),
            (true, None) | (false, Some(_)) => {}
        }
        // Those who left may have been the ones who wanted to hear it.
        if attended && self.is_skipped(cx, None) { self.advance(cx, Cause::Skipped) } else { Vec::new() }
    }

    /// The music stands where it was heard last.
    fn halt(&self, since: RoomTime) -> Vec<Event> {
        let player = self.player.iter();
        player
            .map(|player| {
                let micro_percent = player.micro_percent(since);
                Event::Playback { micro_percent, paused: true, player: None, halted: true }
            })
            .collect()
    }
}
