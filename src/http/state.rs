//! What handlers share.

use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::HttpRequest;
use metrics_exporter_prometheus::PrometheusHandle;

use super::throttle::Failures;
use crate::config::Serve;
use crate::net::address::{AddressKey, client_address};
use crate::store::SharedStore;

/// Everything that handlers need, shared by all workers.
pub struct Shared {
    pub settings: Serve,
    pub store: SharedStore,
    /// Failed look-ups of codes and keys.
    pub failures: Failures,
    /// The metrics; `None` in tests, which share one process.
    pub metrics: Option<PrometheusHandle>,
    stopping: AtomicBool,
}

impl Shared {
    /// The state of a server that serves.
    pub fn new(settings: Serve, store: SharedStore, metrics: Option<PrometheusHandle>) -> Self {
        let failures = Failures::new(settings.address_limits.is_on());
        Shared { settings, store, failures, metrics, stopping: AtomicBool::new(false) }
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
        let peer = request.peer_addr().map(|peer| peer.ip().to_canonical());
        peer.is_some_and(|peer| self.settings.trusted_proxies.iter().any(|proxy| proxy.to_canonical() == peer))
    }

    /// What the request's client is counted under.
    pub fn address(&self, request: &HttpRequest) -> AddressKey {
        let peer = request.peer_addr().map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.ip());
        let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
        AddressKey::of(client_address(peer, forwarded, &self.settings.trusted_proxies))
    }
}
