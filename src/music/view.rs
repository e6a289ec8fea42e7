//! What a viewer may see of the state. Secrets end here: tokens' hashes and the room's salt go into no message.

use super::catalogue::{self, cover_path, stream_path};
use super::machine::Cx;
use super::player::{Player, PlayerId};
use super::queue::Entry;
use super::state::{Game, HOST_NAME, Line};
use super::wire::{
    Cause, ChatEntry, Person, Playback, Playing, PresentPerson, QueueEntry, RoomState, ServerMessage, Settings,
    SkipVotes, Song, Standing, You,
};
use crate::engine::{Role, SeatNo, WallTime};
use crate::limits::{CHAT_HISTORY_BYTES_MAX, MUSIC_HOST_PEOPLE_ROWS};

/// Bytes of a chat message on the wire besides its texts.
const LINE_BYTES: usize = 80;

/// A song as rooms show it.
pub fn song(song: &catalogue::Song) -> Song {
    Song {
        song_id: song.id.as_str().to_owned(),
        title: song.title.clone(),
        artist: song.artist.clone(),
        album: song.album.clone(),
        duration_ms: song.duration_ms,
        cover_url: song.cover.then(|| cover_path(&song.id)),
        stream_url: song.stream.then(|| stream_path(&song.id)),
    }
}

/// Songs as rooms show them.
pub fn songs(songs: &[catalogue::Song]) -> Vec<Song> {
    songs.iter().map(song).collect()
}

/// The first words to a socket. `None`: the room is not founded yet.
pub fn room_state(game: Option<&Game>, cx: &Cx<'_>, role: Role) -> ServerMessage {
    let state = match game {
        Some(game) => game.room_state(cx, role),
        None => unfounded(cx),
    };
    ServerMessage::RoomState(Box::new(state))
}

fn unfounded(cx: &Cx<'_>) -> RoomState {
    RoomState {
        room_id: cx.room.to_owned(),
        code: cx.room.to_owned(),
        name: cx.room.to_owned(),
        exists: false,
        open: true,
        you: visitor(true),
        playing: None,
        queue: Vec::new(),
        fallback: Vec::new(),
        chat: Vec::new(),
        people: Vec::new(),
        people_count: 0,
        skip: SkipVotes { votes: 0, needed: 1, voted: Some(false) },
        settings: Settings::default(),
        locked: false,
        player: None,
        host_connected: false,
        server_time: cx.wall.0,
    }
}

fn visitor(controls: bool) -> You {
    You { guest_id: None, name: None, role: Standing::Visitor, controls, muted: false, waiting: 0 }
}

/// What everybody hears when a song begins; `None`: nothing plays.
pub fn song_changed(game: &Game, cx: &Cx<'_>, cause: Cause) -> Option<ServerMessage> {
    let playing = game.playing(cx)?;
    Some(ServerMessage::SongChanged { song_id: playing.song.song_id.clone(), playing: Box::new(playing), cause })
}

impl Game {
    /// The seat behind a connection's role.
    fn seat_of(&self, role: Role) -> Option<SeatNo> {
        match role {
            Role::Host => self.host_seat(),
            Role::Seat(seat) => Some(seat),
            Role::Visitor | Role::Stage => None,
        }
    }

    fn room_state(&self, cx: &Cx<'_>, role: Role) -> RoomState {
        let seat = self.seat_of(role);
        let (people, people_count) = self.people(cx, role == Role::Host);
        let controls = self.founded.open || role == Role::Host;
        RoomState {
            room_id: cx.room.to_owned(),
            code: cx.room.to_owned(),
            name: self.founded.name.clone(),
            exists: true,
            open: self.founded.open,
            you: seat.map_or_else(|| visitor(self.founded.open), |seat| self.you(seat)),
            playing: self.playing(cx),
            queue: self.queue.entries().iter().map(|entry| self.queue_entry(entry, seat)).collect(),
            fallback: songs(&self.fallback.upcoming),
            chat: self.history(),
            people,
            people_count,
            skip: SkipVotes { voted: Some(seat.is_some_and(|seat| self.wants_to_skip(seat))), ..self.skip_votes(cx) },
            settings: self.settings,
            locked: self.locked,
            player: self.sounds_at.as_ref().filter(|_| controls).map(|player| player.as_str().to_owned()),
            host_connected: cx.roster.hosts() > 0,
            server_time: cx.wall.0,
        }
    }

    /// Who a seat is, for its owner.
    pub(super) fn you(&self, seat: SeatNo) -> You {
        let host = Some(seat) == self.host_seat();
        let guest = self.seats.get(seat);
        You {
            guest_id: Some(seat),
            name: guest.map(|guest| guest.name.clone()),
            role: if host { Standing::Host } else { Standing::Guest },
            controls: host || self.founded.open,
            muted: guest.is_some_and(|guest| guest.muted),
            waiting: u32::try_from(self.queue.waiting_of(seat)).unwrap_or(u32::MAX),
        }
    }

    /// Somebody by name.
    pub(super) fn person(&self, seat: SeatNo) -> Person {
        let name = self.seats.get(seat).map_or(HOST_NAME, |guest| guest.name.as_str());
        Person { guest_id: seat, name: name.to_owned() }
    }

    fn queue_entry(&self, entry: &Entry, viewer: Option<SeatNo>) -> QueueEntry {
        QueueEntry {
            no: entry.no,
            song_id: entry.song.id.as_str().to_owned(),
            song: song(&entry.song),
            votes: entry.votes.count(),
            voted: viewer.is_some_and(|seat| entry.votes.has(seat)),
            added_by: self.person(entry.seat),
            queued_at: entry.queued.0,
        }
    }

    /// A song has joined the queue, or come back to it.
    pub(super) fn song_queued(
        &self,
        no: u32,
        song: &catalogue::Song,
        votes: u32,
        seat: SeatNo,
        queued: WallTime,
    ) -> ServerMessage {
        ServerMessage::SongQueued {
            song_id: song.id.as_str().to_owned(),
            no,
            song: self::song(song),
            votes,
            added_by: self.person(seat),
            queued_at: queued.0,
        }
    }

    /// The whole queue's order.
    pub(super) fn queue_changed(&self) -> ServerMessage {
        let entries = self.queue.entries().iter();
        let (order, votes) = entries.map(|entry| (entry.no, entry.votes.count())).unzip();
        ServerMessage::QueueChanged { order, votes }
    }

    fn playing(&self, cx: &Cx<'_>) -> Option<Playing> {
        let player = self.player.as_ref()?;
        Some(Playing {
            song: song(&player.song),
            added_by: player.seat.map(|seat| self.person(seat)),
            votes: player.votes,
            playback: playback(player, cx),
        })
    }

    /// Where the player is, for everybody.
    pub(super) fn playback_changed(
        &self,
        cx: &Cx<'_>,
        micro_percent: u32,
        paused: bool,
        player: Option<&PlayerId>,
    ) -> ServerMessage {
        let now = self.player.as_ref().map(|player| playback(player, cx));
        ServerMessage::PlaybackChanged {
            percentage: percent(micro_percent),
            paused,
            at: cx.wall.0,
            position_ms: now.and_then(|now| now.position_ms),
            duration_ms: now.and_then(|now| now.duration_ms),
            player: player.map(|player| player.as_str().to_owned()),
        }
    }

    /// The host's own fallback list, for hosts.
    pub(super) fn fallback_list(&self) -> ServerMessage {
        ServerMessage::HostFallbackList { songs: songs(&self.fallback.list) }
    }

    fn wants_to_skip(&self, seat: SeatNo) -> bool {
        self.player.as_ref().is_some_and(|player| player.skips.has(seat))
    }

    /// Votes to skip, for everybody.
    pub(super) fn skip_votes(&self, cx: &Cx<'_>) -> SkipVotes {
        SkipVotes { votes: self.skips_here(cx), needed: self.skips_needed(cx, 0), voted: None }
    }

    /// The last messages, as many as may go into one frame with a full queue.
    fn history(&self) -> Vec<ChatEntry> {
        let mut bytes = 0;
        let fits = |line: &&Line| {
            bytes += line.name.len() + line.text.len() + LINE_BYTES;
            bytes <= CHAT_HISTORY_BYTES_MAX
        };
        let mut lines: Vec<ChatEntry> = self.chat.iter().rev().take_while(fits).map(chat_entry).collect();
        lines.reverse();
        lines
    }

    /// Who is connected, the newest first behind the host, and how many there are.
    pub(super) fn people(&self, cx: &Cx<'_>, for_hosts: bool) -> (Vec<PresentPerson>, u32) {
        let count = self.present(cx);
        let rows = match (count as usize > cx.settings.whole_list_max, for_hosts) {
            (false, _) => cx.settings.whole_list_max,
            (true, true) => MUSIC_HOST_PEOPLE_ROWS,
            (true, false) => cx.settings.cut_list_rows,
        };
        // From the newest seat on, not all sorted: every guest who comes is shown the list.
        let host = self.host_seat().filter(|_| cx.roster.hosts() > 0);
        let guests = (0..self.seats.taken()).rev().filter(|seat| cx.roster.seat(*seat).is_some());
        let seats: Vec<SeatNo> = host.into_iter().chain(guests).take(rows.min(count as usize)).collect();
        let person = |seat: &SeatNo| {
            let Person { guest_id, name } = self.person(*seat);
            let role = if Some(*seat) == self.host_seat() { Standing::Host } else { Standing::Guest };
            PresentPerson { guest_id, name, role, muted: self.seats.get(*seat).is_some_and(|guest| guest.muted) }
        };
        (seats.iter().map(person).collect(), count)
    }
}

fn playback(player: &Player, cx: &Cx<'_>) -> Playback {
    Playback {
        percentage: percent(player.micro_percent(cx.now)),
        paused: player.paused,
        halted: player.halted,
        position_ms: player.position_ms(cx.now),
        at: cx.wall.0,
        duration_ms: player.song.duration_ms,
    }
}

fn percent(micro_percent: u32) -> f64 {
    f64::from(micro_percent) / super::parse::MICRO
}

/// A chat message that was said before.
pub fn chat_entry(line: &Line) -> ChatEntry {
    ChatEntry { id: line.id, at: line.wall.0, guest_id: line.seat, name: line.name.clone(), message: line.text.clone() }
}
