//! Whether the server lives, whether it serves, and its figures.

use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpResponse, http::header};

use super::Shared;
use super::problem::{Problem, resource};
use crate::engine::SessionStatus;
use crate::http::kinds::Kinds;
use crate::store::asked;

/// Adds the routes.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/healthz", "GET, HEAD").route(web::get().to(healthz)).route(web::head().to(healthz)))
        .service(resource("/readyz", "GET, HEAD").route(web::get().to(readyz)).route(web::head().to(readyz)))
        .service(resource("/metrics", "GET").route(web::get().to(metrics)));
}

/// Alive: the process answers.
#[utoipa::path(get, path = "/healthz", tag = "operation", responses((status = 200, description = "Alive.", body = String)))]
pub async fn healthz() -> HttpResponse {
    text("alive\n")
}

/// Ready: it takes new work and the storage can be written.
#[utoipa::path(get, path = "/readyz", tag = "operation", responses(
    (status = 200, description = "Ready.", body = String),
    (status = 503, description = "Stopping, or the storage cannot be written.", body = Problem,
        content_type = "application/problem+json"),
))]
pub async fn readyz(shared: Data<Shared>) -> Result<HttpResponse, Problem> {
    if shared.is_stopping() {
        return Err(Problem::unavailable("The server is stopping."));
    }
    match shared.store.writable() {
        Ok(()) => Ok(text("ready\n")),
        Err(reason) => Err(Problem::unavailable(format!("The storage cannot be written: {reason}"))),
    }
}

/// The server's figures as Prometheus reads them.
#[utoipa::path(get, path = "/metrics", tag = "operation",
    responses((status = 200, description = "Prometheus text.", body = String)))]
pub async fn metrics(shared: Data<Shared>) -> HttpResponse {
    count_sessions(&shared).await;
    let figures = shared.metrics.as_ref().map(|handle| {
        handle.run_upkeep();
        handle.render()
    });
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(figures.unwrap_or_default())
}

fn text(body: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(body)
}

/// Sets the gauges of stored sessions; they stay as they were where the store cannot be asked.
async fn count_sessions(shared: &Shared) {
    let Ok(rows) = asked(|done| shared.store.census(done)).await else { return };
    for (status, word) in
        [(SessionStatus::Waiting, "waiting"), (SessionStatus::Active, "active"), (SessionStatus::Ended, "ended")]
    {
        for kind in Kinds::NAMES {
            let found = rows.iter().filter(|(of, found, _)| of == kind && *found == status);
            let count: u64 = found.map(|(_, _, count)| count).sum();
            metrics::gauge!("soiree_sessions", "kind" => kind, "status" => word).set(count as f64);
        }
    }
}
