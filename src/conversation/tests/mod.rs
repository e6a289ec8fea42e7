//! Stories, properties and golden files of conversations.

mod golden;
mod golden_agent;
mod golden_client;
mod golden_console;
mod golden_server;
mod types;
