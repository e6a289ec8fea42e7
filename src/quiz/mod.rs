//! The wine quiz: a host, a stage, participants' phones. Pure: no async, no clock, no chance, no I/O.
//!
//! Source: `seeds/003`, completed by `protocols/quiz.md`. The same files as every kind of session:
//!
//! - [`command`]: what can be asked; [`parse`] reads it from a frame.
//! - [`event`]: what happened; stored for ever.
//! - [`state`], [`seats`], [`clock`]: what is the case.
//! - `decide`, `evolve`, `announce`: the rules, the facts' consequences, the words.
//! - `view`: what a viewer may see; secrets end there.
//! - [`scoring`], [`rankings`], [`pseudonym`], [`results`]: points, places, names, exports.
//! - [`wire`]: every message in both directions.

pub mod clock;
pub mod command;
pub mod event;
pub mod parse;
pub mod pseudonym;
pub mod rankings;
pub mod results;
pub mod scoring;
pub mod seats;
pub mod state;
pub mod wire;

mod announce;
mod decide;
mod evolve;
mod machine;
mod refusals;
mod view;
mod wire_reveal;
mod wire_short;

pub use machine::{QuizSettings, Topic, session_entry};
pub use parse::new_quiz;
pub use results::Results;
pub use state::Quiz;

#[cfg(test)]
mod tests;
