//! The HTTP side against a real store in a temporary folder.

mod calls;
mod documents;
mod exports;
mod pages;
mod users;

use std::sync::Arc;

use actix_http::Request;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use actix_web::web::Data;
use actix_web::{App, test};
use serde_json::{Value, json};

use super::kinds::{Ground, Kinds};
use super::trust::Trust;
use super::{Shared, routes};
use crate::config::{Serve, Switch};
use crate::connectors::music::Songs;
use crate::room::Foundings;
use crate::store::{SharedStore, SqliteStore, Store, StoreOptions};

/// A server's inside without sockets.
struct Inside {
    shared: Data<Shared>,
    store: Arc<SqliteStore>,
    folder: tempfile::TempDir,
}

impl Inside {
    fn new() -> Inside {
        Inside::with(Serve { address_limits: Switch::Off, ..Serve::default() })
    }

    fn with(settings: Serve) -> Inside {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Arc::new(SqliteStore::open(folder.path(), &StoreOptions::default()).expect("a store"));
        let shared = shared(settings, &store);
        Inside { shared, store, folder }
    }

    /// The same folder after everything in memory was forgotten.
    fn forget_rooms(&mut self) {
        self.shared = shared(self.shared.settings.clone(), &self.store);
    }

    /// The application that a worker would have.
    async fn app(
        &self,
    ) -> impl Service<Request, Response = ServiceResponse<impl MessageBody>, Error = actix_web::Error> {
        test::init_service(App::new().app_data(self.shared.clone()).configure(routes)).await
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        self.store.close();
    }
}

fn shared(settings: Serve, store: &Arc<SqliteStore>) -> Data<Shared> {
    let trust = Trust::of(store, &settings);
    let store: SharedStore = store.clone();
    let per_hour = settings.address_limits.is_on().then_some(settings.limits.foundings_per_address_hour);
    let foundings = Arc::new(Foundings::new(per_hour));
    let songs = Arc::new(Songs::none());
    let kinds = Kinds::open(&Ground {
        settings: &settings,
        trust: &trust,
        store: &store,
        foundings: &foundings,
        songs: &songs,
    });
    Data::new(Shared::new(settings, trust, store, kinds, songs, foundings, None))
}

/// An answer, read whole.
struct Answer {
    status: u16,
    head: ServiceResponse<BoxBody>,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.head.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// Checks the form of RFC 9457 and returns the problem's kind without its prefix.
    fn problem(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["status"], status);
        assert!(problem["title"].is_string() && problem["detail"].is_string());
        problem["type"].as_str().and_then(|kind| kind.strip_prefix("urn:soiree:")).expect("a kind").to_owned()
    }
}

async fn ask(inside: &Inside, request: TestRequest) -> Answer {
    let app = inside.app().await;
    let (request, head) = test::call_service(&app, request.to_request()).await.into_parts();
    let (head, body) = head.into_parts();
    let body = actix_web::body::to_bytes(body).await.ok().expect("a body").to_vec();
    let head = ServiceResponse::new(request, head.set_body(BoxBody::new(())));
    Answer { status: head.status().as_u16(), head, body }
}

async fn get(inside: &Inside, path: &str) -> Answer {
    ask(inside, TestRequest::get().uri(path)).await
}

async fn get_as(inside: &Inside, path: &str, key: &str) -> Answer {
    ask(inside, TestRequest::get().uri(path).insert_header(("authorization", format!("Bearer {key}")))).await
}

async fn delete_as(inside: &Inside, path: &str, key: &str) -> Answer {
    ask(inside, TestRequest::delete().uri(path).insert_header(("authorization", format!("Bearer {key}")))).await
}

async fn post(inside: &Inside, body: &Value) -> Answer {
    ask(inside, TestRequest::post().uri("/api/v1/quiz/sessions").set_json(body)).await
}

async fn method(inside: &Inside, method: Method, path: &str) -> Answer {
    ask(inside, TestRequest::with_uri(path).method(method)).await
}

/// A small quiz.
fn quiz() -> Value {
    json!({"title": "An evening", "wines": [{"name": "Barolo", "questions": [
        {"category": "grape_variety", "correctAnswer": "Nebbiolo", "distractors": ["Merlot", "Syrah", "Gamay"]},
    ]}]})
}
