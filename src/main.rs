//! Start only: reads the settings and hands over to the library.

use std::process::ExitCode;

use soiree::config::{Cli, Command};
use soiree::http::start;
use tikv_jemallocator::Jemalloc;

/// What a room allocates the writer and the hubs free, on other threads: glibc's allocator is slow at that.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

fn main() -> ExitCode {
    let done = match Cli::read(std::env::args_os()).unwrap_or_else(|error| error.exit()).command {
        Command::Serve(settings) => {
            start::start_logging();
            start::run(*settings).map_err(|error| error.to_string())
        }
        Command::Backup(backup) => {
            soiree::store::backup::backup(&backup.data, &backup.file).map_err(|error| error.to_string())
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("soiree: {error}");
            ExitCode::FAILURE
        }
    }
}
