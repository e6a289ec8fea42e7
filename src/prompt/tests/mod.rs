//! Stories, properties and golden files of prompts and journeys.

mod golden;
mod kit;
mod properties;
mod rules;
mod stored;
mod types;
