//! What live sockets hear of a prompt: clocks, windows, rates and batches, in virtual time. Pure, as the machine is.
//!
//! - [`clock`]: what the server knows of a listener's prompt time. `bucket`: how many events a second they take.
//! - [`crowd`]: all listeners of one prompt in one place: who hears which event, and when what is due.
//! - [`parse`], [`packet`]: the two messages of a client, the packets of the server, in both dialects.

mod bucket;
pub mod clock;
pub mod crowd;
pub mod packet;
pub mod parse;

pub use bucket::Bucket;
pub use clock::{Clock, Moment};
pub use crowd::{Crowd, Due, Listener};

#[cfg(test)]
mod tests;
