//! The two messages of a client. Unknown keys are ignored, numbers written as texts are numbers; a binary frame
//! may hold the same JSON.

use serde_json::Value;

use super::clock::Window;
use crate::engine::reading::{self, Fields};
use crate::engine::{Incoming, Refusal};
use crate::prompt::Dialect;
use crate::prompt::parse::{jwt, number, uid};

/// Events a second.
const BANDWIDTH: (f64, f64) = (1.0, 5_000.0);
/// Seconds around the own time.
const LOOK_SECONDS: (f64, f64) = (0.0, 10.0);

/// The first message.
#[derive(Debug, Clone, PartialEq)]
pub struct Authorize {
    pub uid: String,
    pub jwt: String,
    pub bandwidth: u32,
    pub window: Window,
}

/// Reads `authorize`.
///
/// # Errors
/// The first thing that is not as it should be.
pub fn authorize(dialect: Dialect, incoming: Incoming<'_>) -> Result<Authorize, Refusal> {
    data(incoming, "authorize", |fields| {
        let (uid, jwt) = (uid(fields, dialect.names().uid)?, jwt(fields, "jwt")?);
        let bandwidth = number(fields, "bandwidth")?;
        let (least, most) = BANDWIDTH;
        if bandwidth.fract() != 0.0 || !(least..=most).contains(&bandwidth) {
            return Err(fields.refuse("bandwidth", "a whole number from 1 to 5000"));
        }
        let look = |name| {
            let (least, most) = LOOK_SECONDS;
            let seconds = number(fields, name)?;
            let fits = (least..=most).contains(&seconds);
            fits.then_some(seconds).ok_or_else(|| fields.refuse(name, "a number of seconds from 0 to 10"))
        };
        let window = Window { lookback: look("lookback")?, lookahead: look("lookahead")? };
        Ok(Authorize { uid, jwt, bandwidth: bandwidth as u32, window })
    })
}

/// Reads `sync_response` and answers with the client's prompt time when the request reached it.
///
/// # Errors
/// The first thing that is not as it should be.
pub fn sync_response(incoming: Incoming<'_>) -> Result<f64, Refusal> {
    data(incoming, "sync_response", |fields| {
        let receive = number(fields, "receive_timestamp")?;
        let transmit = number(fields, "transmit_timestamp")?;
        match transmit >= receive {
            true => Ok(receive),
            false => Err(fields.refuse("transmit_timestamp", "no less than receive_timestamp")),
        }
    })
}

/// The data of a message of this type.
fn data<T>(
    incoming: Incoming<'_>,
    kind: &str,
    read: impl FnOnce(Fields<'_>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let text = match incoming {
        Incoming::Binary(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Incoming::Text(text),
            Err(_) => return Err(Refusal::malformed("NOT_JSON", "Expected one JSON object in UTF-8.")),
        },
        other => other,
    };
    let message = reading::object(text)?;
    let fields = Fields::root(&message);
    if fields.get("type").and_then(Value::as_str) != Some(kind) {
        return Err(fields.refuse("type", kind));
    }
    let data = fields.get("data").ok_or_else(|| fields.refuse("data", "an object"))?;
    read(Fields::at("data", data)?)
}
