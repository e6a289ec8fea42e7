//! The catalogue: searched page by page, and how far its scan is.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse, http::header};
use serde::Serialize;

use crate::connectors::music::{Cursor, Progress, Song};
use crate::engine::Refusal;
use crate::http::Shared;
use crate::http::problem::Problem;
use crate::limits::{SONG_QUERY_CHARS_MAX, SONGS_PAGE};
use crate::music::catalogue::{cover_path, stream_path};

/// A song that can be queued.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SongEntry {
    /// The same after every restart, and wherever the folder is moved.
    pub song_id: String,
    pub title: String,
    /// Where no tag names the performers, the name of the song's folder; may be empty.
    pub artist: String,
    /// Empty where no tag names it.
    pub album: String,
    pub duration_ms: u64,
    /// A path on this server; null where the song has no picture.
    #[schema(required = true)]
    pub cover_url: Option<String>,
    /// A path on this server, answered with range requests.
    pub stream_url: String,
}

/// A page of songs.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SongsPage {
    pub songs: Vec<SongEntry>,
    /// The cursor of the next page; null after the last.
    #[schema(required = true)]
    pub next: Option<String>,
}

/// The catalogue as a whole.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CatalogueState {
    /// Whether the server has a folder of songs (`--music`).
    pub folder: bool,
    #[serde(flatten)]
    pub progress: Progress,
}

/// What a search asks for.
struct Search {
    query: String,
    limit: usize,
    after: Option<Cursor>,
}

/// Songs in whose title, artist or album every word of `q` occurs, the likeliest first; all songs without it.
#[utoipa::path(get, path = "/api/v1/music/songs", tag = "music",
    params(
        ("q" = Option<String>, Query, description = "Words, without regard to case and accents; at most 100 characters."),
        ("limit" = Option<usize>, Query, description = "Songs in the answer: 1–200, 50 if absent."),
        ("cursor" = Option<String>, Query, description = "`next` of the page before, of the same search."),
    ),
    responses(
        (status = 200, description = "A page; empty where nothing fits, or there is no folder of songs.", body = SongsPage),
        (status = 422, description = "A parameter is wrong; it is named.", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn list(request: HttpRequest, shared: Data<Shared>) -> Result<HttpResponse, Problem> {
    let search = Search::read(request.query_string())?;
    let page = shared.songs.index().search(&search.query, search.after.as_ref(), search.limit);
    let songs = page.songs.iter().map(|song| SongEntry::of(song)).collect();
    let next = page.next.map(|cursor| cursor.to_string());
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-cache")).json(SongsPage { songs, next }))
}

/// How many songs there are, and how far the scan of their folder is.
#[utoipa::path(get, path = "/api/v1/music/catalogue", tag = "music",
    responses((status = 200, body = CatalogueState)))]
pub async fn catalogue(shared: Data<Shared>) -> HttpResponse {
    let state = CatalogueState { folder: shared.songs.has_folder(), progress: shared.songs.progress() };
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(state)
}

impl SongEntry {
    fn of(song: &Song) -> SongEntry {
        SongEntry {
            song_id: song.id.to_string(),
            title: song.title.clone(),
            artist: song.artist.clone(),
            album: song.album.clone(),
            duration_ms: song.duration_ms,
            cover_url: song.has_cover().then(|| cover_path(&song.id)),
            stream_url: stream_path(&song.id),
        }
    }
}

impl Search {
    fn read(query: &str) -> Result<Search, Problem> {
        let pairs = Query::<Vec<(String, String)>>::from_query(query)
            .map_err(|_| Problem::new(400, "MALFORMED", "The address has no readable parameters behind the '?'."))?
            .into_inner();
        let value = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let query = value("q").unwrap_or("");
        if query.chars().count() > SONG_QUERY_CHARS_MAX {
            return Err(Refusal::field("q", &format!("at most {SONG_QUERY_CHARS_MAX} characters")).into());
        }
        let (most, usual) = SONGS_PAGE;
        let limit =
            match value("limit").filter(|text| !text.is_empty()) {
                None => usual,
                Some(text) => text.parse().ok().filter(|limit| (1..=most).contains(limit)).ok_or_else(|| {
                    Problem::from(Refusal::field("limit", &format!("a whole number from 1 to {most}")))
                })?,
            };
        let after = match value("cursor").filter(|text| !text.is_empty()) {
            None => None,
            Some(text) => {
                Some(Cursor::parse(text).ok_or_else(|| Refusal::field("cursor", "`next` of an earlier answer"))?)
            }
        };
        Ok(Search { query: query.to_owned(), limit, after })
    }
}
