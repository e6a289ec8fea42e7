//! The desk: who of the agents gets which conversation, and which channels and agents there are. One room for
//! the whole server, a machine of its own beside the conversations. Pure: no async, no clock, no chance, no I/O.
//!
//! - [`command`]: what can be asked; `conversation::parse_agent` reads the agents' part of it.
//! - [`event`]: what happened; stored for ever.
//! - [`state`]: what is the case. [`channel`]: what a channel is; [`hours`]: when it is open.
//! - [`stats`]: how long people have waited, by days; `figures`: the same for whoever asks.
//! - `decide`, `assign`, `evolve`: the rules, who gets what, the facts' consequences.
//! - `machine`: the words; `view`: what agents see.
//!
//! Its wire is the agents', [`crate::conversation::console`]; [`wire`] is the administrator's.

pub mod channel;
pub mod command;
pub mod event;
pub mod hours;
pub mod state;
pub mod stats;
pub mod wire;

pub(crate) mod assign;
mod decide;
mod evolve;
mod figures;
mod machine;
mod refusals;
mod view;

pub use machine::{DeskSettings, Errand, Said, Topic};
pub use state::Desk;

/// The name of the one room.
pub const ROOM: &str = "desk";
