//! The calls of interactive prompts, as the document describes them.

use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};

use super::refused::Refused;
use super::{events, history, stats};
use crate::http::Shared;
use crate::prompt::Dialect;
use crate::prompt::wire::api::{ApiError, FaceList};
use crate::prompt::wire::interactive_prompt::{Faces, NewEvent, Page, Posted, Search, Statistics};

const DIALECT: Dialect = Dialect::InteractivePrompt;

/// Posts an event of a session. Of several reasons against it the first that fits is told: 422; 401 or 403 for the
/// prompt's token, then for the user's; `impossible_prompt_time` where it is negative; 404; `impossible_prompt_time`
/// past the end; `session_not_found`, `session_already_started` (of a join), `session_not_started`,
/// `session_already_ended`, `session_has_later_event`, `session_has_same_event_at_same_time`, `impossible_event`
/// (of another kind of prompt), `impossible_event_data` (out of range, pressed or released twice).
#[utoipa::path(post, path = "/api/1/interactive_prompts/events/{event}", tag = "interactive_prompts", operation_id = "interactive_prompt_post",
    security(("user" = [])), request_body = NewEvent,
    params(("event" = String, Path, description = "join, leave, like, respond_numeric_prompt, \
        respond_press_prompt/start, respond_press_prompt/end, respond_color_prompt or respond_word_prompt.")),
    responses(
        (status = 201, description = "It has happened, and is on disk.", body = Posted),
        (status = 401, description = "`not_set`, `bad_format`.", body = ApiError),
        (status = 403, description = "`invalid`.", body = ApiError),
        (status = 404, description = "`not_found`.", body = ApiError),
        (status = 409, description = "Not possible in this session, at this time or in this prompt.", body = ApiError),
        (status = 422, description = "A field is wrong; it is named.", body = ApiError),
        (status = 503, description = "Not possible now.", body = ApiError),
    ))]
pub async fn post(
    request: HttpRequest,
    shared: Data<Shared>,
    event: Path<String>,
    payload: Payload,
) -> Result<HttpResponse, Refused> {
    events::post(DIALECT, &event, request, shared, payload).await
}

/// Searches the history. The answer's `next_page_sort`, sent as `sort`, asks for the next page; samples and random
/// sorts have none.
#[utoipa::path(post, path = "/api/1/interactive_prompts/events/search", tag = "interactive_prompts", operation_id = "interactive_prompt_search",
    request_body = Search, security(("prompt" = [])), responses(
        (status = 200, body = Page),
        (status = 401, description = "`not_set`, `bad_format`.", body = ApiError),
        (status = 403, description = "`invalid`.", body = ApiError),
        (status = 404, description = "`interactive_prompt_not_found`.", body = ApiError),
        (status = 422, description = "A filter, sort or limit that there is not; it is named. `filters` too where \
            the search takes too long without a range of time.", body = ApiError),
    ))]
pub async fn search(request: HttpRequest, shared: Data<Shared>, payload: Payload) -> Result<HttpResponse, Refused> {
    history::search(DIALECT, request, shared, payload).await
}

/// Sums over everything up to and including a bin. There are 2^⌈log2 d⌉ − 1 bins for a duration of d seconds, one
/// where d is 1 or less.
#[utoipa::path(get, path = "/api/1/interactive_prompts/events/stats", tag = "interactive_prompts", operation_id = "interactive_prompt_stats",
    security(("prompt" = [])),
    params(("uid" = String, Query, description = "The prompt's uid."), ("bin" = u32, Query, description = "From 0.")),
    responses(
        (status = 200, body = Statistics),
        (status = 401, description = "`not_set`, `bad_format`.", body = ApiError),
        (status = 403, description = "`invalid`.", body = ApiError),
        (status = 404, description = "`interactive_prompt_not_found`, `bin_not_found`.", body = ApiError),
        (status = 422, description = "A parameter is wrong; it is named.", body = ApiError),
    ))]
pub async fn stats(request: HttpRequest, shared: Data<Shared>) -> Result<HttpResponse, Refused> {
    stats::stats(DIALECT, request, shared).await
}

/// Pictures of people who are present at a moment, each once.
#[utoipa::path(post, path = "/api/1/interactive_prompts/profile_pictures", tag = "interactive_prompts", operation_id = "interactive_prompt_faces",
    request_body = Faces, responses(
        (status = 200, body = FaceList),
        (status = 401, description = "`bad_format`.", body = ApiError),
        (status = 403, description = "`invalid`.", body = ApiError),
        (status = 404, description = "`interactive_prompt_not_found`.", body = ApiError),
        (status = 422, description = "A field is wrong; it is named.", body = ApiError),
    ))]
pub async fn faces(shared: Data<Shared>, payload: Payload) -> Result<HttpResponse, Refused> {
    stats::faces(DIALECT, shared, payload).await
}
