//! The desk: who of the agents gets which conversation, and which channels and agents there are. One room for
//! the whole server, a machine of its own beside the conversations. Pure: no async, no clock, no chance, no I/O.
//!
//! - [`command`]: what can be asked; `conversation::parse_agent` reads the agents' part of it.
//! - [`event`]: what happened; stored for ever.
//! - [`channel`]: what a channel is.
//!
//! Its wire is the agents', [`crate::conversation::console`].

pub mod channel;
pub mod command;
pub mod event;

/// The name of the one room.
pub const ROOM: &str = "desk";
