//! Both dialects' words, an administrator, users, their sessions.

use reqwest::{Client, Response};
use serde_json::{Value, json};

use crate::kit::{Server, Setup, http};

/// The administrator's token.
pub const ADMIN: &str = "the-administrators-own-token";

/// A dialect as the page's table has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dialect {
    pub kind: &'static str,
    pub prefix: &'static str,
    pub uid: &'static str,
    pub jwt: &'static str,
    pub time: &'static str,
    pub audience: &'static str,
}

pub const PROMPT: Dialect = Dialect {
    kind: "interactive_prompt",
    prefix: "/api/1/interactive_prompts",
    uid: "interactive_prompt_uid",
    jwt: "interactive_prompt_jwt",
    time: "prompt_time",
    audience: "oseh-interactive-prompt",
};

pub const JOURNEY: Dialect = Dialect {
    kind: "journey",
    prefix: "/api/1/journeys",
    uid: "journey_uid",
    jwt: "journey_jwt",
    time: "journey_time",
    audience: "oseh-journey",
};

pub const DIALECTS: [Dialect; 2] = [PROMPT, JOURNEY];

/// A prompt that exists.
#[derive(Debug, Clone)]
pub struct Made {
    pub uid: String,
    pub jwt: String,
}

/// A user with their bearer.
#[derive(Debug, Clone)]
pub struct User {
    pub sub: String,
    pub token: String,
}

/// A server with an administrator, and a client.
pub struct Evening {
    pub server: Server,
    pub http: Client,
}

impl Evening {
    pub async fn begin() -> Evening {
        Evening::begin_with(&[]).await
    }

    /// With settings.
    pub async fn begin_with(env: &[(&str, &str)]) -> Evening {
        let setup = Setup::default().env("SOIREE_ADMIN_TOKEN", ADMIN);
        let server = env.iter().fold(setup, |setup, (name, value)| setup.env(name, value)).start().await;
        Evening { server, http: http() }
    }

    pub async fn post(&self, path: &str, bearer: Option<&str>, body: &Value) -> Response {
        let request = self.http.post(self.server.url(path)).json(body);
        let request = match bearer {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        request.send().await.expect("an answer")
    }

    pub async fn get(&self, path: &str, bearer: Option<&str>) -> Response {
        let request = self.http.get(self.server.url(path));
        let request = match bearer {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        request.send().await.expect("an answer")
    }

    /// A prompt or journey of a minute.
    pub async fn make(&self, dialect: Dialect, prompt: Value) -> Made {
        self.make_with(json!({"kind": dialect.kind, "prompt": prompt, "duration_seconds": 60})).await
    }

    pub async fn make_with(&self, body: Value) -> Made {
        let made = told(self.post("/api/v1/prompts", Some(ADMIN), &body).await, 201).await;
        Made { uid: text(&made["uid"]), jwt: text(&made["jwt"]) }
    }

    pub async fn user(&self, name: &str) -> User {
        let made = told(self.post("/api/v1/users", None, &json!({"name": name})).await, 201).await;
        User { sub: text(&made["user_sub"]), token: text(&made["token"]) }
    }

    /// A new session of a user.
    pub async fn start(&self, dialect: Dialect, made: &Made, user: &User) -> String {
        let answer = match dialect == PROMPT {
            true => {
                let path = "/api/1/interactive_prompts/start_public";
                self.post(path, Some(&user.token), &json!({"identifier": made.uid})).await
            }
            false => {
                let path = format!("/api/1/journeys/dev_start_session/{}", made.uid);
                self.post(&path, Some(&user.token), &json!({})).await
            }
        };
        assert_eq!(answer.status(), 200);
        text(&answer.json::<Value>().await.expect("JSON")["session_uid"])
    }

    /// Posts an event as a client would.
    pub async fn event(&self, event: &Event<'_>, path: &str, at: f64, data: Value) -> Response {
        self.post(&event.path(path), Some(&event.user.token), &event.body(at, data)).await
    }

    /// Posts an event that must be taken in.
    pub async fn ok(&self, event: &Event<'_>, path: &str, at: f64, data: Value) -> Value {
        told(self.event(event, path, at, data).await, 201).await
    }

    /// A user's session that has joined at 0.
    pub async fn joined(&self, dialect: Dialect, made: &Made, user: &User) -> String {
        let session = self.start(dialect, made, user).await;
        self.ok(&Event { dialect, made, user, session: &session }, "join", 0.0, json!({})).await;
        session
    }
}

/// Whose events are posted, and where.
pub struct Event<'a> {
    pub dialect: Dialect,
    pub made: &'a Made,
    pub user: &'a User,
    pub session: &'a str,
}

impl Event<'_> {
    pub fn path(&self, path: &str) -> String {
        format!("{}/events/{path}", self.dialect.prefix)
    }

    pub fn body(&self, at: f64, data: Value) -> Value {
        let Dialect { uid, jwt, time, .. } = self.dialect;
        json!({uid: self.made.uid, jwt: self.made.jwt, "session_uid": self.session, time: at, "data": data})
    }
}

/// The answer's JSON, after a look at its status.
pub async fn told(answer: Response, status: u16) -> Value {
    let found = answer.status().as_u16();
    let body = answer.text().await.expect("a body");
    assert_eq!(found, status, "{body}");
    serde_json::from_str(&body).unwrap_or_else(|_| panic!("not JSON: {body}"))
}

/// A refusal's word, after a look at its form.
pub async fn refused(answer: Response, status: u16) -> String {
    let error = told(answer, status).await;
    let keys: Vec<&String> = error.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["message", "type"], "{error}");
    assert!(error["message"].as_str().is_some_and(|message| message.len() > 5), "{error}");
    text(&error["type"])
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}")).to_owned()
}

pub fn numeric() -> Value {
    json!({"style": "numeric", "text": "What is your mood?", "min": -2, "max": 2, "step": 1})
}

pub fn press() -> Value {
    json!({"style": "press", "text": "Press when you like it"})
}

pub fn color() -> Value {
    json!({"style": "color", "text": "Which colour is it?", "colors": ["#ff0000", "#00FF00", "#0000FF"]})
}

pub fn word() -> Value {
    json!({"style": "word", "text": "How are you?", "options": ["Well", "Better"]})
}
