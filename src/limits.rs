//! Every limit of the server, with its unit and its reason, in one file. Each is a setting too: see
//! `Limits` in `config.rs` for those that an operator may change.

/// Bytes of one websocket frame's payload: larger than any message of the protocols but `create_session`.
pub const FRAME_BYTES_MAX: usize = 256 * 1024;
/// Bytes of one message of an ordinary kind, put together from its fragments (OWASP: at most 64 KiB).
pub const MESSAGE_BYTES_MAX: usize = 64 * 1024;
/// Bytes of a message that founds a session: a quiz of 50 wines is large.
pub const FOUNDING_MESSAGE_BYTES_MAX: usize = 256 * 1024;
/// Fragments of one message.
pub const FRAGMENTS_MAX: usize = 16;
/// Messages a second that a connection may send for ever.
pub const MESSAGES_PER_SECOND: u32 = 20;
/// Messages that a connection may send at once after a silence.
pub const MESSAGES_BURST: u32 = 40;
/// Malformed or throttled messages after which a connection is closed with 1008. They are forgiven one a
/// minute, so that a client with one bad habit lives.
pub const STRIKES_MAX: u32 = 10;
/// Connections of one address; a venue is ONE address behind its router.
pub const CONNECTIONS_PER_ADDRESS_MAX: u32 = 512;
/// Sessions an address may found in an hour.
pub const FOUNDINGS_PER_ADDRESS_HOUR: u32 = 10;
/// Failed host secrets per address and room in 15 minutes.
pub const SECRET_FAILURES_MAX: u32 = 5;
/// Frames that may wait for one socket before it is dropped.
pub const OUTGOING_FRAMES_MAX: usize = 64;
/// Bytes that may wait for one socket before it is dropped.
pub const OUTGOING_BYTES_MAX: usize = 256 * 1024;
/// Milliseconds between pings to a silent socket.
pub const PING_INTERVAL_MS: u64 = 10_000;
/// Milliseconds of silence after which a peer is dead: it has missed two pings.
pub const DEAD_AFTER_MS: u64 = 25_000;
/// Participants of one quiz.
pub const PARTICIPANTS_MAX: u32 = 20_000;
/// Events of a room that may wait for the disk; above it commands are refused with `SERVER_BUSY`.
pub const ROOM_PENDING_EVENTS_MAX: u64 = 65_536;
/// Events after which a room writes a snapshot, so that opening it stays under 100 ms.
pub const SNAPSHOT_EVERY_EVENTS: u64 = 2_000;
/// Appends that may wait in the store's queue, all rooms together.
pub const STORE_QUEUE_MAX: usize = 16_384;
/// Hours for which the code of an ended session is not given out again, and after which a session whose
/// host never came back expires.
pub const CODE_REST_HOURS: i64 = 24;
/// Deliveries that may wait for one hub.
pub const HUB_QUEUE_MAX: usize = 4_096;
/// Commands from one hub that a room may not have taken in yet; above it the hub closes the room's
/// sockets with 1013.
pub const ROOM_PENDING_COMMANDS_MAX: usize = 65_536;
/// Milliseconds after which a room without sockets goes to sleep.
pub const ROOM_IDLE_MS: u64 = 60_000;
