//! What comes in: bytes become frames, frames become messages at a door.

use std::io::{ErrorKind, Read};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;

use super::conn::{Conn, Loss, OutgoingLimits, Phase};
use super::rooms::group_number;
use super::{Hub, Limits};
use crate::engine::{ConnId, Groups, Incoming};
use crate::limits;
use crate::net::Settings;
use crate::net::frame::{self, Heard, Listener};
use crate::net::rate::Rate;
use crate::room::door::{Door, Verdict};
use crate::room::fanout::{Brought, Held, Reception};

/// Milliseconds after which a strike is forgiven.
const STRIKE_MS: u64 = 60_000;
/// Milliseconds between two errors that tell a connection of its throttling.
const THROTTLED_EVERY_MS: u64 = 1_000;

impl Hub {
    /// Reads from every socket that has something, once each.
    pub(super) fn read_all(&mut self) {
        for (slot, mut bytes) in std::mem::take(&mut self.early) {
            self.hear(slot, &mut bytes);
        }
        let again = std::mem::take(&mut self.still_readable);
        let ready = std::mem::take(&mut self.ready);
        let mut buffer = std::mem::take(&mut self.buffer);
        for slot in again {
            self.read(slot, &mut buffer, false);
        }
        for (slot, readable, writable, closed) in &ready {
            if *readable {
                self.read(*slot, &mut buffer, *closed);
            }
            if *writable {
                self.drain(*slot);
            }
        }
        self.buffer = buffer;
        self.ready = ready;
    }

    /// Reads one buffer full at most, so that nobody who talks much keeps the others waiting. A read that
    /// does not fill the buffer has emptied the socket, unless its end (`closed`) is still to be read.
    fn read(&mut self, slot: u32, buffer: &mut [u8], closed: bool) {
        let Some(conn) = self.conns.get(slot as usize).filter(|conn| conn.phase != Phase::Fated) else { return };
        match (&conn.stream).read(buffer) {
            Ok(0) => self.lose(slot, Loss::Gone),
            Ok(count) => {
                if count == buffer.len() || closed {
                    self.still_readable.push(slot);
                }
                self.hear(slot, &mut buffer[..count]);
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) if error.kind() == ErrorKind::Interrupted => self.still_readable.push(slot),
            Err(_) => self.lose(slot, Loss::Gone),
        }
    }

    fn hear(&mut self, slot: u32, bytes: &mut [u8]) {
        let (now_us, number) = (self.now_us, self.number);
        let Some(conn) = self.conns.get_mut(slot as usize) else { return };
        conn.heard_ms = now_us / 1_000;
        if conn.phase != Phase::Open {
            return;
        }
        let place = conn.room;
        let mut partial = conn.partial.take();
        let was_partial = partial.is_some();
        let (id, door) = (conn.id(number, slot), &mut *self.rooms[place as usize].door);
        let mut ear = Ear::new(id, conn, door, &self.common.settings, &self.limits, now_us);
        let outcome = frame::feed(&mut partial, &self.limits.frame, &mut self.budget, bytes, &mut ear);
        let Ear { received, brought, end, .. } = ear;
        if partial.is_some() && (!was_partial || received > 0) {
            conn.partial_ms = now_us / 1_000;
        }
        conn.partial = partial;
        self.meters.received.increment(received);
        if received > 0 {
            self.rooms[place as usize].pace.said(now_us / 1_000);
            self.stirred = true;
        }
        if brought {
            self.touch(place);
        }
        match (end, outcome) {
            (Some(End::Fated), _) => self.conns[slot as usize].phase = Phase::Fated,
            (Some(End::Close(code)), _) => self.close(slot, code),
            (Some(End::Lost(loss)), _) => self.lose(slot, loss),
            (None, Err(fault)) => self.close(slot, Some(fault.0)),
            (None, Ok(())) => {}
        }
    }

    /// A message for a socket that came by another way counts as if the socket had sent it. Who has brought it
    /// hears of it at the end of the turn, when the room has it.
    pub(super) fn hear_brought(&mut self, brought: Brought) {
        let Brought { conn, text, told } = brought;
        let taken = self.hear_for(conn, &text);
        self.answers.push((told, taken));
    }

    fn hear_for(&mut self, id: ConnId, text: &str) -> Reception {
        let (now_us, number) = (self.now_us, self.number);
        let Some(conn) = self.conns.get_mut(id.slot as usize) else { return Reception::Gone };
        if conn.id(number, id.slot) != id || conn.phase != Phase::Open {
            return Reception::Gone;
        }
        let place = conn.room;
        let door = &mut *self.rooms[place as usize].door;
        let mut ear = Ear::new(id, conn, door, &self.common.settings, &self.limits, now_us);
        // Its strikes end the connection at its next own message at the latest.
        if !ear.admit(text.len() as u64) {
            return Reception::Throttled;
        }
        ear.conn.hold(now_us / 1_000);
        let _ = ear.heard(Heard::Text(text));
        let end = ear.end;
        self.touch(place);
        match end {
            Some(End::Close(code)) => self.close(id.slot, code),
            Some(End::Lost(loss)) => self.lose(id.slot, loss),
            Some(End::Fated) | None => {}
        }
        Reception::Heard(Held::new(self.inbox.clone(), id))
    }

    /// Tells those who have brought messages what became of them.
    pub(super) fn answer_brought(&mut self) {
        for (told, taken) in self.answers.drain(..) {
            // Whoever has gone holds nothing any more: what was not taken is dropped.
            let _ = told.send(taken);
        }
    }

    /// A socket is held no longer.
    pub(super) fn release(&mut self, id: ConnId) {
        let (now_ms, number) = (self.now_ms(), self.number);
        let Some(conn) = self.conns.get_mut(id.slot as usize) else { return };
        if conn.id(number, id.slot) == id {
            conn.release(now_ms);
            self.drain(id.slot);
        }
    }
}

/// How a connection's listening ended.
enum End {
    /// Its strikes are used up.
    Fated,
    Close(Option<u16>),
    Lost(Loss),
}

/// Listens to one connection.
struct Ear<'a> {
    id: ConnId,
    conn: &'a mut Conn,
    door: &'a mut dyn Door,
    settings: &'a Settings,
    rate: Rate,
    outgoing: OutgoingLimits,
    now_us: u64,
    received: u64,
    brought: bool,
    end: Option<End>,
}

impl Listener for Ear<'_> {
    fn admit(&mut self, payload_bytes: u64) -> bool {
        // What is skipped costs no more than the largest message, so that it is told what was wrong with it.
        let kept_bytes = payload_bytes.min(self.settings.message_bytes_max as u64);
        let count = 1 + kept_bytes / limits::BYTES_PER_MESSAGE as u64;
        let admitted = self.rate.admit(&mut self.conn.paid_until_us, self.now_us, count);
        if !admitted {
            self.strike();
        }
        admitted
    }

    fn heard(&mut self, heard: Heard<'_>) -> ControlFlow<()> {
        match heard {
            Heard::Text(text) => self.bring(Incoming::Text(text)),
            Heard::Binary(bytes) => self.bring(Incoming::Binary(bytes)),
            Heard::Oversized => self.bring(Incoming::Oversized { limit_bytes: self.settings.message_bytes_max }),
            Heard::Throttled => self.throttled(),
            Heard::Ping(payload) => self.pong(payload),
            Heard::Pong(payload) => self.round_trip(payload),
            Heard::Close(code) => self.end = Some(End::Close(code)),
        }
        match self.end {
            Some(_) => ControlFlow::Break(()),
            None => ControlFlow::Continue(()),
        }
    }
}

impl<'a> Ear<'a> {
    fn new(
        id: ConnId,
        conn: &'a mut Conn,
        door: &'a mut dyn Door,
        settings: &'a Settings,
        limits: &Limits,
        now_us: u64,
    ) -> Self {
        let (rate, outgoing) = (limits.rate, limits.outgoing);
        Ear { id, conn, door, settings, rate, outgoing, now_us, received: 0, brought: false, end: None }
    }

    fn now_ms(&self) -> u64 {
        self.now_us / 1_000
    }

    fn bring(&mut self, incoming: Incoming<'_>) {
        self.received += 1;
        self.brought = true;
        // Whatever a kind of session stumbles over, it must not take this worker's other sockets with it.
        match catch_unwind(AssertUnwindSafe(|| self.door.message(self.id, incoming))) {
            Ok(Verdict::Accepted) => {}
            Ok(Verdict::Malformed) => self.strike(),
            Err(_) => {
                log::error!("A message could not be read because of a fault in the program; its socket is closed.");
                self.end = Some(End::Close(Some(1011)));
            }
        }
    }

    /// The message is lost and its strike counted; the room says so once a second.
    fn throttled(&mut self) {
        let now_ms = self.now_ms();
        if self.end.is_none() && now_ms >= self.conn.throttled_ms + THROTTLED_EVERY_MS {
            self.conn.throttled_ms = now_ms;
            self.brought = true;
            let _ = self.door.message(self.id, Incoming::Throttled);
        }
    }

    fn strike(&mut self) {
        let forgiven = (self.now_ms() - self.conn.strikes_ms) / STRIKE_MS;
        self.conn.strikes_ms += forgiven * STRIKE_MS;
        self.conn.strikes = self.conn.strikes.saturating_sub(forgiven.min(255) as u8).saturating_add(1);
        if u32::from(self.conn.strikes) >= self.settings.strikes_max {
            self.end = Some(End::Fated);
        }
    }

    fn pong(&mut self, payload: &[u8]) {
        let mut frame = Vec::with_capacity(payload.len() + 2);
        frame.extend_from_slice(&[0x8a, payload.len() as u8]);
        frame.extend_from_slice(payload);
        let now_ms = self.now_ms();
        if let Err(loss) = self.conn.send_one(&Bytes::from(frame), self.outgoing, now_ms) {
            self.end = Some(End::Lost(loss));
        }
    }

    /// Our pings carry the moment at which they were sent, so an old or invented pong measures nothing.
    fn round_trip(&mut self, payload: &[u8]) {
        let sent_ms = self.conn.pinged_ms;
        if sent_ms == 0 || payload != super::beat::ping_payload(sent_ms) {
            return;
        }
        self.conn.pinged_ms = 0;
        // Only a seat's link is shown to anybody; to wake a room for the others would cost more than their pings.
        if self.conn.group != group_number(Groups::SEATS) {
            return;
        }
        self.brought = true;
        self.door.round_trip(self.id, u32::try_from(self.now_ms() - sent_ms).unwrap_or(u32::MAX));
    }
}
