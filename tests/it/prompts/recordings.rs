//! A journey's recording: taken in, measured, played in ranges, gone with its journey.

use serde_json::{Value, json};

use super::kit::{ADMIN, Evening, press, text, told};

/// A WAV file of silence: 8,000 samples of one byte a second.
fn silence(seconds: u32) -> Vec<u8> {
    let bytes = 8_000 * seconds;
    let mut wav = Vec::new();
    wav.extend_from_slice(b"RIFF");
    wav.extend_from_slice(&(36 + bytes).to_le_bytes());
    wav.extend_from_slice(b"WAVEfmt ");
    wav.extend_from_slice(&16u32.to_le_bytes());
    for number in [1u16, 1] {
        wav.extend_from_slice(&number.to_le_bytes());
    }
    for number in [8_000u32, 8_000] {
        wav.extend_from_slice(&number.to_le_bytes());
    }
    for number in [1u16, 8] {
        wav.extend_from_slice(&number.to_le_bytes());
    }
    wav.extend_from_slice(b"data");
    wav.extend_from_slice(&bytes.to_le_bytes());
    wav.resize(wav.len() + bytes as usize, 128);
    wav
}

async fn send(evening: &Evening, kind: &str, bytes: Vec<u8>) -> reqwest::Response {
    let request = evening.http.post(evening.server.url("/api/v1/recordings")).bearer_auth(ADMIN);
    request.header("content-type", kind).body(bytes).send().await.unwrap()
}

#[tokio::test]
async fn a_journey_lasts_as_long_as_its_recording() {
    let evening = Evening::begin().await;
    let wav = silence(12);
    let taken = told(send(&evening, "audio/wav", wav.clone()).await, 201).await;
    assert_eq!((&taken["media_type"], &taken["duration_seconds"]), (&json!("audio/wav"), &json!(12)));
    let body = json!({"kind": "journey", "prompt": press(), "recording": taken["recording"], "duration_seconds": 99});
    let made = told(evening.post("/api/v1/prompts", Some(ADMIN), &body).await, 201).await;
    assert_eq!(made["duration_seconds"], 12);
    let url = text(&made["recording"]["url"]);
    let ranged = evening.http.get(evening.server.url(&url)).header("range", "bytes=4-11").send().await.unwrap();
    assert_eq!((ranged.status().as_u16(), &ranged.headers()["content-type"]), (206, &"audio/wav".parse().unwrap()));
    assert_eq!(ranged.bytes().await.unwrap()[..], wav[4..12]);
    let whole = evening.get(&url, None).await;
    assert_eq!(whole.status(), 200);
    assert_eq!(whole.bytes().await.unwrap()[..], wav[..]);
    let files = || std::fs::read_dir(evening.server.data.join("recordings")).unwrap().count();
    assert_eq!(files(), 1);
    let path = format!("/api/v1/prompts/{}", text(&made["uid"]));
    let gone = evening.http.delete(evening.server.url(&path)).bearer_auth(ADMIN).send().await.unwrap();
    assert_eq!((gone.status().as_u16(), files()), (204, 0));
    assert_eq!(evening.get(&url, None).await.status(), 404);
}

#[tokio::test]
async fn nothing_but_a_recording_is_taken_and_nothing_but_its_name_is_found() {
    let evening = Evening::begin().await;
    let stranger = evening.http.post(evening.server.url("/api/v1/recordings")).body(silence(1)).send().await.unwrap();
    assert_eq!(stranger.status(), 401);
    for (kind, bytes) in [
        ("text/html", b"<script>".to_vec()),
        ("audio/mpeg", b"<html><script>".to_vec()),
        ("audio/wav", Vec::new()),
        ("video/mp4", silence(1)),
        ("audio/wav", silence(9)[..40_000].to_vec()),
        ("video/mp4", b"\0\0\0\x18ftypisom\0\0\0\0isommp42\0\x0f\0\0mdat of which there is more".to_vec()),
    ] {
        assert_eq!(send(&evening, kind, bytes).await.status(), 415, "{kind}");
    }
    assert_eq!(std::fs::read_dir(evening.server.data.join("recordings")).map_or(0, Iterator::count), 0);
    for name in ["../soiree.db", "soiree.db", "../../etc/passwd", "MDEyMzQ1Njc4OWFiY2RlZg.mp3", "", "a.b.c"] {
        let body: Value = json!({"kind": "journey", "prompt": press(), "recording": name, "duration_seconds": 9});
        let problem = told(evening.post("/api/v1/prompts", Some(ADMIN), &body).await, 422).await;
        assert_eq!(problem["errors"][0]["field"], "recording", "{name}");
    }
}

#[tokio::test]
async fn two_journeys_may_share_a_recording_and_a_prompt_has_none() {
    let evening = Evening::begin().await;
    let taken = told(send(&evening, "audio/wav", silence(400)).await, 201).await;
    let body =
        |kind: &str| json!({"kind": kind, "prompt": press(), "recording": taken["recording"], "duration_seconds": 20});
    // A prompt takes five minutes at most, which a recording must not get around.
    let problem = told(evening.post("/api/v1/prompts", Some(ADMIN), &body("interactive_prompt")).await, 422).await;
    assert_eq!(problem["errors"][0]["field"], "recording");
    let first = told(evening.post("/api/v1/prompts", Some(ADMIN), &body("journey")).await, 201).await;
    let second = told(evening.post("/api/v1/prompts", Some(ADMIN), &body("journey")).await, 201).await;
    let delete = async |made: &Value| {
        let url = evening.server.url(&format!("/api/v1/prompts/{}", text(&made["uid"])));
        assert_eq!(evening.http.delete(url).bearer_auth(ADMIN).send().await.unwrap().status(), 204);
    };
    let files = || std::fs::read_dir(evening.server.data.join("recordings")).unwrap().count();
    delete(&first).await;
    assert_eq!(evening.get(&text(&second["recording"]["url"]), None).await.status(), 200, "the other still plays it");
    delete(&second).await;
    assert_eq!(files(), 0);
}

#[tokio::test]
async fn what_no_journey_has_taken_is_swept_away_in_time() {
    let mut evening = Evening::begin_with(&[("SOIREE_RECORDING_UNUSED_HOURS", "2")]).await;
    let mut names = Vec::new();
    for _ in 0..3 {
        names.push(text(&told(send(&evening, "audio/wav", silence(5)).await, 201).await["recording"]));
    }
    let body = json!({"kind": "journey", "prompt": press(), "recording": names[0]});
    let made = told(evening.post("/api/v1/prompts", Some(ADMIN), &body).await, 201).await;
    let folder = evening.server.data.join("recordings");
    let broken = folder.join("MDEyMzQ1Njc4OWFiY2RlZg.part");
    std::fs::write(&broken, "half of it").unwrap();
    // The first and the second, and the rest of an upload, are three hours old; the third has just come.
    let then = std::time::SystemTime::now() - std::time::Duration::from_secs(3 * 3_600);
    for path in [folder.join(&names[0]), folder.join(&names[1]), broken.clone()] {
        std::fs::File::options().write(true).open(path).unwrap().set_modified(then).unwrap();
    }
    // The server looks when it starts, then every quarter of an hour.
    evening.server.kill9();
    evening.server.restart().await;
    let until = std::time::Instant::now() + crate::kit::PATIENCE;
    while folder.join(&names[1]).exists() || broken.exists() {
        assert!(std::time::Instant::now() < until, "{}", evening.server.logged());
        crate::kit::ms(20).await;
    }
    assert!(folder.join(&names[0]).exists(), "a journey has it");
    assert!(folder.join(&names[2]).exists(), "its time is not over");
    assert_eq!(evening.get(&text(&made["recording"]["url"]), None).await.status(), 200);
    let body = json!({"kind": "journey", "prompt": press(), "recording": names[1]});
    let problem = told(evening.post("/api/v1/prompts", Some(ADMIN), &body).await, 422).await;
    assert_eq!(problem["errors"][0]["field"], "recording", "what was swept away cannot be taken");
}
