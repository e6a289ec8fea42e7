//! Two thousand random and mutated frames. The server lives, and so do its rooms.

use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use crate::kit::{Client, Guest, Host, Raw, Server, ms, quiz, with_host};

const FRAMES: usize = 2_000;

fn seeds() -> Vec<String> {
    let mut seeds = vec![
        json!({"type": "join_session", "code": ""}),
        json!({"type": "rejoin_host", "hostId": "TANNIC-FALCON"}),
        json!({"type": "rejoin_session", "rejoinToken": "00112233445566778899aabbccddeeff"}),
        json!({"type": "watch_stage"}),
        json!({"type": "host:extend", "seconds": 10}),
        json!({"type": "host:lock", "locked": true}),
        json!({"type": "host:kick", "pseudonym": "VelvetyChateau"}),
        json!({"type": "submit_answer", "questionId": "r0q0", "optionId": "r0q0-a"}),
        json!({"type": "time_request", "clientTime": 1.5}),
        with_host(quiz(1, 1), "FUZZING-HOST"),
    ];
    for order in ["start", "pause", "resume", "reveal", "next", "end"] {
        seeds.push(json!({"type": format!("host:{order}")}));
    }
    seeds.iter().map(Value::to_string).collect()
}

/// A random text: noise, or a known message with a few bytes changed, cut, doubled, or values swapped.
fn mutate(rng: &mut StdRng, seeds: &[String]) -> Vec<u8> {
    if rng.random_bool(0.15) {
        return (0..rng.random_range(0..200)).map(|_| rng.random_range(0..=255u8)).collect();
    }
    let mut bytes = seeds[rng.random_range(0..seeds.len())].clone().into_bytes();
    for _ in 0..rng.random_range(1..6) {
        let at = rng.random_range(0..bytes.len().max(1));
        match rng.random_range(0..7) {
            0 if at < bytes.len() => bytes[at] = rng.random_range(0..=255u8),
            1 => bytes.truncate(at),
            2 => bytes.insert(at.min(bytes.len()), b"\"{}[],:0-9eE\\"[rng.random_range(0..13)]),
            3 => bytes = [&bytes[..], &bytes[..]].concat(),
            4 => {
                let values =
                    ["null", "1e999", "-1", "[]", "{}", "\"\\u0000\"", "\"\\ud800\"", "18446744073709551616", "true"];
                let value = values[rng.random_range(0..values.len())];
                let text = String::from_utf8_lossy(&bytes).into_owned();
                if let Some(colon) = text.rfind(':') {
                    bytes = format!("{}:{value}}}", &text[..colon]).into_bytes();
                }
            }
            5 if at < bytes.len() => drop(bytes.remove(at)),
            _ => bytes.extend("🍷".as_bytes()),
        }
    }
    bytes
}

#[tokio::test]
async fn two_thousand_bad_frames_kill_nobody() {
    let seed: u64 = std::env::var("FUZZ_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(rand::random);
    println!("FUZZ_SEED={seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    let mut server = Server::start().await;
    let mut host = Host::create(&server, "FUZZ", quiz(1, 1)).await;
    let mut guest = Guest::join(&server, "FUZZ").await;
    host.say("host:start").await;
    let question = guest.expect("game:question").await;
    let seeds = seeds();
    let mut sent = 0;
    while sent < FRAMES {
        let room = if rng.random_bool(0.7) { "FUZZ".to_owned() } else { format!("FUZZ{}", rng.random_range(0..5)) };
        if rng.random_bool(0.3) {
            // Below the level of messages: any first byte, fragments, control frames, torn frames.
            let mut raw = Raw::open(&server, &room, None).await;
            for _ in 0..rng.random_range(5..40) {
                let first = if rng.random_bool(0.5) {
                    [0x81, 0x01, 0x80, 0x82, 0x88, 0x89, 0x8a][rng.random_range(0..7)]
                } else {
                    rng.random_range(0..=255u8)
                };
                let payload = mutate(&mut rng, &seeds);
                sent += 1;
                if raw.frame(first, &payload).await.is_err() {
                    break;
                }
            }
            continue;
        }
        let mut client = Client::open(&server, &room).await;
        for _ in 0..rng.random_range(5..40) {
            let bytes = mutate(&mut rng, &seeds);
            sent += 1;
            let message = match String::from_utf8(bytes) {
                Ok(text) => Message::text(text),
                Err(error) => Message::binary(error.into_bytes()),
            };
            if !client.send_message(message).await || !client.is_open() {
                break;
            }
        }
        ms(1).await;
    }
    assert!(server.running(), "the server died of FUZZ_SEED={seed}");
    assert_eq!(server.status("/healthz").await, Some(200));
    assert!(!server.logged().contains("panicked"), "a panic with FUZZ_SEED={seed}");
    guest.sync().await;
    guest.answer(&question, "Grape 0.0").await;
    host.sync().await;
}
