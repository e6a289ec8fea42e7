//! A session's results for its host: as JSON, as CSV, as a workbook.

use std::fmt::Display;

use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse, http::header};

use super::sessions::as_host;
use super::{csv as csv_file, xlsx as xlsx_file};
use crate::http::Shared;
use crate::http::bearer::Bearer;
use crate::http::problem::Problem;
use crate::quiz::Results;

/// Characters of a file's name that come from the title.
const NAME_CHARS_MAX: usize = 40;

async fn results(request: &HttpRequest, shared: &Shared, code: &str, bearer: Bearer) -> Result<Results, Problem> {
    let room = code.to_owned();
    let (_, results) = as_host(request, shared, code, bearer.0, move |quiz| quiz.results(&room)).await?;
    results.ok_or_else(Problem::no_session)
}

/// Every participant, question, answer and points.
#[utoipa::path(get, path = "/api/v1/quiz/sessions/{code}/results.json", tag = "quiz", security(("host" = [])),
    params(("code" = String, Path, description = "The session's code.")), responses(
    (status = 200, body = Results),
    (status = 401, description = "No bearer.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "You have no session with this code.", body = Problem,
        content_type = "application/problem+json"),
))]
pub async fn json(
    request: HttpRequest,
    shared: Data<Shared>,
    code: Path<String>,
    bearer: Bearer,
) -> Result<HttpResponse, Problem> {
    let results = results(&request, &shared, &code, bearer).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(results))
}

/// One row for each participant and question, for a spreadsheet.
#[utoipa::path(get, path = "/api/v1/quiz/sessions/{code}/results.csv", tag = "quiz", security(("host" = [])),
    params(("code" = String, Path, description = "The session's code.")), responses(
    (status = 200, description = "UTF-8 with a byte order mark, commas between cells.", body = String,
        content_type = "text/csv"),
    (status = 401, description = "No bearer.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "You have no session with this code.", body = Problem,
        content_type = "application/problem+json"),
))]
pub async fn csv(
    request: HttpRequest,
    shared: Data<Shared>,
    code: Path<String>,
    bearer: Bearer,
) -> Result<HttpResponse, Problem> {
    let results = results(&request, &shared, &code, bearer).await?;
    exported(results, "csv", "text/csv; charset=utf-8", csv_file::write).await
}

/// A workbook with a summary and all answers.
#[utoipa::path(get, path = "/api/v1/quiz/sessions/{code}/results.xlsx", tag = "quiz", security(("host" = [])),
    params(("code" = String, Path, description = "The session's code.")), responses(
    (status = 200, description = "The workbook.",
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>),
    (status = 401, description = "No bearer.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "You have no session with this code.", body = Problem,
        content_type = "application/problem+json"),
))]
pub async fn xlsx(
    request: HttpRequest,
    shared: Data<Shared>,
    code: Path<String>,
    bearer: Bearer,
) -> Result<HttpResponse, Problem> {
    let results = results(&request, &shared, &code, bearer).await?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    exported(results, "xlsx", kind, xlsx_file::write).await
}

/// The results as a file to keep. It is written on a thread of its own: thousands of rows take a moment.
async fn exported<E: Display + Send + 'static>(
    results: Results,
    ending: &str,
    kind: &'static str,
    write: fn(&Results) -> Result<Vec<u8>, E>,
) -> Result<HttpResponse, Problem> {
    let failed = |error: &dyn Display| {
        log::error!("an export failed: {error}");
        Problem::new(500, "INTERNAL", "The file could not be written.")
    };
    let name = file_name(&results, ending);
    let written = web::block(move || write(&results)).await.map_err(|error| failed(&error))?;
    Ok(download(written.map_err(|error| failed(&error))?, kind, &name))
}

fn download(file: Vec<u8>, kind: &'static str, name: &str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(file)
}

/// A file's name of plain letters and digits, whatever the title is: `An-evening-ABCD.csv`.
fn file_name(results: &Results, ending: &str) -> String {
    let title: String =
        results.title.chars().take(NAME_CHARS_MAX).map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let words: Vec<&str> = title.split('-').filter(|word| !word.is_empty()).chain([results.code.as_str()]).collect();
    format!("{}.{ending}", words.join("-"))
}
