//! The shell around a machine: one actor per session, its outbox, its timer, the registry of rooms.
//!
//! It knows nothing of any game and nothing of websockets: frames leave it as shared bytes, commands
//! come in through a [`door::Door`].

pub mod door;
pub mod fanout;
