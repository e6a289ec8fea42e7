//! Which socket has which id: what comes for a socket over HTTP finds its hub here. An entry per open socket.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::conversation::ids::ChannelNo;
use crate::engine::ConnId;
use crate::room::fanout::{Delivery, HubLink, Item};

/// The close code for a key or token that counts no more.
pub const REVOKED: u16 = 4401;

/// The way to one socket.
#[derive(Clone)]
pub struct SocketWay {
    pub conn: ConnId,
    pub channel: ChannelNo,
    pub link: HubLink,
}

/// All visitors' sockets.
#[derive(Default)]
pub struct Sockets(Mutex<HashMap<String, SocketWay>>);

impl Sockets {
    fn all(&self) -> MutexGuard<'_, HashMap<String, SocketWay>> {
        // A panic while the map was locked leaves a map that is still whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn add(&self, id: String, way: SocketWay) {
        self.all().insert(id, way);
    }

    pub fn remove(&self, id: &str) {
        self.all().remove(id);
    }

    /// Closes all sockets of channels whose keys count no more.
    pub fn revoke(&self, is_revoked: impl Fn(ChannelNo) -> bool) {
        let ways: Vec<SocketWay> = self.all().values().filter(|way| is_revoked(way.channel)).cloned().collect();
        for SocketWay { conn, link, .. } in ways {
            // A hub that takes nothing more closes its sockets itself.
            let _ = link.sink.deliver(Delivery { room: link.room, items: Arc::new([Item::Close(conn, REVOKED)]) });
        }
    }

    /// The way to a socket of this channel.
    pub fn find(&self, id: &str, channel: ChannelNo) -> Option<SocketWay> {
        self.all().get(id).filter(|way| way.channel == channel).cloned()
    }
}
