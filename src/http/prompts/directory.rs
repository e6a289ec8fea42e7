//! Which prompts there are, and under which name each is started publicly. The store knows; this is read from it
//! once, and kept up to date by the administrator's calls, which all go through here.

use std::collections::HashMap;

use tokio::sync::{Mutex, MutexGuard, oneshot};

use crate::engine::{Machine, SecretKey};
use crate::limits::PROMPTS_MAX;
use crate::prompt::view::Info;
use crate::prompt::{Prompt, owner};
use crate::store::{SharedStore, StoreError};

/// Uids by identifier; a prompt without one has its uid for it.
#[derive(Default)]
pub struct Directory(Mutex<Option<HashMap<String, String>>>);

/// Why a name cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum Taken {
    #[error("there is a prompt with this identifier already")]
    Name,
    #[error("there are {PROMPTS_MAX} prompts already")]
    Full,
    #[error(transparent)]
    Store(#[from] StoreError),
}

type Names<'a> = MutexGuard<'a, Option<HashMap<String, String>>>;

impl Directory {
    /// The uid behind an identifier, or behind a uid itself.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn find(&self, store: &SharedStore, key: &SecretKey, name: &str) -> Result<Option<String>, StoreError> {
        let names = self.names(store, key).await?;
        let Some(names) = names.as_ref() else { return Ok(None) };
        Ok(names.get(name).or_else(|| names.values().find(|uid| *uid == name)).cloned())
    }

    /// Takes an identifier for a new prompt.
    ///
    /// # Errors
    /// Where another prompt has it, or there are too many.
    pub async fn take(&self, store: &SharedStore, key: &SecretKey, name: &str, uid: &str) -> Result<(), Taken> {
        let mut names = self.names(store, key).await?;
        let names = names.get_or_insert_default();
        if names.contains_key(name) || names.values().any(|uid| uid == name) {
            return Err(Taken::Name);
        }
        if names.len() >= PROMPTS_MAX {
            return Err(Taken::Full);
        }
        names.insert(name.to_owned(), uid.to_owned());
        Ok(())
    }

    /// A prompt is gone, or was not made after all.
    pub async fn forget(&self, uid: &str) {
        if let Some(names) = self.0.lock().await.as_mut() {
            names.retain(|_, of| of != uid);
        }
    }

    async fn names(&self, store: &SharedStore, key: &SecretKey) -> Result<Names<'_>, StoreError> {
        let mut names = self.0.lock().await;
        if names.is_none() {
            let (told, answer) = oneshot::channel();
            store.sessions_of(Prompt::KIND, owner(key), Box::new(move |rows| drop(told.send(rows))));
            let stopping = |_| StoreError::Unavailable("the server is stopping".to_owned());
            let rows = answer.await.map_err(stopping)??;
            let name = |(uid, summary): (String, crate::engine::SessionSummary)| {
                let info = summary.outcome.as_deref().and_then(Info::from_outcome);
                (info.and_then(|info| info.identifier).unwrap_or_else(|| uid.clone()), uid)
            };
            *names = Some(rows.into_iter().map(name).collect());
        }
        Ok(names)
    }
}
