//! A bounded queue whose one rule is that nothing put into it is ever lost in silence: after closing,
//! what waits is still taken, and what comes later is handed back.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Why an item was handed back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejected {
    Full,
    Closed,
}

/// What waiting for items brought.
#[derive(Debug)]
pub enum Taken<T> {
    /// Everything that waited; empty if the time was up, or at a nudge.
    Items(Vec<T>),
    /// Closed, and nothing is left.
    End,
}

/// The queue.
#[derive(Debug)]
pub struct Queue<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
    capacity: usize,
}

#[derive(Debug)]
struct State<T> {
    waiting: VecDeque<T>,
    closed: bool,
    nudged: bool,
    /// How many wait for something to come. Where nobody does, nobody is woken: that is a system call.
    idle: usize,
}

impl<T> Queue<T> {
    /// An open queue that holds up to `capacity` items.
    pub fn new(capacity: usize) -> Self {
        let state = State { waiting: VecDeque::new(), closed: false, nudged: false, idle: 0 };
        Queue { state: Mutex::new(state), changed: Condvar::new(), capacity }
    }

    /// Adds an item without waiting, or hands it back.
    pub fn push(&self, item: T) -> Result<(), (T, Rejected)> {
        let mut state = self.state();
        if state.closed {
            return Err((item, Rejected::Closed));
        }
        if state.waiting.len() >= self.capacity {
            return Err((item, Rejected::Full));
        }
        state.waiting.push_back(item);
        let is_awaited = state.idle > 0;
        drop(state);
        if is_awaited {
            self.changed.notify_one();
        }
        Ok(())
    }

    /// Lets whoever waits for items look round: what it waits for has changed.
    pub fn nudge(&self) {
        self.state().nudged = true;
        self.changed.notify_all();
    }

    /// Waits until `deadline` for items, or for a nudge, and takes all of them.
    pub fn take_all(&self, deadline: Instant) -> Taken<T> {
        let mut state = self.state();
        while state.waiting.is_empty() {
            if state.closed {
                return Taken::End;
            }
            if std::mem::take(&mut state.nudged) {
                return Taken::Items(Vec::new());
            }
            let Some(left) = deadline.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) else {
                return Taken::Items(Vec::new());
            };
            state.idle += 1;
            (state, _) = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner);
            state.idle -= 1;
        }
        Taken::Items(std::mem::take(&mut state.waiting).into())
    }

    /// Waits for one item; `None` when the queue is closed and empty.
    pub fn take_one(&self) -> Option<T> {
        let mut state = self.state();
        loop {
            if let Some(item) = state.waiting.pop_front() {
                return Some(item);
            }
            if state.closed {
                return None;
            }
            state.idle += 1;
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.idle -= 1;
        }
    }

    /// How many items wait.
    pub fn len(&self) -> usize {
        self.state().waiting.len()
    }

    /// Takes no more items from now on.
    pub fn close(&self) {
        self.state().closed = true;
        self.changed.notify_all();
    }

    /// The lock is never held while foreign code runs, so a poisoned one guards a whole state.
    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_who_waits_gets_what_comes() {
        let queue = Queue::new(8);
        let taken = std::thread::scope(|scope| {
            let takers: Vec<_> = (0..4).map(|_| scope.spawn(|| queue.take_one())).collect();
            while queue.state().idle < 4 {
                std::thread::yield_now();
            }
            for item in 0..4 {
                queue.push(item).expect("open, with room");
            }
            let mut taken: Vec<_> = takers.into_iter().filter_map(|taker| taker.join().expect("no panic")).collect();
            taken.sort_unstable();
            taken
        });
        assert_eq!(taken, [0, 1, 2, 3]);
        assert_eq!(queue.state().idle, 0);
    }
}
