//! Sockets: the upgrade, the hubs that own them, frames, throttles. The only folder that knows websocket
//! internals.
//!
//! The way of a socket: [`server`] accepts it and speaks HTTP; [`handshake`] judges a request for a
//! websocket; [`upgrade`] answers it and takes the socket out of HTTP; the worker's [`hub`] keeps it in ONE
//! epoll set with all others of that worker until it closes. What it says goes through a
//! [`crate::room::door::Door`]; what it hears comes as [`crate::room::fanout::Delivery`].
//!
//! There is no task, no timer and no buffer per socket: an idle one costs the hub a row of a table.

pub mod address;
mod frame;
mod handshake;
mod hub;
mod paced;
mod rate;
mod server;
mod settings;
mod upgrade;

pub use handshake::foreign_origin;
pub use server::{Handle, Server, serve};
pub use settings::Settings;

#[cfg(test)]
mod tests;
