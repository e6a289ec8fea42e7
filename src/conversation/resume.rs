//! What somebody hears who was away: what was said meanwhile, and which words have become others.

use super::frames::{Passing, Place, Seen, Telling, seen};
use super::machine::Said;
use super::state::{Edit, Entry, Talk};
use super::transcript::length;
use super::wire::ServerEvent;
use crate::limits::LONG_FRAME_BYTES_MAX;

/// Missed events that are said again one by one: with more, or with longer ones, a socket's queue would be full, and
/// it would come back to the same.
const MISSED_MAX: usize = 50;

impl Talk {
    /// Everything up to now, for ids that say so.
    pub fn present(&self) -> Seen {
        Seen { place: Place { entry: self.last_no(), index: u32::MAX }, edits: self.edits }
    }

    /// Entries up to this one that have other words than whoever has seen so much knows of them; in the order in
    /// which they were edited.
    pub fn edited_since(&self, seen: Seen) -> Vec<(Edit, &Entry)> {
        let known = self.entries().take_while(|entry| entry.no <= seen.place.entry);
        let mut edited: Vec<_> = known.filter_map(|entry| Some((entry.edit?, entry))).collect();
        edited.retain(|(edit, _)| !seen.has_edit(*edit));
        edited.sort_by_key(|(edit, _)| *edit);
        edited
    }

    /// What was said, and said otherwise, after the last event that a client has seen; the transcript where that is
    /// too much, or is not known whole any more.
    pub(super) fn missed(&self, room: &str, since: &str, passing: &mut Passing<'_>) -> Vec<Said> {
        let Some(seen) = seen(room, since) else { return Vec::new() };
        let (mut missed, mut bytes) = (Vec::new(), 0);
        let is_whole = self.entries().next().is_none_or(|first| first.no <= seen.place.entry.saturating_add(1));
        for telling in self.tellings_since(room, seen, passing) {
            bytes += length(&telling.frame());
            if !is_whole || missed.len() >= MISSED_MAX || bytes > LONG_FRAME_BYTES_MAX {
                return vec![Said::Visitor(passing.tell(self.transcript_event(room)))];
            }
            missed.push(Said::Visitor(telling));
        }
        missed
    }

    /// All of it in its order, so that whoever is lost in the middle of it goes on there; of more than is said again,
    /// the beginning.
    fn tellings_since(&self, room: &str, seen: Seen, passing: &mut Passing<'_>) -> Vec<Telling> {
        let mut edited = self.edited_since(seen).into_iter().take(MISSED_MAX + 1).peekable();
        let mut tellings = Vec::new();
        let mut tell_edits_before = |no: u32, tellings: &mut Vec<Telling>| {
            while let Some((edit, entry)) = edited.next_if(|(edit, _)| edit.behind < no) {
                let place = Place { entry: edit.behind, index: u32::MAX };
                let event = self.edited(room, entry);
                tellings.push(passing.tell_behind(Seen { place, edits: edit.number }, event));
            }
        };
        for entry in self.entries_after(seen.place.entry.saturating_sub(1)) {
            if tellings.len() > MISSED_MAX {
                break;
            }
            tell_edits_before(entry.no, &mut tellings);
            let numbered = self.tellings(room, entry).into_iter().zip(0..);
            let new = numbered.filter(|(_, index)| Place { entry: entry.no, index: *index } > seen.place);
            tellings.extend(new.map(|(telling, _)| telling));
        }
        tell_edits_before(u32::MAX, &mut tellings);
        tellings
    }

    pub(super) fn transcript_event(&self, room: &str) -> ServerEvent {
        let transcript = self.transcript(room, LONG_FRAME_BYTES_MAX);
        let (groups, messages) = (transcript.groups, transcript.flat);
        ServerEvent::Transcript { conversation_id: room.to_owned(), transcript: groups, messages }
    }
}
