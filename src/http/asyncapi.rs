//! `/api/asyncapi.json`: what goes over websockets, generated from the types of every kind's wire.
//!
//! A further kind of session adds its [`Channel`] to [`channels`], nothing else.

use actix_web::HttpResponse;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::prompt::Dialect;
use crate::prompt::wire::{interactive_prompt, journey};
use crate::{conversation, music, quiz};

/// A kind of session's sockets.
struct Channel {
    name: &'static str,
    address: &'static str,
    description: &'static str,
    /// One schema per message, from the client.
    client: Vec<(String, Value)>,
    /// One schema per message, from the server.
    server: Vec<(String, Value)>,
}

/// Every kind's channel. Schemas that several messages share go into the generator's definitions.
fn channels(generator: &mut SchemaGenerator) -> Vec<Channel> {
    vec![
        Channel {
            name: "quiz",
            address: "/parties/main/{code}",
            description: "A room of the wine quiz; /party/{code} is the same. One JSON object per text frame. The \
                first frame from the server is server:state_snapshot.",
            client: messages::<quiz::wire::ClientMessage>(generator),
            server: messages::<quiz::wire::ServerMessage>(generator),
        },
        Channel {
            name: "music",
            address: "/ws/session/{code}/",
            description: "A music room; the last slash may be left out. ?token= takes the host's or a guest's token; \
                without one, a socket is a guest of its own for as long as it is open. A room that nobody made over \
                HTTP is founded by its first message, and everybody in it may do everything. One JSON object per \
                text frame. The first frame from the server is room_state.",
            client: messages::<music::wire::ClientMessage>(generator),
            server: messages::<music::wire::ServerMessage>(generator),
        },
        Channel {
            name: "interactive_prompt",
            address: Dialect::InteractivePrompt.live_path(),
            description: "What happens in an interactive prompt, live. The client authorises itself within five \
                seconds, answers sync_request with its prompt time, and then listens: a further word ends the socket. \
                JSON in text or binary frames.",
            client: messages::<interactive_prompt::ClientMessage>(generator),
            server: messages::<interactive_prompt::ServerMessage>(generator),
        },
        Channel {
            name: "journey",
            address: Dialect::Journey.live_path(),
            description: "The same for journeys, in the words of their older edition.",
            client: messages::<journey::ClientMessage>(generator),
            server: messages::<journey::ServerMessage>(generator),
        },
        Channel {
            name: "conversation",
            address: "/ws/conversation",
            description: "A site's visitors; further path segments are accepted. ?apikey= takes a channel's key. One \
                JSON object per text frame. The first frame from the server is socket_connected. Any event with a \
                known conversation_id attaches the socket to that conversation.",
            client: in_envelopes(messages::<conversation::wire::ClientEvent>(generator), conversation::wire::SEND),
            server: in_envelopes(messages::<conversation::wire::Told>(generator), conversation::wire::RECEIVE),
        },
        Channel {
            name: "agent",
            address: "/ws/agent",
            description: "The agents' console. ?token= takes an agent's token. One JSON object per text frame; each \
                of the client's may carry request, a text that comes back with the error that it causes. The first \
                frame from the server is welcome.",
            client: messages::<conversation::console::AgentMessage>(generator),
            server: messages::<conversation::console::ConsoleMessage>(generator),
        },
    ]
}

/// The variants of a wire's enum, each by the value of its `type` or, in conversations, its `event_type`. What all of
/// them have beside it belongs to each.
fn messages<T: JsonSchema>(generator: &mut SchemaGenerator) -> Vec<(String, Value)> {
    let schema = T::json_schema(generator).to_value();
    let variants = schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array);
    variants
        .into_iter()
        .flatten()
        .filter_map(|variant| {
            let tag = ["type", "event_type"].map(|tag| format!("/properties/{tag}/const"));
            let name = tag.iter().find_map(|tag| variant.pointer(tag))?.as_str()?.to_owned();
            Some((name, joined(variant.clone(), &schema)))
        })
        .collect()
}

/// A variant with the fields that stand beside all variants.
fn joined(mut variant: Value, whole: &Value) -> Value {
    if let (Some(own), Some(common)) =
        (variant["properties"].as_object_mut(), whole.get("properties").and_then(Value::as_object))
    {
        own.extend(common.clone());
    }
    if let (Some(own), Some(common)) =
        (variant["required"].as_array_mut(), whole.get("required").and_then(Value::as_array))
    {
        own.extend(common.iter().cloned());
    }
    variant
}

/// Events in the envelope of conversations.
fn in_envelopes(events: Vec<(String, Value)>, action: &str) -> Vec<(String, Value)> {
    let enveloped = |event: Value| {
        json!({
            "type": "object",
            "properties": {"action": {"type": "string", "const": action}, "event": event},
            "required": ["action", "event"],
        })
    };
    events.into_iter().map(|(name, event)| (name, enveloped(event))).collect()
}

/// The document (AsyncAPI 3.0.0).
pub fn document() -> Value {
    let settings = SchemaSettings::draft07().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let all = channels(&mut generator);
    let mut schemas = generator.take_definitions(true);
    let (mut channels, mut operations, mut messages) = (Map::new(), Map::new(), Map::new());
    for channel in all {
        let mut in_channel = Map::new();
        for (action, sender, list) in [("receive", "client", &channel.client), ("send", "server", &channel.server)] {
            let mut of_operation = Vec::new();
            for (name, schema) in list {
                // Two messages may have one type in both directions.
                let id = format!("{}.{sender}.{name}", channel.name);
                schemas.insert(id.clone(), schema.clone());
                messages.insert(
                    id.clone(),
                    json!({
                        "name": name,
                        "contentType": "application/json",
                        "payload": {"$ref": format!("#/components/schemas/{id}")},
                    }),
                );
                in_channel.insert(id.clone(), json!({"$ref": format!("#/components/messages/{id}")}));
                of_operation.push(json!({"$ref": format!("#/channels/{}/messages/{id}", channel.name)}));
            }
            operations.insert(
                format!("{}.{action}", channel.name),
                json!({
                    "action": action,
                    "channel": {"$ref": format!("#/channels/{}", channel.name)},
                    "messages": of_operation,
                }),
            );
        }
        let parameters = match channel.address.contains("{code}") {
            true => json!({"code": {"description": "The room's code: 1–64 letters, digits, _ or -."}}),
            false => json!({}),
        };
        channels.insert(
            channel.name.to_owned(),
            json!({
                "address": channel.address,
                "description": channel.description,
                "parameters": parameters,
                "messages": in_channel,
                "bindings": {"ws": {"method": "GET"}},
            }),
        );
    }
    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Soirée",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What goes over websockets. Receive: from clients; send: from the server.",
        },
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages, "schemas": schemas},
    })
}

/// Answers with the document.
pub async fn asyncapi() -> HttpResponse {
    HttpResponse::Ok().json(document())
}
