//! What stands between one room and a hub whose sockets are in several rooms at once: broadcasts reach the sockets
//! that are in this room alone, and a room that lets a socket go does not close it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::conversation::DETACH;
use crate::conversation::console::ConsoleMessage;
use crate::conversation::ids::ConversationId;
use crate::engine::{ConnId, Groups};
use crate::room::fanout::{Delivery, DeliverySink, Frame, HubLink, Item};

/// The close code of a room that was deleted.
const DELETED: u16 = 1012;

/// One room's sockets at one hub.
pub struct Hall {
    link: HubLink,
    /// The conversation whose room it is; absent: the desk's.
    conversation: Option<ConversationId>,
    members: Mutex<HashMap<ConnId, Member>>,
    /// Sockets that the room has let go.
    released: Mutex<Vec<ConnId>>,
    deleted: AtomicBool,
}

/// A socket in the room.
struct Member {
    groups: Groups,
    is_agents: bool,
}

impl Hall {
    /// An empty one before this hub.
    pub fn new(link: HubLink, conversation: Option<ConversationId>) -> Arc<Self> {
        let deleted = AtomicBool::new(false);
        Arc::new(Hall { link, conversation, members: Mutex::default(), released: Mutex::default(), deleted })
    }

    /// The link by which the room speaks to this hall.
    pub fn link(self: &Arc<Self>) -> HubLink {
        let sink: Arc<dyn DeliverySink> = self.clone();
        HubLink { hub: self.link.hub, room: self.link.room, sink }
    }

    fn members(&self) -> MutexGuard<'_, HashMap<ConnId, Member>> {
        // A panic while the map was locked leaves a map that is still whole.
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A socket comes in; until the room says where it belongs, no broadcast is meant for it.
    pub fn enter(&self, conn: ConnId, is_agents: bool) {
        self.members().insert(conn, Member { groups: Groups(0), is_agents });
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

    /// Whether there are any.
    pub fn has_released(&self) -> bool {
        !self.released.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// Whether the room's session has been deleted.
    pub fn is_deleted(&self) -> bool {
        self.deleted.load(Ordering::Relaxed)
    }

    fn release(&self, conn: ConnId) {
        self.released.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
    }

    /// Agents who look at a conversation that was deleted are told: visitors' clients find out when they say something.
    fn farewell(&self) -> Option<Item> {
        let conversation_id = self.conversation.as_ref()?.as_str().to_owned();
        let members = self.members();
        let agents: Vec<ConnId> =
            members.iter().filter(|(_, member)| member.is_agents).map(|(conn, _)| *conn).collect();
        if agents.is_empty() {
            return None;
        }
        // Cannot fail: the wire's types have no map with keys that are no text.
        let text = serde_json::to_vec(&ConsoleMessage::Closed { conversation_id }).unwrap_or_default();
        let frame = Frame::text(&text);
        Some(Item::Personal(agents.into_iter().map(|conn| (conn, frame.clone())).collect()))
    }

    fn translate(&self, item: &Item, out: &mut Vec<Item>) {
        match item {
            Item::Personal(_) | Item::Volatile(_) | Item::Spliced(_) => out.push(item.clone()),
            Item::Broadcast(groups, frame) => {
                let members = self.members();
                let meant = members.iter().filter(|(_, member)| member.groups.meets(*groups));
                let frames: Vec<_> = meant.map(|(conn, _)| (*conn, frame.clone())).collect();
                if !frames.is_empty() {
                    out.push(Item::Personal(frames));
                }
            }
            Item::Regroup(conn, groups) => {
                if let Some(member) = self.members().get_mut(conn) {
                    member.groups = *groups;
                }
            }
            Item::Close(conn, DETACH) => self.release(*conn),
            Item::Close(..) => out.push(item.clone()),
            Item::CloseAll(DELETED) => {
                self.deleted.store(true, Ordering::Relaxed);
                out.extend(self.farewell());
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
