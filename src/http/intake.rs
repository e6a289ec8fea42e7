//! Takes in what is uploaded: piece by piece, bounded in size and time, onto the disk.

use std::io;
use std::time::Duration;

use actix_web::web;
use futures_util::StreamExt;
use tokio::time::{Instant, timeout, timeout_at};

use super::problem::Problem;
use crate::limits::UPLOAD_SILENCE_SECONDS_MAX;
use crate::store::kept::Half;

/// Bytes that are gathered before they are written.
const CHUNK_BYTES: usize = 1024 * 1024;

/// How much may come, and for how long.
pub struct Bounds<'a> {
    pub bytes_max: u64,
    pub seconds_max: u64,
    /// What is said of more.
    pub too_large: &'a dyn Fn() -> Problem,
}

/// Writes a body into a file. `room` is asked before so many bytes lie on the disk.
///
/// # Errors
/// 413 for too much, 408 for too slowly, 400 for a body that broke off, what `room` says, or 503.
pub async fn take_in(
    mut payload: web::Payload,
    mut half: Half,
    bounds: &Bounds<'_>,
    mut room: impl FnMut(u64) -> Result<(), Problem>,
) -> Result<Half, Problem> {
    let slow = |_| Problem::new(408, "TOO_SLOW", "The file came too slowly; send it again.");
    let end = Instant::now() + Duration::from_secs(bounds.seconds_max);
    let mut chunk = Vec::new();
    let mut bytes = 0;
    loop {
        let next = timeout(Duration::from_secs(UPLOAD_SILENCE_SECONDS_MAX), payload.next());
        let Some(part) = timeout_at(end, next).await.map_err(slow)?.map_err(slow)? else { break };
        let part = part.map_err(|_| Problem::new(400, "BROKEN_OFF", "The body broke off."))?;
        bytes += part.len() as u64;
        if bytes > bounds.bytes_max {
            return Err((bounds.too_large)());
        }
        chunk.extend_from_slice(&part);
        if chunk.len() >= CHUNK_BYTES {
            room(bytes)?;
            let written = std::mem::take(&mut chunk);
            half = blocking(move || half.write(&written)).await?;
        }
    }
    room(bytes)?;
    blocking(move || half.write(&chunk)).await
}

/// Does something with files where it may wait.
///
/// # Errors
/// 503 where the disk does not do it.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, Problem> {
    match web::block(work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => {
            log::error!("a file cannot be written or read: {error}");
            Err(Problem::unavailable("The file cannot be written or read just now."))
        }
        Err(_) => Err(Problem::unavailable("The server is stopping.")),
    }
}
