//! How a room's words reach the sockets: one delivery per hub and turn, frames shared, encoded once.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::oneshot;

use crate::engine::{ConnId, Endings, Groups, SeatNo};

/// A whole websocket frame of a server (RFC 6455, 5.2): unmasked, final, header included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame(pub Bytes);

impl Frame {
    /// A text frame around `payload`, which must be UTF-8.
    pub fn text(payload: &[u8]) -> Frame {
        let header = Header::of(payload.len());
        // To the byte: then the shared bytes need no second allocation.
        let mut frame = Vec::with_capacity(header.as_bytes().len() + payload.len());
        frame.extend_from_slice(header.as_bytes());
        frame.extend_from_slice(payload);
        Frame(frame.into())
    }

    /// The same in the payload's own memory, for one that is large.
    pub fn around(mut payload: Vec<u8>) -> Frame {
        let header = Header::of(payload.len());
        payload.splice(0..0, header.as_bytes().iter().copied());
        Frame(payload.into())
    }
}

/// The header of a text frame, with the shortest form of its length.
#[derive(Debug, Clone, Copy)]
struct Header {
    bytes: [u8; 10],
    /// How many of them count.
    length: usize,
}

impl Header {
    fn of(payload_bytes: usize) -> Header {
        let mut bytes = [0x81, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let length = match payload_bytes {
            0..=125 => {
                bytes[1] = payload_bytes as u8;
                2
            }
            126..=65_535 => {
                bytes[1] = 126;
                bytes[2..4].copy_from_slice(&(payload_bytes as u16).to_be_bytes());
                4
            }
            _ => {
                bytes[1] = 127;
                bytes[2..].copy_from_slice(&(payload_bytes as u64).to_be_bytes());
                10
            }
        };
        Header { bytes, length }
    }

    fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// One text for many sockets that ends differently for each. A whole frame exists only at the moment in
/// which it is written, in a buffer that all share: the common part stays in the core's cache.
#[derive(Debug, Clone)]
pub struct Spliced {
    head: Bytes,
    /// All endings, one behind the other.
    endings: Bytes,
    /// Each connection with the place of its ending.
    parts: Vec<(ConnId, Range<u32>)>,
}

impl Spliced {
    /// The text of `message` with the endings of seats, for the connections that own them.
    pub fn new<I: Iterator<Item = ConnId>>(message: &[u8], endings: Endings, conns: impl Fn(SeatNo) -> I) -> Spliced {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let mut parts = Vec::with_capacity(endings.len());
        for (seat, range) in endings.iter() {
            conns(seat).for_each(|conn| parts.push((conn, place(range.start)..place(range.end))));
        }
        Spliced { head: Bytes::copy_from_slice(Endings::head(message)), endings: endings.into_text().into(), parts }
    }

    /// The connections, in the order of their places.
    pub fn conns(&self) -> impl DoubleEndedIterator<Item = ConnId> + ExactSizeIterator + '_ {
        self.conns_from(0)
    }

    /// Those from a place on.
    pub fn conns_from(&self, place: usize) -> impl DoubleEndedIterator<Item = ConnId> + ExactSizeIterator + '_ {
        self.parts[place.min(self.parts.len())..].iter().map(|(conn, _)| *conn)
    }

    /// The part of it for the connections of one hub.
    pub fn of_hub(&self, hub: u16) -> Spliced {
        let parts = self.parts.iter().filter(|(conn, _)| conn.hub == hub).cloned().collect();
        Spliced { head: self.head.clone(), endings: self.endings.clone(), parts }
    }

    fn ending(&self, place: usize) -> &[u8] {
        let range = self.parts.get(place).map_or(0..0, |(_, range)| range.start as usize..range.end as usize);
        self.endings.get(range).unwrap_or_default()
    }

    /// Appends the whole frame of the connection at `place`.
    pub fn push_frame(&self, place: usize, out: &mut Vec<u8>) {
        Splice::behind(out).put(self, place, out);
    }

    /// The whole frame of the connection at `place`.
    pub fn frame(&self, place: usize) -> Bytes {
        let mut frame = Vec::new();
        self.push_frame(place, &mut frame);
        frame.into()
    }
}

/// Where in a buffer the frames of a spliced text lie, one after the other in the same place: what they have in common
/// stays there, and only their length and their ending are written anew.
#[derive(Debug)]
pub struct Splice {
    start: usize,
    /// Whether a frame lies there whose length has two bytes, as that of nearly all has.
    has_usual: bool,
}

/// Bytes of the header of a frame whose length has two bytes.
const USUAL_HEADER_BYTES: usize = 4;

impl Splice {
    /// Behind what the buffer holds.
    pub fn behind(buffer: &[u8]) -> Splice {
        Splice { start: buffer.len(), has_usual: false }
    }

    /// Puts the frame of the connection at `place` there, instead of the former one and of all behind it.
    pub fn put(&mut self, spliced: &Spliced, place: usize, buffer: &mut Vec<u8>) {
        let ending = spliced.ending(place);
        let payload_bytes = spliced.head.len() + ending.len();
        let is_usual = matches!(payload_bytes, 126..=65_535);
        if is_usual && self.has_usual {
            buffer.truncate(self.start + USUAL_HEADER_BYTES + spliced.head.len());
            buffer[self.start + 2..self.start + USUAL_HEADER_BYTES]
                .copy_from_slice(&(payload_bytes as u16).to_be_bytes());
        } else {
            buffer.truncate(self.start);
            buffer.extend_from_slice(Header::of(payload_bytes).as_bytes());
            buffer.extend_from_slice(&spliced.head);
            self.has_usual = is_usual;
        }
        buffer.extend_from_slice(ending);
    }
}

/// One thing for a hub to do, in order.
#[derive(Debug, Clone)]
pub enum Item {
    /// Hand the frame to all sockets of these groups.
    Broadcast(Groups, Frame),
    /// Hand each socket its own frame.
    Personal(Vec<(ConnId, Frame)>),
    /// Hand each socket its own frame, unless something still waits for it: it takes what it can, and nothing
    /// piles up.
    Volatile(Vec<(ConnId, Frame)>),
    /// Hand each socket the common text with its own ending.
    Spliced(Spliced),
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

    /// Brings a message to the socket's door as if the socket itself had sent it: what came for it over HTTP.
    /// It counts against the socket's rate. `false`: it cannot be taken.
    fn bring(&self, brought: Brought) -> bool {
        drop(brought);
        false
    }

    /// A [`Held`] is dropped: what the socket has missed may leave.
    fn release(&self, conn: ConnId) {
        let _ = conn;
    }
}

/// A message that has come for a socket by another way.
#[derive(Debug)]
pub struct Brought {
    pub conn: ConnId,
    pub text: String,
    /// Told when the message has been handed to its room. Dropped: it never will be.
    pub told: oneshot::Sender<Reception>,
}

/// What has become of a message that was brought.
#[derive(Debug)]
pub enum Reception {
    /// Its room has it. The socket hears nothing until this is dropped, so that who has brought it can be
    /// answered first.
    Heard(Held),
    /// The socket's rate is used up.
    Throttled,
    /// There is no such socket any more.
    Gone,
}

/// A socket that is written to no further; dropped, it gets all that has come in the meantime.
pub struct Held {
    sink: Arc<dyn DeliverySink>,
    conn: ConnId,
}

impl Held {
    /// For the hub that holds it.
    pub fn new(sink: Arc<dyn DeliverySink>, conn: ConnId) -> Held {
        Held { sink, conn }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.sink.release(self.conn);
    }
}

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Held").field(&self.conn).finish()
    }
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
            let payload = vec![b'a'; length];
            assert_eq!(Frame::text(&payload).0.len(), length + header);
            assert_eq!(Frame::around(payload.clone()), Frame::text(&payload));
        }
    }

    #[test]
    fn frames_in_one_place_are_as_they_are_alone() {
        // Longer and shorter ones, in and out of a header's longer form.
        let endings = ["", "a", &"b".repeat(200), &"c".repeat(199), "d"];
        let (mut all, conn) = (Endings::default(), |slot| ConnId { hub: 0, slot, generation: 0 });
        for (seat, ending) in (0..).zip(endings) {
            all.add(seat, |text| text.extend_from_slice(ending.as_bytes()));
        }
        let spliced = Spliced::new(b"common.", all, |seat| std::iter::once(conn(seat)));
        let mut buffer = b"before".to_vec();
        let mut splice = Splice::behind(&buffer);
        for (place, ending) in endings.iter().enumerate() {
            splice.put(&spliced, place, &mut buffer);
            assert_eq!(buffer[6..], Frame::text(format!("common{ending}").as_bytes()).0);
            buffer.extend_from_slice(b"behind");
        }
    }
}
