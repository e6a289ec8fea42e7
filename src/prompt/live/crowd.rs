//! All listeners of one prompt in one place. Nobody has a timer of their own: what is due lies in queues.
//!
//! The three queues are in order by themselves, since everything in one of them waits equally long; only where
//! listeners reach the end of the prompt they do so in another order than they came.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::hash::Hash;

use super::clock::Window;
use super::{Bucket, Clock, Moment};

/// From the first event that is kept to the batch with it.
pub const BATCH_US: u64 = 250_000;
/// Between two detections of latency.
pub const LATENCY_US: u64 = 2_000_000;
/// Seconds for which a listener is kept after their prompt is over, their lookback aside.
pub const LINGER_SECONDS: f64 = 10.0;

/// What somebody wants to hear, and when they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Listener {
    pub clock: Clock,
    pub window: Window,
    /// Events a second.
    pub bandwidth: u32,
}

/// Something that is due now.
#[derive(Debug, Clone, PartialEq)]
pub enum Due<'a, K> {
    /// Tell the listener what their time should be.
    Latency { to: K, prompt_time: f64 },
    /// Hand these events to the listener, by their numbers. Equal lists are for the same packet.
    Batch { to: K, events: &'a [u64] },
    /// The listener's time is over.
    End { to: K },
}

#[derive(Debug)]
struct Stream<K> {
    key: K,
    listener: Listener,
    since: Moment,
    bucket: Bucket,
    kept: Vec<u64>,
}

/// The listeners of a prompt, by key `K`, and events `E` that some of them are still to be told.
#[derive(Debug)]
pub struct Crowd<K: Ord, E> {
    duration_seconds: f64,
    streams: Vec<Stream<K>>,
    places: HashMap<K, usize>,
    events: VecDeque<E>,
    /// The number of the first of `events`.
    first: u64,
    /// First events of batches: when they came, the event, who waits.
    batches: VecDeque<(Moment, u64, K)>,
    latency: VecDeque<(Moment, K)>,
    ends: BinaryHeap<Reverse<(Moment, K)>>,
}

impl<K: Copy + Eq + Ord + Hash, E> Crowd<K, E> {
    /// Nobody, at a prompt of this length.
    pub fn new(duration_seconds: f64) -> Self {
        Crowd {
            duration_seconds,
            streams: Vec::new(),
            places: HashMap::new(),
            events: VecDeque::new(),
            first: 0,
            batches: VecDeque::new(),
            latency: VecDeque::new(),
            ends: BinaryHeap::new(),
        }
    }

    /// Somebody listens from now on. A detection of latency is due for them at once.
    pub fn join(&mut self, key: K, listener: Listener, now: Moment) {
        self.leave(key);
        let over = self.duration_seconds + listener.window.lookback + LINGER_SECONDS;
        self.ends.push(Reverse((listener.clock.when(over), key)));
        // In front: all others have been told before and wait for longer.
        self.latency.push_front((now, key));
        self.places.insert(key, self.streams.len());
        let bucket = Bucket::new(listener.bandwidth);
        self.streams.push(Stream { key, listener, since: now, bucket, kept: Vec::new() });
    }

    /// Somebody is gone.
    pub fn leave(&mut self, key: K) {
        let Some(place) = self.places.remove(&key) else { return };
        self.streams.swap_remove(place);
        if let Some(moved) = self.streams.get(place) {
            self.places.insert(moved.key, place);
        }
        // Most listeners go long before their time is over.
        if self.ends.len() > 2 * self.streams.len() + 64 {
            let places = &self.places;
            self.ends.retain(|Reverse((_, key))| places.contains_key(key));
        }
    }

    /// Whether nobody listens.
    pub fn is_empty(&self) -> bool {
        self.streams.is_empty()
    }

    /// How many listen.
    pub fn len(&self) -> usize {
        self.streams.len()
    }

    /// Takes events in, each with its prompt time and the moment at which it arrived, in the order of arrival.
    pub fn arrive(&mut self, events: impl IntoIterator<Item = (E, f64, Moment)>) {
        let from = self.first + self.events.len() as u64;
        let mut came = Vec::new();
        for (event, at, arrived) in events {
            self.events.push_back(event);
            came.push((at, arrived));
        }
        let Some((_, last)) = came.last().copied() else { return };
        let mut begun = Vec::new();
        for stream in &mut self.streams {
            // Whoever has no token at the end had none before.
            let mut bucket = stream.bucket;
            if !bucket.has_one(last) {
                continue;
            }
            for (number, (at, arrived)) in (from..).zip(&came) {
                let now = stream.listener.clock.at(*arrived);
                let heard = *arrived >= stream.since && stream.listener.window.has(now, *at);
                if heard && stream.bucket.take(*arrived) {
                    if stream.kept.is_empty() {
                        begun.push((arrived.plus(BATCH_US), number, stream.key));
                    }
                    stream.kept.push(number);
                }
            }
        }
        // Each listener may have begun with another of these events; all earlier batches began before.
        begun.sort_by_key(|(due, ..)| *due);
        self.batches.extend(begun);
        self.forget_told();
    }

    /// The event with this number, as long as somebody is to be told.
    pub fn event(&self, number: u64) -> Option<&E> {
        number.checked_sub(self.first).and_then(|place| self.events.get(usize::try_from(place).ok()?))
    }

    /// When something is due next.
    pub fn next(&self) -> Option<Moment> {
        let batch = self.batches.front().map(|(due, ..)| *due);
        let latency = self.latency.front().map(|(due, _)| *due);
        let end = self.ends.peek().map(|Reverse((due, _))| *due);
        [batch, latency, end].into_iter().flatten().min()
    }

    /// Tells what is due now, `most` things at most. `true`: there is more.
    pub fn due(&mut self, now: Moment, most: usize, mut tell: impl FnMut(Due<'_, K>, &VecDeque<E>, u64)) -> bool {
        let mut told = 0;
        while let Some((due, key)) = self.latency.front().copied().filter(|(due, _)| *due <= now) {
            if told >= most {
                return true;
            }
            self.latency.pop_front();
            if let Some(place) = self.places.get(&key) {
                told += 1;
                let prompt_time = self.streams[*place].listener.clock.at(now);
                tell(Due::Latency { to: key, prompt_time }, &self.events, self.first);
                // After a standstill once, and not as often as it would have been.
                let next = due.plus(LATENCY_US);
                self.latency.push_back((if next > now { next } else { now.plus(LATENCY_US) }, key));
            }
        }
        while let Some((_, begun, key)) = self.batches.front().copied().filter(|(due, ..)| *due <= now) {
            if told >= most {
                return true;
            }
            self.batches.pop_front();
            let Some(place) = self.places.get(&key) else { continue };
            let kept = &mut self.streams[*place].kept;
            // A listener who went and came back has begun another batch.
            if kept.first() == Some(&begun) {
                told += 1;
                tell(Due::Batch { to: key, events: kept }, &self.events, self.first);
                kept.clear();
            }
        }
        self.forget_told();
        while let Some(Reverse((_, key))) = self.ends.peek().copied().filter(|Reverse((due, _))| *due <= now) {
            if told >= most {
                return true;
            }
            self.ends.pop();
            if self.places.contains_key(&key) {
                told += 1;
                tell(Due::End { to: key }, &self.events, self.first);
                self.leave(key);
            }
        }
        false
    }

    /// Drops events that nobody waits for any more.
    fn forget_told(&mut self) {
        let end = self.first + self.events.len() as u64;
        // Batches that begin later hold later events only.
        let needed = self.batches.front().map_or(end, |(_, begun, _)| *begun);
        let told = needed.saturating_sub(self.first).min(self.events.len() as u64);
        self.events.drain(..told as usize);
        self.first += told;
    }
}
