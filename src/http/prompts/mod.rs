//! Interactive prompts and journeys over HTTP: what happens in them, their history and sums, and the
//! administrator's calls.
//!
//! `/api/1` is the protocol of existing clients, with errors `{type, message}`; `/api/v1` is ours.

pub mod about;
pub mod administration;
pub mod admission;
mod asking;
pub mod directory;
mod events;
mod history;
pub mod house;
pub mod interactive_prompts;
pub mod journeys;
pub mod live;
mod media;
pub mod recordings;
pub mod refused;
pub mod start;
mod stats;

use actix_web::web::{self, ServiceConfig};

use super::problem::resource;

/// The calls of one dialect.
macro_rules! dialect_routes {
    ($cfg:expr, $calls:ident) => {{
        let at = |path: &str, allow| resource(&format!(concat!("/1/", stringify!($calls), "/{}"), path), allow);
        $cfg.service(at("events/search", "POST").route(web::post().to($calls::search)))
            .service(at("events/stats", "GET").route(web::get().to($calls::stats)))
            .service(at("profile_pictures", "POST").route(web::post().to($calls::faces)))
            .service(at("events/{event:.+}", "POST").route(web::post().to($calls::post)));
    }};
}

/// Adds the routes.
pub fn routes(cfg: &mut ServiceConfig) {
    dialect_routes!(cfg, interactive_prompts);
    dialect_routes!(cfg, journeys);
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
