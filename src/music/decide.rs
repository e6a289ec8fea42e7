//! The rules: what a command brings, or why not. Changes nothing. Here: who asks, and how one comes in.

use super::command::{Command, NewRoom};
use super::event::{Event, Founded};
use super::machine::{Cx, Decided};
use super::refusals;
use super::seats::Guest;
use super::state::{Game, Music};
use super::view;
use super::wire::{ServerMessage, Settings, SettingsChange};
use crate::engine::{Caller, Decision, Effect, KeyedHash, Machine, Refusal, Role, SeatNo, Secret, SecretKey};

/// What a rule answers: facts, or why not.
pub type Facts = Result<Vec<Event>, Refusal>;
type Answer = Result<Decided, Refusal>;

/// Who asks.
#[derive(Debug, Clone, Copy)]
pub struct Me<'a> {
    /// The own seat; the next free one for somebody who has done nothing yet.
    pub seat: SeatNo,
    /// `None`: the seat is taken by what is asked.
    pub guest: Option<&'a Guest>,
    /// Came with the host's token: limits for guests do not bind it.
    pub host: bool,
}

impl Music {
    pub(super) fn answer_to(&self, cx: &Cx<'_>, from: Caller, command: Command) -> Answer {
        match (command, self.game.as_deref()) {
            (Command::Time { client_time }, _) => {
                Ok(reply(ServerMessage::ServerTime { client_time, server_time: cx.wall.0 }))
            }
            (Command::Create(room), None) => Ok(Decision::of(create(cx, *room))),
            (Command::Create(_), Some(_)) => Err(refusals::code_taken()),
            (Command::Enter { token: None }, None) => Ok(Decision::default()),
            (Command::Enter { token: Some(_) }, None) => Ok(reply(Music::refusal(&refusals::invalid_token()))),
            (Command::Enter { token }, Some(game)) => Ok(game.enter(cx, from, token)),
            (Command::Join { .. }, None) => Err(refusals::no_room()),
            (_, Some(game)) if game.closed => Err(refusals::room_closed()),
            (Command::Join { name }, Some(game)) => game.join(cx, from, &name),
            (command, Some(game)) => game.act(cx, from, command),
            // A room that nobody made over HTTP is founded by its first message.
            (command, None) => {
                let founded = found_open(cx);
                let mut decision = Game::new(founded.clone()).act(cx, from, command)?;
                decision.events.insert(0, Event::Founded(Box::new(founded)));
                Ok(decision)
            }
        }
    }

    /// Whether a token is the host's.
    pub fn is_host(&self, key: &SecretKey, token: &str) -> bool {
        let hash = token_hash(key, token);
        self.game.as_deref().is_some_and(|game| !game.founded.open && game.founded.owner == hash)
    }
}

impl Game {
    fn enter(&self, cx: &Cx<'_>, from: Caller, token: Option<Secret>) -> Decided {
        if self.closed {
            return leave_with(from, ServerMessage::RoomClosed, 1000);
        }
        let Some(token) = token else { return Decision::default() };
        let hash = token_hash(cx.key, token.expose());
        // The catalogue may have had nothing yet when it was last asked.
        let bind = |role| Decision {
            effects: vec![Effect::Bind { conn: from.conn, role }],
            ..Decision::of(self.refill(cx, &[]).into_iter().collect())
        };
        match self.seats.by_token(&hash) {
            Some((seat, _)) if Some(seat) == self.host_seat() => bind(Role::Host),
            Some((_, guest)) if guest.removed => leave_with(from, ServerMessage::GuestRemoved, 1008),
            Some((seat, _)) => bind(Role::Seat(seat)),
            None => reply(Music::refusal(&refusals::invalid_token())),
        }
    }

    /// Takes a seat that outlives the socket.
    fn join(&self, cx: &Cx<'_>, from: Caller, name: &str) -> Answer {
        match from.role {
            Role::Visitor | Role::Stage => {}
            Role::Host | Role::Seat(_) => return Err(refusals::already_joined()),
        }
        let seat = self.free_seat(cx)?;
        let name = self.free_name(cx, name, seat);
        let token = self.token(cx, seat);
        let guest_token = token.expose().to_owned();
        Ok(Decision {
            events: vec![Event::Joined {
                name: name.clone(),
                token: Some(token_hash(cx.key, token.expose())),
                named: true,
            }],
            replies: vec![ServerMessage::GuestJoined { guest_id: seat, name, guest_token }],
            effects: vec![Effect::Bind { conn: from.conn, role: Role::Seat(seat) }],
            ..Decision::default()
        })
    }

    /// A guest's token: drawn from the server's key, so that only its hash is stored.
    fn token(&self, cx: &Cx<'_>, seat: SeatNo) -> Secret {
        let source = format!("{}/{}/{}/{seat}", cx.room, self.founded.wall.0, self.founded.salt);
        Secret::new(&cx.key.hash("music-guest-token", &source).to_hex()[..32])
    }

    fn free_seat(&self, cx: &Cx<'_>) -> Result<SeatNo, Refusal> {
        let (seat, most) = (self.seats.taken(), cx.settings.guests_max);
        if seat < most { Ok(seat) } else { Err(refusals::room_full(most)) }
    }

    /// The wished name, or one like it. Somebody without a token who is away claims no name any more.
    pub(super) fn free_name(&self, cx: &Cx<'_>, wish: &str, seat: SeatNo) -> String {
        self.seats.free_name(wish, seat, |seat, guest| guest.token.is_some() || cx.roster.seat(seat).is_some())
    }

    /// Whatever one does in a room that is open.
    fn act(&self, cx: &Cx<'_>, from: Caller, command: Command) -> Answer {
        if let Role::Seat(seat) = from.role
            && self.seats.get(seat).is_none_or(|guest| guest.removed)
        {
            return Err(refusals::removed());
        }
        match command {
            Command::Queue { .. }
            | Command::Vote { .. }
            | Command::Chat { .. }
            | Command::Remove { .. }
            | Command::Skip => self.act_as_guest(cx, from, command),
            Command::Change { .. }
            | Command::Playback { .. }
            | Command::Play { .. }
            | Command::Close
            | Command::Next { .. }
            | Command::Restore { .. }
            | Command::Mute { .. }
            | Command::RemoveGuest { .. }
            | Command::Lock { .. }
            | Command::Settings(_)
            | Command::Fallback { .. }
            | Command::ReadFallback => {
                if !self.founded.open && from.role != Role::Host {
                    return Err(refusals::not_host());
                }
                self.control(cx, command)
            }
            // Answered before.
            Command::Create(_) | Command::Join { .. } | Command::Enter { .. } | Command::Time { .. } => {
                Ok(Decision::default())
            }
        }
    }

    /// What everybody may do. Whoever has no seat yet takes one by it.
    fn act_as_guest(&self, cx: &Cx<'_>, from: Caller, command: Command) -> Answer {
        let (seat, host) = match (from.role, self.host_seat()) {
            (Role::Host, Some(seat)) => (seat, true),
            (Role::Seat(seat), _) => (seat, false),
            (Role::Visitor | Role::Stage | Role::Host, _) => (self.free_seat(cx)?, false),
        };
        let me = Me { seat, guest: self.seats.get(seat), host };
        let mut decision = Decision::default();
        if me.guest.is_none() {
            decision.events.extend(self.departed(cx));
            decision.events.push(self.seated(cx, me, &command));
            decision.effects.push(Effect::Bind { conn: from.conn, role: Role::Seat(seat) });
        }
        decision.events.extend(match command {
            Command::Queue { song } => self.queue_song(cx, me, &song)?,
            Command::Vote { song } => self.vote(cx, me, &song)?,
            Command::Chat { name, message } => self.say(cx, me, name, message)?,
            Command::Remove { song } => self.remove(me, &song)?,
            Command::Skip => self.vote_to_skip(cx, me)?,
            _ => Vec::new(),
        });
        Ok(decision)
    }

    /// A guest without a token takes a seat; one that only now shows itself may have reloaded its page, so its
    /// former seat is cleared first ([`Game::departed`]).
    fn seated(&self, cx: &Cx<'_>, me: Me<'_>, command: &Command) -> Event {
        let wish = match command {
            Command::Chat { name, .. } => name.as_deref(),
            _ => None,
        };
        let nameless = format!("Guest {}", me.seat + 1);
        let name = self.free_name(cx, wish.unwrap_or(&nameless), me.seat);
        Event::Joined { name, token: None, named: wish.is_some() }
    }

    /// Guests without a token whose sockets are gone.
    pub(super) fn departed(&self, cx: &Cx<'_>) -> Option<Event> {
        let passing = self.seats.passing().iter().copied();
        let seats: Vec<SeatNo> = passing.filter(|seat| cx.roster.seat(*seat).is_none()).collect();
        (!seats.is_empty()).then_some(Event::Left { seats })
    }
}

fn create(cx: &Cx<'_>, room: NewRoom) -> Vec<Event> {
    let owner = token_hash(cx.key, room.host_token.expose());
    let settings = changed(Settings::default(), &room.settings);
    let founded = found(cx, room.name, owner, false, settings);
    let refill = Game::new(founded.clone()).refill(cx, &[]);
    std::iter::once(Event::Founded(Box::new(founded))).chain(refill).collect()
}

fn found_open(cx: &Cx<'_>) -> Founded {
    let nobody = token_hash(cx.key, cx.entropy.token("nobody").expose());
    found(cx, cx.room.to_owned(), nobody, true, Settings::default())
}

fn found(cx: &Cx<'_>, name: String, owner: KeyedHash, open: bool, settings: Settings) -> Founded {
    let mut numbers = cx.entropy.numbers("founding");
    Founded { name, owner, open, wall: cx.wall, salt: numbers.number(), shuffle: numbers.number(), settings }
}

/// Settings with what a change names.
pub fn changed(old: Settings, change: &SettingsChange) -> Settings {
    Settings {
        queue_limit: change.queue_limit.unwrap_or(old.queue_limit),
        skip_votes: change.skip_votes.unwrap_or(old.skip_votes),
        skip_percent: change.skip_percent.unwrap_or(old.skip_percent),
        slow_mode_seconds: change.slow_mode_seconds.unwrap_or(old.slow_mode_seconds),
        fallback: change.fallback.unwrap_or(old.fallback),
        fallback_in_order: change.fallback_in_order.unwrap_or(old.fallback_in_order),
    }
}

/// A word to the caller alone.
pub(super) fn reply(message: ServerMessage) -> Decided {
    Decision { replies: vec![message], ..Decision::default() }
}

/// Last words to one connection.
fn leave_with(from: Caller, message: ServerMessage, code: u16) -> Decided {
    Decision { effects: vec![Effect::Close { conn: from.conn, code }], ..reply(message) }
}

/// What is stored of a token.
pub(super) fn token_hash(key: &SecretKey, token: &str) -> KeyedHash {
    key.hash("music-token", token)
}

/// For rules that answer the caller alone, without a fact.
pub(super) fn told(game: &Game, cx: &Cx<'_>, cause: super::wire::Cause) -> Decided {
    view::song_changed(game, cx, cause).map(reply).unwrap_or_default()
}
