//! The outside world that a kind of session needs: the folder of songs, bots.
//!
//! A connector knows files and networks and no rule of a game; it may be slow or broken without anybody
//! else noticing. Its folder has the name of the kind that it serves.

pub mod bots;
pub mod music;
