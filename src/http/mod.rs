//! Everything over plain HTTP: pages, the API, documents, health, metrics; and the server's start.
//!
//! A route's handler reads its request, asks the rooms or the store, and writes the answer; rules of a
//! game live in its machine. Every refusal below `/api/` is a [`problem::Problem`].

pub mod admin;
pub mod asyncapi;
pub mod base;
pub mod bearer;
pub mod body;
pub mod codes;
pub mod conversations;
pub mod headers;
pub mod health;
mod hs256;
pub mod info;
pub mod intake;
pub mod kinds;
pub mod measure;
pub mod music;
pub mod openapi;
pub mod pages;
pub mod problem;
pub mod prompts;
pub mod quiz;
pub mod rooms;
mod settings;
pub mod start;
pub mod state;
pub mod throttle;
pub mod tokens;
pub mod trust;
pub mod users;

#[cfg(test)]
mod tests;

use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, middleware};

pub use state::Shared;

use problem::{Problem, resource};

/// All routes. The application needs a `web::Data<Shared>`; websockets are taken over before it.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(
        web::scope("")
            .wrap(middleware::from_fn(headers::guard))
            .configure(health::routes)
            .service(web::scope("/api").configure(api).default_service(web::to(unknown_call)))
            .configure(pages::routes)
            .default_service(web::to(pages::not_found)),
    );
}

fn api(cfg: &mut ServiceConfig) {
    cfg.service(resource("/openapi.json", "GET").route(web::get().to(openapi::openapi)))
        .service(resource("/asyncapi.json", "GET").route(web::get().to(asyncapi::asyncapi)))
        .configure(info::routes)
        .configure(rooms::routes)
        .configure(admin::routes)
        .configure(users::routes)
        .configure(quiz::routes)
        .configure(music::routes)
        .configure(prompts::routes)
        .configure(conversations::routes);
}

/// What has no route below `/api/`.
async fn unknown_call(request: HttpRequest) -> Result<HttpResponse, actix_web::Error> {
    let detail = format!("There is no {} {}.", request.method(), request.path());
    match prompts::refused::is_here(&request) {
        true => Err(prompts::refused::Refused::new(404, "not_found", detail).into()),
        false => Err(Problem::new(404, "NOT_FOUND", detail).into()),
    }
}
