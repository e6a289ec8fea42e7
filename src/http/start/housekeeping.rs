//! What the server does unasked: sessions whose hosts never came back are ended, which frees their codes.

use std::sync::Arc;
use std::time::Duration;

use actix_web::rt;
use tokio::sync::oneshot;

use crate::engine::{Machine, Role, WallTime};
use crate::quiz::Quiz;
use crate::quiz::command::Command;
use crate::room::{CallError, Registry};
use crate::store::SharedStore;

/// Time between two rounds.
const EVERY: Duration = Duration::from_secs(15 * 60);

/// Goes round for as long as the server lives, and ends sessions in which nothing has happened for so many hours.
pub fn start(store: SharedStore, quizzes: Arc<Registry<Quiz>>, after_hours: u32) {
    rt::spawn(async move {
        loop {
            end_abandoned(&store, &quizzes, after_hours).await;
            rt::time::sleep(EVERY).await;
        }
    });
}

async fn end_abandoned(store: &SharedStore, quizzes: &Arc<Registry<Quiz>>, after_hours: u32) {
    let older_than = WallTime(chrono::Utc::now().timestamp_millis() - i64::from(after_hours) * 60 * 60 * 1000);
    let (told, answer) = oneshot::channel();
    store.abandoned(older_than, Box::new(move |rows| drop(told.send(rows))));
    let rows = match answer.await {
        Ok(Ok(rows)) => rows,
        Ok(Err(error)) => return log::warn!("abandoned sessions cannot be listed: {error}"),
        Err(_) => return,
    };
    for (_, code) in rows.iter().filter(|(kind, _)| kind == Quiz::KIND) {
        match quizzes.call_as(code, Role::Host, Command::End).await {
            Ok(_) => log::info!("session {code} has ended: nothing has happened in it for {after_hours} hours"),
            // It ended by itself meanwhile.
            Err(CallError::Refused(_)) => {}
            Err(error) => log::warn!("session {code} cannot be ended: {error}"),
        }
    }
}
