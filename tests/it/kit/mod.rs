//! What all stories share: a server process, clients, actors of a quiz evening, a quiz to play.

mod actors;
pub mod bot;
mod client;
pub mod conversation;
mod documents;
pub mod music;
mod quiz;
mod raw;
mod server;
mod shape;
pub mod songs;

pub use actors::{Guest, Host, Stage, guests};
pub use client::{Client, End, Frame};
pub use documents::{documented, documented_as};
pub use quiz::{option, quiz, right, with_host};
pub use raw::Raw;
pub use server::{Server, Setup, exit_within, free_port};
pub use shape::{keys, shape};

use std::time::Duration;

/// How long anything that must happen may take: generous, because the machine may be busy.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Waits.
pub async fn ms(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}

/// A client over HTTP that follows no redirects and trusts no proxies.
pub fn http() -> reqwest::Client {
    // The server's own client asks for TLS of this kind; a second installation is refused, which is right.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().timeout(PATIENCE).build().expect("a client over HTTP")
}
