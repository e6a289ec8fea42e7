//! What pages ask before anything else: the guests' address, and a QR code of it.

use actix_web::web::{self, Data, Path, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, http::header};
use qrcode::QrCode;
use qrcode::render::svg;
use serde::{Deserialize, Serialize};

use super::Shared;
use super::base::base_of;
use super::codes::is_code;
use super::problem::{Problem, resource};

/// Adds the routes.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/v1/info", "GET").route(web::get().to(info)))
        .service(resource("/v1/qr/{code}.svg", "GET").route(web::get().to(qr)));
}

/// The server as its guests see it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Info {
    /// What stands before `/j/CODE` in links for guests.
    pub join_base: String,
    pub version: &'static str,
}

/// The guests' address and the server's version.
#[utoipa::path(get, path = "/api/v1/info", tag = "pages", responses((status = 200, body = Info)))]
pub async fn info(request: HttpRequest, shared: Data<Shared>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(Info { join_base: base_of(&shared, &request), version: env!("CARGO_PKG_VERSION") })
}

/// What a QR code may be asked for.
#[derive(Debug, Default, Deserialize)]
struct QrQuery {
    kind: Option<String>,
}

/// Where the rooms of a kind are joined.
fn join_path(kind: &str) -> Option<&'static str> {
    match kind {
        "quiz" => Some("j"),
        "music" => Some("m"),
        "prompt" => Some("p"),
        _ => None,
    }
}

/// A QR code of the link under which guests join the room; black on white, with its quiet zone.
#[utoipa::path(get, path = "/api/v1/qr/{code}.svg", tag = "pages",
    params(("code" = String, Path, description = "The room's code; it need not exist."),
        ("kind" = Option<String>, Query, description = "The room's kind: quiz, if absent, music or prompt.")),
    responses((status = 200, description = "The picture.", content_type = "image/svg+xml", body = String),
        (status = 404, description = "This cannot be a code.", content_type = "application/problem+json", body = Problem)))]
pub async fn qr(request: HttpRequest, shared: Data<Shared>, code: Path<String>) -> Result<HttpResponse, Problem> {
    if !is_code(&code) {
        return Err(Problem::new(404, "NOT_FOUND", "A code has 1–64 letters, digits, _ or -."));
    }
    let query = Query::<QrQuery>::from_query(request.query_string()).map(Query::into_inner).unwrap_or_default();
    let Some(path) = join_path(query.kind.as_deref().unwrap_or("quiz")) else {
        return Err(Problem::new(404, "NOT_FOUND", "kind: expected quiz, music or prompt."));
    };
    let link = format!("{}/{path}/{code}", base_of(&shared, &request));
    let picture = QrCode::new(&link)
        .map_err(|_| Problem::new(414, "TOO_LARGE", "The link is too long for a QR code."))?
        .render::<svg::Color<'_>>()
        .min_dimensions(256, 256)
        .quiet_zone(true)
        .dark_color(svg::Color("#000000"))
        .light_color(svg::Color("#ffffff"))
        .build();
    Ok(HttpResponse::Ok()
        .content_type("image/svg+xml")
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(picture))
}
