//! Stories, properties and golden files of conversations and of the desk.

mod closed;
mod edited;
mod files;
mod golden;
mod golden_agent;
mod golden_client;
mod golden_console;
mod golden_server;
mod handing_over;
mod invariants;
mod leaving;
mod lost;
mod odd_frames;
mod parsing;
mod properties;
mod shell;
mod stored;
mod talking;
mod types;
mod world;
