//! From settings to a running server, and back to an orderly end.

mod greeting;
pub(super) mod housekeeping;
mod logging;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::{App, rt, web};
use futures_util::future::{Either, select};
use futures_util::pin_mut;
use socket2::{Domain, Socket, Type};

use super::kinds::{Ground, Kinds};
use super::prompts::house;
use super::trust::Trust;
use super::{Shared, measure, routes, settings};
use crate::config::Serve;
use crate::connectors::music::{Folder, FolderError, Songs};
use crate::limits::LISTEN_BACKLOG;
use crate::net;
use crate::room::Foundings;
use crate::store::{OpenError, SharedStore, SqliteStore};

pub use logging::start as start_logging;

/// Time in which a second signal is the same as the first.
const SAME_SIGNAL: Duration = Duration::from_secs(1);

/// Why the server does not start; each is one line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("{address} is in use by another program; stop it, or choose another address with --listen")]
    InUse { address: SocketAddr },
    #[error("cannot listen on {address}: {source}")]
    Listen { address: SocketAddr, source: io::Error },
    #[error(transparent)]
    Store(#[from] OpenError),
    #[error(transparent)]
    Music(#[from] FolderError),
    #[error("the channels and agents cannot be read: {0}")]
    Desk(String),
    #[error("the metrics cannot be set up: {0}")]
    Metrics(String),
    #[error("the server broke off: {0}")]
    Broken(#[from] io::Error),
}

/// Serves until SIGTERM or Ctrl-C.
///
/// # Errors
/// What keeps it from starting; or the server's own failure.
pub fn run(settings: Serve) -> Result<(), StartError> {
    // First of all: a start that fails here has changed nothing on the disk.
    let folder = settings.music.as_deref().map(Folder::open).transpose()?;
    let listener = listen(settings.listen)?;
    rt::System::new().block_on(serve(settings, listener, folder))
}

async fn serve(mut settings: Serve, listener: TcpListener, folder: Option<Folder>) -> Result<(), StartError> {
    // With port 0 the system has chosen one; links need it.
    settings.listen = listener.local_addr()?;
    let metrics = measure::install().map_err(|error| StartError::Metrics(error.to_string()))?;
    let sqlite = Arc::new(SqliteStore::open(&settings.data, &settings::store(&settings))?);
    let store: SharedStore = sqlite.clone();
    let trust = Trust::of(&sqlite, &settings);
    let per_hour = settings.address_limits.is_on().then_some(settings.limits.foundings_per_address_hour);
    let foundings = Arc::new(Foundings::new(per_hour));
    let songs = Arc::new(match folder {
        Some(folder) => Songs::start(folder, &settings.data, trust.key.clone(), &settings::songs(&settings.limits))?,
        None => Songs::none(),
    });
    let kinds = Kinds::open(&Ground {
        settings: &settings,
        trust: &trust,
        store: &store,
        foundings: &foundings,
        songs: &songs,
    });
    kinds.talks.prepare().await.map_err(|error| StartError::Desk(error.to_string()))?;
    let entrances = kinds.entrances();
    let shared = Shared::new(settings.clone(), trust, Arc::clone(&store), kinds, songs, foundings, Some(metrics));
    let shared = web::Data::new(shared);
    let server = {
        let shared = shared.clone();
        let app = move || App::new().app_data(shared.clone()).configure(routes);
        net::serve(listener, settings::net(&settings), entrances, app)?
    };
    greeting::print(&settings, sqlite.admin_token());
    shared.kinds.keep_house(&store, settings.limits.abandoned_after_hours);
    house::start(shared.clone());
    let handle = server.handle();
    let stop = stop_signal();
    pin_mut!(stop);
    let served = match select(server, stop).await {
        // The server itself has ended, which only a failure makes it do.
        Either::Left((served, _)) => served,
        Either::Right((signal, server)) => {
            log::info!("{signal}: stopping; nothing new is taken, everybody is told to come back");
            shared.stop();
            shared.kinds.stop();
            let stopped = async {
                handle.stop(true).await;
                server.await
            };
            // Process managers send a signal to the process and to its group, which makes two.
            let again = async {
                rt::time::sleep(SAME_SIGNAL).await;
                stop_signal().await
            };
            pin_mut!(stopped, again);
            match select(stopped, again).await {
                Either::Left((served, _)) => served,
                Either::Right((signal, _)) => {
                    log::warn!("{signal} again: stopping at once");
                    Ok(())
                }
            }
        }
    };
    shared.songs.stop();
    // Everything queued is written; nothing acknowledged depends on it, but acknowledgements may have left.
    store.close();
    log::info!("stopped");
    Ok(served?)
}

/// Waits for SIGTERM or Ctrl-C and says which it was.
async fn stop_signal() -> &'static str {
    use actix_web::rt::signal::{ctrl_c, unix};
    let interrupted = async {
        if let Err(error) = ctrl_c().await {
            log::error!("Ctrl-C cannot be waited for: {error}");
            std::future::pending::<()>().await;
        }
    };
    let terminated = async {
        match unix::signal(unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(error) => {
                log::error!("SIGTERM cannot be waited for: {error}");
                std::future::pending::<()>().await;
            }
        }
    };
    pin_mut!(interrupted, terminated);
    match select(interrupted, terminated).await {
        Either::Left(_) => "Ctrl-C",
        Either::Right(_) => "SIGTERM",
    }
}

fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    let bound = || -> io::Result<TcpListener> {
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
        // A restart must not wait for the last connections of the server before.
        socket.set_reuse_address(true)?;
        if address.is_ipv6() {
            socket.set_only_v6(false)?;
        }
        socket.bind(&address.into())?;
        socket.listen(LISTEN_BACKLOG)?;
        socket.set_nonblocking(true)?;
        Ok(socket.into())
    };
    bound().map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => StartError::InUse { address },
        _ => StartError::Listen { address, source },
    })
}
