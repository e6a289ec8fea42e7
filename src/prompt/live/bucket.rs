//! How many events a second a listener takes: a token bucket of one second's size.

use super::Moment;

/// Tokens come at the server's own strokes and not one by one, so that listeners with one bandwidth, once they are
/// over it, take the same events and can be sent one and the same batch.
pub const STROKE_US: u64 = 50_000;
/// Parts of a token: a stroke brings `bandwidth` of them, a second one token for each.
const PARTS: u64 = 1_000_000 / STROKE_US;

/// The bucket. In any time it lets no more pass than its size and what comes in that time and one stroke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    bandwidth: u64,
    parts: u64,
    /// Up to this stroke tokens have come.
    stroke: u64,
}

impl Bucket {
    /// A full one.
    pub fn new(bandwidth: u32) -> Bucket {
        let bandwidth = u64::from(bandwidth);
        Bucket { bandwidth, parts: bandwidth * PARTS, stroke: 0 }
    }

    /// Lets in what has come until `now`, and tells whether a token is there.
    pub fn has_one(&mut self, now: Moment) -> bool {
        let (stroke, full) = (now.0 / STROKE_US, self.bandwidth * PARTS);
        let came = stroke.saturating_sub(self.stroke).saturating_mul(self.bandwidth);
        self.parts = self.parts.saturating_add(came).min(full);
        self.stroke = self.stroke.max(stroke);
        self.parts >= PARTS
    }

    /// Takes a token, if one is there.
    pub fn take(&mut self, now: Moment) -> bool {
        let has = self.has_one(now);
        if has {
            self.parts -= PARTS;
        }
        has
    }
}
