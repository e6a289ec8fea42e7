//! Recordings of journeys: taken in by the administrator, kept in the data folder under names of the server's own,
//! played in ranges to whoever knows the journey's uid, which nobody guesses.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path as FilePath, PathBuf};
use std::time::{Duration, SystemTime};

use actix_files::NamedFile;
use actix_web::http::header::{self, HeaderValue};
use actix_web::mime::Mime;
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::StreamExt;
use lofty::file::AudioFile;
use lofty::probe::Probe;
use serde::Serialize;

use super::administration::known;
use crate::engine::SessionSummary;
use crate::http::Shared;
use crate::http::admin::Administrator;
use crate::http::problem::Problem;
use crate::limits::{JOURNEY_SECONDS_MAX, RECORDING_BYTES_MAX, RECORDINGS_WAITING_MAX};
use crate::prompt::command::Recording;
use crate::prompt::view::Info;
use crate::prompt::wire::Seconds;
use crate::prompt::wire::api::RecordingLink;

/// The folder in the data folder.
const FOLDER: &str = "recordings";
/// Bytes that are gathered before they are written.
const CHUNK_BYTES: usize = 1024 * 1024;
/// Bytes at a file's beginning that tell what it is.
const HEAD_BYTES: usize = 12;

/// What can be played: the media types that clients name it by, the one that we serve it as, its ending.
const FORMATS: [(&[&str], &str, &str); 8] = [
    (&["audio/mpeg", "audio/mp3"], "audio/mpeg", "mp3"),
    (&["audio/mp4", "audio/m4a", "audio/x-m4a"], "audio/mp4", "m4a"),
    (&["audio/ogg", "audio/opus", "application/ogg"], "audio/ogg", "ogg"),
    (&["audio/flac", "audio/x-flac"], "audio/flac", "flac"),
    (&["audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"], "audio/wav", "wav"),
    (&["video/mp4"], "video/mp4", "mp4"),
    (&["video/webm"], "video/webm", "webm"),
    (&["audio/webm"], "audio/webm", "weba"),
];

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
    (status = 415, description = "Nothing that can be played.", body = Problem,
        content_type = "application/problem+json"),
))]
pub async fn take(
    request: HttpRequest,
    _: Administrator,
    shared: Data<Shared>,
    mut payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let kind = kind.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    let (_, media_type, ending) =
        FORMATS.into_iter().find(|(names, ..)| names.contains(&kind.as_str())).ok_or_else(unplayable)?;
    let folder = folder(&shared);
    let most = shared.settings.limits.prompts_max + RECORDINGS_WAITING_MAX;
    let mut half = blocking(move || Half::begin(&folder, most)).await?;
    let mut chunk = Vec::with_capacity(CHUNK_BYTES);
    let mut bytes = 0;
    while let Some(part) = payload.next().await {
        let part = part.map_err(|_| Problem::new(400, "BROKEN_OFF", "The body broke off."))?;
        bytes += part.len() as u64;
        if bytes > RECORDING_BYTES_MAX {
            let mib = RECORDING_BYTES_MAX / 1024 / 1024;
            return Err(Problem::new(413, "TOO_LARGE", format!("A recording may have {mib} MiB.")));
        }
        chunk.extend_from_slice(&part);
        if chunk.len() >= CHUNK_BYTES {
            let written = std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK_BYTES));
            half = blocking(move || half.write(&written)).await?;
        }
    }
    let folder = self::folder(&shared);
    let (name, length) = blocking(move || {
        let half = half.write(&chunk)?;
        half.keep(&folder, ending)
    })
    .await?;
    let recording = name.ok_or_else(unplayable)?;
    let duration_seconds = length.map(Seconds);
    Ok(HttpResponse::Created().json(Taken { recording, media_type, duration_seconds }))
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
    // A name of our own making and nothing else becomes a path.
    let own = stem.len() == 22 && stem.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    let (_, media_type, _) = FORMATS.into_iter().find(|(.., known)| own && *known == ending).ok_or_else(refused)?;
    let path = folder(shared).join(name);
    let length = web::block(move || {
        // Its time counts anew, lest it be swept away while its journey is being made.
        let touched = File::open(&path).and_then(|file| file.set_modified(SystemTime::now()));
        touched.is_ok().then(|| length(&path))
    });
    let length = length.await.map_err(|_| Problem::unavailable("The server is stopping."))?.ok_or_else(refused)?;
    Ok((Recording { file: name.to_owned(), media_type: media_type.to_owned() }, length))
}

/// Removes a recording whose journey is gone.
pub(super) async fn remove(shared: &Shared, recording: Recording) {
    let path = folder(shared).join(&recording.file);
    if let Ok(Err(error)) = web::block(move || fs::remove_file(&path)).await {
        log::warn!("the recording {} cannot be removed: {error}", recording.file);
    }
}

/// A file that is being written.
struct Half {
    file: File,
    path: PathBuf,
    kept: bool,
}

impl Half {
    fn begin(folder: &FilePath, most: usize) -> io::Result<Self> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        if fs::read_dir(folder)?.count() >= most {
            return Err(io::Error::new(io::ErrorKind::QuotaExceeded, "there are too many recordings"));
        }
        let path = folder.join(format!("{}.part", URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>())));
        let file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(&path)?;
        Ok(Half { file, path, kept: false })
    }

    fn write(mut self, bytes: &[u8]) -> io::Result<Self> {
        self.file.write_all(bytes)?;
        Ok(self)
    }

    /// Gives the whole file its name, durably; `None` where it is not what its ending says.
    fn keep(mut self, folder: &FilePath, ending: &str) -> io::Result<(Option<String>, Option<f64>)> {
        self.file.sync_all()?;
        if !looks_like(&self.path, ending)? {
            return Ok((None, None));
        }
        let path = self.path.with_extension(ending);
        fs::rename(&self.path, &path)?;
        self.kept = true;
        File::open(folder)?.sync_all()?;
        let name = path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
        Ok((name, length(&path)))
    }
}

impl Drop for Half {
    fn drop(&mut self) {
        if !self.kept {
            // What is left over is swept away later.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Whether a file begins as its format does.
fn looks_like(path: &FilePath, ending: &str) -> io::Result<bool> {
    let mut head = Vec::with_capacity(HEAD_BYTES);
    File::open(path)?.take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    let at = |place: usize, what: &[u8]| head.get(place..place + what.len()) == Some(what);
    Ok(match ending {
        "mp3" => at(0, b"ID3") || matches!(head.as_slice(), [0xff, second, ..] if second & 0xe0 == 0xe0),
        "m4a" | "mp4" => at(4, b"ftyp"),
        "ogg" => at(0, b"OggS"),
        "flac" => at(0, b"fLaC"),
        "wav" => at(0, b"RIFF") && at(8, b"WAVE"),
        _ => at(0, &[0x1a, 0x45, 0xdf, 0xa3]),
    })
}

/// A recording's length in seconds, where its file tells and journeys may be as long.
fn length(path: &FilePath) -> Option<f64> {
    let file = Probe::open(path).ok()?.guess_file_type().ok()?.read().ok()?;
    let seconds = file.properties().duration().as_secs_f64();
    (1.0..=JOURNEY_SECONDS_MAX).contains(&seconds).then_some(seconds)
}

/// Removes what no journey has taken for so long: files that waited in vain, and the rests of uploads that broke
/// off. Answers with how many these were.
///
/// # Errors
/// Where the folder cannot be read.
pub(super) fn sweep(folder: &FilePath, used: &HashSet<String>, unused: Duration) -> io::Result<usize> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error),
    };
    let mut count = 0;
    for entry in entries {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(|name| used.contains(name)) {
            continue;
        }
        let age = entry.metadata()?.modified().ok().and_then(|at| SystemTime::now().duration_since(at).ok());
        if age.is_some_and(|age| age > unused) {
            fs::remove_file(entry.path())?;
            count += 1;
        }
    }
    Ok(count)
}

/// The files that journeys have.
pub(super) fn used(rows: &[(String, SessionSummary)]) -> HashSet<String> {
    let infos = rows.iter().filter_map(|(_, summary)| Info::from_outcome(summary.outcome.as_deref()?));
    infos.filter_map(|info| info.recording).map(|recording| recording.file).collect()
}

pub(super) fn folder(shared: &Shared) -> PathBuf {
    shared.settings.data.join(FOLDER)
}

fn unplayable() -> Problem {
    Problem::new(415, "NOT_PLAYABLE", "Expected the bytes of an mp3, m4a, ogg, opus, flac, wav, mp4 or webm file.")
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, Problem> {
    match web::block(work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) if error.kind() == io::ErrorKind::QuotaExceeded => Err(Problem::new(
            409,
            "TOO_MANY_RECORDINGS",
            "There are too many recordings; delete journeys, or wait until unused ones are removed.",
        )),
        Ok(Err(error)) => {
            log::error!("a recording cannot be written: {error}");
            Err(Problem::unavailable("The recording cannot be written."))
        }
        Err(_) => Err(Problem::unavailable("The server is stopping.")),
    }
}
