//! What is logged and how.
//!
//! Levels: `error`, something was lost or refused through our fault; `warn`, an operator should look;
//! `info`, start, stop and what hosts do to whole sessions; `debug`, single connections and requests;
//! `trace`, single messages by type. Secrets and what guests write are on no level; a text of a user that
//! gets into a line all the same cannot break out of it.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::Write;

use env_logger::{Builder, Env};

/// What is logged where `RUST_LOG` says nothing: the libraries' own start is nobody's news, nor that a
/// stranger sent something that is no HTTP.
const DEFAULT: &str = "info,actix_server=warn,actix_http=off,lofty=error,rusqlite_migration=warn";

/// Starts logging to standard error (level `info`, changed with `RUST_LOG`) and logs panics.
pub fn start() {
    let started = Builder::from_env(Env::default().default_filter_or(DEFAULT))
        .format(|out, record| {
            let line = one_line(&record.args().to_string());
            writeln!(out, "{} {:<5} {}: {line}", out.timestamp_millis(), record.level(), record.target())
        })
        .try_init();
    if started.is_ok() {
        std::panic::set_hook(Box::new(|panic| {
            let text = panic.payload_as_str().unwrap_or("without a text");
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            let thread = std::thread::current();
            log::error!("panic in {} at {place}: {text}", thread.name().unwrap_or("a thread"));
            let trace = Backtrace::capture();
            if trace.status() == BacktraceStatus::Captured {
                trace.to_string().lines().for_each(|line| log::error!("{line}"));
            }
        }));
    }
}

/// The text with its control characters escaped.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        // U+2028 and its like end lines for some readers, U+202E turns them round.
        let tricky = character.is_control() || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        match tricky {
            true => line.extend(character.escape_default()),
            false => line.push(character),
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_writes_a_line_of_the_log() {
        assert_eq!(one_line("a\nERROR b\u{1b}[2J\u{202e}"), "a\\nERROR b\\u{1b}[2J\\u{202e}");
        assert_eq!(one_line("Rosé"), "Rosé");
    }
}
