//! What the room has of the disk: appends and their durable end, snapshots, loading.

use std::sync::atomic::Ordering;

use actix::{AsyncContext, Context, Handler, Message};

use super::Room;
use crate::engine::{Machine, Refusal, StoredEvent};
use crate::room::clock::{RoomClock, wall_now};
use crate::room::loading::{RESUMED, SHELL_RECORD, restore};
use crate::room::outbox::Out;
use crate::room::registry::CallError;
use crate::store::{Append, StoreError, StoredSession, StoredSnapshot};

/// A snapshot is due after at least one event for so many of its own bytes: its cost per event stays
/// constant however many people there are.
const SNAPSHOT_BYTES_PER_EVENT: u64 = 64;

/// Least time between two snapshots that are written only so that something is forgotten.
const FORGETS_EVERY_MS: u64 = 60_000;

impl<M: Machine> Room<M> {
    pub(super) fn commit(&mut self, ctx: &mut Context<Self>) {
        if self.pending.is_empty() {
            return;
        }
        let events = std::mem::take(&mut self.pending);
        let summary = self.machine.summary().filter(|summary| self.summary.as_ref() != Some(summary));
        if summary.is_some() {
            self.summary.clone_from(&summary);
        }
        let append = Append {
            session: self.session,
            kind: M::KIND,
            code: self.name.clone(),
            after: self.seq - events.len() as u64,
            events,
            snapshot: self.snapshot(),
            prunes: !M::KEEPS_EVENTS,
            is_followed: M::IS_FOLLOWED,
            summary,
            timeline: std::mem::take(&mut self.timeline),
        };
        let (addr, up_to, heard) = (ctx.address(), self.seq, self.heard.clone());
        // One message per append at most, and appends are bounded by `pending_events_max`.
        let done = Box::new(move |result: Result<(), StoreError>| {
            // The store tells of the newest first, and an append is durable only with all before it.
            if result.is_err() || heard.fetch_max(up_to, Ordering::Relaxed) < up_to {
                addr.do_send(Stored { up_to, result });
            }
        });
        if let Err(error) = self.registry.store.append(append, done) {
            self.fail(&error, ctx);
            return;
        }
        let runs = self.machine.clock_runs();
        if runs != self.clock_told {
            self.clock_told = runs;
            self.store().clock_runs(self.session, runs);
        }
    }

    pub(super) fn snapshot(&mut self) -> Option<StoredSnapshot> {
        let every =
            self.registry.options.limits.snapshot_every_events.max(self.snapshot_bytes / SNAPSHOT_BYTES_PER_EVENT);
        let forgets_now = self.forgets && self.forgot.is_none_or(|at| self.now.since(at) >= FORGETS_EVERY_MS);
        if self.seq - self.snapshot_seq < every && !forgets_now {
            return None;
        }
        match serde_json::to_string(&self.machine) {
            Ok(payload) => {
                (self.snapshot_seq, self.snapshot_bytes) = (self.seq, payload.len() as u64);
                if std::mem::take(&mut self.forgets) {
                    self.forgot = Some(self.now);
                }
                let (seq, at, wall) = (self.seq, self.now, self.wall);
                Some(StoredSnapshot { seq, at, wall, version: M::VERSION, payload })
            }
            Err(error) => {
                log::error!("{} {}: no snapshot: {error}", M::KIND, M::name_in_logs(&self.name).escape_debug());
                None
            }
        }
    }

    /// The store has failed: what was not durable never happened. The room ends; its sockets and the next
    /// room of this name start from what is durable.
    pub(super) fn fail(&mut self, error: &StoreError, ctx: &mut Context<Self>) {
        log::error!(
            "{} {}: {error}; the room starts anew from the disk",
            M::KIND,
            M::name_in_logs(&self.name).escape_debug()
        );
        self.waiting.clear();
        let refusal = Refusal::new("STORAGE_UNAVAILABLE", "The server could not store this; it has not happened.");
        let frame = self.frame(&M::refusal(&refusal));
        self.close_sockets(Some(frame), 1013);
        for (_, (_, reply)) in self.calls.drain() {
            let _ = reply.send(Err(CallError::Unavailable(error.to_string())));
        }
        self.retire(ctx);
    }

    pub(super) fn loaded(&mut self, result: Result<Option<StoredSession>, StoreError>, ctx: &mut Context<Self>) {
        match result.and_then(|stored| stored.map(|stored| Ok((restore::<M>(&stored)?, stored))).transpose()) {
            Ok(None) => {}
            Ok(Some((restored, stored))) => {
                self.session = stored.session;
                self.machine = restored.machine;
                (self.seq, self.durable, self.snapshot_seq) = (restored.seq, restored.seq, restored.snapshot_seq);
                self.snapshot_bytes = stored.snapshot.as_ref().map_or(0, |snapshot| snapshot.payload.len() as u64);
                self.clock = RoomClock::starting_at(restored.clock);
                self.summary = self.machine.summary();
                self.now = restored.clock;
                if self.machine.clock_runs() && self.store().writable().is_ok() {
                    self.resume();
                }
                for errand in self.machine.outstanding() {
                    self.push(Out::Errand(errand));
                }
            }
            Err(error) => {
                log::error!("{} {}: {error}", M::KIND, M::name_in_logs(&self.name).escape_debug());
                self.broken = true;
            }
        }
        self.begin_turn();
        self.end_turn(ctx);
    }

    /// The first record of a new run: the clock went on from here, whatever happened in between.
    pub(super) fn resume(&mut self) {
        self.seq += 1;
        self.wall = wall_now();
        self.pending.push(StoredEvent {
            seq: self.seq,
            at: self.now,
            wall: self.wall,
            version: SHELL_RECORD,
            payload: RESUMED.to_owned(),
        });
        self.due = self.machine.deadline(self.now, &self.registry.options.settings);
    }
}

/// The store's word on an append.
#[derive(Message)]
#[rtype(result = "()")]
struct Stored {
    up_to: u64,
    result: Result<(), StoreError>,
}

impl<M: Machine> Handler<Stored> for Room<M> {
    type Result = ();

    fn handle(&mut self, stored: Stored, ctx: &mut Context<Self>) {
        match stored.result {
            Ok(()) => {
                self.durable = self.durable.max(stored.up_to);
                self.flush(ctx);
                // Where nobody is here any more, the room may have waited for this alone.
                if self.hubs.is_empty() {
                    self.arm();
                }
            }
            Err(_) if self.closing => {}
            Err(error) => self.fail(&error, ctx),
        }
    }
}
