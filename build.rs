//! Makes the folder of the built pages where it is missing, so that the server compiles without Node, and
//! has the pages embedded anew when they were built anew.

use std::{fs, path::Path};

fn main() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/dist");
    // Without the folder the embedded one is empty; a page then says that it was not built.
    let _ = fs::create_dir_all(&pages);
    println!("cargo::rerun-if-changed={}", pages.display());
}
