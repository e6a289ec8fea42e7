//! The keys that tokens are signed with, in a file of their own. A key that was replaced is kept until the last
//! token that it has signed is over.

use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::key::{keep, random};
use super::lock::{DataFolder, OpenError};
use crate::engine::{Secret, WallTime};

/// The keys' file.
const FILE: &str = "token-keys";
/// Characters of a key's name.
const NAME_CHARS: usize = 8;

/// A key.
#[derive(Clone)]
pub struct TokenKey {
    /// Tokens name the key that has signed them.
    pub name: String,
    pub bytes: Vec<u8>,
    /// Since when it signs nothing any more.
    pub retired: Option<WallTime>,
}

impl std::fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TokenKey({})", self.name)
    }
}

/// A key as the file has it.
#[derive(Serialize, Deserialize)]
struct Line {
    kid: String,
    key: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retired_ms: Option<i64>,
}

/// All keys, the one that signs first.
#[derive(Debug)]
pub struct KeyRing {
    file: PathBuf,
    keys: Mutex<Vec<TokenKey>>,
}

impl DataFolder {
    /// The keys of tokens; the first is made at the first start.
    pub fn key_ring(&self) -> Result<KeyRing, OpenError> {
        let file = self.path().join(FILE);
        let (bytes, _) = self.kept(FILE, || Ok(written(&[fresh()?]).into_bytes()))?;
        let keys = read(&bytes).ok_or(OpenError::Key { file: file.clone(), expected: "a list of keys in JSON" })?;
        Ok(KeyRing { file, keys: Mutex::new(keys) })
    }
}

impl KeyRing {
    /// The keys, the one that signs first.
    pub fn keys(&self) -> Vec<TokenKey> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Signs with a new key from `now` on; the former ones are kept for `kept_ms` after they were replaced.
    ///
    /// # Errors
    /// Where the file cannot be written; then everything is as before.
    pub fn rotate(&self, now: WallTime, kept_ms: u64) -> io::Result<()> {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = vec![fresh()?];
        next.extend(keys.iter().cloned().filter_map(|mut key| {
            let retired = *key.retired.get_or_insert(now);
            (retired.plus(kept_ms) > now).then_some(key)
        }));
        keep(&self.file, written(&next).as_bytes())?;
        *keys = next;
        Ok(())
    }
}

fn fresh() -> io::Result<TokenKey> {
    let name = Secret::new(URL_SAFE_NO_PAD.encode(random()?)).expose().chars().take(NAME_CHARS).collect();
    Ok(TokenKey { name, bytes: random()?.to_vec(), retired: None })
}

fn written(keys: &[TokenKey]) -> String {
    let line = |key: &TokenKey| Line {
        kid: key.name.clone(),
        key: URL_SAFE_NO_PAD.encode(&key.bytes),
        retired_ms: key.retired.map(|wall| wall.0),
    };
    let lines: Vec<Line> = keys.iter().map(line).collect();
    serde_json::to_string_pretty(&lines).unwrap_or_default() + "\n"
}

/// `None` where there is no key that signs, or one that is too short to be ours.
fn read(bytes: &[u8]) -> Option<Vec<TokenKey>> {
    let lines: Vec<Line> = serde_json::from_slice(bytes).ok()?;
    let key = |line: Line| {
        let bytes = URL_SAFE_NO_PAD.decode(line.key).ok().filter(|bytes| bytes.len() >= 32)?;
        Some(TokenKey { name: line.kid, bytes, retired: line.retired_ms.map(WallTime) })
    };
    let keys: Vec<TokenKey> = lines.into_iter().map(key).collect::<Option<_>>()?;
    keys.first().is_some_and(|first| first.retired.is_none()).then_some(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replaced_key_is_kept_for_as_long_as_its_tokens_live_and_over_restarts() {
        let folder = tempfile::tempdir().expect("a folder");
        let names = |ring: &KeyRing| ring.keys().into_iter().map(|key| key.name).collect::<Vec<_>>();
        let open = || DataFolder::open(folder.path()).and_then(|folder| folder.key_ring()).expect("keys");
        let ring = open();
        let first = names(&ring);
        assert_eq!(first.len(), 1);
        ring.rotate(WallTime(1_000), 500).expect("written");
        assert_eq!(names(&ring)[1], first[0]);
        assert_eq!(names(&open()), names(&ring), "read again");
        ring.rotate(WallTime(1_499), 500).expect("written");
        assert_eq!((names(&ring).len(), &names(&ring)[2]), (3, &first[0]));
        ring.rotate(WallTime(1_500), 500).expect("written");
        assert_eq!(names(&ring).len(), 3, "the first is gone");
        assert!(!names(&ring).contains(&first[0]));
    }

    #[test]
    fn a_file_that_holds_no_keys_stops_the_start() {
        let folder = tempfile::tempdir().expect("a folder");
        for text in ["", "[]", "{}", r#"[{"kid":"a","key":"c2hvcnQ"}]"#] {
            std::fs::write(folder.path().join(FILE), text).expect("written");
            let opened = DataFolder::open(folder.path()).and_then(|folder| folder.key_ring());
            assert!(matches!(opened, Err(OpenError::Key { .. })), "{text}");
        }
    }
}
