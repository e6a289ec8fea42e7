//! What stands between one room and a hub whose sockets are in several rooms at once: broadcasts reach the sockets
//! that are in this room alone, and a room that lets a socket go does not close it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::conversation::DETACH;
use crate::engine::{ConnId, Groups};
use crate::room::fanout::{Delivery, DeliverySink, HubLink, Item};

/// The close code of a room that was deleted.
const DELETED: u16 = 1012;

/// One room's sockets at one hub.
pub struct Hall {
    link: HubLink,
    members: Mutex<HashMap<ConnId, Groups>>,
    /// Sockets that the room has let go.
    released: Mutex<Vec<ConnId>>,
    deleted: AtomicBool,
}

impl Hall {
    /// An empty one before this hub.
    pub fn new(link: HubLink) -> Arc<Self> {
        Arc::new(Hall { link, members: Mutex::default(), released: Mutex::default(), deleted: AtomicBool::new(false) })
    }

    /// The link by which the room speaks to this hall.
    pub fn link(self: &Arc<Self>) -> HubLink {
        let sink: Arc<dyn DeliverySink> = self.clone();
        HubLink { hub: self.link.hub, room: self.link.room, sink }
    }

    fn members(&self) -> MutexGuard<'_, HashMap<ConnId, Groups>> {
        // A panic while the map was locked leaves a map that is still whole.
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A socket comes in; until the room says where it belongs, no broadcast is meant for it.
    pub fn enter(&self, conn: ConnId) {
        self.members().insert(conn, Groups(0));
    }

    /// A socket is gone. `true`: it was the last one.
    pub fn leave(&self, conn: ConnId) -> bool {
        let mut members = self.members();
        members.remove(&conn);
        members.is_empty()
    }

    /// Everybody who is here.
    pub fn all(&self) -> Vec<ConnId> {
        self.members().keys().copied().collect()
    }

    /// Takes the sockets that the room has let go.
    pub fn take_released(&self) -> Vec<ConnId> {
        std::mem::take(&mut *self.released.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether the room's session has been deleted.
    pub fn is_deleted(&self) -> bool {
        self.deleted.load(Ordering::Relaxed)
    }

    fn release(&self, conn: ConnId) {
        self.released.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
    }

    fn translate(&self, item: &Item, out: &mut Vec<Item>) {
        match item {
            Item::Personal(_) | Item::Volatile(_) | Item::Spliced(_) => out.push(item.clone()),
            Item::Broadcast(groups, frame) => {
                let members = self.members();
                let meant = members.iter().filter(|(_, group)| group.meets(*groups));
                let frames: Vec<_> = meant.map(|(conn, _)| (*conn, frame.clone())).collect();
                if !frames.is_empty() {
                    out.push(Item::Personal(frames));
                }
            }
            Item::Regroup(conn, groups) => {
                if let Some(group) = self.members().get_mut(conn) {
                    *group = *groups;
                }
            }
            Item::Close(conn, DETACH) => self.release(*conn),
            Item::Close(..) => out.push(item.clone()),
            Item::CloseAll(DELETED) => {
                self.deleted.store(true, Ordering::Relaxed);
                self.all().into_iter().for_each(|conn| self.release(conn));
            }
            Item::CloseAll(code) => out.extend(self.all().into_iter().map(|conn| Item::Close(conn, *code))),
        }
    }
}

impl DeliverySink for Hall {
    fn deliver(&self, delivery: Delivery) -> bool {
        let plain = delivery.items.iter().all(|item| matches!(item, Item::Personal(_)));
        if plain {
            return self.link.sink.deliver(delivery);
        }
        let mut items = Vec::with_capacity(delivery.items.len());
        delivery.items.iter().for_each(|item| self.translate(item, &mut items));
        items.is_empty() || self.link.sink.deliver(Delivery { room: delivery.room, items: items.into() })
    }
}
