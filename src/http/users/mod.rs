//! Users: guests with a name and a picture, who prove themselves with a token. Kept while they are of use.
//!
//! [`Users::user_of`] is what every call with a user's bearer begins with.

mod calls;
mod images;
pub mod look;
pub mod picture;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::engine::{KeyedHash, Secret, SecretKey, WallTime};
use crate::limits::{USER_TOUCHED_EVERY_MS, USERS_CACHED_MAX};
use crate::store::records::{Change, Name, Record, Records};
use crate::store::{StoreError, asked};
use picture::Picture;

pub use calls::{NewUser, UserMade, UserSeen};
pub use images::{Playlist, PlaylistItem};

pub(super) use calls::{__path_create, __path_delete, __path_me, create, delete, me};
pub(super) use images::{__path_file, __path_playlist, file, playlist};

use actix_web::web::{self, ServiceConfig};

use super::problem::resource;

/// Users in the store.
const USER: &str = "user";
/// Pictures in the store.
const PICTURE: &str = "picture";
/// What hashes of users' tokens are kept apart by.
const TOKEN_DOMAIN: &str = "user-token";

/// Adds the routes.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/v1/users", "POST").route(web::post().to(create)))
        .service(resource("/v1/users/me", "GET, DELETE").route(web::get().to(me)).route(web::delete().to(delete)))
        .service(resource("/1/image_files/playlist/{uid}", "GET").route(web::get().to(playlist)))
        .service(resource("/1/image_files/image/{uid}/{file}", "GET").route(web::get().to(file)));
}

/// A user as others see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Their id: `oseh_u_` and 22 characters.
    pub sub: Box<str>,
    pub name: Box<str>,
    /// The uid of their picture.
    pub picture: Box<str>,
}

/// A user as the store has them.
#[derive(Serialize, Deserialize)]
struct Kept {
    name: String,
    picture: String,
}

/// All users.
pub struct Users {
    records: Arc<dyn Records>,
    key: SecretKey,
    cache: Mutex<Cache>,
}

/// Users who were of use lately: two generations, of which the older one goes when the younger one is full.
#[derive(Default)]
struct Cache {
    young: HashMap<KeyedHash, Known>,
    old: HashMap<KeyedHash, Known>,
    /// How many were forgotten: who was read from the store meanwhile may have been one of them.
    forgotten: u64,
}

#[derive(Clone)]
struct Known {
    user: Arc<User>,
    touched: WallTime,
}

impl Cache {
    fn get(&mut self, key: &KeyedHash) -> Option<&mut Known> {
        if let Some(known) = self.old.remove(key) {
            self.put(*key, known);
        }
        self.young.get_mut(key)
    }

    fn put(&mut self, key: KeyedHash, known: Known) {
        if self.young.len() >= USERS_CACHED_MAX / 2 {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, known);
    }

    fn forget(&mut self, key: &KeyedHash) {
        self.forgotten += 1;
        self.young.remove(key);
        self.old.remove(key);
    }
}

impl Users {
    /// Those in the store, under hashes by this key.
    pub fn new(records: Arc<dyn Records>, key: SecretKey) -> Self {
        Users { records, key, cache: Mutex::default() }
    }

    /// Who proves themselves with this bearer; `None`: nobody.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn user_of(&self, bearer: &Secret) -> Result<Option<Arc<User>>, StoreError> {
        let key = self.key.hash(TOKEN_DOMAIN, bearer.expose());
        let now = now();
        if let Some(user) = self.cached(&key, now) {
            return Ok(Some(user));
        }
        let forgotten = self.cache().forgotten;
        let found = asked(|done| self.records.find(USER, Name::Key(key), done)).await?;
        let Some(record) = found else { return Ok(None) };
        let kept: Kept = serde_json::from_slice(&record.body)
            .map_err(|error| StoreError::Damaged(format!("the user {}: {error}", record.id)))?;
        let user = Arc::new(User { sub: record.id.into(), name: kept.name.into(), picture: kept.picture.into() });
        let mut cache = self.cache();
        if cache.forgotten == forgotten {
            cache.put(key, Known { user: Arc::clone(&user), touched: record.touched });
        }
        drop(cache);
        Ok(self.cached(&key, now).or(Some(user)))
    }

    /// A user of the cache, who is noted as of use once in a while.
    fn cached(&self, key: &KeyedHash, now: WallTime) -> Option<Arc<User>> {
        let mut cache = self.cache();
        let known = cache.get(key)?;
        let user = Arc::clone(&known.user);
        if known.touched.plus(USER_TOUCHED_EVERY_MS) <= now {
            known.touched = now;
            drop(cache);
            let touch = |kind, id: &str| Change::Touch { kind, id: id.to_owned(), at: now };
            let changes = vec![touch(USER, &user.sub), touch(PICTURE, &user.picture)];
            self.records.change(
                changes,
                Box::new(|result| {
                    // The next day brings another try.
                    if let Err(error) = result {
                        log::debug!("A user cannot be noted as of use: {error}");
                    }
                }),
            );
        }
        Some(user)
    }

    /// Keeps a new user; answers, once that is durable, with them and their token.
    ///
    /// # Errors
    /// Where it cannot be stored.
    pub async fn create(&self, name: String, picture: Picture) -> Result<(Arc<User>, Secret), StoreError> {
        let (sub, uid, token) = (new_uid("oseh_u_"), new_uid("oseh_if_"), Secret::new(new_uid("oseh_ut_")));
        let key = self.key.hash(TOKEN_DOMAIN, token.expose());
        let touched = now();
        let body = serde_json::to_vec(&Kept { name: name.clone(), picture: uid.clone() }).unwrap_or_default();
        let user = Record { kind: USER, id: sub.clone(), key: Some(key), touched, passing: true, body };
        let body = picture.into_body();
        let picture = Record { kind: PICTURE, id: uid.clone(), key: None, touched, passing: true, body };
        self.change(vec![Change::Put(user), Change::Put(picture)]).await?;
        let user = Arc::new(User { sub: sub.into(), name: name.into(), picture: uid.into() });
        self.cache().put(key, Known { user: Arc::clone(&user), touched });
        Ok((user, token))
    }

    /// Forgets whoever proves themselves with this bearer, and their picture; durable when it returns.
    ///
    /// # Errors
    /// Where it cannot be stored.
    pub async fn delete(&self, bearer: &Secret) -> Result<bool, StoreError> {
        let Some(user) = self.user_of(bearer).await? else { return Ok(false) };
        let remove = |kind, id: &str| Change::Remove { kind, id: id.to_owned() };
        self.change(vec![remove(USER, &user.sub), remove(PICTURE, &user.picture)]).await?;
        self.cache().forget(&self.key.hash(TOKEN_DOMAIN, bearer.expose()));
        Ok(true)
    }

    /// A picture by its uid.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn picture(&self, uid: &str) -> Result<Option<Picture>, StoreError> {
        let found = asked(|done| self.records.find(PICTURE, Name::Id(uid.to_owned()), done)).await?;
        let Some(record) = found else { return Ok(None) };
        Picture::from_body(record.body)
            .map(Some)
            .ok_or_else(|| StoreError::Damaged(format!("the picture {}", record.id)))
    }

    async fn change(&self, changes: Vec<Change>) -> Result<(), StoreError> {
        asked(|done| self.records.change(changes, done)).await
    }

    fn cache(&self) -> std::sync::MutexGuard<'_, Cache> {
        // A panic while the map was locked leaves a map that is still whole.
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn now() -> WallTime {
    WallTime(chrono::Utc::now().timestamp_millis())
}

/// A word and 128 random bits.
fn new_uid(word: &str) -> String {
    use base64::Engine as _;
    let bytes: [u8; 16] = rand::random();
    format!("{word}{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
}
