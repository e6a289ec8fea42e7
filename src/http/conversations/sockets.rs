//! Which socket has which id: what comes for a socket over HTTP finds its hub here. An entry per open socket.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::conversation::ids::ChannelNo;
use crate::engine::ConnId;
use crate::room::fanout::DeliverySink;

/// The way to one socket.
#[derive(Clone)]
pub struct SocketWay {
    pub conn: ConnId,
    pub channel: ChannelNo,
    pub sink: Arc<dyn DeliverySink>,
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

    /// The way to a socket of this channel.
    pub fn find(&self, id: &str, channel: ChannelNo) -> Option<SocketWay> {
        self.all().get(id).filter(|way| way.channel == channel).cloned()
    }
}
