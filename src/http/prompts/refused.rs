//! Errors of `/api/1`, in the form that its clients know: `{type, message}`.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, ResponseError};

use crate::engine::Refusal;
use crate::prompt::refusals::{IMPOSSIBLE_TIME, NOT_FOUND, PROMPT_FULL, SESSION_FAILED_TO_START};
use crate::prompt::wire::Names;
use crate::prompt::wire::api::ApiError;
use crate::room::CallError;
use crate::store::StoreError;

/// Seconds after which what is not possible now may be tried again.
const RETRY_AFTER_S: u32 = 1;

/// Whether a request is for this API, whose errors have this form.
pub fn is_here(request: &HttpRequest) -> bool {
    request.path().starts_with("/api/1/")
}

/// An error with its status.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}: {message}")]
pub struct Refused {
    status: u16,
    kind: String,
    message: String,
    /// Seconds after which it may be tried again.
    retry_after_s: Option<u32>,
}

impl Refused {
    /// A status, its word and a sentence.
    pub fn new(status: u16, kind: impl Into<String>, message: impl Into<String>) -> Self {
        let retry_after_s = (status == 503).then_some(RETRY_AFTER_S);
        Refused { status, kind: kind.into(), message: message.into(), retry_after_s }
    }

    /// A call without its authorization.
    pub fn not_set() -> Self {
        Refused::new(401, "not_set", "The header Authorization is missing.")
    }

    /// An authorization in another form.
    pub fn bad_format(message: &str) -> Self {
        Refused::new(401, "bad_format", message)
    }

    /// An authorization that does not count here.
    pub fn invalid(message: impl Into<String>) -> Self {
        Refused::new(403, "invalid", message)
    }

    /// What there is not, or no more.
    pub fn not_found() -> Self {
        Refused::new(404, NOT_FOUND, "There is no such prompt; it may have been deleted.")
    }

    /// The same where the dialect has its own word for it.
    pub fn gone(names: &Names) -> Self {
        Refused::new(404, names.not_found, "There is no such prompt; it may have been deleted.")
    }

    /// Too much of something; it may be tried again after so many seconds.
    pub fn too_many(message: impl Into<String>, retry_after_s: u64) -> Self {
        let retry_after_s = Some(u32::try_from(retry_after_s.max(1)).unwrap_or(u32::MAX));
        Refused { retry_after_s, ..Refused::new(429, "rate_limited", message) }
    }

    /// The storage or a room cannot be reached now.
    pub fn unavailable(message: impl Into<String>) -> Self {
        Refused::new(503, "unavailable", message)
    }

    /// What the machine refuses or the room cannot do.
    pub fn of_call(names: &Names, error: CallError) -> Self {
        match error {
            CallError::Refused(refusal) => Refused::of_machine(names, refusal),
            CallError::Unavailable(detail) => Refused::unavailable(format!("The prompt cannot be reached: {detail}.")),
        }
    }

    fn of_machine(names: &Names, refusal: Refusal) -> Self {
        match refusal.code {
            NOT_FOUND => Refused::new(404, NOT_FOUND, refusal.message),
            IMPOSSIBLE_TIME => Refused::new(409, names.impossible_time, refusal.message),
            SESSION_FAILED_TO_START | PROMPT_FULL => Refused::new(503, refusal.code, refusal.message),
            "STORAGE_UNAVAILABLE" | "SERVER_BUSY" => {
                Refused::new(503, refusal.code.to_ascii_lowercase(), refusal.message)
            }
            code => Refused::new(409, code, refusal.message),
        }
    }
}

/// What is wrong with a body.
impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        match refusal.code {
            "TOO_LARGE" => Refused::new(413, "too_large", refusal.message),
            _ => Refused::new(422, "unprocessable_entity", refusal.message),
        }
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        if error == StoreError::TooLong {
            let expected = "a range of time with fewer events; this search takes too long";
            return Refusal::field("filters", expected).into();
        }
        log::error!("a read of the store failed: {error}");
        Refused::unavailable("The storage cannot be read now.")
    }
}

impl ResponseError for Refused {
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
        answer.json(ApiError { kind: self.kind.clone(), message: self.message.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_that_takes_too_long_says_what_would_help() {
        let refused = Refused::from(StoreError::TooLong);
        assert_eq!((refused.status, refused.retry_after_s), (422, None));
        assert!(refused.message.starts_with("filters: expected a range of time"), "{}", refused.message);
    }
}
