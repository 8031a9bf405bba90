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
