//! Files that a test compares with what the code makes; `SOIREE_BLESS=1` rewrites them.

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use ts_rs::{Config, TS, TypeVisitor};

/// A path from the repository's root.
pub fn path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

/// Compares a checked-in file with `expected`, or writes it where blessing is asked for.
pub fn compare(relative: &str, expected: &str) {
    let path = path(relative);
    if std::env::var_os("SOIREE_BLESS").is_some() {
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
        fs::write(&path, expected).expect("the file can be written");
        return;
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "{relative} is not what the code makes; SOIREE_BLESS=1 cargo test rewrites it");
}

/// The browser's declarations of a wire's types and of all that they are made of, by name.
pub struct Declarations {
    config: Config,
    seen: HashSet<TypeId>,
    found: BTreeMap<String, String>,
}

impl Declarations {
    /// None yet.
    pub fn new() -> Self {
        // JSON numbers: nothing on a wire exceeds 2⁵³.
        let config = Config::new().with_large_int("number");
        Declarations { config, seen: HashSet::new(), found: BTreeMap::new() }
    }

    /// Compares `static/src/wire/<kind>.ts` with what was gathered.
    pub fn compare(&self, kind: &str) {
        let mut text =
            format!("// Made from src/{kind}/wire.rs by its tests. Do not edit: SOIREE_BLESS=1 cargo test.\n");
        for declaration in self.found.values() {
            let _ = write!(text, "\n{declaration}");
        }
        compare(&format!("static/src/wire/{kind}.ts"), &text);
    }
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
