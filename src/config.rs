//! The command line and the environment: every setting with its default.

use std::net::SocketAddr;
use std::path::PathBuf;

/// A self-hosted server for live evenings.
#[derive(Debug, Clone, clap::Parser)]
#[command(name = "soiree", version, about)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// What the binary can do.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum Command {
    /// Serves until SIGTERM or Ctrl-C.
    Serve(Serve),
}

/// Settings of `soiree serve`; each can come from the environment too.
#[derive(Debug, Clone, clap::Args)]
pub struct Serve {
    /// Address and port to listen on; 0.0.0.0:8080 lets phones in the same network in.
    #[arg(long, env = "SOIREE_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Folder of the database and keys; made if absent.
    #[arg(long, env = "SOIREE_DATA", default_value = "./data")]
    pub data: PathBuf,
    /// Folder of songs for music rooms.
    #[arg(long, env = "SOIREE_MUSIC")]
    pub music: Option<PathBuf>,
    /// Worker threads; 0: one per core.
    #[arg(long, env = "SOIREE_WORKERS", default_value_t = 0)]
    pub workers: usize,
    /// Address that guests open, where it differs from the one they are seen under: https://quiz.example.org
    #[arg(long, env = "SOIREE_PUBLIC_URL")]
    pub public_url: Option<String>,
}
