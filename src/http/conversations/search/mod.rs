//! Search in all that was said, by a read model of its own: it follows the log, may lag behind it for a moment, and
//! is made anew where it is missing or damaged. It lies in a file of its own, so that the log's one writer never
//! waits for it.
//!
//! - `follower`: the thread that keeps it up to date and looks things up. `index`: the file; `changes`: what is
//!   written there.
//! - `answer`: an agent's search, together with what the desk knows.
//! - `texts`: what of an event can be searched. [`query`]: what is looked for, and the words around it.

mod answer;
mod changes;
mod follower;
mod index;
pub mod query;
#[cfg(test)]
mod tests;
mod texts;

use std::path::Path;
use std::sync::mpsc::{SyncSender, sync_channel};

use tokio::sync::oneshot;

pub use self::answer::answer;
use self::follower::Follower;
use crate::conversation::console::EntryFrom;
use crate::conversation::wire::Holder;
use crate::limits::SEARCHES_WAITING_MAX;
use crate::store::SharedStore;

/// A conversation in which something was found, as far as the read model knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub conversation: String,
    pub about: About,
    pub last: Last,
    pub holder: Holder,
    pub hits: Vec<Hit>,
}

/// What never changes in a conversation.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct About {
    pub channel_id: String,
    pub channel_name: String,
    pub user_id: String,
    pub visitor: String,
    pub started_at: i64,
}

/// What was said last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Last {
    pub at: i64,
    pub from: EntryFrom,
    pub text: String,
}

impl Default for Last {
    fn default() -> Self {
        Last { at: 0, from: EntryFrom::Visitor, text: String::new() }
    }
}

/// Where a text was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub entry: u32,
    pub at: i64,
    pub excerpt: String,
}

/// What the thread is asked.
enum Ask {
    Find(String, oneshot::Sender<Vec<Found>>),
    /// A conversation was deleted.
    Forget(String),
}

/// The way to the read model. Dropped, its thread ends.
#[derive(Clone)]
pub struct Search(SyncSender<Ask>);

impl Search {
    /// Opens the read model in the data folder and begins to follow the log.
    pub fn open(data: &Path, store: SharedStore) -> Search {
        let (asks, asked) = sync_channel(SEARCHES_WAITING_MAX);
        let folder = data.to_path_buf();
        let spawned = std::thread::Builder::new().name("search".into()).spawn(move || {
            Follower::new(&folder, store).run(&asked);
        });
        if let Err(error) = spawned {
            log::error!("nothing can be searched: {error}");
        }
        Search(asks)
    }

    /// Conversations in which the query's words were said, the newest hits first. `None`: too many are searching,
    /// or it cannot be read just now.
    pub async fn find(&self, query: &str) -> Option<Vec<Found>> {
        let (tell, told) = oneshot::channel();
        self.0.try_send(Ask::Find(query.to_owned(), tell)).ok()?;
        told.await.ok()
    }

    /// A conversation was deleted: what was said in it goes at once. Where the thread is too busy to hear it, it
    /// finds out by itself within a minute.
    pub fn forget(&self, conversation: &str) {
        let _ = self.0.try_send(Ask::Forget(conversation.to_owned()));
    }
}
