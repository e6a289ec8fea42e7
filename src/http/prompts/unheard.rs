//! What prompts' rooms publish while no socket can listen.

use std::sync::Arc;

use crate::prompt::{Errand, Prompt};
use crate::room::{Errands, Registry};

/// Nobody listens: best effort is done.
pub struct Unheard;

impl Errands<Prompt> for Unheard {
    fn run(&self, _: &Arc<Registry<Prompt>>, _: &str, errand: Errand) {
        match errand {
            Errand::Publish(_) => {}
        }
    }
}
