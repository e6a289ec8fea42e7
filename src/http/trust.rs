//! What people prove themselves by: keys, the administrator's token, signed tokens, users.

use std::sync::Arc;

use super::tokens::Tokens;
use super::users::Users;
use crate::config::Serve;
use crate::engine::{Secret, SecretKey};
use crate::room::Foundings;
use crate::store::SqliteStore;

/// All of it, as the data folder and the settings have it.
#[derive(Clone)]
pub struct Trust {
    /// The key under which secrets are hashed.
    pub key: SecretKey,
    /// The administrator's token.
    pub admin: Secret,
    pub tokens: Arc<Tokens>,
    pub users: Arc<Users>,
    /// New users by address.
    pub newcomers: Arc<Foundings>,
}

impl Trust {
    /// A token that the operator has set counts instead of the folder's.
    pub fn of(store: &Arc<SqliteStore>, settings: &Serve) -> Trust {
        let key = store.secret_key().clone();
        let admin = Serve::admin_token_from_env().unwrap_or_else(|| store.admin_token().token.clone());
        let tokens = Arc::new(Tokens::new(Arc::clone(store.key_ring())));
        let users = Arc::new(Users::new(store.clone(), key.clone()));
        let per_hour = settings.address_limits.is_on().then_some(settings.limits.users_per_address_hour);
        Trust { key, admin, tokens, users, newcomers: Arc::new(Foundings::new(per_hour)) }
    }
}
