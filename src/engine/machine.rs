//! The contract between a kind of session and everything around it.
//!
//! `decide` reads the state and answers with facts or a refusal; `evolve` changes the state and cannot
//! refuse; `announce` tells what is to be said because of the facts, on the new state. The shell stores
//! the facts first and says things after they are durable.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{
    Audience, ConnId, Endings, Entropy, Groups, KeyedHash, Role, RoomTime, Roster, SeatNo, Secret, SecretKey,
    SessionSummary, TimelineRow, WallTime,
};

/// What a machine may know when it decides: time and chance are arguments.
pub struct Context<'a, S> {
    /// The room's clock.
    pub now: RoomTime,
    /// The wall's clock, for dates and deadlines that clients are told.
    pub wall: WallTime,
    /// Fresh randomness for this one call.
    pub entropy: Entropy,
    /// The key under which secrets are hashed.
    pub key: &'a SecretKey,
    /// Who is connected.
    pub roster: &'a Roster,
    /// The room's public code or id, as in its address.
    pub room: &'a str,
    /// The server's settings for this kind of session.
    pub settings: &'a S,
}

impl<S> Context<'_, S> {
    /// The wall's time at which the room's clock will show `moment`, if nothing stops it.
    pub fn wall_at(&self, moment: RoomTime) -> WallTime {
        WallTime(self.wall.0 + moment.0 as i64 - self.now.0 as i64)
    }
}

/// The connection that a command came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    pub conn: ConnId,
    pub role: Role,
}

/// One message from a client, before it is understood.
#[derive(Debug, Clone, Copy)]
pub enum Incoming<'a> {
    Text(&'a str),
    Binary(&'a [u8]),
    /// A frame that was larger than allowed and has been skipped.
    Oversized {
        limit_bytes: usize,
    },
    /// A message that came too soon after others and has been dropped unread. Handed on once a second at
    /// most, so that the room can say so.
    Throttled,
}

/// Why a command was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct Refusal {
    /// An upper-case word for programs.
    pub code: &'static str,
    /// A sentence for a person.
    pub message: String,
    /// The field that is to blame, as a path: `wines[2].questions[0].distractors`.
    pub field: Option<String>,
    /// What the shell counts it as.
    pub kind: RefusalKind,
}

/// What a refusal means to the limits around a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// Allowed to happen: a late answer, a wrong phase.
    Ordinary,
    /// Not of the protocol's form: repeated, it ends the connection.
    Malformed,
    /// A wrong secret: counted per address and room.
    WrongSecret,
}

impl Refusal {
    /// An ordinary refusal.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Refusal { code, message: message.into(), field: None, kind: RefusalKind::Ordinary }
    }

    /// A refusal of a message that is not of the protocol's form.
    pub fn malformed(code: &'static str, message: impl Into<String>) -> Self {
        Refusal { kind: RefusalKind::Malformed, ..Refusal::new(code, message) }
    }

    /// A refusal of a field; `expectation` says what it should have been: "a text of 1–120 characters".
    pub fn field(field: impl Into<String>, expectation: &str) -> Self {
        let field = field.into();
        Refusal {
            message: format!("{field}: expected {expectation}"),
            field: Some(field),
            ..Refusal::malformed("INVALID_FIELD", "")
        }
    }

    /// A refusal of a wrong secret.
    pub fn wrong_secret(code: &'static str, message: impl Into<String>) -> Self {
        Refusal { kind: RefusalKind::WrongSecret, ..Refusal::new(code, message) }
    }
}

/// Something that is to be said.
#[derive(Debug, Clone, PartialEq)]
pub enum Say<Message> {
    /// One message for an audience, encoded once.
    To(Audience, Message),
    /// A large message for groups whose text the machine has written itself: it is moved, not copied.
    Text(Groups, Vec<u8>),
    /// A small message of its own for each of many seats; travels in one batch per worker.
    Each(Vec<(SeatNo, Message)>),
    /// One message with an ending of its own for each of many seats: what is the same is encoded once.
    Endings(Message, Endings),
}

/// What the shell does for a machine beside storing and saying.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect<Errand> {
    /// Gives the connection a role. A connection that loses its seat by this becomes a visitor.
    Bind { conn: ConnId, role: Role },
    /// Reads the list of sessions that belong to `owner` and hands it to [`Machine::sessions`].
    ListSessions { conn: ConnId, owner: KeyedHash },
    /// Closes the connection after everything said so far, with a code of RFC 6455, 7.4.
    Close { conn: ConnId, code: u16 },
    /// Asks something of the world outside the room, once everything decided so far is durable. The room does
    /// not wait; an answer comes back as a command. See [`Machine::outstanding`].
    Errand(Errand),
}

/// A machine's answer to a command.
#[derive(Debug)]
pub struct Decision<M: Machine> {
    /// Facts, past tense; the shell numbers and stores them.
    pub events: Vec<M::Event>,
    /// Direct answers to the caller; said before what `announce` adds.
    pub replies: Vec<M::Message>,
    pub effects: Vec<Effect<M::Errand>>,
    /// Topics whose present state is to be shown.
    pub touched: Vec<M::Topic>,
}

impl<M: Machine> Default for Decision<M> {
    fn default() -> Self {
        Decision { events: Vec::new(), replies: Vec::new(), effects: Vec::new(), touched: Vec::new() }
    }
}

impl<M: Machine> Decision<M> {
    /// A decision of facts alone.
    pub fn of(events: Vec<M::Event>) -> Self {
        Decision { events, ..Decision::default() }
    }
}

/// Collects what is to be said.
#[derive(Debug)]
pub struct Outbox<M: Machine> {
    pub says: Vec<Say<M::Message>>,
    pub touched: Vec<M::Topic>,
    /// Asked of the outside once everything decided so far is durable, like [`Effect::Errand`]; here for what
    /// only the new state can tell.
    pub errands: Vec<M::Errand>,
}

impl<M: Machine> Default for Outbox<M> {
    fn default() -> Self {
        Outbox { says: Vec::new(), touched: Vec::new(), errands: Vec::new() }
    }
}

impl<M: Machine> Outbox<M> {
    /// Says `message` to all of `groups`.
    pub fn broadcast(&mut self, groups: Groups, message: M::Message) {
        self.says.push(Say::To(Audience::Groups(groups), message));
    }

    /// Says a message to all of `groups` that is written already; it must be of the wire.
    pub fn text(&mut self, groups: Groups, text: Vec<u8>) {
        self.says.push(Say::Text(groups, text));
    }

    /// Says `message` to one connection.
    pub fn reply(&mut self, conn: ConnId, message: M::Message) {
        self.says.push(Say::To(Audience::Conn(conn), message));
    }

    /// Says `message` to whoever sits on `seat`.
    pub fn seat(&mut self, seat: SeatNo, message: M::Message) {
        self.says.push(Say::To(Audience::Seat(seat), message));
    }

    /// Says to each of many seats its own message.
    pub fn each(&mut self, messages: Vec<(SeatNo, M::Message)>) {
        if !messages.is_empty() {
            self.says.push(Say::Each(messages));
        }
    }

    /// Says one message that ends differently for each of many seats.
    pub fn endings(&mut self, message: M::Message, endings: Endings) {
        if !endings.is_empty() {
            self.says.push(Say::Endings(message, endings));
        }
    }

    /// Asks for the present state of `topic` to be shown, soon and not more often than its interval allows.
    pub fn touch(&mut self, topic: M::Topic) {
        self.touched.push(topic);
    }

    /// Asks something of the outside.
    pub fn errand(&mut self, errand: M::Errand) {
        self.errands.push(errand);
    }
}

/// A kind of session. `Default` is the room in which no session exists yet.
pub trait Machine: Sized + Default + Serialize + DeserializeOwned + Send + Unpin + 'static {
    /// The kind's name in the store and in metrics.
    const KIND: &'static str;
    /// Version of events and snapshots that this code writes; it reads all earlier ones.
    const VERSION: u16;
    /// Whether several connections may own one seat: all tabs of a guest hear what is for the seat. Otherwise
    /// the newest connection owns it.
    const SEATS_SHARED: bool = false;
    /// Whether events stay on the disk behind a snapshot that contains them. One whose events tell of other
    /// sessions' people keeps none: what is deleted there must not live on here.
    const KEEPS_EVENTS: bool = true;
    /// Whether a read model of its own follows the log of this kind.
    const IS_FOLLOWED: bool = false;

    /// What a client may ask, understood and checked for form.
    type Command: Send + Unpin + 'static;
    /// What has happened. Stored for ever: only additions with defaults are allowed within a version.
    type Event: Serialize + DeserializeOwned + Clone + std::fmt::Debug + Send + Unpin + 'static;
    /// What is said; the wire's own type.
    type Message: Clone + std::fmt::Debug + Send + Unpin + 'static;
    /// Something whose latest state is shown at most so often: a lobby, a queue.
    type Topic: Copy + Eq + Ord + std::fmt::Debug + Send + Unpin + 'static;
    /// The server's settings for this kind.
    type Settings: Clone + Send + Sync + 'static;
    /// What is asked of the world outside the room; `Infallible` where nothing is.
    type Errand: Clone + std::fmt::Debug + Send + Unpin + 'static;

    /// What logs may call a room: where its name is a secret, a part of it.
    fn name_in_logs(room: &str) -> &str {
        room
    }
    /// Understands one message of a client.
    fn parse(incoming: Incoming<'_>, settings: &Self::Settings) -> Result<Self::Command, Refusal>;
    /// What a new connection asks for by coming, with what it brought in its address: it is decided before
    /// the greeting, so that the greeting can be for the role that it gives.
    fn enter(credential: Option<Secret>) -> Option<Self::Command> {
        let _ = credential;
        None
    }
    /// Writes one message as the text of a frame.
    fn encode(message: &Self::Message, out: &mut Vec<u8>);
    /// Whether the command tries to prove a host's secret: such attempts are limited per address and room.
    fn proves_secret(command: &Self::Command) -> bool {
        let _ = command;
        false
    }
    /// A refusal as a message.
    fn refusal(refusal: &Refusal) -> Self::Message;

    /// Reads the state and answers with facts or a refusal. Changes nothing.
    fn decide(
        &self,
        cx: &Context<'_, Self::Settings>,
        from: Caller,
        command: Self::Command,
    ) -> Result<Decision<Self>, Refusal>;
    /// Applies one fact. Cannot refuse, cannot fail, and does the same for ever.
    fn evolve(&mut self, at: RoomTime, event: &Self::Event);
    /// Says what is to be said because of `events`, which the state contains already.
    fn announce(&self, cx: &Context<'_, Self::Settings>, events: &[Self::Event], out: &mut Outbox<Self>);

    /// The next moment after `now` at which [`Machine::expire`] has something to do.
    fn deadline(&self, now: RoomTime, settings: &Self::Settings) -> Option<RoomTime>;
    /// What the passing of time brings at `cx.now`: facts, or words alone (a tick) in `out`.
    fn expire(&self, cx: &Context<'_, Self::Settings>, out: &mut Outbox<Self>) -> Decision<Self>;

    /// The first words to a new connection.
    fn greet(&self, cx: &Context<'_, Self::Settings>, conn: ConnId, out: &mut Outbox<Self>);
    /// Told when hosts come or go for good (`cx.roster` is up to date): first host here, last host gone.
    fn host_presence(&self, cx: &Context<'_, Self::Settings>, connected: bool, out: &mut Outbox<Self>);
    /// Told when a seat's connection comes or goes.
    fn seat_presence(&self, cx: &Context<'_, Self::Settings>, seat: SeatNo, connected: bool, out: &mut Outbox<Self>);
    /// Told when a connection lost its seat to a newer one.
    fn seat_moved(&self, cx: &Context<'_, Self::Settings>, former: ConnId, out: &mut Outbox<Self>);
    /// Shows the present state of a topic.
    fn show(&self, cx: &Context<'_, Self::Settings>, topic: Self::Topic, out: &mut Outbox<Self>);
    /// The least time between two showings of a topic, in milliseconds.
    fn interval_ms(topic: Self::Topic) -> u64;
    /// Hands over what [`Effect::ListSessions`] asked for, newest first, with each session's code.
    fn sessions(&self, conn: ConnId, rows: &[(String, SessionSummary)], out: &mut Outbox<Self>);

    /// The session's row in its owner's list; `None` before it exists.
    fn summary(&self) -> Option<SessionSummary>;
    /// Whether the room's clock matters now: a deadline runs that a restart must not eat.
    fn clock_runs(&self) -> bool;
    /// The event's row in the session's timeline, which the store keeps beside the log; `wall` is when it happens.
    fn timeline(event: &Self::Event, wall: WallTime) -> Option<TimelineRow> {
        let _ = (event, wall);
        None
    }
    /// What has been asked of the outside and not been answered: it is asked again whenever the room has been
    /// loaded, so errands and their answers must bear repetition.
    fn outstanding(&self) -> Vec<Self::Errand> {
        Vec::new()
    }
    /// Whether the event takes something away for good. Where events do not stay, those before it go soon.
    fn forgets(event: &Self::Event) -> bool {
        let _ = event;
        false
    }
    /// The command by which the server, as a host, ends a session that everybody has left for good.
    fn abandoned() -> Option<Self::Command> {
        None
    }
}
