//! The browser's types are made from the wire's.

use ts_rs::TypeVisitor;

use crate::blessed::Declarations;
use crate::prompt::wire::{api, interactive_prompt as prompt, journey};

#[test]
fn the_browsers_types_are_those_of_the_wire() {
    let mut declarations = Declarations::new();
    macro_rules! of_dialect {
        ($dialect:ident) => {
            declarations.visit::<$dialect::ClientMessage>();
            declarations.visit::<$dialect::ServerMessage>();
            declarations.visit::<$dialect::NewEvent>();
            declarations.visit::<$dialect::Posted>();
            declarations.visit::<$dialect::Search>();
            declarations.visit::<$dialect::Page>();
            declarations.visit::<$dialect::Statistics>();
            declarations.visit::<$dialect::Faces>();
        };
    }
    of_dialect!(prompt);
    of_dialect!(journey);
    declarations.visit::<api::ApiError>();
    declarations.visit::<api::StartPublic>();
    declarations.visit::<api::StartJourney>();
    declarations.visit::<api::Started>();
    declarations.visit::<api::Shown>();
    declarations.visit::<api::SessionStarted>();
    declarations.visit::<api::FaceList>();
    declarations.visit::<api::NewPrompt>();
    declarations.visit::<api::PromptList>();
    declarations.visit::<api::Behind>();
    declarations.compare("prompt");
}
