//! The span tree against other readers, on handwritten cases and on the corpus where it is there.

use granit_parser::{Event, Parser};
use std::path::{Path, PathBuf};
use whocalls::input::tree::{NodeId, Parsed, Style, Tree};
use whocalls::input::{json, yaml};

/// What a reader sees, in document order.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Seen {
    Open(Style),
    Close,
    Key(String),
    Scalar(String),
    Alias,
}

/// What the tree holds, as it stands in the file.
fn seen_by_tree(tree: &Tree<'_>) -> Vec<Seen> {
    enum Step {
        Node(NodeId),
        Close,
    }
    let mut seen = Vec::new();
    let mut steps: Vec<Step> = tree.roots().iter().rev().map(|&root| Step::Node(root)).collect();
    while let Some(step) = steps.pop() {
        let Step::Node(node) = step else {
            seen.push(Seen::Close);
            continue;
        };
        if let Some(key) = tree.key(node) {
            seen.push(Seen::Key(key.into_owned()));
        }
        match tree.style(node) {
            Style::Alias => seen.push(Seen::Alias),
            style @ (Style::Mapping | Style::Sequence) => {
                seen.push(Seen::Open(style));
                steps.push(Step::Close);
                let children: Vec<NodeId> = tree.children(node).collect();
                steps.extend(children.into_iter().rev().map(Step::Node));
            }
            _ => seen.push(Seen::Scalar(tree.scalar(node).expect("it is a scalar").into_owned())),
        }
    }
    seen
}

/// What granit sees; collections that are keys are left out, and what stands before an error is kept.
fn seen_by_granit(text: &str) -> (Vec<Seen>, bool) {
    let mut seen = Vec::new();
    // Whether each open collection is a mapping, and if so whether a key is due.
    let mut open: Vec<Option<bool>> = Vec::new();
    let mut inside_key = 0;
    let mut anchored_keys = std::collections::HashMap::new();
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { return (seen, true) };
        let is_end = matches!(event, Event::MappingEnd | Event::SequenceEnd);
        let is_start = matches!(event, Event::MappingStart(..) | Event::SequenceStart(..));
        if is_end {
            open.pop();
            match inside_key {
                0 => seen.push(Seen::Close),
                1 => {
                    inside_key = 0;
                    seen.push(Seen::Key(String::new()));
                }
                _ => inside_key -= 1,
            }
            continue;
        }
        if !event.is_node() {
            continue;
        }
        let is_key = match open.last_mut() {
            Some(Some(key_is_due)) => std::mem::replace(key_is_due, !*key_is_due),
            _ => false,
        };
        if is_start {
            open.push(matches!(event, Event::MappingStart(..)).then_some(true));
        }
        if inside_key > 0 || is_key && is_start {
            inside_key += usize::from(is_start);
            continue;
        }
        let scalar = match &event {
            // The parser's word for a value that is not there.
            Event::Scalar(value, ..) if value == "~" && span.slice(text) != Some("~") => String::new(),
            Event::Scalar(value, ..) => value.to_string(),
            _ => String::new(),
        };
        match (&event, is_key) {
            (Event::Scalar(_, _, anchor, _), true) => {
                anchored_keys.insert(*anchor, scalar.clone());
                seen.push(Seen::Key(scalar));
            }
            (Event::Scalar(_, _, anchor, _), false) => {
                anchored_keys.insert(*anchor, scalar.clone());
                seen.push(Seen::Scalar(scalar));
            }
            (Event::Alias(anchor), true) => {
                seen.push(Seen::Key(anchored_keys.get(anchor).cloned().unwrap_or_default()))
            }
            (Event::Alias(_), false) => seen.push(Seen::Alias),
            (Event::MappingStart(..), _) => seen.push(Seen::Open(Style::Mapping)),
            (Event::SequenceStart(..), _) => seen.push(Seen::Open(Style::Sequence)),
            _ => {}
        }
    }
    (seen, false)
}

/// What serde_json sees; of duplicate keys it keeps the last value at the first place.
fn seen_by_serde(value: &serde_json::Value, seen: &mut Vec<Seen>) {
    use serde_json::Value;
    match value {
        Value::Object(entries) => {
            seen.push(Seen::Open(Style::Mapping));
            for (key, value) in entries {
                seen.push(Seen::Key(key.clone()));
                seen_by_serde(value, seen);
            }
            seen.push(Seen::Close);
        }
        Value::Array(items) => {
            seen.push(Seen::Open(Style::Sequence));
            items.iter().for_each(|item| seen_by_serde(item, seen));
            seen.push(Seen::Close);
        }
        Value::String(text) => seen.push(as_serde_writes_numbers(Seen::Scalar(text.clone()))),
        other => seen.push(Seen::Scalar(other.to_string())),
    }
}

/// The tree keeps a number as written, such as `1e2`; serde_json holds its value.
fn as_serde_writes_numbers(seen: Seen) -> Seen {
    match seen {
        Seen::Scalar(text) if text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) => {
            let number: Result<serde_json::Number, _> = serde_json::from_str(&text);
            Seen::Scalar(number.map_or(text, |number| number.to_string()))
        }
        other => other,
    }
}

fn all_nodes(tree: &Tree<'_>) -> Vec<NodeId> {
    let mut nodes = Vec::new();
    let mut pending = tree.roots().to_vec();
    while let Some(node) = pending.pop() {
        nodes.push(node);
        if tree.style(node) != Style::Alias {
            pending.extend(tree.children(node));
        }
    }
    nodes
}

#[track_caller]
fn same(name: &str, ours: &[Seen], theirs: &[Seen]) {
    for (index, (our, their)) in ours.iter().zip(theirs).enumerate() {
        assert_eq!(our, their, "{name}: number {index}, after {:?}", &ours[index.saturating_sub(3)..index]);
    }
    assert_eq!(ours.len(), theirs.len(), "{name}");
}

/// Keys and values lead back to the bytes that they were written in.
fn spans_hold(name: &str, tree: &Tree<'_>) {
    let source = tree.source();
    for node in all_nodes(tree) {
        let span = tree.span(node);
        assert!(span.start <= span.end && span.end as usize <= source.len(), "{name}: {span:?}");
        if let Some(parent) = tree.parent(node) {
            assert!(tree.span(parent).contains(span), "{name}: {span:?} in {:?}", tree.span(parent));
        }
        if let (Some(key), Some(span)) = (tree.key(node), tree.key_span(node)) {
            let raw = &source[span.range()];
            if !key.is_empty() && !raw.contains(['\\', '\'', '\n', '\r', '*']) {
                assert_eq!(raw, key, "{name}");
            }
        }
        let Some(text) = tree.text(node, whocalls::field::Role::Description) else { continue };
        assert_eq!(Some(text.decoded.as_str()), tree.scalar(node).as_deref(), "{name}");
        if source[text.place(0..text.decoded.len()).span.range()] == text.decoded {
            continue;
        }
        for (at, character) in text.decoded.char_indices() {
            let place = text.place(at..at + character.len_utf8()).span;
            let raw = &source[place.range()];
            let is_break = matches!(character, ' ' | '\n') && matches!(raw, "" | "\n" | "\r" | "\r\n");
            let is_escape = raw.starts_with('\\') || raw == "''";
            assert!(
                raw == character.encode_utf8(&mut [0; 4]) || is_break || is_escape,
                "{name}: {character:?} is {raw:?}"
            );
        }
    }
}

fn check_yaml(name: &str, text: &str) {
    let Parsed { tree, error } = yaml::parse(0, text);
    let (theirs, fails) = seen_by_granit(text);
    assert_eq!(error.is_some(), fails, "{name}: {error:?}");
    let ours = seen_by_tree(&tree);
    if fails {
        // A key without its value is dropped; behind an alias of an unknown anchor, the tree goes on.
        let kept = theirs.len() - usize::from(matches!(theirs.last(), Some(Seen::Key(_))));
        same(name, &ours[..kept.min(ours.len())], &theirs[..kept]);
    } else {
        same(name, &ours, &theirs);
    }
    spans_hold(name, &tree);
}

fn check_json(name: &str, text: &str) {
    let Parsed { tree, error } = json::parse(0, text);
    let theirs = serde_json::from_str::<serde_json::Value>(text.trim_start_matches('\u{feff}'));
    // Half a surrogate pair is JSON's grammar but no text, so serde_json stops there.
    let half_a_pair = theirs.as_ref().is_err_and(|error| error.to_string().contains("hex escape"));
    assert!(half_a_pair || error.is_none() == theirs.is_ok(), "{name}: {error:?}, {theirs:?}");
    if let Ok(value) = theirs {
        let mut seen = Vec::new();
        seen_by_serde(&value, &mut seen);
        let ours: Vec<Seen> = seen_by_tree(&tree).into_iter().map(as_serde_writes_numbers).collect();
        same(name, &ours, &seen);
    }
    spans_hold(name, &tree);
}

fn files_under(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in ignore::WalkBuilder::new(folder).standard_filters(false).build() {
        let path = entry.expect("the folder can be listed").into_path();
        if path.extension().is_some_and(|extension| extensions.iter().any(|&wanted| extension == wanted)) {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The corpus is no part of the package; without it these tests say so and pass.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn corpus(extensions: &[&str]) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/files/openapi");
    if !folder.is_dir() {
        eprintln!("SKIPPED: no corpus at {}", folder.display());
        return Vec::new();
    }
    let files = files_under(&folder, extensions);
    assert!(!files.is_empty(), "the corpus has no such files");
    files
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("the file is UTF-8")
}

/// The handwritten cases.
fn cases(extension: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tree");
    let files = files_under(&folder, &[extension]);
    assert!(!files.is_empty(), "the cases are part of the package");
    files.iter().map(|path| (path.file_name().expect("it is a file").display().to_string(), read(path))).collect()
}

#[test]
fn yaml_cases_are_read_as_by_granit() {
    for (name, text) in cases("yaml") {
        let error = yaml::parse(0, &text).error;
        assert_eq!(error.is_some(), name.starts_with("broken-"), "{name}: {error:?}");
        check_yaml(&name, &text);
        check_yaml(&format!("{name} with CRLF"), &text.replace('\n', "\r\n"));
        check_yaml(&format!("{name} with CR"), &text.replace('\n', "\r"));
        check_yaml(&format!("{name} with a BOM"), &format!("\u{feff}{text}"));
        check_yaml(&format!("{name} with a BOM and CRLF"), &format!("\u{feff}{text}").replace('\n', "\r\n"));
    }
}

#[test]
fn yaml_cases_that_end_anywhere_are_read_as_by_granit() {
    for (name, text) in cases("yaml") {
        for (end, _) in text.char_indices() {
            check_yaml(&format!("the first {end} bytes of {name}"), &text[..end]);
        }
    }
}

#[test]
fn yaml_cases_with_any_line_left_out_are_read_as_by_granit() {
    for (name, text) in cases("yaml") {
        for line in text.split_inclusive('\n') {
            check_yaml(&format!("{name} without {line:?}"), &text.replacen(line, "", 1));
        }
    }
}

const EXTRA: [&str; 17] =
    ["\n", " ", "\t", "'", "\"", "|", "#", "&", "[", "}", ",", ": ", "\\", "- ", "😀", "\0", "\r"];

#[test]
fn yaml_cases_with_a_character_too_many_are_read_as_by_granit() {
    for (name, text) in cases("yaml") {
        for (at, _) in text.char_indices() {
            // Each place gets a few of them in turn, which is enough to meet every pair of neighbours somewhere.
            for extra in EXTRA.iter().skip(at % 6).step_by(6) {
                let changed = format!("{}{extra}{}", &text[..at], &text[at..]);
                check_yaml(&format!("{name} with {extra:?} at {at}"), &changed);
            }
        }
    }
}

#[test]
fn json_cases_are_read_as_by_serde_json() {
    for (name, text) in cases("json") {
        let error = json::parse(0, &text).error;
        assert_eq!(error.is_some(), name.starts_with("broken-"), "{name}: {error:?}");
        check_json(&name, &text);
        for (at, _) in text.char_indices() {
            check_json(&format!("the first {at} bytes of {name}"), &text[..at]);
            for extra in ["\n", " ", "\"", "\\", "{", "]", ",", ":", "0", "-", ".", "e", "é", "\0"] {
                let changed = format!("{}{extra}{}", &text[..at], &text[at..]);
                check_json(&format!("{name} with {extra:?} at {at}"), &changed);
            }
        }
    }
}

#[test]
fn yaml_of_the_corpus_is_read_as_by_granit() {
    for path in corpus(&["yaml", "yml"]) {
        check_yaml(&path.display().to_string(), &read(&path));
    }
}

#[test]
fn json_of_the_corpus_is_read_as_by_serde_json() {
    for path in corpus(&["json"]) {
        check_json(&path.display().to_string(), &read(&path));
    }
}
