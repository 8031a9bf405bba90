//! The OpenAPI reader on real descriptions, where a folder of them lies beside the project.

use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use whocalls::field::Candidate;
use whocalls::input::tree::{Parsed, Tree};
use whocalls::input::{Gate, ProblemKind, Reading, json, read, yaml};
use whocalls::source::Source;

/// The share of labelled places that were found with their words when this was last looked at.
const FLOOR: f64 = 0.99;

fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: there is no corpus at {}", folder.display());
    None
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the corpus can be read") {
        let path = entry.expect("the corpus can be read").path();
        if path.is_dir() { files_below(&path, files) } else { files.push(path) }
    }
}

/// Each file by itself, named as the labels name it.
fn sources(corpus: &Path) -> Vec<Source> {
    let root = corpus.join("files");
    let mut files = Vec::new();
    files_below(&root.join("openapi"), &mut files);
    files.sort();
    let name = |path: &Path| path.strip_prefix(&root).expect("it is below").to_string_lossy().replace('\\', "/");
    let text = |path: &Path| std::fs::read_to_string(path).expect("the corpus is text");
    files.iter().map(|path| Source::new(name(path), text(path))).collect()
}

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
    let Some(node) = tree.roots().iter().find_map(|&root| tree.find(root, &candidate.pointer.0)) else { return false };
    let named = tree.get(node, "name").filter(|&name| tree.span(name).contains(candidate.name_span));
    tree.key_span(node) == Some(candidate.name_span) || named.is_some()
}

#[test]
fn places_stand_where_they_say() {
    let Some(corpus) = corpus() else { return };
    let sources = sources(&corpus);
    assert_eq!(sources.len(), 79);
    let is_urlish = |name: &str, prose: &str| {
        let has = |text: &str| {
            let text = text.to_ascii_lowercase();
            ["url", "uri", "callback", "hook", "redirect"].iter().any(|word| text.contains(word))
        };
        has(name) || has(prose)
    };
    let mut count = 0;
    for source in &sources {
        let reading = read_alone(source, &is_urlish);
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
        for problem in &reading.problems {
            eprintln!("{}: {} {}", source.path(), problem.message, source.slice(problem.place.span));
        }
    }
    eprintln!("{count} places");
}

#[test]
fn labelled_places_are_found_with_their_words() {
    let Some(corpus) = corpus() else { return };
    let sources = sources(&corpus);
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut words: HashMap<(String, String), String> = HashMap::new();
    for source in &sources {
        for candidate in read_alone(source, &|_, _| true).candidates {
            let texts: Vec<&str> = candidate.texts.iter().map(|text| text.decoded.as_str()).collect();
            words.insert((source.path().to_owned(), candidate.pointer.0), plain(&texts.join("\n")));
        }
    }
    let labels = std::fs::read_to_string(corpus.join("labels.jsonl")).expect("the corpus has labels");
    let (mut all, mut found) = (0, 0);
    for line in labels.lines() {
        let label: Value = serde_json::from_str(line).expect("labels are JSON");
        let field = |key: &str| label[key].as_str().unwrap_or_default().to_owned();
        if !field("id").starts_with("openapi:") || field("pointer").is_empty() {
            continue;
        }
        all += 1;
        match words.get(&(field("file"), field("pointer"))) {
            None => eprintln!("not found: {}{}", field("file"), field("pointer")),
            Some(words) if !words.contains(&plain(&field("text"))) => {
                eprintln!(
                    "other words: {}{}\n  label:  {}\n  reader: {words}",
                    field("file"),
                    field("pointer"),
                    field("text")
                );
            }
            Some(_) => found += 1,
        }
    }
    eprintln!("{found} of {all} labelled places");
    assert!(f64::from(found) >= FLOOR * f64::from(all));
}
