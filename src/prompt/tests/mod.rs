//! Stories, properties and golden files of prompts and journeys.

mod golden;
mod types;
