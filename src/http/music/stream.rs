//! A song's sound, in ranges as players ask for them.

use std::sync::Arc;

use actix_files::NamedFile;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::mime::Mime;
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::listeners;
use crate::connectors::music::Song;
use crate::http::Shared;
use crate::http::problem::Problem;
use crate::music::SongId;

/// Browsers ask again whether a song is still the same before they use what they have kept of it.
const CACHE: &str = "private, no-cache";
/// No other site may play our songs in its pages.
pub(super) const OWN_PAGES: (HeaderName, &str) =
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin");

/// A song's sound. Ranges, conditions and HEAD are answered as RFC 9110 has them.
#[utoipa::path(get, path = "/api/v1/music/songs/{song_id}/stream", tag = "music",
    params(
        ("song_id" = String, Path, description = "Of the catalogue."),
        ("Range" = Option<String>, Header, description = "One range of bytes."),
    ),
    responses(
        (status = 200, description = "The whole file.", content_type = "audio/*"),
        (status = 206, description = "The part that was asked for.", content_type = "audio/*"),
        (status = 304, description = "The client has it already."),
        (status = 403, description = "The client is in another network (--music-listeners).", body = Problem,
            content_type = "application/problem+json"),
        (status = 404, description = "There is no such song (any more).", body = Problem,
            content_type = "application/problem+json"),
        (status = 416, description = "The file has no such part."),
    ))]
pub async fn stream(request: HttpRequest, shared: Data<Shared>, id: Path<String>) -> Result<HttpResponse, Problem> {
    listeners::admit(&shared, &request)?;
    let song = find(&shared, &id)?;
    let mime: Mime = song.format.mime().parse().map_err(|_| unreadable(&song, "its media type"))?;
    let opened = {
        let (songs, song) = (Arc::clone(&shared.songs), Arc::clone(&song));
        // The name is for nobody: the type is set below and no name is sent.
        web::block(move || songs.open(&song).and_then(|file| NamedFile::from_file(file, "song"))).await
    };
    let file = match opened {
        Ok(Ok(file)) => file,
        Ok(Err(error)) => return Err(gone(&song, &error)),
        Err(error) => return Err(unreadable(&song, error)),
    };
    let mut answer = file.set_content_type(mime).disable_content_disposition().into_response(&request);
    let headers = answer.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHE));
    headers.insert(OWN_PAGES.0, HeaderValue::from_static(OWN_PAGES.1));
    Ok(answer)
}

/// The song of this id.
pub(super) fn find(shared: &Shared, id: &str) -> Result<Arc<Song>, Problem> {
    let id = SongId::parse(id).ok_or_else(no_song)?;
    shared.songs.index().song(&id).cloned().ok_or_else(no_song)
}

/// What is said where a file cannot be opened: it has gone since the last scan, or the server is at fault.
pub(super) fn gone(song: &Song, error: &std::io::Error) -> Problem {
    match error.kind() {
        std::io::ErrorKind::NotFound => no_song(),
        _ => unreadable(song, error),
    }
}

/// A song that is there and cannot be read.
pub(super) fn unreadable(song: &Song, error: impl std::fmt::Display) -> Problem {
    log::warn!("song {} cannot be read: {error}", song.id.as_str());
    Problem::new(500, "INTERNAL", "The song cannot be read.")
}

fn no_song() -> Problem {
    Problem::new(404, "SONG_NOT_FOUND", "There is no song with this id.")
}
