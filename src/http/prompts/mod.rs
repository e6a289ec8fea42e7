//! Interactive prompts and journeys over HTTP: what happens in them, their history and sums, and the
//! administrator's calls.
//!
//! `/api/1` is the protocol of existing clients, with errors `{type, message}`; `/api/v1` is ours.

pub mod about;
pub mod administration;
mod asking;
pub mod directory;
mod events;
mod history;
pub mod live;
pub mod recordings;
mod refused;
mod start;
mod stats;

use actix_web::HttpRequest;
use actix_web::web::{self, Data, Payload, ServiceConfig};

use super::Shared;
use super::problem::resource;
use crate::prompt::Dialect;
use crate::prompt::wire::EventType;

/// Adds the routes.
pub fn routes(cfg: &mut ServiceConfig) {
    Dialect::ALL.into_iter().for_each(|dialect| dialect_routes(cfg, dialect));
    cfg.service(resource("/1/interactive_prompts/start_public", "POST").route(web::post().to(start::public)))
        .service(resource("/1/journeys/start_interactive_prompt", "POST").route(web::post().to(start::journey)))
        .service(resource("/1/journeys/dev_show/{uid}", "GET").route(web::get().to(start::dev_show)))
        .service(
            resource("/1/journeys/dev_start_session/{uid}", "POST").route(web::post().to(start::dev_start_session)),
        )
        .service(
            resource("/v1/prompts", "GET, POST")
                .route(web::get().to(administration::list))
                .route(web::post().to(administration::create)),
        )
        .service(
            resource("/v1/prompts/{uid}", "GET, DELETE")
                .route(web::get().to(administration::show))
                .route(web::delete().to(administration::delete)),
        )
        .service(resource("/v1/prompts/{uid}/about", "GET").route(web::get().to(about::about)))
        .service(
            resource("/v1/prompts/{uid}/recording", "GET, HEAD")
                .route(web::get().to(recordings::play))
                .route(web::head().to(recordings::play)),
        )
        .service(resource("/v1/recordings", "POST").route(web::post().to(recordings::take)));
}

/// What both dialects have under their own prefix.
fn dialect_routes(cfg: &mut ServiceConfig, dialect: Dialect) {
    let prefix = dialect.prefix();
    for event_type in EventType::ALL {
        let path = format!("{prefix}/events/{}", event_type.path());
        let post = move |request: HttpRequest, shared: Data<Shared>, payload: Payload| {
            events::post(dialect, event_type, request, shared, payload)
        };
        cfg.service(resource(&path, "POST").route(web::post().to(post)));
    }
    let search = move |request: HttpRequest, shared: Data<Shared>, payload: Payload| {
        history::search(dialect, request, shared, payload)
    };
    let stats = move |request: HttpRequest, shared: Data<Shared>| stats::stats(dialect, request, shared);
    let faces = move |shared: Data<Shared>, payload: Payload| stats::faces(dialect, shared, payload);
    cfg.service(resource(&format!("{prefix}/events/search"), "POST").route(web::post().to(search)))
        .service(resource(&format!("{prefix}/events/stats"), "GET").route(web::get().to(stats)))
        .service(resource(&format!("{prefix}/profile_pictures"), "POST").route(web::post().to(faces)));
}
