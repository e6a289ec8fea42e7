//! Topics: states that are shown soon after a change, but at most so often, the last state always.

use std::collections::BTreeMap;

use crate::engine::RoomTime;

/// When which topic was shown and which waits.
#[derive(Debug)]
pub struct Topics<T> {
    entries: BTreeMap<T, Entry>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Entry {
    shown: Option<RoomTime>,
    dirty: bool,
}

impl<T: Copy + Ord> Default for Topics<T> {
    fn default() -> Self {
        Topics { entries: BTreeMap::new() }
    }
}

impl<T: Copy + Ord> Topics<T> {
    /// The topic has changed.
    pub fn touch(&mut self, topic: T) {
        self.entries.entry(topic).or_default().dirty = true;
    }

    /// Takes the topics that may be shown now.
    pub fn take_due(&mut self, now: RoomTime, interval_ms: impl Fn(T) -> u64) -> Vec<T> {
        let mut due = Vec::new();
        for (topic, entry) in &mut self.entries {
            if entry.dirty && entry.shown.is_none_or(|shown| now >= shown.plus(interval_ms(*topic))) {
                *entry = Entry { shown: Some(now), dirty: false };
                due.push(*topic);
            }
        }
        due
    }

    /// When the next waiting topic may be shown.
    pub fn next_due(&self, interval_ms: impl Fn(T) -> u64) -> Option<RoomTime> {
        self.entries
            .iter()
            .filter(|(_, entry)| entry.dirty)
            .map(|(topic, entry)| entry.shown.map_or(RoomTime(0), |shown| shown.plus(interval_ms(*topic))))
            .min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_changes_are_shown_once_an_interval_and_the_last_one_always() {
        let mut topics = Topics::default();
        topics.touch('a');
        assert_eq!(topics.take_due(RoomTime(0), |_| 250), ['a']);
        topics.touch('a');
        topics.touch('a');
        assert!(topics.take_due(RoomTime(249), |_| 250).is_empty());
        assert_eq!(topics.next_due(|_| 250), Some(RoomTime(250)));
        assert_eq!(topics.take_due(RoomTime(250), |_| 250), ['a']);
        assert_eq!(topics.next_due(|_| 250), None);
    }
}
