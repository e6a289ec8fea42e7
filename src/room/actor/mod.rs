//! The room's actor. It takes commands in turns and never waits: decide, evolve, queue for the disk, keep
//! what is to be said until it is durable, go on.
//!
//! - `presence`: who is here. `words`: what is said. `disk`: what is stored and loaded. `timer`: when it wakes.

mod disk;
mod presence;
mod timer;
mod words;

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use actix::{Actor, ActorFutureExt, AsyncContext, Context, ContextFutureSpawner, Handler, SpawnHandle, WrapFuture};
use rand::Rng;
use tokio::sync::oneshot;

use crate::engine::machine::RefusalKind;
use crate::engine::numbering::Numbered;
use crate::engine::{
    Caller, ConnId, Context as Cx, Decision, Effect, Entropy, Machine, Outbox, Refusal, RoomTime, Roster,
    SessionSummary, StoredEvent, TimelineRow, WallTime,
};
use crate::room::clock::{RoomClock, wall_now};
use crate::room::fanout::{HubLink, Item};
use crate::room::gate::SecretGate;
use crate::room::outbox::{Out, WaitingRoom};
use crate::room::registry::{CallError, Registry};
use crate::room::room_door::{Batch, In};
use crate::room::topics::Topics;
use crate::store::{SessionId, SharedStore, asked};

/// Milliseconds until a deadline is tried again that the storage did not allow.
const RETRY_MS: u64 = 1_000;

type Reply<M> = oneshot::Sender<Result<Vec<<M as Machine>::Message>, CallError>>;

/// One room: a machine, who is connected, and what waits for the disk.
pub struct Room<M: Machine> {
    name: String,
    registry: Arc<Registry<M>>,
    machine: M,
    session: SessionId,
    clock: RoomClock,
    /// The time of this turn: everything in it happens at one moment.
    now: RoomTime,
    wall: WallTime,
    /// When the machine wants to be asked next.
    due: Option<RoomTime>,
    seq: u64,
    durable: u64,
    /// The last number whose durability the store has told: one word is enough for all before it.
    heard: Arc<AtomicU64>,
    snapshot_seq: u64,
    snapshot_bytes: u64,
    /// Whether something is to be forgotten with the next snapshot, and when that was the case last.
    forgets: bool,
    forgot: Option<RoomTime>,
    summary: Option<SessionSummary>,
    clock_told: bool,
    pending: Vec<StoredEvent>,
    timeline: Vec<TimelineRow>,
    waiting: WaitingRoom<M::Message, M::Errand>,
    /// The connection that is being greeted: no broadcast may reach it yet.
    entering: Option<ConnId>,
    topics: Topics<M::Topic>,
    roster: Roster,
    addresses: Numbered<ConnId, IpAddr>,
    gate: SecretGate,
    hubs: Vec<HubLink>,
    /// Room to sort deliveries in.
    sorted: Vec<Vec<Item>>,
    in_flight: HashMap<u16, Arc<AtomicUsize>>,
    pub(in crate::room) calls: HashMap<u32, (Vec<M::Message>, Reply<M>)>,
    last_call: u32,
    timer: Option<(u64, SpawnHandle)>,
    broken: bool,
    closing: bool,
    scratch: Vec<u8>,
}

fn context<'a, M: Machine>(
    now: RoomTime,
    wall: WallTime,
    registry: &'a Registry<M>,
    roster: &'a Roster,
    room: &'a str,
) -> Cx<'a, M::Settings> {
    let mut entropy = [0; 32];
    rand::rng().fill_bytes(&mut entropy);
    let options = &registry.options;
    Cx { now, wall, entropy: Entropy(entropy), key: &options.key, roster, room, settings: &options.settings }
}

/// A context over the fields of a room, leaving its machine free to be borrowed.
macro_rules! cx {
    ($room:expr) => {
        &context($room.now, $room.wall, &$room.registry, &$room.roster, &$room.name)
    };
}

use cx;

impl<M: Machine> Room<M> {
    pub(in crate::room) fn new(name: String, registry: Arc<Registry<M>>) -> Self {
        let gate = SecretGate::new(registry.options.limits.secret_failures_max);
        Room {
            name,
            registry,
            machine: M::default(),
            session: SessionId::new_v4(),
            clock: RoomClock::starting_at(RoomTime(0)),
            now: RoomTime(0),
            wall: wall_now(),
            due: None,
            seq: 0,
            durable: 0,
            heard: Arc::default(),
            snapshot_seq: 0,
            snapshot_bytes: 0,
            forgets: false,
            forgot: None,
            summary: None,
            clock_told: false,
            pending: Vec::new(),
            timeline: Vec::new(),
            waiting: WaitingRoom::default(),
            entering: None,
            topics: Topics::default(),
            roster: Roster::default(),
            addresses: Numbered::default(),
            gate,
            hubs: Vec::new(),
            sorted: Vec::new(),
            in_flight: HashMap::new(),
            calls: HashMap::new(),
            last_call: 0,
            timer: None,
            broken: false,
            closing: false,
            scratch: Vec::new(),
        }
    }

    pub(in crate::room) fn store(&self) -> &SharedStore {
        &self.registry.store
    }

    pub(in crate::room) fn machine(&self) -> &M {
        &self.machine
    }

    pub(in crate::room) fn is_broken(&self) -> bool {
        self.broken || self.closing
    }

    pub(in crate::room) fn next_call(&mut self) -> u32 {
        self.last_call = self.last_call.wrapping_add(1);
        self.last_call
    }

    // ---- a turn ----

    /// Fixes the moment at which everything in this turn happens, and lets time pass until then.
    pub(in crate::room) fn begin_turn(&mut self) {
        self.now = self.clock.now();
        self.wall = wall_now();
        if self.due.is_some_and(|due| due <= self.now) && !self.is_broken() {
            let mut out = Outbox::default();
            let decision = self.machine.expire(cx!(self), &mut out);
            if !decision.events.is_empty() && self.store().writable().is_err() {
                self.due = Some(self.now.plus(RETRY_MS));
                return;
            }
            self.carry_out(None, decision, out);
        }
    }

    /// Shows what is due, hands the turn's events to the store, says what may be said, sets the timer.
    pub(in crate::room) fn end_turn(&mut self, ctx: &mut Context<Self>) {
        for topic in self.topics.take_due(self.now, M::interval_ms) {
            let mut out = Outbox::default();
            self.machine.show(cx!(self), topic, &mut out);
            self.say(out);
        }
        self.commit(ctx);
        self.flush(ctx);
        self.arm(ctx);
    }

    fn take_in(&mut self, item: In<M>) {
        match item {
            In::HubJoined(link, in_flight) => {
                self.in_flight.insert(link.hub, in_flight);
                self.hubs.retain(|known| known.hub != link.hub);
                self.hubs.push(link);
            }
            In::HubLeft { hub, room } => self.hub_left(hub, room),
            In::Entered(conn, address, credential) => self.entered(conn, address, credential),
            In::Said(conn, parsed) => self.said(conn, parsed),
            In::RoundTrip(conn, rtt_ms) => self.roster.measured(conn, rtt_ms),
            In::Left(conn) => self.left(conn),
        }
    }

    fn said(&mut self, conn: ConnId, parsed: Result<M::Command, Refusal>) {
        let caller = Caller { conn, role: self.roster.role(conn) };
        let proves_secret = parsed.as_ref().is_ok_and(M::proves_secret);
        let result = match parsed {
            Ok(_) if self.is_broken() => return,
            Ok(_) if proves_secret && !self.may_try_a_secret(conn) => Err(Refusal::new(
                "TOO_MANY_ATTEMPTS",
                "Too many wrong attempts from this address; try again in 15 minutes.",
            )),
            Ok(command) => self.decide(caller, command).and_then(|decision| self.count_founding(conn, decision)),
            Err(refusal) => Err(refusal),
        };
        match result {
            Ok(decision) => self.carry_out(Some(caller), decision, Outbox::default()),
            Err(refusal) => {
                if refusal.kind == RefusalKind::WrongSecret {
                    let address = self.addresses.get(&conn).copied();
                    if let Some(address) = address {
                        self.gate.failed(address, self.now);
                    }
                }
                let frame = self.frame(&M::refusal(&refusal));
                self.push(Out::Conn(conn, frame));
            }
        }
    }

    fn may_try_a_secret(&mut self, conn: ConnId) -> bool {
        match self.addresses.get(&conn) {
            Some(address) if self.registry.options.address_limits => self.gate.allows(*address, self.now),
            _ => true,
        }
    }

    /// Refuses a decision that founds a session where the address has founded too many. A host who only
    /// comes back founds nothing.
    fn count_founding(&self, conn: ConnId, decision: Decision<M>) -> Result<Decision<M>, Refusal> {
        let founds = !decision.events.is_empty() && self.machine.summary().is_none();
        if !founds {
            return Ok(decision);
        }
        match self.addresses.get(&conn).map(|address| self.registry.options.foundings.admit(*address)) {
            Some(Err(_)) => {
                Err(Refusal::new("RATE_LIMITED", "Too many new sessions from this address; try again in some minutes."))
            }
            Some(Ok(())) | None => Ok(decision),
        }
    }

    /// Asks the machine; refuses what could not be stored.
    pub(in crate::room) fn decide(&mut self, caller: Caller, command: M::Command) -> Result<Decision<M>, Refusal> {
        let decision = self.machine.decide(cx!(self), caller, command)?;
        if decision.events.is_empty() {
            return Ok(decision);
        }
        if self.registry.stopping.load(Ordering::Relaxed) {
            return Err(Refusal::new("SERVER_BUSY", "The server is restarting; try again in a moment."));
        }
        if let Err(reason) = self.store().writable() {
            log::warn!(
                "{} {}: refused, the storage cannot be written: {reason}",
                M::KIND,
                M::name_in_logs(&self.name).escape_debug()
            );
            return Err(Refusal::new(
                "STORAGE_UNAVAILABLE",
                "The server cannot store anything just now; try again soon.",
            ));
        }
        if self.seq - self.durable > self.registry.options.limits.pending_events_max {
            return Err(Refusal::new("SERVER_BUSY", "The server cannot keep up just now; try again in a moment."));
        }
        Ok(decision)
    }

    /// Applies a decision: facts first, then roles, then words.
    pub(in crate::room) fn carry_out(&mut self, caller: Option<Caller>, decision: Decision<M>, out: Outbox<M>) {
        for event in &decision.events {
            self.seq += 1;
            self.machine.evolve(self.now, event);
            self.forgets |= !M::KEEPS_EVENTS && M::forgets(event);
            let payload = serde_json::to_string(event).unwrap_or_else(|error| {
                // Events are plain data with text keys: serialising them cannot fail.
                unreachable!("an event of {} cannot be written: {error}", M::KIND)
            });
            let (seq, at, wall) = (self.seq, self.now, self.wall);
            self.pending.push(StoredEvent { seq, at, wall, version: M::VERSION, payload });
            self.timeline.extend(M::timeline(event, wall));
        }
        if !decision.events.is_empty() {
            self.due = self.machine.deadline(self.now, &self.registry.options.settings);
        }
        let (binds, later): (Vec<_>, Vec<_>) =
            decision.effects.into_iter().partition(|effect| matches!(effect, Effect::Bind { .. }));
        for effect in binds {
            if let Effect::Bind { conn, role } = effect {
                self.bind(conn, role);
            }
        }
        let mut said = Outbox::default();
        if let Some(caller) = caller {
            said.says.reserve_exact(decision.replies.len());
            for message in decision.replies {
                said.reply(caller.conn, message);
            }
        }
        if !decision.events.is_empty() {
            self.machine.announce(cx!(self), &decision.events, &mut said);
        }
        said.says.extend(out.says);
        said.touched.extend(out.touched);
        said.errands.extend(out.errands);
        said.touched.extend(decision.touched);
        self.say(said);
        for effect in later {
            match effect {
                Effect::ListSessions { conn, owner } => self.push(Out::ListSessions(conn, owner)),
                Effect::Close { conn, code } => self.push(Out::Close(conn, code)),
                Effect::Errand(errand) => self.push(Out::Errand(errand)),
                Effect::Bind { .. } => {}
            }
        }
    }

    /// The room stops; the registry forgets it first, so that nobody is sent to it any more.
    pub(in crate::room) fn retire(&mut self, ctx: &mut Context<Self>) {
        self.closing = true;
        if self.clock_told {
            self.store().clock_runs(self.session, false);
        }
        self.registry.forget(&self.name, &ctx.address());
        actix::ActorContext::stop(ctx);
    }

    /// From here on commands are ignored; the session to delete, if one exists.
    pub(in crate::room) fn close_for_deletion(&mut self) -> Option<SessionId> {
        if self.seq == 0 || self.is_broken() {
            return None;
        }
        self.closing = true;
        Some(self.session)
    }
}

impl<M: Machine> Actor for Room<M> {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Context<Self>) {
        let (store, name) = (Arc::clone(self.store()), self.name.clone());
        // While it waits the room takes no message; they keep their order in the mailbox.
        async move { asked(|done| store.load(M::KIND, &name, done)).await }
            .into_actor(self)
            .map(|result, room, ctx| room.loaded(result, ctx))
            .wait(ctx);
    }
}

impl<M: Machine> Handler<Batch<M>> for Room<M> {
    type Result = ();

    fn handle(&mut self, batch: Batch<M>, ctx: &mut Context<Self>) {
        let (taken, mut hub) = (batch.0.len(), None);
        self.begin_turn();
        for item in batch.0 {
            hub = hub.or(match &item {
                In::HubJoined(link, _) => Some(link.hub),
                In::HubLeft { hub, .. } => Some(*hub),
                In::Entered(conn, ..) | In::Said(conn, _) | In::RoundTrip(conn, _) | In::Left(conn) => Some(conn.hub),
            });
            self.take_in(item);
        }
        if let Some(in_flight) = hub.and_then(|hub| self.in_flight.get(&hub)) {
            in_flight.fetch_sub(taken, Ordering::Relaxed);
        }
        self.end_turn(ctx);
    }
}
