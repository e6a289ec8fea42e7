//! Bots: whoever answers a conversation's turn from outside its room.

pub mod webhook;
