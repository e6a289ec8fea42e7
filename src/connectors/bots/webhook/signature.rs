//! How a webhook can tell that a request is ours: a signature over its time and body.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::engine::{Secret, SecretKey};

/// The header that carries it: `t=SECONDS,v1=HEX`.
pub const HEADER: &str = "x-soiree-signature";

/// The secret of a channel's webhook, drawn from the server's key: the administrator is told it when the channel
/// is made, and nothing of it needs to be stored.
pub fn secret(key: &SecretKey, channel: u32) -> Secret {
    Secret::new(hex::encode(key.hash("webhook", &channel.to_string()).0))
}

/// The header's value: HMAC-SHA256 (RFC 2104) over `SECONDS.BODY`. The time keeps an old request from being sent
/// again by somebody else.
pub fn sign(secret: &Secret, seconds: i64, body: &[u8]) -> String {
    let mut mac = match Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()) {
        Ok(mac) => mac,
        // HMAC takes keys of any length.
        Err(error) => unreachable!("a key of a signature is refused: {error}"),
    };
    mac.update(seconds.to_string().as_bytes());
    mac.update(b".");
    mac.update(body);
    format!("t={seconds},v1={}", hex::encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_other_programs() {
        // printf '12.{}' | openssl dgst -sha256 -hmac key
        let expected = "t=12,v1=043e30e1e15664dc97494d18e4110984bcbd2c4e6f3e19de9569dc1ea6d9b03e";
        assert_eq!(sign(&Secret::new("key"), 12, b"{}"), expected);
    }
}
