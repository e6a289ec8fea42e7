//! What is said because of facts, on the state that contains them already.

use super::event::Event;
use super::evolve::SECOND_MS;
use super::machine::{Cx, Topic, Words};
use super::queue::Entry;
use super::state::{Game, Music};
use super::view;
use super::wire::{ServerMessage, SkipVotes};
use crate::engine::{Groups, Role, SeatNo};
use crate::limits::MUSIC_RECEIPTS_PER_SECOND_MAX;

/// Everybody but hosts.
const GUESTS: Groups = Groups::SEATS.and(Groups::STAGES).and(Groups::VISITORS);

impl Music {
    pub(super) fn tell(&self, cx: &Cx<'_>, event: &Event, out: &mut Words) {
        let Some(game) = self.game.as_deref() else { return };
        if let Event::Founded(_) = event {
            // Who came early learns that the room exists now.
            out.broadcast(Groups::VISITORS, view::room_state(Some(game), cx, Role::Visitor));
        }
        game.tell(cx, event, out);
    }

    pub(super) fn show_topic(&self, cx: &Cx<'_>, topic: Topic, out: &mut Words) {
        let Some(game) = self.game.as_deref().filter(|game| !game.closed) else { return };
        match topic {
            Topic::Queue => out.broadcast(Groups::EVERYONE, game.queue_changed()),
            Topic::Fallback => {
                let songs = view::songs(&game.fallback.upcoming);
                out.broadcast(Groups::EVERYONE, ServerMessage::FallbackChanged { songs });
            }
            Topic::Skip => out.broadcast(Groups::EVERYONE, ServerMessage::VoteSkip(game.skip_votes(cx))),
            Topic::People => game.show_people(cx, out),
        }
    }
}

impl Game {
    fn tell(&self, cx: &Cx<'_>, event: &Event, out: &mut Words) {
        match event {
            Event::Founded(_) | Event::Unattended { .. } | Event::Readmitted { .. } => {}
            Event::Joined { .. } => self.tell_owner(self.seats.taken().saturating_sub(1), out),
            Event::Named { seat, .. } | Event::Muted { seat, .. } => {
                self.tell_owner(*seat, out);
                out.touch(Topic::People);
            }
            Event::Left { .. } => {
                out.touch(Topic::Queue);
                out.touch(Topic::Skip);
            }
            Event::Removed { seat } => {
                out.seat(*seat, ServerMessage::GuestRemoved);
                out.touch(Topic::Queue);
                out.touch(Topic::Skip);
                out.touch(Topic::People);
            }
            Event::Queued { seat, song, wall, .. } => {
                // It may play already: where the music had run out, it does not wait.
                let no = self.queue.last_no();
                let votes = self.queue.by_no(no).map_or(1, |entry| entry.votes.count());
                out.broadcast(Groups::EVERYONE, self.song_queued(no, song, votes, *seat, *wall));
                out.touch(Topic::Queue);
            }
            Event::Restored { no } => {
                if let Some(entry) = self.queue.by_no(*no) {
                    let Entry { song, votes, seat, queued, .. } = entry;
                    out.broadcast(Groups::EVERYONE, self.song_queued(*no, song, votes.count(), *seat, *queued));
                    self.tell_own_votes(entry, out);
                }
                out.touch(Topic::Queue);
            }
            Event::Voted { seat, no, on } => self.tell_vote(cx, *seat, *no, *on, out),
            Event::Dropped { no, seat } => {
                if let Some(entry) = self.queue.removed_by_no(*no) {
                    let song_id = entry.song.id.as_str().to_owned();
                    out.broadcast(Groups::EVERYONE, ServerMessage::SongRemoved { song_id, by: self.person(*seat) });
                }
                out.touch(Topic::Queue);
            }
            Event::Chatted { .. } => self.tell_chat(out),
            Event::Started { cause, .. } => {
                if let Some(message) = view::song_changed(self, cx, *cause) {
                    out.broadcast(Groups::EVERYONE, message);
                }
                out.touch(Topic::Queue);
                out.touch(Topic::Skip);
            }
            Event::Silenced { song } => {
                let song_id = song.as_str().to_owned();
                out.broadcast(Groups::EVERYONE, ServerMessage::SongEnded { song_id });
                out.touch(Topic::Skip);
            }
            Event::Playback { micro_percent, paused, player, halted: _ } => {
                out.broadcast(Groups::EVERYONE, self.playback_changed(cx, *micro_percent, *paused, player.as_ref()));
            }
            Event::PlayerChosen { player } => {
                let told = if self.founded.open { Groups::EVERYONE } else { Groups::HOSTS };
                out.broadcast(told, ServerMessage::HostPlayer { player: player.as_str().to_owned() });
            }
            Event::SkipVoted { seat, on } => {
                let votes = SkipVotes { voted: Some(*on), ..self.skip_votes(cx) };
                self.to_owner(*seat, ServerMessage::VoteSkip(votes), out);
                out.touch(Topic::Skip);
            }
            Event::Upcoming { .. } => out.touch(Topic::Fallback),
            Event::FallbackListed { .. } => {
                out.broadcast(Groups::HOSTS, self.fallback_list());
                out.touch(Topic::Fallback);
            }
            Event::Locked { on } => out.broadcast(Groups::EVERYONE, ServerMessage::QueueLocked { locked: *on }),
            Event::Set { settings } => {
                out.broadcast(Groups::EVERYONE, ServerMessage::SettingsChanged { settings: *settings });
                out.touch(Topic::Skip);
                out.touch(Topic::Fallback);
            }
            Event::Closed => out.broadcast(Groups::EVERYONE, ServerMessage::RoomClosed),
        }
    }

    /// To all sockets of a guest, or of the host.
    fn to_owner(&self, seat: SeatNo, message: ServerMessage, out: &mut Words) {
        if Some(seat) == self.host_seat() {
            out.broadcast(Groups::HOSTS, message);
        } else {
            out.seat(seat, message);
        }
    }

    fn tell_owner(&self, seat: SeatNo, out: &mut Words) {
        self.to_owner(seat, ServerMessage::YouChanged { you: self.you(seat) }, out);
    }

    /// Everybody hears every vote, as existing clients expect, as long as these are few: 5,000 people who hear
    /// 500 votes a second would be 2.5 million frames. Above that the voter hears its own, and all hear the
    /// order four times a second.
    fn tell_vote(&self, cx: &Cx<'_>, seat: SeatNo, no: u32, on: bool, out: &mut Words) {
        let waiting = self.queue.by_no(no).map(|entry| (&entry.song.id, entry.votes.count()));
        // What is queued by a vote may play already.
        let playing = || self.player.as_ref().map(|player| (&player.song.id, player.votes));
        if let Some((song, votes)) = waiting.or_else(playing) {
            let song_id = song.as_str().to_owned();
            let message = ServerMessage::SongVote { song_id, votes, voted: on, by: self.person(seat) };
            let receipts = (self.votes_pace.count(cx.now, SECOND_MS) as usize).saturating_mul(cx.roster.len());
            if receipts <= MUSIC_RECEIPTS_PER_SECOND_MAX {
                out.broadcast(Groups::EVERYONE, message);
            } else {
                self.to_owner(seat, message, out);
            }
        }
        out.touch(Topic::Queue);
    }

    /// A song is back with its votes: each voter is told that its own is among them, and who added the song where it
    /// is not, for a song that is queued otherwise has that one vote.
    fn tell_own_votes(&self, entry: &Entry, out: &mut Words) {
        let Entry { song, votes, seat, .. } = entry;
        for seat in votes.seats().chain((!votes.has(*seat)).then_some(*seat)) {
            let (song_id, voted, by) = (song.id.as_str().to_owned(), votes.has(seat), self.person(seat));
            self.to_owner(seat, ServerMessage::SongVote { song_id, votes: votes.count(), voted, by }, out);
        }
    }

    fn tell_chat(&self, out: &mut Words) {
        let Some(line) = self.chat.back() else { return };
        let said = view::chat_entry(line);
        let message = ServerMessage::ChatMessage {
            name: said.name,
            message: said.message,
            id: said.id,
            at: said.at,
            guest_id: said.guest_id,
        };
        out.broadcast(Groups::EVERYONE, message);
    }

    fn show_people(&self, cx: &Cx<'_>, out: &mut Words) {
        let (people, count) = self.people(cx, false);
        if count as usize <= cx.settings.whole_list_max {
            out.broadcast(Groups::EVERYONE, ServerMessage::PeopleChanged { people, count });
        } else {
            out.broadcast(GUESTS, ServerMessage::PeopleChanged { people, count });
            let (people, count) = self.people(cx, true);
            out.broadcast(Groups::HOSTS, ServerMessage::PeopleChanged { people, count });
        }
    }
}
