//! Headers that every answer carries, and the count of answers.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;

use super::base::is_authority;

/// What browsers may not do for our pages: nothing of it is used.
const PERMISSIONS: &str = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()";

/// Adds the security headers to an answer and counts it by its class of status.
///
/// # Errors
/// Those of the inner service.
pub async fn guard(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let policy = content_policy(host);
    let mut answer = next.call(request).await?;
    let class = match answer.status().as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    };
    metrics::counter!("soiree_http_requests_total", "status" => class).increment(1);
    let headers = answer.headers_mut();
    // What people have sent has a stricter one already.
    if let Ok(policy) = HeaderValue::from_str(&policy)
        && !headers.contains_key(header::CONTENT_SECURITY_POLICY)
    {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::PERMISSIONS_POLICY, PERMISSIONS),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        // For browsers that do not know frame-ancestors.
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(answer)
}

/// Everything from here and nothing from elsewhere. Older browsers do not count websockets as 'self', so
/// the host's own are named.
fn content_policy(host: Option<&str>) -> String {
    let sockets = match host {
        Some(host) if is_authority(host) => format!(" ws://{host} wss://{host}"),
        _ => String::new(),
    };
    format!(
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
         connect-src 'self'{sockets}; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
    )
}
