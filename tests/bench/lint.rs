//! `cargo bench`: how fast specs are parsed, read, recognised and reported, beside parsers that make no tree of them.
//!
//! The specs are those of Stripe (YAML) and Square (JSON) of the corpus where it lies beside the project, else an example
//! that is too small to tell much; `SPEC_YAML` and `SPEC_JSON` name others.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use whocalls::config::Settings;
use whocalls::field::Candidate;
use whocalls::input::{self, json, yaml};
use whocalls::lint::survey;
use whocalls::recognise::{self, Context, Sift};
use whocalls::report::{self, Look};
use whocalls::rulebook::Rulebook;
use whocalls::source::Source;

fn main() {
    divan::main();
}

fn file(variable: &str, in_corpus: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let of_corpus = root.join("../shared/corpus/files/openapi").join(in_corpus);
    match std::env::var_os(variable) {
        Some(path) => path.into(),
        None if of_corpus.is_file() => of_corpus,
        None => root.join("examples/payments.yaml"),
    }
}

fn yaml_text() -> String {
    std::fs::read_to_string(file("SPEC_YAML", "stripe/stripe.yaml")).expect("the spec can be read")
}

fn json_text() -> String {
    std::fs::read_to_string(file("SPEC_JSON", "square/api.json")).expect("the spec can be read")
}

fn source() -> Source {
    Source::new("spec.yaml", yaml_text())
}

/// What the reader found in a source, and what sifted it.
fn candidates<'r>(source: &Source, rulebook: &'r Rulebook) -> (Vec<Candidate>, Sift<'r>) {
    let sift = Sift::new(&[rulebook]);
    let keeps = |candidate: &Candidate| sift.keeps(candidate);
    let wanted = input::Sift { keeps: &keeps, wants_values: &recognise::may_name_method, wants_prose: false };
    let reading = input::read_sifted(std::slice::from_ref(source), &recognise::gate(rulebook), wanted);
    (reading.candidates, sift)
}

#[divan::bench]
fn a_parse_yaml(bencher: Bencher<'_, '_>) {
    let text = yaml_text();
    bencher.counter(BytesCount::of_str(&text)).bench(|| yaml::parse(0, black_box(&text)));
}

#[divan::bench]
fn a_parse_yaml_carefully(bencher: Bencher<'_, '_>) {
    let text = yaml_text();
    bencher.counter(BytesCount::of_str(&text)).bench(|| yaml::parse_carefully(0, black_box(&text)));
}

#[divan::bench]
fn a_parse_yaml_to_events_alone(bencher: Bencher<'_, '_>) {
    let text = yaml_text();
    let count = |text| granit_parser::Parser::new_from_str(text).filter(Result::is_ok).count();
    bencher.counter(BytesCount::of_str(&text)).bench(|| count(black_box(&text)));
}

#[divan::bench]
fn b_parse_json(bencher: Bencher<'_, '_>) {
    let text = json_text();
    bencher.counter(BytesCount::of_str(&text)).bench(|| json::parse(0, black_box(&text)));
}

#[divan::bench]
fn b_parse_json_to_nothing(bencher: Bencher<'_, '_>) {
    let text = json_text();
    let ignore = |text| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    bencher.counter(BytesCount::of_str(&text)).bench(|| ignore(black_box(&text)));
}

#[divan::bench]
fn c_read(bencher: Bencher<'_, '_>) {
    let source = source();
    bencher.counter(BytesCount::of_str(source.text())).bench(|| candidates(black_box(&source), Rulebook::built_in()));
}

#[divan::bench]
fn d_recognise(bencher: Bencher<'_, '_>) {
    let source = source();
    let policy = BTreeMap::new();
    let context = Context { rulebook: Rulebook::built_in(), callers: Vec::new(), policy: &policy };
    bencher
        .counter(BytesCount::of_str(source.text()))
        .with_inputs(|| candidates(&source, Rulebook::built_in()))
        .bench_values(|(candidates, sift)| recognise::recognise(candidates, sift, &|_| &context));
}

#[divan::bench]
fn e_lint(bencher: Bencher<'_, '_>) {
    let sources = [source()];
    bencher.counter(BytesCount::of_str(sources[0].text())).bench(|| survey(black_box(&sources), &Settings::default()));
}

#[divan::bench]
fn f_report(bencher: Bencher<'_, '_>) {
    let sources = [source()];
    let survey = survey(&sources, &Settings::default());
    let look = Look { color: true, width: 100, narrated: false };
    let write = || {
        let pieces = report::FORMATS[0].pieces(&survey, &sources, &look);
        pieces.iter().map(|piece| piece.text.len()).sum::<usize>()
    };
    bencher.counter(BytesCount::of_str(sources[0].text())).bench(write);
}
