//! A turn: what a hub has brought is decided and applied, one thing after the other, at one moment.

use std::sync::atomic::Ordering;

use actix::{Context, Handler};

use super::{Room, context, cx};
use crate::engine::machine::RefusalKind;
use crate::engine::{Caller, ConnId, Decision, Effect, Machine, Outbox, Refusal, StoredEvent};
use crate::room::clock::wall_now;
use crate::room::outbox::Out;
use crate::room::room_door::{Batch, In};

/// Milliseconds until a deadline is tried again that the storage did not allow.
const RETRY_MS: u64 = 1_000;

impl<M: Machine> Room<M> {
    /// Fixes the moment at which everything in this turn happens, and lets time pass until then.
    pub(in crate::room) fn begin_turn(&mut self) {
        self.now = self.clock.now();
        self.wall = wall_now();
        if self.due.is_some_and(|due| due <= self.now) && !self.is_broken() {
            let mut out = Outbox::default();
            let decision = self.machine.expire(cx!(self), &mut out);
            if !decision.events.is_empty() && self.store().writable().is_err() {
                self.due = Some(self.now.plus(RETRY_MS));
                return;
            }
            self.carry_out(None, decision, out);
        }
    }

    /// Shows what is due, hands the turn's events to the store, says what may be said, sets the timer.
    pub(in crate::room) fn end_turn(&mut self, ctx: &mut Context<Self>) {
        for topic in self.topics.take_due(self.now, M::interval_ms) {
            let mut out = Outbox::default();
            self.machine.show(cx!(self), topic, &mut out);
            self.say(out);
        }
        self.commit(ctx);
        self.flush(ctx);
        self.arm();
    }

    /// One thing that a hub has brought.
    fn take_in(&mut self, item: In<M>) {
        match item {
            In::HubJoined(link) => {
                self.hubs.retain(|known| known.hub != link.hub);
                self.hubs.push(link);
            }
            In::HubLeft { hub, room } => self.hub_left(hub, room),
            In::Entered(conn, address, credential) => self.entered(conn, address, credential),
            In::Said(conn, parsed) => self.said(conn, parsed),
            In::RoundTrip(conn, rtt_ms) => self.roster.measured(conn, rtt_ms),
            In::Left(conn) => self.left(conn),
        }
    }

    /// What a socket has said: decided, or refused with a word to it.
    pub(super) fn said(&mut self, conn: ConnId, parsed: Result<M::Command, Refusal>) {
        let caller = Caller { conn, role: self.roster.role(conn) };
        let proves_secret = parsed.as_ref().is_ok_and(M::proves_secret);
        let result = match parsed {
            Ok(_) if self.is_broken() => return,
            Ok(_) if proves_secret && !self.may_try_a_secret(conn) => Err(Refusal::new(
                "TOO_MANY_ATTEMPTS",
                "Too many wrong attempts from this address; try again in 15 minutes.",
            )),
            Ok(command) => self.decide(caller, command).and_then(|decision| self.count_founding(conn, decision)),
            Err(refusal) => Err(refusal),
        };
        match result {
            Ok(decision) => self.carry_out(Some(caller), decision, Outbox::default()),
            Err(refusal) => {
                if refusal.kind == RefusalKind::WrongSecret {
                    let address = self.addresses.get(&conn).copied();
                    if let Some(address) = address {
                        self.gate.failed(address, self.now);
                    }
                }
                let frame = self.frame(&M::refusal(&refusal));
                self.push(Out::Conn(conn, frame));
            }
        }
    }

    /// Whether the socket's address has not guessed too often.
    fn may_try_a_secret(&mut self, conn: ConnId) -> bool {
        match self.addresses.get(&conn) {
            Some(address) if self.registry.options.address_limits => self.gate.allows(*address, self.now),
            _ => true,
        }
    }

    /// Refuses a decision that founds a session where the address has founded too many. A host who only
    /// comes back founds nothing.
    fn count_founding(&self, conn: ConnId, decision: Decision<M>) -> Result<Decision<M>, Refusal> {
        let founds = self.seq == 0 && !decision.events.is_empty();
        if !founds {
            return Ok(decision);
        }
        match self.addresses.get(&conn).map(|address| self.registry.options.foundings.admit(*address)) {
            Some(Err(_)) => {
                Err(Refusal::new("RATE_LIMITED", "Too many new sessions from this address; try again in some minutes."))
            }
            Some(Ok(())) | None => Ok(decision),
        }
    }

    /// Asks the machine; refuses what could not be stored.
    pub(in crate::room) fn decide(&mut self, caller: Caller, command: M::Command) -> Result<Decision<M>, Refusal> {
        let decision = self.machine.decide(cx!(self), caller, command)?;
        if decision.events.is_empty() {
            return Ok(decision);
        }
        if self.registry.stopping.load(Ordering::Relaxed) {
            return Err(Refusal::new("SERVER_BUSY", "The server is restarting; try again in a moment."));
        }
        if let Err(reason) = self.store().writable() {
            log::warn!(
                "{} {}: refused, the storage cannot be written: {reason}",
                M::KIND,
                M::name_in_logs(&self.name).escape_debug()
            );
            return Err(Refusal::new(
                "STORAGE_UNAVAILABLE",
                "The server cannot store anything just now; try again soon.",
            ));
        }
        if self.seq - self.durable > self.registry.options.limits.pending_events_max {
            return Err(Refusal::new("SERVER_BUSY", "The server cannot keep up just now; try again in a moment."));
        }
        Ok(decision)
    }

    /// Applies a decision: facts first, then roles, then words.
    pub(in crate::room) fn carry_out(&mut self, caller: Option<Caller>, decision: Decision<M>, out: Outbox<M>) {
        self.apply(&decision.events);
        let (binds, later): (Vec<_>, Vec<_>) =
            decision.effects.into_iter().partition(|effect| matches!(effect, Effect::Bind { .. }));
        for effect in binds {
            if let Effect::Bind { conn, role } = effect {
                self.bind(conn, role);
            }
        }
        let mut said = Outbox::default();
        if let Some(caller) = caller {
            said.says.reserve_exact(decision.replies.len());
            for message in decision.replies {
                said.reply(caller.conn, message);
            }
        }
        if !decision.events.is_empty() {
            self.machine.announce(cx!(self), &decision.events, &mut said);
        }
        said.says.extend(out.says);
        said.touched.extend(out.touched);
        said.errands.extend(out.errands);
        said.touched.extend(decision.touched);
        self.say(said);
        for effect in later {
            match effect {
                Effect::ListSessions { conn, owner } => self.push(Out::ListSessions(conn, owner)),
                Effect::Close { conn, code } => self.push(Out::Close(conn, code)),
                Effect::Errand(errand) => self.push(Out::Errand(errand)),
                Effect::Bind { .. } => {}
            }
        }
    }

    /// Facts change the machine and wait for the disk.
    fn apply(&mut self, events: &[M::Event]) {
        for event in events {
            self.seq += 1;
            self.machine.evolve(self.now, event);
            self.forgets |= !M::KEEPS_EVENTS && M::forgets(event);
            let payload = serde_json::to_string(event).unwrap_or_else(|error| {
                // Events are plain data with text keys: serialising them cannot fail.
                unreachable!("an event of {} cannot be written: {error}", M::KIND)
            });
            let (seq, at, wall) = (self.seq, self.now, self.wall);
            self.pending.push(StoredEvent { seq, at, wall, version: M::VERSION, payload });
            self.timeline.extend(M::timeline(event, wall));
        }
        if !events.is_empty() {
            self.due = self.machine.deadline(self.now, &self.registry.options.settings);
        }
    }
}

impl<M: Machine> Handler<Batch<M>> for Room<M> {
    type Result = ();

    fn handle(&mut self, batch: Batch<M>, ctx: &mut Context<Self>) {
        let taken = batch.items.len();
        self.begin_turn();
        for item in batch.items {
            self.take_in(item);
        }
        batch.in_flight.fetch_sub(taken, Ordering::Relaxed);
        self.end_turn(ctx);
    }
}
