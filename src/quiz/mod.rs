//! The wine quiz: a host, a stage, participants' phones. Pure: no async, no clock, no chance, no I/O.
//!
//! Source: `seeds/003`, completed by `protocols/quiz.md`. The same files as every kind of session:
//! `command` (what can be asked), `event` (what happened), `state` (the machine), `wire` (messages).

pub mod command;
pub mod wire;

#[cfg(test)]
mod tests;
