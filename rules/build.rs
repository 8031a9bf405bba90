//! Lists the YAML files of `rules/` in one table of paths and texts, so that adding a file is enough to embed it; with each
//! goes the same as JSON, which a run that has milliseconds reads several times faster.
//!
//! What the files mean is not looked at here: a mistake in rule data is a failing test with a line number, not a failing
//! build. Of a file that is no YAML the JSON is empty.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() {
    let rules = Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("rules");
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("cargo sets it"));
    let mut table = String::from("static FILES: &[(&str, &str, &str)] = &[\n");
    for (number, path) in yaml_files(&rules).into_iter().enumerate() {
        let name = path.strip_prefix(&rules).expect("listed below that folder").to_string_lossy().replace('\\', "/");
        // The crate's folder is left to the compiler, so that a checkout that was moved still finds its files.
        let include = format!("include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/rules/{name}\"))");
        let yaml = std::fs::read_to_string(&path).expect("the folder can be read");
        let json = serde_yaml::from_str(&yaml).map(|value| json(value).to_string()).unwrap_or_default();
        std::fs::write(out.join(format!("{number}.json")), json).expect("cargo made the folder");
        let json = format!("include_str!(concat!(env!(\"OUT_DIR\"), \"/{number}.json\"))");
        writeln!(table, "    ({name:?}, {include}, {json}),").expect("a string takes all");
    }
    table.push_str("];\n");
    std::fs::write(out.join("rule_files.rs"), table).expect("cargo made the folder");
    println!("cargo:rerun-if-changed=rules");
}

/// A value of YAML as one of JSON; a lone `null` in rule data is a word.
fn json(value: serde_yaml::Value) -> serde_json::Value {
    match value {
        serde_yaml::Value::Null => "null".into(),
        serde_yaml::Value::Bool(value) => value.into(),
        serde_yaml::Value::Number(value) => value.as_i64().expect("rule data has whole numbers").into(),
        serde_yaml::Value::String(value) => value.into(),
        serde_yaml::Value::Sequence(values) => values.into_iter().map(json).collect(),
        serde_yaml::Value::Tagged(tagged) => json(tagged.value),
        serde_yaml::Value::Mapping(members) => {
            let key = |key: serde_yaml::Value| key.as_str().expect("rule data has words as keys").to_owned();
            members.into_iter().map(|(name, value)| (key(name), json(value))).collect()
        }
    }
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
