//! Bots that are programs elsewhere: `POST {sender, message, metadata}` is answered with
//! `[{text | buttons | image | custom}]`, the REST form that most bots speak.
//!
//! A request has a signature ([`signature`]), an idempotency key that stays the same over retries and restarts, and a
//! time within which it must be answered. A webhook that keeps failing is left alone for a while ([`breaker`]). Where
//! it may lead is checked when it is named and again whenever it is called ([`address`]).

pub mod address;
mod answer;
mod breaker;
pub mod signature;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rand::RngExt as _;
use reqwest::{StatusCode, Url, header};
use serde_json::{Value, json};

use self::breaker::Breaker;
use crate::conversation::bot::{BotAnswer, BotCause, BotFault, BotRequest};
use crate::engine::Secret;

/// Bytes of an answer.
const ANSWER_BYTES_MAX: usize = 256 * 1024;
/// How often one turn is asked at most.
const TRIES_MAX: u32 = 3;
/// Wait before the second try; twice as long before each further one, and by chance up to twice that.
const BACKOFF: Duration = Duration::from_millis(200);
/// The longest wait that is understood: longer than any turn.
const RETRY_AFTER_MAX: Duration = Duration::from_secs(3_600);
/// Time that one try may take, if the turn has as much left.
const TRY_TIME_MAX: Duration = Duration::from_secs(8);
/// Connections to one host that are kept for the next request.
const IDLE_CONNECTIONS_MAX: usize = 64;
/// Webhooks whose breakers are remembered.
const BREAKERS_MAX: usize = 1_024;

/// All webhooks of the server: one client, one breaker for each address.
pub struct Webhooks {
    client: reqwest::Client,
    private_allowed: bool,
    breakers: Mutex<HashMap<Url, Breaker>>,
}

/// How one try ended.
enum Tried {
    Answered(BotAnswer),
    /// There is no use in asking again.
    Final(BotFault),
    /// Another try may help; not before so long.
    Again(BotFault, Option<Duration>),
}

impl Webhooks {
    /// A client for webhooks. `private_allowed`: they may lead to loopback and private addresses.
    ///
    /// # Errors
    /// What keeps TLS from being set up.
    pub fn new(private_allowed: bool) -> Result<Self, reqwest::Error> {
        Ok(Webhooks { client: address::client(private_allowed)?, private_allowed, breakers: Mutex::default() })
    }

    /// Asks a channel's webhook for the answer to one turn, within the turn's patience.
    ///
    /// # Errors
    /// Why there is none; the visitor then gets the fallback.
    pub async fn ask(&self, url: &str, secret: &Secret, request: &BotRequest) -> Result<BotAnswer, BotFault> {
        let Ok(url) = address::read(url, self.private_allowed) else { return Err(BotFault::Unreachable) };
        if !self.breaker(&url, |breaker| breaker.admit(Instant::now())) {
            metrics::counter!("soiree_webhook_requests_total", "outcome" => "resting").increment(1);
            return Err(BotFault::Unreachable);
        }
        let outcome = self.ask_repeatedly(&url, secret, request).await;
        let label = match &outcome {
            Ok(_) => "answered",
            Err(BotFault::TimedOut) => "timed_out",
            Err(BotFault::Unreachable) => "unreachable",
            Err(BotFault::Garbage) => "garbage",
        };
        metrics::counter!("soiree_webhook_requests_total", "outcome" => label).increment(1);
        self.breaker(&url, |breaker| match outcome {
            Ok(_) | Err(BotFault::Garbage) => breaker.succeeded(),
            Err(BotFault::TimedOut | BotFault::Unreachable) => breaker.failed(Instant::now()),
        });
        outcome
    }

    fn breaker<R>(&self, url: &Url, look: impl FnOnce(&mut Breaker) -> R) -> R {
        let mut breakers = self.breakers();
        if breakers.len() >= BREAKERS_MAX && !breakers.contains_key(url) {
            breakers.retain(|_, breaker| !breaker.is_idle());
            if breakers.len() >= BREAKERS_MAX {
                breakers.clear();
            }
        }
        look(breakers.entry(url.clone()).or_default())
    }

    fn breakers(&self) -> MutexGuard<'_, HashMap<Url, Breaker>> {
        // A panic while the map was locked leaves a map that is still whole.
        self.breakers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn ask_repeatedly(&self, url: &Url, secret: &Secret, request: &BotRequest) -> Result<BotAnswer, BotFault> {
        let until = Instant::now() + Duration::from_millis(request.patience_ms);
        let body = body_of(request).to_string().into_bytes();
        let key = idempotency_key(request);
        let mut backoff = BACKOFF;
        for tried in 1.. {
            let left = until.saturating_duration_since(Instant::now());
            let (fault, wait) = match self.try_once(url, secret, &key, &body, left.min(TRY_TIME_MAX)).await {
                Tried::Answered(answer) => return Ok(answer),
                Tried::Final(fault) => return Err(fault),
                Tried::Again(fault, wait) => (fault, wait),
            };
            let wait = wait.unwrap_or_else(|| backoff.mul_f64(rand::rng().random_range(1.0..2.0)));
            backoff *= 2;
            if tried >= TRIES_MAX || Instant::now() + wait >= until {
                return Err(fault);
            }
            tokio::time::sleep(wait).await;
        }
        Err(BotFault::Unreachable)
    }

    async fn try_once(&self, url: &Url, secret: &Secret, key: &str, body: &[u8], time: Duration) -> Tried {
        let signature = signature::sign(secret, chrono::Utc::now().timestamp(), body);
        let request = self.client.post(url.clone()).timeout(time).body(body.to_vec());
        let request = request
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json")
            .header("idempotency-key", key)
            .header(signature::HEADER, signature);
        let mut response = match request.send().await {
            Ok(response) => response,
            Err(error) => return trouble(&error),
        };
        let status = response.status();
        if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() {
            let seconds: Option<u64> =
                response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
            // Whoever wants more than a turn has is not asked again; how much more does not matter.
            let wait = seconds.map(|seconds| Duration::from_secs(seconds).min(RETRY_AFTER_MAX));
            return Tried::Again(BotFault::Unreachable, wait);
        }
        if !status.is_success() {
            log::warn!("a bot's webhook at {} answers {status}", host(url));
            return Tried::Final(BotFault::Unreachable);
        }
        let mut bytes = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if bytes.len() + chunk.len() <= ANSWER_BYTES_MAX => bytes.extend_from_slice(&chunk),
                Ok(Some(_)) => return Tried::Final(BotFault::Garbage),
                Ok(None) => break,
                Err(error) => return trouble(&error),
            }
        }
        match answer::read(&bytes) {
            Ok(answer) => Tried::Answered(answer),
            Err(fault) => {
                log::warn!("a bot's webhook at {} answers something that is no list of messages", host(url));
                Tried::Final(fault)
            }
        }
    }
}

/// The same for every try of one turn, before and after a restart; nothing of the conversation can be read from it.
fn idempotency_key(request: &BotRequest) -> String {
    let hash = blake3::hash(format!("{}:{}", request.conversation, request.turn).as_bytes());
    hex::encode(&hash.as_bytes()[..16])
}

fn trouble(error: &reqwest::Error) -> Tried {
    // The address may carry a token, so it stays out of the log.
    log::debug!("a bot's webhook fails: timeout {}, connect {}", error.is_timeout(), error.is_connect());
    Tried::Again(if error.is_timeout() { BotFault::TimedOut } else { BotFault::Unreachable }, None)
}

fn host(url: &Url) -> &str {
    url.host_str().unwrap_or("")
}

/// What is asked: the three fields that every such bot reads, and ours beside them.
fn body_of(request: &BotRequest) -> Value {
    let (message, event) = match &request.cause {
        BotCause::Start => ("/start".to_owned(), json!({"type": "start"})),
        BotCause::Said { text, files } => (text.clone(), json!({"type": "message", "files": files})),
        BotCause::Acted(deed) => (format!("/{}", deed.id), json!({"type": "action", "action": deed})),
    };
    json!({
        "sender": request.conversation.as_str(),
        "message": message,
        "metadata": request.metadata,
        "event": event,
        "user": {"id": request.user_id, "info": request.info, "locale": request.locale},
        "turn": request.turn,
    })
}
