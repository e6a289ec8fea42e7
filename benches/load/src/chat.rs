//! A broadcast of 200 bytes, as the others' are: the chat of a music room, which is stored first.

use std::io;
use std::time::{Duration, Instant};

use crate::bare::Bare;
use crate::broadcast::Pairs;
use crate::folder::TempFolder;
use crate::http::Http;
use crate::music::full_room;
use crate::servers::{Server, port};
use crate::songs;
use crate::sums::{PATIENCE, Sum, hear, whole};
use crate::swarm::{Seen, Swarm};
use crate::table::Table;

/// Bytes of a message, as the others are measured with.
const BYTES: usize = 200;
/// Songs of the folder: a music room wants some.
const SONGS: usize = 20;

/// A room full of guests; the host, who may talk as fast as it likes, is the last.
struct Chat {
    server: Server,
    swarm: Swarm,
    host: usize,
    _folders: [TempFolder; 2],
}

/// The row: pairs with the bare loop, which has its sockets already.
pub fn run(table: &mut Table, binary: &str, bare: &mut Bare, pairs: usize, messages: usize) -> io::Result<Sum> {
    let mut chat = Chat::open(binary, bare.swarm.clients.len() - 1)?;
    let words = "x".repeat(BYTES - chat.bytes_around()?);
    let sockets = chat.swarm.clients.len();
    let said = Pairs::measure(pairs, messages, || bare.send(BYTES), || chat.say(&words))?;
    table.add(
        format!("broadcast of {BYTES} bytes (a music room's chat, stored first) to {sockets}"),
        "≤ 1.05",
        format!("{:.3}", said.ratio()),
        said.more(),
    );
    Ok(said.other)
}

impl Chat {
    fn open(binary: &str, guests: usize) -> io::Result<Chat> {
        let (music, data) = (TempFolder::new("chat")?, TempFolder::new("chat-data")?);
        songs::write(&music.0, SONGS, 60)?;
        let server = songs::serve(binary, port(7), &music, &data)?;
        let mut http = Http::connect(server.address)?;
        songs::scanned(&mut http)?;
        let (mut swarm, host) = full_room(&server, &mut http, guests)?;
        swarm.rest(Duration::from_secs(3), |_, _| {})?;
        Ok(Chat { server, swarm, host, _folders: [music, data] })
    }

    fn speak(&mut self, words: &str) -> io::Result<()> {
        self.swarm.say(self.host, &format!(r#"{{"type":"chat_message","message":"{words}"}}"#))
    }

    /// Bytes of a message besides its words, found by saying one.
    fn bytes_around(&mut self) -> io::Result<usize> {
        self.speak("x")?;
        let (bytes, heard) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
        let seen = |_: usize, what: Seen<'_>| {
            if let Seen::Text(text) = what
                && is_chat(text)
            {
                heard.set(heard.get() + 1);
                bytes.set(text.len() - 1);
            }
        };
        let expected = self.swarm.clients.len();
        match self.swarm.until(PATIENCE, seen, || heard.get() >= expected)? {
            true => Ok(bytes.get()),
            false => Err(io::Error::other(format!("{} of {expected} heard the chat", heard.get()))),
        }
    }

    /// One message to all.
    fn say(&mut self, words: &str) -> io::Result<Sum> {
        let (before, start) = (self.server.cpu(), Instant::now());
        self.speak(words)?;
        let expected = self.swarm.clients.len();
        let heard = hear(&mut self.swarm, start, expected, PATIENCE, is_chat)?;
        whole(&heard, expected)?;
        let wall = start.elapsed();
        let cpu = self.server.cpu().since(before);
        Ok(Sum { cpu, deliveries: heard.receipts.len() as u64, wall, receipts: heard.receipts })
    }
}

fn is_chat(text: &[u8]) -> bool {
    text.starts_with(br#"{"type":"chat_message""#)
}
