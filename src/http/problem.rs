//! Errors of the API in the form of RFC 9457.

use actix_web::http::{Method, StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, Resource, ResponseError, web};
use serde::Serialize;

use super::prompts::refused::{self, Refused};
use crate::engine::Refusal;
use crate::engine::machine::RefusalKind;
use crate::room::CallError;
use crate::store::StoreError;

/// An error as its reader gets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// Names the kind of problem: `urn:soiree:INVALID_FIELD`.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    kind: Box<str>,
    /// The status in words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// A sentence for a person.
    #[schema(value_type = String)]
    detail: Box<str>,
    /// The fields that are to blame.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
    #[serde(skip)]
    retry_after_s: Option<u32>,
    #[serde(skip)]
    allow: Option<&'static str>,
}

/// A field that is to blame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FieldError {
    /// Its path: `wines[2].questions[0].distractors`.
    field: String,
    /// What it should have been.
    detail: String,
}

impl Problem {
    /// A problem with its HTTP status, the upper-case word of its kind and a sentence for a person.
    pub fn new(status: u16, code: &str, detail: impl Into<Box<str>>) -> Self {
        let title = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or("Error");
        Problem {
            kind: format!("urn:soiree:{code}").into(),
            title,
            status,
            detail: detail.into(),
            errors: Vec::new(),
            retry_after_s: None,
            allow: None,
        }
    }

    /// A problem with one field, which is named.
    pub fn about(status: u16, code: &str, field: &str, detail: impl Into<Box<str>>) -> Self {
        let problem = Problem::new(status, code, detail);
        let error = FieldError { field: field.to_owned(), detail: problem.detail.clone().into() };
        Problem { errors: vec![error], ..problem }
    }

    /// A request without the bearer that the call needs.
    pub fn unauthorized() -> Self {
        Problem::new(401, "UNAUTHORIZED", "This call needs the header Authorization: Bearer with the host's key.")
    }

    /// A session that does not exist, or whose host is somebody else: the answer is the same.
    pub fn no_session() -> Self {
        Problem::new(404, "SESSION_NOT_FOUND", "You have no session with this code.")
    }

    /// Too much of something; the reader may come back after so many seconds.
    pub fn too_many(detail: impl Into<Box<str>>, retry_after_s: u64) -> Self {
        Problem {
            retry_after_s: Some(u32::try_from(retry_after_s.max(1)).unwrap_or(u32::MAX)),
            ..Problem::new(429, "RATE_LIMITED", detail)
        }
    }

    /// The storage or a room cannot be reached now.
    pub fn unavailable(detail: impl Into<Box<str>>) -> Self {
        Problem { retry_after_s: Some(1), ..Problem::new(503, "UNAVAILABLE", detail) }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let status = match (refusal.code, refusal.kind) {
            ("INVALID_FIELD", _) => 422,
            ("TOO_LARGE", _) => 413,
            ("STORAGE_UNAVAILABLE" | "SERVER_BUSY", _) => 503,
            ("RATE_LIMITED" | "TOO_MANY_ATTEMPTS", _) => 429,
            ("INTERNAL", _) => 500,
            (_, RefusalKind::Malformed) => 400,
            (_, RefusalKind::WrongSecret) => 404,
            (_, RefusalKind::Ordinary) => 409,
        };
        let errors = refusal.field.map(|field| {
            let detail = refusal.message.strip_prefix(&format!("{field}: ")).unwrap_or(&refusal.message).to_owned();
            FieldError { field, detail }
        });
        Problem {
            errors: errors.into_iter().collect(),
            retry_after_s: matches!(status, 429 | 503).then_some(1),
            ..Problem::new(status, refusal.code, refusal.message)
        }
    }
}

impl From<CallError> for Problem {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Refused(refusal) => refusal.into(),
            CallError::Unavailable(detail) => Problem::unavailable(format!("The room cannot be reached: {detail}.")),
        }
    }
}

/// What is wrong is the operator's to know.
impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        log::error!("the store has failed: {error}");
        Problem::unavailable("The storage cannot be used just now.")
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status_code());
        answer.insert_header((header::CACHE_CONTROL, "no-store"));
        if self.status == 401 {
            answer.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        if let Some(seconds) = self.retry_after_s {
            answer.insert_header((header::RETRY_AFTER, seconds));
        }
        if let Some(methods) = self.allow {
            answer.insert_header((header::ALLOW, methods));
        }
        let body = serde_json::to_vec(self).unwrap_or_default();
        answer.content_type("application/problem+json").body(body)
    }
}

/// A path whose other methods are answered with 405; `allow` lists those that it has.
pub fn resource(path: &str, allow: &'static str) -> Resource {
    web::resource(path.to_owned()).default_service(web::to(move |request: HttpRequest| async move {
        if request.method() == Method::OPTIONS {
            return Ok(HttpResponse::NoContent().insert_header((header::ALLOW, allow)).finish());
        }
        let detail = format!("{} has no {}; it has {allow}.", request.path(), request.method());
        if refused::is_here(&request) {
            let mut answer = Refused::new(405, "method_not_allowed", detail).error_response();
            answer.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static(allow));
            return Ok(answer);
        }
        Err(Problem { allow: Some(allow), ..Problem::new(405, "METHOD_NOT_ALLOWED", detail) })
    }))
}
