//! Topics: states that are shown soon after a change, but at most so often, the last state always.

use crate::engine::RoomTime;

/// When which topic was shown and which waits.
#[derive(Debug)]
pub struct Topics<T> {
    /// A handful, in the topics' order.
    entries: Vec<Entry<T>>,
}

#[derive(Debug)]
struct Entry<T> {
    topic: T,
    shown: Option<RoomTime>,
    dirty: bool,
}

impl<T> Default for Topics<T> {
    fn default() -> Self {
        Topics { entries: Vec::new() }
    }
}

impl<T: Copy + Ord> Topics<T> {
    /// The topic has changed.
    pub fn touch(&mut self, topic: T) {
        match self.entries.binary_search_by_key(&topic, |entry| entry.topic) {
            Ok(at) => self.entries[at].dirty = true,
            Err(at) => self.entries.insert(at, Entry { topic, shown: None, dirty: true }),
        }
    }

    /// Takes the topics that may be shown now.
    pub fn take_due(&mut self, now: RoomTime, interval_ms: impl Fn(T) -> u64) -> Vec<T> {
        let mut due = Vec::new();
        for entry in &mut self.entries {
            if entry.dirty && entry.shown.is_none_or(|shown| now >= shown.plus(interval_ms(entry.topic))) {
                (entry.shown, entry.dirty) = (Some(now), false);
                due.push(entry.topic);
            }
        }
        due
    }

    /// When the next waiting topic may be shown.
    pub fn next_due(&self, interval_ms: impl Fn(T) -> u64) -> Option<RoomTime> {
        self.entries
            .iter()
            .filter(|entry| entry.dirty)
            .map(|entry| entry.shown.map_or(RoomTime(0), |shown| shown.plus(interval_ms(entry.topic))))
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
