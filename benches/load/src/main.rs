//! The load generator: one process on core 1, the server under test on core 0, everything on loopback.

mod bare;
mod broadcast;
mod frames;
mod servers;
mod swarm;
mod usage;

use clap::Parser;

#[derive(Parser)]
#[command(about = "Measures Soirée beside the bare send loop")]
enum Cli {
    /// Serves the bare send loop.
    Bare { listen: String },
    /// Broadcasts, reveals and bursts to one room, alternating with the bare loop.
    Broadcast(broadcast::Options),
}

fn main() -> std::io::Result<()> {
    match Cli::parse() {
        Cli::Bare { listen } => bare::serve(&listen),
        Cli::Broadcast(options) => broadcast::run(&options),
    }
}
