//! What goes out: all that a turn says to a socket leaves in one write.

mod sorting;

use std::net::Shutdown;
use std::sync::Arc;

use bytes::Bytes;
use slab::Slab;

use self::sorting::{Sorted, for_group};
use super::conn::{Conn, Loss, Part, concat};
use super::rooms::GROUPS;
use super::{Hub, Queue};
use crate::engine::{ConnId, Groups};
use crate::room::fanout::{Item, Splice, Spliced};

/// Bytes that the buffer for what is copied together keeps between deliveries.
const SCRATCH_BYTES_KEPT: usize = 64 * 1024;

/// Deliveries of a room whose place is kept between turns.
const DELIVERIES_KEPT: usize = 4;

/// Sockets whose rows are looked at together before they are written to.
const LOOKED_AHEAD: usize = 16;

/// The one frame for one socket that is all there is to write: an answer to a small message.
fn lone_frame(waiting: &[Arc<[Item]>]) -> Option<(ConnId, &Bytes)> {
    let [items] = waiting else { return None };
    let [Item::Personal(frames)] = &items[..] else { return None };
    let [(id, frame)] = &frames[..] else { return None };
    Some((*id, &frame.0))
}

/// Whether the socket in a connection's slot is still the one that the room means.
fn is_meant(conn: &Conn, hub: u16, id: ConnId, room: u32) -> bool {
    id.hub == hub && conn.generation == id.generation && conn.room == room && conn.is_member()
}

/// Looks at the rows of sockets that are about to be written to. Those of a small room lie far apart in the table: one
/// after the other, each would be waited for by itself; looked at together, all come from memory at the same time.
fn look_ahead(conns: &Slab<Conn>, slots: impl Iterator<Item = u32>) {
    let waiting = slots.filter(|slot| conns.get(*slot as usize).is_some_and(|conn| conn.pending.is_some())).count();
    std::hint::black_box(waiting);
}

/// What becomes of a socket after its writes.
enum After {
    Regroup(Groups),
    Close(u16),
    Lose(Loss),
}

/// One room's writes of a turn.
struct Writing<'a> {
    /// The frames for the socket, or the group, that is being written to.
    parts: Vec<Part<'a>>,
    /// Where they are copied together.
    scratch: Vec<u8>,
    tally: Tally,
}

/// What the writes have done, and what is to be done after them.
#[derive(Default)]
struct Tally {
    frames_sent: usize,
    bytes_sent: usize,
    after: Vec<(u32, After)>,
}

impl Tally {
    /// Counts a write of so many frames.
    fn count(&mut self, slot: u32, frames: usize, outcome: Result<usize, Loss>) {
        self.frames_sent += frames;
        match outcome {
            Ok(bytes) => self.bytes_sent += bytes,
            Err(loss) => self.after.push((slot, After::Lose(loss))),
        }
    }
}

/// The bytes of `parts` in one piece: one plain write is cheaper than a vectored one, the copy included.
fn joined<'b>(parts: &'b [Part<'_>], scratch: &'b mut Vec<u8>) -> &'b [u8] {
    match parts {
        [Part::Frame(frame)] => frame,
        parts => {
            concat(parts, scratch);
            scratch
        }
    }
}

impl Hub {
    /// Drains the inbox, then writes room by room.
    pub(super) fn deliver_all(&mut self) {
        let mut taken = std::mem::take(&mut self.taken);
        self.inbox.take(&mut taken);
        let mut speaking = std::mem::take(&mut self.speaking);
        let Queue { deliveries, overrun, brought, released } = &mut taken;
        brought.drain(..).for_each(|brought| self.hear_brought(brought));
        for delivery in deliveries.drain(..) {
            let Some(place) = self.numbers.get(&delivery.room) else { continue };
            let waiting = &mut self.rooms[*place as usize].waiting;
            if waiting.is_empty() {
                speaking.push(*place);
            }
            waiting.push(delivery.items);
        }
        let now_ms = self.now_ms();
        for place in speaking.drain(..) {
            self.rooms[place as usize].pace.said(now_ms);
            self.stirred = true;
            let mut waiting = std::mem::take(&mut self.rooms[place as usize].waiting);
            match lone_frame(&waiting) {
                Some((id, frame)) => self.write_one(place, id, frame),
                None => self.write_room(place, &waiting),
            }
            waiting.clear();
            waiting.shrink_to(DELIVERIES_KEPT);
            self.rooms[place as usize].waiting = waiting;
        }
        for number in overrun.drain(..) {
            if let Some(place) = self.numbers.get(&number).copied() {
                self.close_room(place, 1013);
            }
        }
        released.drain(..).for_each(|id| self.release(id));
        (self.taken, self.speaking) = (taken, speaking);
    }

    /// The slot of a connection, if it is still the one that the room means.
    #[inline]
    fn slot_of(&self, id: ConnId, room: u32) -> Option<u32> {
        let conn = self.conns.get(id.slot as usize)?;
        is_meant(conn, self.number, id, room).then_some(id.slot)
    }

    /// Writes the one frame for one socket.
    fn write_one(&mut self, room: u32, id: ConnId, frame: &Bytes) {
        let Some(slot) = self.slot_of(id, room) else { return };
        let (now_ms, outgoing) = (self.now_ms(), self.limits.outgoing);
        match self.conns[slot as usize].send_one(frame, outgoing, now_ms) {
            Ok(bytes) => {
                self.meters.sent.increment(1);
                self.meters.bytes_sent.increment(bytes as u64);
            }
            Err(loss) => self.lose(slot, loss),
        }
    }

    /// Writes what a room says in this turn: to those who have something of their own, then to the groups.
    fn write_room(&mut self, room: u32, waiting: &[Arc<[Item]>]) {
        let items: Vec<&Item> = waiting.iter().flat_map(|items| items.iter()).collect();
        let mut sorted = self.sort(room, &items);
        let scratch = std::mem::take(&mut self.scratch);
        let mut writing = Writing { parts: Vec::new(), scratch, tally: Tally::default() };
        self.write_own(&sorted, &mut writing);
        if let Some(lone) = sorted.lone {
            self.write_spliced(room, lone, &mut sorted, &mut writing);
        }
        if !sorted.shared.is_empty() {
            for group in 0..GROUPS {
                self.write_group(room, group, &sorted, &mut writing);
            }
        }
        self.forget_heads(&sorted);
        let Writing { mut scratch, tally, .. } = writing;
        scratch.shrink_to(SCRATCH_BYTES_KEPT);
        self.scratch = scratch;
        self.meters.sent.increment(tally.frames_sent as u64);
        self.meters.bytes_sent.increment(tally.bytes_sent as u64);
        self.follow(room, tally.after);
        if let Some((_, code)) = sorted.close_all {
            self.close_room(room, code);
        }
    }

    /// Does what was to wait until everything is written.
    fn follow(&mut self, room: u32, after: Vec<(u32, After)>) {
        for (slot, after) in after {
            match after {
                After::Regroup(groups) => {
                    self.unlist(slot);
                    self.join(slot, room, groups);
                }
                After::Close(code) => self.close(slot, Some(code)),
                After::Lose(loss) => self.lose(slot, loss),
            }
        }
    }

    /// Sends each socket that has something of its own all that is for it.
    fn write_own<'a>(&mut self, sorted: &Sorted<'a>, writing: &mut Writing<'a>) {
        let (now_ms, outgoing) = (self.now_ms(), self.limits.outgoing);
        for slot in &sorted.alone {
            self.plan(*slot, sorted, writing);
            if writing.parts.is_empty() {
                continue;
            }
            let Writing { parts, scratch, tally } = &mut *writing;
            let outcome = self.conns[*slot as usize].send(parts, joined(parts, scratch), outgoing, now_ms);
            tally.count(*slot, parts.len(), outcome);
        }
    }

    /// Sends each socket its own frame and the shared ones around it, in one pass: a reveal is for thousands.
    /// Those for whom there are shared ones are listed in `alone` and their heads marked: they have them.
    fn write_spliced<'a>(
        &mut self,
        room: u32,
        (order, spliced): (usize, &'a Spliced),
        sorted: &mut Sorted<'a>,
        writing: &mut Writing<'a>,
    ) {
        let (now_ms, outgoing) = (self.now_ms(), self.limits.outgoing);
        let Sorted { shared, alone, .. } = sorted;
        let Writing { parts, scratch, tally } = writing;
        let (before, behind) = shared.split_at(shared.partition_point(|shared| shared.order < order));
        // What stands before and behind is the same for all of a group, and nearly all are of one.
        let (mut own, mut splice, mut group) = (0, Splice::behind(&[]), None);
        for (place, id) in spliced.conns().enumerate() {
            if place % LOOKED_AHEAD == 0 {
                look_ahead(&self.conns, spliced.conns_from(place).take(LOOKED_AHEAD).map(|id| id.slot));
            }
            let conn = self.conns.get_mut(id.slot as usize).filter(|conn| is_meant(conn, self.number, id, room));
            let Some(conn) = conn else { continue };
            if group != Some(conn.group) {
                group = Some(conn.group);
                parts.clear();
                parts.extend(for_group(before, conn.group));
                own = parts.len();
                concat(parts, scratch);
                splice = Splice::behind(scratch);
                parts.push(Part::Spliced(spliced, place));
                parts.extend(for_group(behind, conn.group));
            }
            if parts.len() > 1 {
                self.heads[id.slot as usize] = 1;
                alone.push(id.slot);
            }
            parts[own] = Part::Spliced(spliced, place);
            splice.put(spliced, place, scratch);
            parts[own + 1..].iter().for_each(|part| part.push_to(scratch));
            let outcome = conn.send(parts, scratch, outgoing, now_ms);
            tally.count(id.slot, parts.len(), outcome);
        }
    }

    /// Sends the shared frames to those of a group who have nothing of their own.
    fn write_group<'a>(&mut self, room: u32, group: usize, sorted: &Sorted<'a>, writing: &mut Writing<'a>) {
        let (now_ms, outgoing) = (self.now_ms(), self.limits.outgoing);
        let members = &self.rooms[room as usize].members[group];
        let Writing { parts, scratch, tally } = writing;
        parts.clear();
        parts.extend(for_group(&sorted.shared, group as u8));
        if parts.is_empty() || members.is_empty() {
            return;
        }
        let joined = joined(parts, scratch);
        for next in members.chunks(LOOKED_AHEAD) {
            look_ahead(&self.conns, next.iter().copied());
            for slot in next {
                if self.heads[*slot as usize] != 0 {
                    continue;
                }
                let outcome = self.conns[*slot as usize].send(parts, joined, outgoing, now_ms);
                tally.count(*slot, parts.len(), outcome);
            }
        }
    }

    /// Offers the kernel what waits for a socket.
    pub(super) fn drain(&mut self, slot: u32) {
        let now_ms = self.now_ms();
        let Some(conn) = self.conns.get_mut(slot as usize) else { return };
        if conn.pending.is_none() {
            return;
        }
        match conn.drain(now_ms) {
            Ok(bytes) => {
                self.meters.bytes_sent.increment(bytes as u64);
                if conn.pending.is_none() && !conn.is_member() {
                    // The close frame is out; nothing follows. An error means that the peer is gone.
                    let _ = conn.stream.shutdown(Shutdown::Write);
                }
            }
            Err(loss) => self.lose(slot, loss),
        }
    }
}
