//! Signed tokens (RFC 7519, HS256): who holds one may hear and do what it names, for half an hour.

use std::collections::HashSet;
use std::io;
use std::sync::{Arc, PoisonError, RwLock};

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use super::hs256;
use crate::engine::WallTime;
use crate::limits::{TOKEN_BYTES_MAX, TOKEN_SECONDS};
use crate::prompt::Dialect;
use crate::prompt::wire::Icon;
use crate::store::key_ring::KeyRing;

/// Who issues them.
const ISSUER: &str = "oseh";
/// The audience of tokens for pictures.
const IMAGE_FILES: &str = "oseh-image-file";

/// What a token is for; its subject is the uid of one such thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// A prompt or journey, in one of the dialects.
    Prompt(Dialect),
    /// A picture.
    ImageFile,
}

impl Audience {
    fn word(self) -> &'static str {
        match self {
            Audience::Prompt(dialect) => dialect.audience(),
            Audience::ImageFile => IMAGE_FILES,
        }
    }
}

/// Why a token does not open anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not ours, not for this, changed, or of another algorithm.
    #[error("this token is not valid here")]
    Invalid,
    #[error("this token has expired")]
    Expired,
    /// For another thing of the same kind.
    #[error("this token is for something else")]
    OtherSubject,
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims<'a> {
    sub: std::borrow::Cow<'a, str>,
    iss: std::borrow::Cow<'a, str>,
    aud: Audiences<'a>,
    iat: i64,
    exp: i64,
    /// Ours have none; what somebody else has signed with our key may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nbf: Option<i64>,
}

/// Whom a token is for: one, as a text, or several.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Audiences<'a> {
    One(std::borrow::Cow<'a, str>),
    Several(Vec<std::borrow::Cow<'a, str>>),
}

/// A key, ready for use.
struct Key {
    name: String,
    header: Header,
    signs: EncodingKey,
    verifies: DecodingKey,
    retired: Option<WallTime>,
}

/// Makes and checks tokens.
pub struct Tokens {
    ring: Arc<KeyRing>,
    /// The one that signs first.
    keys: RwLock<Vec<Key>>,
}

impl Tokens {
    /// With the keys of the data folder.
    pub fn new(ring: Arc<KeyRing>) -> Self {
        hs256::install();
        let keys = RwLock::new(ready(&ring));
        Tokens { ring, keys }
    }

    /// A token for one thing, from now on.
    pub fn sign(&self, audience: Audience, subject: &str) -> String {
        self.sign_at(audience, subject, now())
    }

    /// A token for one thing that may be spoken to in several ways, from now on.
    pub fn sign_for(&self, audiences: &[Audience], subject: &str) -> String {
        let words = audiences.iter().map(|audience| audience.word().into()).collect();
        self.sign_claims(Audiences::Several(words), subject, now())
    }

    fn sign_at(&self, audience: Audience, subject: &str, now: WallTime) -> String {
        self.sign_claims(Audiences::One(audience.word().into()), subject, now)
    }

    fn sign_claims(&self, aud: Audiences<'_>, subject: &str, now: WallTime) -> String {
        let iat = now.0 / 1_000;
        let claims = Claims { sub: subject.into(), iss: ISSUER.into(), aud, iat, exp: iat + TOKEN_SECONDS, nbf: None };
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        let signed = keys.first().map(|key| jsonwebtoken::encode(&key.header, &claims, &key.signs));
        match signed {
            Some(Ok(token)) => token,
            // HMAC takes every key and every text; should it ever not, an empty token opens nothing.
            failed => {
                log::error!("A token cannot be signed: {:?}", failed.and_then(Result::err));
                String::new()
            }
        }
    }

    /// Whether the token opens this thing now.
    ///
    /// # Errors
    /// Why it does not.
    pub fn check(&self, audience: Audience, subject: &str, token: &str) -> Result<(), TokenError> {
        match self.subject(audience, token)? {
            named if named == subject => Ok(()),
            _ => Err(TokenError::OtherSubject),
        }
    }

    /// What the token opens now.
    ///
    /// # Errors
    /// Why it opens nothing of this kind.
    pub fn subject(&self, audience: Audience, token: &str) -> Result<String, TokenError> {
        self.subject_at(audience, token, now())
    }

    fn subject_at(&self, audience: Audience, token: &str, now: WallTime) -> Result<String, TokenError> {
        if token.len() > TOKEN_BYTES_MAX {
            return Err(TokenError::Invalid);
        }
        let header = jsonwebtoken::decode_header(token).map_err(|_| TokenError::Invalid)?;
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        let key = keys.iter().find(|key| header.kid.as_ref() == Some(&key.name)).ok_or(TokenError::Invalid)?;
        if key.retired.is_some_and(|retired| retired.plus(TOKEN_SECONDS as u64 * 1_000) <= now) {
            return Err(TokenError::Expired);
        }
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_required_spec_claims(&["sub", "iss", "aud", "exp"]);
        rules.iss = Some(HashSet::from([ISSUER.to_owned()]));
        rules.aud = Some(HashSet::from([audience.word().to_owned()]));
        // Checked here, against the time that is given.
        rules.validate_exp = false;
        let claims = jsonwebtoken::decode::<Claims<'_>>(token, &key.verifies, &rules)
            .map_err(|error| match error.kind() {
                ErrorKind::ExpiredSignature => TokenError::Expired,
                _ => TokenError::Invalid,
            })?
            .claims;
        let seconds = now.0.div_euclid(1_000);
        if claims.nbf.is_some_and(|from| from > seconds) {
            return Err(TokenError::Invalid);
        }
        match claims.exp > seconds {
            true => Ok(claims.sub.into_owned()),
            false => Err(TokenError::Expired),
        }
    }

    /// A picture with the token that opens it.
    pub fn icon(&self, picture: &str) -> Icon {
        Icon { uid: picture.to_owned(), jwt: self.sign(Audience::ImageFile, picture) }
    }

    /// Signs with a new key from now on; tokens of the former one stay good until they expire.
    ///
    /// # Errors
    /// Where the new key cannot be written; then everything is as before.
    pub fn rotate(&self) -> io::Result<()> {
        self.ring.rotate(now(), TOKEN_SECONDS as u64 * 1_000)?;
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = ready(&self.ring);
        Ok(())
    }
}

fn ready(ring: &KeyRing) -> Vec<Key> {
    let key = |key: crate::store::key_ring::TokenKey| Key {
        header: Header { kid: Some(key.name.clone()), ..Header::new(Algorithm::HS256) },
        name: key.name,
        signs: EncodingKey::from_secret(&key.bytes),
        verifies: DecodingKey::from_secret(&key.bytes),
        retired: key.retired,
    };
    ring.keys().into_iter().map(key).collect()
}

fn now() -> WallTime {
    WallTime(chrono::Utc::now().timestamp_millis())
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::{Value, json};

    use super::*;
    use crate::store::lock::DataFolder;

    const PROMPT: Audience = Audience::Prompt(Dialect::InteractivePrompt);

    fn tokens() -> (Tokens, tempfile::TempDir) {
        let folder = tempfile::tempdir().expect("a folder");
        let ring = DataFolder::open(folder.path()).and_then(|folder| folder.key_ring()).expect("keys");
        (Tokens::new(Arc::new(ring)), folder)
    }

    fn part(token: &str, number: usize) -> Value {
        let part = token.split('.').nth(number).expect("a part");
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64")).expect("JSON")
    }

    /// The token with another header and other claims, and the signature that it had.
    fn forged(header: &Value, claims: &Value, signature: &str) -> String {
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.{signature}", encode(header), encode(claims))
    }

    #[test]
    fn a_token_says_what_the_documents_say_and_opens_its_one_thing() {
        let (tokens, _folder) = tokens();
        let token = tokens.sign_at(PROMPT, "oseh_ip_1", WallTime(1_700_000_000_999));
        let claims = part(&token, 1);
        assert_eq!(
            claims,
            json!({"sub": "oseh_ip_1", "iss": "oseh", "aud": "oseh-interactive-prompt",
                "iat": 1_700_000_000, "exp": 1_700_001_800})
        );
        assert_eq!(part(&token, 0)["alg"], "HS256");
        let token = tokens.sign(PROMPT, "oseh_ip_1");
        assert_eq!(tokens.check(PROMPT, "oseh_ip_1", &token), Ok(()));
        assert_eq!(tokens.check(PROMPT, "oseh_ip_2", &token), Err(TokenError::OtherSubject));
        for other in [Audience::Prompt(Dialect::Journey), Audience::ImageFile] {
            assert_eq!(tokens.check(other, "oseh_ip_1", &token), Err(TokenError::Invalid), "{other:?}");
        }
    }

    #[test]
    fn a_token_is_over_after_half_an_hour() {
        let (tokens, _folder) = tokens();
        let start = WallTime(1_700_000_000_000);
        let token = tokens.sign_at(PROMPT, "a", start);
        assert_eq!(tokens.subject_at(PROMPT, &token, start.plus(1_799_999)), Ok("a".to_owned()));
        assert_eq!(tokens.subject_at(PROMPT, &token, start.plus(1_800_000)), Err(TokenError::Expired));
    }

    #[test]
    fn a_token_opens_nothing_before_its_time() {
        let (tokens, _folder) = tokens();
        let now = WallTime(1_700_000_000_000);
        let with = |nbf: Option<i64>| {
            let keys = tokens.keys.read().expect("keys");
            let claims = Claims {
                sub: "a".into(),
                iss: ISSUER.into(),
                aud: Audiences::One(PROMPT.word().into()),
                iat: 1_700_000_000,
                exp: i64::MAX,
                nbf,
            };
            jsonwebtoken::encode(&keys[0].header, &claims, &keys[0].signs).expect("a token")
        };
        for (nbf, expected) in [
            (None, Ok("a".to_owned())),
            (Some(1_700_000_000), Ok("a".to_owned())),
            (Some(1_700_000_001), Err(TokenError::Invalid)),
        ] {
            assert_eq!(tokens.subject_at(PROMPT, &with(nbf), now), expected, "{nbf:?}");
        }
    }

    #[test]
    fn nothing_but_our_own_signature_counts() {
        let (tokens, _folder) = tokens();
        let (other, _other_folder) = self::tokens();
        let token = tokens.sign(PROMPT, "a");
        let (header, claims) = (part(&token, 0), part(&token, 1));
        let signature = token.rsplit('.').next().expect("a signature").to_owned();
        let with = |key: &str, value: Value| {
            let mut header = header.clone();
            header[key] = value;
            header
        };
        let mut greedy = claims.clone();
        greedy["exp"] = json!(99_999_999_999i64);
        for (what, token) in [
            ("no algorithm", forged(&with("alg", json!("none")), &claims, "")),
            ("no algorithm, signed", forged(&with("alg", json!("none")), &claims, &signature)),
            ("another hash", forged(&with("alg", json!("HS512")), &claims, &signature)),
            ("another kind", forged(&with("alg", json!("RS256")), &claims, &signature)),
            ("longer life", forged(&header, &greedy, &signature)),
            ("an unknown key", forged(&with("kid", json!("nobody")), &claims, &signature)),
            ("no key", forged(&json!({"alg": "HS256"}), &claims, &signature)),
            ("another server", other.sign(PROMPT, "a")),
            ("no signature", token.trim_end_matches(&signature).to_owned()),
            ("half", token[..token.len() / 2].to_owned()),
            ("nothing", String::new()),
            ("dots", "..".to_owned()),
            ("long", format!("{token}{}", "a".repeat(TOKEN_BYTES_MAX))),
        ] {
            assert_eq!(tokens.check(PROMPT, "a", &token), Err(TokenError::Invalid), "{what}");
        }
    }

    #[test]
    fn a_new_key_signs_and_the_former_ones_tokens_stay_good() {
        let (tokens, folder) = tokens();
        let before = tokens.sign(PROMPT, "a");
        tokens.rotate().expect("written");
        let after = tokens.sign(PROMPT, "a");
        assert_ne!(part(&before, 0)["kid"], part(&after, 0)["kid"]);
        let ring = DataFolder::open(folder.path()).and_then(|folder| folder.key_ring()).expect("keys");
        for tokens in [&tokens, &Tokens::new(Arc::new(ring))] {
            assert_eq!(tokens.check(PROMPT, "a", &before), Ok(()));
            assert_eq!(tokens.check(PROMPT, "a", &after), Ok(()));
        }
        let later = now().plus(1_801_000);
        let long = tokens.sign_at(PROMPT, "a", later);
        assert_eq!(tokens.subject_at(PROMPT, &long, later), Ok("a".to_owned()));
        assert_eq!(tokens.subject_at(PROMPT, &before, later), Err(TokenError::Expired));
    }
}
