//! Where rooms leave their deliveries for a hub: bounded, and safe to reach from every thread.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use futures_util::task::AtomicWaker;
use tokio::sync::Notify;

use crate::engine::ConnId;
use crate::limits;
use crate::room::fanout::{Brought, Delivery, DeliverySink};

/// A hub's receiving end.
#[derive(Debug, Default)]
pub struct Inbox {
    queue: Mutex<Queue>,
    /// Wakes the hub. On the hub's own thread this costs no system call.
    waker: AtomicWaker,
    stopping: AtomicBool,
    stopped: Notify,
}

/// What lies in an inbox.
#[derive(Debug, Default)]
pub struct Queue {
    pub deliveries: Vec<Delivery>,
    /// Rooms that have lost a delivery because the queue was full. Their sockets have missed something
    /// and are closed.
    pub overrun: Vec<u32>,
    /// Messages that have come for sockets by another way.
    pub brought: Vec<Brought>,
    /// Sockets that are held no longer: as many as were brought a message before.
    pub released: Vec<ConnId>,
}

impl Queue {
    fn is_empty(&self) -> bool {
        self.deliveries.is_empty() && self.overrun.is_empty() && self.brought.is_empty() && self.released.is_empty()
    }
}

impl Inbox {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets something be put in; the first thing in an empty inbox wakes the hub.
    fn put<R>(&self, put: impl FnOnce(&mut Queue) -> R) -> R {
        let mut queue = self.queue();
        let was_empty = queue.is_empty();
        let outcome = put(&mut queue);
        drop(queue);
        if was_empty {
            self.wake();
        }
        outcome
    }

    /// Swaps everything that waits with the emptied vectors of `taken`.
    pub fn take(&self, taken: &mut Queue) {
        taken.deliveries.clear();
        taken.overrun.clear();
        taken.brought.clear();
        taken.released.clear();
        std::mem::swap(&mut *self.queue(), taken);
    }

    /// Registers the hub's task.
    pub fn register(&self, waker: &Waker) {
        self.waker.register(waker);
    }

    /// Wakes the hub's task.
    pub fn wake(&self) {
        self.waker.wake();
    }

    /// Asks the hub to close all its sockets with 1012 and to take no more.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
        self.wake();
    }

    /// Whether the hub has been asked to stop.
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }

    /// Says that the last socket is gone.
    pub fn set_stopped(&self) {
        self.stopped.notify_one();
    }

    /// Waits for [`Inbox::set_stopped`].
    pub async fn stopped(&self) {
        self.stopped.notified().await;
    }
}

impl DeliverySink for Inbox {
    fn deliver(&self, delivery: Delivery) -> bool {
        self.put(|queue| {
            let fits = queue.deliveries.len() < limits::HUB_QUEUE_MAX;
            if fits {
                queue.deliveries.push(delivery);
            } else if !queue.overrun.contains(&delivery.room) {
                queue.overrun.push(delivery.room);
            }
            fits
        })
    }

    fn bring(&self, brought: Brought) -> bool {
        self.put(|queue| {
            let fits = queue.brought.len() < limits::HUB_QUEUE_MAX;
            if fits {
                queue.brought.push(brought);
            }
            fits
        })
    }

    fn release(&self, conn: ConnId) {
        self.put(|queue| queue.released.push(conn));
    }
}
