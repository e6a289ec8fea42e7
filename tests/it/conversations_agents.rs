//! Visitors, the queue and agents, over real sockets.

use serde_json::{Value, json};

use crate::kit::conversation::{ADMIN, Desk, Visitor, agent, channel, site, words};
use crate::kit::{PATIENCE, http};

async fn escalate(visitor: &mut Visitor, id: &str) {
    let payload = json!({"type": "normal", "id": "escalateToHuman", "data": {}, "conversation_id": id});
    visitor.emit("action", payload).await;
}

/// A conversation that the agent has and looks at.
async fn handed_over(visitor: &mut Visitor, agent: &mut Desk) -> String {
    let id = visitor.begin("hart").await;
    escalate(visitor, &id).await;
    agent.sees(&id, "agent").await;
    agent.send(json!({"type": "open", "conversation_id": id})).await;
    agent.expect("conversation").await;
    id
}

#[tokio::test]
async fn a_visitor_is_handed_to_an_agent_and_back() {
    let server = site().start().await;
    let key = channel(&server, json!({"name": "Wine bar"})).await;
    let token = agent(&server, "Ada").await;
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    escalate(&mut visitor, &id).await;
    assert_eq!(visitor.update("failedAgentAssignment").await["conversation_id"], json!(id));
    assert_eq!(words(&visitor.payload("livechat_message").await), "Our agents are currently busy at the moment.");
    assert!(visitor.asks(&id, "hello").await.contains("Good evening"), "the bot has it again");

    let mut ada = Desk::open(&server, &token).await;
    assert_eq!(ada.welcome["agents"][0]["name"], "Ada");
    visitor.says(&id, "I want to talk to a human").await;
    let connected = visitor.update("livechatAgentConnected").await;
    assert_eq!(connected["data"]["name"], "Ada");
    let row = ada.sees(&id, "agent").await;
    assert_eq!((&row["user_id"], &row["agent_id"]), (&json!("hart"), &json!("agent-1")));
    ada.send(json!({"type": "open", "conversation_id": id})).await;
    let view = ada.expect("conversation").await;
    let kinds: Vec<&Value> = view["entries"].as_array().expect("entries").iter().map(|entry| &entry["kind"]).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "agent_joined").count(), 1, "{view:#}");

    visitor.mark();
    visitor.says(&id, "when are you open?").await;
    let entry = ada.expect("entry").await;
    assert_eq!(entry["entry"]["parts"][0]["text"], "when are you open?");
    visitor.quiet_event("bot_message", 300).await;
    ada.send(json!({"type": "typing", "conversation_id": id, "typing": true})).await;
    assert_eq!(visitor.payload("typing").await, json!({"conversation_id": id, "from": "livechat", "typing": true}));
    ada.send(json!({"type": "send", "conversation_id": id, "client_msg_id": "a1", "text": "At five."})).await;
    ada.send(json!({"type": "send", "conversation_id": id, "client_msg_id": "a1", "text": "At five."})).await;
    assert_eq!(words(&visitor.payload("livechat_message").await), "At five.");
    visitor.quiet_event("livechat_message", 200).await;
    ada.send(json!({"type": "end", "conversation_id": id})).await;
    visitor.update("livechatAgentDisconnected").await;
    assert!(visitor.asks(&id, "thanks").await.contains("welcome"));
}

#[tokio::test]
async fn waiting_visitors_get_the_agent_who_arrives_and_a_crash_changes_nothing() {
    let mut server = site().start().await;
    let key = channel(&server, json!({"name": "Wine bar"})).await;
    let token = agent(&server, "Ada").await;
    let grace = agent(&server, "Grace").await;
    // Ada is there, but full.
    let ada = Desk::open(&server, &token).await;
    let mut visitors = Vec::new();
    for number in 0..6 {
        let mut visitor = Visitor::open(&server, &key).await;
        let id = visitor.begin(&format!("guest{number}")).await;
        escalate(&mut visitor, &id).await;
        match number {
            0..5 => drop(visitor.update("livechatAgentConnected").await),
            _ => assert_eq!(visitor.payload("conversation_status").await["holder"], "queue"),
        }
        visitors.push((visitor, id));
    }
    server.kill9();
    server.restart().await;
    drop(ada);
    let _ada = Desk::open(&server, &token).await;
    let mut grace = Desk::open(&server, &grace).await;
    let (_, id) = &visitors[5];
    grace.sees(id, "agent").await;
    let mut visitor = Visitor::open(&server, &key).await;
    visitor.emit("conversation_resume", json!({"conversation_id": id})).await;
    let status =
        visitor.client.wait("an agent", PATIENCE, |frame| frame["event"]["event_payload"]["holder"] == "agent").await;
    assert_eq!(status["event"]["event_payload"]["agent"]["name"], "Grace");
}

#[tokio::test]
async fn agents_share_what_they_see_and_nobody_acts_for_another() {
    let server = site().start().await;
    let key = channel(&server, json!({"name": "Wine bar"})).await;
    let (ada, grace) = (agent(&server, "Ada").await, agent(&server, "Grace").await);
    let (mut ada, mut grace) = (Desk::open(&server, &ada).await, Desk::open(&server, &grace).await);
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    visitor.asks(&id, "hello").await;
    ada.sees(&id, "bot").await;
    ada.send(json!({"type": "take", "conversation_id": id})).await;
    visitor.update("livechatAgentConnected").await;
    grace.sees(&id, "agent").await;
    grace.send(json!({"type": "take", "conversation_id": id, "request": "r1"})).await;
    let error = grace.expect("error").await;
    assert_eq!((&error["code"], &error["request"]), (&json!("TAKEN"), &json!("r1")));
    grace.send(json!({"type": "send", "conversation_id": id, "client_msg_id": "g1", "text": "me"})).await;
    assert_eq!(grace.expect("error").await["code"], "NOT_YOURS");
    grace.send(json!({"type": "open", "conversation_id": id})).await;
    grace.expect("conversation").await;
    ada.send(json!({"type": "note", "conversation_id": id, "client_msg_id": "n1", "text": "A regular."})).await;
    assert_eq!(grace.expect("entry").await["entry"]["kind"], "note");
    visitor.quiet_event("livechat_message", 200).await;
    ada.send(json!({"type": "transfer", "conversation_id": id, "agent_id": "agent-2"})).await;
    visitor.update("livechatAgentDisconnected").await;
    assert_eq!(visitor.update("livechatAgentConnected").await["data"]["name"], "Grace");
    ada.send(json!({"type": "search", "query": "HART"})).await;
    assert_eq!(ada.expect("search_result").await["rows"][0]["agent_id"], "agent-2");
    ada.send(json!({"type": "set_canned", "shortcut": "hours", "text": "We open at five."})).await;
    assert_eq!(grace.expect("canned_changed").await["canned"][0]["shortcut"], "hours");
    for (frame, field) in [
        (json!({"type": "open", "conversation_id": "x"}), "conversation_id"),
        (json!({"type": "presence", "state": "asleep"}), "state"),
        (json!({"type": "dance"}), "type"),
    ] {
        ada.send(frame).await;
        assert_eq!(ada.expect("error").await["field"], json!(field));
    }
}

#[tokio::test]
async fn a_revoked_agent_is_thrown_out() {
    let server = site().start().await;
    let token = agent(&server, "Ada").await;
    let mut ada = Desk::open(&server, &token).await;
    let answer = http().delete(server.url("/api/v1/agents/agent-1")).bearer_auth(ADMIN).send().await;
    assert_eq!(answer.expect("an answer").status(), 204);
    assert_eq!(ada.end(PATIENCE).await.1, crate::kit::End::Closed(4401));
    assert!(crate::kit::Client::dial(&server, &format!("/ws/agent?token={token}"), &[]).await.is_err());
}

/// Everything that lies in a folder.
fn bytes_in(folder: &std::path::Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let read = |path: std::path::PathBuf| Some((path.clone(), std::fs::read(path).ok()?));
    files.into_iter().filter_map(read).chain(folders.iter().flat_map(|folder| bytes_in(folder))).collect()
}

#[tokio::test]
async fn of_a_conversation_that_is_deleted_nothing_is_left_in_the_data_folder() {
    const WORDS: [&str; 3] = ["Wilhelmine", "zaubertrank4711", "lieblingsgast"];
    let server = site().start().await;
    let key = channel(&server, json!({"name": "Wine bar"})).await;
    let token = agent(&server, "Ada").await;
    let mut ada = Desk::open(&server, &token).await;
    let mut visitor = Visitor::open(&server, &key).await;
    let start = json!({"userId": WORDS[2], "userBasicInfo": {"firstName": WORDS[0]}});
    visitor.emit("conversation_start", start).await;
    let id = visitor.payload("conversation_start_success").await["conversation_id"].as_str().expect("an id").to_owned();
    visitor.payload("bot_message").await;
    escalate(&mut visitor, &id).await;
    visitor.update("livechatAgentConnected").await;
    visitor.says(&id, &format!("My secret is {}.", WORDS[1])).await;
    ada.client.wait("the words", PATIENCE, |frame| frame.to_string().contains(WORDS[1])).await;
    let has = |word: &str| {
        let files = bytes_in(&server.data);
        let holds =
            |(_, bytes): &&(std::path::PathBuf, Vec<u8>)| bytes.windows(word.len()).any(|part| part == word.as_bytes());
        files.iter().filter(holds).map(|(path, _)| path.clone()).collect::<Vec<_>>()
    };
    assert!(WORDS.iter().all(|word| !has(word).is_empty()), "they were there");
    visitor.emit("delete_conversation", json!({"conversation_id": id})).await;
    visitor.payload("delete_conversation_success").await;
    // The write-ahead logs are emptied a moment later.
    let until = std::time::Instant::now() + PATIENCE;
    for word in WORDS {
        while !has(word).is_empty() {
            assert!(std::time::Instant::now() < until, "{word} is still in {:?}", has(word));
            crate::kit::ms(100).await;
        }
    }
    // And the others go on, over a restart.
    let other = visitor.begin("other").await;
    escalate(&mut visitor, &other).await;
    visitor.update("livechatAgentConnected").await;
}

#[tokio::test]
async fn what_is_said_otherwise_while_a_socket_is_away_is_told_when_it_comes_back() {
    let server = site().start().await;
    let key = channel(&server, json!({"name": "Wine bar"})).await;
    let token = agent(&server, "Ada").await;
    let mut ada = Desk::open(&server, &token).await;
    let mut visitor = Visitor::open(&server, &key).await;
    let id = handed_over(&mut visitor, &mut ada).await;
    ada.send(json!({"type": "send", "conversation_id": id, "client_msg_id": "a1", "text": "At seven."})).await;
    let said = visitor.event("livechat_message").await;
    visitor.client.close().await;
    let message_id = &said["event_payload"]["ch_msg_id"];
    let edit = json!({"type": "edit", "conversation_id": id, "message_id": message_id, "text": "At eight."});
    ada.send(edit).await;
    ada.expect("entry_changed").await;
    let mut visitor = Visitor::open(&server, &key).await;
    visitor.emit("conversation_resume", json!({"conversation_id": id, "last_event_id": said["event_id"]})).await;
    let edited = visitor.event("message_edited").await;
    assert_eq!(&edited["event_payload"]["message_id"], message_id);
    assert_eq!(words(&edited["event_payload"]), "At eight.");
    visitor.payload("conversation_status").await;
    // It is told once, and nothing of it is lost with the power.
    let mut again = Visitor::open(&server, &key).await;
    again.emit("conversation_resume", json!({"conversation_id": id, "last_event_id": edited["event_id"]})).await;
    again.payload("conversation_status").await;
    again.quiet_event("message_edited", 100).await;
    // The other way round: the agent's socket is away.
    let four = json!({"conversation_id": id, "client_msg_id": "m1", "content": "For fuor.", "ack": true});
    visitor.emit("user_message", four).await;
    let entry = ada.expect("entry").await["entry"].clone();
    ada.client.close().await;
    let four = json!({"conversation_id": id, "message_id": "m1", "content": "For four."});
    visitor.emit("edit_message", four).await;
    visitor.payload("message_edited_success").await;
    assert_eq!(again.payload("message_edited").await["client_msg_id"], "m1");
    let mut ada = Desk::open(&server, &token).await;
    ada.send(json!({"type": "open", "conversation_id": id, "after": entry["no"]})).await;
    let view = ada.expect("conversation").await;
    assert_eq!((&view["entries"][0]["no"], &view["is_partial"]), (&entry["no"], &json!(true)));
    assert_eq!(view["entries"][0]["parts"][0]["text"], "For four.");
}

#[tokio::test]
async fn an_agent_who_looks_at_a_conversation_hears_that_it_was_deleted() {
    let server = site().start().await;
    let key = channel(&server, json!({"name": "Wine bar"})).await;
    let token = agent(&server, "Ada").await;
    let mut ada = Desk::open(&server, &token).await;
    let mut visitor = Visitor::open(&server, &key).await;
    let id = handed_over(&mut visitor, &mut ada).await;
    visitor.emit("delete_conversation", json!({"conversation_id": id})).await;
    assert_eq!(ada.expect("closed").await["conversation_id"], json!(id));
    visitor.payload("delete_conversation_success").await;
    // Both sockets live on.
    let other = visitor.begin("hart").await;
    escalate(&mut visitor, &other).await;
    ada.sees(&other, "agent").await;
}
