//! Files in conversations: sent by visitors and agents, kept, fetched by those who may, gone with what they belong to.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::kit::conversation::{Desk, Visitor, agent, channel, site};
use crate::kit::{PATIENCE, Server, http, ms};

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n";

/// A picture's beginning, with its size.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend_from_slice(&width.to_be_bytes());
    bytes.extend_from_slice(&height.to_be_bytes());
    bytes.extend_from_slice(&[8, 6, 0, 0, 0, 0, 0, 0, 0]);
    bytes.resize(400, 7);
    bytes
}

/// A site's visitor in a conversation.
struct Guest {
    server: Server,
    key: String,
    id: String,
    visitor: Visitor,
}

impl Guest {
    async fn of(setup: crate::kit::Setup) -> Guest {
        let server = setup.start().await;
        let key = channel(&server, json!({"name": "Wine bar"})).await;
        let mut visitor = Visitor::open(&server, &key).await;
        let id = visitor.begin("hart").await;
        Guest { server, key, id, visitor }
    }

    fn path(&self) -> String {
        format!("/api/v1/conversations/{}/files", self.id)
    }

    async fn sends(&self, kind: &str, name: &str, bytes: impl Into<Vec<u8>>) -> (u16, Value) {
        send(&self.server, &self.path(), ("x-api-key", &self.key), kind, name, bytes.into()).await
    }

    async fn keeps(&self, kind: &str, name: &str, bytes: impl Into<Vec<u8>>) -> Value {
        let (status, file) = self.sends(kind, name, bytes).await;
        assert_eq!(status, 201, "{file}");
        file
    }

    async fn fetches(&self, url: &str) -> (u16, HeaderMap, Vec<u8>) {
        fetch(&self.server, url, ("x-api-key", &self.key)).await
    }

    fn says(&self, name: &str, file: &Value) -> Value {
        let content = json!({"type": "text", "text": "", "files": [file]});
        json!({"conversation_id": self.id, "client_msg_id": name, "content": content, "ack": true})
    }

    /// Sends the message that holds a file.
    async fn shares(&mut self, name: &str, file: &Value) {
        let message = self.says(name, file);
        self.visitor.emit("user_message", message).await;
        assert_eq!(self.visitor.payload("message_received").await["client_msg_id"], name);
    }

    fn folder(&self) -> PathBuf {
        self.server.data.join("files").join(&self.id)
    }

    /// The visitor is back after a restart.
    async fn again(&mut self) {
        self.visitor = Visitor::open(&self.server, &self.key).await;
    }
}

async fn send(server: &Server, path: &str, who: (&str, &str), kind: &str, name: &str, bytes: Vec<u8>) -> (u16, Value) {
    let name = utf8_percent_encode(name, NON_ALPHANUMERIC);
    let request = http().post(server.url(&format!("{path}?name={name}"))).header(who.0, who.1);
    let answer = request.header("content-type", kind).body(bytes).send().await.expect("an answer");
    (answer.status().as_u16(), answer.json().await.expect("JSON"))
}

async fn fetch(server: &Server, url: &str, who: (&str, &str)) -> (u16, HeaderMap, Vec<u8>) {
    let answer = http().get(server.url(url)).header(who.0, who.1).send().await.expect("an answer");
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    (status, headers, answer.bytes().await.expect("a body").to_vec())
}

fn url(file: &Value) -> &str {
    file["url"].as_str().expect("a url")
}

fn files_in(folder: &Path) -> Vec<String> {
    let entries: Vec<_> =
        fs::read_dir(folder).map(|entries| entries.filter_map(Result::ok).collect()).unwrap_or_default();
    entries.iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

async fn until(what: &str, done: impl AsyncFn() -> bool) {
    let end = std::time::Instant::now() + PATIENCE;
    while !done().await {
        assert!(std::time::Instant::now() < end, "{what}");
        ms(20).await;
    }
}

#[tokio::test]
async fn a_photo_goes_to_the_agent_and_a_menu_comes_back() {
    let mut guest = Guest::of(site()).await;
    let token = agent(&guest.server, "Mia").await;
    let mut desk = Desk::open(&guest.server, &token).await;
    desk.send(json!({"type": "presence", "state": "online"})).await;
    let photo = png(640, 480);
    let file = guest.keeps("image/png", "cellar door.png", photo.clone()).await;
    let told = json!({"type": "image", "url": url(&file), "mimetype": "image/png", "filename": "cellar door.png", "size": 400});
    assert_eq!(file, told);
    assert!(url(&file).starts_with(&format!("{}/", guest.path())), "{file}");
    // What a message says of it counts nothing; only which it is.
    let claimed = json!({"type": "file", "url": url(&file), "mimetype": "text/html", "filename": "../evil.html"});
    guest.shares("m1", &claimed).await;
    guest.visitor.emit("action", json!({"conversation_id": guest.id, "id": "escalateToHuman"})).await;
    guest.visitor.update("livechatAgentConnected").await;
    desk.sees(&guest.id, "agent").await;
    desk.send(json!({"type": "open", "conversation_id": guest.id})).await;
    let view = desk.expect("conversation").await;
    let entries = view["entries"].as_array().expect("entries");
    let parts = entries.iter().find(|entry| entry["client_msg_id"] == "m1").expect("the message")["parts"].clone();
    assert_eq!(parts, json!([{"type": "files", "files": [told]}]));

    let bearer = format!("Bearer {token}");
    let (status, headers, bytes) = fetch(&guest.server, url(&file), ("authorization", &bearer)).await;
    assert_eq!((status, &bytes), (200, &photo));
    for (name, value) in [
        ("content-type", "image/png"),
        ("content-disposition", "attachment; filename=\"cellar door.png\"; filename*=UTF-8''cellar%20door.png"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cache-control", "private, no-cache"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(headers[name], value, "{name}");
    }
    let part = http().get(guest.server.url(url(&file))).header("x-api-key", &guest.key).header("range", "bytes=1-3");
    let part = part.send().await.expect("an answer");
    assert_eq!((part.status().as_u16(), &part.bytes().await.expect("bytes")[..]), (206, &b"PNG"[..]));

    let (status, menu) = send(
        &guest.server,
        &guest.path(),
        ("authorization", &bearer),
        "application/pdf",
        "Weinkarte Größe L.pdf",
        PDF.to_vec(),
    )
    .await;
    assert_eq!(
        (status, &menu["type"], &menu["filename"]),
        (201, &json!("file"), &json!("Weinkarte Größe L.pdf")),
        "{menu}"
    );
    desk.send(json!({"type": "send", "conversation_id": guest.id, "client_msg_id": "a1", "text": "Our menu", "files": [menu]})).await;
    let said = guest.visitor.payload("livechat_message").await;
    assert_eq!(said["content"][1], json!({"type": "files", "files": [menu]}), "{said}");
    assert_eq!(guest.fetches(url(&menu)).await.2, PDF);
    // After a reload both are in the transcript.
    guest.visitor.emit("conversation_transcript_request", json!({"conversation_id": guest.id})).await;
    let transcript = guest.visitor.payload("conversation_transcript").await.to_string();
    assert!(transcript.contains(url(&file)) && transcript.contains(url(&menu)), "{transcript}");
    assert!(!transcript.contains("evil"), "{transcript}");
}

#[tokio::test]
async fn what_is_not_what_it_says_is_refused_and_leaves_nothing() {
    let guest = Guest::of(site()).await;
    for (kind, name, bytes) in [
        ("text/html", "page.html", b"<!doctype html><script>alert(1)</script>".to_vec()),
        ("image/png", "page.png", b"<!doctype html><script>alert(1)</script>".to_vec()),
        ("image/jpeg", "photo.jpg", png(1, 1)),
        ("text/plain", "page.txt", b"\n <html><script>".to_vec()),
        ("text/plain", "late.txt", [b"words ".repeat(50_000), b"\0".to_vec()].concat()),
        ("image/svg+xml", "drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec()),
        ("application/octet-stream", "drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec()),
        ("application/octet-stream", "tool.exe", b"MZ\x90\0\x03\0\0\0".to_vec()),
        ("application/zip", "all.zip", b"PK\x03\x04\x14\0\0\0".to_vec()),
        ("image/png", "bomb.png", png(60_000, 60_000)),
        ("image/png", "half.png", b"\x89PNG\r\n\x1a\n\0\0".to_vec()),
        ("application/pdf; name=x", "x.pdf", b"PDF-1.4".to_vec()),
        ("💥", "x.pdf", PDF[1..].to_vec()),
    ] {
        let kind = if kind.is_ascii() { kind } else { "not/any" };
        let (status, problem) = guest.sends(kind, name, bytes).await;
        assert_eq!((status, &problem["type"]), (415, &json!("urn:soiree:NOT_TAKEN")), "{name} as {kind}: {problem}");
    }
    let (status, problem) = guest.sends("application/pdf", "x.pdf", Vec::new()).await;
    assert_eq!((status, &problem["type"]), (422, &json!("urn:soiree:EMPTY")));
    assert_eq!(files_in(&guest.folder()), [""; 0]);
    // What says nothing of itself is what its bytes say.
    let file = guest.keeps("application/octet-stream", "photo.exe", png(1, 1)).await;
    assert_eq!((&file["mimetype"], &file["filename"]), (&json!("image/png"), &json!("photo.exe.png")));
    let file = guest.keeps("text/csv", "wines.csv", "name,year\nRiesling,2019\n").await;
    let (_, headers, _) = guest.fetches(url(&file)).await;
    assert_eq!(headers["content-type"], "text/csv; charset=utf-8");
}

/// Sends a body in chunks, without a length.
async fn chunked(guest: &Guest, chunks: usize) -> String {
    let mut stream = TcpStream::connect(guest.server.address()).await.expect("connected");
    let (path, key) = (guest.path(), &guest.key);
    let head = format!(
        "POST {path}?name=a.pdf HTTP/1.1\r\nHost: x\r\nx-api-key: {key}\r\nContent-Type: application/pdf\r\n\
         Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    let mut body = PDF.to_vec();
    body.resize(32 * 1024, b' ');
    for _ in 0..chunks {
        let chunk = [format!("{:x}\r\n", body.len()).as_bytes(), &body, b"\r\n"].concat();
        // The server may have answered and closed already.
        if stream.write_all(&chunk).await.is_err() {
            break;
        }
    }
    let _ = stream.write_all(b"0\r\n\r\n").await;
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("an answer in time");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn what_is_too_large_is_refused_with_and_without_a_length() {
    let guest = Guest::of(site().env("SOIREE_CONVERSATION_FILE_BYTES_MAX", "100000")).await;
    let mut large = PDF.to_vec();
    large.resize(100_001, b' ');
    let (status, problem) = guest.sends("application/pdf", "a.pdf", large.clone()).await;
    assert_eq!((status, &problem["type"]), (413, &json!("urn:soiree:TOO_LARGE")));
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains("100000")), "{problem}");
    assert!(chunked(&guest, 4).await.starts_with("HTTP/1.1 413"));
    assert_eq!(files_in(&guest.folder()), [""; 0], "nothing is left of it");
    assert!(chunked(&guest, 3).await.starts_with("HTTP/1.1 201"));
    large.pop();
    guest.keeps("application/pdf", "a.pdf", large).await;
    let (_, _, rules) = guest.fetches(&guest.path()).await;
    let rules: Value = serde_json::from_slice(&rules).expect("JSON");
    assert_eq!(
        (&rules["files"], &rules["bytes_max"], &rules["endings"][0]),
        (&json!(true), &json!(100_000), &json!("png"))
    );
}

#[tokio::test]
async fn a_client_that_breaks_off_leaves_nothing() {
    let guest = Guest::of(site()).await;
    let mut stream = TcpStream::connect(guest.server.address()).await.expect("connected");
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: x\r\nx-api-key: {}\r\nContent-Type: application/pdf\r\nContent-Length: 9000000\r\n\r\n",
        guest.path(),
        guest.key
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    stream.write_all(&vec![b' '; 3_000_000]).await.expect("sent");
    until("it comes", async || !files_in(&guest.folder()).is_empty()).await;
    drop(stream);
    until("it is gone", async || files_in(&guest.folder()).is_empty()).await;
}

#[tokio::test]
async fn names_are_made_harmless() {
    let guest = Guest::of(site()).await;
    for (given, expected) in [
        ("../../../etc/passwd", "passwd.pdf"),
        ("C:\\Windows\\win.ini", "win.ini.pdf"),
        ("..", "file.pdf"),
        ("", "file.pdf"),
        ("a\r\nSet-Cookie: b=c\0.pdf", "a Set-Cookie_ b=c.pdf"),
        ("invoice\u{202e}fdp.exe", "invoicefdp.exe.pdf"),
        ("\"quoted\"; filename=x.html", "_quoted_; filename=x.html.pdf"),
        ("Größe 写真 🍷.PDF", "Größe 写真 🍷.pdf"),
        ("nul", "_nul.pdf"),
        (&"x".repeat(400), &format!("{}.pdf", "x".repeat(116))),
    ] {
        let file = guest.keeps("application/pdf", given, PDF).await;
        assert_eq!(file["filename"], expected, "{given:?}");
        let (status, headers, _) = guest.fetches(url(&file)).await;
        let disposition = headers["content-disposition"].to_str().expect("plain letters");
        assert!(status == 200 && disposition.starts_with("attachment; filename=\""), "{disposition}");
        assert_eq!((disposition.matches('"').count(), headers.contains_key("set-cookie")), (2, false), "{disposition}");
    }
    // On the disk there are names of the server's own only, all in one folder.
    let names = files_in(&guest.folder());
    assert!(names.len() == 10 && names.iter().all(|name| name.len() == 22 && !name.contains('.')), "{names:?}");
}

#[tokio::test]
async fn a_file_is_for_those_who_may_read_its_conversation() {
    let mut guest = Guest::of(site()).await;
    let file = guest.keeps("application/pdf", "a.pdf", PDF).await;
    let foreign = channel(&guest.server, json!({"name": "Other"})).await;
    let other = guest.visitor.begin("ines").await;
    let id = url(&file).rsplit('/').next().expect("an id").to_owned();
    let elsewhere = format!("/api/v1/conversations/{other}/files/{id}");
    let mut never = id.clone();
    never.replace_range(..1, if id.starts_with('A') { "B" } else { "A" });
    for (path, key, expected) in [
        (url(&file).to_owned(), guest.key.as_str(), 200),
        (url(&file).to_owned(), &foreign, 404),
        (url(&file).to_owned(), "wrong", 401),
        (elsewhere.clone(), &guest.key, 404),
        (format!("{}/{never}", guest.path()), &guest.key, 404),
        (format!("{}/..%2f..%2fsoiree.db", guest.path()), &guest.key, 404),
        (format!("/api/v1/conversations/..%2f..%2f/files/{id}"), &guest.key, 404),
        (format!("/files/{}/{id}", guest.id), &guest.key, 404),
    ] {
        let (status, _, body) = fetch(&guest.server, &path, ("x-api-key", key)).await;
        assert_eq!(status, expected, "{path}: {}", String::from_utf8_lossy(&body));
    }
    let alone = http().get(guest.server.url(url(&file))).send().await.expect("an answer");
    assert_eq!(alone.status(), 401, "a link alone opens nothing");
    let (status, _) =
        send(&guest.server, &guest.path(), ("x-api-key", &foreign), "application/pdf", "a.pdf", PDF.to_vec()).await;
    assert_eq!(status, 404);
    // Another conversation's file, or one that never was, cannot be put into a message.
    for url in [url(&file), &elsewhere, &format!("/api/v1/conversations/{other}/files/{never}")] {
        let content = json!({"text": "", "files": [{"url": url}]});
        guest.visitor.emit("user_message", json!({"conversation_id": other, "content": content})).await;
        let error = guest.visitor.payload("general_error").await;
        assert_eq!(
            (&error["error_code"], &error["field"]),
            (&json!(422), &json!("event.event_payload.content.files[0].url"))
        );
    }
    // An agent reads all of it, but sends only where the conversation is theirs.
    let token = format!("Bearer {}", agent(&guest.server, "Mia").await);
    assert_eq!(fetch(&guest.server, url(&file), ("authorization", &token)).await.0, 200);
    let (status, problem) =
        send(&guest.server, &guest.path(), ("authorization", &token), "application/pdf", "a.pdf", PDF.to_vec()).await;
    assert_eq!((status, &problem["type"]), (409, &json!("urn:soiree:NOT_YOURS")));
    assert_eq!(fetch(&guest.server, url(&file), ("authorization", "Bearer wrong")).await.0, 401);
}

#[tokio::test]
async fn other_sites_pages_may_send_and_are_told_why_not() {
    let server = site().start().await;
    let settings = json!({"allowed_origins": ["https://wine.example"]});
    let key = channel(&server, json!({"name": "Strict", "settings": settings})).await;
    let id = Visitor::open(&server, &key).await.begin("hart").await;
    let path = format!("/api/v1/conversations/{id}/files");
    let ask = |origin: &'static str, method, body: &'static [u8]| {
        let request = http().request(method, server.url(&path)).header("origin", origin).header("x-api-key", &key);
        request.header("content-type", "application/pdf").body(body).send()
    };
    for (body, expected) in [(PDF, 201), (b"<html>", 415)] {
        let answer = ask("https://wine.example", reqwest::Method::POST, body).await.expect("an answer");
        let allowed = answer.headers()["access-control-allow-origin"].to_str().expect("text");
        assert_eq!((answer.status().as_u16(), allowed), (expected, "https://wine.example"));
    }
    let answer = ask("https://evil.example", reqwest::Method::POST, b"<html>").await.expect("an answer");
    assert_eq!(answer.status(), 403);
    assert!(!answer.headers().contains_key("access-control-allow-origin"));
    let before = ask("https://wine.example", reqwest::Method::OPTIONS, b"").await.expect("an answer");
    assert_eq!(before.headers()["access-control-allow-headers"], "content-type, x-api-key");
}

#[tokio::test]
async fn with_a_conversation_its_files_go() {
    let mut guest = Guest::of(site()).await;
    let file = guest.keeps("application/pdf", "a.pdf", PDF).await;
    guest.shares("m1", &file).await;
    assert_eq!(files_in(&guest.folder()).len(), 1);
    guest.visitor.emit("delete_conversation", json!({"conversation_id": guest.id})).await;
    guest.visitor.payload("delete_conversation_success").await;
    assert!(!guest.folder().exists());
    assert_eq!(guest.fetches(url(&file)).await.0, 404);
    assert_eq!(guest.sends("application/pdf", "a.pdf", PDF).await.0, 404);
}

#[tokio::test]
async fn a_kept_file_survives_a_crash_and_the_rests_are_swept() {
    let mut guest = Guest::of(site()).await;
    let sent = guest.keeps("application/pdf", "sent.pdf", PDF).await;
    guest.shares("m1", &sent).await;
    let fresh = guest.keeps("image/png", "fresh.png", png(2, 2)).await;
    let unsent = guest.keeps("application/pdf", "unsent.pdf", PDF).await;
    guest.server.kill9();
    let on_disk = |file: &Value| guest.folder().join(url(file).rsplit('/').next().expect("an id"));
    let long_ago = SystemTime::now() - Duration::from_secs(25 * 3_600);
    for file in [&sent, &unsent] {
        fs::File::open(on_disk(file)).and_then(|file| file.set_modified(long_ago)).expect("aged");
    }
    // What a crash leaves: half a file, a file that no event tells of, files of a conversation that is gone.
    let half = guest.folder().join("AAAAAAAAAAAAAAAAAAAAAA.part");
    let untold = guest.folder().join("AAAAAAAAAAAAAAAAAAAAAA");
    let gone = guest.server.data.join("files").join("hart_00000000-0000-4000-8000-000000000000");
    fs::create_dir(&gone).expect("made");
    for path in [&half, &untold, &gone.join("AAAAAAAAAAAAAAAAAAAAAA")] {
        fs::write(path, PDF).expect("written");
    }
    fs::File::open(&untold).and_then(|file| file.set_modified(long_ago)).expect("aged");
    let (sent_at, unsent_at) = (on_disk(&sent), on_disk(&unsent));
    guest.server.restart().await;
    guest.again().await;
    // The message comes only after the crash: what was kept can be sent.
    guest.shares("m2", &fresh).await;
    assert_eq!(guest.fetches(url(&fresh)).await.2, png(2, 2));
    until("the rests are swept", async || ![&half, &untold, &gone, &unsent_at].iter().any(|path| path.exists())).await;
    assert!(sent_at.exists(), "what a message holds stays");
    assert_eq!(guest.fetches(url(&sent)).await.2, PDF);
    assert_eq!(guest.fetches(url(&unsent)).await.0, 404);
    let late = guest.says("m3", &unsent);
    guest.visitor.emit("user_message", late).await;
    assert_eq!(guest.visitor.payload("general_error").await["error_code"], 422, "nothing holds what is gone");
}

#[tokio::test]
async fn there_is_a_bound_to_everything() {
    let setup = site().env("SOIREE_FILES_BYTES_MAX", "1024").env("SOIREE_CONVERSATION_FILES_MAX", "3");
    let mut guest = Guest::of(setup.env("SOIREE_CONVERSATION_FILE_TYPES", "png, pdf")).await;
    assert_eq!(guest.sends("text/plain", "a.txt", "words").await.0, 415, "not of the operator's types");
    let code = |(status, problem): (u16, Value)| (status, problem["type"].as_str().unwrap_or("").to_owned());
    let full = (507, "urn:soiree:STORAGE_FULL".to_owned());
    for _ in 0..2 {
        guest.keeps("image/png", "a.png", png(1, 1)).await;
    }
    assert_eq!(code(guest.sends("image/png", "a.png", png(1, 1)).await), full);
    // It is so after a restart, and ends with what is removed.
    guest.server.sigterm().await;
    guest.server.restart().await;
    guest.again().await;
    assert_eq!(code(guest.sends("image/png", "a.png", png(1, 1)).await), full);
    guest.visitor.emit("delete_conversation", json!({"conversation_id": guest.id})).await;
    guest.visitor.payload("delete_conversation_success").await;
    guest.id = guest.visitor.begin("hart").await;
    for _ in 0..3 {
        guest.keeps("application/pdf", "a.pdf", PDF).await;
    }
    assert_eq!(code(guest.sends("application/pdf", "a.pdf", PDF).await), (409, "urn:soiree:TOO_MANY_FILES".to_owned()));

    let none = Guest::of(site().env("SOIREE_CONVERSATION_FILE_BYTES_MAX", "0")).await;
    assert_eq!(code(none.sends("application/pdf", "a.pdf", PDF).await), (409, "urn:soiree:NO_FILES".to_owned()));
    let (_, _, rules) = none.fetches(&none.path()).await;
    assert_eq!(serde_json::from_slice::<Value>(&rules).expect("JSON")["files"], false);
}
