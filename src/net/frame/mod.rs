//! Reads a client's frames (RFC 6455, 5) out of a stream of bytes, in place. No I/O, no clock.
//!
//! Why not `actix_http::ws::Parser`: it takes a growing buffer per socket, where we have one for all; it
//! waits for a whole frame before it looks at the text; and a frame that is too large can only end the
//! connection, where we skip it and answer.

mod header;
mod message;
#[cfg(test)]
mod tests;

use std::ops::ControlFlow;

use self::header::{HEADER_BYTES_MAX, Header, Opcode, close_code, parse_header, unmask};
pub use self::message::Budget;
use self::message::Message;

/// What has been heard, whole and unmasked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard<'a> {
    Text(&'a str),
    Binary(&'a [u8]),
    /// A message that was larger than allowed; it has been skipped.
    Oversized,
    /// A message with a frame that was not admitted; it has been skipped.
    Throttled,
    Ping(&'a [u8]),
    Pong(&'a [u8]),
    /// The peer closes; the code is to be sent back, if it gave one.
    Close(Option<u16>),
}

/// Who listens to a stream of frames.
pub trait Listener {
    /// Whether a frame of so many bytes may pass. A ping or pong that may not is forgotten, a message that
    /// may not is heard as [`Heard::Throttled`]. Close frames are not asked about.
    fn admit(&mut self, payload_bytes: u64) -> bool;
    /// Takes what has been heard. `Break`: nothing more is read.
    fn heard(&mut self, heard: Heard<'_>) -> ControlFlow<()>;
}

/// Why a stream cannot be read on: the code to close with (RFC 6455, 7.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault(pub u16);

/// Not of the protocol.
const PROTOCOL: Fault = Fault(1002);
/// Text that is not UTF-8.
const NOT_UTF8: Fault = Fault(1007);
/// Larger than we are willing to skip.
const TOO_BIG: Fault = Fault(1009);

/// What frames and messages may be like.
#[derive(Debug, Clone, Copy)]
pub struct FrameLimits {
    pub message_bytes_max: usize,
    pub frame_bytes_max: u64,
    pub fragments_max: u32,
}

/// A frame whose payload has not come whole.
#[derive(Debug)]
struct Rest {
    header: Header,
    left: u64,
    admitted: bool,
}

/// What a socket has said in part. It exists only while something is incomplete.
#[derive(Debug, Default)]
pub struct Partial {
    header: [u8; HEADER_BYTES_MAX],
    header_bytes: usize,
    rest: Option<Rest>,
    control: Vec<u8>,
    message: Option<Message>,
}

impl Partial {
    /// Bytes of a message that are kept here; they count in the hub's [`Budget`].
    pub fn kept_bytes(&self) -> usize {
        self.message.as_ref().map_or(0, Message::kept_bytes)
    }

    fn is_empty(&self) -> bool {
        self.header_bytes == 0 && self.rest.is_none() && self.message.is_none()
    }
}

/// Reads `bytes` as the continuation of what `partial` holds, and tells `listener` what is complete.
///
/// Answers with a [`Fault`] at the first byte that cannot be right. After that, or after the listener broke
/// off, nothing more may be fed.
pub fn feed(
    partial: &mut Option<Box<Partial>>,
    limits: &FrameLimits,
    budget: &mut Budget,
    bytes: &mut [u8],
    listener: &mut impl Listener,
) -> Result<(), Fault> {
    let mut feeder = Feeder { partial, limits, budget, listener };
    let outcome = feeder.run(bytes);
    if partial.as_ref().is_some_and(|partial| partial.is_empty()) {
        *partial = None;
    }
    outcome
}

struct Feeder<'f, L> {
    partial: &'f mut Option<Box<Partial>>,
    limits: &'f FrameLimits,
    budget: &'f mut Budget,
    listener: &'f mut L,
}

impl<L: Listener> Feeder<'_, L> {
    fn run(&mut self, mut bytes: &mut [u8]) -> Result<(), Fault> {
        loop {
            if let Some(rest) = self.partial.as_mut().and_then(|partial| partial.rest.take()) {
                let take = usize::try_from(rest.left).map_or(bytes.len(), |left| left.min(bytes.len()));
                let (payload, after) = bytes.split_at_mut(take);
                bytes = after;
                if self.rest(rest, payload)?.is_break() {
                    return Ok(());
                }
            }
            if bytes.is_empty() || self.has_rest() {
                return Ok(());
            }
            let Some((header, header_bytes)) = self.header(bytes)? else { return Ok(()) };
            bytes = &mut bytes[header_bytes..];
            self.check(&header)?;
            // A close ends the connection; it must be heard however fast the peer talks.
            let admitted = header.opcode == Opcode::Close || self.listener.admit(header.payload_bytes);
            let whole = usize::try_from(header.payload_bytes).ok().filter(|length| *length <= bytes.len());
            if let (Some(length), true) = (whole, header.opcode.is_control() || header.fin && !self.in_message()) {
                let (payload, after) = bytes.split_at_mut(length);
                bytes = after;
                if self.whole(&header, payload, admitted)?.is_break() {
                    return Ok(());
                }
            } else {
                self.begin(header, admitted);
            }
        }
    }

    fn has_rest(&self) -> bool {
        self.partial.as_ref().is_some_and(|partial| partial.rest.is_some())
    }

    fn in_message(&self) -> bool {
        self.partial.as_ref().is_some_and(|partial| partial.message.is_some())
    }

    /// The next header and how many of `bytes` belong to it; `None` if it is not complete: then its
    /// beginning is kept.
    fn header(&mut self, bytes: &[u8]) -> Result<Option<(Header, usize)>, Fault> {
        let kept = self.partial.as_ref().map_or(0, |partial| partial.header_bytes);
        if kept == 0
            && let Some(found) = parse_header(bytes)?
        {
            return Ok(Some(found));
        }
        let partial = self.partial.get_or_insert_default();
        let take = bytes.len().min(HEADER_BYTES_MAX - kept);
        partial.header[kept..kept + take].copy_from_slice(&bytes[..take]);
        match parse_header(&partial.header[..kept + take])? {
            Some((header, length)) => {
                partial.header_bytes = 0;
                Ok(Some((header, length - kept)))
            }
            None => {
                partial.header_bytes = kept + take;
                Ok(None)
            }
        }
    }

    /// Whether this frame may come now.
    fn check(&self, header: &Header) -> Result<(), Fault> {
        let message = self.partial.as_ref().and_then(|partial| partial.message.as_ref());
        match (header.opcode, message) {
            (Opcode::Continuation, None) => Err(PROTOCOL),
            (Opcode::Text | Opcode::Binary, Some(_)) => Err(PROTOCOL),
            (Opcode::Continuation, Some(message)) if message.fragments >= self.limits.fragments_max => Err(TOO_BIG),
            _ if header.payload_bytes > self.limits.frame_bytes_max => Err(TOO_BIG),
            _ => Ok(()),
        }
    }

    /// A control frame, or a message of one frame, that lies whole in the buffer: nothing is copied.
    fn whole(&mut self, header: &Header, payload: &mut [u8], admitted: bool) -> Result<ControlFlow<()>, Fault> {
        if header.opcode.is_control() {
            unmask(payload, header.mask);
            return self.control(header, payload, admitted);
        }
        if !admitted {
            return Ok(self.listener.heard(Heard::Throttled));
        }
        if payload.len() > self.limits.message_bytes_max {
            return Ok(self.listener.heard(Heard::Oversized));
        }
        unmask(payload, header.mask);
        Ok(self.listener.heard(match header.opcode == Opcode::Text {
            true => Heard::Text(std::str::from_utf8(payload).map_err(|_| NOT_UTF8)?),
            false => Heard::Binary(payload),
        }))
    }

    /// A control frame with its whole payload, unmasked.
    fn control(&mut self, header: &Header, payload: &[u8], admitted: bool) -> Result<ControlFlow<()>, Fault> {
        let heard = match header.opcode {
            Opcode::Close => Heard::Close(close_code(payload)?),
            _ if !admitted => return Ok(ControlFlow::Continue(())),
            Opcode::Ping => Heard::Ping(payload),
            Opcode::Pong | Opcode::Continuation | Opcode::Text | Opcode::Binary => Heard::Pong(payload),
        };
        Ok(self.listener.heard(heard))
    }

    /// The beginning of a frame that has not come whole, or that is a fragment.
    fn begin(&mut self, header: Header, admitted: bool) {
        let partial = self.partial.get_or_insert_default();
        if !header.opcode.is_control() {
            let message = partial.message.get_or_insert_with(|| Message::new(header.opcode == Opcode::Text));
            message.begin_frame(header.payload_bytes, admitted, self.limits.message_bytes_max, self.budget);
        }
        partial.rest = Some(Rest { header, left: header.payload_bytes, admitted });
    }

    /// More of a payload.
    fn rest(&mut self, mut rest: Rest, payload: &mut [u8]) -> Result<ControlFlow<()>, Fault> {
        let Some(partial) = self.partial.as_mut() else { return Ok(ControlFlow::Continue(())) };
        rest.left -= payload.len() as u64;
        if rest.header.opcode.is_control() {
            unmask(payload, rest.header.mask);
            partial.control.extend_from_slice(payload);
        } else if let Some(message) = &mut partial.message {
            message.absorb(payload, rest.header.mask, self.budget)?;
        }
        if rest.left > 0 {
            rest.header.mask.rotate_left(payload.len() % 4);
            partial.rest = Some(rest);
            return Ok(ControlFlow::Continue(()));
        }
        if rest.header.opcode.is_control() {
            let control = std::mem::take(&mut partial.control);
            return self.control(&rest.header, &control, rest.admitted);
        }
        match partial.message.take_if(|_| rest.header.fin) {
            Some(message) => {
                self.budget.give_back(message.kept_bytes());
                Ok(self.listener.heard(message.heard()?))
            }
            None => Ok(ControlFlow::Continue(())),
        }
    }
}
