//! The bytes around payloads: headers, masks, the codes of close frames.

use super::{Fault, NOT_UTF8, PROTOCOL};

/// Bytes of a control frame's payload (RFC 6455, 5.5).
const CONTROL_BYTES_MAX: usize = 125;
/// Bytes of the longest header: two, eight of length, four of mask.
pub const HEADER_BYTES_MAX: usize = 14;

/// What a frame is for (RFC 6455, 11.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opcode {
    Continuation,
    Text,
    Binary,
    Close,
    Ping,
    Pong,
}

impl Opcode {
    /// Whether it is no part of a message.
    pub fn is_control(self) -> bool {
        matches!(self, Opcode::Close | Opcode::Ping | Opcode::Pong)
    }
}

/// What stands before a payload.
#[derive(Debug, Clone, Copy)]
pub struct Header {
    pub fin: bool,
    pub opcode: Opcode,
    pub payload_bytes: u64,
    pub mask: [u8; 4],
}

/// Reads a header; `None` while it is incomplete. Refuses as soon as a byte is wrong.
pub fn parse_header(bytes: &[u8]) -> Result<Option<(Header, usize)>, Fault> {
    let Some(&first) = bytes.first() else { return Ok(None) };
    let opcode = match first & 0x0f {
        0 => Opcode::Continuation,
        1 => Opcode::Text,
        2 => Opcode::Binary,
        8 => Opcode::Close,
        9 => Opcode::Ping,
        10 => Opcode::Pong,
        _ => return Err(PROTOCOL),
    };
    let fin = first & 0x80 != 0;
    // No extension is ever agreed on, so the reserved bits are zero.
    if first & 0x70 != 0 || (opcode.is_control() && !fin) {
        return Err(PROTOCOL);
    }
    let Some(&second) = bytes.get(1) else { return Ok(None) };
    let short = usize::from(second & 0x7f);
    if second & 0x80 == 0 || (opcode.is_control() && short > CONTROL_BYTES_MAX) {
        return Err(PROTOCOL);
    }
    let (payload_bytes, at, least) = match short {
        126 => match bytes.get(2..4).and_then(|field| field.try_into().ok()) {
            Some(field) => (u64::from(u16::from_be_bytes(field)), 4, 126),
            None => return Ok(None),
        },
        127 => match bytes.get(2..10).and_then(|field| field.try_into().ok()) {
            Some(field) => (u64::from_be_bytes(field), 10, 65_536),
            None => return Ok(None),
        },
        short => (short as u64, 2, 0),
    };
    // The shortest form is the only right one, and the highest bit of a length is zero.
    if payload_bytes < least || payload_bytes >> 63 != 0 {
        return Err(PROTOCOL);
    }
    match bytes.get(at..at + 4).and_then(|field| field.try_into().ok()) {
        Some(mask) => Ok(Some((Header { fin, opcode, payload_bytes, mask }, at + 4))),
        None => Ok(None),
    }
}

/// The code of a close frame that is sent back; `None` for an empty one.
pub fn close_code(payload: &[u8]) -> Result<Option<u16>, Fault> {
    let code = match payload {
        [] => return Ok(None),
        [_] => return Err(PROTOCOL),
        [high, low, ..] => u16::from_be_bytes([*high, *low]),
    };
    if !matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999) {
        return Err(PROTOCOL);
    }
    std::str::from_utf8(&payload[2..]).map_err(|_| NOT_UTF8)?;
    Ok(Some(code))
}

/// Takes a client's mask off, or puts it on.
pub fn unmask(bytes: &mut [u8], mask: [u8; 4]) {
    let [a, b, c, d] = mask;
    let wide = [a, b, c, d, a, b, c, d];
    let mut chunks = bytes.chunks_exact_mut(8);
    for chunk in &mut chunks {
        for (byte, key) in chunk.iter_mut().zip(wide) {
            *byte ^= key;
        }
    }
    for (byte, key) in chunks.into_remainder().iter_mut().zip(wide) {
        *byte ^= key;
    }
}
