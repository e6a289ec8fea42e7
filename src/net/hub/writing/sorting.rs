//! Sorts what a room says in one turn by whom it is for: frames that groups share, and a chain for each socket that
//! has something of its own.

use bytes::Bytes;

use super::{After, Writing};
use crate::engine::{ConnId, Groups};
use crate::net::hub::Hub;
use crate::net::hub::conn::Part;
use crate::net::hub::rooms::group_number;
use crate::room::fanout::{Item, Spliced};

/// What a room says in one turn.
pub(super) struct Sorted<'a> {
    /// Frames for groups, in order.
    pub shared: Vec<Shared<'a>>,
    /// What is for one socket alone.
    links: Vec<Link<'a>>,
    /// The slots of those who have a chain, or were written to as if they had.
    pub alone: Vec<u32>,
    /// The item that closes everybody, with its place: nothing behind it is said.
    pub close_all: Option<(usize, u16)>,
    /// The spliced item with its place, where it is written in one pass.
    pub lone: Option<(usize, &'a Spliced)>,
}

/// A frame for groups.
pub(super) struct Shared<'a> {
    /// The item's place in what is said.
    pub order: usize,
    groups: Groups,
    frame: &'a Bytes,
}

/// Something for one socket alone, in a chain from its slot's head.
struct Link<'a> {
    /// The place of the next link of the same socket, plus one; 0: the last.
    next: u32,
    /// The item's place in what is said.
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

/// Those of the shared frames that are for a group.
pub(super) fn for_group<'a>(shared: &[Shared<'a>], group: u8) -> impl Iterator<Item = Part<'a>> {
    shared.iter().filter(move |shared| shared.groups.0 & (1 << group) != 0).map(|shared| Part::Frame(shared.frame))
}

/// The spliced item with its place, if nothing but broadcasts stands beside it.
fn lone_spliced<'a>(items: &[&'a Item]) -> Option<(usize, &'a Spliced)> {
    let mut others = items.iter().enumerate().filter(|(_, item)| !matches!(item, Item::Broadcast(..)));
    match (others.next(), others.next()) {
        (Some((order, Item::Spliced(spliced))), None) => Some((order, spliced)),
        _ => None,
    }
}

impl Hub {
    /// Sorts a room's items. The heads of the sockets that have a chain are set until [`Hub::forget_heads`].
    pub(super) fn sort<'a>(&mut self, room: u32, items: &[&'a Item]) -> Sorted<'a> {
        if self.heads.len() < self.conns.capacity() {
            self.heads.resize(self.conns.capacity(), 0);
        }
        let lone = lone_spliced(items);
        let mut sorted = Sorted { shared: Vec::new(), links: Vec::new(), alone: Vec::new(), close_all: None, lone };
        // From the last item to the first, so that each new link can be put in front of its chain.
        for (order, item) in items.iter().enumerate().rev() {
            match item {
                Item::Broadcast(groups, frame) => {
                    sorted.shared.push(Shared { order, groups: *groups, frame: &frame.0 });
                }
                Item::Personal(frames) => {
                    for (id, frame) in frames.iter().rev() {
                        self.link(&mut sorted, room, *id, order, Own::Part(Part::Frame(&frame.0)));
                    }
                }
                Item::Volatile(frames) => {
                    for (id, frame) in frames.iter().rev() {
                        self.link(&mut sorted, room, *id, order, Own::Volatile(&frame.0));
                    }
                }
                Item::Spliced(_) if lone.is_some() => {}
                Item::Spliced(spliced) => {
                    for (place, id) in spliced.conns().enumerate().rev() {
                        self.link(&mut sorted, room, id, order, Own::Part(Part::Spliced(spliced, place)));
                    }
                }
                Item::Regroup(id, groups) => self.link(&mut sorted, room, *id, order, Own::Regroup(*groups)),
                Item::Close(id, code) => self.link(&mut sorted, room, *id, order, Own::Close(*code)),
                Item::CloseAll(code) => sorted.close_all = Some((order, *code)),
            }
        }
        sorted.shared.reverse();
        let end = sorted.end();
        sorted.shared.retain(|shared| shared.order < end);
        sorted
    }

    /// Puts something for one socket in front of its chain.
    fn link<'a>(&mut self, sorted: &mut Sorted<'a>, room: u32, id: ConnId, order: usize, own: Own<'a>) {
        let Some(slot) = self.slot_of(id, room) else { return };
        let head = &mut self.heads[slot as usize];
        if *head == 0 {
            sorted.alone.push(slot);
        }
        sorted.links.push(Link { next: *head, order, own });
        *head = sorted.links.len() as u32;
    }

    /// Gathers what one socket with items of its own is to be sent, in order, through its changes of group.
    pub(super) fn plan<'a>(&self, slot: u32, sorted: &Sorted<'a>, writing: &mut Writing<'a>) {
        let Writing { parts, tally, .. } = writing;
        parts.clear();
        let mut group = self.conns[slot as usize].group;
        let mut regrouped = None;
        let (mut shared, end) = (sorted.shared.iter().peekable(), sorted.end());
        let mut at = self.heads[slot as usize];
        loop {
            let link = at.checked_sub(1).map(|at| &sorted.links[at as usize]).filter(|link| link.order < end);
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
                    tally.after.push((slot, After::Close(code)));
                    return;
                }
            }
            at = link.next;
        }
        if let Some(groups) = regrouped {
            tally.after.push((slot, After::Regroup(groups)));
        }
    }

    /// Forgets the chains: they were those of one turn.
    pub(super) fn forget_heads(&mut self, sorted: &Sorted<'_>) {
        for slot in &sorted.alone {
            if let Some(head) = self.heads.get_mut(*slot as usize) {
                *head = 0;
            }
        }
    }
}

impl Sorted<'_> {
    /// The place from which on nothing is said any more.
    fn end(&self) -> usize {
        self.close_all.map_or(usize::MAX, |(order, _)| order)
    }
}
