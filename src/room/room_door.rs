//! A hub's door to a room: parses on the hub's thread, gathers a turn's commands into one batch.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix::{Addr, Message};

use super::actor::Room;
use super::door::{Door, Verdict, Visitor};
use super::fanout::HubLink;
use super::registry::Registry;
use crate::engine::machine::RefusalKind;
use crate::engine::{ConnId, Incoming, Machine, Refusal, Secret};
use crate::limits::ROOM_PENDING_COMMANDS_MAX;

/// One thing that a hub brings in.
pub enum In<M: Machine> {
    HubJoined(HubLink),
    HubLeft { hub: u16, room: u32 },
    Entered(ConnId, IpAddr, Option<Secret>),
    Said(ConnId, Result<M::Command, Refusal>),
    RoundTrip(ConnId, u32),
    Left(ConnId),
}

/// What a hub brings in during one turn of its loop.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Batch<M: Machine> {
    pub items: Vec<In<M>>,
    /// The door's count of what it has handed over; the room takes its own off it.
    pub in_flight: Arc<AtomicUsize>,
}

/// The door of one hub.
pub struct RoomDoor<M: Machine> {
    registry: Arc<Registry<M>>,
    addr: Addr<Room<M>>,
    hub: u16,
    room: u32,
    batch: Vec<In<M>>,
    /// Things handed over that the room has not taken in yet: bounds its mailbox.
    in_flight: Arc<AtomicUsize>,
}

impl<M: Machine> RoomDoor<M> {
    /// A door to `room` for the hub behind `link`; wakes the room.
    pub fn open(registry: Arc<Registry<M>>, room: &str, link: HubLink) -> Self {
        let addr = registry.room(room);
        let (hub, room) = (link.hub, link.room);
        RoomDoor { registry, addr, hub, room, batch: vec![In::HubJoined(link)], in_flight: Arc::default() }
    }
}

impl<M: Machine> RoomDoor<M> {
    /// Whether the room is still awake: what is brought to one that is not is lost, and [`Door::flush`] says so.
    pub fn is_open(&self) -> bool {
        self.addr.connected()
    }

    /// A command that whoever holds this door has understood itself.
    pub fn command(&mut self, conn: ConnId, command: M::Command) {
        self.batch.push(In::Said(conn, Ok(command)));
    }
}

impl<M: Machine> Door for RoomDoor<M> {
    fn entered(&mut self, visitor: Visitor) {
        self.batch.push(In::Entered(visitor.conn, visitor.address, visitor.credential));
    }

    fn message(&mut self, conn: ConnId, incoming: Incoming<'_>) -> Verdict {
        let parsed = M::parse(incoming, &self.registry.options.settings);
        let verdict = match &parsed {
            Err(refusal) if refusal.kind == RefusalKind::Malformed => Verdict::Malformed,
            _ => Verdict::Accepted,
        };
        self.batch.push(In::Said(conn, parsed));
        verdict
    }

    fn round_trip(&mut self, conn: ConnId, rtt_ms: u32) {
        self.batch.push(In::RoundTrip(conn, rtt_ms));
    }

    fn left(&mut self, conn: ConnId) {
        self.batch.push(In::Left(conn));
    }

    fn flush(&mut self) -> bool {
        if self.batch.is_empty() {
            return self.addr.connected();
        }
        let items = std::mem::take(&mut self.batch);
        let waiting = self.in_flight.fetch_add(items.len(), Ordering::Relaxed) + items.len();
        if waiting > ROOM_PENDING_COMMANDS_MAX || !self.addr.connected() {
            return false;
        }
        // Unbounded by itself; `in_flight` above is the bound.
        self.addr.do_send(Batch { items, in_flight: Arc::clone(&self.in_flight) });
        true
    }
}

impl<M: Machine> Drop for RoomDoor<M> {
    fn drop(&mut self) {
        let mut items = std::mem::take(&mut self.batch);
        items.push(In::HubLeft { hub: self.hub, room: self.room });
        // Past the bound, for it is this door's last word: without it the room would wait for this hub's
        // people for ever.
        self.in_flight.fetch_add(items.len(), Ordering::Relaxed);
        self.addr.do_send(Batch { items, in_flight: Arc::clone(&self.in_flight) });
    }
}
