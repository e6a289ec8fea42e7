//! A guest becomes a user, looks at themselves, and goes.

use actix_web::http::header;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use super::picture::Picture;
use crate::engine::reading::Fields;
use crate::http::Shared;
use crate::http::bearer::Bearer;
use crate::http::body::json_object;
use crate::http::problem::Problem;
use crate::limits::{PICTURE_BYTES_MAX, USER_NAME_CHARS_MAX};
use crate::prompt::wire::Icon;
use crate::store::StoreError;

/// Bytes of a body: the picture in base64, the name, and what JSON puts around them.
const BODY_BYTES_MAX: usize = PICTURE_BYTES_MAX / 3 * 4 + 4 * 1024;

/// A new user.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct NewUser {
    /// 1–60 characters; names need not be different.
    pub name: String,
    /// A JPEG, PNG or WebP picture in base64, at most 192 KiB; perhaps as a `data:` URL. Absent: one is drawn.
    pub picture: Option<String>,
}

/// A user who was made.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct UserMade {
    pub user_sub: String,
    /// The user's bearer; shown this once.
    pub token: String,
}

/// A user as they see themselves.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct UserSeen {
    pub user_sub: String,
    pub name: String,
    pub picture: Icon,
}

/// Makes a guest a user.
#[utoipa::path(post, path = "/api/v1/users", tag = "users", request_body = NewUser, responses(
    (status = 201, description = "Made.", body = UserMade),
    (status = 400, description = "Not JSON.", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "Too large.", body = Problem, content_type = "application/problem+json"),
    (status = 415, description = "Not application/json.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is wrong; it is named.", body = Problem,
        content_type = "application/problem+json"),
    (status = 429, description = "Too many new users from this address.", body = Problem,
        content_type = "application/problem+json"),
    (status = 503, description = "Stopping, or the storage cannot be written.", body = Problem,
        content_type = "application/problem+json"),
))]
pub async fn create(request: HttpRequest, shared: Data<Shared>, payload: Payload) -> Result<HttpResponse, Problem> {
    let body = json_object(&request, payload, BODY_BYTES_MAX).await?;
    let fields = Fields::root(&body);
    let name = fields.text("name", 1, USER_NAME_CHARS_MAX)?;
    let picture = match fields.get("picture") {
        None => Picture::Drawn { name: name.clone() },
        Some(_) => uploaded(fields)?,
    };
    if shared.is_stopping() {
        return Err(Problem::unavailable("The server is stopping."));
    }
    shared
        .newcomers
        .admit(shared.address(&request))
        .map_err(|wait| Problem::too_many("Too many new users from this address; wait a while.", wait))?;
    let (user, token) = shared.users.create(name, picture).await.map_err(trouble)?;
    let made = UserMade { user_sub: user.sub.to_string(), token: token.expose().to_owned() };
    Ok(HttpResponse::Created().insert_header((header::CACHE_CONTROL, "no-store")).json(made))
}

fn uploaded(fields: Fields<'_>) -> Result<Picture, Problem> {
    let text = fields.string("picture")?;
    let encoded = match text.strip_prefix("data:") {
        Some(url) => url.split_once(";base64,").map_or("", |(_, encoded)| encoded),
        None => text,
    };
    let picture = STANDARD.decode(encoded).map_err(|_| "a JPEG, PNG or WebP picture in base64");
    Ok(picture.and_then(Picture::uploaded).map_err(|expected| fields.refuse("picture", expected))?)
}

/// The user whose bearer this is.
#[utoipa::path(get, path = "/api/v1/users/me", tag = "users", security(("user" = [])), responses(
    (status = 200, body = UserSeen),
    (status = 401, description = "No user has this token.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn me(shared: Data<Shared>, bearer: Bearer) -> Result<HttpResponse, Problem> {
    let user = shared.users.user_of(&bearer.0).await.map_err(trouble)?.ok_or_else(nobody)?;
    let picture = shared.tokens.icon(&user.picture);
    let seen = UserSeen { user_sub: user.sub.to_string(), name: user.name.to_string(), picture };
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(seen))
}

/// Forgets the user and their picture. What they have done in prompts stays there, under their id and the name with
/// which they joined.
#[utoipa::path(delete, path = "/api/v1/users/me", tag = "users", security(("user" = [])), responses(
    (status = 204, description = "Gone."),
    (status = 401, description = "No user has this token.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn delete(shared: Data<Shared>, bearer: Bearer) -> Result<HttpResponse, Problem> {
    match shared.users.delete(&bearer.0).await.map_err(trouble)? {
        true => Ok(HttpResponse::NoContent().finish()),
        false => Err(nobody()),
    }
}

fn nobody() -> Problem {
    Problem::new(401, "UNAUTHORIZED", "No user has this token.")
}

fn trouble(error: StoreError) -> Problem {
    match error {
        StoreError::Damaged(detail) => {
            log::error!("A record cannot be read: {detail}");
            Problem::new(500, "INTERNAL", "The user's record cannot be read.")
        }
        error => Problem::unavailable(error.to_string()),
    }
}
