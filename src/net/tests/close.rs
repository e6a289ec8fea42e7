//! How connections end.

use std::time::{Duration, Instant};

use super::kit::{TestServer, frame};
use crate::net::Settings;

/// What a client is answered that sends these bytes.
fn answer(bytes: &[u8]) -> u16 {
    let server = TestServer::start(Settings::default());
    let mut client = server.join("a");
    client.send(bytes);
    let code = client.closed();
    server.wait_for("left", 1);
    code
}

#[test]
fn a_close_is_answered_with_its_code() {
    assert_eq!(answer(&frame(0x88, &[0x03, 0xe8])), 1000);
    assert_eq!(answer(&frame(0x88, &[0x0f, 0xa0, b'b', b'y', b'e'])), 4000);
}

#[test]
fn an_empty_close_is_answered_with_an_empty_one() {
    let server = TestServer::start(Settings::default());
    let mut client = server.join("a");
    client.send(&frame(0x88, b""));
    assert_eq!(client.frame(), (0x88, Vec::new()));
    server.wait_for("left", 1);
}

#[test]
fn faults_of_the_protocol_end_with_1002() {
    assert_eq!(answer(&[0x81, 0x02, b'h', b'i']), 1002, "unmasked");
    assert_eq!(answer(&frame(0xc1, b"hi")), 1002, "a reserved bit");
    assert_eq!(answer(&frame(0x83, b"hi")), 1002, "a reserved opcode");
    assert_eq!(answer(&frame(0x80, b"hi")), 1002, "a continuation of nothing");
    assert_eq!(answer(&[frame(0x01, b"a"), frame(0x81, b"b")].concat()), 1002, "a message inside another");
    assert_eq!(answer(&frame(0x09, b"hi")), 1002, "a fragmented ping");
    assert_eq!(answer(&frame(0x89, &[b'x'; 126])), 1002, "a long ping");
    assert_eq!(answer(&frame(0x88, &[3])), 1002, "half a code");
    assert_eq!(answer(&frame(0x88, &[0x03, 0xed])), 1002, "a code that must not travel");
}

#[test]
fn text_that_is_not_utf8_ends_with_1007() {
    assert_eq!(answer(&frame(0x81, b"\xff\xfe")), 1007);
    assert_eq!(answer(&frame(0x88, &[0x03, 0xe8, 0xff])), 1007);
    assert_eq!(answer(&[frame(0x01, b"\xce"), frame(0x80, b"a")].concat()), 1007, "broken at the seam");
    assert_eq!(answer(&[frame(0x01, b"a"), frame(0x80, b"\xce")].concat()), 1007, "cut off");
    // The rest of this frame never comes: the first wrong byte is enough.
    assert_eq!(answer(&frame(0x81, &[&b"\xce\xba\xf4\x90"[..], &[b'a'; 100]].concat())[..40]), 1007);
}

#[test]
fn a_frame_beyond_reason_ends_with_1009() {
    let mut header = vec![0x82, 0x80 | 127];
    header.extend_from_slice(&(u64::from(u32::MAX)).to_be_bytes());
    header.extend_from_slice(&[1, 2, 3, 4]);
    assert_eq!(answer(&header), 1009);
    let fragments: Vec<u8> = (0..17).flat_map(|n| frame(if n == 0 { 0x01 } else { 0 }, b"x")).collect();
    assert_eq!(answer(&fragments), 1009);
}

#[test]
fn a_room_closes_one_or_all() {
    let server = TestServer::start(Settings::default());
    let (mut first, mut second) = (server.join("a"), server.join("a"));
    server.wait_for("entered", 2);
    first.send(&[frame(0x81, b"last word"), frame(0x81, b"bye:4001"), frame(0x81, b"unsaid")].concat());
    assert_eq!(first.text(), "last word");
    assert_eq!(first.closed(), 4001);
    second.say("everybody out");
    assert_eq!(second.closed(), 1001);
}

#[test]
fn a_vanished_client_has_left() {
    let server = TestServer::start(Settings::default());
    drop(server.join("a"));
    server.wait_for("left", 1);
}

#[test]
fn a_silent_peer_is_pinged_measured_and_at_last_dropped() {
    let server = TestServer::start(Settings { ping_interval_ms: 100, dead_after_ms: 1_000, ..Settings::default() });
    let (mut alive, mut dead) = (server.join("a"), server.join("a"));
    alive.say("seat");
    let begin = Instant::now();
    for _ in 0..14 {
        let (first, payload) = alive.frame();
        assert_eq!(first, 0x89);
        alive.send(&frame(0x8a, &payload));
    }
    // Never sooner; a busy machine may be late.
    assert!(begin.elapsed() > Duration::from_millis(900), "14 pings in {:?}", begin.elapsed());
    assert!(begin.elapsed() < Duration::from_secs(6), "14 pings in {:?}", begin.elapsed());
    server.wait_for("left", 1);
    server.wait_for("round trip true", 5);
    alive.say("still here");
    while alive.frame().0 == 0x89 {}
    // The dead one was cut, not closed: what it still gets are pings and a reset.
    let mut rest = Vec::new();
    assert!(std::io::Read::read_to_end(&mut dead.0, &mut rest).is_err());
}

#[test]
fn in_a_quiet_room_pings_are_rare_until_somebody_speaks() {
    let server = TestServer::start(Settings {
        ping_interval_ms: 100,
        dead_after_ms: 400,
        quiet_after_ms: 300,
        quiet_ping_interval_ms: 3_600_000,
        ..Settings::default()
    });
    let (mut alive, mut dead) = (server.join("a"), server.join("a"));
    // Both answer until it is quiet.
    let begin = Instant::now();
    let patience = Some(Duration::from_millis(50));
    alive.0.set_read_timeout(patience).expect("a timeout");
    dead.0.set_read_timeout(patience).expect("a timeout");
    let mut last_ping = begin;
    while begin.elapsed() < Duration::from_millis(1_500) {
        for client in [&mut alive, &mut dead] {
            while let Some((first, payload)) = client.try_frame() {
                assert_eq!(first, 0x89);
                client.send(&frame(0x8a, &payload));
                last_ping = Instant::now();
            }
        }
    }
    assert!(last_ping > begin + Duration::from_millis(50), "pinged while it was not quiet");
    assert!(last_ping < begin + Duration::from_millis(900), "pinged {:?} after the beginning", last_ping - begin);
    assert_eq!(server.count("left"), 0);
    // Somebody speaks: from now on whoever falls silent is missed soon.
    let begin = Instant::now();
    while server.count("left") == 0 {
        assert!(begin.elapsed() < Duration::from_secs(2), "the dead one was not missed");
        if begin.elapsed() < Duration::from_millis(250) {
            alive.say("hello");
        }
        while let Some((first, payload)) = alive.try_frame() {
            if first == 0x89 {
                alive.send(&frame(0x8a, &payload));
            }
        }
    }
    assert!(begin.elapsed() > Duration::from_millis(300), "silence before that counts for nothing");
    alive.0.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
    alive.say("still here");
    while alive.frame().1 != b"still here" {}
}

#[test]
fn a_stop_says_1012_behind_everything_else() {
    let mut server = TestServer::start(Settings::default());
    let (mut first, mut second) = (server.join("a"), server.join("b"));
    server.wait_for("entered", 2);
    let said = std::thread::spawn(move || {
        first.say("many:5");
        (0..5).for_each(|n| assert_eq!(first.text(), n.to_string()));
        (first.closed(), second.closed())
    });
    std::thread::sleep(Duration::from_millis(100));
    let address = server.address;
    let begin = Instant::now();
    server.stop(true);
    assert!(begin.elapsed() < Duration::from_secs(3));
    assert_eq!(said.join().expect("both were told"), (1012, 1012));
    assert!(std::net::TcpStream::connect(address).is_err(), "the listener is closed");
}

#[actix_rt::test]
async fn a_server_stops_even_if_nobody_waits_for_it_meanwhile() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let app = || actix_web::App::new();
    let server = crate::net::serve(listener, Settings::default(), std::sync::Arc::new([]), app).expect("a server");
    server.handle().stop(true).await;
    server.await.expect("a quiet end");
}

#[test]
fn a_stop_does_not_wait_for_those_who_do_not_listen() {
    let mut server = TestServer::start(Settings { messages_per_second: 0, ..Settings::default() });
    let mut deaf = server.join("a");
    deaf.say("big:5000000");
    std::thread::sleep(Duration::from_millis(100));
    let begin = Instant::now();
    server.stop(true);
    assert!(begin.elapsed() < Duration::from_secs(4), "{:?}", begin.elapsed());
}

#[test]
fn a_room_that_cannot_keep_up_sends_its_sockets_away() {
    let server = TestServer::start(Settings::default());
    let (mut first, mut second, mut other) = (server.join("a"), server.join("a"), server.join("b"));
    server.wait_for("entered", 3);
    first.say("jam");
    assert_eq!((first.closed(), second.closed()), (1013, 1013));
    server.wait_for("left", 2);
    other.say("fine");
    assert_eq!(other.text(), "fine");
    let mut back = server.join("a");
    back.say("back");
    assert_eq!(back.text(), "back");
}

#[test]
fn a_room_that_floods_its_hub_loses_its_sockets_but_no_other_room_does() {
    let server = TestServer::start(Settings { outgoing_frames_max: 1 << 20, ..Settings::default() });
    let (mut first, mut other) = (server.join("a"), server.join("b"));
    server.wait_for("entered", 2);
    first.say("flood:5000");
    (0..4096).for_each(|_| assert_eq!(first.text(), "."));
    assert_eq!(first.closed(), 1013);
    other.say("fine");
    assert_eq!(other.text(), "fine");
}

#[test]
fn a_fault_in_a_kind_of_session_costs_one_socket() {
    let server = TestServer::start(Settings::default());
    let (mut first, mut second) = (server.join("a"), server.join("a"));
    server.wait_for("entered", 2);
    first.say("panic");
    assert_eq!(first.closed(), 1011);
    second.say("fine");
    assert_eq!(second.text(), "fine");
}
