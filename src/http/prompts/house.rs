//! What the server does unasked for prompts and journeys. They never end by themselves: each stays until it is
//! deleted, or until nobody has come to it for the days of retention, when the store removes it. Here its name is
//! given free then, and recordings that no journey has taken are swept away.

use std::time::Duration;

use actix_web::rt;
use actix_web::web::{self, Data};

use super::recordings;
use crate::http::Shared;
use crate::limits::SESSIONS_LISTED_MAX;

/// Time between two rounds.
const EVERY: Duration = Duration::from_secs(15 * 60);

/// Goes round for as long as the server lives.
pub fn start(shared: Data<Shared>) {
    rt::spawn(async move {
        while !shared.is_stopping() {
            round(&shared).await;
            rt::time::sleep(EVERY).await;
        }
    });
}

async fn round(shared: &Data<Shared>) {
    let rows = match shared.directory.compare(&shared.store, &shared.key).await {
        Ok(rows) => rows,
        Err(error) => return log::warn!("prompts cannot be listed: {error}"),
    };
    if rows.len() >= SESSIONS_LISTED_MAX {
        // Others may have recordings that this list does not tell of.
        return;
    }
    let (folder, used) = (recordings::folder(shared), recordings::used(&rows));
    let unused = Duration::from_secs(u64::from(shared.settings.limits.recording_unused_hours) * 3_600);
    match web::block(move || recordings::sweep(&folder, &used, unused)).await {
        Ok(Ok(0)) | Err(_) => {}
        Ok(Ok(count)) => log::info!("{count} recordings that no journey has taken are removed"),
        Ok(Err(error)) => log::warn!("recordings that no journey has taken cannot be removed: {error}"),
    }
}
