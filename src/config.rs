//! The command line and the environment: every setting with its default.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::ValueEnum;

use crate::engine::Secret;
use crate::limits;

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
    ///
    /// Two things come from the environment alone: SOIREE_ADMIN_TOKEN, the administrator's token (a command
    /// line can be read by every user of the machine; without it one is made at the first start and kept in
    /// the data folder), and RUST_LOG, what is logged: error, warn, info (the default), debug, trace, or
    /// by module as in "info,soiree::room=debug".
    Serve(Box<Serve>),
    /// Copies the database to a new file, beside a running server too.
    ///
    /// The file `key` in the data folder is no part of it: copy that once, or nobody's secret fits any more.
    Backup(Backup),
}

/// Settings of `soiree backup`.
#[derive(Debug, Clone, clap::Args)]
pub struct Backup {
    /// Folder of the database.
    #[arg(long, env = "SOIREE_DATA", default_value = "./data")]
    pub data: PathBuf,
    /// The copy; it must not exist yet.
    pub file: PathBuf,
}

/// A switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    On,
    Off,
}

impl Switch {
    /// Whether it is on.
    pub fn is_on(self) -> bool {
        self == Switch::On
    }
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
    /// Address that guests open, where it differs from the one they are seen under:
    /// https://quiz.example.org
    #[arg(long, env = "SOIREE_PUBLIC_URL", value_parser = public_url)]
    pub public_url: Option<String>,
    /// Days after which a session is deleted with everything of its participants; 0: never.
    #[arg(long, env = "SOIREE_RETENTION_DAYS", default_value_t = limits::RETENTION_DAYS)]
    pub retention_days: u32,
    /// Further origins whose pages may open websockets here, separated by commas; the server's own always may.
    #[arg(long, env = "SOIREE_ALLOWED_ORIGINS", value_delimiter = ',', value_parser = origin)]
    pub allowed_origins: Vec<String>,
    /// Addresses of proxies whose X-Forwarded-For, -Host and -Proto are believed, separated by commas.
    #[arg(long, env = "SOIREE_TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Vec<IpAddr>,
    /// Limits that count per network address; off for tests and benchmarks, which come from one address.
    #[arg(long, env = "SOIREE_ADDRESS_LIMITS", value_enum, default_value = "on")]
    pub address_limits: Switch,
    /// Whether bots' webhooks may point at loopback and private addresses.
    #[arg(long, env = "SOIREE_PRIVATE_WEBHOOKS", value_enum, default_value = "off")]
    pub private_webhooks: Switch,
    #[command(flatten)]
    pub limits: Limits,
}

impl Serve {
    /// The administrator's token where the operator has set one (`SOIREE_ADMIN_TOKEN`).
    pub fn admin_token_from_env() -> Option<Secret> {
        std::env::var("SOIREE_ADMIN_TOKEN").ok().filter(|token| !token.trim().is_empty()).map(Secret::new)
    }
}

/// Limits that an operator may change. The defaults and their reasons are those of `limits.rs`.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Limits")]
pub struct Limits {
    /// Messages a second that a connection may send for ever; 0: not limited.
    #[arg(long, env = "SOIREE_MESSAGES_PER_SECOND", default_value_t = limits::MESSAGES_PER_SECOND)]
    pub messages_per_second: u32,
    /// Messages that a connection may send at once after a silence.
    #[arg(long, env = "SOIREE_MESSAGES_BURST", default_value_t = limits::MESSAGES_BURST)]
    pub messages_burst: u32,
    /// Malformed or throttled messages after which a connection is closed.
    #[arg(long, env = "SOIREE_STRIKES_MAX", default_value_t = limits::STRIKES_MAX)]
    pub strikes_max: u32,
    /// Websockets of one address; a venue is one address behind its router.
    #[arg(long, env = "SOIREE_CONNECTIONS_PER_ADDRESS_MAX", default_value_t = limits::CONNECTIONS_PER_ADDRESS_MAX)]
    pub connections_per_address_max: u32,
    /// Sessions that an address may found in an hour.
    #[arg(long, env = "SOIREE_FOUNDINGS_PER_ADDRESS_HOUR", default_value_t = limits::FOUNDINGS_PER_ADDRESS_HOUR,
        value_parser = clap::value_parser!(u32).range(1..))]
    pub foundings_per_address_hour: u32,
    /// Participants of one quiz.
    #[arg(long, env = "SOIREE_PARTICIPANTS_MAX", default_value_t = limits::PARTICIPANTS_MAX)]
    pub participants_max: u32,
    /// Frames that may wait for one socket before it is dropped; it comes back to a snapshot.
    #[arg(long, env = "SOIREE_OUTGOING_FRAMES_MAX", default_value_t = limits::OUTGOING_FRAMES_MAX)]
    pub outgoing_frames_max: usize,
    /// Bytes that may wait for one socket before it is dropped.
    #[arg(long, env = "SOIREE_OUTGOING_BYTES_MAX", default_value_t = limits::OUTGOING_BYTES_MAX)]
    pub outgoing_bytes_max: usize,
    /// Milliseconds of silence after which a socket is pinged.
    #[arg(long, env = "SOIREE_PING_INTERVAL_MS", default_value_t = limits::PING_INTERVAL_MS)]
    pub ping_interval_ms: u64,
    /// Milliseconds of silence after which a socket is dropped.
    #[arg(long, env = "SOIREE_DEAD_AFTER_MS", default_value_t = limits::DEAD_AFTER_MS)]
    pub dead_after_ms: u64,
    /// Bytes of a request's body over HTTP.
    #[arg(long, env = "SOIREE_BODY_BYTES_MAX", default_value_t = limits::BODY_BYTES_MAX)]
    pub body_bytes_max: usize,
}

impl Default for Serve {
    /// What `soiree serve` without options has, the environment left aside.
    fn default() -> Self {
        Serve {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            data: PathBuf::from("./data"),
            music: None,
            workers: 0,
            public_url: None,
            retention_days: limits::RETENTION_DAYS,
            allowed_origins: Vec::new(),
            trusted_proxies: Vec::new(),
            address_limits: Switch::On,
            private_webhooks: Switch::Off,
            limits: Limits::default(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            messages_per_second: limits::MESSAGES_PER_SECOND,
            messages_burst: limits::MESSAGES_BURST,
            strikes_max: limits::STRIKES_MAX,
            connections_per_address_max: limits::CONNECTIONS_PER_ADDRESS_MAX,
            foundings_per_address_hour: limits::FOUNDINGS_PER_ADDRESS_HOUR,
            participants_max: limits::PARTICIPANTS_MAX,
            outgoing_frames_max: limits::OUTGOING_FRAMES_MAX,
            outgoing_bytes_max: limits::OUTGOING_BYTES_MAX,
            ping_interval_ms: limits::PING_INTERVAL_MS,
            dead_after_ms: limits::DEAD_AFTER_MS,
            body_bytes_max: limits::BODY_BYTES_MAX,
        }
    }
}

/// An address for guests: scheme and host, perhaps with a port and a path; without the slash at its end.
fn public_url(text: &str) -> Result<String, String> {
    let text = text.trim_end_matches('/');
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let plain =
        |rest: &str| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_graphic() && !b"?#\"<>\\".contains(&b));
    match rest {
        Some(rest) if plain(rest) => Ok(text.to_owned()),
        _ => Err("expected an address like https://quiz.example.org".to_owned()),
    }
}

/// An origin as browsers send it: scheme, host, and the port where it is not the scheme's own.
fn origin(text: &str) -> Result<String, String> {
    let origin = public_url(text)?.to_ascii_lowercase();
    match origin.matches('/').count() {
        2 => Ok(origin),
        _ => Err("expected an origin like https://quiz.example.org, without a path".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::*;

    #[test]
    fn every_option_has_an_environment_variable_and_is_explained() {
        let mut cli = Cli::command();
        cli.build();
        let serve = cli.find_subcommand("serve").expect("serve");
        for option in serve.get_arguments().filter(|option| option.get_id() != "help") {
            let id = option.get_id();
            assert!(option.get_env().is_some(), "{id} from the environment");
            assert!(option.get_help().is_some(), "{id} is explained");
        }
    }

    #[test]
    fn without_options_the_defaults_apply() {
        let cli = Cli::try_parse_from(["soiree", "serve"]).expect("no option is required");
        let Command::Serve(serve) = cli.command else { panic!("not serve") };
        assert_eq!(format!("{serve:?}"), format!("{:?}", Serve::default()));
    }

    #[test]
    fn addresses_are_checked() {
        assert_eq!(public_url("https://a.example/").as_deref(), Ok("https://a.example"));
        for wrong in ["a.example", "ftp://a.example", "https://", "https://a b", "https://a/?q"] {
            assert!(public_url(wrong).is_err(), "{wrong}");
        }
        assert!(origin("https://a.example/path").is_err());
        assert_eq!(origin("https://A.example:1").as_deref(), Ok("https://a.example:1"));
    }
}
