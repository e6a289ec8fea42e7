//! Pictures over HTTP, as existing clients ask for them: a playlist of files, then one of the files.

use std::collections::BTreeMap;

use actix_web::http::header;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use super::look;
use super::picture::Picture;
use crate::http::Shared;
use crate::http::base::request_base;
use crate::http::bearer::Bearer;
use crate::http::tokens::{Audience, TokenError};
use crate::prompt::wire::api::ApiError;

/// Sides of drawn pictures as PNG, in pixels.
const SIDES: [u32; 2] = [96, 384];
/// The side that a drawn picture claims as SVG.
const SVG_SIDE: u32 = 384;

/// The token, where it does not come as a bearer.
#[derive(Debug, Deserialize)]
pub struct Opened {
    jwt: Option<String>,
}

/// A picture's files by format.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Playlist {
    pub uid: String,
    /// `svg`, `png`, `jpeg`, `webp`; in each the smallest first.
    pub items: BTreeMap<&'static str, Vec<PlaylistItem>>,
}

/// One file of a picture.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PlaylistItem {
    /// Opens the file for as long as the token in it is good.
    pub url: String,
    pub format: &'static str,
    pub width: u32,
    pub height: u32,
    pub size_bytes: usize,
}

/// The files of a picture. The token comes as `jwt` or as the bearer.
#[utoipa::path(get, path = "/api/1/image_files/playlist/{uid}", tag = "users",
    params(("uid" = String, Path, description = "The icon's uid."), ("jwt" = Option<String>, Query, description = "The icon's jwt.")),
    responses((status = 200, body = Playlist), (status = 401, description = "No token.", body = ApiError),
        (status = 403, description = "The token does not open this picture.", body = ApiError),
        (status = 404, description = "There is no such picture any more.", body = ApiError)))]
pub async fn playlist(
    request: HttpRequest,
    shared: Data<Shared>,
    uid: Path<String>,
    opened: Query<Opened>,
    bearer: Option<Bearer>,
) -> HttpResponse {
    let (picture, jwt) = match open(&shared, &uid, &opened, bearer).await {
        Ok(found) => found,
        Err(refusal) => return refusal,
    };
    let base = request_base(&shared, &request);
    let item = |file: String, format: &'static str, (width, height): (u32, u32), size_bytes: usize| PlaylistItem {
        url: format!("{base}/api/1/image_files/image/{uid}/{file}?jwt={jwt}"),
        format,
        width,
        height,
        size_bytes,
    };
    let mut items: BTreeMap<&'static str, Vec<PlaylistItem>> = BTreeMap::new();
    match &picture {
        Picture::Drawn { name } => {
            let svg = item("picture.svg".into(), "svg", (SVG_SIDE, SVG_SIDE), look::svg(name).len());
            items.insert("svg", vec![svg]);
            let png = |side: u32| {
                let size_bytes = look::png(name, side).map_or(0, |file| file.len());
                item(format!("{side}.png"), "png", (side, side), size_bytes)
            };
            items.insert("png", SIDES.map(png).into());
        }
        Picture::Uploaded { format, width, height, bytes } => {
            let word = format.word();
            items.insert(word, vec![item(format!("picture.{word}"), word, (*width, *height), bytes.len())]);
        }
    }
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(Playlist { uid: uid.into_inner(), items })
}

/// A file of a picture. The token comes as `jwt` or as the bearer.
#[utoipa::path(get, path = "/api/1/image_files/image/{uid}/{file}", tag = "users",
    params(("uid" = String, Path, description = "The icon's uid."), ("file" = String, Path, description = "As the playlist names it."),
        ("jwt" = Option<String>, Query, description = "The icon's jwt.")),
    responses((status = 200, description = "The picture.", content_type = "image/*", body = Vec<u8>),
        (status = 401, description = "No token.", body = ApiError),
        (status = 403, description = "The token does not open this picture.", body = ApiError),
        (status = 404, description = "There is no such file.", body = ApiError)))]
pub async fn file(
    shared: Data<Shared>,
    path: Path<(String, String)>,
    opened: Query<Opened>,
    bearer: Option<Bearer>,
) -> HttpResponse {
    let (uid, file) = path.into_inner();
    let picture = match open(&shared, &uid, &opened, bearer).await {
        Ok((picture, _)) => picture,
        Err(refusal) => return refusal,
    };
    let (stem, ending) = file.split_once('.').unwrap_or((&file, ""));
    let found = match picture {
        Picture::Drawn { name } => match (stem, ending) {
            ("picture", "svg") => Some(("image/svg+xml", look::svg(&name).into_bytes())),
            (side, "png") => {
                let side = SIDES.into_iter().find(|known| known.to_string() == side);
                side.and_then(|side| look::png(&name, side)).map(|file| ("image/png", file))
            }
            _ => None,
        },
        Picture::Uploaded { format, bytes, .. } => {
            ((stem, ending) == ("picture", format.word())).then_some((format.media_type(), bytes))
        }
    };
    match found {
        Some((media_type, bytes)) => HttpResponse::Ok()
            .content_type(media_type)
            // A picture never changes; another one has another uid.
            .insert_header((header::CACHE_CONTROL, "private, max-age=86400, immutable"))
            .insert_header((header::CONTENT_DISPOSITION, "inline"))
            .body(bytes),
        None => refuse(404, "not_found", "This picture has no such file."),
    }
}

/// The picture, if the token opens it; with the token.
async fn open(
    shared: &Shared,
    uid: &str,
    opened: &Opened,
    bearer: Option<Bearer>,
) -> Result<(Picture, String), HttpResponse> {
    let jwt = match (&opened.jwt, bearer) {
        (Some(jwt), _) => jwt.clone(),
        (None, Some(Bearer(jwt))) => jwt.expose().to_owned(),
        (None, None) => return Err(refuse(401, "not_set", "The picture's jwt is needed, as bearer or in the query.")),
    };
    shared.tokens.check(Audience::ImageFile, uid, &jwt).map_err(|error| {
        let message = match error {
            TokenError::Expired => "The picture's jwt has expired.",
            TokenError::Invalid | TokenError::OtherSubject => "This jwt does not open this picture.",
        };
        refuse(403, "invalid", message)
    })?;
    match shared.users.picture(uid).await {
        Ok(Some(picture)) => Ok((picture, jwt)),
        Ok(None) => Err(refuse(404, "not_found", "There is no such picture any more.")),
        Err(error) => {
            log::error!("A picture cannot be read: {error}");
            Err(refuse(503, "unavailable", "The picture cannot be read now; try again in a moment."))
        }
    }
}

fn refuse(status: u16, kind: &str, message: &str) -> HttpResponse {
    let status = actix_web::http::StatusCode::from_u16(status).unwrap_or_default();
    HttpResponse::build(status)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(ApiError { kind: kind.to_owned(), message: message.to_owned() })
}
