//! Which sockets of this hub are in which room, and the doors to those rooms.

use std::sync::Arc;

use super::Hub;
use super::pace::Pace;
use crate::engine::Groups;
use crate::room::door::Door;
use crate::room::fanout::{HubLink, Item};

/// Groups that a bit of [`Groups`] can name.
pub const GROUPS: usize = 8;

/// A room as far as this hub has sockets in it.
pub struct Room {
    /// The number that its deliveries carry. Never given twice, so that a late delivery cannot reach the
    /// sockets of another room.
    pub number: u32,
    key: (usize, String),
    pub door: Box<dyn Door>,
    /// The slots of its sockets by group.
    pub members: [Vec<u32>; GROUPS],
    /// What is to be written in this turn.
    pub waiting: Vec<Arc<[Item]>>,
    touched: bool,
    /// How often its sockets are pinged.
    pub pace: Pace,
}

impl Room {
    fn is_empty(&self) -> bool {
        self.members.iter().all(Vec::is_empty)
    }

    /// The slots of all its sockets.
    pub fn slots(&self) -> impl Iterator<Item = u32> + '_ {
        self.members.iter().flatten().copied()
    }
}

/// Where a socket stands until its room has greeted it and puts it into a group: no broadcast is meant for
/// it, or it might hear one before its first frame.
pub const NEWCOMERS: Groups = Groups(1 << 7);

/// The one group that counts of a set: a socket belongs to one.
pub fn group_number(groups: Groups) -> u8 {
    groups.0.trailing_zeros().min(GROUPS as u32 - 1) as u8
}

impl Hub {
    /// The room's place in the table; its door is opened if this is its first socket here.
    pub(super) fn room(&mut self, entrance: usize, key: String) -> u32 {
        let key = (entrance, key);
        if let Some(room) = self.keys.get(&key) {
            return *room;
        }
        self.rooms_opened = self.rooms_opened.wrapping_add(1);
        let number = self.rooms_opened;
        let link = HubLink { hub: self.number, room: number, sink: self.inbox.clone() };
        let door = self.common.entrances[entrance].open(&key.1, link);
        let room = Room {
            number,
            key: key.clone(),
            door,
            members: Default::default(),
            waiting: Vec::new(),
            touched: false,
            pace: Pace::begin(self.now_ms()),
        };
        let place = self.rooms.insert(room) as u32;
        self.keys.insert(key, place);
        self.numbers.insert(number, place);
        place
    }

    /// Lists a socket among a room's members.
    pub(super) fn join(&mut self, slot: u32, room: u32, groups: Groups) {
        let group = group_number(groups);
        let members = &mut self.rooms[room as usize].members[usize::from(group)];
        let conn = &mut self.conns[slot as usize];
        conn.room = room;
        conn.group = group;
        conn.place = members.len() as u32;
        members.push(slot);
    }

    /// Takes a socket off its list.
    pub(super) fn unlist(&mut self, slot: u32) {
        let conn = &self.conns[slot as usize];
        let members = &mut self.rooms[conn.room as usize].members[usize::from(conn.group)];
        let place = conn.place as usize;
        members.swap_remove(place);
        if let Some(moved) = members.get(place) {
            self.conns[*moved as usize].place = place as u32;
        }
    }

    /// Takes a socket out of its room and tells the door.
    pub(super) fn leave(&mut self, slot: u32) {
        self.unlist(slot);
        let conn = &self.conns[slot as usize];
        let room = conn.room;
        let id = conn.id(self.number, slot);
        self.rooms[room as usize].door.left(id);
        self.touch(room);
    }

    /// Marks a room's door to be flushed in this turn.
    pub(super) fn touch(&mut self, room: u32) {
        let touched = &mut self.rooms[room as usize].touched;
        if !*touched {
            *touched = true;
            self.touched.push(room);
        }
    }

    /// Flushes each touched door once, and forgets rooms without sockets.
    pub(super) fn flush_doors(&mut self) {
        // Closing a room's sockets touches it again; it cannot go round more often than there are rooms,
        // since a closed one has no sockets left.
        while let Some(place) = self.touched.pop() {
            let room = &mut self.rooms[place as usize];
            room.touched = false;
            let flushed = room.door.flush();
            if room.is_empty() {
                let room = self.rooms.remove(place as usize);
                self.keys.remove(&room.key);
                self.numbers.remove(&room.number);
            } else if !flushed {
                self.close_room(place, 1013);
            }
        }
    }

    /// Closes all sockets of a room.
    pub(super) fn close_room(&mut self, room: u32, code: u16) {
        let slots: Vec<u32> = self.rooms[room as usize].slots().collect();
        for slot in slots {
            self.close(slot, Some(code));
        }
    }
}
