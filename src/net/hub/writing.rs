//! What goes out: all that a turn says to a socket leaves in one write.

use std::net::Shutdown;
use std::sync::Arc;

use bytes::Bytes;

use super::conn::{Conn, Loss, Part, concat};
use super::rooms::{GROUPS, group_number};
use super::{Hub, Queue};
use crate::engine::{ConnId, Groups};
use crate::room::fanout::{Item, Splice, Spliced};

/// Bytes that the buffer for what is copied together keeps between deliveries.
const SCRATCH_BYTES_KEPT: usize = 64 * 1024;

/// Deliveries of a room whose place is kept between turns.
const DELIVERIES_KEPT: usize = 4;

/// Something for one socket alone, in a chain from its slot's head.
struct Link<'a> {
    /// The place of the next link of the same socket, plus one; 0: the last.
    next: u32,
    /// The item's place in the delivery.
    order: usize,
    own: Own<'a>,
}

#[derive(Clone, Copy)]
enum Own<'a> {
    Part(Part<'a>),
    /// A frame that is left out where something waits already.
    Volatile(&'a Bytes),
    Regroup(Groups),
    Close(u16),
}

/// A frame for groups.
struct Shared<'a> {
    order: usize,
    groups: Groups,
    frame: &'a Bytes,
}

/// The spliced item with its place, if nothing but broadcasts stands beside it.
fn lone_spliced<'a>(items: &[&'a Item]) -> Option<(usize, &'a Spliced)> {
    let mut others = items.iter().enumerate().filter(|(_, item)| !matches!(item, Item::Broadcast(..)));
    match (others.next(), others.next()) {
        (Some((order, Item::Spliced(spliced))), None) => Some((order, spliced)),
        _ => None,
    }
}

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

/// What becomes of a socket after its writes.
enum After {
    Regroup(Groups),
    Close(u16),
    Lose(Loss),
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
    fn slot_of(&self, id: ConnId, room: u32) -> Option<u32> {
        let conn = self.conns.get(id.slot as usize)?;
        is_meant(conn, self.number, id, room).then_some(id.slot)
    }

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

    fn write_room(&mut self, room: u32, waiting: &[Arc<[Item]>]) {
        let mut shared = Vec::new();
        let mut links: Vec<Link<'_>> = Vec::new();
        let mut alone: Vec<u32> = Vec::new();
        let mut close_all = None;
        if self.heads.len() < self.conns.capacity() {
            self.heads.resize(self.conns.capacity(), 0);
        }
        // From the last item to the first, so that each new link can be put in front of its chain.
        let items: Vec<&Item> = waiting.iter().flat_map(|items| items.iter()).collect();
        let lone = lone_spliced(&items);
        for (order, item) in items.iter().enumerate().rev() {
            match item {
                Item::Broadcast(groups, frame) => shared.push(Shared { order, groups: *groups, frame: &frame.0 }),
                Item::Personal(frames) => {
                    for (id, frame) in frames.iter().rev() {
                        self.link(&mut links, &mut alone, room, *id, order, Own::Part(Part::Frame(&frame.0)));
                    }
                }
                Item::Volatile(frames) => {
                    for (id, frame) in frames.iter().rev() {
                        self.link(&mut links, &mut alone, room, *id, order, Own::Volatile(&frame.0));
                    }
                }
                Item::Spliced(_) if lone.is_some() => {}
                Item::Spliced(spliced) => {
                    for (place, id) in spliced.conns().enumerate().rev() {
                        let own = Own::Part(Part::Spliced(spliced, place));
                        self.link(&mut links, &mut alone, room, id, order, own);
                    }
                }
                Item::Regroup(id, groups) => self.link(&mut links, &mut alone, room, *id, order, Own::Regroup(*groups)),
                Item::Close(id, code) => self.link(&mut links, &mut alone, room, *id, order, Own::Close(*code)),
                Item::CloseAll(code) => close_all = Some((order, *code)),
            }
        }
        shared.reverse();
        let end = close_all.map_or(usize::MAX, |(order, _)| order);
        shared.retain(|shared| shared.order < end);

        let mut after = Vec::new();
        let (mut frames_sent, mut bytes_sent) = (0, 0);
        let mut parts: Vec<Part<'_>> = Vec::new();
        let mut scratch = std::mem::take(&mut self.scratch);
        for slot in &alone {
            self.plan(*slot, &shared, &links, end, &mut parts, &mut after);
            if parts.is_empty() {
                continue;
            }
            frames_sent += parts.len();
            let now_ms = self.now_ms();
            // One plain write is cheaper than a vectored one, the copy included.
            let joined = match &parts[..] {
                [Part::Frame(frame)] => &frame[..],
                parts => {
                    concat(parts, &mut scratch);
                    &scratch
                }
            };
            match self.conns[*slot as usize].send(&parts, joined, self.limits.outgoing, now_ms) {
                Ok(bytes) => bytes_sent += bytes,
                Err(loss) => after.push((*slot, After::Lose(loss))),
            }
        }
        if let Some(lone) = lone {
            let (frames, bytes) = self.write_spliced(room, lone, &shared, &mut scratch, &mut alone, &mut after);
            frames_sent += frames;
            bytes_sent += bytes;
        }
        if !shared.is_empty() {
            for group in 0..GROUPS {
                let (frames, bytes) = self.write_group(room, group, &shared, &mut parts, &mut scratch, &mut after);
                frames_sent += frames;
                bytes_sent += bytes;
            }
        }
        for slot in alone {
            if let Some(head) = self.heads.get_mut(slot as usize) {
                *head = 0;
            }
        }
        scratch.shrink_to(SCRATCH_BYTES_KEPT);
        self.scratch = scratch;
        self.meters.sent.increment(frames_sent as u64);
        self.meters.bytes_sent.increment(bytes_sent as u64);
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
        if let Some((_, code)) = close_all {
            self.close_room(room, code);
        }
    }

    /// Sends each socket its own frame and the shared ones around it, in one pass: a reveal is for thousands.
    /// Those for whom there are shared ones are listed in `alone` and their heads marked: they have them.
    fn write_spliced<'a>(
        &mut self,
        room: u32,
        (order, spliced): (usize, &'a Spliced),
        shared: &'a [Shared<'a>],
        scratch: &mut Vec<u8>,
        alone: &mut Vec<u32>,
        after: &mut Vec<(u32, After)>,
    ) -> (usize, usize) {
        let (now_ms, outgoing) = (self.now_ms(), self.limits.outgoing);
        let (before, behind) = shared.split_at(shared.partition_point(|shared| shared.order < order));
        let (mut frames_sent, mut bytes_sent) = (0, 0);
        // What stands before and behind is the same for all of a group, and nearly all are of one.
        let (mut parts, mut own, mut splice, mut group) = (Vec::new(), 0, Splice::behind(&[]), None);
        for (place, id) in spliced.conns().enumerate() {
            let conn = self.conns.get_mut(id.slot as usize).filter(|conn| is_meant(conn, self.number, id, room));
            let Some(conn) = conn else { continue };
            if group != Some(conn.group) {
                group = Some(conn.group);
                let bit = 1 << conn.group;
                let theirs = |shared: &'a [Shared<'a>]| {
                    shared
                        .iter()
                        .filter(move |shared| shared.groups.0 & bit != 0)
                        .map(|shared| Part::Frame(shared.frame))
                };
                parts.clear();
                parts.extend(theirs(before));
                own = parts.len();
                concat(&parts, scratch);
                splice = Splice::behind(scratch);
                parts.push(Part::Spliced(spliced, place));
                parts.extend(theirs(behind));
            }
            if parts.len() > 1 {
                self.heads[id.slot as usize] = 1;
                alone.push(id.slot);
            }
            parts[own] = Part::Spliced(spliced, place);
            splice.put(spliced, place, scratch);
            parts[own + 1..].iter().for_each(|part| part.push_to(scratch));
            frames_sent += parts.len();
            match conn.send(&parts, scratch, outgoing, now_ms) {
                Ok(bytes) => bytes_sent += bytes,
                Err(loss) => after.push((id.slot, After::Lose(loss))),
            }
        }
        (frames_sent, bytes_sent)
    }

    /// Puts something for one socket in front of its chain.
    fn link<'a>(
        &mut self,
        links: &mut Vec<Link<'a>>,
        alone: &mut Vec<u32>,
        room: u32,
        id: ConnId,
        order: usize,
        own: Own<'a>,
    ) {
        let Some(slot) = self.slot_of(id, room) else { return };
        let head = &mut self.heads[slot as usize];
        if *head == 0 {
            alone.push(slot);
        }
        links.push(Link { next: *head, order, own });
        *head = links.len() as u32;
    }

    /// Gathers what one socket with items of its own is to be sent, in order, through its changes of group.
    fn plan<'a>(
        &self,
        slot: u32,
        shared: &[Shared<'a>],
        links: &[Link<'a>],
        end: usize,
        parts: &mut Vec<Part<'a>>,
        after: &mut Vec<(u32, After)>,
    ) {
        parts.clear();
        let mut group = self.conns[slot as usize].group;
        let mut regrouped = None;
        let mut shared = shared.iter().peekable();
        let mut at = self.heads[slot as usize];
        loop {
            let link = at.checked_sub(1).map(|at| &links[at as usize]).filter(|link| link.order < end);
            let until = link.map_or(usize::MAX, |link| link.order);
            while let Some(next) = shared.next_if(|next| next.order < until) {
                if next.groups.0 & (1 << group) != 0 {
                    parts.push(Part::Frame(next.frame));
                }
            }
            let Some(link) = link else { break };
            match link.own {
                Own::Part(part) => parts.push(part),
                Own::Volatile(frame) => match self.conns[slot as usize].pending {
                    None => parts.push(Part::Frame(frame)),
                    Some(_) => self.meters.skipped.increment(1),
                },
                Own::Regroup(groups) => {
                    group = group_number(groups);
                    regrouped = Some(groups);
                }
                Own::Close(code) => {
                    after.push((slot, After::Close(code)));
                    return;
                }
            }
            at = link.next;
        }
        if let Some(groups) = regrouped {
            after.push((slot, After::Regroup(groups)));
        }
    }

    /// Sends the shared frames to those of a group who have nothing of their own.
    fn write_group<'a>(
        &mut self,
        room: u32,
        group: usize,
        shared: &[Shared<'a>],
        parts: &mut Vec<Part<'a>>,
        scratch: &mut Vec<u8>,
        after: &mut Vec<(u32, After)>,
    ) -> (usize, usize) {
        let (now_ms, outgoing) = (self.now_ms(), self.limits.outgoing);
        parts.clear();
        let theirs = shared.iter().filter(|shared| shared.groups.0 & (1 << group) != 0);
        parts.extend(theirs.map(|shared| Part::Frame(shared.frame)));
        let members = &self.rooms[room as usize].members[group];
        if parts.is_empty() || members.is_empty() {
            return (0, 0);
        }
        let joined = match &parts[..] {
            [Part::Frame(frame)] => &frame[..],
            parts => {
                concat(parts, scratch);
                &scratch[..]
            }
        };
        let (mut frames_sent, mut bytes_sent) = (0, 0);
        for slot in members {
            if self.heads[*slot as usize] != 0 {
                continue;
            }
            frames_sent += parts.len();
            match self.conns[*slot as usize].send(parts, joined, outgoing, now_ms) {
                Ok(bytes) => bytes_sent += bytes,
                Err(loss) => after.push((*slot, After::Lose(loss))),
            }
        }
        (frames_sent, bytes_sent)
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
