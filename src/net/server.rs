//! The listener, its workers and their end: actix-server with one HTTP service and one hub per worker.

use std::convert::Infallible;
use std::fmt;
use std::future::{Future, ready};
use std::io;
use std::net::TcpListener;
use std::pin::Pin;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use actix_codec::Framed;
use actix_http::{HttpService, Request, Response, h1};
use actix_rt::net::TcpStream;
use actix_service::{IntoServiceFactory, Service, ServiceFactory, ServiceFactoryExt as _, fn_service, map_config};
use actix_web::body::MessageBody;
use actix_web::dev::AppConfig;
use socket2::SockRef;

use super::address::Addresses;
use super::hub::{Common, HubHandle, Inbox};
use super::paced::Paced;
use super::settings::Settings;
use super::upgrade::Upgrade;
use crate::limits;
use crate::room::door::Entrances;

/// Connections that may wait to be accepted (the kernel's own bound is 4096 too).
const BACKLOG: i32 = 4096;
/// Worker threads that actix-server can keep apart.
const WORKERS_MAX: usize = 512;
/// What the accepting thread needs to hear that it shall pause.
const PAUSE: Duration = Duration::from_millis(10);
/// Seconds that requests over HTTP may take to end when the server stops.
const STOP_SECONDS: u64 = 5;

/// A running server. As a future it ends when the server has stopped; it runs without being waited for.
#[must_use = "a failure to serve is told to nobody else"]
pub struct Server {
    inner: actix_rt::task::JoinHandle<io::Result<()>>,
    handle: Handle,
}

/// Stops a server from elsewhere.
#[derive(Clone)]
pub struct Handle {
    inner: actix_server::ServerHandle,
    listener: Arc<TcpListener>,
    hubs: Arc<Mutex<Vec<Arc<Inbox>>>>,
}

/// Serves `app` over HTTP/1.1 and the `entrances` over websockets on `listener`, until it is stopped by
/// [`Handle::stop`]; signals are the caller's. `app` is called once per worker.
///
/// Must be called within an actix system, and after the recorder of metrics is installed. Fails if the listener does.
pub fn serve<F, I, S, B>(listener: TcpListener, settings: Settings, entrances: Entrances, app: F) -> io::Result<Server>
where
    F: Fn() -> I + Send + Clone + 'static,
    I: IntoServiceFactory<S, Request>,
    S: ServiceFactory<Request, Config = AppConfig> + 'static,
    S::Error: Into<actix_web::Error> + 'static,
    S::InitError: fmt::Debug,
    S::Response: Into<Response<B>> + 'static,
    <S::Service as Service<Request>>::Future: 'static,
    S::Service: 'static,
    B: MessageBody + 'static,
{
    let address = listener.local_addr()?;
    // The standard library lets 128 wait; a full room that comes back at once is more.
    SockRef::from(&listener).listen(BACKLOG)?;
    raise_limit_of_files();
    let kept = Arc::new(listener.try_clone()?);
    let workers = workers(&settings);
    let untaken_max = Duration::from_millis(settings.untaken_ms_max);
    let common = Common { settings: Arc::new(settings), entrances, addresses: Arc::new(Addresses::default()) };
    let hubs: Arc<Mutex<Vec<Arc<Inbox>>>> = Arc::default();
    let hubs_of_workers = hubs.clone();
    let numbers = Arc::new(AtomicU16::new(0));
    let builder = actix_server::Server::build()
        .workers(workers)
        .max_concurrent_connections(usize::from(u16::MAX))
        .disable_signals()
        .shutdown_timeout(STOP_SECONDS);
    let stopping = builder.graceful_shutdown_signal();
    // This closure runs on each worker's own thread, so the hub is where its sockets are.
    let inner = builder
        .listen("soiree", listener, move || {
            let upgrade = start_hub(&common, &numbers, &hubs_of_workers).map(|hub| Upgrade::new(common.clone(), hub));
            let stopping = stopping.clone();
            let app = app().into_factory().map_err(|error| error.into().error_response());
            let http = HttpService::build()
                .local_addr(address)
                .client_disconnect_timeout(Duration::from_secs(1))
                .tcp_nodelay(true)
                .on_connect_ext(move |stream: &Paced, _| bound(stream.socket(), untaken_max))
                .graceful_shutdown_signal(move || {
                    let stopping = stopping.clone();
                    async move { stopping.notified().await }
                })
                .upgrade(fn_service(move |(request, framed)| {
                    let upgrade = upgrade.clone();
                    async move {
                        take_over(upgrade, request, framed).await;
                        Ok::<(), Infallible>(())
                    }
                }))
                .h1(map_config(app, |_| AppConfig::default()));
            let paced = |socket: TcpStream| {
                let peer = socket.peer_addr().ok();
                ready(Ok((Paced::new(socket), peer)))
            };
            fn_service(paced).and_then(http)
        })?
        .run();
    let handle = Handle { inner: inner.handle(), listener: kept, hubs };
    // A task of its own: `actix_server::Server` obeys its handle only while it is polled, and whoever stops it
    // may well wait for the end of that first.
    Ok(Server { inner: actix_rt::spawn(inner), handle })
}

fn raise_limit_of_files() {
    match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(files) => log::debug!("{files} files may be open, sockets among them."),
        Err(error) => log::warn!("The limit of open files stays as it is: {error}"),
    }
}

/// Lets the kernel keep little for a peer that does not read, and end its connection when it has taken nothing of that
/// for so long: nothing in HTTP's service looks after a response, or an upgrade, that its client leaves lying.
fn bound(stream: &TcpStream, untaken_max: Duration) {
    let socket = SockRef::from(stream);
    let small = socket.set_send_buffer_size(limits::HTTP_SEND_BUFFER_BYTES);
    if let Err(error) = small.and_then(|()| socket.set_tcp_user_timeout(Some(untaken_max))) {
        log::debug!("A connection has the kernel's own bounds: {error}");
    }
}

fn workers(settings: &Settings) -> usize {
    let wanted = match settings.workers {
        0 => std::thread::available_parallelism().map_or(2, usize::from),
        workers => workers,
    };
    wanted.min(WORKERS_MAX)
}

/// Brings a socket that asks for a websocket to its worker's hub.
async fn take_over(upgrade: Option<Upgrade>, request: Request, framed: Framed<Paced, h1::Codec>) {
    // Without a hub (the worker was given no epoll set) the socket is closed at once.
    if let Some(upgrade) = upgrade
        && let Err(error) = upgrade.serve(request, framed).await
    {
        log::debug!("A socket broke at its upgrade: {error}");
    }
}

/// Starts the calling worker's hub and lists its inbox.
fn start_hub(common: &Common, numbers: &AtomicU16, hubs: &Mutex<Vec<Arc<Inbox>>>) -> Option<HubHandle> {
    match HubHandle::start(numbers.fetch_add(1, Ordering::Relaxed), common.clone()) {
        Ok((hub, inbox)) => {
            hubs.lock().unwrap_or_else(PoisonError::into_inner).push(inbox);
            Some(hub)
        }
        Err(error) => {
            log::error!("A worker cannot take websockets: {error}");
            None
        }
    }
}

impl Server {
    /// What stops this server.
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }
}

impl Future for Server {
    type Output = io::Result<()>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.inner).poll(cx).map(|ended| ended.unwrap_or_else(|error| Err(io::Error::other(error))))
    }
}

impl Handle {
    /// Stops the server: the listener first, then the websockets, then HTTP and the workers.
    ///
    /// `graceful`: every websocket is told 1012 behind all that waits for it, and has
    /// [`limits::LINGER_MS`] to take it; requests over HTTP get five seconds to end.
    pub async fn stop(&self, graceful: bool) {
        self.inner.pause().await;
        // The accepting thread has been told; it stops listening when it wakes, and takes a listener that is
        // closed under its hands for an error.
        tokio::time::sleep(PAUSE).await;
        // From now on the kernel refuses connections instead of letting them wait for nobody.
        if let Err(error) = SockRef::from(&*self.listener).shutdown(std::net::Shutdown::Read) {
            log::debug!("The listener does not close: {error}");
        }
        let hubs: Vec<Arc<Inbox>> = self.hubs.lock().unwrap_or_else(PoisonError::into_inner).clone();
        hubs.iter().for_each(|hub| hub.stop());
        if graceful {
            let all = async {
                for hub in &hubs {
                    hub.stopped().await;
                }
            };
            if tokio::time::timeout(Duration::from_millis(limits::LINGER_MS), all).await.is_err() {
                log::info!("Some websockets did not say goodbye in time.");
            }
        }
        self.inner.stop(graceful).await;
    }
}
