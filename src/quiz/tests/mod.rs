//! Stories, properties and golden files of the quiz.

use crate::blessed;

mod control;
mod game;
mod golden;
mod golden_client;
mod golden_server;
mod golden_snapshots;
mod hosts;
mod kit;
mod lobby;
mod parsing;
mod properties;
mod purity;
mod returning;
mod script;
mod secrecy;
mod stored;
mod types;
