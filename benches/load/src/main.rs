//! The load generator: one process on core 1, the server under test on core 0, everything on loopback.

mod bare;
mod broadcast;
mod chat;
mod folder;
mod frames;
mod hostile;
mod http;
mod idle;
mod limit;
mod live;
mod music;
mod pace;
mod peers;
mod people;
mod prompts;
mod quiz;
mod scale;
mod servers;
mod songs;
mod sums;
mod swarm;
mod table;
mod talks;
mod usage;
mod webhook;

use clap::Parser;

use crate::table::Table;

#[derive(Parser)]
#[command(about = "Measures Soirée beside the bare send loop and beside others")]
struct Cli {
    #[command(subcommand)]
    part: Part,
}

#[derive(clap::Args)]
struct Options {
    /// The server's binary.
    #[arg(long, default_value = "target/release/soiree")]
    soiree: String,
    /// The program that fills a prompt: `cargo build --release --example fill_prompt`.
    #[arg(long, default_value = "target/release/examples/fill_prompt")]
    filler: String,
    /// The folder of the peers' programs.
    #[arg(long, default_value = "benches/peers")]
    peers: String,
    /// Sockets of the room that is compared with others.
    #[arg(long, default_value_t = 5_000)]
    sockets: usize,
    /// Pairs of rounds.
    #[arg(long, default_value_t = 5)]
    pairs: usize,
    /// Messages of a round.
    #[arg(long, default_value_t = 12)]
    messages: usize,
    /// Sockets of the largest room.
    #[arg(long, default_value_t = 19_000)]
    most: usize,
    /// Minutes for which the idle rooms are held.
    #[arg(long, default_value_t = 1.0)]
    minutes: f64,
    /// One peer only, by its folder's name; of the broadcasts one row only: lock, burst, echo, reveal, chat; of the scale: a
    /// number of sockets, rooms, hold; of the music: songs, votes.
    #[arg(long)]
    only: Option<String>,
}

#[derive(clap::Subcommand)]
enum Part {
    /// Serves the bare send loop.
    Bare { listen: String },
    /// The bare loop with its sockets, for a part that needs all open files for itself.
    Limit { sockets: usize },
    /// Broadcasts, reveals, bursts and answers of one room, alternating with the bare loop.
    Broadcast(Options),
    /// The same broadcasts by others.
    Peers(Options),
    /// Rooms of many sizes, answers within a second, many rooms.
    Scale(Options),
    /// Clients that stop reading, and one that never stops talking.
    Hostile(Options),
    /// Connections that say nothing.
    Idle(Options),
    /// A folder of 20,000 songs, and a music room in which 5,000 guests vote.
    Music(Options),
    /// A prompt with 100,000 sessions and 2,000,000 events.
    Prompts(Options),
    /// 10,000 live sockets on one prompt.
    Live(Options),
    /// A few live sockets that look at their clocks: the part `live` starts it beside itself.
    Probe { server: std::net::SocketAddr, uid: String, jwt: String, seconds: u64 },
    /// 5,000 conversations whose bot is a program elsewhere.
    Talks(Options),
    /// All of it, in one table.
    All(Options),
}

fn main() -> std::io::Result<()> {
    let mut table = Table::default();
    let outcome = match &Cli::parse().part {
        Part::Bare { listen } => return bare::serve(listen),
        Part::Probe { server, uid, jwt, seconds } => return live::probe(*server, uid, jwt, *seconds),
        Part::Limit { sockets } => return limit::serve(*sockets),
        Part::Broadcast(options) => broadcasts(&mut table, options),
        Part::Peers(options) => others(&mut table, options),
        Part::Scale(options) => {
            scale::run(&mut table, &options.soiree, options.only.as_deref(), options.most, options.minutes)
        }
        Part::Hostile(options) => hostile::run(&mut table, &options.soiree, options.sockets),
        Part::Idle(options) => idle::run(&mut table, &options.soiree, 10_000),
        Part::Music(options) => musical(&mut table, options),
        Part::Prompts(options) => filled(&mut table, options),
        Part::Live(options) => live::run(&mut table, &options.soiree, 10_000),
        Part::Talks(options) => talks::run(&mut table, &options.soiree, options.sockets, 60),
        Part::All(options) => all(&mut table, options),
    };
    table.print();
    outcome
}

fn broadcasts(table: &mut Table, options: &Options) -> std::io::Result<()> {
    let size = (options.sockets, options.messages);
    broadcast::run(table, &options.soiree, options.only.as_deref(), size, options.pairs)
}

fn others(table: &mut Table, options: &Options) -> std::io::Result<()> {
    let size = (options.sockets, options.messages);
    peers::run(table, &options.peers, options.only.as_deref(), size, options.pairs)
}

fn musical(table: &mut Table, options: &Options) -> std::io::Result<()> {
    let wanted = |row: &str| options.only.as_deref().is_none_or(|only| only == row);
    if wanted("songs") {
        songs::run(table, &options.soiree)?;
    }
    if wanted("votes") {
        music::run(table, &options.soiree, options.sockets, 60)?;
    }
    Ok(())
}

fn filled(table: &mut Table, options: &Options) -> std::io::Result<()> {
    prompts::run(table, &options.soiree, &options.filler, 100_000, 2_000_000)
}

/// A part that fails is a row that says why; the others run all the same.
fn all(table: &mut Table, options: &Options) -> std::io::Result<()> {
    type Run<'a> = &'a dyn Fn(&mut Table) -> std::io::Result<()>;
    let parts: [(&str, Run<'_>); 9] = [
        ("broadcast", &|table| broadcasts(table, options)),
        ("peers", &|table| others(table, options)),
        ("scale", &|table| scale::run(table, &options.soiree, None, options.most, options.minutes)),
        ("hostile", &|table| hostile::run(table, &options.soiree, options.sockets)),
        ("idle", &|table| idle::run(table, &options.soiree, 10_000)),
        ("music", &|table| musical(table, options)),
        ("prompts", &|table| filled(table, options)),
        ("live", &|table| live::run(table, &options.soiree, 10_000)),
        ("talks", &|table| talks::run(table, &options.soiree, options.sockets, 60)),
    ];
    for (name, part) in parts {
        if let Err(error) = part(table) {
            table.add(format!("the rest of \"{name}\""), "", "not measured", error.to_string());
        }
    }
    Ok(())
}
