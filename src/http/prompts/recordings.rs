//! Recordings of journeys: taken in by the administrator, kept in the data folder under names of the server's own,
//! played in ranges to whoever knows the journey's uid, which nobody guesses.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use actix_files::NamedFile;
use actix_web::http::header::{self, HeaderValue};
use actix_web::mime::Mime;
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use super::administration::known;
use super::media::{is_cut_off, length};
use crate::engine::SessionSummary;
use crate::http::Shared;
use crate::http::admin::Administrator;
use crate::http::intake::{Bounds, blocking, take_in};
use crate::http::problem::Problem;
use crate::limits::{RECORDING_BYTES_MAX, RECORDINGS_WAITING_MAX, UPLOAD_SECONDS_MAX};
use crate::prompt::command::Recording;
use crate::prompt::view::Info;
use crate::prompt::wire::Seconds;
use crate::prompt::wire::api::RecordingLink;
use crate::store::kept::format::{self, Format};
use crate::store::kept::{self, Half};

/// The folder in the data folder.
const FOLDER: &str = "recordings";
/// What can be played, by the endings of the files.
const PLAYABLE: [&str; 8] = ["mp3", "m4a", "ogg", "flac", "wav", "mp4", "webm", "weba"];

/// A recording that was taken in.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = RecordingTaken)]
pub struct Taken {
    /// To be named as `recording` when the journey is made, within a day (a setting).
    pub recording: String,
    pub media_type: &'static str,
    /// `null` where the file does not tell; then the journey's `duration_seconds` counts.
    pub duration_seconds: Option<Seconds>,
}

/// Where a journey's recording can be had.
pub fn link(uid: &str, recording: Option<&Recording>) -> Option<RecordingLink> {
    let media_type = recording?.media_type.clone();
    Some(RecordingLink { url: format!("/api/v1/prompts/{uid}/recording"), media_type })
}

/// Takes a recording in.
#[utoipa::path(post, path = "/api/v1/recordings", tag = "prompts", security(("administrator" = [])),
    request_body(content = Vec<u8>, content_type = "audio/*", description = "mp3, m4a, ogg, opus, flac, wav, mp4 or webm."),
    responses(
    (status = 201, description = "Taken in.", body = Taken),
    (status = 401, description = "Not the administrator.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "There are too many recordings.", body = Problem,
        content_type = "application/problem+json"),
    (status = 413, description = "Too large.", body = Problem, content_type = "application/problem+json"),
    (status = 415, description = "Nothing that can be played, or not the whole of it.", body = Problem,
        content_type = "application/problem+json"),
))]
pub async fn take(
    request: HttpRequest,
    _: Administrator,
    shared: Data<Shared>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let said = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let format = format::by_media_type(&format::media_type_of(said)).filter(|format| is_playable(format));
    let format = format.ok_or_else(unplayable)?;
    let (folder, most) = (folder(&shared), shared.settings.limits.prompts_max + RECORDINGS_WAITING_MAX);
    let begun = blocking(move || match kept::list(&folder)?.len() {
        count if count >= most => Ok(None),
        _ => Half::begin(&folder).map(Some),
    });
    let half = begun.await?.ok_or_else(too_many)?;
    let too_large = || {
        let mib = RECORDING_BYTES_MAX / 1024 / 1024;
        Problem::new(413, "TOO_LARGE", format!("A recording may have {mib} MiB."))
    };
    let bounds = Bounds { bytes_max: RECORDING_BYTES_MAX, seconds_max: UPLOAD_SECONDS_MAX, too_large: &too_large };
    let half = take_in(payload, half, &bounds, |_| Ok(())).await?;
    if !format.fits(half.head()) {
        return Err(unplayable());
    }
    let folder = self::folder(&shared);
    let kept = blocking(move || {
        let name = half.keep(format.ending)?;
        let path = folder.join(&name);
        if is_cut_off(format, &path)? {
            return fs::remove_file(&path).map(|()| None);
        }
        let length = length(&path);
        Ok(Some((name, length)))
    });
    let (recording, length) = kept.await?.ok_or_else(cut_off)?;
    let taken = Taken { recording, media_type: format.media_type, duration_seconds: length.map(Seconds) };
    Ok(HttpResponse::Created().json(taken))
}

/// A journey's recording. Ranges, conditions and HEAD are answered as RFC 9110 has them.
#[utoipa::path(get, path = "/api/v1/prompts/{uid}/recording", tag = "prompts",
    params(("uid" = String, Path, description = "The journey's uid.")), responses(
    (status = 200, description = "The whole file.", content_type = "audio/*"),
    (status = 206, description = "The part that was asked for.", content_type = "audio/*"),
    (status = 404, description = "There is no such recording.", body = Problem,
        content_type = "application/problem+json"),
))]
pub async fn play(request: HttpRequest, shared: Data<Shared>, uid: Path<String>) -> Result<HttpResponse, Problem> {
    let nothing = || Problem::new(404, "NOT_FOUND", "There is no such recording.");
    let uid = known(&shared, &uid).await?;
    let read = shared.kinds.prompt.read(&uid, |prompt| prompt.info().and_then(|(info, ..)| info.recording));
    let recording = read.await?.ok_or_else(nothing)?;
    let mime: Mime = recording.media_type.parse().map_err(|_| nothing())?;
    let path = folder(&shared).join(&recording.file);
    let opened = web::block(move || File::open(&path).and_then(|file| NamedFile::from_file(file, "recording"))).await;
    let Ok(Ok(file)) = opened else { return Err(nothing()) };
    let mut answer = file.set_content_type(mime).disable_content_disposition().into_response(&request);
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok(answer)
}

/// The recording that was taken in under a name, with its length.
pub(super) async fn taken(shared: &Shared, name: &str) -> Result<(Recording, Option<f64>), Problem> {
    let refused = || crate::engine::Refusal::field("recording", "the name of a recording that was sent before");
    let (stem, ending) = name.split_once('.').ok_or_else(refused)?;
    let format = format::by_ending(ending).filter(|format| is_playable(format) && format.ending == ending);
    let format = format.filter(|_| kept::is_name(stem)).ok_or_else(refused)?;
    let path = folder(shared).join(name);
    let length = web::block(move || {
        // Its time counts anew, lest it be swept away while its journey is being made.
        let touched = File::open(&path).and_then(|file| file.set_modified(SystemTime::now()));
        touched.is_ok().then(|| length(&path))
    });
    let length = length.await.map_err(|_| Problem::unavailable("The server is stopping."))?.ok_or_else(refused)?;
    Ok((Recording { file: name.to_owned(), media_type: format.media_type.to_owned() }, length))
}

/// Removes a recording whose journey is gone.
pub(super) async fn remove(shared: &Shared, recording: Recording) {
    let path = folder(shared).join(&recording.file);
    if let Ok(Err(error)) = web::block(move || fs::remove_file(&path)).await {
        log::warn!("the recording {} cannot be removed: {error}", recording.file);
    }
}

/// Removes what no journey has taken for so long: files that waited in vain, and the rests of uploads that broke
/// off. Answers with how many these were.
///
/// # Errors
/// Where the folder cannot be read.
pub(super) fn sweep(folder: &std::path::Path, used: &HashSet<String>, unused: Duration) -> io::Result<usize> {
    kept::sweep(folder, |name| used.contains(name), unused)
}

/// The files that journeys have.
pub(super) fn used(rows: &[(String, SessionSummary)]) -> HashSet<String> {
    let infos = rows.iter().filter_map(|(_, summary)| Info::from_outcome(summary.outcome.as_deref()?));
    infos.filter_map(|info| info.recording).map(|recording| recording.file).collect()
}

pub(super) fn folder(shared: &Shared) -> PathBuf {
    shared.settings.data.join(FOLDER)
}

fn is_playable(format: &Format) -> bool {
    PLAYABLE.contains(&format.ending)
}

fn unplayable() -> Problem {
    Problem::new(415, "NOT_PLAYABLE", "Expected the bytes of an mp3, m4a, ogg, opus, flac, wav, mp4 or webm file.")
}

fn cut_off() -> Problem {
    Problem::new(415, "NOT_PLAYABLE", "The file ends before it should; send it whole.")
}

fn too_many() -> Problem {
    let detail = "There are too many recordings; delete journeys, or wait until unused ones are removed.";
    Problem::new(409, "TOO_MANY_RECORDINGS", detail)
}
