//! The engine and the kinds of sessions know no async, no clock, no random source, no actix and no I/O.

use std::fs;
use std::path::Path;

const NEVER: [&str; 14] = [
    "actix",
    "tokio",
    "futures",
    "async ",
    "Instant",
    "SystemTime",
    "Utc::now",
    "Local::now",
    " rand::",
    "(rand::",
    "std::fs",
    "std::net",
    "std::thread",
    "println!",
];

#[test]
fn the_engine_and_the_kinds_are_pure() {
    for folder in ["src/engine", "src/quiz", "src/music", "src/prompt", "src/conversation", "src/desk"] {
        check(&super::blessed::path(folder));
    }
}

fn check(folder: &Path) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            if entry.file_name().is_some_and(|name| name != "tests") {
                check(&entry);
            }
            continue;
        }
        let text = fs::read_to_string(&entry).expect("a source file");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for word in NEVER {
                assert!(!line.contains(word), "{}:{}: {word} in {line}", entry.display(), number + 1);
            }
        }
    }
}
