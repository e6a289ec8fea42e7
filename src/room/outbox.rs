//! What waits to be said. Every entry stands under the last sequence number that it depends on; nothing
//! leaves before that number is durable (output commit): nobody has ever heard of what a crash could
//! still take back.

use std::collections::VecDeque;

use super::fanout::{Delivery, Frame, HubLink, Item, Spliced};
use crate::engine::{ConnId, Groups, KeyedHash};

/// One entry of the outbox. `Reply` is a typed message for a call over HTTP.
#[derive(Debug)]
pub enum Out<Message, Errand> {
    Broadcast(Groups, Frame),
    Conn(ConnId, Frame),
    Each(Vec<(ConnId, Frame)>),
    Spliced(Spliced),
    Regroup(ConnId, Groups),
    Close(ConnId, u16),
    CloseAll(u16),
    /// Reads the owner's sessions once everything before is durable, for this connection.
    ListSessions(ConnId, KeyedHash),
    /// Asked of the outside once everything before is durable.
    Errand(Errand),
    Reply(u32, Message),
    ReplyDone(u32),
    Seen(Seen),
}

/// Tells what somebody has seen who looked at the machine.
pub struct Seen(pub Box<dyn FnOnce() + Send>);

impl std::fmt::Debug for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seen(…)")
    }
}

/// Entries whose room is kept while nothing waits.
const ENTRIES_KEPT: usize = 64;

/// The queue of one room.
#[derive(Debug)]
pub struct WaitingRoom<Message, Errand> {
    entries: VecDeque<(u64, Out<Message, Errand>)>,
}

impl<Message, Errand> Default for WaitingRoom<Message, Errand> {
    fn default() -> Self {
        WaitingRoom { entries: VecDeque::new() }
    }
}

impl<Message, Errand> WaitingRoom<Message, Errand> {
    /// Adds an entry that may leave once `seq` is durable.
    pub fn push(&mut self, seq: u64, out: Out<Message, Errand>) {
        self.entries.push_back((seq, out));
    }

    /// Takes everything that may leave now, in order.
    pub fn take(&mut self, durable: u64) -> impl ExactSizeIterator<Item = Out<Message, Errand>> + '_ {
        let ready = self.entries.partition_point(|(seq, _)| *seq <= durable);
        self.entries.drain(..ready).map(|(_, out)| out)
    }

    /// Gives back what a hall's answers have taken.
    pub fn shrink(&mut self) {
        if self.entries.is_empty() && self.entries.capacity() > ENTRIES_KEPT {
            self.entries.shrink_to(ENTRIES_KEPT);
        }
    }

    /// How many entries wait.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Forgets everything: it was never true.
    pub fn clear(&mut self) {
        self.entries.clear();
    }
}

/// Sorts what leaves by hubs: one delivery for each that has something to do.
pub struct Sorter<'a> {
    hubs: &'a [HubLink],
    items: &'a mut Vec<Vec<Item>>,
}

/// Items for one hub whose room is kept between deliveries.
const ITEMS_KEPT: usize = 16;

impl<'a> Sorter<'a> {
    /// A sorter for the hubs that have sockets of the room; `items` is room to work in, empty between deliveries.
    pub fn new(hubs: &'a [HubLink], items: &'a mut Vec<Vec<Item>>) -> Self {
        items.resize_with(hubs.len(), Vec::new);
        Sorter { hubs, items }
    }

    /// The same thing for every hub.
    pub fn all(&mut self, item: &Item) {
        for items in self.items.iter_mut() {
            items.push(item.clone());
        }
    }

    /// A thing for the hub of one connection.
    pub fn one(&mut self, conn: ConnId, item: Item) {
        if let Some(at) = self.position(conn.hub) {
            self.items[at].push(item);
        }
    }

    /// A frame for one connection; neighbours share one batch.
    pub fn personal(&mut self, conn: ConnId, frame: Frame) {
        let Some(at) = self.position(conn.hub) else { return };
        match self.items[at].last_mut() {
            Some(Item::Personal(frames)) => frames.push((conn, frame)),
            _ => self.items[at].push(Item::Personal(vec![(conn, frame)])),
        }
    }

    /// A frame of its own for each of many connections, in one batch per hub.
    pub fn each(&mut self, frames: Vec<(ConnId, Frame)>) {
        for (conn, frame) in frames {
            self.personal(conn, frame);
        }
    }

    /// A common text with an ending of its own for each of many connections.
    pub fn spliced(&mut self, spliced: Spliced) {
        if let ([_], [items]) = (self.hubs, &mut self.items[..]) {
            return items.push(Item::Spliced(spliced));
        }
        for (link, items) in self.hubs.iter().zip(self.items.iter_mut()) {
            let part = spliced.of_hub(link.hub);
            if part.conns().len() > 0 {
                items.push(Item::Spliced(part));
            }
        }
    }

    fn position(&self, hub: u16) -> Option<usize> {
        self.hubs.iter().position(|link| link.hub == hub)
    }

    /// Hands the deliveries over.
    pub fn deliver(self) {
        for (link, items) in self.hubs.iter().zip(self.items) {
            if items.is_empty() {
                continue;
            }
            let delivery = Delivery { room: link.room, items: items.drain(..).collect() };
            items.shrink_to(ITEMS_KEPT);
            if !link.sink.deliver(delivery) {
                log::warn!("hub {} takes no more deliveries; its sockets will come back to a snapshot", link.hub);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_before_its_number_is_durable() {
        let mut waiting: WaitingRoom<(), ()> = WaitingRoom::default();
        waiting.push(0, Out::ReplyDone(0));
        waiting.push(2, Out::ReplyDone(1));
        waiting.push(2, Out::ReplyDone(2));
        waiting.push(3, Out::ReplyDone(3));
        assert_eq!(waiting.take(1).len(), 1);
        assert_eq!(waiting.take(2).len(), 2);
        assert_eq!(waiting.len(), 1);
    }
}
