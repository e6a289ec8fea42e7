//! The music room as a machine: which part of it answers what.

use std::convert::Infallible;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::catalogue::Catalogue;
use super::command::Command;
use super::event::Event;
use super::parse;
use super::state::Music;
use super::view;
use super::wire::ServerMessage;
use crate::engine::{
    Caller, ConnId, Context, Decision, Groups, Incoming, KeyedHash, Machine, Outbox, Refusal, RoomTime, SeatNo, Secret,
    SecretKey, SessionStatus, SessionSummary,
};
use crate::limits;

/// What the room may know when it decides.
pub type Cx<'a> = Context<'a, MusicSettings>;
/// The room's answer to a command.
pub type Decided = Decision<Music>;
/// What the room has to say.
pub type Words = Outbox<Music>;

/// The server's settings for music rooms.
#[derive(Clone)]
pub struct MusicSettings {
    /// What songs there are; `None`: clients bring their own, every id is a song.
    pub catalogue: Option<Arc<dyn Catalogue>>,
    /// Guests that one room takes, those who left included.
    pub guests_max: u32,
    /// Songs that may wait in one queue.
    pub queue_max: usize,
    /// Bytes of a message.
    pub message_bytes_max: usize,
    /// People up to whom everybody receives the whole list of them.
    pub whole_list_max: usize,
    /// Rows of a list that was cut.
    pub cut_list_rows: usize,
}

impl Default for MusicSettings {
    fn default() -> Self {
        MusicSettings {
            catalogue: None,
            guests_max: limits::MUSIC_GUESTS_MAX,
            queue_max: limits::MUSIC_QUEUE_MAX,
            message_bytes_max: limits::MESSAGE_BYTES_MAX,
            whole_list_max: limits::WHOLE_LIST_MAX,
            cut_list_rows: limits::CUT_LIST_ROWS,
        }
    }
}

/// What is shown at most so often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Topic {
    /// The queue's order.
    Queue,
    /// What plays when the queue is empty.
    Fallback,
    /// Votes to skip.
    Skip,
    /// Who is here.
    People,
}

impl Machine for Music {
    const KIND: &'static str = "music";
    const VERSION: u16 = 1;
    /// Two tabs of a guest are the same guest, and both live.
    const SEATS_SHARED: bool = true;

    type Command = Command;
    type Event = Event;
    type Message = ServerMessage;
    type Topic = Topic;
    type Settings = MusicSettings;
    type Errand = Infallible;

    fn parse(incoming: Incoming<'_>, settings: &MusicSettings) -> Result<Command, Refusal> {
        parse::command(incoming, settings.message_bytes_max)
    }

    fn enter(credential: Option<Secret>) -> Option<Command> {
        Some(Command::Enter { token: credential })
    }

    fn encode(message: &ServerMessage, out: &mut Vec<u8>) {
        // Cannot fail: the wire's types have no map with keys that are no text, and a vector takes all.
        let _ = serde_json::to_writer(out, message);
    }

    fn refusal(refusal: &Refusal) -> ServerMessage {
        ServerMessage::Error {
            code: refusal.code.to_owned(),
            message: refusal.message.clone(),
            field: refusal.field.clone(),
        }
    }

    fn decide(&self, cx: &Cx<'_>, from: Caller, command: Command) -> Result<Decided, Refusal> {
        self.answer_to(cx, from, command)
    }

    fn evolve(&mut self, at: RoomTime, event: &Event) {
        self.apply(at, event);
    }

    fn announce(&self, cx: &Cx<'_>, events: &[Event], out: &mut Words) {
        for event in events {
            self.tell(cx, event, out);
        }
    }

    fn deadline(&self, now: RoomTime, _: &MusicSettings) -> Option<RoomTime> {
        self.game.as_ref()?.next_due(now)
    }

    fn expire(&self, cx: &Cx<'_>, _: &mut Words) -> Decided {
        self.game.as_ref().map(|game| Decision::of(game.pass(cx))).unwrap_or_default()
    }

    fn greet(&self, cx: &Cx<'_>, conn: ConnId, out: &mut Words) {
        // Who comes to a closed room has had its last words.
        if self.game.as_ref().is_none_or(|game| !game.closed) {
            out.reply(conn, view::room_state(self.game.as_deref(), cx, cx.roster.role(conn)));
        }
    }

    fn host_presence(&self, _: &Cx<'_>, connected: bool, out: &mut Words) {
        // The end of a room sends its host away too, which is no news.
        if self.game.as_ref().is_some_and(|game| !game.closed) {
            out.broadcast(Groups::EVERYONE, ServerMessage::HostPresence { connected });
            out.touch(Topic::People);
            out.touch(Topic::Skip);
        }
    }

    fn seat_presence(&self, _: &Cx<'_>, _: SeatNo, _: bool, out: &mut Words) {
        out.touch(Topic::People);
        // The share that skips a song is one of those present.
        out.touch(Topic::Skip);
    }

    fn seat_moved(&self, _: &Cx<'_>, _: ConnId, _: &mut Words) {
        // Seats are shared.
    }

    fn show(&self, cx: &Cx<'_>, topic: Topic, out: &mut Words) {
        self.show_topic(cx, topic, out);
    }

    fn interval_ms(topic: Topic) -> u64 {
        match topic {
            // Four in any second, counted from outside: what comes a little late must not make it five.
            Topic::Queue | Topic::Skip | Topic::People | Topic::Fallback => 270,
        }
    }

    fn sessions(&self, _: ConnId, _: &[(String, SessionSummary)], _: &mut Words) {
        // Nobody is shown a list of rooms.
    }

    fn summary(&self) -> Option<SessionSummary> {
        let game = self.game.as_deref()?;
        let status = match (game.closed, game.is_sounding()) {
            (true, _) => SessionStatus::Ended,
            (false, true) => SessionStatus::Active,
            (false, false) => SessionStatus::Waiting,
        };
        Some(SessionSummary {
            owner: game.founded.owner,
            title: game.founded.name.clone(),
            created: game.founded.wall,
            status,
            participant_count: game.seats.count(),
            outcome: None,
        })
    }

    fn clock_runs(&self) -> bool {
        self.game.as_ref().is_some_and(|game| game.is_sounding())
    }

    fn abandoned() -> Option<Command> {
        Some(Command::Close)
    }
}

/// What the store knows the owner of a host's token by.
pub fn owner_of(key: &SecretKey, host_token: &str) -> KeyedHash {
    super::decide::token_hash(key, host_token)
}
