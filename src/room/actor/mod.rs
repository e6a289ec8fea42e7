//! The room's actor. It takes commands in turns and never waits: decide, evolve, queue for the disk, keep
//! what is to be said until it is durable, go on.
//!
//! - `turn`: what is decided and applied. `presence`: who is here. `words`: what is said. `disk`: what is stored and
//!   loaded. `timer`: when it wakes.

mod disk;
mod presence;
mod timer;
mod turn;
mod words;

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use actix::{Actor, ActorFutureExt, AsyncContext, Context, ContextFutureSpawner, WrapFuture};
use rand::Rng;
use tokio::sync::oneshot;

use self::timer::Setting;
use crate::engine::numbering::Numbered;
use crate::engine::{
    ConnId, Context as Cx, Entropy, Machine, RoomTime, Roster, SessionSummary, StoredEvent, TimelineRow, WallTime,
};
use crate::room::clock::{RoomClock, wall_now};
use crate::room::fanout::{HubLink, Item};
use crate::room::gate::SecretGate;
use crate::room::outbox::WaitingRoom;
use crate::room::registry::{CallError, Registry};
use crate::room::topics::Topics;
use crate::store::{SessionId, SharedStore, asked};

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
    pub(in crate::room) calls: HashMap<u32, (Vec<M::Message>, Reply<M>)>,
    last_call: u32,
    timer: Setting,
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
            calls: HashMap::new(),
            last_call: 0,
            timer: Setting::default(),
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
            .map(|result, room, ctx| {
                Self::start_timer(ctx);
                room.loaded(result, ctx);
            })
            .wait(ctx);
    }
}
