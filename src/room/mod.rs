//! The shell around a machine: one actor per session, its outbox, its timer, the registry of rooms.
//!
//! It knows nothing of any game and nothing of websockets: frames leave it as shared bytes, commands
//! come in through a [`door::Door`].
//!
//! - [`actor`]: the room's actor: the way of a command, turn by turn; presence, words and disk beside it.
//! - [`clock`]: the room's clock, which stands still while the server is down.
//! - `calls`, `room_door`: how HTTP and hubs bring something in.
//! - [`door`], [`fanout`]: the interfaces to the sockets.
//! - [`address`]: whose an address is. [`foundings`]: how many sessions an address may found. [`gate`]: how many wrong secrets it may try.
//! - [`loading`]: how a room comes back from what is durable.
//! - [`outbox`]: what waits for the disk before it is said.
//! - [`registry`]: which rooms are awake; calls from HTTP.
//! - [`topics`]: what is shown at most so often.

pub mod actor;
pub mod address;
mod calls;
pub mod clock;
pub mod door;
pub mod fanout;
pub mod foundings;
pub mod gate;
pub mod loading;
pub mod outbox;
pub mod registry;
mod room_door;
pub mod topics;

#[cfg(test)]
mod tests;

pub use actor::Room;
pub use foundings::Foundings;
pub use registry::{CallError, Errands, NoErrands, Registry, RegistryOptions, RoomLimits};
pub use room_door::RoomDoor;
