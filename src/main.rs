//! Start only: reads the settings and hands over to the library.

use std::process::ExitCode;

use clap::Parser;
use soiree::config::{Cli, Command};
use soiree::http::start;

fn main() -> ExitCode {
    let Command::Serve(settings) = Cli::parse().command;
    start::start_logging();
    match start::run(*settings) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("soiree: {error}");
            ExitCode::FAILURE
        }
    }
}
