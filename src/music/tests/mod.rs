//! Stories, properties and golden files of the music room.

mod golden;
mod golden_client;
mod golden_server;
mod types;
