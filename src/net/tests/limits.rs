//! Those who talk too much, and those who do not listen.

use std::io::{ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use super::kit::{LARGE_BYTES, TestServer, frame, request};
use crate::net::Settings;

#[test]
fn an_oversized_message_is_answered_and_the_connection_lives() {
    let server = TestServer::start(Settings { message_bytes_max: 1_000, ..Settings::default() });
    let mut client = server.join("a");
    client.send(&frame(0x81, &[b'x'; 1_001]));
    assert_eq!(client.text(), "oversized 1000");
    client.send(&[frame(0x01, &[b'x'; 600]), frame(0x80, &[b'x'; 600])].concat());
    assert_eq!(client.text(), "oversized 1000");
    let large = frame(0x81, &[b'x'; 200_000]);
    client.send(&large);
    assert_eq!(client.text(), "oversized 1000");
    client.say("small");
    assert_eq!(client.text(), "small");
}

#[test]
fn partial_messages_have_a_common_budget() {
    let server = TestServer::start(Settings { partial_bytes_max: 10_000, ..Settings::default() });
    let (mut greedy, mut modest) = (server.join("a"), server.join("a"));
    greedy.send(&frame(0x01, &[b'x'; 9_000]));
    greedy.say("x"); // A fault, after which the budget is whole again.
    assert_eq!(greedy.closed(), 1002);
    modest.send(&frame(0x01, &[b'y'; 9_000]));
    modest.send(&frame(0x80, b"y"));
    assert_eq!(modest.text().len(), 9_001);
    modest.send(&[frame(0x01, &[b'y'; 9_000]), frame(0x80, &[b'y'; 2_000])].concat());
    assert!(modest.text().starts_with("oversized"));
}

#[test]
fn malformed_messages_are_strikes() {
    let server = TestServer::start(Settings { strikes_max: 3, ..Settings::default() });
    let mut client = server.join("a");
    (0..3).for_each(|_| client.say("bad"));
    client.say("ignored");
    (0..3).for_each(|_| assert_eq!(client.text(), "malformed"));
    assert_eq!(client.closed(), 1008);
    server.wait_for("left", 1);
}

#[test]
fn a_flood_is_throttled_and_ended_without_harm_to_the_room() {
    let settings = Settings { messages_per_second: 5, messages_burst: 10, strikes_max: 10, ..Settings::default() };
    let server = TestServer::start(settings);
    let (mut flood, mut calm) = (server.join("a"), server.join("a"));
    let all: Vec<u8> = (0..10_000).flat_map(|_| frame(0x81, b"words")).collect();
    let mut writer = super::kit::Client(flood.0.try_clone().expect("a second handle"));
    let pour = std::thread::spawn(move || std::io::Write::write_all(&mut writer.0, &all));
    let (mut echoes, mut throttled) = (0, 0);
    let code = loop {
        match flood.frame() {
            (0x81, text) if text == b"words" => echoes += 1,
            (0x81, text) if text == b"throttled" => throttled += 1,
            (0x88, code) => break code,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(code, 1008u16.to_be_bytes());
    assert!(echoes == 10 && throttled == 1, "{echoes} echoes, {throttled} errors");
    let begin = Instant::now();
    calm.say("calm");
    assert_eq!(calm.text(), "calm");
    assert!(begin.elapsed() < Duration::from_secs(2));
    drop(flood);
    let _ = pour.join().expect("the writer's thread");
}

#[test]
fn a_slow_burst_is_told_once_a_second() {
    let settings = Settings { messages_per_second: 1, messages_burst: 2, ..Settings::default() };
    let server = TestServer::start(settings);
    let mut client = server.join("a");
    (0..5).for_each(|n| client.say(&n.to_string()));
    let mut heard = vec![client.text(), client.text(), client.text()];
    std::thread::sleep(Duration::from_millis(1_100));
    client.say("later");
    heard.push(client.text());
    assert_eq!(heard, ["0", "1", "throttled", "later"]);
}

#[test]
fn a_slow_reader_is_dropped_while_the_others_go_on() {
    let server = TestServer::start(Settings { messages_per_second: 0, ..Settings::default() });
    let (mut slow, mut quick) = (server.join("a"), server.join("a"));
    server.wait_for("entered", 2);
    for _ in 0..200 {
        quick.say("big:50000");
        assert_eq!(quick.text().len(), 50_000);
    }
    server.wait_for("left", 1);
    // What the kernels hold can still be read, then the connection is reset.
    let mut sink = vec![0; 1 << 20];
    let end = loop {
        match slow.0.read(&mut sink) {
            Ok(0) => panic!("a clean end"),
            Ok(_) => {}
            Err(error) => break error.kind(),
        }
    };
    assert_eq!(end, ErrorKind::ConnectionReset);
}

#[test]
fn a_stalled_reader_is_dropped_in_time() {
    let server = TestServer::start(Settings {
        stalled_after_ms: 1_500,
        outgoing_bytes_max: 1 << 30,
        messages_per_second: 0,
        ..Settings::default()
    });
    let (_stalled, mut quick) = (server.join("a"), server.join("a"));
    server.wait_for("entered", 2);
    quick.say("big:20000000");
    assert_eq!(quick.text().len(), 20_000_000);
    server.wait_for("left", 1);
    quick.say("fine");
    assert_eq!(quick.text(), "fine");
}

#[test]
fn a_reader_that_pauses_gets_everything_in_order() {
    let server = TestServer::start(Settings { messages_per_second: 0, ..Settings::default() });
    let mut client = server.join("a");
    client.say("big:3000000");
    client.say("all:next");
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(client.text().len(), 3_000_000);
    assert_eq!(client.text(), "next");
}

#[test]
fn who_takes_nothing_of_a_response_is_dropped_with_a_websocket_behind_it_or_without() {
    let server = TestServer::start(Settings { untaken_ms_max: 500, ..Settings::default() });
    let ask = b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n";
    for behind in [Vec::new(), request("a", &[])] {
        // Given somebody who asks for much and reads none of it, and somebody who asks for it later
        let (mut deaf, mut reader) = (server.dial(), server.dial());
        deaf.send(&[ask.as_slice(), &behind].concat());
        std::thread::sleep(Duration::from_secs(3));
        // Then what comes to the first one breaks off
        let mut bytes = Vec::new();
        assert!(deaf.0.read_to_end(&mut bytes).is_err() && bytes.len() < LARGE_BYTES, "{} bytes came", bytes.len());
        // And the other one has all of it
        reader.send(ask);
        reader.head();
        reader.0.read_exact(&mut vec![0; LARGE_BYTES]).expect("all of it");
        // And is heard again, though the kernel was full meanwhile
        reader.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assert!(reader.head().starts_with("HTTP/1.1 200 "));
    }
    assert_eq!(server.count("entered"), 0);
}

#[test]
fn who_asks_and_asks_and_reads_nothing_is_not_heard_any_more() {
    // Given somebody who asks for what has no body, again and again, and reads none of the answers
    let server = TestServer::start(Settings::default());
    let (mut asker, mut other) = (server.dial(), server.dial());
    asker.0.set_write_timeout(Some(Duration::from_secs(1))).expect("a timeout");
    let asks = b"GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(1_000);
    let most = 64 * 1024 * 1024;
    let mut asked = 0;
    // Then there is an end to it once the kernel's buffers are full
    while let Ok(count) = asker.0.write(&asks) {
        asked += count;
        assert!(asked < most, "{asked} bytes were taken");
    }
    // And others are served
    other.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert!(other.head().starts_with("HTTP/1.1 200 "));
}
