//! The rules for what everybody may do: queue, vote, talk, take back.

use super::catalogue::SongId;
use super::decide::{Facts, Me};
use super::event::Event;
use super::evolve::SECOND_MS;
use super::machine::Cx;
use super::refusals;
use super::state::{Game, Next};
use super::wire::Cause;
use crate::engine::{Refusal, SeatNo};
use crate::limits::{CHAT_BURST, MUSIC_ADDS_MS, MUSIC_RECEIPTS_PER_SECOND_MAX, MUSIC_UNHEARD_MS};

impl Game {
    pub(super) fn queue_song(&self, cx: &Cx<'_>, me: Me<'_>, song: &SongId) -> Facts {
        let mut events = self.enqueued(cx, me, song, false)?;
        events.extend(self.begins(cx, me, song));
        Ok(events)
    }

    /// The vote for a song that does not wait yet queues it, if it comes from the fallback list, or in an open
    /// room, where clients keep queues of their own.
    pub(super) fn vote(&self, cx: &Cx<'_>, me: Me<'_>, song: &SongId) -> Facts {
        if let Some(entry) = self.queue.of(song) {
            return Ok(vec![Event::Voted { seat: me.seat, no: entry.no, on: !entry.votes.has(me.seat) }]);
        }
        if self.plays(song) {
            return Err(refusals::now_playing());
        }
        if !self.founded.open && !self.fallback.upcoming.iter().any(|other| other.id == *song) {
            return Err(refusals::not_queued());
        }
        let mut events = self.enqueued(cx, me, song, true)?;
        // The number that it gets by the event before.
        events.insert(1, Event::Voted { seat: me.seat, no: self.queue.next_no(), on: true });
        events.extend(self.begins(cx, me, song));
        Ok(events)
    }

    fn enqueued(&self, cx: &Cx<'_>, me: Me<'_>, song: &SongId, unvoted: bool) -> Facts {
        if self.plays(song) {
            return Err(refusals::now_playing());
        }
        if self.queue.of(song).is_some() {
            return Err(refusals::already_queued());
        }
        if self.locked && !me.host {
            return Err(refusals::queue_locked());
        }
        let known = self.resolve(cx, song).ok_or_else(refusals::unknown_song)?;
        if self.queue.entries().len() >= cx.settings.queue_max {
            return Err(refusals::queue_full(cx.settings.queue_max));
        }
        self.may_add(cx, me)?;
        let queued = Event::Queued { seat: me.seat, song: known, wall: cx.wall, unvoted };
        Ok(std::iter::once(queued).chain(self.refill(cx, &[song])).collect())
    }

    /// One guest must not flood the queue, nor the others with songs that come and go.
    fn may_add(&self, cx: &Cx<'_>, me: Me<'_>) -> Result<(), Refusal> {
        let most = self.settings.queue_limit;
        if me.host {
            return Ok(());
        }
        if self.queue.waiting_of(me.seat) >= most as usize {
            return Err(refusals::queue_limit(most));
        }
        let added = me.guest.map_or(0, |guest| guest.adds.count(cx.now, MUSIC_ADDS_MS));
        if added >= most.saturating_mul(2).saturating_add(4) {
            return Err(refusals::too_fast());
        }
        Ok(())
    }

    /// Where the music has run out, the next song to be queued plays at once.
    fn begins(&self, cx: &Cx<'_>, me: Me<'_>, song: &SongId) -> Option<Event> {
        if self.player.is_some() || !self.rolling || !self.is_attended(cx) {
            return None;
        }
        let song = self.resolve(cx, song)?;
        Some(Event::Started { song, seat: Some(me.seat), votes: 1, cause: Cause::Ended })
    }

    pub(super) fn say(&self, cx: &Cx<'_>, me: Me<'_>, wish: Option<String>, text: String) -> Facts {
        if me.guest.is_some_and(|guest| guest.muted) {
            return Err(refusals::muted());
        }
        self.may_speak(cx, me)?;
        let mut events = Vec::new();
        if let (Some(guest), Some(wish)) = (me.guest, wish)
            && !guest.named
        {
            events.push(Event::Named { seat: me.seat, name: self.free_name(cx, &wish, me.seat) });
        }
        events.push(Event::Chatted { seat: me.seat, text, wall: cx.wall });
        Ok(events)
    }

    fn may_speak(&self, cx: &Cx<'_>, me: Me<'_>) -> Result<(), Refusal> {
        if me.host {
            return Ok(());
        }
        let receipts = (self.chat_pace.count(cx.now, SECOND_MS) as usize + 1).saturating_mul(cx.roster.len());
        if receipts > MUSIC_RECEIPTS_PER_SECOND_MAX {
            return Err(refusals::chat_busy());
        }
        let Some(guest) = me.guest else { return Ok(()) };
        let slow_ms = u64::from(self.settings.slow_mode_seconds) * 1_000;
        if let Some(wait_ms) =
            guest.spoke.map(|spoke| slow_ms.saturating_sub(cx.now.since(spoke))).filter(|wait| *wait > 0)
        {
            return Err(refusals::slow_mode(wait_ms));
        }
        let (most, window_ms) = CHAT_BURST;
        if guest.words.count(cx.now, window_ms) >= most {
            return Err(refusals::slow_mode(window_ms));
        }
        Ok(())
    }

    /// A host takes out any song, a guest one of its own.
    pub(super) fn remove(&self, me: Me<'_>, song: &SongId) -> Facts {
        let entry = self.queue.of(song).ok_or_else(refusals::not_queued)?;
        if entry.seat != me.seat && !me.host && !self.founded.open {
            return Err(refusals::not_yours());
        }
        Ok(vec![Event::Dropped { no: entry.no, seat: me.seat }])
    }

    pub(super) fn vote_to_skip(&self, cx: &Cx<'_>, me: Me<'_>) -> Facts {
        if !self.settings.skip_votes {
            return Err(refusals::skip_off());
        }
        let player = self.player.as_ref().ok_or_else(refusals::nothing_plays)?;
        let on = !player.skips.has(me.seat);
        let mut events = vec![Event::SkipVoted { seat: me.seat, on }];
        if on && self.is_skipped(cx, Some(me)) {
            let next = self.advance(cx, Cause::Skipped);
            let begins = next.iter().any(|event| matches!(event, Event::Started { .. }));
            events.extend(next);
            // Guests choose what plays, not whether: where the host has paused, the next song waits too.
            if player.paused && begins {
                events.push(Event::Playback { micro_percent: 0, paused: true, player: None, halted: player.halted });
            }
        }
        Ok(events)
    }

    /// Whether enough of those present want the song to end; `me` has just voted.
    pub(super) fn is_skipped(&self, cx: &Cx<'_>, me: Option<Me<'_>>) -> bool {
        let Some(player) = self.player.as_ref().filter(|_| self.settings.skip_votes) else { return false };
        let newcomer = me.filter(|me| !me.host && cx.roster.seat(me.seat).is_none());
        let needed = self.skips_needed(cx, u32::from(newcomer.is_some()));
        let own = u32::from(me.is_some());
        // Only where all votes together would do, it matters who of the voters is still here.
        if player.skips.count() + own < needed {
            return false;
        }
        let here = player.skips.seats().filter(|seat| self.is_here(cx, *seat) && me.is_none_or(|me| me.seat != *seat));
        here.count() as u32 + own >= needed
    }

    /// Votes to skip of those who are here: the others' do not count.
    pub(super) fn skips_here(&self, cx: &Cx<'_>) -> u32 {
        let skips = self.player.iter().flat_map(|player| player.skips.seats());
        skips.filter(|seat| self.is_here(cx, *seat)).count() as u32
    }

    fn is_here(&self, cx: &Cx<'_>, seat: SeatNo) -> bool {
        cx.roster.seat(seat).is_some() || (Some(seat) == self.host_seat() && cx.roster.hosts() > 0)
    }

    /// How many are present: seats with a socket, and the host.
    pub(super) fn present(&self, cx: &Cx<'_>) -> u32 {
        cx.roster.seats_connected() as u32 + u32::from(cx.roster.hosts() > 0)
    }

    /// Votes that skip a song: the share of those present.
    pub(super) fn skips_needed(&self, cx: &Cx<'_>, newcomers: u32) -> u32 {
        let present = (self.present(cx) + newcomers).max(1);
        let share = (u64::from(present) * u64::from(self.settings.skip_percent)).div_ceil(100);
        u32::try_from(share).unwrap_or(u32::MAX).max(1)
    }

    /// What plays next, as facts: the queue's first, else the fallback list's, else nothing any more.
    pub(super) fn advance(&self, cx: &Cx<'_>, cause: Cause) -> Vec<Event> {
        match self.next_up() {
            Some(Next::Queued(entry)) => self.started(cx, entry.song.clone(), cause),
            Some(Next::Fallback(song)) => self.started(cx, song.clone(), cause),
            None => match self.refill(cx, &[]) {
                // The catalogue had nothing when it was last asked.
                Some(Event::Upcoming { mut songs, key }) if !songs.is_empty() => {
                    let first = songs.remove(0);
                    let started = Event::Started { song: first, seat: None, votes: 0, cause };
                    vec![Event::Upcoming { songs, key }, started]
                }
                _ => {
                    let again = self.once_more(cx).map(|song| Event::Started { song, seat: None, votes: 0, cause });
                    let over = || Some(Event::Silenced { song: self.player.as_ref()?.song.id.clone() });
                    again.or_else(over).into_iter().collect()
                }
            },
        }
    }

    /// A song begins, whether it waited or not.
    pub(super) fn started(&self, cx: &Cx<'_>, song: super::catalogue::Song, cause: Cause) -> Vec<Event> {
        let waited = self.queue.of(&song.id);
        let (seat, votes) = waited.map_or((None, 0), |entry| (Some(entry.seat), entry.votes.count()));
        let refill = self.refill(cx, &[&song.id]);
        let started = Event::Started { song, seat, votes, cause };
        std::iter::once(started).chain(refill).collect()
    }

    /// Whether anybody is here whose player may sound: a host, or in an open room anybody.
    pub(super) fn is_attended(&self, cx: &Cx<'_>) -> bool {
        cx.roster.hosts() > 0 || (self.founded.open && !cx.roster.is_empty())
    }

    /// Whether what plays is heard, as far as anybody can tell: a host's phone is here while the computer that was
    /// chosen to play sleeps, and that one tells every ten seconds where it is.
    pub(super) fn is_heard(&self, cx: &Cx<'_>) -> bool {
        let speaks = self.sounds_at.is_none() || cx.now.since(self.sounded) < MUSIC_UNHEARD_MS;
        self.is_attended(cx) && (self.founded.open || speaks)
    }
}
