//! The room's actor. It takes commands in turns and never waits: decide, evolve, queue for the disk, keep
//! what is to be said until it is durable, go on.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use actix::{
    Actor, ActorFutureExt, AsyncContext, Context, ContextFutureSpawner, Handler, Message, SpawnHandle, WrapFuture,
};
use rand::Rng;
use tokio::sync::oneshot;

use super::clock::{RoomClock, wall_now};
use super::fanout::{Frame, HubLink, Item};
use super::gate::SecretGate;
use super::loading::{RESUMED, SHELL_RECORD, restore};
use super::outbox::{Out, Sorter, WaitingRoom};
use super::registry::{CallError, Registry};
use super::room_door::{Batch, In};
use super::topics::Topics;
use crate::engine::machine::RefusalKind;
use crate::engine::{
    Audience, Caller, ConnId, Context as Cx, Decision, Effect, Entropy, KeyedHash, Machine, Outbox, Refusal, Role,
    RoomTime, Roster, Say, SessionSummary, StoredEvent, WallTime,
};
use crate::store::{Append, SessionId, SharedStore, StoreError, StoredSession, StoredSnapshot};

/// Milliseconds until a deadline is tried again that the storage did not allow.
const RETRY_MS: u64 = 1_000;
/// A snapshot is due after at least one event for so many of its own bytes: its cost per event stays
/// constant however many people there are.
const SNAPSHOT_BYTES_PER_EVENT: u64 = 64;

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
    snapshot_seq: u64,
    snapshot_bytes: u64,
    summary: Option<SessionSummary>,
    clock_told: bool,
    pending: Vec<StoredEvent>,
    waiting: WaitingRoom<M::Message>,
    topics: Topics<M::Topic>,
    roster: Roster,
    addresses: HashMap<ConnId, IpAddr>,
    gate: SecretGate,
    hubs: Vec<HubLink>,
    in_flight: HashMap<u16, Arc<AtomicUsize>>,
    pub(super) calls: HashMap<u32, (Vec<M::Message>, Reply<M>)>,
    last_call: u32,
    timer: Option<(u64, SpawnHandle)>,
    broken: bool,
    closing: bool,
    scratch: Vec<u8>,
}

/// The store's word on an append.
#[derive(Message)]
#[rtype(result = "()")]
struct Stored {
    up_to: u64,
    result: Result<(), StoreError>,
}

/// The store's list of an owner's sessions.
#[derive(Message)]
#[rtype(result = "()")]
struct SessionsRead {
    conn: ConnId,
    rows: Vec<(String, SessionSummary)>,
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

impl<M: Machine> Room<M> {
    pub(super) fn new(name: String, registry: Arc<Registry<M>>) -> Self {
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
            snapshot_seq: 0,
            snapshot_bytes: 0,
            summary: None,
            clock_told: false,
            pending: Vec::new(),
            waiting: WaitingRoom::default(),
            topics: Topics::default(),
            roster: Roster::default(),
            addresses: HashMap::new(),
            gate,
            hubs: Vec::new(),
            in_flight: HashMap::new(),
            calls: HashMap::new(),
            last_call: 0,
            timer: None,
            broken: false,
            closing: false,
            scratch: Vec::new(),
        }
    }

    pub(super) fn store(&self) -> &SharedStore {
        &self.registry.store
    }

    pub(super) fn machine(&self) -> &M {
        &self.machine
    }

    pub(super) fn is_broken(&self) -> bool {
        self.broken || self.closing
    }

    pub(super) fn next_call(&mut self) -> u32 {
        self.last_call = self.last_call.wrapping_add(1);
        self.last_call
    }

    // ---- a turn ----

    /// Fixes the moment at which everything in this turn happens, and lets time pass until then.
    pub(super) fn begin_turn(&mut self) {
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
    pub(super) fn end_turn(&mut self, ctx: &mut Context<Self>) {
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
            In::Entered(conn, address) => self.entered(conn, address),
            In::Said(conn, parsed) => self.said(conn, parsed),
            In::RoundTrip(conn, rtt_ms) => self.roster.measured(conn, rtt_ms),
            In::Left(conn) => self.left(conn),
        }
    }

    fn entered(&mut self, conn: ConnId, address: IpAddr) {
        if self.is_broken() {
            let refusal = Refusal::new("INTERNAL", "This session's records cannot be read; its keeper has to look.");
            let frame = self.frame(&M::refusal(&refusal));
            self.push(Out::Conn(conn, frame));
            self.push(Out::Close(conn, 1011));
            return;
        }
        self.roster.enter(conn);
        self.addresses.insert(conn, address);
        let mut out = Outbox::default();
        self.machine.greet(cx!(self), conn, &mut out);
        self.say(out);
        // Only now: a broadcast must not reach a socket before its greeting.
        self.push(Out::Regroup(conn, Role::Visitor.group()));
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
        match self
            .addresses
            .get(&conn)
            .filter(|_| founds)
            .map(|address| self.registry.options.foundings.admit(*address))
        {
            Some(Err(_)) => {
                Err(Refusal::new("RATE_LIMITED", "Too many new sessions from this address; try again in some minutes."))
            }
            Some(Ok(())) | None => Ok(decision),
        }
    }

    /// Asks the machine; refuses what could not be stored.
    pub(super) fn decide(&mut self, caller: Caller, command: M::Command) -> Result<Decision<M>, Refusal> {
        let decision = self.machine.decide(cx!(self), caller, command)?;
        if decision.events.is_empty() {
            return Ok(decision);
        }
        if self.registry.stopping.load(Ordering::Relaxed) {
            return Err(Refusal::new("SERVER_BUSY", "The server is restarting; try again in a moment."));
        }
        if let Err(reason) = self.store().writable() {
            log::warn!("{} {}: refused, the storage cannot be written: {reason}", M::KIND, self.name.escape_debug());
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
    pub(super) fn carry_out(&mut self, caller: Option<Caller>, decision: Decision<M>, out: Outbox<M>) {
        for event in &decision.events {
            self.seq += 1;
            self.machine.evolve(self.now, event);
            let payload = serde_json::to_string(event).unwrap_or_else(|error| {
                // Events are plain data with text keys: serialising them cannot fail.
                unreachable!("an event of {} cannot be written: {error}", M::KIND)
            });
            let (seq, at, wall) = (self.seq, self.now, self.wall);
            self.pending.push(StoredEvent { seq, at, wall, version: M::VERSION, payload });
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
            for message in decision.replies {
                said.reply(caller.conn, message);
            }
        }
        if !decision.events.is_empty() {
            self.machine.announce(cx!(self), &decision.events, &mut said);
        }
        said.says.extend(out.says);
        said.touched.extend(out.touched);
        said.touched.extend(decision.touched);
        self.say(said);
        for effect in later {
            match effect {
                Effect::ListSessions { conn, owner } => self.push(Out::ListSessions(conn, owner)),
                Effect::Close { conn, code } => self.push(Out::Close(conn, code)),
                Effect::Bind { .. } => {}
            }
        }
    }

    // ---- who is here ----

    fn bind(&mut self, conn: ConnId, role: Role) {
        if !self.roster.contains(conn) {
            return;
        }
        let (hosts_before, was) = (self.roster.hosts(), self.roster.role(conn));
        if was == role {
            return;
        }
        let former = self.roster.bind(conn, role);
        self.push(Out::Regroup(conn, role.group()));
        let mut out = Outbox::default();
        if let Some(former) = former {
            self.push(Out::Regroup(former, Role::Visitor.group()));
            self.machine.seat_moved(cx!(self), former, &mut out);
        }
        self.presence(hosts_before, was, &mut out);
        if let Role::Seat(seat) = role
            && former.is_none()
        {
            self.machine.seat_presence(cx!(self), seat, true, &mut out);
        }
        self.say(out);
    }

    fn left(&mut self, conn: ConnId) {
        let hosts_before = self.roster.hosts();
        self.addresses.remove(&conn);
        if let Some(was) = self.roster.leave(conn) {
            let mut out = Outbox::default();
            self.presence(hosts_before, was, &mut out);
            self.say(out);
        }
    }

    /// A hub has closed its door. A door that was overrun could not say who of its people left.
    fn hub_left(&mut self, hub: u16, room: u32) {
        self.hubs.retain(|link| (link.hub, link.room) != (hub, room));
        if self.hubs.iter().all(|link| link.hub != hub) {
            let stranded: Vec<_> = self.roster.iter().map(|(conn, _)| conn).filter(|conn| conn.hub == hub).collect();
            stranded.into_iter().for_each(|conn| self.left(conn));
        }
    }

    /// Tells the machine what the change of one connection's role means for hosts and its former seat.
    fn presence(&mut self, hosts_before: usize, was: Role, out: &mut Outbox<M>) {
        match (hosts_before, self.roster.hosts()) {
            (0, 1..) => self.machine.host_presence(cx!(self), true, out),
            (1.., 0) => self.machine.host_presence(cx!(self), false, out),
            _ => {}
        }
        if let Role::Seat(seat) = was
            && self.roster.seat(seat).is_none()
        {
            self.machine.seat_presence(cx!(self), seat, false, out);
        }
    }

    // ---- words ----

    pub(super) fn push(&mut self, out: Out<M::Message>) {
        self.waiting.push(self.seq, out);
    }

    fn frame(&mut self, message: &M::Message) -> Frame {
        self.scratch.clear();
        M::encode(message, &mut self.scratch);
        Frame::text(&self.scratch)
    }

    /// Puts words into the outbox. What is for a seat is for the socket that owns it now: one that takes the
    /// seat while they wait for the disk has them in its snapshot.
    fn say(&mut self, out: Outbox<M>) {
        for say in out.says {
            match say {
                Say::To(Audience::Conn(conn), message) if conn.hub == ConnId::CALL => {
                    self.push(Out::Reply(conn.slot, message));
                }
                Say::To(audience, message) => {
                    let out = match audience {
                        Audience::Groups(groups) => Some(Out::Broadcast(groups, self.frame(&message))),
                        Audience::Conn(conn) => Some(Out::Conn(conn, self.frame(&message))),
                        Audience::Seat(seat) => {
                            self.roster.seat(seat).map(|conn| Out::Conn(conn, self.frame(&message)))
                        }
                    };
                    if let Some(out) = out {
                        self.push(out);
                    }
                }
                Say::Each(messages) => {
                    let frames = messages
                        .iter()
                        .filter_map(|(seat, message)| {
                            let conn = self.roster.seat(*seat)?;
                            self.scratch.clear();
                            M::encode(message, &mut self.scratch);
                            Some((conn, Frame::text(&self.scratch)))
                        })
                        .collect();
                    self.push(Out::Each(frames));
                }
            }
        }
        for topic in out.touched {
            self.topics.touch(topic);
        }
    }

    /// Says everything that is durable.
    fn flush(&mut self, ctx: &mut Context<Self>) {
        let ready = self.waiting.take(self.durable);
        if ready.is_empty() {
            return;
        }
        let mut sorter = Sorter::new(&self.hubs);
        for out in ready {
            match out {
                Out::Broadcast(groups, frame) => sorter.all(&Item::Broadcast(groups, frame)),
                Out::CloseAll(code) => sorter.all(&Item::CloseAll(code)),
                Out::Conn(conn, frame) => sorter.personal(conn, frame),
                Out::Each(frames) => sorter.each(frames),
                Out::Regroup(conn, groups) => sorter.one(conn, Item::Regroup(conn, groups)),
                Out::Close(conn, code) => sorter.one(conn, Item::Close(conn, code)),
                Out::ListSessions(conn, owner) if conn.hub != ConnId::CALL => {
                    list_sessions::<M>(&self.registry.store, conn, owner, ctx);
                }
                Out::ListSessions(..) => {}
                Out::Reply(slot, message) => {
                    if let Some((messages, _)) = self.calls.get_mut(&slot) {
                        messages.push(message);
                    }
                }
                Out::ReplyDone(slot) => {
                    if let Some((messages, reply)) = self.calls.remove(&slot) {
                        let _ = reply.send(Ok(messages));
                    }
                }
            }
        }
        sorter.deliver();
    }

    // ---- the disk ----

    fn commit(&mut self, ctx: &mut Context<Self>) {
        if self.pending.is_empty() {
            return;
        }
        let events = std::mem::take(&mut self.pending);
        let summary = self.machine.summary().filter(|summary| self.summary.as_ref() != Some(summary));
        if summary.is_some() {
            self.summary.clone_from(&summary);
        }
        let append = Append {
            session: self.session,
            kind: M::KIND,
            code: self.name.clone(),
            after: self.seq - events.len() as u64,
            events,
            snapshot: self.snapshot(),
            summary,
        };
        let (addr, up_to) = (ctx.address(), self.seq);
        // One message per append, and appends are bounded by `pending_events_max`.
        let done = Box::new(move |result| addr.do_send(Stored { up_to, result }));
        if let Err(error) = self.registry.store.append(append, done) {
            self.fail(&error, ctx);
            return;
        }
        let runs = self.machine.clock_runs();
        if runs != self.clock_told {
            self.clock_told = runs;
            self.store().clock_runs(self.session, runs);
        }
    }

    fn snapshot(&mut self) -> Option<StoredSnapshot> {
        let every =
            self.registry.options.limits.snapshot_every_events.max(self.snapshot_bytes / SNAPSHOT_BYTES_PER_EVENT);
        if self.seq - self.snapshot_seq < every {
            return None;
        }
        match serde_json::to_string(&self.machine) {
            Ok(payload) => {
                (self.snapshot_seq, self.snapshot_bytes) = (self.seq, payload.len() as u64);
                let (seq, at, wall) = (self.seq, self.now, self.wall);
                Some(StoredSnapshot { seq, at, wall, version: M::VERSION, payload })
            }
            Err(error) => {
                log::error!("{} {}: no snapshot: {error}", M::KIND, self.name.escape_debug());
                None
            }
        }
    }

    /// The store has failed: what was not durable never happened. The room ends; its sockets and the next
    /// room of this name start from what is durable.
    fn fail(&mut self, error: &StoreError, ctx: &mut Context<Self>) {
        log::error!("{} {}: {error}; the room starts anew from the disk", M::KIND, self.name.escape_debug());
        self.waiting.clear();
        let refusal = Refusal::new("STORAGE_UNAVAILABLE", "The server could not store this; it has not happened.");
        let frame = self.frame(&M::refusal(&refusal));
        self.close_sockets(Some(frame), 1013);
        for (_, (_, reply)) in self.calls.drain() {
            let _ = reply.send(Err(CallError::Unavailable(error.to_string())));
        }
        self.retire(ctx);
    }

    /// Last words to everybody at once, past the outbox.
    pub(super) fn close_sockets(&mut self, words: Option<Frame>, code: u16) {
        let mut sorter = Sorter::new(&self.hubs);
        if let Some(frame) = words {
            sorter.all(&Item::Broadcast(crate::engine::Groups::EVERYONE, frame));
        }
        sorter.all(&Item::CloseAll(code));
        sorter.deliver();
    }

    /// The room stops; the registry forgets it first, so that nobody is sent to it any more.
    pub(super) fn retire(&mut self, ctx: &mut Context<Self>) {
        self.closing = true;
        if self.clock_told {
            self.store().clock_runs(self.session, false);
        }
        self.registry.forget(&self.name, &ctx.address());
        actix::ActorContext::stop(ctx);
    }

    /// From here on commands are ignored; the session to delete, if one exists.
    pub(super) fn close_for_deletion(&mut self) -> Option<SessionId> {
        if self.seq == 0 || self.is_broken() {
            return None;
        }
        self.closing = true;
        Some(self.session)
    }

    // ---- time ----

    fn arm(&mut self, ctx: &mut Context<Self>) {
        if self.due.is_none() || self.due.is_some_and(|due| due <= self.now) {
            self.due = self.machine.deadline(self.now, &self.registry.options.settings);
        }
        let asleep = self.is_idle();
        let wake = if asleep {
            Some(self.now.plus(self.registry.options.limits.idle_ms))
        } else {
            let topic = self.topics.next_due(M::interval_ms);
            [self.due, topic].into_iter().flatten().min()
        };
        let Some(wake) = wake else {
            if let Some((_, handle)) = self.timer.take() {
                ctx.cancel_future(handle);
            }
            return;
        };
        if self.timer.as_ref().is_some_and(|(at, _)| *at == wake.0) {
            return;
        }
        if let Some((_, handle)) = self.timer.take() {
            ctx.cancel_future(handle);
        }
        // The room's clock counts whole milliseconds downwards; one more never wakes too early.
        let delay = Duration::from_millis(wake.since(self.clock.now()) + 1);
        let handle = ctx.run_later(delay, move |room, ctx| {
            room.timer = None;
            if asleep && room.is_idle() {
                room.retire(ctx);
                return;
            }
            room.begin_turn();
            room.end_turn(ctx);
        });
        self.timer = Some((wake.0, handle));
    }

    /// Whether nobody is here, nobody waits for anything and no clock runs.
    fn is_idle(&self) -> bool {
        self.hubs.is_empty() && self.calls.is_empty() && self.waiting.is_empty() && !self.machine.clock_runs()
    }

    // ---- loading ----

    fn loaded(&mut self, result: Result<Option<StoredSession>, StoreError>, ctx: &mut Context<Self>) {
        match result.and_then(|stored| stored.map(|stored| Ok((restore::<M>(&stored)?, stored))).transpose()) {
            Ok(None) => {}
            Ok(Some((restored, stored))) => {
                self.session = stored.session;
                self.machine = restored.machine;
                (self.seq, self.durable, self.snapshot_seq) = (restored.seq, restored.seq, restored.snapshot_seq);
                self.snapshot_bytes = stored.snapshot.as_ref().map_or(0, |snapshot| snapshot.payload.len() as u64);
                self.clock = RoomClock::starting_at(restored.clock);
                self.summary = self.machine.summary();
                self.now = restored.clock;
                if self.machine.clock_runs() && self.store().writable().is_ok() {
                    self.resume();
                }
            }
            Err(error) => {
                log::error!("{} {}: {error}", M::KIND, self.name.escape_debug());
                self.broken = true;
            }
        }
        self.begin_turn();
        self.end_turn(ctx);
    }

    /// The first record of a new run: the clock went on from here, whatever happened in between.
    fn resume(&mut self) {
        self.seq += 1;
        self.wall = wall_now();
        self.pending.push(StoredEvent {
            seq: self.seq,
            at: self.now,
            wall: self.wall,
            version: SHELL_RECORD,
            payload: RESUMED.to_owned(),
        });
        self.due = self.machine.deadline(self.now, &self.registry.options.settings);
    }
}

fn list_sessions<M: Machine>(store: &SharedStore, conn: ConnId, owner: KeyedHash, ctx: &Context<Room<M>>) {
    let addr = ctx.address();
    store.sessions_of(
        M::KIND,
        owner,
        Box::new(move |result| match result {
            Ok(rows) => addr.do_send(SessionsRead { conn, rows }),
            Err(error) => log::error!("the list of sessions cannot be read: {error}"),
        }),
    );
}

impl<M: Machine> Actor for Room<M> {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Context<Self>) {
        let (reply, answer) = oneshot::channel();
        self.store().load(
            M::KIND,
            &self.name,
            Box::new(move |result| {
                // The room may have been stopped meanwhile; then nobody needs the answer.
                let _ = reply.send(result);
            }),
        );
        // While it waits the room takes no message; they keep their order in the mailbox.
        async move { answer.await.unwrap_or(Err(StoreError::Unavailable("the server is stopping".to_owned()))) }
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
                In::Entered(conn, _) | In::Said(conn, _) | In::RoundTrip(conn, _) | In::Left(conn) => Some(conn.hub),
            });
            self.take_in(item);
        }
        if let Some(in_flight) = hub.and_then(|hub| self.in_flight.get(&hub)) {
            in_flight.fetch_sub(taken, Ordering::Relaxed);
        }
        self.end_turn(ctx);
    }
}

impl<M: Machine> Handler<Stored> for Room<M> {
    type Result = ();

    fn handle(&mut self, stored: Stored, ctx: &mut Context<Self>) {
        match stored.result {
            Ok(()) => {
                self.durable = self.durable.max(stored.up_to);
                self.flush(ctx);
                self.arm(ctx);
            }
            Err(_) if self.closing => {}
            Err(error) => self.fail(&error, ctx),
        }
    }
}

impl<M: Machine> Handler<SessionsRead> for Room<M> {
    type Result = ();

    fn handle(&mut self, read: SessionsRead, ctx: &mut Context<Self>) {
        self.begin_turn();
        let mut out = Outbox::default();
        self.machine.sessions(read.conn, &read.rows, &mut out);
        self.say(out);
        self.end_turn(ctx);
    }
}
