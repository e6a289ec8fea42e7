//! A song's cover.

use std::sync::Arc;

use actix_web::http::header::{self, ETag, EntityTag, IfNoneMatch};
use actix_web::web::{Data, Path};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};

use super::stream::{OWN_PAGES, find, gone};
use crate::connectors::music::CoverSize;
use crate::engine::Refusal;
use crate::http::Shared;
use crate::http::problem::Problem;

/// Covers rarely change; ten minutes later browsers ask again whether this one has.
const CACHE: &str = "public, max-age=600";

/// A song's cover: the picture in its file, else `cover`, `folder` or `front` beside it, no larger than is shown.
#[utoipa::path(get, path = "/api/v1/music/songs/{song_id}/cover", tag = "music",
    params(
        ("song_id" = String, Path, description = "Of the catalogue."),
        ("size" = Option<String>, Query, description = "`small`: at most 320 pixels wide or high; otherwise 1,024."),
    ),
    responses(
        (status = 200, description = "A picture: JPEG, PNG, WebP or GIF.", content_type = "image/*"),
        (status = 304, description = "The client has it already."),
        (status = 422, description = "There is no such size.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such song, or it has no cover.", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn cover(request: HttpRequest, shared: Data<Shared>, id: Path<String>) -> Result<HttpResponse, Problem> {
    let song = find(&shared, &id)?;
    let size = size_of(request.query_string())?;
    let tag = EntityTag::new_strong(song.cover_version(size).ok_or_else(no_cover)?);
    if has_already(&request, &tag) {
        return Ok(HttpResponse::NotModified()
            .insert_header(ETag(tag))
            .insert_header((header::CACHE_CONTROL, CACHE))
            .finish());
    }
    let read = Arc::clone(&shared.songs).cover(Arc::clone(&song), size).await;
    let picture = read.map_err(|error| gone(&song, &error))?.ok_or_else(no_cover)?;
    Ok(HttpResponse::Ok()
        .content_type(picture.mime)
        .insert_header(ETag(tag))
        .insert_header((header::CACHE_CONTROL, CACHE))
        .insert_header(OWN_PAGES)
        .body(picture.bytes))
}

/// The size that the address asks for.
fn size_of(query: &str) -> Result<CoverSize, Problem> {
    let mut pairs = query.split('&').filter_map(|pair| pair.strip_prefix("size="));
    match pairs.next() {
        None | Some("" | "large") => Ok(CoverSize::Large),
        Some("small") => Ok(CoverSize::Small),
        Some(_) => Err(Refusal::field("size", "small or large").into()),
    }
}

/// Whether the client says that it has this version.
fn has_already(request: &HttpRequest, tag: &EntityTag) -> bool {
    match request.get_header::<IfNoneMatch>() {
        Some(IfNoneMatch::Any) => true,
        Some(IfNoneMatch::Items(known)) => known.iter().any(|known| known.weak_eq(tag)),
        None => false,
    }
}

fn no_cover() -> Problem {
    Problem::new(404, "COVER_NOT_FOUND", "This song has no cover.")
}
