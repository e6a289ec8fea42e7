//! A hub's door for all live sockets of one dialect, and the one task beside it that does what time brings.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use super::Live;
use super::feed::Ear;
use super::sockets::{Next, Sockets};
use crate::engine::{ConnId, Incoming};
use crate::prompt::Dialect;
use crate::room::door::{Door, Verdict, Visitor};
use crate::room::fanout::HubLink;

/// The door. Everything happens on the hub's thread.
pub struct LiveDoor {
    sockets: Rc<RefCell<Sockets>>,
    ear: Arc<Ear>,
    /// Prompts that are being looked for on behalf of sockets.
    live: LookUp,
}

/// What is needed to look a prompt up.
struct LookUp {
    registry: Arc<crate::room::Registry<crate::prompt::Prompt>>,
}

impl LiveDoor {
    /// A door without sockets, and its task.
    pub fn open(dialect: Dialect, link: HubLink, live: &Live) -> LiveDoor {
        let ear = live.feed.listen();
        let feed = Arc::clone(&live.feed);
        let sockets = Sockets::new(dialect, link, Arc::clone(&feed), Arc::clone(&ear), Arc::clone(&live.tokens));
        let sockets = Rc::new(RefCell::new(sockets));
        let (theirs, heard) = (Rc::clone(&sockets), Arc::clone(&ear));
        actix_rt::spawn(async move {
            while !heard.is_closed() {
                let next = theirs.borrow_mut().turn();
                match next {
                    // The hub writes what this turn said, and reads, before the next one.
                    Next::AtOnce => tokio::task::yield_now().await,
                    Next::At(moment) => {
                        let wait = feed.instant(moment).map(tokio::time::Instant::from_std);
                        match wait {
                            // Whichever comes first; both are looked at by the turn.
                            Some(until) => drop(tokio::time::timeout_at(until, heard.news.notified()).await),
                            None => heard.news.notified().await,
                        }
                    }
                    Next::WithNews => heard.news.notified().await,
                }
            }
        });
        LiveDoor { sockets, ear, live: LookUp { registry: Arc::clone(&live.registry) } }
    }

    /// Looks a prompt up for all who wait for it.
    fn look_up(&self, uid: String) {
        let (sockets, registry) = (Rc::clone(&self.sockets), Arc::clone(&self.live.registry));
        actix_rt::spawn(async move {
            let look = |prompt: &crate::prompt::Prompt| prompt.info().map(|(info, ..)| info.duration_seconds);
            let found = registry.read(&uid, look).await;
            if let Err(error) = &found {
                log::warn!("A prompt cannot be read for its live sockets: {error}");
            }
            let mut sockets = sockets.borrow_mut();
            sockets.found(&uid, found.ok());
            sockets.flush();
        });
    }
}

impl Door for LiveDoor {
    fn entered(&mut self, visitor: Visitor) {
        self.sockets.borrow_mut().enter(visitor.conn);
    }

    fn message(&mut self, conn: ConnId, incoming: Incoming<'_>) -> Verdict {
        let wanted = self.sockets.borrow_mut().hear(conn, incoming);
        if let Some(uid) = wanted {
            self.look_up(uid);
        }
        Verdict::Accepted
    }

    fn round_trip(&mut self, _: ConnId, _: u32) {}

    fn left(&mut self, conn: ConnId) {
        self.sockets.borrow_mut().leave(conn);
    }

    fn flush(&mut self) -> bool {
        self.sockets.borrow_mut().flush();
        true
    }
}

impl Drop for LiveDoor {
    fn drop(&mut self) {
        self.ear.close();
    }
}
