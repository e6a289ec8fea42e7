//! How a room's words reach the sockets: one delivery per hub and turn, frames shared, encoded once.

use std::sync::Arc;

use bytes::Bytes;

use crate::engine::{ConnId, Groups};

/// A whole websocket frame of a server (RFC 6455, 5.2): unmasked, final, header included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame(pub Bytes);

impl Frame {
    /// A text frame around `payload`, which must be UTF-8.
    pub fn text(payload: &[u8]) -> Frame {
        let mut frame = Vec::with_capacity(payload.len() + 10);
        frame.push(0x81);
        match payload.len() {
            length @ 0..=125 => frame.push(length as u8),
            length @ 126..=65535 => {
                frame.push(126);
                frame.extend_from_slice(&(length as u16).to_be_bytes());
            }
            length => {
                frame.push(127);
                frame.extend_from_slice(&(length as u64).to_be_bytes());
            }
        }
        frame.extend_from_slice(payload);
        Frame(frame.into())
    }
}

/// One thing for a hub to do, in order.
#[derive(Debug, Clone)]
pub enum Item {
    /// Hand the frame to all sockets of these groups.
    Broadcast(Groups, Frame),
    /// Hand each socket its own frame.
    Personal(Vec<(ConnId, Frame)>),
    /// From here on the socket belongs to this group, and no other.
    /// A new socket belongs to none until the room has greeted it and says which.
    Regroup(ConnId, Groups),
    /// Close the socket after everything before, with a code of RFC 6455, 7.4.
    Close(ConnId, u16),
    /// Close all sockets of the room after everything before.
    CloseAll(u16),
}

/// What one room says to the sockets of one hub, in order. Everything that it holds for one socket
/// leaves in one write where the system allows it.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// The room's number in this hub (see [`HubLink::room`]).
    pub room: u32,
    pub items: Arc<[Item]>,
}

/// The receiving end that a hub offers to rooms.
pub trait DeliverySink: Send + Sync {
    /// Queues a delivery without waiting. `false`: the hub is stopping or its bounded queue is full; then
    /// the hub itself closes this room's sockets with 1013.
    fn deliver(&self, delivery: Delivery) -> bool;
}

/// A room's way to one hub.
#[derive(Clone)]
pub struct HubLink {
    pub hub: u16,
    /// The number under which the hub knows the room.
    pub room: u32,
    pub sink: Arc<dyn DeliverySink>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frames_header_has_the_shortest_length_form() {
        for (length, header) in [(125, 2), (126, 4), (65_535, 4), (65_536, 10)] {
            assert_eq!(Frame::text(&vec![b'a'; length]).0.len(), length + header);
        }
    }
}
