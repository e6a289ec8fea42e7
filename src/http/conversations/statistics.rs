//! What humans have done in a period, for the administrator.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Query};
use chrono::NaiveDate;
use serde::Deserialize;

use crate::conversation::ids::ChannelNo;
use crate::desk::ROOM;
use crate::desk::hours::date;
use crate::desk::stats::{DayNo, day_of};
use crate::desk::wire::Statistics;
use crate::engine::Refusal;
use crate::http::Shared;
use crate::http::admin::Administrator;
use crate::http::problem::Problem;
use crate::room::clock::wall_now;

/// Days of a period that is not named, today included.
const USUAL_DAYS: DayNo = 30;

/// Which period, and of what.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The first day in UTC, like 2026-11-01; absent: 30 days, the last one included.
    #[serde(default)]
    pub from: Option<String>,
    /// The last day; absent: today.
    #[serde(default)]
    pub to: Option<String>,
    /// A channel's id; absent: all.
    #[serde(default)]
    pub channel: Option<String>,
}

/// First responses, resolutions and what waits now, in all, by channel, agent and day.
#[utoipa::path(get, path = "/api/v1/conversations/statistics", tag = "administration", params(Asked),
    security(("administrator" = [])), responses(
    (status = 200, body = Statistics),
    (status = 401, description = "Not the administrator.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is wrong; it is named.", body = Problem, content_type = "application/problem+json")))]
pub async fn show(shared: Data<Shared>, _: Administrator, asked: Query<Asked>) -> Result<HttpResponse, Problem> {
    let now = wall_now();
    let to = day(asked.to.as_deref(), "to")?.unwrap_or_else(|| day_of(now));
    let from = day(asked.from.as_deref(), "from")?.unwrap_or(to - USUAL_DAYS + 1);
    if from > to {
        return Err(Refusal::field("from", "a day that is not after to").into());
    }
    let only = match asked.channel.as_deref().filter(|text| !text.is_empty()) {
        None => None,
        Some(text) => Some(ChannelNo::parse(text).ok_or_else(|| Refusal::field("channel", "a channel's id"))?),
    };
    let statistics = shared.kinds.talks.desk.read(ROOM, move |desk| desk.statistics(now, (from, to), only)).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(statistics))
}

fn day(text: Option<&str>, field: &str) -> Result<Option<DayNo>, Refusal> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let found = date(text).map(|date| date.signed_duration_since(NaiveDate::default()).num_days());
    let day = found.and_then(|days| DayNo::try_from(days).ok());
    day.map(Some).ok_or_else(|| Refusal::field(field, "a day like 2026-11-01"))
}
