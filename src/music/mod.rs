//! The music room: a host's player, guests who queue, vote and talk. Pure: no async, no clock, no chance, no I/O.
//!
//! Source: `seeds/002`, completed by `protocols/music.md`. The same files as every kind of session:
//!
//! - [`command`]: what can be asked; [`parse`] reads it from a frame.
//! - [`event`]: what happened; stored for ever.
//! - [`state`], [`seats`], [`queue`], [`player`]: what is the case.
//! - `decide`, `evolve`, `announce`: the rules, the facts' consequences, the words. The rules for guests and for
//!   hosts are in `guests` and `control`, what time brings in `expire`, what fills an empty queue in `fallback`.
//! - `view`: what a viewer may see; secrets end there.
//! - [`catalogue`]: what songs there are: an interface, answered from memory.
//! - [`info`]: a room from outside.
//! - [`ballot`], [`pace`]: who has voted; how often something happens.
//! - [`wire`]: every message in both directions.

pub mod ballot;
pub mod catalogue;
pub mod command;
pub mod event;
pub mod info;
pub mod pace;
pub mod parse;
pub mod player;
pub mod queue;
pub mod seats;
pub mod state;
pub mod wire;

mod announce;
mod control;
mod decide;
mod evolve;
mod expire;
mod fallback;
mod guests;
mod machine;
mod refusals;
mod view;

pub use catalogue::{Catalogue, Song, SongId};
pub use machine::{MusicSettings, Topic, owner_of};
pub use state::Music;

#[cfg(test)]
mod tests;
