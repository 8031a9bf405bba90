//! Lists the YAML files of `rules/` in one table of paths and texts, so that adding a file is enough to embed it.
//!
//! Nothing is parsed here: a mistake in rule data is a failing test with a line number, not a failing build.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() {
    let rules = Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("rules");
    let mut table = String::from("static FILES: &[(&str, &str)] = &[\n");
    for path in yaml_files(&rules) {
        let name = path.strip_prefix(&rules).expect("listed below that folder").to_string_lossy().replace('\\', "/");
        // The crate's folder is left to the compiler, so that a checkout that was moved still finds its files.
        let include = format!("include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/rules/{name}\"))");
        writeln!(table, "    ({name:?}, {include}),").expect("a string takes all");
    }
    table.push_str("];\n");
    let out = Path::new(&std::env::var("OUT_DIR").expect("cargo sets it")).join("rule_files.rs");
    std::fs::write(out, table).expect("cargo made the folder");
    println!("cargo:rerun-if-changed=rules");
}

/// Every `.yaml` file below a folder, sorted, so that the table does not depend on the file system.
fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder is part of the package") {
        let path = entry.expect("the folder can be read").path();
        match path.extension() {
            _ if path.is_dir() => found.extend(yaml_files(&path)),
            Some(extension) if extension == "yaml" => found.push(path),
            _ => {}
        }
    }
    found.sort();
    found
}
