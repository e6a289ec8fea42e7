//! The room's one timer.

use std::pin::Pin;
use std::task::{self, Poll, ready};
use std::time::Duration;

use actix::{ActorFuture, AsyncContext, Context};
use tokio::time::{Instant, Sleep, sleep};

use super::Room;
use crate::engine::{Machine, RoomTime};

/// Milliseconds after which a room without sockets goes to sleep that holds no session.
const NOTHING_IDLE_MS: u64 = 1_000;

/// What the timer is set to where nothing comes next. Should it ever ring, nothing is due.
const NEVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// What the timer is to ring for.
#[derive(Debug, Default)]
pub(super) struct Setting {
    wake: Option<RoomTime>,
    /// Nobody is here: the room goes to sleep then.
    asleep: bool,
    /// The timer itself has still to be set.
    is_new: bool,
}

/// The timer: one future as long as the room lives, which is polled behind whatever the room does. To make one for
/// each tick and to cancel it again would cost several times as much.
struct Timer(Pin<Box<Sleep>>);

impl<M: Machine> Room<M> {
    /// Begins to keep time.
    pub(super) fn start_timer(ctx: &mut Context<Self>) {
        ctx.spawn(Timer(Box::pin(sleep(NEVER))));
    }

    /// Sets the timer for whatever comes next: a deadline, a topic, or sleep.
    pub(super) fn arm(&mut self) {
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
        if self.timer.wake != wake {
            self.timer = Setting { wake, asleep, is_new: true };
        }
    }

    /// The timer has rung.
    fn rung(&mut self, ctx: &mut Context<Self>) {
        let rung = std::mem::take(&mut self.timer);
        self.timer.is_new = true;
        if rung.asleep && self.is_idle() {
            return self.retire(ctx);
        }
        self.begin_turn();
        self.end_turn(ctx);
    }

    /// Whether nobody is here, nobody waits for anything, the disk has all and no clock runs.
    fn is_idle(&self) -> bool {
        let waits = !self.calls.is_empty() || !self.waiting.is_empty() || self.durable < self.seq;
        self.hubs.is_empty() && !waits && !self.machine.clock_runs()
    }
}

impl<M: Machine> ActorFuture<Room<M>> for Timer {
    type Output = ();

    fn poll(
        mut self: Pin<&mut Self>,
        room: &mut Room<M>,
        ctx: &mut Context<Room<M>>,
        task: &mut task::Context<'_>,
    ) -> Poll<()> {
        loop {
            if std::mem::take(&mut room.timer.is_new) {
                // The room's clock counts whole milliseconds downwards; one more never wakes too early.
                let left = room.timer.wake.map(|wake| Duration::from_millis(wake.since(room.clock.now()) + 1));
                self.0.as_mut().reset(Instant::now() + left.unwrap_or(NEVER));
            }
            ready!(self.0.as_mut().poll(task));
            room.rung(ctx);
        }
    }
}
