//! The bearer of a request: the key that its sender proves itself with.

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderValue};
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
        ready(header.and_then(Bearer::read).ok_or_else(Problem::unauthorized))
    }
}

impl Bearer {
    /// Reads the header; `None` where it holds no key.
    pub fn read(header: &HeaderValue) -> Option<Bearer> {
        let (scheme, key) = std::str::from_utf8(header.as_bytes()).ok()?.split_once(' ')?;
        let key = key.trim();
        let is_key = scheme.eq_ignore_ascii_case("bearer") && (1..=TOKEN_BYTES_MAX).contains(&key.len());
        is_key.then(|| Bearer(Secret::new(key)))
    }
}
