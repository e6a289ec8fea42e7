//! The catalogue: a folder of songs is scanned, searched and played; nothing else ever leaves the disk.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::{Duration, Instant};

use reqwest::Response;
use serde_json::Value;

use crate::kit::songs::{PNG, Sleeve, wav, write_song};
use crate::kit::{PATIENCE, Server, Setup, http, keys, ms, shape};

fn with_music(folder: &Path) -> Setup {
    Setup::default().env("SOIREE_MUSIC", folder.to_str().expect("a text"))
}

async fn get(server: &Server, path: &str) -> Response {
    http().get(server.url(path)).send().await.expect("an answer")
}

async fn json(server: &Server, path: &str) -> Value {
    let answer = get(server, path).await;
    assert_eq!(answer.status(), 200, "{path}");
    answer.json().await.expect("JSON")
}

/// Waits until the catalogue has come to rest with so many songs.
async fn until_songs(server: &Server, songs: usize) -> Value {
    let until = Instant::now() + PATIENCE;
    loop {
        let state = json(server, "/api/v1/music/catalogue").await;
        if state["scanning"] == false && state["songs"] == songs {
            return state;
        }
        assert!(Instant::now() < until, "{songs} songs expected: {state}");
        ms(20).await;
    }
}

/// The songs that a search finds.
async fn search(server: &Server, query: &str) -> Vec<Value> {
    let url = reqwest::Url::parse_with_params(&server.url("/api/v1/music/songs"), [("q", query)]).unwrap();
    let page: Value = http().get(url).send().await.unwrap().json().await.unwrap();
    page["songs"].as_array().expect("songs").clone()
}

fn titles(songs: &[Value]) -> Vec<&str> {
    songs.iter().map(|song| song["title"].as_str().expect("a title")).collect()
}

/// Checks an answer in the form of RFC 9457; returns its detail and the field that it names.
async fn problem(answer: Response, status: u16) -> (String, Value) {
    assert_eq!(answer.status(), status);
    assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("application/problem+json"));
    let problem: Value = answer.json().await.unwrap();
    shape(&problem, "type:s title:s status:u detail:s");
    (problem["detail"].as_str().unwrap().to_owned(), problem["errors"][0]["field"].clone())
}

#[tokio::test]
async fn songs_of_every_format_are_found_with_their_tags_and_played() {
    let music = tempfile::tempdir().unwrap();
    let formats = [
        ("mp3", "audio/mpeg"),
        ("m4a", "audio/mp4"),
        ("ogg", "audio/ogg"),
        ("opus", "audio/ogg; codecs=opus"),
        ("flac", "audio/flac"),
        ("wav", "audio/wav"),
    ];
    for (ending, _) in formats {
        let title = format!("Ágætis {ending}");
        let sleeve = Sleeve { picture: PNG, ..Sleeve::new(&title, "Sigur Rós", "Von") };
        write_song(music.path(), &format!("a/{ending}.{ending}"), 3_000, sleeve);
    }
    let server = with_music(music.path()).start().await;
    let state = until_songs(&server, 6).await;
    assert_eq!((&state["folder"], &state["found"], &state["scanned"]), (&true.into(), &6.into(), &6.into()));
    assert_eq!(state["unreadable"], 0, "{}", server.logged());
    for (ending, mime) in formats {
        let found = search(&server, &format!("agaetis {ending}")).await;
        assert_eq!(found.len(), 1, "{ending}");
        let song = &found[0];
        shape(song, "song_id:s title:s artist:s album:s duration_ms:u cover_url:s stream_url:s");
        assert_eq!(keys(song).len(), 7, "{song}");
        assert_eq!(song["title"], format!("Ágætis {ending}"));
        assert_eq!((&song["artist"], &song["album"]), (&"Sigur Rós".into(), &"Von".into()), "{ending}");
        let length = song["duration_ms"].as_i64().unwrap();
        assert!((length - 3_000).abs() < 60, "{ending}: {length} ms");
        let stream = get(&server, song["stream_url"].as_str().unwrap()).await;
        assert_eq!((stream.status().as_u16(), stream.headers()["content-type"].to_str().unwrap()), (200, mime));
        let bytes = stream.bytes().await.unwrap();
        assert_eq!(bytes, fs::read(music.path().join(format!("a/{ending}.{ending}"))).unwrap());
        let cover = get(&server, song["cover_url"].as_str().unwrap()).await;
        assert_eq!((cover.status().as_u16(), &cover.headers()["content-type"]), (200, &"image/png".parse().unwrap()));
        assert_eq!(cover.bytes().await.unwrap(), PNG, "{ending}");
        // Nothing that is told has anything of the path in it.
        assert!(!song["song_id"].as_str().unwrap().contains(ending), "{song}");
        assert!(!song.to_string().contains(&format!("a/{ending}")), "{song}");
    }
    let document = json(&server, "/api/openapi.json").await;
    for (schema, told) in [
        ("SongsPage", json(&server, "/api/v1/music/songs?limit=3").await),
        ("SongsPage", json(&server, "/api/v1/music/songs").await),
        ("CatalogueState", state),
    ] {
        let mut described = document.clone();
        described["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
        described["$ref"] = format!("#/components/schemas/{schema}").into();
        let validator = jsonschema::validator_for(&described).expect("a schema");
        assert!(validator.is_valid(&told), "{told} is no {schema}");
        assert!(!validator.is_valid(&serde_json::json!({})), "{schema} fits anything");
    }
    let metrics = get(&server, "/metrics").await.text().await.unwrap();
    for line in ["soiree_music_songs 6", "soiree_music_scanning 0", "soiree_music_files_unreadable 0"] {
        assert!(metrics.contains(line), "{line} in:\n{metrics}");
    }
}

#[tokio::test]
async fn search_forgives_and_pages_are_whole() {
    let music = tempfile::tempdir().unwrap();
    write_song(music.path(), "1.wav", 100, Sleeve::new("La vie en rose", "Édith Piaf", "Éternelle"));
    write_song(music.path(), "2.wav", 100, Sleeve::new("Rosé", "ROSÉ", ""));
    write_song(music.path(), "3.wav", 100, Sleeve::new("Kiss from a Rose", "Seal", ""));
    write_song(music.path(), "Die Ärzte/Westerland.wav", 100, Sleeve::default());
    let server = with_music(music.path()).start().await;
    until_songs(&server, 4).await;
    assert_eq!(titles(&search(&server, "ROSE").await), ["Rosé", "Kiss from a Rose", "La vie en rose"]);
    assert_eq!(titles(&search(&server, "edith eternelle").await), ["La vie en rose"]);
    let named = search(&server, "arzte").await;
    assert_eq!((&named[0]["title"], &named[0]["artist"]), (&"Westerland".into(), &"Die Ärzte".into()));
    assert!(named[0]["cover_url"].is_null());
    assert!(search(&server, "rose nowhere").await.is_empty());

    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = json(&server, &format!("/api/v1/music/songs?limit=1&cursor={cursor}")).await;
        assert_eq!(page["songs"].as_array().unwrap().len(), 1);
        seen.push(page["songs"][0]["song_id"].clone());
        match page["next"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    seen.sort_by_key(Value::to_string);
    seen.dedup();
    assert_eq!(seen.len(), 4);
}

#[tokio::test]
async fn wrong_parameters_are_named() {
    let server = Server::start().await;
    let songs = "/api/v1/music/songs";
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=many", "limit"),
        ("limit=-1", "limit"),
        ("cursor=nonsense", "cursor"),
        (&format!("q={}", "x".repeat(101)), "q"),
    ] {
        let (detail, named) = problem(get(&server, &format!("{songs}?{query}")).await, 422).await;
        assert_eq!(named, field, "{query}: {detail}");
    }
    assert_eq!(json(&server, &format!("{songs}?limit=200&q=")).await["songs"], Value::Array(vec![]));
    let state = json(&server, "/api/v1/music/catalogue").await;
    assert_eq!((&state["folder"], &state["songs"], &state["scanning"]), (&false.into(), &0.into(), &false.into()));
    for path in ["/0123456789abcdef0123/stream", "/0123456789abcdef0123/cover", "/..%2f..%2fetc%2fpasswd/stream"] {
        problem(get(&server, &format!("{songs}{path}")).await, 404).await;
    }
    problem(http().post(server.url(songs)).send().await.unwrap(), 405).await;
}

#[tokio::test]
async fn what_changes_in_the_folder_changes_in_the_catalogue() {
    let music = tempfile::tempdir().unwrap();
    write_song(music.path(), "first.wav", 100, Sleeve::new("First", "Somebody", ""));
    let server = with_music(music.path()).start().await;
    until_songs(&server, 1).await;
    let first = search(&server, "first").await.remove(0);

    write_song(music.path(), "new/deep/second.wav", 200, Sleeve::new("Second", "Somebody", ""));
    until_songs(&server, 2).await;
    let second = search(&server, "second").await.remove(0);
    assert_eq!(second["duration_ms"], 200);

    // Another title in the same file is the same song.
    write_song(music.path(), "first.wav", 150, Sleeve::new("Premier", "Somebody", ""));
    let until = Instant::now() + PATIENCE;
    while search(&server, "premier").await.is_empty() {
        assert!(Instant::now() < until, "the new title is not found");
        ms(20).await;
    }
    assert_eq!(search(&server, "premier").await[0]["song_id"], first["song_id"]);
    assert!(search(&server, "first").await.is_empty());

    fs::remove_dir_all(music.path().join("new")).unwrap();
    // The file has gone at once, whatever the catalogue says.
    problem(get(&server, second["stream_url"].as_str().unwrap()).await, 404).await;
    until_songs(&server, 1).await;
    problem(get(&server, second["stream_url"].as_str().unwrap()).await, 404).await;
    assert!(search(&server, "second").await.is_empty());
}

#[tokio::test]
async fn broken_files_are_named_counted_and_skipped() {
    let music = tempfile::tempdir().unwrap();
    write_song(music.path(), "good.wav", 100, Sleeve::new("Good", "", ""));
    let whole = wav(1_000, Sleeve::new("Torn", "", ""));
    fs::write(music.path().join("torn.wav"), &whole[..20]).unwrap();
    fs::write(music.path().join("empty.mp3"), "").unwrap();
    fs::write(music.path().join("text\nERROR forged.flac"), "this is no song").unwrap();
    fs::write(music.path().join("noise.ogg"), (0..5_000u32).map(|n| (n * 7) as u8).collect::<Vec<u8>>()).unwrap();
    fs::write(music.path().join("page.m4a"), "<!doctype html><script>alert(1)</script>").unwrap();
    fs::write(music.path().join("notes.txt"), "no song at all").unwrap();
    fs::write(music.path().join("._good.wav"), "a Mac's own").unwrap();
    let mut server = with_music(music.path()).start().await;
    let state = until_songs(&server, 1).await;
    assert_eq!((&state["found"], &state["unreadable"]), (&6.into(), &5.into()), "{}", server.logged());
    let log = server.logged();
    for name in ["torn.wav", "empty.mp3", "text", "noise.ogg", "page.m4a"] {
        assert!(log.lines().any(|line| line.contains(name) && line.contains("WARN")), "{name} in:\n{log}");
    }
    assert!(!log.lines().any(|line| line.starts_with("ERROR")) && !log.contains("panic"), "{log}");
    assert!(!log.contains("notes.txt") && !log.contains("._good"), "{log}");
    // The broken ones are remembered too; a mended one is a song.
    server.sigterm().await;
    server.restart().await;
    until_songs(&server, 1).await;
    fs::write(music.path().join("torn.wav"), &whole).unwrap();
    assert_eq!(until_songs(&server, 2).await["unreadable"], 4);
    assert_eq!(titles(&search(&server, "torn").await), ["Torn"]);
}

/// Each format with bytes changed, cut out and doubled, always the same ones: whatever the reader of tags makes
/// of them, the server lives and the whole songs are there.
#[tokio::test]
async fn mutilated_songs_harm_nobody() {
    let music = tempfile::tempdir().unwrap();
    let count: u64 = std::env::var("SOIREE_TEST_MUTANTS").ok().and_then(|text| text.parse().ok()).unwrap_or(300);
    for (at, ending) in ["mp3", "m4a", "ogg", "opus", "flac", "wav"].into_iter().enumerate() {
        let sleeve = Sleeve { picture: PNG, ..Sleeve::new("Whole", "Somebody", "Album") };
        write_song(music.path(), &format!("whole.{ending}"), 300, sleeve);
        let whole = fs::read(music.path().join(format!("whole.{ending}"))).unwrap();
        // What is read lies at the beginning, in WAV at the end.
        let part = if ending == "wav" { whole.len() - 250 } else { 0 };
        let mut seed = 0x9e37_79b9_7f4a_7c15u64.wrapping_mul(at as u64 + 1);
        let mut random = |below: usize| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            (seed % below as u64) as usize
        };
        for n in 0..count / 6 {
            let mut bytes = whole.clone();
            for _ in 0..=random(8) {
                let place = (part + random(400)).min(bytes.len() - 1);
                match random(4) {
                    0 => bytes[place] = [0, 0xff, 0x7f, 0x80][random(4)],
                    1 => bytes[place] ^= 1 << random(8),
                    2 => drop(bytes.drain(place..(place + random(20) + 1).min(bytes.len() - 1).max(place))),
                    _ => bytes.insert(place, random(256) as u8),
                }
            }
            fs::write(music.path().join(format!("{n}.{ending}")), bytes).unwrap();
        }
    }
    let server = with_music(music.path()).start().await;
    let until = Instant::now() + 12 * PATIENCE;
    while json(&server, "/api/v1/music/catalogue").await["scanning"] == true {
        assert!(Instant::now() < until, "the scan does not end: {}", server.logged());
        ms(50).await;
    }
    let state = json(&server, "/api/v1/music/catalogue").await;
    assert_eq!(state["found"], count / 6 * 6 + 6);
    assert_eq!(state["songs"].as_u64().unwrap() + state["unreadable"].as_u64().unwrap(), count / 6 * 6 + 6, "{state}");
    let whole = search(&server, "whole somebody album").await;
    assert!(whole.len() >= 6, "{}", server.logged());
    // Each of them is played and shown, or refused as a song that has none.
    for song in &whole {
        assert_eq!(get(&server, song["stream_url"].as_str().unwrap()).await.status(), 200);
        if let Some(cover) = song["cover_url"].as_str() {
            let status = get(&server, cover).await.status().as_u16();
            assert!([200, 404].contains(&status), "{status}");
        }
    }
}

#[tokio::test]
async fn players_get_the_ranges_that_they_ask_for() {
    let music = tempfile::tempdir().unwrap();
    write_song(music.path(), "song.wav", 2_000, Sleeve::default());
    let whole = fs::read(music.path().join("song.wav")).unwrap();
    let server = with_music(music.path()).start().await;
    until_songs(&server, 1).await;
    let url = server.url(search(&server, "song").await[0]["stream_url"].as_str().unwrap());
    let asked = |name: &'static str, value: String| http().get(&url).header(name, value).send();
    let length = whole.len();

    for (range, from, to) in [
        ("bytes=0-99".to_owned(), 0, 99),
        ("bytes=1000-".to_owned(), 1_000, length - 1),
        ("bytes=-50".to_owned(), length - 50, length - 1),
        (format!("bytes=100-{}", length * 2), 100, length - 1),
    ] {
        let answer = asked("range", range.clone()).await.unwrap();
        assert_eq!(answer.status(), 206, "{range}");
        let told = answer.headers()["content-range"].to_str().unwrap().to_owned();
        assert_eq!(told, format!("bytes {from}-{to}/{length}"), "{range}");
        assert_eq!(answer.bytes().await.unwrap(), whole[from..=to], "{range}");
    }
    let beyond = asked("range", format!("bytes={length}-")).await.unwrap();
    assert_eq!(beyond.status(), 416);
    assert_eq!(beyond.headers()["content-range"].to_str().unwrap(), format!("bytes */{length}"));
    assert_eq!(asked("range", "pages=1-2".to_owned()).await.unwrap().status(), 200, "another unit is left aside");

    let head = http().head(&url).send().await.unwrap();
    assert_eq!((head.status().as_u16(), head.headers()["accept-ranges"].to_str().unwrap()), (200, "bytes"));
    assert_eq!(head.headers()["content-length"].to_str().unwrap(), length.to_string());
    assert_eq!(head.headers()["x-content-type-options"], "nosniff");
    let tag = head.headers()["etag"].to_str().unwrap().to_owned();
    assert!(head.bytes().await.unwrap().is_empty());
    assert_eq!(asked("if-none-match", tag.clone()).await.unwrap().status(), 304);

    // A part of what is no longer the same file would be noise: then all of it comes.
    let resumed = |tag: String| http().get(&url).header("range", "bytes=10-19").header("if-range", tag).send();
    assert_eq!(resumed(tag.clone()).await.unwrap().status(), 206);
    write_song(music.path(), "song.wav", 2_100, Sleeve::default());
    assert_eq!(resumed(tag).await.unwrap().status(), 200);
}

#[tokio::test]
async fn nothing_outside_of_the_folder_is_ever_read() {
    let place = tempfile::tempdir().unwrap();
    let (music, outside) = (place.path().join("music"), place.path().join("outside"));
    write_song(&outside, "secret.wav", 100, Sleeve::new("Secret", "", ""));
    fs::write(outside.join("cover.png"), PNG).unwrap();
    write_song(&music, "album/song.wav", 100, Sleeve::new("Song", "", ""));
    write_song(&music, "deep/inside/other.wav", 100, Sleeve::new("Other", "", ""));
    symlink(outside.join("secret.wav"), music.join("link.wav")).unwrap();
    symlink(&outside, music.join("folder")).unwrap();
    symlink(outside.join("cover.png"), music.join("album/cover.png")).unwrap();
    // The folder itself may be a link: the operator named it.
    symlink(&music, place.path().join("named")).unwrap();
    let server = with_music(&place.path().join("named")).start().await;
    until_songs(&server, 2).await;
    assert!(search(&server, "secret").await.is_empty());
    let song = search(&server, "song").await.remove(0);
    assert!(song["cover_url"].is_null(), "a cover behind a link is none");
    let other = search(&server, "other").await.remove(0);

    // Somebody puts links where songs were; whether the catalogue has seen it or not, nothing is read.
    fs::remove_file(music.join("album/song.wav")).unwrap();
    symlink(outside.join("secret.wav"), music.join("album/song.wav")).unwrap();
    fs::rename(outside.join("secret.wav"), outside.join("other.wav")).unwrap();
    fs::remove_dir_all(music.join("deep/inside")).unwrap();
    symlink(&outside, music.join("deep/inside")).unwrap();
    for _ in 0..20 {
        for song in [&song, &other] {
            problem(get(&server, song["stream_url"].as_str().unwrap()).await, 404).await;
        }
        ms(25).await;
    }
    until_songs(&server, 0).await;
}

#[tokio::test]
async fn covers_are_pictures_and_nothing_else() {
    let music = tempfile::tempdir().unwrap();
    let jpeg = [0xff, 0xd8, 0xff, 0xe0, 1, 2, 3];
    let html = b"<!doctype html><script>alert(1)</script>";
    write_song(music.path(), "inside/a.mp3", 500, Sleeve { picture: PNG, ..Sleeve::new("Inside", "", "") });
    fs::write(music.path().join("inside/folder.jpg"), jpeg).unwrap();
    write_song(music.path(), "beside/b.mp3", 500, Sleeve::new("Beside", "", ""));
    fs::write(music.path().join("beside/Folder.JPG"), jpeg).unwrap();
    fs::write(music.path().join("beside/front.png"), PNG).unwrap();
    write_song(music.path(), "page/c.mp3", 500, Sleeve { picture: html, ..Sleeve::new("Page", "", "") });
    write_song(music.path(), "named/d.mp3", 500, Sleeve::new("Named", "", ""));
    fs::write(music.path().join("named/cover.png"), html).unwrap();
    write_song(music.path(), "large/e.mp3", 500, Sleeve::new("Large", "", ""));
    fs::write(music.path().join("large/cover.png"), [PNG, &vec![0; 9 * 1024 * 1024]].concat()).unwrap();
    let server = with_music(music.path()).start().await;
    until_songs(&server, 5).await;
    let cover = async |title: &str| search(&server, title).await[0]["cover_url"].as_str().map(str::to_owned);

    let inside = cover("inside").await.expect("its own picture before the folder's");
    let answer = get(&server, &inside).await;
    assert_eq!(answer.headers()["content-type"], "image/png");
    assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    assert!(answer.headers()["cache-control"].to_str().unwrap().contains("max-age"));
    let tag = answer.headers()["etag"].clone();
    let again = http().get(server.url(&inside)).header("if-none-match", tag).send().await.unwrap();
    assert_eq!(again.status(), 304);
    let beside = get(&server, &cover("beside").await.expect("the picture beside it")).await;
    assert_eq!(beside.headers()["content-type"], "image/jpeg");
    assert_eq!(beside.bytes().await.unwrap(), jpeg.as_slice());
    assert_eq!(cover("page").await, None, "a page inside of a song is no picture");
    for title in ["named", "large"] {
        problem(get(&server, &cover(title).await.expect("by its name")).await, 404).await;
    }
    // A new cover is another one.
    fs::write(music.path().join("beside/Folder.JPG"), [jpeg.as_slice(), &[4, 5, 6]].concat()).unwrap();
    let (url, until) = (cover("beside").await.unwrap(), Instant::now() + PATIENCE);
    while get(&server, &url).await.bytes().await.unwrap().len() != 10 {
        assert!(Instant::now() < until, "the old cover is still shown");
        ms(50).await;
    }
}

#[tokio::test]
async fn songs_stay_who_they_are() {
    let place = tempfile::tempdir().unwrap();
    let music = place.path().join("music");
    for n in 0..5 {
        write_song(&music, &format!("album/{n}.wav"), 100, Sleeve::new(&format!("Song {n}"), "", ""));
    }
    let mut server = with_music(&music).start().await;
    until_songs(&server, 5).await;
    let before = search(&server, "song").await;

    // What was read is kept, damaged or not, and what is damaged is read again.
    server.sigterm().await;
    let cache = server.data.join("catalogue.cache");
    let kept = fs::read(&cache).expect("what was read is kept");
    fs::write(&cache, &kept[..kept.len() / 2]).unwrap();
    server.restart().await;
    until_songs(&server, 5).await;
    assert_eq!(search(&server, "song").await, before);
    assert!(server.logged().contains("damaged"), "{}", server.logged());
    let until = Instant::now() + PATIENCE;
    while lines(&fs::read(&cache).unwrap()) != lines(&kept) {
        assert!(Instant::now() < until, "it is not written anew");
        ms(20).await;
    }
    server.kill9();

    // Another place for the whole folder is the same to everybody.
    let moved = place.path().join("elsewhere");
    fs::rename(&music, &moved).unwrap();
    let server = with_music(&moved).data(&server.data).start().await;
    until_songs(&server, 5).await;
    assert_eq!(search(&server, "song").await, before);
}

/// The lines behind the first, which is a hash of them in their order.
fn lines(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut lines: Vec<String> = text.lines().skip(1).map(str::to_owned).collect();
    lines.sort();
    lines
}

#[test]
fn a_folder_that_is_none_is_refused_at_the_start() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("file"), "no folder").unwrap();
    for (name, reason) in [("none", "does not exist"), ("file", "is not a folder")] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_soiree"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--music"]).arg(place.path().join(name));
        let output = command.arg("--data").arg(place.path().join("data")).output().expect("the binary runs");
        assert!(!output.status.success());
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains("--music") && error.contains(name) && error.contains(reason), "{error}");
        assert!(!place.path().join("data").exists(), "nothing is changed on the disk");
    }
}

#[tokio::test]
async fn songs_are_heard_in_the_servers_own_network_unless_the_operator_opens_them() {
    let music = tempfile::tempdir().unwrap();
    write_song(music.path(), "song.wav", 100, Sleeve { picture: PNG, ..Sleeve::default() });
    let behind = with_music(music.path()).env("SOIREE_TRUSTED_PROXIES", "127.0.0.1");
    let from = async |server: &Server, address: &str, what: &str| {
        let url = server.url(search(server, "song").await[0][what].as_str().unwrap());
        http().get(url).header("x-forwarded-for", address).send().await.unwrap()
    };
    let server = behind.clone().start().await;
    until_songs(&server, 1).await;
    assert_eq!(from(&server, "192.168.7.7", "stream_url").await.status(), 200);
    let (detail, _) = problem(from(&server, "203.0.113.9", "stream_url").await, 403).await;
    assert!(detail.contains("--music-listeners"), "{detail}");
    assert_eq!(from(&server, "203.0.113.9", "cover_url").await.status(), 200);

    let open = behind.env("SOIREE_MUSIC_LISTENERS", "everyone").start().await;
    until_songs(&open, 1).await;
    assert_eq!(from(&open, "203.0.113.9", "stream_url").await.status(), 200);

    // Whoever stands behind a proxy that nobody named may be anybody.
    let unknown = with_music(music.path()).start().await;
    until_songs(&unknown, 1).await;
    let (detail, _) = problem(from(&unknown, "192.168.7.7", "stream_url").await, 403).await;
    assert!(detail.contains("--trusted-proxies"), "{detail}");
}

/// 20,000 songs, or as many as `SOIREE_TEST_SONGS` says: `SOIREE_TEST_SONGS=200000 cargo test --test it
/// many_songs -- --nocapture` prints how long it took.
#[tokio::test]
async fn many_songs_are_scanned_while_the_server_serves() {
    let count: usize = std::env::var("SOIREE_TEST_SONGS").ok().and_then(|text| text.parse().ok()).unwrap_or(20_000);
    let music = tempfile::tempdir().unwrap();
    for n in 0..count {
        let (title, artist) = (format!("Song {n}"), format!("Artist {}", n / 100));
        write_song(music.path(), &format!("{}/{n}.wav", n / 50), 20, Sleeve::new(&title, &artist, "Many"));
    }
    let mut server = with_music(music.path()).start().await;
    let began = Instant::now();
    let (mut slowest, mut states) = (Duration::ZERO, 0);
    loop {
        let asked = Instant::now();
        let state = json(&server, "/api/v1/music/catalogue").await;
        slowest = slowest.max(asked.elapsed());
        states += 1;
        assert!(state["scanned"].as_u64() <= state["found"].as_u64());
        if state["scanning"] == false && state["songs"] == count {
            break;
        }
        assert!(began.elapsed() < Duration::from_secs(120), "{state}");
        ms(5).await;
    }
    println!(
        "{count} songs scanned in {:?}; the slowest of {states} answers meanwhile took {slowest:?}",
        began.elapsed()
    );
    let asked = Instant::now();
    assert_eq!(titles(&search(&server, &format!("many {}", count - 1)).await), [format!("Song {}", count - 1)]);
    println!("a search took {:?}", asked.elapsed());
    server.sigterm().await;
    server.restart().await;
    let began = Instant::now();
    until_songs(&server, count).await;
    println!("after a restart they were back in {:?}", began.elapsed());
    // Everything was known: nothing was read again.
    let logged = server.logged();
    assert_eq!(logged.matches("files changed").count(), 1, "{logged}");
}
