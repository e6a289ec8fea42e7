//! The pure heart that all kinds of sessions share: no async, no clock, no random source, no I/O.

pub mod endings;
pub mod fold;
pub mod machine;
pub mod numbering;
pub mod reading;
pub mod record;
pub mod roster;
pub mod secret;
pub mod time;

pub use endings::Endings;
pub use machine::{Caller, Context, Decision, Effect, Incoming, Machine, Outbox, Refusal, Say};
pub use record::{SessionStatus, SessionSummary, StoredEvent, TimelineRow};
pub use roster::{Audience, ConnId, Groups, Role, Roster, SeatNo};
pub use secret::{Entropy, KeyedHash, Secret, SecretKey};
pub use time::{RoomTime, WallTime};
