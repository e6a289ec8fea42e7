//! The connection layer over real sockets, with a room that echoes and one that shouts.

mod close;
mod kit;
mod limits;
mod messages;
mod refusals;
