//! The command line and the environment: every setting with its default.

mod limits;

use std::ffi::OsString;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::builder::Resettable;
use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, ValueEnum};

use crate::engine::Secret;
use crate::limits::RETENTION_DAYS;

pub use limits::Limits;

/// A self-hosted server for live evenings.
#[derive(Debug, Clone, clap::Parser)]
#[command(name = "soiree", version, about)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

impl Cli {
    /// Reads the command line and the environment; a variable that is empty counts as not set.
    ///
    /// # Errors
    /// What cannot be understood or does not fit together; the option is named. `--help` comes this way too.
    pub fn read<T: Into<OsString> + Clone>(args: impl IntoIterator<Item = T>) -> Result<Cli, clap::Error> {
        let unset = |arg: clap::Arg| match arg.get_env().and_then(std::env::var_os) {
            Some(value) if value.is_empty() => arg.env(Resettable::Reset),
            _ => arg,
        };
        let each = |command: clap::Command| command.mut_args(unset);
        let mut command = Cli::command().mut_subcommand("serve", each).mut_subcommand("backup", each);
        let cli = Cli::from_arg_matches(&command.try_get_matches_from_mut(args)?)?;
        if let Command::Serve(settings) = &cli.command {
            settings.limits.check().map_err(|fault| command.error(ErrorKind::ValueValidation, fault))?;
        }
        Ok(cli)
    }
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

/// Who may hear the songs of the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Listeners {
    /// Clients in private networks, and in the server's own.
    Private,
    /// Everybody who can reach the server.
    Everyone,
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
    /// Who may hear its songs: clients in private networks and the server's own, or everyone who reaches
    /// the server. Search and covers are open to all either way.
    #[arg(long, env = "SOIREE_MUSIC_LISTENERS", value_enum, default_value = "private")]
    pub music_listeners: Listeners,
    /// Worker threads; 0: one per core.
    #[arg(long, env = "SOIREE_WORKERS", default_value_t = 0)]
    pub workers: usize,
    /// Address that guests open, where it differs from the one they are seen under:
    /// https://quiz.example.org
    #[arg(long, env = "SOIREE_PUBLIC_URL", value_parser = public_url)]
    pub public_url: Option<String>,
    /// Days after which a session is deleted with everything of its participants; 0: never.
    #[arg(long, env = "SOIREE_RETENTION_DAYS", default_value_t = RETENTION_DAYS)]
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

impl Default for Serve {
    /// What `soiree serve` without options has, the environment left aside.
    fn default() -> Self {
        Serve {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            data: PathBuf::from("./data"),
            music: None,
            music_listeners: Listeners::Private,
            workers: 0,
            public_url: None,
            retention_days: RETENTION_DAYS,
            allowed_origins: Vec::new(),
            trusted_proxies: Vec::new(),
            address_limits: Switch::On,
            private_webhooks: Switch::Off,
            limits: Limits::default(),
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
