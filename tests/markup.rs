//! The readers of markup: on pages of our own, each with what must be read of it, and on real ones where a folder of them
//! lies beside the project.
#![expect(clippy::print_stderr, reason = "a test that measures says what it measured")]

#[path = "support/corpus.rs"]
#[expect(dead_code, reason = "other tests need the rest of it")]
mod corpus;

use serde_json::Value;
use std::collections::BTreeMap;
use whocalls::field::Candidate;
use whocalls::input::read;
use whocalls::source::Source;

/// The share of labelled inputs of all formats that were found with their words when this was last looked at.
const FLOOR: f64 = 0.94;

/// The formats of the labels that are markup.
const FORMATS: &[&str] = &[
    "vue",
    "html-go",
    "svelte",
    "jsx",
    "tsx",
    "haml",
    "erb",
    "html-jelly",
    "html-angular",
    "html",
    "php-html",
    "html-twirl",
    "html-django",
    "blade",
    "ts-config",
];

fn candidates(source: Source) -> (Source, Vec<Candidate>) {
    let sources = [source];
    let found = read(&sources, &|_, _| true).candidates;
    let [source] = sources;
    (source, found)
}

/// The lines on which a candidate can be met: those of its name, of its words and of its keys.
fn lines(candidate: &Candidate, source: &Source) -> Vec<u64> {
    let name = [candidate.name_span.start];
    let texts = candidate.texts.iter().map(|text| text.map.source(0) as u32);
    let keys = candidate.keys.iter().map(|key| key.place.span.start);
    let line = |offset: u32| source.position(offset as usize).line as u64;
    name.into_iter().chain(texts).chain(keys).map(line).collect()
}

fn said(candidate: &Candidate) -> String {
    let texts = candidate.texts.iter().map(|text| text.decoded.as_str());
    let keys = candidate.keys.iter().map(|key| key.key.as_str());
    texts.chain(keys).collect::<Vec<_>>().join(" ")
}

/// The words that are compared: letters and digits only, since the labels leave marks and tags out in ways of their own.
fn plain(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

#[test]
fn labelled_inputs_are_found_with_their_words() {
    let Some(corpus) = corpus::folder() else { return };
    let labels = std::fs::read_to_string(corpus.join("labels.jsonl")).expect("the corpus has labels");
    let mut read_files: BTreeMap<String, (Source, Vec<Candidate>)> = BTreeMap::new();
    let mut counts: BTreeMap<String, (u32, u32, u32)> = BTreeMap::new();
    for line in labels.lines() {
        let label: Value = serde_json::from_str(line).expect("labels are JSON");
        let field = |key: &str| label[key].as_str().unwrap_or_default().to_owned();
        let format = field("format");
        if !field("id").starts_with("ui:") || !FORMATS.contains(&format.as_str()) || label["is_callback"] != true {
            continue;
        }
        let file = field("file");
        let (source, found) = read_files.entry(file.clone()).or_insert_with(|| {
            let text = std::fs::read_to_string(corpus.join("files").join(&file)).expect("the corpus is text");
            candidates(Source::new(file.clone(), text))
        });
        let wanted: Vec<u64> = label["lines"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
        let fitting: Vec<&Candidate> =
            found.iter().filter(|one| lines(one, source).iter().any(|line| wanted.contains(line))).collect();
        let words = plain(&field("text"));
        let has_words = |one: &&&Candidate| {
            let own = plain(&said(one));
            words.iter().all(|word| own.contains(word))
        };
        let count = counts.entry(format).or_default();
        count.0 += 1;
        match (fitting.first(), fitting.iter().find(has_words)) {
            (_, Some(_)) => {
                count.1 += 1;
                count.2 += 1;
            }
            (Some(first), None) => {
                count.1 += 1;
                eprintln!(
                    "other words: {file} {}\n  label:  {}\n  reader: {}",
                    field("name"),
                    field("text"),
                    said(first)
                );
            }
            (None, None) => eprintln!("not found: {file} {} {wanted:?}", field("name")),
        }
    }
    let (mut all, mut whole) = (0, 0);
    for (format, (rows, found, with_words)) in &counts {
        eprintln!("{format}: {rows} rows, {found} found, {with_words} with their words");
        all += rows;
        whole += with_words;
    }
    eprintln!("{whole} of {all}");
    assert!(f64::from(whole) >= FLOOR * f64::from(all));
}
