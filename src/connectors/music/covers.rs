//! Covers that were shown lately: a whole room asks for the same one at once.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use super::cover::Picture;
use crate::limits::COVERS_KEPT_BYTES_MAX;
use crate::music::SongId;

/// A song's picture in one of its versions.
type Key = (SongId, String);

/// The covers that were asked for last, as many as fit into [`COVERS_KEPT_BYTES_MAX`].
#[derive(Debug, Default)]
pub(super) struct Covers(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    /// The one asked for last stands last.
    pictures: VecDeque<(Key, Picture)>,
    bytes: usize,
}

impl Covers {
    /// The picture, if it is here.
    pub fn get(&self, key: &Key) -> Option<Picture> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.pictures.iter().position(|(known, _)| known == key)?;
        let found = kept.pictures.remove(at)?;
        let picture = found.1.clone();
        kept.pictures.push_back(found);
        Some(picture)
    }

    /// Keeps a picture, and lets go of those that nobody has asked for the longest.
    pub fn keep(&self, key: Key, picture: &Picture) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.pictures.iter().any(|(known, _)| *known == key) {
            return;
        }
        kept.bytes += picture.bytes.len();
        kept.pictures.push_back((key, picture.clone()));
        while kept.bytes > COVERS_KEPT_BYTES_MAX
            && let Some((_, gone)) = kept.pictures.pop_front()
        {
            kept.bytes -= gone.bytes.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_has_a_bound() {
        let covers = Covers::default();
        let key = |n: usize| (SongId::parse(&format!("{n:020x}")).expect("an id"), "v".to_owned());
        let picture = Picture { bytes: vec![0; COVERS_KEPT_BYTES_MAX / 4].into(), mime: "image/png" };
        for n in 0..4 {
            covers.keep(key(n), &picture);
        }
        assert!(covers.get(&key(0)).is_some());
        covers.keep(key(4), &picture);
        assert!(covers.get(&key(1)).is_none(), "the one not asked for the longest has gone");
        assert!(covers.get(&key(0)).is_some() && covers.get(&key(4)).is_some());
        assert!(covers.0.lock().expect("whole").bytes <= COVERS_KEPT_BYTES_MAX);
    }
}
