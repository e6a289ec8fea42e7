//! The bearer of a request: the key that its sender proves itself with.

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use std::future::{Ready, ready};

use super::problem::Problem;
use crate::engine::Secret;
use crate::limits::TOKEN_BYTES_MAX;

/// `Authorization: Bearer KEY`.
#[derive(Debug)]
pub struct Bearer(pub Secret);

impl FromRequest for Bearer {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get(header::AUTHORIZATION);
        let key = header.and_then(|value| std::str::from_utf8(value.as_bytes()).ok()).and_then(|value| {
            let (scheme, key) = value.split_once(' ')?;
            let key = key.trim();
            (scheme.eq_ignore_ascii_case("bearer") && (1..=TOKEN_BYTES_MAX).contains(&key.len())).then_some(key)
        });
        ready(key.map(|key| Bearer(Secret::new(key))).ok_or_else(Problem::unauthorized))
    }
}
