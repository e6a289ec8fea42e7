//! Interactive prompts and journeys: one machine, two dialects. Pure: no async, no clock, no chance, no I/O.
//!
//! Source: `seeds/000` and `seeds/001`, completed by `protocols/prompts.md`. A prompt is something that is asked
//! beside a recording or for a minute alone. Everybody goes through it on a clock of their own, which begins at
//! 0; all are aligned as if they had begun together, so that later visitors meet the earlier ones' events at the
//! same second. The same files as every kind of session:
//!
//! - [`command`]: what can be asked of a prompt.
//! - [`search`]: questions to the history.
//! - [`event`]: what happened; stored for ever. Every posted event is a row of the store's timeline too; the
//!   machine itself keeps sessions, sums and who is present, never the events.
//! - [`state`], [`sessions`], [`sums`], `present`: what is the case.
//! - `decide`, `evolve`, [`view`]: the rules, the facts' consequences, what may be seen.
//! - [`live`]: what live sockets hear of it, in virtual time.
//! - [`wire`]: every message in both directions, shared parts and one file for each dialect.
//! - [`dialect`], [`time`], [`uid`]: which of both; a moment; names of things.

pub mod command;
pub mod dialect;
pub mod event;
pub mod live;
pub mod parse;
pub mod refusals;
pub mod search;
pub mod sessions;
pub mod state;
pub mod sums;
pub mod time;
pub mod uid;
pub mod view;
pub mod wire;

mod decide;
mod evolve;
mod machine;
mod present;

pub use decide::owner;
pub use dialect::Dialect;
pub use machine::{Errand, label};
pub use state::Prompt;
pub use time::PromptTime;
pub use uid::{SessionUid, event_uid};

#[cfg(test)]
mod tests;
