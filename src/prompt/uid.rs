//! Names of things, in the form that existing clients know: a word and 22 url-safe characters.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::Dialect;
use crate::engine::Entropy;

/// Characters of the random part: 16 bytes.
const RANDOM_CHARS: usize = 22;
/// Url-safe characters in the order in which texts are sorted.
const SORTED: &[u8; 64] = b"-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
/// Characters of an event's number: 48 bits.
const NUMBER_CHARS: usize = 8;
/// What the names of events begin with.
const EVENT: &str = "oseh_ipe_";

/// A new prompt's uid; it is the name of its room.
pub fn new_uid(dialect: Dialect, entropy: &Entropy) -> String {
    let word = match dialect {
        Dialect::InteractivePrompt => "oseh_ip_",
        Dialect::Journey => "oseh_j_",
    };
    format!("{word}{}", entropy.token("uid").expose())
}

/// A session's name: 16 random bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionUid(pub [u8; 16]);

impl SessionUid {
    const WORD: &'static str = "oseh_ips_";

    /// A fresh one.
    pub fn draw(entropy: &Entropy) -> Self {
        let mut numbers = entropy.numbers("session");
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&numbers.number().to_le_bytes());
        bytes[8..].copy_from_slice(&numbers.number().to_le_bytes());
        SessionUid(bytes)
    }

    /// Reads what [`fmt::Display`] writes; `None` if it is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let random = text.strip_prefix(Self::WORD)?;
        let mut bytes = [0; 18];
        let read = (random.len() == RANDOM_CHARS).then(|| URL_SAFE_NO_PAD.decode_slice(random, &mut bytes))?;
        (read == Ok(16)).then(|| SessionUid(std::array::from_fn(|at| bytes[at])))
    }
}

impl fmt::Display for SessionUid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", Self::WORD, URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for SessionUid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for SessionUid {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Without the word: there may be a hundred thousand of them in a snapshot.
        serializer.serialize_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl<'de> Deserialize<'de> for SessionUid {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        SessionUid::parse(&format!("{}{text}", Self::WORD))
            .ok_or_else(|| serde::de::Error::custom("expected 22 characters of url-safe base64"))
    }
}

/// The name of a prompt's event by its number: sorted as texts, events are in the order in which they came.
/// `salt` is the prompt's own.
pub fn event_uid(salt: u64, number: u64) -> String {
    let mut uid = String::with_capacity(EVENT.len() + RANDOM_CHARS);
    uid.push_str(EVENT);
    for place in (0..NUMBER_CHARS).rev() {
        uid.push(char::from(SORTED[(number >> (6 * place)) as usize & 63]));
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update(&salt.to_le_bytes()).update(&number.to_le_bytes());
    let hash = hasher.finalize();
    uid.extend(
        hash.as_bytes().iter().take(RANDOM_CHARS - NUMBER_CHARS).map(|byte| char::from(SORTED[*byte as usize & 63])),
    );
    uid
}

/// The number in an event's name; `None` if it is not this prompt's.
pub fn event_number(salt: u64, uid: &str) -> Option<u64> {
    let digits = uid.strip_prefix(EVENT)?.as_bytes().get(..NUMBER_CHARS)?;
    let number = digits
        .iter()
        .try_fold(0u64, |number, digit| SORTED.binary_search(digit).ok().map(|value| number << 6 | value as u64))?;
    (event_uid(salt, number) == uid).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_sorted_by_their_names() {
        let numbers = [0, 1, 62, 63, 64, 4_095, 4_096, 2_000_000, (1 << 48) - 1];
        let names: Vec<String> = numbers.iter().map(|number| event_uid(7, *number)).collect();
        assert!(names.is_sorted());
        for (name, number) in names.iter().zip(numbers) {
            assert_eq!((name.len(), event_number(7, name)), (EVENT.len() + RANDOM_CHARS, Some(number)));
            assert_eq!(event_number(8, name), None, "another prompt's");
        }
        assert_eq!(event_number(7, "oseh_ipe_é"), None);
    }

    #[test]
    fn a_sessions_name_is_read_as_it_is_written() {
        let uid = SessionUid(*b"0123456789abcdef");
        assert_eq!(SessionUid::parse(&uid.to_string()), Some(uid));
        for wrong in [
            "",
            "oseh_ips_",
            "oseh_ips_MDEyMzQ1Njc4OWFiY2RlZ",
            "MDEyMzQ1Njc4OWFiY2RlZg",
            "oseh_ips_MDEyMzQ1Njc4OWFiY2RlZgAA",
        ] {
            assert_eq!(SessionUid::parse(wrong), None, "{wrong}");
        }
    }
}
