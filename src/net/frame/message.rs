//! A message whose end has not come yet.

use super::header::unmask;
use super::{Fault, Heard, NOT_UTF8};

/// Bytes that a hub keeps of messages which have come in part only.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    pub used: usize,
    pub max: usize,
}

impl Budget {
    /// Counts so many bytes more, if they fit.
    fn take(&mut self, bytes: usize) -> bool {
        let fits = self.used + bytes <= self.max;
        self.used += if fits { bytes } else { 0 };
        fits
    }

    /// So many bytes are kept no longer.
    pub fn give_back(&mut self, bytes: usize) {
        self.used = self.used.saturating_sub(bytes);
    }
}

/// What becomes of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    /// It is larger than allowed, and skipped.
    Oversized,
    /// A frame of it was not admitted; it is skipped.
    Throttled,
}

/// What has come of a message.
#[derive(Debug)]
pub struct Message {
    is_text: bool,
    fate: Fate,
    pub fragments: u32,
    bytes: Vec<u8>,
    /// Bytes that are known to be UTF-8.
    checked: usize,
}

impl Message {
    /// A message of which nothing has come.
    pub fn new(is_text: bool) -> Message {
        Message { is_text, fate: Fate::Kept, fragments: 0, bytes: Vec::new(), checked: 0 }
    }

    /// Bytes that are kept of it.
    pub fn kept_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// One more frame of it begins.
    pub fn begin_frame(&mut self, payload_bytes: u64, admitted: bool, bytes_max: usize, budget: &mut Budget) {
        self.fragments += 1;
        let total = self.bytes.len() as u64 + payload_bytes;
        match self.fate {
            Fate::Kept if !admitted => self.skip(Fate::Throttled, budget),
            Fate::Kept if total > bytes_max as u64 => self.skip(Fate::Oversized, budget),
            Fate::Kept | Fate::Oversized | Fate::Throttled => {}
        }
    }

    fn skip(&mut self, fate: Fate, budget: &mut Budget) {
        self.fate = fate;
        self.forget(budget);
    }

    fn forget(&mut self, budget: &mut Budget) {
        budget.give_back(self.bytes.len());
        self.bytes = Vec::new();
    }

    /// Takes more of a frame's payload. Fails where a text is none.
    pub fn absorb(&mut self, payload: &mut [u8], mask: [u8; 4], budget: &mut Budget) -> Result<(), Fault> {
        if self.fate == Fate::Kept && !budget.take(payload.len()) {
            self.skip(Fate::Oversized, budget);
        }
        if self.fate != Fate::Kept {
            return Ok(());
        }
        unmask(payload, mask);
        self.bytes.extend_from_slice(payload);
        if self.is_text && !self.is_text_so_far() {
            self.forget(budget);
            return Err(NOT_UTF8);
        }
        Ok(())
    }

    /// Looks at what has come of a text, so that a long wrong one fails at its first wrong byte.
    fn is_text_so_far(&mut self) -> bool {
        match std::str::from_utf8(&self.bytes[self.checked..]) {
            Ok(_) => self.checked = self.bytes.len(),
            Err(error) if error.error_len().is_none() => self.checked += error.valid_up_to(),
            Err(_) => return false,
        }
        true
    }

    /// The message, now that it is whole.
    pub fn heard(&self) -> Result<Heard<'_>, Fault> {
        Ok(match (self.fate, self.is_text) {
            (Fate::Oversized, _) => Heard::Oversized,
            (Fate::Throttled, _) => Heard::Throttled,
            (Fate::Kept, false) => Heard::Binary(&self.bytes),
            (Fate::Kept, true) => Heard::Text(std::str::from_utf8(&self.bytes).map_err(|_| NOT_UTF8)?),
        })
    }
}
