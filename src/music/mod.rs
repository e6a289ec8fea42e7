//! The music room: a host's player, guests who queue, vote and talk. Pure: no async, no clock, no chance, no I/O.
//!
//! Source: `seeds/002`, completed by `protocols/music.md`. The same files as every kind of session:
//!
//! - [`command`]: what can be asked; [`parse`] reads it from a frame.
//! - [`catalogue`]: what songs there are: an interface, answered from memory.
//! - [`wire`]: every message in both directions.

pub mod catalogue;
pub mod command;
pub mod parse;
pub mod wire;

pub use catalogue::{Catalogue, Song, SongId};

#[cfg(test)]
mod tests;
