//! Codes of rooms and keys of hosts, as the server makes them.

use rand::RngExt;

use crate::engine::Secret;

/// Digits and letters that nobody takes for one another, on a projector or by ear.
pub const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// Characters of RFC 4648's base32: 5 bits each.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Characters of a host's key behind the words: 80 random bits.
const KEY_CHARS: usize = 16;
/// First and second words of a host's key; they are for the eye, the bits behind them are the secret.
const FIRST: [&str; 16] = [
    "TANNIC",
    "VELVETY",
    "CRISP",
    "GOLDEN",
    "RUBY",
    "SPARKLING",
    "NOBLE",
    "SMOKY",
    "MELLOW",
    "VIVID",
    "AMBER",
    "SILKEN",
    "BRIGHT",
    "EARTHY",
    "ROSY",
    "AGED",
];
const SECOND: [&str; 16] = [
    "FALCON", "CHATEAU", "BARREL", "VINE", "CELLAR", "HARVEST", "CORK", "DECANTER", "GRAPE", "TERRACE", "GOBLET",
    "SLOPE", "CASK", "BOTTLE", "ORCHARD", "MAGNUM",
];

/// A random code of so many letters.
pub fn code(letters: usize) -> String {
    let mut random = rand::rng();
    (0..letters).map(|_| char::from(ALPHABET[random.random_range(0..ALPHABET.len())])).collect()
}

/// A new key for a host: two words and 80 random bits, `TANNIC-FALCON-7Q…`.
pub fn host_id() -> Secret {
    let mut random = rand::rng();
    let bits: String = (0..KEY_CHARS).map(|_| char::from(BASE32[random.random_range(0..BASE32.len())])).collect();
    let first = FIRST[random.random_range(0..FIRST.len())];
    let second = SECOND[random.random_range(0..SECOND.len())];
    Secret::new(format!("{first}-{second}-{bits}"))
}

/// A new token for a host: 128 random bits.
pub fn token() -> Secret {
    Secret::new(hex::encode(rand::rng().random::<[u8; 16]>()))
}

/// Whether a text can be a room's code.
pub fn is_code(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_no_look_alikes_and_keys_have_their_form() {
        for _ in 0..1_000 {
            let code = code(4);
            assert!(code.len() == 4 && !code.contains(['0', 'O', '1', 'I', 'L']) && is_code(&code), "{code}");
        }
        let key = host_id();
        let parts: Vec<&str> = key.expose().split('-').collect();
        assert_eq!((parts.len(), parts[2].len()), (3, KEY_CHARS));
        assert!(key.expose().len() <= 64);
        assert_ne!(host_id(), host_id());
    }
}
