//! Messages in and frames out.

use futures_util::{SinkExt as _, StreamExt as _};
use tokio_tungstenite::tungstenite::Message;

use super::kit::{TestServer, frame, request};
use crate::net::Settings;

#[test]
fn pages_and_websockets_live_on_one_port() {
    let server = TestServer::start(Settings::default());
    let mut page = server.dial();
    page.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert!(page.head().starts_with("HTTP/1.1 200 OK"));
    let mut socket = server.join("a");
    socket.say("hello");
    assert_eq!(socket.text(), "hello");
}

#[tokio::test]
async fn a_usual_client_library_is_served() {
    let server = TestServer::start(Settings::default());
    let url = format!("ws://{}/ws/a", server.address);
    let (mut client, _) = tokio_tungstenite::connect_async(url).await.expect("a websocket");
    client.send(Message::text("grüß dich")).await.expect("sent");
    assert_eq!(client.next().await.expect("an answer").expect("a frame"), Message::text("grüß dich"));
    client.close(None).await.expect("closing");
    while let Some(last) = client.next().await {
        last.expect("a clean close");
    }
}

#[test]
fn what_came_with_the_request_is_not_lost() {
    let server = TestServer::start(Settings::default());
    let mut client = server.dial();
    let mut bytes = request("a", &[]);
    bytes.extend_from_slice(&frame(0x81, b"early"));
    client.send(&bytes);
    assert!(client.head().starts_with("HTTP/1.1 101 "));
    assert_eq!(client.text(), "early");
}

#[test]
fn a_broadcast_reaches_the_room_and_nobody_else() {
    let server = TestServer::start(Settings::default());
    let (mut first, mut second, mut other) = (server.join("a"), server.join("a"), server.join("b"));
    server.wait_for("entered", 3);
    first.say("all:news");
    assert_eq!((first.text(), second.text()), ("news".into(), "news".into()));
    other.say("quiet");
    assert_eq!(other.text(), "quiet");
}

#[test]
fn shared_and_own_frames_keep_their_order() {
    let server = TestServer::start(Settings::default());
    let (mut first, mut second) = (server.join("a"), server.join("a"));
    server.wait_for("entered", 2);
    first.say("reveal");
    for (client, end) in [(&mut first, "spliced 0"), (&mut second, "spliced 1")] {
        assert_eq!([client.text(), client.text(), client.text()], ["before", end, "after"]);
    }
    first.say("reveal:own");
    for (client, own, end) in [(&mut first, "slot 0", "spliced 0"), (&mut second, "slot 1", "spliced 1")] {
        assert_eq!([client.text(), client.text(), client.text(), client.text()], ["before", own, end, "after"]);
    }
    first.say("many:30");
    for client in [&mut first, &mut second] {
        (0..30).for_each(|n| assert_eq!(client.text(), n.to_string()));
    }
}

#[test]
fn groups_decide_who_hears() {
    let server = TestServer::start(Settings::default());
    let (mut stage, mut guest) = (server.join("a"), server.join("a"));
    server.wait_for("entered", 2);
    stage.send(&[frame(0x81, b"stage"), frame(0x81, b"stages:one"), frame(0x81, b"stages:two")].concat());
    assert_eq!([stage.text(), stage.text()], ["one", "two"]);
    guest.say("stages:three");
    guest.say("echo");
    assert_eq!(stage.text(), "three");
    assert_eq!(guest.text(), "echo");
}

#[test]
fn fragments_are_put_together_around_a_ping() {
    let server = TestServer::start(Settings::default());
    let mut client = server.join("a");
    client.send(&frame(0x01, "gr\u{fc}".as_bytes()[..3].as_ref()));
    client.send(&frame(0x89, b"still there?"));
    client.send(&frame(0x00, &"gr\u{fc}".as_bytes()[3..]));
    client.send(&frame(0x80, b"n"));
    assert_eq!(client.frame(), (0x8a, b"still there?".to_vec()));
    assert_eq!(client.text(), "grün");
}

#[test]
fn a_large_message_is_read_in_pieces() {
    let server = TestServer::start(Settings::default());
    let mut client = server.join("a");
    let text = "ö".repeat(100_000);
    client.say(&text);
    assert_eq!(client.text(), text);
    client.send(&frame(0x82, &vec![7; 70_000]));
    assert_eq!(client.text(), "binary 70000");
}

#[test]
fn a_connection_can_fetch_a_page_first_and_then_upgrade() {
    let server = TestServer::start(Settings::default());
    let mut client = server.dial();
    client.send(&[&b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"[..], &request("a", &[]), &frame(0x81, b"hi")].concat());
    assert!(client.head().starts_with("HTTP/1.1 200 OK"));
    let mut body = [0; 15];
    std::io::Read::read_exact(&mut client.0, &mut body).expect("the page");
    assert_eq!(&body, b"hello 127.0.0.1");
    assert!(client.head().starts_with("HTTP/1.1 101 "));
    assert_eq!(client.text(), "hi");
}

#[test]
fn rooms_may_speak_from_other_threads() {
    let server = TestServer::start(Settings::default());
    let (mut first, mut second) = (server.join("a"), server.join("a"));
    server.wait_for("entered", 2);
    first.say("thread:hello");
    assert_eq!((first.text(), second.text()), ("hello".into(), "hello".into()));
}

#[test]
fn a_thousand_sockets_hear_everything_once() {
    let server = TestServer::start(Settings { connections_per_address_max: None, ..Settings::default() });
    let mut all: Vec<_> = (0..1_000).map(|_| server.join("a")).collect();
    server.wait_for("entered", 1_000);
    all[0].say("many:20");
    all[1].say("echo");
    for (at, client) in all.iter_mut().enumerate() {
        let heard: Vec<String> =
            (0..20 + usize::from(at == 1)).map(|_| client.text()).filter(|text| text != "echo").collect();
        assert!(heard.iter().enumerate().all(|(n, text)| *text == n.to_string()), "{heard:?}");
    }
}

#[test]
fn what_a_message_by_another_way_sets_off_waits_until_its_bringer_is_answered() {
    let server = TestServer::start(Settings::default());
    let (mut first, mut second) = (server.join("a"), server.join("a"));
    server.wait_for("entered", 2);
    first.say("brought:all:hello");
    assert_eq!(second.text(), "hello", "the others hear at once");
    second.say("all:news");
    assert_eq!(second.text(), "news");
    assert_eq!(server.count("brought"), 0, "the bringer is still being answered");
    assert_eq!(first.text(), "hello");
    assert_eq!(server.count("brought and heard"), 1, "the answer went first");
    assert_eq!(first.text(), "news", "nothing is lost meanwhile, and the order is kept");
    first.say("again");
    assert_eq!(first.text(), "again", "and from then on nothing waits");
}

#[test]
fn a_message_by_another_way_that_is_too_much_is_told_to_its_bringer() {
    let settings = Settings { messages_per_second: 1, messages_burst: 3, strikes_max: 100, ..Settings::default() };
    let server = TestServer::start(settings);
    let mut client = server.join("a");
    // In one write, so that nothing is left when the message comes by the other way.
    let mut bytes = frame(0x81, b"brought:too much");
    (0..4).for_each(|_| bytes.extend_from_slice(&frame(0x81, b"x")));
    client.send(&bytes);
    server.wait_for("brought and throttled", 1);
    assert_eq!((client.text(), client.text()), ("x".into(), "x".into()));
}
