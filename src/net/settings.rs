//! The settings of the connection layer; the defaults are those of `limits.rs`.

use std::net::IpAddr;

use crate::limits;

/// What the connection layer can be told. `Settings::default()` is right for a server without a proxy.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Worker threads; 0: one per core.
    pub workers: usize,
    /// Origins besides the server's own that pages may open websockets from: `https://quiz.example.org`.
    pub origins: Vec<String>,
    /// Proxies whose `X-Forwarded-For` and `X-Forwarded-Host` are believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Connections of one address; `None`: not counted (tests and benchmarks come from one address).
    pub connections_per_address_max: Option<u32>,
    /// Bytes of one message; a larger one is skipped and answered with an error.
    pub message_bytes_max: usize,
    /// Bytes of one frame; a larger one ends the connection with 1009, nobody waits for its end.
    pub frame_bytes_max: u64,
    /// Fragments of one message; more end the connection with 1009.
    pub fragments_max: u32,
    /// Bytes of messages that have come in part only, all sockets of a hub together; above it new parts
    /// are skipped as if they were too large.
    pub partial_bytes_max: usize,
    /// Milliseconds that one message may take to come whole.
    pub partial_ms_max: u64,
    /// Frames a second that a connection may send for ever; 0: not limited.
    pub messages_per_second: u32,
    /// Frames that a connection may send at once after a silence.
    pub messages_burst: u32,
    /// Malformed or throttled messages after which a connection is closed with 1008.
    pub strikes_max: u32,
    /// Frames that may wait for one socket before it is dropped.
    pub outgoing_frames_max: usize,
    /// Bytes that may wait for one socket before it is dropped.
    pub outgoing_bytes_max: usize,
    /// Milliseconds after which a socket that takes nothing of what waits for it is dropped.
    pub stalled_after_ms: u64,
    /// Milliseconds for which a client may leave untaken what it has asked for over HTTP.
    pub untaken_ms_max: u64,
    /// Milliseconds of silence after which a socket is pinged.
    pub ping_interval_ms: u64,
    /// Milliseconds of silence after which a socket is dropped.
    pub dead_after_ms: u64,
    /// Milliseconds in which nothing is said in a room after which it is quiet.
    pub quiet_after_ms: u64,
    /// Milliseconds of silence after which a socket in a quiet room is pinged.
    pub quiet_ping_interval_ms: u64,
}

impl Settings {
    /// Frames up to 64 times as large as a message are skipped and answered, so that their connection lives;
    /// nobody waits for larger ones.
    pub fn frame_bytes_max(message_bytes_max: usize) -> u64 {
        message_bytes_max as u64 * 64
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            workers: 0,
            origins: Vec::new(),
            trusted_proxies: Vec::new(),
            connections_per_address_max: Some(limits::CONNECTIONS_PER_ADDRESS_MAX),
            message_bytes_max: limits::FOUNDING_MESSAGE_BYTES_MAX,
            frame_bytes_max: Settings::frame_bytes_max(limits::FOUNDING_MESSAGE_BYTES_MAX),
            fragments_max: limits::FRAGMENTS_MAX,
            partial_bytes_max: limits::PARTIAL_BYTES_MAX,
            partial_ms_max: limits::PARTIAL_MS_MAX,
            messages_per_second: limits::MESSAGES_PER_SECOND,
            messages_burst: limits::MESSAGES_BURST,
            strikes_max: limits::STRIKES_MAX,
            outgoing_frames_max: limits::OUTGOING_FRAMES_MAX,
            outgoing_bytes_max: limits::OUTGOING_BYTES_MAX,
            stalled_after_ms: limits::STALLED_AFTER_MS,
            untaken_ms_max: limits::UNTAKEN_MS_MAX,
            ping_interval_ms: limits::PING_INTERVAL_MS,
            dead_after_ms: limits::DEAD_AFTER_MS,
            quiet_after_ms: limits::QUIET_AFTER_MS,
            quiet_ping_interval_ms: limits::QUIET_PING_INTERVAL_MS,
        }
    }
}
