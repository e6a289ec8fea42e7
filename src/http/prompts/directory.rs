//! Which prompts there are, and under which name each is started publicly. The store knows; this is read from it
//! once, and kept up to date by the administrator's calls, which all go through here.

use std::collections::{HashMap, HashSet};

use tokio::sync::{Mutex, MutexGuard};

use crate::engine::{Machine, SecretKey, SessionSummary};
use crate::prompt::view::Info;
use crate::prompt::{Prompt, owner};
use crate::store::{SharedStore, StoreError, asked};

/// Uids by identifier; a prompt without one has its uid for it.
#[derive(Default)]
pub struct Directory(Mutex<Option<HashMap<String, Entry>>>);

/// A prompt that has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    uid: String,
    /// Whether it is stored; until then it is only being made.
    made: bool,
}

/// Why a name cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum Taken {
    #[error("There is a prompt with this identifier already.")]
    Name,
    #[error("There are {0} prompts already, as many as this server takes: delete one first.")]
    Full(usize),
    #[error(transparent)]
    Store(#[from] StoreError),
}

type Names<'a> = MutexGuard<'a, Option<HashMap<String, Entry>>>;
/// Prompts as the store lists them.
type Rows = [(String, SessionSummary)];

impl Directory {
    /// The uid behind an identifier, or behind a uid itself.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn find(&self, store: &SharedStore, key: &SecretKey, name: &str) -> Result<Option<String>, StoreError> {
        let names = self.names(store, key).await?;
        Ok(names.as_ref().and_then(|names| exactly(names, name)))
    }

    /// The same for a name that a person has typed, perhaps in capitals: the home page writes all codes so. Of
    /// several that differ in nothing else the one in that very form is meant, or else the first by name.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn find_typed(
        &self,
        store: &SharedStore,
        key: &SecretKey,
        name: &str,
    ) -> Result<Option<String>, StoreError> {
        let names = self.names(store, key).await?;
        let Some(names) = names.as_ref() else { return Ok(None) };
        let like = || {
            let alike = names.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
            alike.min_by_key(|(known, _)| *known).map(|(_, entry)| entry.uid.clone())
        };
        Ok(exactly(names, name).or_else(like))
    }

    /// Takes an identifier for a new prompt, where there are fewer than `most`.
    ///
    /// # Errors
    /// Where another prompt has it, or there are too many.
    pub async fn take(
        &self,
        store: &SharedStore,
        key: &SecretKey,
        name: &str,
        uid: &str,
        most: usize,
    ) -> Result<(), Taken> {
        let mut names = self.names(store, key).await?;
        let names = names.get_or_insert_default();
        if exactly(names, name).is_some() {
            return Err(Taken::Name);
        }
        if names.len() >= most {
            return Err(Taken::Full(most));
        }
        names.insert(name.to_owned(), Entry { uid: uid.to_owned(), made: false });
        Ok(())
    }

    /// A prompt is stored now.
    pub async fn made(&self, uid: &str) {
        if let Some(names) = self.0.lock().await.as_mut() {
            names.values_mut().filter(|entry| entry.uid == uid).for_each(|entry| entry.made = true);
        }
    }

    /// A prompt is gone, or was not made after all.
    pub async fn forget(&self, uid: &str) {
        if let Some(names) = self.0.lock().await.as_mut() {
            names.retain(|_, entry| entry.uid != uid);
        }
    }

    /// Forgets prompts that the store has deleted by itself, as their retention was over, and answers with what is
    /// there.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn compare(
        &self,
        store: &SharedStore,
        key: &SecretKey,
    ) -> Result<Vec<(String, SessionSummary)>, StoreError> {
        // Nobody takes or forgets a name meanwhile.
        let mut names = self.0.lock().await;
        let rows = rows(store, key).await?;
        let stored: HashSet<&str> = rows.iter().map(|(uid, _)| uid.as_str()).collect();
        if let Some(names) = names.as_mut() {
            names.retain(|_, entry| !entry.made || stored.contains(entry.uid.as_str()));
        }
        Ok(rows)
    }

    async fn names(&self, store: &SharedStore, key: &SecretKey) -> Result<Names<'_>, StoreError> {
        let mut names = self.0.lock().await;
        if names.is_none() {
            *names = Some(named(&rows(store, key).await?));
        }
        Ok(names)
    }
}

/// All prompts as the store lists them, newest first.
///
/// # Errors
/// Where the store cannot be read.
pub async fn rows(store: &SharedStore, key: &SecretKey) -> Result<Vec<(String, SessionSummary)>, StoreError> {
    asked(|done| store.sessions_of(Prompt::KIND, owner(key), done)).await
}

fn named(rows: &Rows) -> HashMap<String, Entry> {
    let name = |(uid, summary): &(String, SessionSummary)| {
        let info = summary.outcome.as_deref().and_then(Info::from_outcome);
        let name = info.and_then(|info| info.identifier).unwrap_or_else(|| uid.clone());
        (name, Entry { uid: uid.clone(), made: true })
    };
    rows.iter().map(name).collect()
}

fn exactly(names: &HashMap<String, Entry>, name: &str) -> Option<String> {
    let found = names.get(name).or_else(|| names.values().find(|entry| entry.uid == name));
    found.map(|entry| entry.uid.clone())
}
