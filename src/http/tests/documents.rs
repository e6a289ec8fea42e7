//! The documents are valid and describe what is really sent.

use std::path::Path;

use serde_json::{Value, json};

use super::{Inside, get, post, quiz};
use crate::http::{asyncapi, openapi};

/// A validator for one message's schema of the AsyncAPI document, which its references lead into.
fn validator(document: &Value, id: &str) -> jsonschema::Validator {
    let mut schema = document.clone();
    schema["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    schema["allOf"] = json!([{"$ref": format!("#/components/schemas/{id}")}]);
    jsonschema::validator_for(&schema).expect("a valid schema")
}

#[test]
fn every_golden_message_is_as_the_document_says() {
    let document = asyncapi::document();
    let kinds = ["quiz", "music", "interactive_prompt", "journey", "conversation", "agent"];
    for (kind_of_room, sender) in kinds.into_iter().flat_map(|kind| [(kind, "client"), (kind, "server")]) {
        let wire = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wire");
        let folder = match (kind_of_room, sender) {
            ("interactive_prompt" | "journey", sender) => wire.join("prompt").join(kind_of_room).join(sender),
            ("agent", "client") => wire.join("conversation/agent"),
            ("agent", _) => wire.join("conversation/console"),
            (kind, sender) => wire.join(kind).join(sender),
        };
        let mut seen = 0;
        for file in std::fs::read_dir(folder).expect("golden files") {
            let path = file.expect("a file").path();
            let text = std::fs::read_to_string(&path).expect("a text");
            let message: Value = serde_json::from_str(&text).expect("JSON");
            let kind = message["type"].as_str().or(message["event"]["event_type"].as_str()).expect("a type");
            let id = format!("{kind_of_room}.{sender}.{kind}");
            assert!(document["components"]["schemas"][&id].is_object(), "{kind} is not in the document");
            let errors: Vec<String> =
                validator(&document, &id).iter_errors(&message).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{}: {errors:?}", path.display());
            seen += 1;
        }
        let described = document["components"]["messages"].as_object().expect("messages");
        let described = described.keys().filter(|id| id.starts_with(&format!("{kind_of_room}.{sender}."))).count();
        assert!(seen >= described, "{seen} golden files for {described} messages from the {sender}");
    }
}

#[test]
fn a_message_that_is_not_of_the_form_fails() {
    let document = asyncapi::document();
    let answer = validator(&document, "quiz.client.submit_answer");
    assert!(answer.is_valid(&json!({"type": "submit_answer", "questionId": "r0q0", "optionId": "r0q0-a"})));
    assert!(!answer.is_valid(&json!({"type": "submit_answer", "questionId": "r0q0"})));
    assert!(!answer.is_valid(&json!({"type": "other", "questionId": "r0q0", "optionId": "r0q0-a"})));
}

/// Of two types with one name the document would show one only, without a word.
#[test]
fn no_two_types_have_one_name_in_the_document() {
    let mut names = Vec::new();
    schema_names(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut names);
    assert!(names.len() > 50, "{names:?}");
    names.sort();
    for pair in names.windows(2) {
        assert_ne!(pair[0].0, pair[1].0, "in {} and {}; see #[schema(as = …)]", pair[0].1, pair[1].1);
    }
}

/// The names under which types stand in the document, each with its file.
fn schema_names(folder: &Path, names: &mut Vec<(String, String)>) {
    for path in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            schema_names(&path, names);
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a source file");
        let mut lines = text.lines().map(str::trim_start);
        while let Some(line) = lines.next() {
            if !(line.starts_with("#[derive(") && line.contains("ToSchema")) {
                continue;
            }
            let mut renamed = None;
            let item = loop {
                let line = lines.next().expect("an item below its derive");
                renamed = renamed.or(line.strip_prefix("#[schema(as = "));
                if line.starts_with("pub ") {
                    break line.split(' ').nth(2).expect("a name");
                }
            };
            let name = renamed.unwrap_or(item).split(|c: char| !c.is_alphanumeric()).next().expect("a name");
            names.push((name.to_owned(), path.display().to_string()));
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    for document in [asyncapi::document(), serde_json::to_value(openapi::document()).expect("JSON")] {
        let mut found = 0;
        references(&document, &mut |reference| {
            let pointer = reference.strip_prefix('#').expect("a reference into the document");
            assert!(document.pointer(pointer).is_some(), "{reference}");
            found += 1;
        });
        assert!(found > 10);
    }
}

fn references(value: &Value, each: &mut impl FnMut(&str)) {
    match value {
        Value::Object(object) => {
            if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
                each(reference);
            }
            object.values().for_each(|value| references(value, each));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, each)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A validator for a schema of the OpenAPI document.
fn openapi_validator(schema: &str) -> jsonschema::Validator {
    let mut document = serde_json::to_value(openapi::document()).expect("JSON");
    document["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    document["allOf"] = json!([{"$ref": format!("#/components/schemas/{schema}")}]);
    jsonschema::validator_for(&document).expect("a valid schema")
}

#[actix_web::test]
async fn answers_are_as_the_document_says() {
    let inside = Inside::new();
    let document = get(&inside, "/api/openapi.json").await.json();
    for path in ["/api/v1/quiz/sessions", "/api/v1/quiz/sessions/{code}", "/healthz", "/api/v1/info"] {
        assert!(document["paths"][path].is_object(), "{path}");
    }
    assert!(get(&inside, "/api/asyncapi.json").await.json()["asyncapi"].is_string());
    let check = |schema: &str, value: &Value| {
        let errors: Vec<String> = openapi_validator(schema).iter_errors(value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{schema}: {errors:?} in {value}");
    };
    check("NewSession", &quiz());
    let made = post(&inside, &quiz()).await.json();
    check("Made", &made);
    let (code, key) = (made["code"].as_str().expect("a code"), made["hostId"].as_str().expect("a key"));
    check("Sessions", &super::get_as(&inside, "/api/v1/quiz/sessions", key).await.json());
    let results = format!("/api/v1/quiz/sessions/{code}/results.json");
    check("Results", &super::get_as(&inside, &results, key).await.json());
    check("Problem", &post(&inside, &json!({})).await.json());
    check("Info", &get(&inside, "/api/v1/info").await.json());
}
