//! One socket as the hub knows it, and how bytes are put into it.

use std::collections::VecDeque;
use std::io::{ErrorKind, IoSlice, Write};

use bytes::Bytes;
use mio::net::TcpStream;

use crate::engine::ConnId;
use crate::net::address::AddressKey;
use crate::net::frame::Partial;
use crate::room::fanout::Spliced;

/// Slices that one `writev` is given.
const SLICES_MAX: usize = 16;

/// Where a socket is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Belongs to a room.
    Open,
    /// Has used up its strikes: it is no longer read, and closed with 1008 at the next beat. Until then the
    /// room's answers to what it did still reach it.
    Fated,
    /// Has been sent a close frame and belongs to no room any more. What it says is thrown away until it
    /// closes or its time is over: a socket closed at once could lose its last words to a reset.
    Closing { until_ms: u64 },
}

/// A socket: a row of the hub's table, without memory of its own while it is idle.
#[derive(Debug)]
pub struct Conn {
    pub stream: TcpStream,
    pub generation: u32,
    /// The room's place in the hub's table of rooms.
    pub room: u32,
    /// The socket's group there, as the number of its bit.
    pub group: u8,
    pub phase: Phase,
    pub strikes: u8,
    /// Where the socket stands in its group's list of members.
    pub place: u32,
    /// What the connection is counted under; `None` where addresses are not counted.
    pub address: Option<AddressKey>,
    /// When the strikes were last forgiven.
    pub strikes_ms: u64,
    /// Until when the messages heard so far are paid for (see `rate.rs`).
    pub paid_until_us: u64,
    /// When the room last heard that a message was throttled; 0: never.
    pub throttled_ms: u64,
    /// When anything was last heard.
    pub heard_ms: u64,
    /// When the ping that waits for its pong was sent; 0: none waits.
    pub pinged_ms: u64,
    /// Since when a message is incomplete.
    pub partial_ms: u64,
    pub partial: Option<Box<Partial>>,
    pub pending: Option<Box<Pending>>,
}

/// What the kernel would not take yet.
#[derive(Debug)]
pub struct Pending {
    frames: VecDeque<Bytes>,
    bytes: usize,
    /// When the kernel last took something.
    pub moved_ms: u64,
    /// How many hold it back: answers that have to go out first by another way.
    holds: u32,
}

/// A whole frame for a socket.
#[derive(Debug, Clone, Copy)]
pub enum Part<'a> {
    Frame(&'a Bytes),
    /// The one at this place, which does not lie in memory whole.
    Spliced(&'a Spliced, usize),
}

impl Part<'_> {
    /// Appends the frame's bytes.
    pub fn push_to(self, out: &mut Vec<u8>) {
        match self {
            Part::Frame(frame) => out.extend_from_slice(frame),
            Part::Spliced(spliced, place) => spliced.push_frame(place, out),
        }
    }

    /// A frame that can be kept.
    fn keep(self) -> Bytes {
        match self {
            Part::Frame(frame) => frame.clone(),
            Part::Spliced(spliced, place) => spliced.frame(place),
        }
    }
}

/// Copies frames together into `out`, in place of what it held.
pub fn concat(parts: &[Part<'_>], out: &mut Vec<u8>) {
    out.clear();
    parts.iter().for_each(|part| part.push_to(out));
}

/// How much may wait for a socket.
#[derive(Debug, Clone, Copy)]
pub struct OutgoingLimits {
    pub frames_max: usize,
    pub bytes_max: usize,
}

/// Why a socket is dropped; the label of the metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// The peer closed or reset the connection, or the close handshake is over.
    Gone,
    /// More waited for it than is allowed.
    Overflow,
    /// It took nothing of what waited for it.
    Stalled,
    /// Nothing was heard of it.
    Dead,
    /// It did not finish its close handshake in time.
    Lingering,
}

impl Loss {
    /// The metric's label.
    pub fn label(self) -> &'static str {
        match self {
            Loss::Gone => "gone",
            Loss::Overflow => "overflow",
            Loss::Stalled => "stalled",
            Loss::Dead => "dead",
            Loss::Lingering => "lingering",
        }
    }
}

impl Conn {
    /// The name under which rooms know the socket at `slot`.
    pub fn id(&self, hub: u16, slot: u32) -> ConnId {
        ConnId { hub, slot, generation: self.generation }
    }

    /// Whether it belongs to a room.
    pub fn is_member(&self) -> bool {
        matches!(self.phase, Phase::Open | Phase::Fated)
    }

    /// Sends one frame.
    pub fn send_one(&mut self, frame: &Bytes, limits: OutgoingLimits, now_ms: u64) -> Result<usize, Loss> {
        self.send(&[Part::Frame(frame)], frame, limits, now_ms)
    }

    /// Sends whole frames, all in one write; `joined` are their bytes in one piece. What the kernel does not
    /// take waits. Answers with the bytes that the kernel took.
    pub fn send(
        &mut self,
        parts: &[Part<'_>],
        joined: &[u8],
        limits: OutgoingLimits,
        now_ms: u64,
    ) -> Result<usize, Loss> {
        if let Some(pending) = &mut self.pending {
            parts.iter().for_each(|part| pending.push(part.keep()));
            return if pending.fits(limits) { Ok(0) } else { Err(Loss::Overflow) };
        }
        let written = write(&self.stream, joined)?;
        if written == joined.len() {
            return Ok(written);
        }
        let mut pending = Box::new(Pending::new(now_ms));
        let mut rest = written;
        for part in parts {
            let frame = part.keep();
            if rest < frame.len() {
                pending.push(frame.slice(rest..));
            }
            rest = rest.saturating_sub(frame.len());
        }
        self.pending = Some(pending);
        match &self.pending {
            Some(pending) if !pending.fits(limits) => Err(Loss::Overflow),
            _ => Ok(written),
        }
    }

    /// From now on everything waits.
    pub fn hold(&mut self, now_ms: u64) {
        let pending = self.pending.get_or_insert_with(|| Box::new(Pending::new(now_ms)));
        pending.holds = pending.holds.saturating_add(1);
    }

    /// One hold is over; what waits may be drained after the last one.
    pub fn release(&mut self, now_ms: u64) {
        if let Some(pending) = &mut self.pending {
            pending.holds = pending.holds.saturating_sub(1);
            pending.moved_ms = now_ms;
        }
    }

    /// Offers the kernel what waits. Answers with the bytes that it took.
    pub fn drain(&mut self, now_ms: u64) -> Result<usize, Loss> {
        let Some(pending) = self.pending.as_mut().filter(|pending| pending.holds == 0) else { return Ok(0) };
        let mut total = 0;
        while !pending.frames.is_empty() {
            let frames: Vec<&Bytes> = pending.frames.iter().take(SLICES_MAX).collect();
            let offered: usize = frames.iter().map(|frame| frame.len()).sum();
            let written = write_slices(&self.stream, &frames)?;
            pending.advance(written);
            total += written;
            if written > 0 {
                pending.moved_ms = now_ms;
            }
            if written < offered {
                return Ok(total);
            }
        }
        self.pending = None;
        Ok(total)
    }
}

impl Pending {
    fn new(now_ms: u64) -> Pending {
        Pending { frames: VecDeque::new(), bytes: 0, moved_ms: now_ms, holds: 0 }
    }

    fn push(&mut self, frame: Bytes) {
        self.bytes += frame.len();
        self.frames.push_back(frame);
    }

    /// The frame that is on its way does not count: a large snapshot that travels slowly is no sign of a
    /// slow reader, and must not lead to another one.
    fn fits(&self, limits: OutgoingLimits) -> bool {
        let on_its_way = self.frames.front().map_or(0, Bytes::len);
        self.frames.len() <= limits.frames_max + 1 && self.bytes - on_its_way <= limits.bytes_max
    }

    fn advance(&mut self, mut written: usize) {
        self.bytes -= written;
        while let Some(front) = self.frames.front_mut() {
            if written < front.len() {
                let _ = front.split_to(written);
                return;
            }
            written -= front.len();
            self.frames.pop_front();
        }
    }
}

/// One write; 0 where the kernel's buffer is full.
fn write(mut stream: &TcpStream, bytes: &[u8]) -> Result<usize, Loss> {
    taken(|| stream.write(bytes))
}

fn write_slices(mut stream: &TcpStream, frames: &[&Bytes]) -> Result<usize, Loss> {
    let mut slices = [IoSlice::new(&[]); SLICES_MAX];
    for (slice, frame) in slices.iter_mut().zip(frames) {
        *slice = IoSlice::new(frame);
    }
    let used = frames.len().min(SLICES_MAX);
    taken(|| stream.write_vectored(&slices[..used]))
}

fn taken(mut write: impl FnMut() -> std::io::Result<usize>) -> Result<usize, Loss> {
    loop {
        match write() {
            Ok(written) => return Ok(written),
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(0),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return Err(Loss::Gone),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_small() {
        assert!(size_of::<Option<Conn>>() <= 128, "{} bytes", size_of::<Option<Conn>>());
    }
}
