//! Soirée: a self-hosted server for live evenings.
//!
//! The code map. Dependencies point one way only: `http → net → room → store → engine`, and the kinds
//! of sessions (`quiz`, `music`, `prompt`, `conversation`) depend on `engine` alone, `desk` on `conversation` too.
//!
//! - [`engine`]: PURE. The `Machine` trait, room time, rosters, audiences, secrets, stored records.
//! - [`quiz`]: PURE. The wine quiz as a machine and its wire.
//! - [`music`]: PURE. Music rooms: what they say, what they ask of a catalogue.
//! - [`prompt`]: PURE. Interactive prompts and journeys: one machine, two wires.
//! - [`conversation`]: PURE. A conversation with a bot and agents; [`desk`]: PURE. Who of the agents gets which.
//! - [`store`]: what is durable: the trait, SQLite, migrations, read models.
//! - [`room`]: the shell around a machine: actor, outbox, timers, registry.
//! - [`net`]: sockets: upgrade, hubs, frames, throttles. The only folder that knows websocket internals.
//! - [`connectors`]: the outside world that a kind needs: the folder of songs, bots.
//! - [`http`]: routes, pages, API, documents.
//!
//! What must never be: `engine` and the kinds know no async, no clock, no random source, no actix and no
//! I/O (a test checks it); nothing outside `net` knows how frames are read; nobody hears of an event
//! that is not on disk.

#[cfg(test)]
mod blessed;
pub mod config;
pub mod connectors;
pub mod conversation;
pub mod desk;
pub mod engine;
pub mod http;
pub mod limits;
pub mod music;
pub mod net;
pub mod prompt;
pub mod quiz;
pub mod room;
pub mod store;
