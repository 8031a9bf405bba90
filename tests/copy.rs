//! The readers of locale files: on files of our own, and on real ones where a folder of them lies beside the project.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use whocalls::field::Candidate;
use whocalls::input::read;
use whocalls::source::Source;

/// The share of labelled fields that were covered when this was last looked at: all, and those that are callback URLs.
const FLOORS: (f64, f64) = (0.65, 0.70);

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

fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: there is no corpus at {}", folder.display());
    None
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines that a candidate's keys and strings stand on.
fn lines(candidate: &Candidate, source: &Source) -> BTreeSet<u64> {
    let spans = candidate.texts.iter().map(|text| text.span).chain([candidate.name_span]);
    let line = |offset: u32| source.position(offset as usize).line as u64;
    spans.flat_map(|span| line(span.start)..=line(span.end)).collect()
}

/// How well the candidates of a file fit a label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// One candidate has the lines and the words,
    whole: bool,
    /// or some candidates together have.
    covered: bool,
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
    Fit { whole, covered: all.is_superset(&wanted) && has(&words_of(&touching)) }
}

#[test]
fn labelled_fields_are_covered() {
    let Some(corpus) = corpus() else { return };
    let labels = std::fs::read_to_string(corpus.join("labels.jsonl")).expect("the corpus has labels");
    let labels = labels.lines().map(|line| serde_json::from_str::<Value>(line).expect("labels are JSON"));
    let mut files: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for label in labels.filter(|label| FORMATS.contains(&label["format"].as_str().unwrap_or_default())) {
        files.entry(label["file"].as_str().unwrap_or_default().to_owned()).or_default().push(label);
    }
    // By format: labelled, covered, in one candidate; and the same of callback URLs.
    let mut counts: BTreeMap<String, [usize; 6]> = BTreeMap::new();
    for (file, labels) in &files {
        let text = std::fs::read_to_string(corpus.join("files").join(file)).expect("the corpus is text");
        let sources = [Source::new(file.as_str(), text)];
        let candidates = read(&sources, &|_, _| true).candidates;
        for label in labels {
            let fit = fit(label, &candidates, &sources[0]);
            let format = label["format"].as_str().unwrap_or_default().to_owned();
            let is_field = label["is_callback"] == Value::Bool(true);
            if !fit.covered || (is_field && !fit.whole) {
                eprintln!("{fit:?} {file} {} {} {}", label["lines"], label["name"], label["is_callback"]);
            }
            let count = counts.entry(format).or_default();
            let add = [1, usize::from(fit.covered), usize::from(fit.whole)];
            for (at, add) in add.into_iter().enumerate() {
                count[at] += add;
                count[at + 3] += if is_field { add } else { 0 };
            }
        }
    }
    for (format, count) in &counts {
        eprintln!("{format}: {count:?}");
    }
    let sum = |at: usize| counts.values().map(|count| count[at] as f64).sum::<f64>();
    eprintln!(
        "all: {} of {}, {} in one; callback URLs: {} of {}, {} in one",
        sum(1),
        sum(0),
        sum(2),
        sum(4),
        sum(3),
        sum(5)
    );
    assert!(sum(1) >= FLOORS.0 * sum(0) && sum(5) >= FLOORS.1 * sum(3));
}
