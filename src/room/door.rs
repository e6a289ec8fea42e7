//! How sockets reach a room: the one interface between `net` and the rooms, the same for all kinds.

use std::net::IpAddr;
use std::sync::Arc;

use crate::engine::{ConnId, Incoming, Secret};

/// What a hub knows of a new socket when it brings it to a room.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub conn: ConnId,
    /// The client's address (behind a configured proxy: the one it forwards).
    pub address: IpAddr,
    /// What its address brought along to prove who it is.
    pub credential: Option<Secret>,
}

/// The request that asks for a websocket, as far as a kind of session may look at it.
#[derive(Debug, Clone)]
pub struct Handshake {
    /// Percent-decoded path, e.g. `/parties/main/4711`.
    pub path: String,
    /// The query's pairs, decoded, in their order.
    pub query: Vec<(String, String)>,
    pub address: IpAddr,
}

/// Where a websocket's address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The room's name.
    pub room: String,
    /// A token in the query, for the room's machine to look at.
    pub credential: Option<Secret>,
}

impl Way {
    /// A way to a room for somebody who brings nothing along.
    pub fn to(room: impl Into<String>) -> Self {
        Way { room: room.into(), credential: None }
    }
}

/// Why a websocket is refused at the upgrade, as an HTTP status with a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Denied {
    pub status: u16,
    pub detail: &'static str,
}

/// A kind of session's entrance for sockets. One per kind, listed at the server's start.
pub trait Entrance: Send + Sync {
    /// Whether the path is this kind's. `None`: not ours, ask the next.
    fn way(&self, handshake: &Handshake) -> Option<Result<Way, Denied>>;

    /// Whether pages of another site may come in here. Those of the server's own origin, and of the origins that
    /// the operator has allowed, always may.
    fn admits(&self, handshake: &Handshake, origin: &str) -> bool {
        let _ = (handshake, origin);
        false
    }

    /// Opens a door to the room on the calling arbiter, which loads the room if need be. A hub keeps ONE
    /// door per room and shares it among its sockets there. `link` is the way back to that hub.
    fn open(&self, room: &str, link: super::fanout::HubLink) -> Box<dyn Door>;
}

/// Every kind's entrance.
pub type Entrances = Arc<[Arc<dyn Entrance>]>;

/// What became of a message that was brought to a door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Understood and on its way.
    Accepted,
    /// Not of the protocol's form. The room answers with the error; the hub counts a strike.
    Malformed,
}

/// A hub's door to one room. It gathers what comes in during one turn of the loop and hands it over in
/// one batch at [`Door::flush`]: an answer must not cost a message between actors each.
///
/// Everything stays in order per connection: entered, messages, left.
pub trait Door {
    /// A socket came.
    fn entered(&mut self, visitor: Visitor);
    /// A socket said something.
    fn message(&mut self, conn: ConnId, incoming: Incoming<'_>) -> Verdict;
    /// A seat's round trip was measured by ping and pong, in milliseconds.
    fn round_trip(&mut self, conn: ConnId, rtt_ms: u32);
    /// A socket is gone.
    fn left(&mut self, conn: ConnId);
    /// Hands the batch to the room. `false`: the room is gone or cannot keep up; the hub closes the
    /// room's sockets with 1013 and they come back to a snapshot.
    fn flush(&mut self) -> bool;
}
