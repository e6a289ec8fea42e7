//! What people do in a prompt: one call for each type of event.

use actix_web::http::header;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};

use super::asking;
use super::refused::Refused;
use crate::engine::reading::Fields;
use crate::http::Shared;
use crate::prompt::command::{Command, Person};
use crate::prompt::wire::{EventType, Message, Published, interactive_prompt, journey};
use crate::prompt::{Dialect, parse};

/// Takes an event in; answers once it is durable.
pub async fn post(
    dialect: Dialect,
    path: &str,
    request: HttpRequest,
    shared: Data<Shared>,
    payload: Payload,
) -> Result<HttpResponse, Refused> {
    let names = dialect.names();
    let event_type = EventType::ALL.into_iter().find(|event_type| event_type.path() == path);
    let event_type = event_type.ok_or_else(|| Refused::new(404, "not_found", "There is no such call."))?;
    let object = asking::body(payload).await?;
    let body = parse::post(names, event_type, Fields::root(&object))?;
    asking::check(&shared, dialect, &body.uid, &body.jwt)?;
    let user = asking::user(&shared, &request).await?;
    let uid = body.uid.clone();
    let person = || Person { name: user.name.clone(), picture: Some(user.picture.clone()) };
    let post = body.into_post(&user.sub, person);
    let answer = shared.kinds.prompt.call(&uid, Command::Post(Box::new(post))).await;
    let said = answer.map_err(|error| Refused::of_call(names, error))?;
    let Some(Message::Posted(event)) = said.first() else {
        return Err(Refused::unavailable("The prompt did not answer."));
    };
    Ok(answer_with(&shared, dialect, event))
}

fn answer_with(shared: &Shared, dialect: Dialect, event: &Published) -> HttpResponse {
    let mut answer = HttpResponse::Created();
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    match dialect {
        Dialect::InteractivePrompt => {
            let icon = event.picture.as_deref().map(|picture| shared.tokens.icon(picture));
            answer.json(interactive_prompt::Posted::of(event, icon))
        }
        Dialect::Journey => answer.json(journey::Posted::of(event)),
    }
}
