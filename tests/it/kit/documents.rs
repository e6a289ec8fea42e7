//! What the server says is what its own document says it does.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Client, Server, http};

/// Checks everything that these clients were told against the schemas of `/api/asyncapi.json`; answers with
/// the types that were seen.
pub async fn documented(server: &Server, clients: &[&Client]) -> BTreeSet<String> {
    documented_as("quiz", server, clients).await
}

/// The same for a kind of session.
pub async fn documented_as(of: &str, server: &Server, clients: &[&Client]) -> BTreeSet<String> {
    let document: Value = http().get(server.url("/api/asyncapi.json")).send().await.unwrap().json().await.unwrap();
    let mut validators: BTreeMap<String, jsonschema::Validator> = BTreeMap::new();
    for client in clients {
        for frame in client.frames() {
            let kind = frame.kind().to_owned();
            let validator = validators.entry(kind.clone()).or_insert_with(|| {
                let name = format!("{of}.server.{kind}");
                let payload = &document["components"]["messages"][&name]["payload"]["$ref"];
                assert!(payload.is_string(), "{kind} is in no document");
                let schema = json!({ "$ref": payload, "components": document["components"] });
                jsonschema::validator_for(&schema).expect("a schema")
            });
            if let Err(error) = validator.validate(&frame.json) {
                panic!("{} is not as documented: {error}", frame.json);
            }
        }
    }
    validators.into_keys().collect()
}
