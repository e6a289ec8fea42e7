//! The index: what is found, in which order, page by page.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::index::Index;
use super::song::{Song, Stamp};
use super::tags::Tags;
use super::{Cursor, Folder, Format, Songs, SongsOptions};
use crate::engine::SecretKey;

fn song(title: &str, artist: &str, album: &str) -> Arc<Song> {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let (title, artist, album) = (some(title), some(artist), some(album));
    let path = format!("{artist:?}/{album:?}/{title:?}.mp3").into();
    let tags = Tags { title, artist, album, duration_ms: 1_000, format: Format::Mp3, picture: false };
    let stamp = Stamp { changed_ns: 0, bytes: 0 };
    Arc::new(Song::new(path, stamp, &tags, None, &SecretKey::new([1; 32])).expect("a song"))
}

fn titles(index: &Index, query: &str) -> Vec<String> {
    index.search(query, None, 100).songs.iter().map(|song| song.title.clone()).collect()
}

fn shelf() -> Vec<Arc<Song>> {
    vec![
        song("La vie en rose", "Édith Piaf", "Éternelle"),
        song("Non, je ne regrette rien", "Édith Piaf", "Éternelle"),
        song("Rosé", "ROSÉ", "R"),
        song("Kiss from a Rose", "Seal", "Seal II"),
        song("Primrose", "Röyksopp", ""),
        song("Straße", "AnnenMayKantereit", "12"),
        song("東京", "くるり", ""),
    ]
}

#[test]
fn every_word_must_be_somewhere_and_beginnings_come_first() {
    let index = Index::new(shelf());
    assert_eq!(titles(&index, "rose"), ["Rosé", "Kiss from a Rose", "La vie en rose", "Primrose"]);
    assert_eq!(titles(&index, "ROSE piaf"), ["La vie en rose"]);
    assert_eq!(titles(&index, "eternelle vie"), ["La vie en rose"]);
    assert_eq!(titles(&index, "royk"), ["Primrose"]);
    assert_eq!(titles(&index, "edith"), ["La vie en rose", "Non, je ne regrette rien"]);
    assert_eq!(titles(&index, "strasse"), ["Straße"]);
    assert_eq!(titles(&index, "京"), ["東京"]);
    assert_eq!(titles(&index, "rose nowhere"), [""; 0]);
    assert_eq!(titles(&index, "?!"), [""; 0], "punctuation finds nothing, not everything");
    assert_eq!(titles(&index, "  ").len(), 7);
}

#[test]
fn words_of_two_fields_do_not_run_together() {
    let index = Index::new(vec![song("Sun", "King", "")]);
    assert_eq!(titles(&index, "nk").len(), 0, "the end of the title and the beginning of the artist");
    assert_eq!(titles(&index, "king sun").len(), 1);
}

#[test]
fn pages_show_each_song_once_while_songs_come_and_go() {
    let all: Vec<Arc<Song>> = (0..100).map(|n| song(&format!("Song {n:02}"), "Somebody", "")).collect();
    let mut index = Index::new(all.clone());
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = index.search("song", after.as_ref(), 7);
        seen.extend(page.songs.iter().map(|song| song.title.clone()));
        let Some(next) = page.next else { break };
        after = Cursor::parse(&next.to_string());
        assert!(after.is_some());
        // The last song that was shown has gone, and one before it has come.
        let last = seen.last().cloned();
        let mut now: Vec<Arc<Song>> = all.iter().filter(|song| Some(&song.title) != last.as_ref()).cloned().collect();
        now.push(song(&format!("Song 00 {}", seen.len()), "Somebody", ""));
        index = Index::new(now);
    }
    let expected: Vec<String> = (0..100).map(|n| format!("Song {n:02}")).collect();
    assert_eq!(seen, expected);
}

#[test]
fn a_page_that_is_just_full_has_no_next() {
    let index = Index::new((0..10).map(|n| song(&format!("{n}"), "x", "")).collect());
    assert!(index.search("", None, 10).next.is_none());
    assert!(index.search("", None, 9).next.is_some());
    assert!(Index::default().search("x", None, 10).songs.is_empty());
}

/// Prints what a search of 20,000 songs takes: `cargo test --release --lib connectors -- --nocapture`.
#[test]
fn twenty_thousand_songs_are_searched_at_once() {
    let names = ["Édith Piaf", "Sigur Rós", "Die Ärzte", "Röyksopp", "Motörhead"];
    let songs =
        (0..20_000).map(|n| song(&format!("Ágætis byrjun number {n}"), names[n % 5], &format!("Album {}", n / 12)));
    let index = Index::new(songs.collect());
    for query in ["", "a", "agaetis byrjun", "number 19999 album", "die arzte 777", "nothing at all"] {
        let began = Instant::now();
        let found = index.search(query, None, 50).songs.len();
        println!("{query:?}: {found} songs in {:?}", began.elapsed());
    }
    assert_eq!(index.search("ARZTE 19997", None, 50).songs.len(), 1);
}

/// A second of silence, the least that a player plays.
fn silence() -> Vec<u8> {
    let head = b"RIFF\x64\x1f\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x40\x1f\0\0";
    [head.as_slice(), &[0x80; 8_000]].concat()
}

#[test]
fn a_folder_that_tells_nothing_is_looked_through_all_the_same() {
    let (music, data) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let options = SongsOptions { rescan: Duration::from_millis(50), watch: false };
    let folder = Folder::open(music.path()).expect("a folder");
    let songs = Songs::start(folder, data.path(), SecretKey::new([1; 32]), &options).expect("a thread");
    let until = |count: usize| {
        let until = Instant::now() + Duration::from_secs(10);
        while songs.index().len() != count || songs.progress().scanning {
            assert!(Instant::now() < until, "{count} songs expected: {:?}", songs.progress());
            std::thread::sleep(Duration::from_millis(10));
        }
    };
    until(0);
    std::fs::write(music.path().join("song.wav"), silence()).expect("written");
    until(1);
    let song = Arc::clone(&songs.index().songs()[0]);
    assert_eq!((song.title.as_str(), song.duration_ms), ("song", 1_000));
    assert!(songs.open(&song).is_ok());
    std::fs::remove_file(music.path().join("song.wav")).expect("removed");
    until(0);
    // The folder itself goes and comes back: nothing is forgotten meanwhile, nothing breaks.
    std::fs::write(music.path().join("song.wav"), silence()).expect("written");
    until(1);
    let away = music.path().with_extension("away");
    std::fs::rename(music.path(), &away).expect("moved");
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!((songs.index().len(), songs.open(&song).is_err()), (1, true));
    std::fs::rename(&away, music.path()).expect("moved back");
    until(1);
    assert!(songs.open(&song).is_ok());
}
