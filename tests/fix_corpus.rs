//! Fixing real files: every edit holds, a second run changes nothing, and what another parser reads differs in descriptions
//! alone. With `WHOCALLS_FIXED=folder` the files before and after are written there, to be looked at by other programs.

#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "support/corpus.rs"]
mod corpus;

use std::collections::BTreeMap;
use std::path::PathBuf;
use whocalls::config::{HouseFacts, Settings};
use whocalls::field::Kind;
use whocalls::fix::fix;
use whocalls::source::Source;

fn house() -> Settings {
    let failure = "If the request fails, it's retried for a day: within a minute, then every hour.".to_owned();
    let webhook = HouseFacts { method: Some("POST".into()), failure: Some(failure) };
    Settings {
        caller: Some("Parcelway".into()),
        house: BTreeMap::from([(Kind::Webhook, webhook)]),
        ..Settings::default()
    }
}

/// Strings that only one of two values has, or where they differ, by their keys; none where they differ in anything else.
fn changes(old: &serde_json::Value, new: &serde_json::Value, key: &str, found: &mut Vec<String>) -> bool {
    use serde_json::Value;
    match (old, new) {
        (Value::Object(one), Value::Object(other)) => {
            one.keys().all(|key| other.contains_key(key))
                && other.iter().all(|(key, value)| match one.get(key) {
                    Some(known) => changes(known, value, key, found),
                    None => {
                        found.push(key.clone());
                        key == "description"
                    }
                })
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| changes(one, other, key, found))
        }
        (Value::String(one), Value::String(other)) if one != other => {
            found.push(key.to_owned());
            other.starts_with(one.trim_end())
        }
        _ => old == new,
    }
}

fn parsed(path: &str, text: &str) -> Option<serde_json::Value> {
    let text = text.trim_start_matches('\u{feff}');
    match path.rsplit('.').next() {
        Some("json" | "arb" | "xcstrings") => serde_json::from_str(text).ok(),
        Some("yaml" | "yml") => {
            // More than 128 levels and odd keys are beyond that parser, which is no fault of the fix.
            serde_yaml::from_str(text).ok()
        }
        _ => None,
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "the figures are to be read")]
fn real_files_stay_whole() {
    let Some(folder) = corpus::folder() else { return };
    let root = folder.join("files");
    let mut files = Vec::new();
    corpus::files_below(&root, &mut files);
    files.sort();
    let out = std::env::var_os("WHOCALLS_FIXED").map(PathBuf::from);
    let (mut files_changed, mut edits, mut fields, mut left, mut compared) = (0, 0, 0, BTreeMap::new(), 0);
    for path in files {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let name = path.strip_prefix(&root).expect("it is below").to_string_lossy().replace('\\', "/");
        for gaps in [false, true] {
            let source = || Source::new(name.as_str(), text.as_str());
            let fixes = fix(&[source()], &house(), gaps);
            for one in &fixes.left {
                *left.entry(one.reason.to_string()).or_insert(0) += 1;
            }
            let Some(new) = fixes.texts.get(&0) else { continue };
            files_changed += 1;
            edits += fixes.edits.len();
            fields += fixes.fixed.len();
            let again = fix(&[Source::new(name.as_str(), new.as_str())], &house(), gaps);
            assert!(again.edits.is_empty(), "{name}: {:#?}", again.edits);
            if let Some(old) = parsed(&name, &text) {
                let new = parsed(&name, new).unwrap_or_else(|| panic!("{name} parses no more"));
                let mut found = Vec::new();
                assert!(changes(&old, &new, "", &mut found), "{name} changed in {found:?}");
                compared += 1;
                // An alias shows one edit in many places.
                assert!(found.len() >= fixes.edits.len(), "{name}: {found:?}");
            }
            if let Some(out) = out.as_ref().filter(|_| !gaps) {
                let flat = name.replace('/', "__");
                std::fs::create_dir_all(out.join("before")).expect("it can be written");
                std::fs::create_dir_all(out.join("after")).expect("it can be written");
                std::fs::write(out.join("before").join(&flat), &text).expect("it can be written");
                std::fs::write(out.join("after").join(&flat), new).expect("it can be written");
            }
        }
    }
    eprintln!("{files_changed} changed texts, {edits} edits, {fields} fields, {compared} compared");
    eprintln!("{left:#?}");
    assert!(edits > 100, "{edits}");
}
