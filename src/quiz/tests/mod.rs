//! Stories, properties and golden files of the quiz.

mod blessed;
mod types;
