//! Conversations over HTTP and at the sockets' door: channels, agents, the form of messages over HTTP,
//! transcripts.
//!
//! - [`switchboard`]: the entrance of visitors' and agents' sockets; `door`, `hall`: one hub's part of it.
//! - [`directory`]: which keys and tokens count, in memory. [`errands`]: what rooms ask of bots and each other.
//! - [`sockets`], [`message`]: messages that come for a socket over HTTP.
//! - `visits`: a user's list of conversations, and deletion.
//! - [`search`]: agents' search in all that was said.
//! - [`channels`] with their [`settings`], [`agents`], [`statistics`]: the administrator's calls;
//!   `administration` is what they have in common.
//! - [`transcript`]: a conversation to take home.
//! - [`files`]: files sent and fetched; `taking`: how one comes in; `cabinet`: where they lie; `house`: which of them go by
//!   themselves.

mod administration;
pub mod agents;
mod cabinet;
pub mod channels;
pub mod directory;
mod door;
pub mod errands;
pub mod files;
mod hall;
mod house;
pub mod message;
pub mod open;
pub mod search;
pub mod settings;
pub mod sockets;
pub mod statistics;
pub mod switchboard;
mod taking;
pub mod transcript;
mod visits;

use actix_web::web::{self, ServiceConfig};

use super::problem::resource;

pub use directory::Directory;
pub use open::Talks;

/// Adds the routes.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(
        resource("/v1/channels", "GET, POST")
            .route(web::get().to(channels::list))
            .route(web::post().to(channels::create)),
    )
    .service(
        resource("/v1/channels/{channel_id}", "PUT, DELETE")
            .route(web::put().to(channels::change))
            .route(web::delete().to(channels::revoke)),
    )
    .service(
        resource("/v1/agents", "GET, POST").route(web::get().to(agents::list)).route(web::post().to(agents::create)),
    )
    .service(
        resource("/v1/agents/{agent_id}", "PUT, DELETE")
            .route(web::put().to(agents::change))
            .route(web::delete().to(agents::revoke)),
    )
    .service(resource("/v1/channels/{channel_id}/key", "POST").route(web::post().to(channels::change_key)))
    .service(resource("/v1/channels/{channel_id}/webhook-secret", "GET").route(web::get().to(channels::webhook_secret)))
    .service(resource("/v1/agents/{agent_id}/token", "POST").route(web::post().to(agents::change_token)))
    .service(resource("/v1/conversations/statistics", "GET").route(web::get().to(statistics::show)))
    .service(
        resource("/custom-channel/sockets/message", "POST")
            .route(web::post().to(message::receive))
            .route(web::method(actix_web::http::Method::OPTIONS).to(message::preflight)),
    )
    .service(
        resource("/v1/conversations/{conversation_id}/files", "GET, POST")
            .route(web::get().to(files::rules))
            .route(web::post().to(files::send))
            .route(web::method(actix_web::http::Method::OPTIONS).to(message::preflight)),
    )
    .service(
        resource("/v1/conversations/{conversation_id}/files/{file_id}", "GET, HEAD")
            .route(web::get().to(files::fetch))
            .route(web::head().to(files::fetch))
            .route(web::method(actix_web::http::Method::OPTIONS).to(message::preflight)),
    )
    .service(
        resource("/transcript", "GET")
            .route(web::get().to(transcript::show))
            .route(web::method(actix_web::http::Method::OPTIONS).to(message::preflight)),
    );
}
