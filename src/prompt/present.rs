//! Who is present at a moment of the prompt, of all who ever went through it.

use std::collections::{BTreeMap, BTreeSet};

use super::PromptTime;
use super::sessions::Session;
use crate::limits::FACES_LOOKED_AT_MAX;

/// Sessions by the second of their join, and in each by the moment they left: those still present at a moment
/// are the end of each of these sets, so that none is looked at in vain but in the moment's own second.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Present(BTreeMap<u64, BTreeSet<(Departure, u32)>>);

/// When somebody left; whoever has not leaves after all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Departure {
    At(PromptTime),
    NotYet,
}

/// The second of a moment.
fn second(at: PromptTime) -> u64 {
    at.seconds() as u64
}

impl Present {
    pub(super) fn joined(&mut self, number: u32, at: PromptTime) {
        self.0.entry(second(at)).or_default().insert((Departure::NotYet, number));
    }

    pub(super) fn left(&mut self, number: u32, joined: PromptTime, at: PromptTime) {
        let all = self.0.entry(second(joined)).or_default();
        all.remove(&(Departure::NotYet, number));
        all.insert((Departure::At(at), number));
    }

    /// Somebody who has come and gone.
    pub(super) fn was(&mut self, number: u32, joined: PromptTime, left: PromptTime) {
        self.0.entry(second(joined)).or_default().insert((Departure::At(left), number));
    }

    /// Pictures of up to `limit` people who have joined by `at` and have not left by then; those first who joined
    /// last and stay longest. The same question has the same answer until somebody comes or goes.
    pub(super) fn faces(&self, at: PromptTime, limit: usize, sessions: &[Session]) -> Vec<Box<str>> {
        let mut faces: Vec<Box<str>> = Vec::with_capacity(limit);
        let mut looked_at = 0;
        // Behind everybody who leaves at that very moment.
        let gone = (Departure::At(at), u32::MAX);
        for all in self.0.range(..=second(at)).rev().map(|(_, all)| all) {
            for (_, number) in all.range(gone..).rev() {
                looked_at += 1;
                if faces.len() >= limit || looked_at > FACES_LOOKED_AT_MAX {
                    return faces;
                }
                let Some(session) = sessions.get(*number as usize) else { continue };
                let here = session.joined.is_some_and(|joined| joined <= at);
                if let Some(picture) = session.picture.as_ref().filter(|picture| here && !faces.contains(picture)) {
                    faces.push(picture.clone());
                }
            }
        }
        faces
    }
}
