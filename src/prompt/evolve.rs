//! The facts' consequences. Cannot refuse.

use super::event::Event;
use super::state::{Opened, Prompt};

impl Prompt {
    pub(super) fn apply(&mut self, event: &Event) {
        match (event, &mut self.opened) {
            (Event::Created(created), opened @ None) => *opened = Some(Box::new(Opened::new((**created).clone()))),
            (Event::Begun { uid, user }, Some(opened)) => opened.sessions.open(*uid, user.clone()),
            (Event::Posted { session, number, at, done }, Some(opened)) => {
                let former = opened.sessions.apply(*session, *at, done);
                opened.sums.count(*at, done, former);
                opened.posted = number + 1;
            }
            // A prompt is made once, and nothing happens before.
            (Event::Created(_), Some(_)) | (Event::Begun { .. } | Event::Posted { .. }, None) => {}
        }
    }
}
