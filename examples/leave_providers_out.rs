//! How well the rule data reads providers that it was not written for.
//!
//! The labelled corpus is cut into folds by provider. For each fold every pattern is dropped that finds nothing in the
//! other folds, since nothing but the left-out providers speaks for it; what is left is scored on the left-out providers.
//!
//! `cargo run --release --example leave_providers_out [CORPUS]`, where the corpus folder is `../shared/corpus` by default.

use serde_json::Value as Json;
use serde_yaml::Value as Yaml;
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::path::Path;
use whocalls::field::{Candidate, Fact, Kind};
use whocalls::recognise::facts::facts_in_words;
use whocalls::recognise::names::words_of;
use whocalls::recognise::prose::{Sentence, sentences};
use whocalls::recognise::verdict::weigh;
use whocalls::recognise::{gate, names_in_requests};
use whocalls::rulebook::compiled::vocabulary::Vocabulary;
use whocalls::rulebook::pattern::{Patterns, Spacing};
use whocalls::rulebook::{FIELDS, PHRASES, Rulebook};
use whocalls::source::Source;

const FOLDS: usize = 5;

struct Row {
    fold: usize,
    kind: Kind,
    text: String,
    facts: [bool; 4],
}

struct Place {
    fold: usize,
    candidate: Candidate,
    echoed: bool,
    is_callback: bool,
}

#[derive(Clone, Copy, Default)]
struct Tally {
    right: f64,
    false_found: f64,
    missed: f64,
}

impl Tally {
    fn add(&mut self, wanted: bool, found: bool) {
        match (wanted, found) {
            (true, true) => self.right += 1.0,
            (false, true) => self.false_found += 1.0,
            (true, false) => self.missed += 1.0,
            (false, false) => {}
        }
    }

    fn f1(self) -> f64 {
        2.0 * self.right / (2.0 * self.right + self.false_found + self.missed).max(1.0)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let corpus = std::env::args().nth(1).unwrap_or_else(|| "../shared/corpus".into());
    let corpus = Path::new(&corpus);
    if !corpus.is_dir() {
        return Err(format!("there is no corpus at {}", corpus.display()).into());
    }
    let rows = rows(corpus)?;
    let places = places(corpus)?;
    let whole = score(&rows, &places, |_| Ok(Rulebook::parse(PHRASES, FIELDS)?))?;
    let left_out = score(&rows, &places, |fold| {
        let words: Vec<Sentence> =
            rows.iter().filter(|row| row.fold != fold).flat_map(|row| sentences(&row.text)).collect();
        let words: Vec<&str> = words.iter().map(|sentence| sentence.words.as_str()).collect();
        let others = places.iter().filter(|place| place.fold != fold).map(|place| &place.candidate);
        let names: Vec<String> = others
            .flat_map(|candidate| std::iter::once(&candidate.name).chain(&candidate.owners).map(|name| words_of(name)))
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        Ok(Rulebook::parse(&supported(PHRASES, &words)?, &supported(FIELDS, &names)?)?)
    })?;
    let out = [("caller", 0), ("method", 1), ("trigger", 2), ("failure", 3), ("detection", 4)];
    let mut report = String::from("           all rules  left out  difference\n");
    for (name, at) in out {
        let (all, left) = (whole[at].f1(), left_out[at].f1());
        report.push_str(&format!("{name:10} {all:9.3} {left:9.3} {:+11.3}\n", left - all));
    }
    std::io::Write::write_all(&mut std::io::stdout(), report.as_bytes())?;
    Ok(())
}

/// The tallies of the four facts and of detection, each fold scored with the rule data that `rulebook` gives for it.
fn score(
    rows: &[Row],
    places: &[Place],
    rulebook: impl Fn(usize) -> Result<Rulebook, Box<dyn Error>>,
) -> Result<[Tally; 5], Box<dyn Error>> {
    let mut tallies = [Tally::default(); 5];
    for fold in 0..FOLDS {
        let rulebook = rulebook(fold)?;
        for row in rows.iter().filter(|row| row.fold == fold) {
            let facts = facts_in_words(&row.text, row.kind, rulebook.phrases(), &[]);
            for fact in Fact::ALL {
                tallies[fact as usize].add(row.facts[fact as usize], facts.of(fact).is_some());
            }
        }
        for place in places.iter().filter(|place| place.fold == fold) {
            let verdict = weigh(&place.candidate, place.echoed, &rulebook);
            tallies[4].add(place.is_callback, verdict.confidence.is_some());
        }
    }
    Ok(tallies)
}

/// Lists of patterns by their names.
type Lists = BTreeMap<String, Vec<String>>;

/// A rule file without the patterns that find nothing in these words.
fn supported(rules: &str, words: &[&str]) -> Result<String, Box<dyn Error>> {
    let mut rules: Yaml = serde_yaml::from_str(rules)?;
    let lists = |key: &str| -> Result<Lists, serde_yaml::Error> {
        rules.get(key).cloned().map_or(Ok(BTreeMap::new()), serde_yaml::from_value)
    };
    let lists = Vocabulary { verbs: lists("verbs")?, lists: lists("lists")? }.lists();
    drop_unsupported(&mut rules, &lists, words);
    Ok(serde_yaml::to_string(&rules)?)
}

fn drop_unsupported(rules: &mut Yaml, lists: &Lists, words: &[&str]) {
    match rules {
        Yaml::Mapping(mapping) => {
            for (key, value) in mapping.iter_mut() {
                match (key.as_str(), value) {
                    (Some("say"), Yaml::Sequence(patterns)) => patterns.retain(|pattern| {
                        let pattern = pattern.as_str().map(str::to_owned);
                        let compiled = Patterns::of(pattern.as_slice(), lists.clone(), Spacing::Ascii);
                        let is_in = |patterns: &Patterns, words| patterns.at(0).find_at(words, 0).is_some();
                        compiled.is_ok_and(|patterns| words.iter().any(|words| is_in(&patterns, words)))
                    }),
                    (_, value) => drop_unsupported(value, lists, words),
                }
            }
        }
        Yaml::Sequence(items) => items.iter_mut().for_each(|item| drop_unsupported(item, lists, words)),
        _ => {}
    }
}

fn rows(corpus: &Path) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut rows = Vec::new();
    for file in ["labels.jsonl", "texts.jsonl"] {
        for label in lines(&corpus.join(file))? {
            let text = label["text"].as_str().unwrap_or_default();
            let is_field = label["is_callback"].as_bool().unwrap_or(file == "texts.jsonl");
            if text.is_empty() || !is_field {
                continue;
            }
            let kind = if label["kind"] == "redirect" { Kind::Redirect } else { Kind::Webhook };
            let facts = Fact::ALL.map(|fact| label[fact.word()].as_bool().unwrap_or(false));
            rows.push(Row { fold: fold_of(&label), kind, text: text.to_owned(), facts });
        }
    }
    Ok(rows)
}

/// The labelled places of the API descriptions, as the reader sees them.
fn places(corpus: &Path) -> Result<Vec<Place>, Box<dyn Error>> {
    let mut by_file: BTreeMap<String, Vec<Json>> = BTreeMap::new();
    for label in lines(&corpus.join("labels.jsonl"))? {
        let described = label["pointer"].is_string() && label["is_callback"].is_boolean();
        if let (true, Some(file)) = (described, label["file"].as_str()) {
            by_file.entry(file.to_owned()).or_default().push(label);
        }
    }
    let mut places = Vec::new();
    for (file, labels) in by_file {
        let source = Source::new(file.as_str(), std::fs::read_to_string(corpus.join("files").join(&file))?);
        let candidates = whocalls::input::read(&[source], &gate(Rulebook::built_in())).candidates;
        let requested = names_in_requests(&candidates);
        let by_pointer: HashMap<&str, &Candidate> =
            candidates.iter().map(|candidate| (candidate.pointer.0.as_str(), candidate)).collect();
        for label in &labels {
            let candidate = label["pointer"].as_str().and_then(|pointer| by_pointer.get(pointer));
            let (Some(candidate), Some(is_callback)) = (candidate, label["is_callback"].as_bool()) else { continue };
            let echoed = requested.contains(&(candidate.file, words_of(&candidate.name)));
            places.push(Place { fold: fold_of(label), candidate: (*candidate).clone(), echoed, is_callback });
        }
    }
    Ok(places)
}

/// The fold of a label's provider, which is the second part of its id.
fn fold_of(label: &Json) -> usize {
    let provider = label["id"].as_str().and_then(|id| id.split(':').nth(1)).unwrap_or_default();
    provider.bytes().fold(0usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % FOLDS
}

fn lines(path: &Path) -> Result<Vec<Json>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| Ok(serde_json::from_str(line)?)).collect()
}
