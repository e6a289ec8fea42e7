//! Somebody who takes part in a prompt, over HTTP.

use std::io;

use serde_json::{Value, json};

use crate::http::{Http, text};

/// Seconds between two events of a session at least: two at the same moment are refused.
const MOMENT: f64 = 1e-6;

/// The person, in a session.
pub struct Person {
    token: String,
    body: Value,
    /// The prompt's time of what was posted last.
    pub at: f64,
}

impl Person {
    /// A new user who joins the prompt.
    pub fn join(http: &mut Http, uid: &str, jwt: &str, name: &str) -> io::Result<Person> {
        let token = text(&http.call("POST", "/api/v1/users", "", &json!({"name": name}))?["token"])?;
        let start = "/api/1/interactive_prompts/start_public";
        let session = text(&http.call("POST", start, &token, &json!({"identifier": uid}))?["session_uid"])?;
        let body = json!({"interactive_prompt_uid": uid, "interactive_prompt_jwt": jwt, "session_uid": session});
        let mut person = Person { token, body, at: 0.0 };
        person.post(http, 0.0, "join", json!({}))?;
        Ok(person)
    }

    /// Posts what happens `at` this time of the prompt, or a moment after what was posted last.
    pub fn post(&mut self, http: &mut Http, at: f64, what: &str, data: Value) -> io::Result<()> {
        self.at = at.max(self.at + MOMENT);
        self.body["prompt_time"] = self.at.into();
        self.body["data"] = data;
        let path = format!("/api/1/interactive_prompts/events/{what}");
        http.call("POST", &path, &self.token, &self.body).map(drop)
    }
}
