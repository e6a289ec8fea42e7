//! The thread that follows the log and looks things up. It reads the log as everybody does, through the store.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::index::{Index, is_passing};
use super::query::Query;
use super::{Ask, Found};
use crate::conversation::Conversation;
use crate::conversation::event::Event;
use crate::conversation::wire::Holder;
use crate::engine::{Machine, StoredEvent};
use crate::store::{Changed, OnRead, Passage, Place, SessionId, SharedStore, StoreError};

/// Between two looks at the log while nobody searches.
const LOOK_EVERY: Duration = Duration::from_secs(4);
/// How long it follows without looking whether somebody searches.
const STRETCH: Duration = Duration::from_millis(150);
/// How far back each look begins: sessions' times are the wall's, which may have been set back a little.
const OVERLAP_MS: i64 = 5_000;
/// Events that are read and taken in together.
const EVENTS_AT_ONCE: usize = 4_096;
/// Conversations that are asked for together.
const SESSIONS_AT_ONCE: usize = 512;
/// Conversations of which is looked, with each look at the log, whether they are still there.
const SWEPT_AT_ONCE: usize = 4_096;
/// Between two looks at all conversations: a clock that was set back far hides what is said then.
const ALL_EVERY: Duration = Duration::from_secs(600);
/// How long one read of the store may take.
const READ_TIME_MAX: Duration = Duration::from_secs(60);
/// Between two attempts to use the file.
const ANEW_EVERY: Duration = Duration::from_secs(10);

/// Why a step was not made.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    /// It is tried again later.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file is made anew.
    #[error(transparent)]
    Index(#[from] rusqlite::Error),
}

/// The thread's own state.
pub struct Follower {
    folder: PathBuf,
    store: SharedStore,
    index: Option<Index>,
    place: Place,
    /// Whether everything was followed at the last look.
    is_level: bool,
    /// Up to which number was looked whether conversations are still there.
    swept: i64,
    /// The store's batches when everything was followed and swept.
    batches: Option<u64>,
    anew_at: Instant,
    all_at: Instant,
}

impl Follower {
    pub fn new(folder: &Path, store: SharedStore) -> Self {
        let (folder, place) = (folder.to_path_buf(), Place::default());
        let now = Instant::now();
        let (anew_at, all_at) = (now, now + ALL_EVERY);
        Follower { folder, store, index: None, place, is_level: false, swept: 0, batches: None, anew_at, all_at }
    }

    /// Follows and answers until nobody can ask any more.
    pub fn run(mut self, asked: &Receiver<Ask>) {
        self.work(Follower::follow);
        loop {
            let patience = if self.is_level { LOOK_EVERY } else { Duration::ZERO };
            match asked.recv_timeout(patience) {
                Ok(Ask::Find(query, tell)) => {
                    // What was said a moment ago is found, too.
                    self.work(Follower::follow);
                    let query = Query::read(&query);
                    if let Some(found) = query.map_or(Some(Vec::new()), |query| self.work(|own| own.find(&query))) {
                        // Whoever asked may have gone.
                        let _ = tell.send(found);
                    }
                }
                Ok(Ask::Forget(code)) => drop(self.work(|own| own.forget(&code))),
                Err(RecvTimeoutError::Timeout) => self.look(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Looks at the log, unless nothing was written since all of it was followed and swept.
    fn look(&mut self) {
        let batches = self.store.batches();
        if self.index.is_some() && self.batches == Some(batches) && Instant::now() < self.all_at {
            return;
        }
        self.batches = None;
        let followed = self.work(Follower::follow).is_some() && self.is_level;
        if followed && self.work(Follower::sweep).is_some() && self.swept == 0 {
            self.batches = Some(batches);
        }
    }

    /// Does something with the file; one that fails is made anew.
    fn work<R>(&mut self, step: impl FnOnce(&mut Self) -> Result<R, Trouble>) -> Option<R> {
        if self.index.is_none() && Instant::now() >= self.anew_at {
            (self.place, self.swept, self.anew_at) = (Place::default(), 0, Instant::now() + ANEW_EVERY);
            match Index::open(&self.folder) {
                Ok(index) => self.index = Some(index),
                Err(error) => log::warn!("nothing can be searched: {error}"),
            }
        }
        if self.index.is_none() {
            self.is_level = true;
            return None;
        }
        match step(self) {
            Ok(result) => Some(result),
            Err(Trouble::Store(error)) => {
                log::debug!("the search cannot follow the log: {error}");
                self.is_level = true;
                None
            }
            Err(Trouble::Index(error)) => {
                self.index = None;
                self.is_level = true;
                if is_passing(&error) {
                    log::warn!("what can be searched cannot be written just now: {error}");
                } else {
                    log::warn!("what can be searched is damaged and is made anew: {error}");
                    Index::remove(&self.folder);
                }
                None
            }
        }
    }

    fn read<T: Send + 'static>(&self, ask: impl FnOnce(&SharedStore, OnRead<T>)) -> Result<T, StoreError> {
        let (tell, told) = channel();
        ask(&self.store, Box::new(move |result| drop(tell.send(result))));
        told.recv_timeout(READ_TIME_MAX).unwrap_or(Err(StoreError::Busy))
    }

    /// Takes in what has happened, for a stretch.
    fn follow(&mut self) -> Result<(), Trouble> {
        let until = Instant::now() + STRETCH;
        let mut place = self.place;
        if self.is_level && Instant::now() >= self.all_at {
            (self.place, place, self.all_at) = (Place::default(), Place::default(), Instant::now() + ALL_EVERY);
        } else if self.is_level {
            place = Place { at: place.at - OVERLAP_MS, number: 0 };
        }
        self.is_level = false;
        loop {
            let changed = self.read(|store, done| store.changed(Conversation::KIND, place, done))?;
            let Some(last) = changed.last().map(|changed| changed.place) else { break };
            let Some(index) = &self.index else { break };
            let mut news = Vec::new();
            for one in changed {
                match index.known(one.session)? {
                    Some(known) if known.seq == one.last_seq => {}
                    Some(known) if known.seq > one.last_seq => {
                        // A backup was restored: what is known here never happened.
                        let changes = index.begin()?;
                        changes.forget(one.session)?;
                        changes.commit()?;
                        news.push((one, 0));
                    }
                    known => news.push((one, known.map_or(0, |known| known.seq))),
                }
            }
            while !news.is_empty() {
                news = self.take_in(news)?;
            }
            place = last;
            if place.at >= self.place.at {
                self.place = place;
            }
            if Instant::now() >= until {
                return Ok(());
            }
        }
        self.is_level = true;
        Ok(())
    }

    /// Takes in some; answers with what is left.
    fn take_in(&self, mut news: Vec<(Changed, u64)>) -> Result<Vec<(Changed, u64)>, Trouble> {
        let Some(index) = &self.index else { return Ok(Vec::new()) };
        let batch: Vec<(SessionId, u64)> =
            news.iter().take(SESSIONS_AT_ONCE).map(|(one, after)| (one.session, *after)).collect();
        let passages = self.read(|store, done| store.passages(batch, EVENTS_AT_ONCE, done))?;
        let changes = index.begin()?;
        let (mut done, mut rest) = (0, None);
        for (Passage { session, events }, (of, _)) in passages.iter().zip(&news) {
            debug_assert_eq!(*session, of.session, "passages come in the order in which they were asked for");
            done += 1;
            // Without any events it has been deleted in the meantime.
            let Some(last) = events.last() else { continue };
            rest = (last.seq < of.last_seq).then(|| (of.clone(), last.seq));
            let read: Vec<(u64, Option<Event>)> = events.iter().map(|event| (event.seq, read(event))).collect();
            changes.add(of, read.iter().map(|(seq, event)| (*seq, event.as_ref())))?;
        }
        changes.commit()?;
        news.drain(..done);
        news.extend(rest);
        Ok(news)
    }

    /// What was found, as far as it is still there.
    fn find(&mut self, query: &Query) -> Result<Vec<Found>, Trouble> {
        let Some(index) = &self.index else { return Ok(Vec::new()) };
        let found = index.find(query)?;
        let sessions = found.iter().map(|(session, _)| *session).collect();
        let present = self.read(|store, done| store.present(Conversation::KIND, sessions, done))?;
        let still = found.into_iter().filter_map(|(session, mut found)| {
            let row = present.iter().find(|row| row.session == session && row.code == found.conversation)?;
            let outcome = row.summary.as_ref().and_then(|summary| summary.outcome.as_deref()).unwrap_or("null");
            let outcome: Value = serde_json::from_str(outcome).unwrap_or_default();
            found.holder = serde_json::from_value(outcome["holder"].clone()).unwrap_or(Holder::Bot);
            Some(found)
        });
        Ok(still.collect())
    }

    fn forget(&mut self, code: &str) -> Result<(), Trouble> {
        let Some(index) = &self.index else { return Ok(()) };
        let sessions = index.named(code)?;
        self.forget_all(&sessions)
    }

    fn forget_all(&self, sessions: &[SessionId]) -> Result<(), Trouble> {
        let Some(index) = self.index.as_ref().filter(|_| !sessions.is_empty()) else { return Ok(()) };
        let changes = index.begin()?;
        for session in sessions {
            changes.forget(*session)?;
        }
        changes.commit()?;
        Ok(index.scrub()?)
    }

    /// Looks whether some more conversations are still there: retention and administrators tell nobody here.
    fn sweep(&mut self) -> Result<(), Trouble> {
        let Some(index) = &self.index else { return Ok(()) };
        let some = index.all(self.swept, SWEPT_AT_ONCE)?;
        self.swept = some.last().map_or(0, |(number, _)| *number);
        let asked = some.iter().map(|(_, session)| *session).collect();
        let present = self.read(|store, done| store.present(Conversation::KIND, asked, done))?;
        let present: std::collections::HashSet<SessionId> = present.into_iter().map(|row| row.session).collect();
        let gone: Vec<SessionId> =
            some.into_iter().map(|(_, session)| session).filter(|session| !present.contains(session)).collect();
        self.forget_all(&gone)
    }
}

/// An event of a conversation; the shell's own records are none.
fn read(stored: &StoredEvent) -> Option<Event> {
    serde_json::from_str(&stored.payload).ok()
}
