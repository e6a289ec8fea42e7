//! The people of an evening.

use serde_json::{Value, json};

use super::client::is_a_client;
use super::{Client, Server, quiz, shape, with_host};

/// Who controls the evening.
pub struct Host {
    pub client: Client,
    pub host_id: String,
    pub code: String,
}

/// A participant with a seat.
pub struct Guest {
    pub client: Client,
    pub pseudonym: String,
    pub token: String,
    pub code: String,
}

/// A public screen.
pub struct Stage {
    pub client: Client,
    /// As it was first told.
    pub snapshot: Value,
}

impl Host {
    /// Creates a session over the socket.
    pub async fn create(server: &Server, code: &str, quiz: Value) -> Host {
        let host_id = format!("TANNIC-FALCON-{}", hex::encode(rand::random::<[u8; 8]>()));
        let mut client = Client::open(server, code).await;
        client.name = format!("host of {code}");
        client.send(with_host(quiz, &host_id)).await;
        let created = client.expect("session:created").await;
        assert_eq!(created["code"], code);
        assert_eq!(created["hostId"], host_id);
        Host { client, host_id, code: code.to_owned() }
    }

    /// A session of two wines with two questions each.
    pub async fn evening(server: &Server, code: &str) -> Host {
        Host::create(server, code, quiz(2, 2)).await
    }

    /// Another socket of this host, and what it is told.
    pub async fn again(&self, server: &Server) -> (Client, Value) {
        let mut client = Client::open(server, &self.code).await;
        client.name = format!("another host of {}", self.code);
        client.send(json!({ "type": "rejoin_host", "hostId": self.host_id })).await;
        let snapshot = client.expect("host:state_snapshot").await;
        shape(&snapshot, "code:s hostId:s phase:s participants:a rankings:a question:o?");
        (client, snapshot)
    }
}

impl Guest {
    pub async fn join(server: &Server, code: &str) -> Guest {
        let client = Client::open(server, code).await;
        Guest::join_on(client, code).await
    }

    /// Joins over an open socket.
    pub async fn join_on(mut client: Client, code: &str) -> Guest {
        client.send(json!({ "type": "join_session", "code": code })).await;
        let joined = client.expect("participant:joined").await;
        shape(&joined, "type:s pseudonym:s rejoinToken:s");
        let pseudonym = joined["pseudonym"].as_str().unwrap().to_owned();
        client.name = format!("{pseudonym} in {code}");
        let token = joined["rejoinToken"].as_str().unwrap().to_owned();
        Guest { client, pseudonym, token, code: code.to_owned() }
    }

    /// Another socket for this seat, and what it is told.
    pub async fn again(&self, server: &Server) -> (Client, Value) {
        let mut client = Client::open(server, &self.code).await;
        client.name = format!("{} again", self.pseudonym);
        client.send(json!({ "type": "rejoin_session", "rejoinToken": self.token })).await;
        let snapshot = client.expect("participant:state_snapshot").await;
        shape(&snapshot, "pseudonym:s phase:s question:o?");
        assert_eq!(snapshot["pseudonym"], self.pseudonym);
        (client, snapshot)
    }

    /// Answers and waits until it is accepted.
    pub async fn answer(&mut self, question: &Value, text: &str) {
        let (question_id, option_id) = (question["questionId"].clone(), super::option(question, text));
        self.send(json!({ "type": "submit_answer", "questionId": question_id, "optionId": option_id })).await;
        let accepted = self.expect("answer:accepted").await;
        assert_eq!((&accepted["questionId"], accepted["optionId"].as_str()), (&question_id, Some(option_id.as_str())));
    }
}

impl Stage {
    pub async fn watch(server: &Server, code: &str) -> Stage {
        let mut client = Client::open(server, code).await;
        client.name = format!("stage of {code}");
        client.say("watch_stage").await;
        let snapshot = client.expect("stage:state_snapshot").await;
        shape(&snapshot, "code:s phase:s participants:a question:o? answeredCount:u totalCount:u");
        Stage { client, snapshot }
    }
}

/// So many participants, who join one after the other.
pub async fn guests(server: &Server, code: &str, count: usize) -> Vec<Guest> {
    let mut guests = Vec::with_capacity(count);
    for _ in 0..count {
        guests.push(Guest::join(server, code).await);
    }
    guests
}

is_a_client!(Host, Guest, Stage);
