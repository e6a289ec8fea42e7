//! The life of a socket in the hub: taken over, closed with a word or dropped without one.

use std::net::Shutdown;
use std::time::Duration;

use bytes::Bytes;
use mio::net::TcpStream;
use mio::{Interest, Token};
use socket2::SockRef;

use super::conn::{Conn, Loss, Phase};
use super::pace::heard_before;
use super::rooms::NEWCOMERS;
use super::{Arrival, Hub};
use crate::limits;
use crate::room::door::Visitor;

impl Hub {
    /// Takes a socket over: one row, one registration.
    pub(super) fn adopt(&mut self, arrival: Arrival) {
        self.read_clock();
        let Arrival { stream, entrance, way, address, counted, early } = arrival;
        let mut stream = TcpStream::from_std(stream);
        let entry = self.conns.vacant_entry();
        let slot = entry.key();
        let interests = Interest::READABLE | Interest::WRITABLE;
        if let Err(error) = self.watch.registry().register(&mut stream, Token(slot), interests) {
            log::error!("A socket cannot be watched: {error}");
            if let Some(key) = counted {
                self.common.addresses.leave(key);
            }
            return;
        }
        self.generations = self.generations.wrapping_add(1);
        let now_ms = self.now_us / 1_000;
        entry.insert(Conn {
            stream,
            generation: self.generations,
            room: 0,
            group: 0,
            phase: Phase::Open,
            strikes: 0,
            place: 0,
            address: counted,
            strikes_ms: now_ms,
            paid_until_us: 0,
            throttled_ms: 0,
            heard_ms: heard_before(now_ms, self.generations, &self.common.settings),
            pinged_ms: 0,
            partial_ms: 0,
            partial: None,
            pending: None,
        });
        let slot = slot as u32;
        let room = self.room(entrance, way.room);
        self.join(slot, room, NEWCOMERS);
        self.stirred = true;
        let conn = self.conns[slot as usize].id(self.number, slot);
        self.rooms[room as usize].door.entered(Visitor { conn, address, credential: way.credential });
        self.touch(room);
        if !early.is_empty() {
            self.early.push((slot, early));
        }
        self.meters.sockets.increment(1.0);
    }

    /// Closes a socket with a close frame behind everything that waits for it. The room hears of it now.
    /// `None` sends an empty one, in answer to an empty one.
    pub(super) fn close(&mut self, slot: u32, code: Option<u16>) {
        let (now_ms, outgoing) = (self.now_ms(), self.limits.outgoing);
        let Some(conn) = self.conns.get(slot as usize) else { return };
        if !conn.is_member() {
            return;
        }
        if conn.phase == Phase::Fated {
            // What it has said since is thrown away from now on; the kernel does not report it again.
            self.still_readable.push(slot);
        }
        self.leave(slot);
        let conn = &mut self.conns[slot as usize];
        conn.phase = Phase::Closing { until_ms: now_ms + limits::LINGER_MS };
        self.closing.push((slot, conn.generation));
        self.stirred = true;
        if let Some(partial) = conn.partial.take() {
            self.budget.give_back(partial.kept_bytes());
        }
        let frame = match code {
            Some(code) => {
                let [high, low] = code.to_be_bytes();
                Bytes::copy_from_slice(&[0x88, 2, high, low])
            }
            None => Bytes::from_static(&[0x88, 0]),
        };
        match conn.send_one(&frame, outgoing, now_ms) {
            Ok(_) if conn.pending.is_none() => drop(conn.stream.shutdown(Shutdown::Write)),
            Ok(_) => {}
            Err(loss) => self.lose(slot, loss),
        }
    }

    /// Drops a socket without a word.
    pub(super) fn lose(&mut self, slot: u32, loss: Loss) {
        let Some(conn) = self.conns.get(slot as usize) else { return };
        if conn.is_member() {
            self.leave(slot);
        }
        let conn = self.conns.remove(slot as usize);
        if let Some(partial) = &conn.partial {
            self.budget.give_back(partial.kept_bytes());
        }
        if let Some(key) = conn.address {
            self.common.addresses.leave(key);
        }
        if loss != Loss::Gone {
            // A reset frees what lies in the kernel for a peer that does not take it. If it fails, the
            // socket is gone already.
            let _ = SockRef::from(&conn.stream).set_linger(Some(Duration::ZERO));
        }
        self.meters.sockets.decrement(1.0);
        if loss != Loss::Gone {
            metrics::counter!("soiree_sockets_dropped_total", "reason" => loss.label()).increment(1);
        }
    }

    /// Says goodbye to everybody, once, and reports when the last one is gone.
    pub(super) fn stop(&mut self) {
        if !self.stopping {
            self.stopping = true;
            let open: Vec<u32> = self.conns.iter().map(|(slot, _)| slot as u32).collect();
            open.into_iter().for_each(|slot| self.close(slot, Some(1012)));
            self.flush_doors();
        }
        if self.conns.is_empty() {
            self.inbox.set_stopped();
        }
    }
}
