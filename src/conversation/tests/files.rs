//! Files: how many there may be, whose they are, and that what is claimed of them counts nothing.

use super::world::{CHANNEL, World, deed};
use crate::conversation::command::{Command, NewMessage, VisitorAsk};
use crate::conversation::event::AgentFacts;
use crate::conversation::files::{Bringer, FileId, KeptFile, link};
use crate::conversation::ids::ChannelNo;
use crate::conversation::parts::{ESCALATE, File, Part};

/// A file of so many bytes; its name makes its id.
pub fn kept_file(name: &str, bytes: u64) -> KeptFile {
    let id: String =
        name.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte) } else { '-' }).collect();
    KeptFile {
        id: FileId::parse(&format!("{id:A<22}")).expect("an id"),
        kind: "file".to_owned(),
        mimetype: "application/pdf".to_owned(),
        name: name.to_owned(),
        bytes,
        by: None,
    }
}

fn keep(world: &mut World, talk: usize, by: Bringer, file: KeptFile) -> Result<(), &'static str> {
    let kept = world.talks[talk].call(Command::Keep { by, file: Box::new(file) });
    kept.map(drop).map_err(|refusal| refusal.code)
}

fn claims(url: String) -> VisitorAsk {
    let file = File {
        kind: "image".to_owned(),
        url,
        mimetype: Some("text/html".to_owned()),
        filename: Some("../../etc/passwd".to_owned()),
        size: Some(1),
    };
    VisitorAsk::Say(NewMessage {
        client_id: None,
        parts: vec![Part::Files { files: vec![file] }],
        ack: false,
        is_left: false,
    })
}

#[test]
fn what_a_message_says_of_a_kept_file_is_replaced_by_what_is_known() {
    let mut world = World::begin();
    let (talk, conn) = world.visitor("hart");
    let file = kept_file("menu.pdf", 300);
    keep(&mut world, talk, Bringer::Visitor(CHANNEL), file.clone()).expect("kept");
    let room = world.talks[talk].name.clone();
    world.ask(talk, conn, claims(link(&room, &file.id)));
    let last = world.talk(talk).entries().next_back().expect("a turn").clone();
    let said = serde_json::to_value(&last).expect("JSON").to_string();
    assert!(said.contains("menu.pdf") && said.contains("application/pdf"), "{said}");
    assert!(!said.contains("passwd") && !said.contains("text/html"), "{said}");
}

#[test]
fn a_file_of_another_conversation_or_of_nobody_is_no_file_here() {
    let mut world = World::begin();
    let (first, _) = world.visitor("hart");
    let (second, conn) = world.visitor("ines");
    let file = kept_file("menu.pdf", 300);
    keep(&mut world, first, Bringer::Visitor(CHANNEL), file.clone()).expect("kept");
    let turns = world.talk(second).entries().count();
    let (own, foreign) = (world.talks[second].name.clone(), world.talks[first].name.clone());
    for url in [link(&own, &file.id), link(&foreign, &file.id), format!("{}/..", link(&own, &file.id))] {
        world.frames(second, conn);
        world.ask(second, conn, claims(url.clone()));
        let frames = world.frames(second, conn);
        let payload = &frames[0]["event"]["event_payload"];
        assert_eq!(payload["error_code"], 422, "{url}: {frames:?}");
        assert!(payload["field"].as_str().is_some_and(|field| field.ends_with("[0].url")), "{frames:?}");
    }
    assert_eq!(world.talk(second).entries().count(), turns);
}

#[test]
fn only_the_visitor_and_the_agent_who_has_it_bring_files() {
    let mut world = World::begin();
    let (talk, conn) = world.visitor("hart");
    let (ada, _) = world.present("Ada");
    let by_ada = || Bringer::Agent(AgentFacts { no: ada, name: "Ada".to_owned(), picture: None });
    assert!(keep(&mut world, talk, Bringer::Visitor(ChannelNo(9)), kept_file("a.pdf", 1)).is_err(), "another channel");
    assert!(keep(&mut world, talk, by_ada(), kept_file("a.pdf", 1)).is_err(), "not hers yet");
    world.ask(talk, conn, VisitorAsk::Act(deed(ESCALATE)));
    world.settle();
    keep(&mut world, talk, by_ada(), kept_file("a.pdf", 1)).expect("hers now");
    assert_eq!(world.talk(talk).files.values().next().and_then(|file| file.by), Some(ada));
}

#[test]
fn files_are_bounded_in_number_and_in_bytes() {
    let mut world = World::begin();
    let (talk, _) = world.visitor("hart");
    let settings = &mut world.talks[talk].settings;
    (settings.files_max, settings.files_bytes_max) = (3, 1_000);
    keep(&mut world, talk, Bringer::Visitor(CHANNEL), kept_file("a.pdf", 600)).expect("the first");
    assert!(keep(&mut world, talk, Bringer::Visitor(CHANNEL), kept_file("b.pdf", 401)).is_err(), "too many bytes");
    keep(&mut world, talk, Bringer::Visitor(CHANNEL), kept_file("b.pdf", 399)).expect("the second");
    keep(&mut world, talk, Bringer::Visitor(CHANNEL), kept_file("c.pdf", 1)).expect("the third");
    assert!(keep(&mut world, talk, Bringer::Visitor(CHANNEL), kept_file("d.pdf", 0)).is_err(), "too many files");
}

#[test]
fn ids_of_files_are_plain_and_nothing_else_is_one() {
    assert!(FileId::parse("abcdefghijklmnopqrst-_").is_some());
    for wrong in ["", "abc", "../../../../etc/passwd", "abcdefghijklmnopqrst/.", "äbcdefghijklmnopqrst-"] {
        assert_eq!(FileId::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn a_file_that_no_message_holds_goes_and_one_that_was_sent_stays() {
    let mut world = World::begin();
    let (talk, conn) = world.visitor("hart");
    let (sent, unsent) = (kept_file("menu.pdf", 300), kept_file("other.pdf", 300));
    for file in [&sent, &unsent] {
        keep(&mut world, talk, Bringer::Visitor(CHANNEL), file.clone()).expect("kept");
    }
    let room = world.talks[talk].name.clone();
    world.ask(talk, conn, claims(link(&room, &sent.id)));
    let asked = vec![sent.id.clone(), unsent.id.clone(), kept_file("never.pdf", 1).id];
    world.talks[talk].call(Command::DropUnsent(asked)).expect("dropped");
    assert_eq!(world.talk(talk).files.keys().collect::<Vec<_>>(), [&sent.id]);
    let turns = world.talk(talk).entries().count();
    world.ask(talk, conn, claims(link(&room, &unsent.id)));
    assert_eq!(world.talk(talk).entries().count(), turns, "no message can hold it now");
    let (_, event) = world.talks[talk].log.last().expect("an event").clone();
    let written = serde_json::to_value(&event).expect("JSON");
    assert_eq!(written, serde_json::json!({"t": "files_dropped", "files": [unsent.id.as_str()]}));
    assert_eq!(serde_json::from_value::<crate::conversation::event::Event>(written).expect("read again"), event);
}
