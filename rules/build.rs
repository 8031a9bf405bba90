//! Lists the YAML files of `rules/` in one table, so that adding a file is enough to embed it. With each goes the same as
//! JSON, which is read several times faster, and with phrases and names what a run uses of them, which is not read at all.
//!
//! A mistake in phrases or names fails the build with its line. One in another file is a failing test; of a file that is no
//! YAML the JSON is empty.

#[allow(dead_code, reason = "some of it is for runs alone")]
#[path = "../src/rulebook/compiled.rs"]
mod compiled;

use compiled::compile;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() {
    let rules = Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("rules");
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("cargo sets it"));
    let mut table = String::from("static FILES: &[File] = &[\n");
    for (number, path) in yaml_files(&rules).into_iter().enumerate() {
        let name = path.strip_prefix(&rules).expect("listed below that folder").to_string_lossy().replace('\\', "/");
        // The crate's folder is left to the compiler, so that a checkout that was moved still finds its files.
        let include = format!("include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/rules/{name}\"))");
        let yaml = std::fs::read_to_string(&path).expect("the folder can be read");
        let json = serde_yaml::from_str(&yaml).map(|value| json(value).to_string()).unwrap_or_default();
        let compiled = compiled(&name, &yaml).unwrap_or_else(|message| {
            println!("cargo::error=rules/{name}{message}");
            Vec::new()
        });
        let write = |ending: &str, content: &[u8]| {
            std::fs::write(out.join(format!("{number}.{ending}")), content).expect("cargo made the folder");
            format!("!(concat!(env!(\"OUT_DIR\"), \"/{number}.{ending}\"))")
        };
        let (json, compiled) = (write("json", json.as_bytes()), write("bin", &compiled));
        let compiled = format!("include_bytes{compiled}");
        writeln!(table, "File {{ path: {name:?}, yaml: {include}, json: include_str{json}, compiled: {compiled} }},")
            .expect("a string takes all");
    }
    table.push_str("];\n");
    std::fs::write(out.join("rule_files.rs"), table).expect("cargo made the folder");
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/rulebook/compiled.rs");
    println!("cargo::rerun-if-changed=src/rulebook/compiled");
}

/// What a run uses of a file of phrases or names; an error is the line and what is wrong there.
fn compiled(name: &str, yaml: &str) -> Result<Vec<u8>, String> {
    let form =
        |error: serde_yaml::Error| format!(":{}: {error}", error.location().map_or(1, |location| location.line()));
    let pattern = |(source, error): compile::Mistake| {
        let line = yaml.find(&source.pattern).map_or(1, |at| yaml[..at].matches('\n').count() + 1);
        format!(":{line}: {error}")
    };
    let bytes = match name {
        "fields.yaml" => {
            let written = serde_yaml::from_str(yaml).map_err(form)?;
            postcard::to_allocvec(&compile::names(&written, &[]).map_err(pattern)?.data)
        }
        _ if name.starts_with("phrases/") => {
            let written = serde_yaml::from_str(yaml).map_err(form)?;
            postcard::to_allocvec(&compile::phrases(&[written]).map_err(pattern)?.data)
        }
        _ => return Ok(Vec::new()),
    };
    bytes.map_err(|error| format!(": {error}"))
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
