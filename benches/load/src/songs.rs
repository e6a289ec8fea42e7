//! A folder of songs: what its scan takes, and a search in it while nothing else happens.

use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::folder::TempFolder;
use crate::http::Http;
use crate::servers::{Server, port};
use crate::sums::percentiles;
use crate::table::Table;

/// Songs of a large collection.
const SONGS: usize = 20_000;
/// Searches that are timed.
const SEARCHES: usize = 2_000;
const PATIENCE: Duration = Duration::from_secs(120);

/// Writes `count` silent songs of this length; what they are silent for takes no room on the disk.
pub fn write(folder: &Path, count: usize, seconds: u32) -> io::Result<()> {
    for number in 0..count {
        let album = folder.join((number / 50).to_string());
        if number % 50 == 0 {
            fs::create_dir_all(&album)?;
        }
        let file = album.join(format!("{number}.wav"));
        let mut info = b"INFO".to_vec();
        for (name, text) in [
            (b"INAM", format!("Ágætis byrjun number {number}")),
            (b"IART", ["Édith Piaf", "Sigur Rós", "Die Ärzte", "Röyksopp", "Motörhead"][number % 5].to_owned()),
            (b"IPRD", format!("Album {}", number / 12)),
        ] {
            chunk(&mut info, name, text.as_bytes());
        }
        let mut head = b"WAVE".to_vec();
        chunk(&mut head, b"LIST", &info);
        chunk(&mut head, b"fmt ", &[1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0]);
        let sound = seconds * 8_000;
        head.extend_from_slice(b"data");
        head.extend_from_slice(&sound.to_le_bytes());
        let whole = head.len() as u32 + sound;
        fs::write(&file, [b"RIFF".as_slice(), &whole.to_le_bytes(), &head].concat())?;
        fs::OpenOptions::new().write(true).open(&file)?.set_len(u64::from(whole) + 8)?;
    }
    Ok(())
}

fn chunk(into: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) {
    into.extend_from_slice(name);
    into.extend_from_slice(&(body.len() as u32).to_le_bytes());
    into.extend_from_slice(body);
    into.resize(into.len().next_multiple_of(2), 0);
}

/// Starts a server with this folder of songs.
pub fn serve(binary: &str, port: u16, music: &TempFolder, data: &TempFolder) -> io::Result<Server> {
    Server::soiree(binary, port, data, &["--music", &music.text(), "--workers", "1"], &[])
}

/// Waits until the scan is through; answers with the number of songs.
pub fn scanned(http: &mut Http) -> io::Result<u64> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        http.get("/api/v1/music/catalogue")?;
        let state: Value = serde_json::from_str(&http.answer()?)?;
        if state["scanning"] == false {
            return state["songs"].as_u64().ok_or_else(|| io::Error::other("no number of songs"));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Err(io::Error::other("the scan does not end"))
}

/// All rows.
pub fn run(table: &mut Table, binary: &str) -> io::Result<()> {
    let (music, data) = (TempFolder::new("songs")?, TempFolder::new("songs-data")?);
    write(&music.0, SONGS, 180)?;
    for again in [false, true] {
        let start = Instant::now();
        let server = serve(binary, port(5), &music, &data)?;
        let mut http = Http::connect(server.address)?;
        let songs = scanned(&mut http)?;
        if songs != SONGS as u64 {
            return Err(io::Error::other(format!("{songs} songs of {SONGS}")));
        }
        let took = start.elapsed().as_secs_f64();
        let (cpu, megabytes) = (server.cpu().seconds(), server.resident() as f64 / 1e6);
        let what = if again { "started again" } else { "read for the first time, from memory" };
        table.add(
            format!("{SONGS} songs, {what}"),
            "in the background",
            format!("{took:.2} s from the start"),
            format!("{cpu:.2} s of CPU, {megabytes:.0} MB resident"),
        );
        if again {
            searches(table, &server, &mut http)?;
        } else {
            // What was read is kept a moment after it can be found.
            std::thread::sleep(Duration::from_secs(1));
        }
    }
    Ok(())
}

/// Searches as a guest types them, one after the other.
fn searches(table: &mut Table, server: &Server, http: &mut Http) -> io::Result<()> {
    let queries = ["", "a", "agaetis", "die%20arzte%2077", "number%2019999%20album", "piaf%20byrjun", "nothing%20fits"];
    let before = server.cpu();
    let mut receipts = Vec::with_capacity(SEARCHES);
    for number in 0..SEARCHES {
        let start = Instant::now();
        http.get(&format!("/api/v1/music/songs?q={}", queries[number % queries.len()]))?;
        http.answer()?;
        receipts.push(start.elapsed().as_micros() as u32);
    }
    let each_us = server.cpu().since(before).seconds() * 1e6 / SEARCHES as f64;
    table.add(
        format!("a search in {SONGS} songs, over HTTP, 50 in the answer"),
        "5 ms",
        percentiles(&receipts),
        format!("{each_us:.0} µs of CPU each"),
    );
    Ok(())
}
