//! The browser client's pages and assets, as the build embeds them from `static/dist`.

use actix_web::http::header::{self, ContentEncoding};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::problem::resource;

/// The built client. Empty where it has not been built: the server compiles without Node.
#[derive(RustEmbed)]
#[folder = "static/dist/"]
#[allow_missing = true]
struct Dist;

/// Which page answers which path.
const PAGES: &[(&str, &str)] = &[
    ("/", "index.html"),
    ("/j/{code}", "play.html"),
    ("/stage/{code}", "stage.html"),
    ("/host", "host.html"),
    ("/host/", "host.html"),
    ("/host/new", "host.html"),
    ("/host/{code}", "host.html"),
    ("/results/{code}", "results.html"),
    ("/m/{code}", "music.html"),
    ("/music/stage/{code}", "music-stage.html"),
    ("/p/{name}", "prompt.html"),
    ("/p/{name}/stage", "prompt-stage.html"),
    ("/console", "console.html"),
    ("/chat-demo", "chat-demo.html"),
    ("/talks", "talks.html"),
    ("/prompts", "prompt-host.html"),
    ("/prompts/{uid}", "prompt-host.html"),
    ("/music/host", "music-host.html"),
    ("/music/host/", "music-host.html"),
    ("/music/host/{code}", "music-host.html"),
];

/// Assets have a hash of their content in their name: they never change.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Adds the routes.
pub fn routes(cfg: &mut ServiceConfig) {
    for &(path, file) in PAGES {
        let page = move |request: HttpRequest| async move { page(&request, file) };
        cfg.service(resource(path, "GET, HEAD").route(web::get().to(page)).route(web::head().to(page)));
    }
    cfg.service(resource("/assets/{file:.*}", "GET, HEAD").route(web::get().to(asset)).route(web::head().to(asset)))
        .service(resource("/favicon.ico", "GET, HEAD").route(web::get().to(icon)))
        .service(resource("/widget.js", "GET, HEAD").route(web::get().to(widget)).route(web::head().to(widget)));
}

fn page(request: &HttpRequest, file: &str) -> HttpResponse {
    match Dist::get(file) {
        Some(found) => serve(request, file, found, "no-cache"),
        // 200 all the same: existing hosts take `/` for a sign of life.
        None => plain(
            HttpResponse::Ok(),
            "Soirée is running, but its pages are not part of this build. Run `make build` and start it again.\n",
        ),
    }
}

async fn asset(request: HttpRequest) -> HttpResponse {
    let path = request.path().trim_start_matches('/');
    match Dist::get(path) {
        Some(found) => {
            let cache = if is_hashed(path) { FOR_EVER } else { "no-cache" };
            serve(&request, path, found, cache)
        }
        None => not_found().await,
    }
}

async fn icon(request: HttpRequest) -> HttpResponse {
    match Dist::get("assets/icon.svg") {
        Some(found) => serve(&request, "assets/icon.svg", found, "no-cache"),
        None => HttpResponse::NoContent().finish(),
    }
}

/// The chat widget, for pages of other origins. It keeps its name, so browsers ask each time whether it is new.
async fn widget(request: HttpRequest) -> HttpResponse {
    match Dist::get("widget.js") {
        Some(found) => {
            let mut answer = serve(&request, "widget.js", found, "no-cache");
            let anywhere = header::HeaderValue::from_static("cross-origin");
            answer.headers_mut().insert(header::HeaderName::from_static("cross-origin-resource-policy"), anywhere);
            answer
        }
        None => not_found().await,
    }
}

/// What no route leads to.
pub async fn not_found() -> HttpResponse {
    plain(HttpResponse::NotFound(), "There is nothing at this address. Rooms are at /j/CODE, the start is at /.\n")
}

fn plain(mut answer: HttpResponseBuilder, text: &'static str) -> HttpResponse {
    answer.content_type("text/plain; charset=utf-8").insert_header((header::CACHE_CONTROL, "no-cache")).body(text)
}

/// Answers with a file, in the best of its packed forms that the browser takes.
fn serve(request: &HttpRequest, path: &str, plain: EmbeddedFile, cache: &'static str) -> HttpResponse {
    let accepted = request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    let packed =
        [("br", ContentEncoding::Brotli), ("gzip", ContentEncoding::Gzip)].into_iter().find_map(|(name, kind)| {
            let ending = if name == "br" { "br" } else { "gz" };
            accepts(accepted, name).then(|| Dist::get(&format!("{path}.{ending}"))).flatten().map(|file| (file, kind))
        });
    let (file, encoding) = match packed {
        Some((file, encoding)) => (file, Some(encoding)),
        None => (plain, None),
    };
    let tag = format!("\"{}\"", hex::encode(&file.metadata.sha256_hash()[..16]));
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::ETAG, tag.as_str()))
        .insert_header((header::CACHE_CONTROL, cache))
        .insert_header((header::VARY, "Accept-Encoding"));
    if let Some(encoding) = encoding {
        answer.insert_header((header::CONTENT_ENCODING, encoding));
    }
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag)) {
        return answer.status(actix_web::http::StatusCode::NOT_MODIFIED).finish();
    }
    answer.content_type(content_type(path));
    match file.data {
        std::borrow::Cow::Borrowed(bytes) => answer.body(web::Bytes::from_static(bytes)),
        std::borrow::Cow::Owned(bytes) => answer.body(bytes),
    }
}

/// Whether Accept-Encoding names an encoding without forbidding it.
fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|part| {
        let (name, weight) = part.split_once(';').unwrap_or((part, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse() == Ok(0.0f32));
        name.trim().eq_ignore_ascii_case(encoding) && !refused
    })
}

/// Whether a name ends in a hash as the build makes it: `play-3JWQ5AB7.js`.
fn is_hashed(path: &str) -> bool {
    let stem = path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or("");
    stem.rsplit_once('-').is_some_and(|(_, hash)| {
        hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "csv" => "text/csv; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_chosen_by_what_the_browser_takes() {
        assert!(accepts("gzip, deflate, br", "br") && accepts("br;q=1.0", "br"));
        assert!(!accepts("gzip", "br") && !accepts("br;q=0, gzip", "br") && !accepts("", "gzip"));
    }

    #[test]
    fn only_hashed_names_are_kept_for_ever() {
        assert!(is_hashed("assets/play-3JWQ5AB7.js"));
        assert!(!is_hashed("assets/icon.svg") && !is_hashed("assets/pack-classic.json"));
    }
}
