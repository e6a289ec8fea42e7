//! Secrets: what a client proves itself with, and what we keep of it.
//!
//! A [`Secret`] is text in clear: it is never written to disk, never logged (its `Debug` is blank) and
//! cannot be serialised by accident. A [`KeyedHash`] is what is stored in its place.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

/// Bytes of randomness in a token: 128 bits.
pub const TOKEN_BYTES: usize = 16;

/// A secret in clear, in memory only.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text that must not be shown.
    pub fn new(text: impl Into<String>) -> Self {
        Secret(text.into())
    }

    /// The text, for the one message that carries it to its owner.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The server's key, with which secrets are hashed before they are stored (kept outside the database).
#[derive(Clone)]
pub struct SecretKey([u8; 32]);

impl SecretKey {
    /// A key from its 32 bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        SecretKey(bytes)
    }

    /// The keyed hash (BLAKE3) of a secret. `domain` keeps hashes of different uses apart.
    pub fn hash(&self, domain: &str, secret: &str) -> KeyedHash {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        hasher.update(&(domain.len() as u64).to_le_bytes());
        hasher.update(domain.as_bytes());
        hasher.update(secret.as_bytes());
        KeyedHash(*hasher.finalize().as_bytes())
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

/// The keyed hash of a secret; compared in constant time, written as 64 hex digits.
#[derive(Clone, Copy)]
pub struct KeyedHash(pub [u8; 32]);

impl KeyedHash {
    /// The hash as 64 hex digits, as the database keeps it.
    pub fn to_hex(self) -> String {
        hex::encode(self.0)
    }

    /// Reads 64 hex digits; `None` if it is anything else.
    pub fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        Some(KeyedHash(bytes))
    }
}

impl PartialEq for KeyedHash {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for KeyedHash {}

impl std::hash::Hash for KeyedHash {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl fmt::Debug for KeyedHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyedHash(…)")
    }
}

impl Serialize for KeyedHash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_hex())
    }
}

impl<'de> Deserialize<'de> for KeyedHash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        KeyedHash::from_hex(&text).ok_or_else(|| serde::de::Error::custom("expected 64 hex digits"))
    }
}

/// 32 fresh random bytes that the shell hands to a machine with each command. The machine draws what it
/// needs from them and puts what must survive into its events.
#[derive(Clone, Copy)]
pub struct Entropy(pub [u8; 32]);

impl Entropy {
    /// A token of 128 random bits, url-safe base64. `label` keeps several draws apart.
    pub fn token(&self, label: &str) -> Secret {
        let bytes = self.bytes(label);
        Secret::new(URL_SAFE_NO_PAD.encode(&bytes[..TOKEN_BYTES]))
    }

    /// A stream of numbers for shuffles and draws.
    pub fn numbers(&self, label: &str) -> Numbers {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        hasher.update(label.as_bytes());
        Numbers(hasher.finalize_xof())
    }

    fn bytes(&self, label: &str) -> [u8; 32] {
        *blake3::keyed_hash(&self.0, label.as_bytes()).as_bytes()
    }
}

impl fmt::Debug for Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entropy(…)")
    }
}

/// Endless numbers drawn from an [`Entropy`].
pub struct Numbers(blake3::OutputReader);

impl Numbers {
    /// A number in `0..bound`; 0 where `bound` is 0 or 1. The bias of a 64-bit modulus is below 2⁻⁴⁰ here.
    pub fn below(&mut self, bound: usize) -> usize {
        match bound {
            0 | 1 => 0,
            bound => (self.number() % bound as u64) as usize,
        }
    }

    /// Any number.
    pub fn number(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    /// Fisher and Yates' shuffle.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}
