//! How often the sockets of a room are pinged. While something happens in it, whoever falls silent is missed
//! soon. In a quiet room nobody waits for anybody: pings are rare, and the kernel finds the hosts that are gone.

use super::conn::Conn;
use crate::net::Settings;

/// Shares of an interval by which the first pings of sockets differ.
const SHARES: u64 = 4_096;

/// A room's pace.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// When anything was last said or heard in the room.
    said_ms: u64,
    /// Since when it is quiet, or is not.
    since_ms: u64,
    is_quiet: bool,
}

/// What a socket's silence means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    Short,
    /// A ping is due.
    Long,
    /// The peer is dead.
    TooLong,
}

impl Pace {
    /// The pace of a room that begins.
    pub fn begin(now_ms: u64) -> Pace {
        Pace { said_ms: now_ms, since_ms: now_ms, is_quiet: false }
    }

    /// Whether nobody says or hears anything.
    pub fn is_quiet(&self) -> bool {
        self.is_quiet
    }

    /// Something is said or heard.
    pub fn said(&mut self, now_ms: u64) {
        self.said_ms = now_ms;
        if self.is_quiet {
            (self.is_quiet, self.since_ms) = (false, now_ms);
        }
    }

    /// Time has passed.
    pub fn beat(&mut self, now_ms: u64, settings: &Settings) {
        if !self.is_quiet && now_ms - self.said_ms >= settings.quiet_after_ms {
            (self.is_quiet, self.since_ms) = (true, now_ms);
        }
    }

    /// Judges how long a socket has been silent.
    pub fn judge(&self, conn: &Conn, now_ms: u64, settings: &Settings) -> Silence {
        let patience_ms = settings.dead_after_ms - settings.ping_interval_ms.min(settings.dead_after_ms);
        let (interval_ms, silent_ms) = match self.is_quiet {
            true => (settings.quiet_ping_interval_ms, now_ms - conn.heard_ms),
            // What was not asked while the room was quiet cannot have been answered.
            false => (settings.ping_interval_ms, now_ms - conn.heard_ms.max(self.since_ms.min(now_ms))),
        };
        // When the pace changes, the first pings come early by a share that differs from socket to socket: so
        // they are spread over the interval ever after.
        let early_ms = match conn.heard_ms < self.since_ms {
            true => interval_ms * share(conn.generation) / SHARES,
            false => 0,
        };
        if silent_ms >= interval_ms + patience_ms {
            Silence::TooLong
        } else if silent_ms >= interval_ms - early_ms
            && (conn.pinged_ms <= conn.heard_ms || now_ms - conn.pinged_ms >= interval_ms)
        {
            Silence::Long
        } else {
            Silence::Short
        }
    }
}

/// A socket's share, of [`SHARES`].
fn share(generation: u32) -> u64 {
    u64::from(generation.wrapping_mul(0x9E37_79B9) >> 20)
}

/// When a new socket is taken to have been heard last: early by its share.
pub fn heard_before(now_ms: u64, generation: u32, settings: &Settings) -> u64 {
    now_ms.saturating_sub(settings.ping_interval_ms * share(generation) / SHARES)
}
