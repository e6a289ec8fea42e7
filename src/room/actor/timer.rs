//! The room's one timer.

use std::time::Duration;

use actix::{AsyncContext, Context};

use super::Room;
use crate::engine::Machine;

/// Milliseconds after which a room without sockets goes to sleep that holds no session.
const NOTHING_IDLE_MS: u64 = 1_000;

impl<M: Machine> Room<M> {
    /// Sets the timer for whatever comes next: a deadline, a topic, or sleep.
    pub(super) fn arm(&mut self, ctx: &mut Context<Self>) {
        if self.due.is_none() || self.due.is_some_and(|due| due <= self.now) {
            self.due = self.machine.deadline(self.now, &self.registry.options.settings);
        }
        let asleep = self.is_idle();
        let wake = if asleep {
            // Where nothing has ever happened, somebody has only guessed a name.
            let idle_ms = self.registry.options.limits.idle_ms;
            Some(self.now.plus(if self.seq == 0 { idle_ms.min(NOTHING_IDLE_MS) } else { idle_ms }))
        } else {
            let topic = self.topics.next_due(M::interval_ms);
            [self.due, topic].into_iter().flatten().min()
        };
        let Some(wake) = wake else {
            if let Some((_, handle)) = self.timer.take() {
                ctx.cancel_future(handle);
            }
            return;
        };
        if self.timer.as_ref().is_some_and(|(at, _)| *at == wake.0) {
            return;
        }
        if let Some((_, handle)) = self.timer.take() {
            ctx.cancel_future(handle);
        }
        // The room's clock counts whole milliseconds downwards; one more never wakes too early.
        let delay = Duration::from_millis(wake.since(self.clock.now()) + 1);
        let handle = ctx.run_later(delay, move |room, ctx| {
            room.timer = None;
            if asleep && room.is_idle() {
                room.retire(ctx);
                return;
            }
            room.begin_turn();
            room.end_turn(ctx);
        });
        self.timer = Some((wake.0, handle));
    }

    /// Whether nobody is here, nobody waits for anything and no clock runs.
    fn is_idle(&self) -> bool {
        self.hubs.is_empty() && self.calls.is_empty() && self.waiting.is_empty() && !self.machine.clock_runs()
    }
}
