//! The browser's types are made from the wire's.

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use ts_rs::{Config, TS, TypeVisitor};

use super::blessed;
use crate::quiz::wire::{ClientMessage, QuizBody, ServerMessage};

/// Gathers the declarations of a type and of all that it is made of, by name.
struct Declarations {
    config: Config,
    seen: HashSet<TypeId>,
    found: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
        // Only types with a file of their own are declared; the others are TypeScript's or wrappers.
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            let declaration = format!("{docs}export {}\n", T::decl(&self.config));
            self.found.insert(T::ident(&self.config), declaration);
        }
    }
}

#[test]
fn the_browsers_types_are_those_of_the_wire() {
    let mut declarations = Declarations {
        // JSON numbers: nothing on the wire exceeds 2⁵³.
        config: Config::new().with_large_int("number"),
        seen: HashSet::new(),
        found: BTreeMap::new(),
    };
    declarations.visit::<ClientMessage>();
    declarations.visit::<ServerMessage>();
    declarations.visit::<QuizBody>();
    let mut text =
        String::from("// Made from src/quiz/wire.rs by its tests. Do not edit: SOIREE_BLESS=1 cargo test.\n");
    for declaration in declarations.found.values() {
        let _ = write!(text, "\n{declaration}");
    }
    blessed::compare("static/src/wire/quiz.ts", &text);
}
