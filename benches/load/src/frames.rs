//! Websocket frames as cheaply as a client can have them: the server's are counted or handed on, ours are
//! masked with zero (RFC 6455 wants a mask, not a secret one, from a program that owns both ends).

/// Reads a server's frames out of chunks. Keeps at most one incomplete frame.
#[derive(Debug, Default)]
pub struct Reader {
    kept: Vec<u8>,
}

/// A frame's kind, as far as a client of these benchmarks cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Ping,
    Close,
    Other,
}

impl Reader {
    /// Calls `seen` for each whole frame in `chunk` and what was kept before it.
    pub fn read(&mut self, chunk: &[u8], mut seen: impl FnMut(Kind, &[u8])) {
        if self.kept.is_empty() {
            let used = frames(chunk, &mut seen);
            self.kept.extend_from_slice(&chunk[used..]);
        } else {
            self.kept.extend_from_slice(chunk);
            let used = frames(&self.kept, &mut seen);
            self.kept.drain(..used);
        }
    }
}

fn frames(bytes: &[u8], seen: &mut impl FnMut(Kind, &[u8])) -> usize {
    let mut at = 0;
    while let Some((header, length)) = header(&bytes[at..]) {
        let Some(payload) = bytes.get(at + header..at + header + length) else { break };
        let kind = match bytes[at] & 0x0f {
            1 | 2 => Kind::Text,
            9 => Kind::Ping,
            8 => Kind::Close,
            _ => Kind::Other,
        };
        seen(kind, payload);
        at += header + length;
    }
    at
}

fn header(bytes: &[u8]) -> Option<(usize, usize)> {
    Some(match *bytes.get(1)? & 0x7f {
        126 => (4, usize::from(u16::from_be_bytes([*bytes.get(2)?, *bytes.get(3)?]))),
        127 => (10, u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?) as usize),
        length => (2, usize::from(length)),
    })
}

/// A client's frame; opcode 1 is text, 10 a pong.
pub fn masked(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x80 | opcode];
    match payload.len() {
        length @ 0..=125 => frame.push(0x80 | length as u8),
        length @ 126..=65535 => {
            frame.push(0x80 | 126);
            frame.extend_from_slice(&(length as u16).to_be_bytes());
        }
        length => {
            frame.push(0x80 | 127);
            frame.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
    frame.extend_from_slice(&[0; 4]);
    frame.extend_from_slice(payload);
    frame
}

/// A server's frame.
pub fn text(payload: &[u8]) -> Vec<u8> {
    let mut frame = masked(1, payload);
    let mask = frame.len() - payload.len() - 4;
    frame.drain(mask..mask + 4);
    frame[1] &= 0x7f;
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_read_however_they_are_cut() {
        let all: Vec<u8> = [text(b"one"), text(&[b'x'; 300]), text(&vec![b'y'; 70_000])].concat();
        for size in [1, 7, 1000, all.len()] {
            let (mut reader, mut lengths) = (Reader::default(), Vec::new());
            all.chunks(size).for_each(|chunk| reader.read(chunk, |_, payload| lengths.push(payload.len())));
            assert_eq!(lengths, [3, 300, 70_000]);
        }
    }
}
