//! The OpenAPI reader on real descriptions, where a folder of them lies beside the project.
#![expect(clippy::print_stderr, reason = "a test that measures or is skipped says so")]

#[path = "support/corpus.rs"]
mod corpus;

use serde_json::Value;
use std::collections::{HashMap, HashSet};
use whocalls::field::{Candidate, Setting};
use whocalls::input::tree::{Parsed, Tree};
use whocalls::input::{Gate, ProblemKind, Reading, json, read, yaml};
use whocalls::source::Source;

/// The share of labelled places that are found with their words.
const FLOOR: f64 = 1.0;

fn parsed(source: &Source) -> Parsed<'_> {
    match source.text().starts_with('{') {
        true => json::parse(0, source.text()),
        false => yaml::parse(0, source.text()),
    }
}

fn read_alone(source: &Source, gate: Gate<'_>) -> Reading {
    read(&[Source::new(source.path(), source.text())], gate)
}

/// Whether the name of a candidate stands where it says, and its pointer leads to where its name is.
fn is_in_place(candidate: &Candidate, source: &Source, tree: &Tree<'_>) -> bool {
    let written = source.slice(candidate.name_span);
    if !written.contains('\\') && written != candidate.name {
        return false;
    }
    if candidate.setting == Setting::Entry {
        // A row of a table stands inside of the description that holds it.
        let description = candidate.pointer.0.rsplit_once('#').map_or("", |(description, _)| description);
        let node = tree.roots().iter().find_map(|&root| tree.find(root, description));
        return node.is_some_and(|node| tree.span(node).contains(candidate.name_span));
    }
    let Some(node) = tree.roots().iter().find_map(|&root| tree.find(root, &candidate.pointer.0)) else { return false };
    let named = tree.get(node, "name").filter(|&name| tree.span(name).contains(candidate.name_span));
    tree.key_span(node) == Some(candidate.name_span) || named.is_some()
}

#[test]
fn places_stand_where_they_say() {
    let Some(folder) = corpus::folder() else { return };
    let sources = corpus::descriptions(&folder);
    assert_eq!(sources.len(), 79);
    let mut count = 0;
    for source in &sources {
        let reading = read_alone(source, &|name, prose| corpus::is_urlish(name) || corpus::is_urlish(prose));
        let unreadable: Vec<_> = reading.problems.iter().filter(|one| one.kind == ProblemKind::Unreadable).collect();
        assert!(unreadable.is_empty(), "{}: {unreadable:?}", source.path());
        let tree = parsed(source).tree;
        for candidate in &reading.candidates {
            assert!(is_in_place(candidate, source, &tree), "{}: {}", source.path(), candidate.pointer);
        }
        let mut pointers: Vec<_> = reading.candidates.iter().map(|candidate| &candidate.pointer).collect();
        pointers.sort();
        let all = pointers.len();
        pointers.dedup();
        assert_eq!(pointers.len(), all, "{}: a place was read twice", source.path());
        count += all;
    }
    eprintln!("{count} places");
}

/// The labelled places of one file.
type Labels = Vec<Value>;

#[test]
fn labelled_places_are_found_with_their_words() {
    let Some(folder) = corpus::folder() else { return };
    let labels = std::fs::read_to_string(folder.join("labels.jsonl")).expect("the corpus has labels");
    let mut by_file: HashMap<String, Labels> = HashMap::new();
    for label in labels.lines().map(|line| serde_json::from_str::<Value>(line).expect("labels are JSON")) {
        if field(&label, "id").starts_with("openapi:") && !field(&label, "pointer").is_empty() {
            by_file.entry(field(&label, "file").to_owned()).or_default().push(label);
        }
    }
    let all: usize = by_file.values().map(Vec::len).sum();
    let sources = corpus::descriptions(&folder);
    let found: usize = sources.iter().filter_map(|source| Some(count_found(source, by_file.get(source.path())?))).sum();
    eprintln!("{found} of {all} labelled places");
    assert!(found as f64 >= FLOOR * all as f64);
}

fn field<'l>(label: &'l Value, key: &str) -> &'l str {
    label[key].as_str().unwrap_or_default()
}

fn count_found(source: &Source, labels: &Labels) -> usize {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    // A gate that lets everything through finds the same, but makes a hundred thousand candidates.
    let names: HashSet<&str> = labels.iter().map(|label| field(label, "name")).collect();
    let reading = read_alone(source, &|name, _| names.contains(name));
    let words: HashMap<&str, String> = reading
        .candidates
        .iter()
        .map(|candidate| {
            let texts: Vec<&str> = candidate.texts.iter().map(|text| text.decoded.as_str()).collect();
            (candidate.pointer.0.as_str(), plain(&texts.join("\n")))
        })
        .collect();
    let is_found = |label: &&Value| {
        let (place, text) = (format!("{}{}", source.path(), field(label, "pointer")), field(label, "text"));
        match words.get(field(label, "pointer")) {
            None => eprintln!("not found: {place}"),
            Some(words) if words.contains(&plain(text)) => return true,
            Some(words) => eprintln!("other words: {place}\n  label:  {text}\n  reader: {words}"),
        }
        false
    };
    labels.iter().filter(is_found).count()
}
