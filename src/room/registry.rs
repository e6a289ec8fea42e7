//! Which rooms of a kind are awake, and calls to them from HTTP.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use actix::{Actor, Addr};
use tokio::sync::oneshot;

use super::actor::Room;
use super::calls::{Call, Delete, Read};
use super::door::{Denied, Door, Entrance, Handshake, Way};
use super::fanout::HubLink;
use super::foundings::Foundings;
use super::outbox::Seen;
use crate::engine::{Machine, Refusal, Role, SecretKey};
use crate::limits;
use crate::store::SharedStore;

/// Why a call to a room brought nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The machine has refused the command.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The room could not be loaded or has just ended; nothing has happened.
    #[error("the room cannot be reached: {0}")]
    Unavailable(String),
}

/// What one room may take up; the same for all kinds.
#[derive(Debug, Clone)]
pub struct RoomLimits {
    /// Events that may wait for the disk; above it commands are refused with `SERVER_BUSY`.
    pub pending_events_max: u64,
    /// Milliseconds after which a room without sockets goes to sleep.
    pub idle_ms: u64,
    /// Wrong secrets of an address in 15 minutes.
    pub secret_failures_max: u32,
    /// Events after which a snapshot is written.
    pub snapshot_every_events: u64,
}

impl Default for RoomLimits {
    fn default() -> Self {
        RoomLimits {
            pending_events_max: limits::ROOM_PENDING_EVENTS_MAX,
            idle_ms: limits::ROOM_IDLE_MS,
            secret_failures_max: limits::SECRET_FAILURES_MAX,
            snapshot_every_events: limits::SNAPSHOT_EVERY_EVENTS,
        }
    }
}

/// What a registry needs besides the store.
pub struct RegistryOptions<M: Machine> {
    pub key: SecretKey,
    pub settings: M::Settings,
    pub limits: RoomLimits,
    /// Whether limits that count per network address are on.
    pub address_limits: bool,
    /// How many sessions an address may found; all kinds and ways share it.
    pub foundings: Arc<Foundings>,
    /// Which websocket paths lead to rooms of this kind, and to which.
    pub route: fn(&Handshake) -> Option<Result<Way, Denied>>,
    /// Who carries out what rooms ask of the outside.
    pub errands: Arc<dyn Errands<M>>,
}

/// Carries out what rooms of a kind ask of the world outside.
pub trait Errands<M: Machine>: Send + Sync {
    /// Takes the errand up without waiting. What it brings comes back as a command, by [`Registry::call_as`].
    /// Called on the room's own thread; the same errand may come again after a restart.
    fn run(&self, registry: &Arc<Registry<M>>, room: &str, errand: M::Errand);
}

/// For kinds that ask nothing of the outside.
pub struct NoErrands;

impl<M: Machine<Errand = Infallible>> Errands<M> for NoErrands {
    fn run(&self, _: &Arc<Registry<M>>, _: &str, errand: Infallible) {
        match errand {}
    }
}

/// Everything that rooms of one kind share.
pub struct Registry<M: Machine> {
    pub(super) store: SharedStore,
    pub(super) options: RegistryOptions<M>,
    pub(super) stopping: AtomicBool,
    rooms: Mutex<HashMap<String, Addr<Room<M>>>>,
}

impl<M: Machine> Registry<M> {
    /// A registry without any room awake.
    pub fn new(store: SharedStore, options: RegistryOptions<M>) -> Arc<Self> {
        Arc::new(Registry { store, options, stopping: AtomicBool::new(false), rooms: Mutex::new(HashMap::new()) })
    }

    /// The room's address; wakes it on the calling arbiter if it sleeps.
    pub(super) fn room(self: &Arc<Self>, room: &str) -> Addr<Room<M>> {
        let mut rooms = self.rooms();
        if let Some(addr) = rooms.get(room).filter(|addr| addr.connected()) {
            return addr.clone();
        }
        let addr = Room::new(room.to_owned(), Arc::clone(self)).start();
        rooms.insert(room.to_owned(), addr.clone());
        metrics::gauge!("soiree_rooms", "kind" => M::KIND).set(rooms.len() as f64);
        addr
    }

    /// Hands a room's errand to whoever carries it out.
    pub(super) fn run(self: &Arc<Self>, room: &str, errand: M::Errand) {
        self.options.errands.run(self, room, errand);
    }

    /// A room has stopped; it is woken again by the next message for it.
    pub(super) fn forget(&self, room: &str, addr: &Addr<Room<M>>) {
        let mut rooms = self.rooms();
        if rooms.get(room) == Some(addr) {
            rooms.remove(room);
        }
        metrics::gauge!("soiree_rooms", "kind" => M::KIND).set(rooms.len() as f64);
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<String, Addr<Room<M>>>> {
        // A panic while the map was locked leaves a map that is still whole.
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on rooms refuse everything that would have to be stored: the server is stopping.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Carries out a command for a visitor and returns the answers, once they are durable.
    ///
    /// # Errors
    /// What the machine refuses; or that the room cannot be reached or stored.
    pub async fn call(self: &Arc<Self>, room: &str, command: M::Command) -> Result<Vec<M::Message>, CallError> {
        self.call_as(room, Role::Visitor, command).await
    }

    /// Like [`Registry::call`] in another role: the server itself ends what was abandoned, as a host.
    ///
    /// # Errors
    /// As for [`Registry::call`].
    pub async fn call_as(
        self: &Arc<Self>,
        room: &str,
        role: Role,
        command: M::Command,
    ) -> Result<Vec<M::Message>, CallError> {
        let (reply, answer) = oneshot::channel();
        self.room(room).try_send(Call { role, command, reply }).map_err(|error| unreachable_room(&error))?;
        answer.await.map_err(|_| CallError::Unavailable("it has just stopped".to_owned()))?
    }

    /// Looks at the machine's present state (its default where no session exists). What was seen is told once all
    /// of it is durable, like everything that a room tells.
    ///
    /// # Errors
    /// [`CallError::Unavailable`] if the room cannot be loaded, or what was seen could not be stored.
    pub async fn read<R: Send + 'static>(
        self: &Arc<Self>,
        room: &str,
        look: impl FnOnce(&M) -> R + Send + 'static,
    ) -> Result<R, CallError> {
        self.look(room, look, false).await
    }

    /// Like [`Registry::read`], but without waiting: for what tells nobody anything, or only of what is durable.
    ///
    /// # Errors
    /// [`CallError::Unavailable`] if the room cannot be loaded.
    pub async fn peek<R: Send + 'static>(
        self: &Arc<Self>,
        room: &str,
        look: impl FnOnce(&M) -> R + Send + 'static,
    ) -> Result<R, CallError> {
        self.look(room, look, true).await
    }

    async fn look<R: Send + 'static>(
        self: &Arc<Self>,
        room: &str,
        look: impl FnOnce(&M) -> R + Send + 'static,
        at_once: bool,
    ) -> Result<R, CallError> {
        let (reply, answer) = oneshot::channel();
        let look = Box::new(move |machine: &M| {
            let seen = look(machine);
            // Whoever asked may have gone; then nobody needs the answer.
            Seen(Box::new(move || drop(reply.send(seen))))
        });
        self.room(room).try_send(Read { look, at_once }).map_err(|error| unreachable_room(&error))?;
        answer.await.map_err(|_| CallError::Unavailable("it has just stopped".to_owned()))
    }

    /// Deletes the room's session with everything of its people; sockets are told to come back (1012).
    ///
    /// # Errors
    /// [`CallError::Unavailable`] if it could not be stored.
    pub async fn delete(self: &Arc<Self>, room: &str) -> Result<(), CallError> {
        let (reply, answer) = oneshot::channel();
        self.room(room).try_send(Delete { reply }).map_err(|error| unreachable_room(&error))?;
        answer.await.map_err(|_| CallError::Unavailable("it has just stopped".to_owned()))?
    }
}

fn unreachable_room<T>(error: &actix::prelude::SendError<T>) -> CallError {
    CallError::Unavailable(match error {
        actix::prelude::SendError::Full(_) => "it cannot keep up".to_owned(),
        actix::prelude::SendError::Closed(_) => "it has just stopped".to_owned(),
    })
}

/// The registry as the entrance of its kind.
pub struct Porch<M: Machine>(pub Arc<Registry<M>>);

impl<M: Machine> Entrance for Porch<M> {
    fn way(&self, handshake: &Handshake) -> Option<Result<Way, Denied>> {
        (self.0.options.route)(handshake)
    }

    fn open(&self, room: &str, link: HubLink) -> Box<dyn Door> {
        Box::new(super::room_door::RoomDoor::open(Arc::clone(&self.0), room, link))
    }
}
