//! `/api/openapi.json`: the calls over HTTP, generated from the handlers and their types.

use actix_web::HttpResponse;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{admin, conversations, health, info, music, prompts, quiz, rooms, users};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Soirée",
        description = "A self-hosted server for live evenings. What happens inside a room goes over websockets: \
            see /api/asyncapi.json. Every error is a problem in the form of RFC 9457.",
        license(name = "see the repository")
    ),
    servers((url = "/")),
    paths(
        quiz::sessions::create,
        quiz::sessions::list,
        quiz::sessions::delete,
        quiz::results::json,
        quiz::results::csv,
        quiz::results::xlsx,
        music::rooms::create,
        music::rooms::info,
        music::rooms::delete,
        music::guests::join,
        music::songs::list,
        music::songs::catalogue,
        music::stream::stream,
        music::cover::cover,
        prompts::about::about,
        prompts::interactive_prompts::post,
        prompts::interactive_prompts::search,
        prompts::interactive_prompts::stats,
        prompts::interactive_prompts::faces,
        prompts::journeys::post,
        prompts::journeys::search,
        prompts::journeys::stats,
        prompts::journeys::faces,
        prompts::start::public,
        prompts::start::journey,
        prompts::start::dev_show,
        prompts::start::dev_start_session,
        prompts::administration::create,
        prompts::administration::list,
        prompts::administration::show,
        prompts::administration::delete,
        prompts::recordings::take,
        prompts::recordings::play,
        users::create,
        users::me,
        users::delete,
        users::playlist,
        users::file,
        admin::rotate,
        conversations::channels::create,
        conversations::channels::list,
        conversations::channels::change,
        conversations::channels::revoke,
        conversations::channels::change_key,
        conversations::channels::webhook_secret,
        conversations::agents::create,
        conversations::agents::list,
        conversations::agents::change,
        conversations::agents::revoke,
        conversations::agents::change_token,
        conversations::statistics::show,
        conversations::message::receive,
        conversations::transcript::show,
        conversations::files::rules,
        conversations::files::send,
        conversations::files::fetch,
        info::info,
        info::qr,
        rooms::kind_of,
        health::healthz,
        health::readyz,
        health::metrics,
    ),
    modifiers(&Keys)
)]
struct Document;

/// The ways to prove oneself.
struct Keys;

impl Modify for Keys {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        for (name, description) in [
            ("host", "The host's key."),
            ("user", "A user's token."),
            ("administrator", "The administrator's token."),
            ("prompt", "A prompt's own token."),
        ] {
            let bearer = Http::builder().scheme(HttpAuthScheme::Bearer).description(Some(description)).build();
            components.add_security_scheme(name, SecurityScheme::Http(bearer));
        }
    }
}

/// The document.
pub fn document() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// Answers with the document.
pub async fn openapi() -> HttpResponse {
    HttpResponse::Ok().json(document())
}
