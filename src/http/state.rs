//! What handlers share.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::HttpRequest;
use metrics_exporter_prometheus::PrometheusHandle;

use super::kinds::Kinds;
use super::problem::Problem;
use super::prompts::admission::Admission;
use super::prompts::directory::Directory;
use super::throttle::Failures;
use super::tokens::Tokens;
use super::trust::Trust;
use super::users::Users;
use crate::config::Serve;
use crate::connectors::music::Songs;
use crate::engine::{Secret, SecretKey};
use crate::net::address::{AddressKey, Client};
use crate::room::Foundings;
use crate::store::SharedStore;

/// Everything that handlers need, shared by all workers.
pub struct Shared {
    pub settings: Serve,
    pub store: SharedStore,
    /// The rooms of all kinds.
    pub kinds: Kinds,
    /// The catalogue of songs.
    pub songs: Arc<Songs>,
    /// The key under which secrets are hashed.
    pub key: SecretKey,
    /// The administrator's token.
    pub admin: Secret,
    /// Makes and checks signed tokens.
    pub tokens: Arc<Tokens>,
    /// Guests with a name and a picture.
    pub users: Arc<Users>,
    /// New users by address.
    pub newcomers: Arc<Foundings>,
    /// Sessions of prompts by user and by address.
    pub admission: Admission,
    /// Which prompts there are.
    pub directory: Directory,
    /// New sessions by address.
    pub foundings: Arc<Foundings>,
    /// Failed look-ups of codes and keys.
    pub failures: Failures,
    /// The metrics; `None` in tests, which share one process.
    pub metrics: Option<PrometheusHandle>,
    stopping: AtomicBool,
}

impl Shared {
    /// The state of a server that serves.
    pub fn new(
        settings: Serve,
        trust: Trust,
        store: SharedStore,
        kinds: Kinds,
        songs: Arc<Songs>,
        foundings: Arc<Foundings>,
        metrics: Option<PrometheusHandle>,
    ) -> Self {
        let limits = &settings.limits;
        let failures = Failures::new(
            settings.address_limits.is_on(),
            limits.failed_lookups_per_address_minute,
            limits.failed_lookups_per_minute,
        );
        let per_address = settings.address_limits.is_on().then_some(limits.prompt_sessions_per_address_hour);
        let admission = Admission::new(limits.prompt_sessions_per_user_hour, per_address);
        let Trust { key, admin, tokens, users, newcomers } = trust;
        let stopping = AtomicBool::new(false);
        Shared {
            settings,
            store,
            kinds,
            songs,
            key,
            admin,
            tokens,
            users,
            newcomers,
            admission,
            directory: Directory::default(),
            foundings,
            failures,
            metrics,
            stopping,
        }
    }

    /// From now on the server says that it is not ready.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Whether the server is about to end.
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// Whether the request's peer is a proxy whose headers are believed.
    pub fn behind_proxy(&self, request: &HttpRequest) -> bool {
        self.client(request).behind_proxy
    }

    /// The client's address; behind a trusted proxy, what that says.
    pub fn address(&self, request: &HttpRequest) -> IpAddr {
        self.client(request).address
    }

    fn client(&self, request: &HttpRequest) -> Client {
        Client::of(request.peer_addr(), request.headers(), &self.settings.trusted_proxies)
    }

    /// Begins a look-up of a code or key that may turn out to be a guess.
    ///
    /// # Errors
    /// 429 where the address has guessed too often.
    pub fn lookup(&self, request: &HttpRequest) -> Result<Lookup<'_>, Problem> {
        self.lookup_or_wait(request).map_err(|wait| Problem::too_many(TOO_MANY_LOOKUPS, wait))
    }

    /// The same for an API with errors of another form.
    ///
    /// # Errors
    /// The seconds to wait where the address has guessed too often.
    pub fn lookup_or_wait(&self, request: &HttpRequest) -> Result<Lookup<'_>, u64> {
        let address = AddressKey::of(self.address(request));
        self.failures.admit(address).map(|()| Lookup { failures: &self.failures, address })
    }

    /// The answer to a key that nobody has, of those that are too long to be guessed: `problem`, or to wait where the
    /// address has failed too often. Asked only once the key is known to be wrong, so that whoever has a right one
    /// never waits for others at the same address.
    pub fn unknown_key(&self, request: &HttpRequest, problem: Problem) -> Problem {
        match self.lookup(request) {
            Ok(lookup) => {
                lookup.failed();
                problem
            }
            Err(wait) => wait,
        }
    }
}

/// What an address is told that has guessed too often.
pub const TOO_MANY_LOOKUPS: &str = "Too many failed look-ups from this address; wait a minute.";

/// A look-up under way.
pub struct Lookup<'a> {
    failures: &'a Failures,
    address: AddressKey,
}

impl Lookup<'_> {
    /// Nothing was found: counted against the address.
    pub fn failed(&self) {
        self.failures.failed(self.address);
    }
}
