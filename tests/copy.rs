//! The readers of locale files: on files of our own, and on real ones where a folder of them lies beside the project.
#![expect(clippy::print_stderr, reason = "a test that measures says what it measured")]

#[path = "support/corpus.rs"]
#[expect(dead_code, reason = "other tests need the rest of it")]
mod corpus;

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use whocalls::field::Candidate;
use whocalls::input::read;
use whocalls::source::Source;

/// The share of labelled fields that were covered when this was last looked at: all, and those that are callback URLs.
const FLOORS: (f64, f64) = (0.98, 0.92);

/// Formats of the labels that these readers are for.
const FORMATS: &[&str] = &[
    "android-xml",
    "arb",
    "fluent",
    "gettext-po",
    "ini",
    "ios-strings",
    "json-i18n",
    "php-array",
    "properties",
    "resx",
    "ts-i18n",
    "xliff",
    "xml-resource",
    "yaml-i18n",
    "yaml-rails",
];

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines that a candidate's keys and strings stand on. The key of a string may stand up to three lines above it, where
/// elements are nested or lines are short.
fn lines(candidate: &Candidate, source: &Source) -> BTreeSet<u64> {
    let above = match source.path().rsplit('.').next() {
        Some("xml" | "xlf") => 3,
        Some("ts") => 1,
        _ => 0,
    };
    let line = |offset: u32| source.position(offset as usize).line as u64;
    let texts = candidate.texts.iter().map(|text| line(text.span.start).saturating_sub(above)..=line(text.span.end));
    let name = line(candidate.name_span.start)..=line(candidate.name_span.end);
    texts.chain([name]).flatten().collect()
}

/// How well the candidates of a file fit a label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// One candidate has the lines and the words,
    whole: bool,
    /// or some candidates together have.
    covered: bool,
    /// The one candidate has nothing beside what the label has.
    exact: bool,
}

fn fit(label: &Value, candidates: &[Candidate], source: &Source) -> Fit {
    let wanted: BTreeSet<u64> = label["lines"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
    let words = plain(label["text"].as_str().unwrap_or_default());
    let words_of = |candidates: &[&Candidate]| {
        let texts = candidates
            .iter()
            .flat_map(|one| one.texts.iter().map(|text| text.decoded.clone()).chain([one.name.clone()]));
        plain(&texts.collect::<Vec<_>>().join(" "))
    };
    let touching: Vec<&Candidate> =
        candidates.iter().filter(|candidate| !lines(candidate, source).is_disjoint(&wanted)).collect();
    let all: BTreeSet<u64> = touching.iter().flat_map(|candidate| lines(candidate, source)).collect();
    let has = |said: &str| words.split(' ').all(|word| said.contains(word));
    let whole = touching.iter().any(|one| lines(one, source).is_superset(&wanted) && words_of(&[one]).contains(&words));
    let keys: BTreeSet<u64> = candidates
        .iter()
        .filter(|one| lines(one, source).is_superset(&wanted))
        .flat_map(|one| one.texts.iter().map(|text| source.position(text.span.start as usize).line as u64))
        .collect();
    let exact = whole && keys.is_subset(&wanted.iter().flat_map(|&line| line..=line + 3).collect());
    Fit { whole, exact, covered: all.is_superset(&wanted) && has(&words_of(&touching)) }
}

#[test]
fn labelled_fields_are_covered() {
    let Some(corpus) = corpus::folder() else { return };
    let labels = std::fs::read_to_string(corpus.join("labels.jsonl")).expect("the corpus has labels");
    let labels = labels.lines().map(|line| serde_json::from_str::<Value>(line).expect("labels are JSON"));
    let mut files: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for label in labels.filter(|label| FORMATS.contains(&label["format"].as_str().unwrap_or_default())) {
        files.entry(label["file"].as_str().unwrap_or_default().to_owned()).or_default().push(label);
    }
    // By format: labelled, covered, by one candidate, by no more than that; and the same of callback URLs.
    let mut counts: BTreeMap<String, [usize; 8]> = BTreeMap::new();
    for (file, labels) in &files {
        let text = std::fs::read_to_string(corpus.join("files").join(file)).expect("the corpus is text");
        let sources = [Source::new(file.as_str(), text)];
        let candidates = read(&sources, &|_, _| true).candidates;
        for label in labels {
            let fit = fit(label, &candidates, &sources[0]);
            let format = label["format"].as_str().unwrap_or_default().to_owned();
            let is_field = label["is_callback"] == Value::Bool(true);
            if !fit.covered || (is_field && !fit.exact) {
                eprintln!("{fit:?} {file} {} {} {}", label["lines"], label["name"], label["is_callback"]);
            }
            let count = counts.entry(format).or_default();
            let add = [1, usize::from(fit.covered), usize::from(fit.whole), usize::from(fit.exact)];
            for (at, add) in add.into_iter().enumerate() {
                count[at] += add;
                count[at + 4] += if is_field { add } else { 0 };
            }
        }
    }
    for (format, count) in &counts {
        eprintln!("{format}: {count:?}");
    }
    let sum = |at: usize| counts.values().map(|count| count[at] as f64).sum::<f64>();
    for (what, from) in [("all", 0), ("callback URLs", 4)] {
        let [all, covered, whole, exact] = [0, 1, 2, 3].map(|at| sum(from + at));
        eprintln!("{what}: {all}, covered {covered}, by one candidate {whole}, by no more than that {exact}");
    }
    assert!(sum(1) >= FLOORS.0 * sum(0) && sum(6) >= FLOORS.1 * sum(4));
}

/// The files of our own, by their names.
fn fixtures() -> Vec<Source> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/copy");
    let mut files = Vec::new();
    corpus::files_below(&root.join("locales"), &mut files);
    files.sort();
    let name =
        |path: &std::path::Path| path.strip_prefix(&root).expect("it is below").to_string_lossy().replace('\\', "/");
    let text = |path: &std::path::Path| std::fs::read_to_string(path).expect("a fixture is text");
    files.iter().map(|path| Source::new(name(path), text(path))).collect()
}

/// A candidate in a line: its name below its owners, and its texts with their roles and lines.
fn shown(candidate: &Candidate, source: &Source) -> String {
    let mut name: Vec<&str> = candidate.owners.iter().rev().map(String::as_str).collect();
    name.push(&candidate.name);
    let texts = candidate.texts.iter().map(|text| {
        let line = source.position(text.span.start as usize).line;
        format!("\n    {} {:?} in line {line}", text.role.word(), text.decoded)
    });
    format!("  {} at {}{}\n", name.join(" > "), candidate.pointer, texts.collect::<String>())
}

/// With `SNAPSHOTS=overwrite` the expectations are written anew.
#[test]
fn each_format_yields_its_fields() {
    let mut found = String::new();
    for source in fixtures() {
        let sources = [source];
        let candidates = read(&sources, &|_, _| true).candidates;
        let info = candidates.first().map(|candidate| std::sync::Arc::clone(&candidate.info)).unwrap_or_default();
        let language = info.language.as_deref().unwrap_or("no language");
        found += &format!("{} ({}, {language})\n", sources[0].path(), info.format);
        found.extend(candidates.iter().map(|candidate| shown(candidate, &sources[0])));
    }
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/copy/expected.txt");
    if std::env::var("SNAPSHOTS").is_ok_and(|mode| mode == "overwrite") {
        std::fs::write(&path, &found).expect("the expectations can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "SNAPSHOTS=overwrite mends this if it is right:\n{found}");
}

/// Every decoded byte leads back to a byte of its own text, and what was copied is what stands there.
#[test]
fn texts_lead_back_to_their_source() {
    for source in fixtures() {
        let sources = [source];
        for candidate in read(&sources, &|_, _| true).candidates {
            for text in &candidate.texts {
                // The break that ends a block of YAML stands behind the block.
                for (at, character) in text.decoded.trim_end().char_indices() {
                    let span = text.map.span(at..at + character.len_utf8());
                    assert!(text.span.contains(span), "{}: {:?}", sources[0].path(), text.decoded);
                    let written = sources[0].slice(span);
                    let is_copied = written.chars().eq([character]);
                    assert!(is_copied || written.len() > 1 || character == '\n' || character == ' ', "{written:?}");
                }
            }
        }
    }
}

/// A file may end anywhere, and may hold anything.
#[test]
fn broken_files_are_read_without_a_panic() {
    for source in fixtures() {
        let text = source.text();
        for (at, _) in text.char_indices() {
            let cut = Source::new(source.path(), &text[..at]);
            let without = Source::new(
                source.path(),
                format!("{}{}", &text[..at], text[at..].split_once(' ').map_or("", |(_, rest)| rest)),
            );
            read(&[cut], &|_, _| true);
            read(&[without], &|_, _| true);
        }
    }
}

/// Long runs of what opens, escapes or goes on are read to their end.
#[test]
fn long_files_end() {
    let pieces = [
        "[",
        "{",
        "(",
        "\"",
        "'",
        "`",
        "\\",
        "/",
        "/*",
        "<!--",
        "<![CDATA[",
        "&",
        "<a>",
        "a=b\\\n",
        "a = {\n",
        " .a = b\n",
        "msgid \"a\"\n",
        "\"a\"\n",
        "$a['b']",
        "'a' => [",
        "<<<A\n",
        "`${",
        "{a: ",
        "a: {b: ",
        "\"a\" = ",
        "é",
        "- ",
        "a.",
        "x = /a",
        "{defaultMessage: 'a', b: ",
        "[[[]]]",
        "<data name='a'><value>",
        "#.",
        "\n ",
        "a_hint = b\n",
    ];
    let endings = [
        "json",
        "yml",
        "arb",
        "xcstrings",
        "po",
        "properties",
        "xml",
        "resx",
        "xlf",
        "strings",
        "ftl",
        "ini",
        "php",
        "ts",
    ];
    for piece in pieces {
        for ending in endings {
            let opening = match ending {
                "php" => "<?php return [",
                "xml" => "<resources>",
                "xlf" => "<xliff>",
                _ => "",
            };
            let text = format!("{opening}{}", piece.repeat(8_000));
            read(&[Source::new(format!("locales/en.{ending}"), text)], &|_, _| true);
        }
    }
}
