//! The administrator: who makes prompts, channels and agents.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use subtle::ConstantTimeEq as _;

use super::Shared;
use super::bearer::Bearer;
use super::problem::{Problem, resource};

/// Adds the routes.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/v1/keys/rotate", "POST").route(web::post().to(rotate)));
}

/// The request's bearer is the administrator. Taken as a handler's argument it refuses everybody else.
#[derive(Debug, Clone, Copy)]
pub struct Administrator(());

impl FromRequest for Administrator {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let Some(shared) = request.app_data::<Data<Shared>>() else {
            return ready(Err(Problem::unavailable("The server is not ready.")));
        };
        let bearer = Bearer::from_request(request, payload).into_inner();
        ready(admit(shared, request, bearer.ok()))
    }
}

fn admit(shared: &Shared, request: &HttpRequest, bearer: Option<Bearer>) -> Result<Administrator, Problem> {
    let Some(Bearer(token)) = bearer else {
        return Err(Problem::new(
            401,
            "UNAUTHORIZED",
            "This call needs the header Authorization: Bearer with the administrator's token.",
        ));
    };
    let lookup = shared.lookup(request)?;
    // Hashes have one length, so the comparison tells nothing about the token's.
    let hash = |text: &str| *blake3::hash(text.as_bytes()).as_bytes();
    if hash(token.expose()).ct_eq(&hash(shared.admin.expose())).into() {
        return Ok(Administrator(()));
    }
    lookup.failed();
    Err(Problem::new(401, "UNAUTHORIZED", "This is not the administrator's token."))
}

/// Signs tokens with a new key from now on. Those that were signed before stay good until they expire.
#[utoipa::path(post, path = "/api/v1/keys/rotate", tag = "administration", security(("administrator" = [])), responses(
    (status = 204, description = "A new key signs."),
    (status = 401, description = "Not the administrator.", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "Too many wrong tokens from this address.", body = Problem,
        content_type = "application/problem+json"),
    (status = 503, description = "The key cannot be written.", body = Problem,
        content_type = "application/problem+json"),
))]
pub async fn rotate(_: Administrator, shared: Data<Shared>) -> Result<HttpResponse, Problem> {
    let tokens = std::sync::Arc::clone(&shared.tokens);
    let rotated = web::block(move || tokens.rotate()).await.map_err(|error| error.to_string());
    match rotated.and_then(|rotated| rotated.map_err(|error| error.to_string())) {
        Ok(()) => {
            log::info!("Tokens are signed with a new key.");
            Ok(HttpResponse::NoContent().finish())
        }
        Err(error) => {
            log::error!("A new key for tokens cannot be written: {error}");
            Err(Problem::unavailable("The new key cannot be written."))
        }
    }
}
