//! Interactive prompts and journeys over HTTP: what happens in them, their history and sums, and the
//! administrator's calls.

pub mod unheard;
