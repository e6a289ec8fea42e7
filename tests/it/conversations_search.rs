//! Agents look for what was said.

use serde_json::{Value, json};

use crate::kit::conversation::{Desk, Visitor, agent, channel, site};
use crate::kit::ms;

/// What an agent's search brings.
async fn search(desk: &mut Desk, query: &str) -> Value {
    desk.send(json!({"type": "search", "query": query})).await;
    let result = desk.expect("search_result").await;
    assert_eq!(result["query"], query);
    result
}

/// (conversation, entry) of the hits.
fn hits(result: &Value) -> Vec<(String, u64)> {
    let hits = result["hits"].as_array().expect("hits").iter();
    hits.map(|hit| (hit["conversation_id"].as_str().expect("an id").to_owned(), hit["entry"].as_u64().expect("a no")))
        .collect()
}

#[tokio::test]
async fn an_agent_finds_what_was_said_anywhere_until_it_is_deleted() {
    let mut server = site().start().await;
    let key = channel(&server, json!({"name": "Bar"})).await;
    let token = agent(&server, "Ada").await;
    let mut visitor = Visitor::open(&server, &key).await;
    let hart = visitor.begin("hart").await;
    let jane = visitor.begin("jane").await;
    visitor.asks(&hart, "Gibt es Süßwein, etwa Trockenbeerenauslese?").await;
    visitor.asks(&jane, "What about TROCKENBEERENAUSLESE?").await;
    visitor.asks(&jane, "thanks").await;
    let mut ada = Desk::open(&server, &token).await;
    // Said a moment ago, not by an agent, and not the last word either.
    let result = search(&mut ada, "trockenbeer").await;
    assert_eq!(hits(&result), [(jane.clone(), 2), (hart.clone(), 2)]);
    let rows = result["rows"].as_array().expect("rows");
    assert_eq!(rows.iter().map(|row| &row["conversation_id"]).collect::<Vec<_>>(), [&json!(jane), &json!(hart)]);
    assert!(
        result["hits"][1]["excerpt"].as_str().is_some_and(|text| text.contains("Süßwein, etwa Trocken")),
        "{result}"
    );
    assert_eq!(hits(&search(&mut ada, "SUSSWEIN").await), [(hart.clone(), 2)], "folded like ss");
    assert_eq!(search(&mut ada, "jane").await["rows"][0]["conversation_id"], json!(jane));
    // Nothing that can be typed is a fault.
    for typed in
        ["\"", "a* OR", "NEAR(", "-", "^:{}()", "'; DROP TABLE texts; --", "🍷", "%", "words MATCH", "\u{202e}x"]
    {
        let result = search(&mut ada, typed).await;
        assert!(result["hits"].is_array(), "{typed}: {result}");
    }
    for (wrong, field) in [(json!(""), "query"), (json!(5), "query"), (json!("x".repeat(201)), "query")] {
        ada.send(json!({"type": "search", "query": wrong, "request": "s1"})).await;
        let error = ada.expect("error").await;
        assert_eq!((&error["field"], &error["request"]), (&json!(field), &json!("s1")), "{error}");
    }
    // After a crash, without the file it had made.
    server.kill9();
    for end in ["", "-wal", "-shm"] {
        drop(std::fs::remove_file(server.data.join(format!("search.db{end}"))));
    }
    server.restart().await;
    let mut ada = Desk::open(&server, &token).await;
    let mut found = search(&mut ada, "trockenbeer").await;
    for _ in 0..100 {
        if hits(&found).len() == 2 {
            break;
        }
        ms(50).await;
        found = search(&mut ada, "trockenbeer").await;
    }
    assert_eq!(hits(&found).len(), 2, "{found}");
    let mut visitor = Visitor::open(&server, &key).await;
    visitor.emit("delete_conversation", json!({"conversation_id": jane})).await;
    visitor.payload("delete_conversation_success").await;
    assert_eq!(hits(&search(&mut ada, "trockenbeer").await), [(hart.clone(), 2)]);
    visitor.emit("conversation_resume", json!({"conversation_id": hart})).await;
    visitor.payload("conversation_status").await;
    visitor.asks(&hart, "Danke, lieber Blaufränkisch").await;
    assert_eq!(search(&mut ada, "danke blaufrank").await["rows"][0]["conversation_id"], json!(hart));
    let log = server.logged();
    assert!(!log.contains("panicked") && !log.contains("Trockenbeer"), "{log}");
}
