//! What a process costs that does the least with a file, and the files that are made to see how costs grow.
//!
//! `floor json FILE` skips over its values, `floor events FILE` over the events of its YAML, `floor read FILE` does nothing
//! with it. `floor repeat FILE TIMES` writes a description of which everything is there so many times under new names, and
//! `floor fields COUNT BYTES` one with so many callback URL fields that say nothing; both write JSON.

use serde_json::{Map, Value, json};
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).and_then(|number| number.parse::<usize>().ok());
    let text = || std::fs::read_to_string(&arguments[1]).expect("the file is text");
    let is_right = match (arguments.first().map(String::as_str), arguments.len()) {
        (Some("json"), 2) => serde_json::from_str::<serde::de::IgnoredAny>(&text()).is_ok(),
        (Some("events"), 2) => granit_parser::Parser::new_from_str(&text()).all(|event| event.is_ok()),
        (Some("read"), 2) => !text().is_empty(),
        (Some("repeat"), 3) => number(2).is_some_and(|times| repeat(&text(), times).is_some_and(write)),
        (Some("fields"), 3) => {
            number(1).zip(number(2)).is_some_and(|(count, bytes)| write(description_of_fields(count, bytes)))
        }
        _ => return ExitCode::from(2),
    };
    if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn write(description: Value) -> bool {
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &description).is_ok() && out.write_all(b"\n").is_ok()
}

/// A description with all its paths and components so many times, each time under names of its own.
fn repeat(text: &str, times: usize) -> Option<Value> {
    let once: Value = serde_json::from_str(text).or_else(|_| serde_yaml::from_str(text)).ok()?;
    let mut all = once.clone();
    let (mut paths, mut components) = (Map::new(), Map::new());
    for number in 0..times {
        for (path, item) in once.get("paths").and_then(Value::as_object).into_iter().flatten() {
            paths.insert(format!("/{number}{path}"), renamed(item, number));
        }
        for (section, parts) in once.get("components").and_then(Value::as_object).into_iter().flatten() {
            let section = components.entry(section).or_insert_with(|| json!({})).as_object_mut()?;
            for (name, part) in parts.as_object().into_iter().flatten() {
                section.insert(format!("{name}_{number}"), renamed(part, number));
            }
        }
    }
    let top = all.as_object_mut()?;
    top.insert("paths".to_owned(), paths.into());
    top.insert("components".to_owned(), components.into());
    Some(all)
}

/// The same with references to the components of a repetition.
fn renamed(value: &Value, number: usize) -> Value {
    match value {
        Value::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let reference =
                    value.as_str().filter(|_| key == "$ref").and_then(|to| to.strip_prefix("#/components/"));
                let parts = reference.map(|to| to.splitn(3, '/').collect::<Vec<_>>());
                let value = match parts.as_deref() {
                    Some([section, name]) => json!(format!("#/components/{section}/{name}_{number}")),
                    Some([section, name, rest]) => json!(format!("#/components/{section}/{name}_{number}/{rest}")),
                    _ => renamed(value, number),
                };
                (key.clone(), value)
            });
            Value::Object(entries.collect())
        }
        Value::Array(items) => items.iter().map(|item| renamed(item, number)).collect(),
        other => other.clone(),
    }
}

/// A description of about so many bytes with so many fields that ask for a callback URL and say nothing of it.
fn description_of_fields(count: usize, bytes: usize) -> Value {
    let filler = "It is what it is. ".repeat((bytes / count.max(1)).saturating_sub(300) / 18);
    let schemas = (0..count).map(|number| {
        let callback = json!({"type": "string", "description": "The URL for callbacks."});
        let other = json!({"type": "string", "description": filler});
        (format!("Job{number}"), json!({"type": "object", "properties": {"callback_url": callback, "note": other}}))
    });
    let schemas: Map<String, Value> = schemas.collect();
    json!({"openapi": "3.1.0", "info": {"title": "Jobs", "version": "1"}, "paths": {}, "components": {"schemas": schemas}})
}
