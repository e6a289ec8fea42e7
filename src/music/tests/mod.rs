//! Stories, properties and golden files of the music room.

mod closing;
mod control;
mod fallback;
mod golden;
mod golden_client;
mod golden_server;
mod guests;
mod kit;
mod parsing;
mod playback;
mod properties;
mod queue;
mod script;
mod skip;
mod stored;
mod strangers;
mod talk;
mod types;
