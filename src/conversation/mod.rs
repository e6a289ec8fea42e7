//! A conversation: a visitor of a site, a bot, agents. Pure: no async, no clock, no chance, no I/O.
//!
//! Source: `seeds/004`, completed by `protocols/conversations.md`. The same files as every kind of session, and
//! some that only this one needs:
//!
//! - [`command`]: what can be asked; [`parse`] and [`parse_agent`] read it from frames, with
//!   [`parse_parts`] and `parse_list`.
//! - [`event`]: what happened; stored for ever.
//! - [`ids`], [`parts`]: names, and what messages are made of. [`files`]: what is known of files.
//! - [`cases`]: how often a human was asked for, and how long it took.
//! - [`wire`]: the visitors' messages in both directions; [`console`]: the agents'.
//! - [`state`]: what is the case.
//! - `decide`, `decide_agent`, `evolve`, `announce`: the rules, the facts' consequences, the words.
//! - `resume`: what those hear who were away.
//! - [`frames`], [`transcript`]: what visitors see; `view`: what agents and the desk do.
//! - [`bot`]: what a bot is asked; [`handover`]: what conversations and the desk tell each other.

pub mod bot;
pub mod cases;
pub mod command;
pub mod console;
pub mod event;
pub mod files;
pub mod frames;
pub mod handover;
pub mod ids;
pub mod parse;
pub mod parse_agent;
pub mod parse_parts;
pub mod parts;
pub mod state;
pub mod transcript;
pub mod wire;

mod announce;
mod decide;
mod decide_agent;
mod evolve;
mod machine;
mod parse_list;
mod refusals;
mod resume;
mod texts;
mod view;

pub use announce::makes_entry;
pub use machine::{ConversationSettings, DETACH, Errand, Said, Topic};
pub use refusals::{INVALID_CONVERSATION, error as refusal_event};
pub use state::Conversation;

#[cfg(test)]
mod tests;
