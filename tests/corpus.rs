//! How well recognition agrees with the labelled corpus, where that lies beside the project: floors, not targets.

use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::Path;
use whocalls::config::Settings;
use whocalls::field::{By, Fact, Field, Kind};
use whocalls::lint::survey;
use whocalls::recognise::facts::facts_in_words;
use whocalls::rulebook::Rulebook;
use whocalls::source::Source;

/// Right, wrongly found and missed.
#[derive(Default)]
struct Tally(f64, f64, f64);

impl Tally {
    fn add(&mut self, wanted: bool, found: bool) {
        self.0 += f64::from(u8::from(wanted && found));
        self.1 += f64::from(u8::from(!wanted && found));
        self.2 += f64::from(u8::from(wanted && !found));
    }

    fn precision(&self) -> f64 {
        self.0 / (self.0 + self.1)
    }

    fn recall(&self) -> f64 {
        self.0 / (self.0 + self.2)
    }

    fn f1(&self) -> f64 {
        2.0 * self.0 / (2.0 * self.0 + self.1 + self.2)
    }
}

/// The lines of a file of the corpus; none, and a word about it, where there is no corpus.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn lines(file: &str) -> Option<Vec<Json>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(file);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("SKIPPED: there is no corpus at {}", path.display());
        return None;
    };
    let parse = |line: &str| serde_json::from_str(line).expect("the corpus is JSON lines");
    Some(text.lines().filter(|line| !line.trim().is_empty()).map(parse).collect())
}

#[test]
fn api_descriptions_are_read_as_they_are_labelled() {
    let Some(labels) = lines("labels.jsonl") else { return };
    let mut by_file: BTreeMap<&str, Vec<&Json>> = BTreeMap::new();
    for label in &labels {
        if let (Some(file), true) = (label["file"].as_str(), label["pointer"].is_string()) {
            by_file.entry(file).or_default().push(label);
        }
    }
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/files");
    let (mut detection, mut kind) = (Tally::default(), Tally::default());
    let mut facts: [Tally; 4] = Default::default();
    for (file, labels) in by_file {
        let text = std::fs::read_to_string(files.join(file)).expect("the labels name files of the corpus");
        let survey = survey(&[Source::new(file, text)], &Settings::default());
        let fields: BTreeMap<&str, &Field> =
            survey.fields.iter().map(|item| (item.field.candidate.pointer.0.as_str(), &item.field)).collect();
        for label in labels {
            let Some(is_callback) = label["is_callback"].as_bool() else { continue };
            let field = label["pointer"].as_str().and_then(|pointer| fields.get(pointer));
            detection.add(is_callback, field.is_some());
            let (Some(field), true) = (field, is_callback) else { continue };
            kind.add(true, Some(field.kind.word()) == label["kind"].as_str());
            if label["text"].as_str().is_none_or(str::is_empty) {
                continue;
            }
            for fact in Fact::ALL {
                let by_text = field.facts.of(fact).is_some_and(|evidence| evidence.by == By::Text);
                facts[fact as usize].add(label[fact.word()].as_bool() == Some(true), by_text);
            }
        }
    }
    assert!(detection.precision() >= 0.96, "precision {:.3}", detection.precision());
    assert!(detection.recall() >= 0.95, "recall {:.3}", detection.recall());
    assert!(kind.recall() >= 0.97, "kind {:.3}", kind.recall());
    for fact in Fact::ALL {
        let (floor, f1) = (if fact == Fact::Failure { 0.92 } else { 0.94 }, facts[fact as usize].f1());
        assert!(f1 >= floor, "{}: {f1:.3}", fact.word());
    }
}

#[test]
fn prose_is_read_as_it_is_labelled() {
    let Some(labels) = lines("texts.jsonl") else { return };
    let mut facts: [Tally; 4] = Default::default();
    for label in &labels {
        let kind = if label["kind"] == "redirect" { Kind::Redirect } else { Kind::Webhook };
        let text = label["text"].as_str().expect("every passage has a text");
        let found = facts_in_words(text, kind, Rulebook::built_in(), &[]);
        for fact in Fact::ALL {
            facts[fact as usize].add(label[fact.word()] == true, found.of(fact).is_some());
        }
    }
    for fact in Fact::ALL {
        let f1 = facts[fact as usize].f1();
        assert!(f1 >= 0.92, "{}: {f1:.3}", fact.word());
    }
}
