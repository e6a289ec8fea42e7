//! The quiz over HTTP: a host's sessions, their results and exports.

pub mod csv;
pub mod entrance;
pub mod results;
pub mod sessions;
pub mod table;
pub mod xlsx;

use actix_web::web::{self, ServiceConfig};

use super::problem::resource;

/// Adds the routes.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(
        resource("/v1/quiz/sessions", "GET, POST")
            .route(web::get().to(sessions::list))
            .route(web::post().to(sessions::create)),
    )
    .service(resource("/v1/quiz/sessions/{code}", "DELETE").route(web::delete().to(sessions::delete)))
    .service(resource("/v1/quiz/sessions/{code}/results.json", "GET").route(web::get().to(results::json)))
    .service(resource("/v1/quiz/sessions/{code}/results.csv", "GET").route(web::get().to(results::csv)))
    .service(resource("/v1/quiz/sessions/{code}/results.xlsx", "GET").route(web::get().to(results::xlsx)));
}
