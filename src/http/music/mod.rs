//! Music over HTTP: rooms and their guests, the catalogue of songs, their sound and their covers.

pub mod cover;
pub mod entrance;
pub mod guests;
pub mod listeners;
pub mod rooms;
pub mod songs;
pub mod stream;

use actix_web::web::{self, ServiceConfig};

use super::problem::resource;

/// Adds the routes.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/v1/music/rooms", "POST").route(web::post().to(rooms::create)))
        .service(
            resource("/v1/music/rooms/{room}", "GET, DELETE")
                .route(web::get().to(rooms::info))
                .route(web::delete().to(rooms::delete)),
        )
        .service(resource("/v1/music/rooms/{room}/guests", "POST").route(web::post().to(guests::join)))
        .service(resource("/v1/music/songs", "GET").route(web::get().to(songs::list)))
        .service(resource("/v1/music/catalogue", "GET").route(web::get().to(songs::catalogue)))
        .service(
            resource("/v1/music/songs/{song_id}/stream", "GET, HEAD")
                .route(web::get().to(stream::stream))
                .route(web::head().to(stream::stream)),
        )
        .service(
            resource("/v1/music/songs/{song_id}/cover", "GET, HEAD")
                .route(web::get().to(cover::cover))
                .route(web::head().to(cover::cover)),
        );
}
