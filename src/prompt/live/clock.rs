//! Two times: the server's own, and the prompt's as a listener has told it.

/// A moment of the server's monotonic clock, in microseconds.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub u64);

impl Moment {
    /// This moment moved later.
    pub fn plus(self, us: u64) -> Moment {
        Moment(self.0.saturating_add(us))
    }
}

/// A listener's prompt time: what they had when the request for it reached them, and when that was sent. Corrected
/// by nothing more, as the protocol has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clock {
    pub receive_seconds: f64,
    pub sent: Moment,
}

impl Clock {
    /// The prompt time at a moment, in seconds.
    pub fn at(&self, now: Moment) -> f64 {
        let passed = now.0 as i128 - self.sent.0 as i128;
        self.receive_seconds + passed as f64 / 1e6
    }

    /// The moment at which the prompt time is this; the largest where that is beyond all we can wait for.
    pub fn when(&self, seconds: f64) -> Moment {
        // A cast to integers stops at their ends.
        let wait = ((seconds - self.receive_seconds) * 1e6).ceil();
        Moment(if wait <= 0.0 { self.sent.0 } else { self.sent.0.saturating_add(wait as u64) })
    }
}

/// How far around their own time a listener wants to hear, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    pub lookback: f64,
    pub lookahead: f64,
}

impl Window {
    /// Whether an event at `at` is heard at `now`; both ends are.
    pub fn has(&self, now: f64, at: f64) -> bool {
        now - self.lookback <= at && at <= now + self.lookahead
    }
}
