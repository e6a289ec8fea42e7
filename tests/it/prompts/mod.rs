//! Interactive prompts and journeys over the real binary: written from `protocols/prompts.md`, not from the code.

mod administration;
mod crash;
mod history;
mod kit;
mod live;
mod recordings;
mod refusals;
mod sums;
