//! What the server does unasked: sessions that were being played when it stopped go on, those whose hosts
//! never came back are ended, which frees their codes.

use std::sync::Arc;
use std::time::Duration;

use actix_web::rt;

use crate::engine::{Machine, Role, WallTime};
use crate::limits::RETURN_MS_MAX;
use crate::room::{CallError, Registry};
use crate::store::{SharedStore, asked};

/// Time between two rounds.
const EVERY: Duration = Duration::from_secs(15 * 60);

/// Goes round for as long as the server lives, and ends sessions in which nothing has happened for so many hours.
pub fn start<M: Machine>(store: &SharedStore, registry: &Arc<Registry<M>>, after_hours: u32) {
    let (store, registry) = (Arc::clone(store), Arc::clone(registry));
    rt::spawn(wake_played(Arc::clone(&store), Arc::clone(&registry)));
    rt::spawn(async move {
        loop {
            end_abandoned(&store, &registry, after_hours).await;
            rt::time::sleep(EVERY).await;
        }
    });
}

/// Wakes the rooms of sessions that were being played when the server stopped: their clocks go on, and an
/// open question is revealed at its deadline even if nobody comes back. Whoever comes back first wakes the
/// room at once, hence the wait: nobody is to lose time that was needed for the way back.
async fn wake_played<M: Machine>(store: SharedStore, registry: Arc<Registry<M>>) {
    rt::time::sleep(Duration::from_millis(RETURN_MS_MAX)).await;
    let codes = match asked(|done| store.playing(M::KIND, done)).await {
        Ok(codes) => codes,
        Err(error) => return log::warn!("sessions being played cannot be listed: {error}"),
    };
    for code in codes {
        if let Err(error) = registry.peek(&code, |_| ()).await {
            log::warn!("{} {code} cannot be woken: {error}", M::KIND);
        }
    }
}

async fn end_abandoned<M: Machine>(store: &SharedStore, registry: &Arc<Registry<M>>, after_hours: u32) {
    let older_than = WallTime(chrono::Utc::now().timestamp_millis() - i64::from(after_hours) * 60 * 60 * 1000);
    let rows = match asked(|done| store.abandoned(M::KIND, older_than, done)).await {
        Ok(rows) => rows,
        Err(error) => return log::warn!("abandoned sessions cannot be listed: {error}"),
    };
    for code in &rows {
        let Some(end) = M::abandoned() else { return };
        match registry.call_as(code, Role::Host, end).await {
            Ok(_) => log::info!("{} {code} has ended: nothing has happened in it for {after_hours} hours", M::KIND),
            // It ended by itself meanwhile.
            Err(CallError::Refused(_)) => {}
            Err(error) => log::warn!("{} {code} cannot be ended: {error}", M::KIND),
        }
    }
}
