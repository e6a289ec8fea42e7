//! From the prompts' rooms to the doors of the hubs: events that have just become durable. Whoever cannot keep up
//! loses events; a room never waits.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Instant;

use tokio::sync::Notify;

use crate::http::tokens::Tokens;
use crate::limits::LIVE_FEED_EVENTS_MAX;
use crate::prompt::live::{Moment, packet};
use crate::prompt::wire::Published;
use crate::prompt::{Dialect, Errand, Prompt};
use crate::room::{Errands, Registry};

/// Carries what rooms publish to all who listen.
pub struct Feed {
    tokens: Arc<Tokens>,
    started: Instant,
    ears: Mutex<Vec<Arc<Ear>>>,
}

impl Feed {
    /// Nobody listens yet.
    pub fn new(tokens: Arc<Tokens>) -> Self {
        Feed { tokens, started: Instant::now(), ears: Mutex::default() }
    }

    /// The moment that it is now.
    pub fn now(&self) -> Moment {
        Moment(self.started.elapsed().as_micros() as u64)
    }

    /// The instant of a moment, as timers take it.
    pub fn instant(&self, moment: Moment) -> Option<Instant> {
        self.started.checked_add(std::time::Duration::from_micros(moment.0))
    }

    /// A further listener; heard until it is closed.
    pub fn listen(&self) -> Arc<Ear> {
        let ear = Arc::new(Ear::default());
        let mut ears = locked(&self.ears);
        ears.retain(|ear| !ear.closed.load(Ordering::Relaxed));
        ears.push(Arc::clone(&ear));
        ear
    }
}

impl Errands<Prompt> for Feed {
    fn run(&self, _: &Arc<Registry<Prompt>>, room: &str, errand: Errand) {
        match errand {
            Errand::Publish(published) => {
                let ears = locked(&self.ears);
                if ears.is_empty() {
                    return;
                }
                let (room, arrived): (Arc<str>, _) = (room.into(), self.now());
                let event = Arc::new(Event {
                    at: published.at.seconds(),
                    published,
                    tokens: Arc::clone(&self.tokens),
                    texts: Default::default(),
                });
                for ear in ears.iter() {
                    ear.push(Told { room: Arc::clone(&room), event: Arc::clone(&event), arrived });
                }
            }
        }
    }
}

/// An event on its way to listeners; written once per dialect, by the first who needs it.
pub struct Event {
    pub at: f64,
    published: Arc<Published>,
    tokens: Arc<Tokens>,
    texts: [OnceLock<Vec<u8>>; 2],
}

impl Event {
    /// As it stands in batches.
    pub fn text(&self, dialect: Dialect) -> &[u8] {
        self.texts[dialect as usize].get_or_init(|| {
            let picture = self.published.picture.as_deref().filter(|_| dialect == Dialect::InteractivePrompt);
            packet::event(dialect, &self.published, picture.map(|picture| self.tokens.icon(picture)))
        })
    }
}

/// An event with its prompt's room.
pub struct Told {
    pub room: Arc<str>,
    pub event: Arc<Event>,
    /// When it came.
    pub arrived: Moment,
}

/// One door's end of the feed.
#[derive(Default)]
pub struct Ear {
    queue: Mutex<Vec<Told>>,
    closed: AtomicBool,
    /// Told when something has come, or something else is to be looked at.
    pub news: Notify,
}

impl Ear {
    fn push(&self, told: Told) {
        let mut queue = locked(&self.queue);
        if queue.len() >= LIVE_FEED_EVENTS_MAX {
            drop(queue);
            metrics::counter!("soiree_live_events_lost_total").increment(1);
            return;
        }
        queue.push(told);
        let first = queue.len() == 1;
        drop(queue);
        if first {
            self.news.notify_one();
        }
    }

    /// Swaps what has come with an empty list.
    pub fn take(&self, taken: &mut Vec<Told>) {
        taken.clear();
        std::mem::swap(&mut *locked(&self.queue), taken);
    }

    /// Hears nothing any more.
    pub fn close(&self) {
        self.closed.store(true, Ordering::Relaxed);
        locked(&self.queue).clear();
        self.news.notify_one();
    }

    /// Whether it was closed.
    pub fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }
}

/// The locks here guard lists that are whole at every moment.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
