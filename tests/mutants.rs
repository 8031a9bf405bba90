//! Real files that were damaged by chance: nothing ends the reading of them, takes a second, or names a place that the file
//! does not have. `WHOCALLS_MUTANTS=100000 cargo test --release --test mutants -- --ignored --nocapture` is the long run.

#![expect(clippy::print_stderr, reason = "a run of chance says how much it tried")]

#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "support/corpus.rs"]
mod corpus;
#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "support/mutate.rs"]
mod mutate;
#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "support/properties.rs"]
mod properties;

use mutate::{Chance, cuts, mutant};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};
use whocalls::input::json;
use whocalls::input::yaml::parse_carefully;
use whocalls::source::Source;

/// Our own small files.
fn own() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for folder in ["tests/copy", "tests/docs", "tests/markup", "tests/quiet", "tests/fixtures", "tests/cli", "examples"]
    {
        corpus::files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut files);
    }
    files.sort();
    let text = |path: &Path| std::fs::read_to_string(path).ok().map(|text| (path.display().to_string(), text));
    files.iter().filter_map(|path| text(path)).flat_map(|(name, text)| cuts(&name, &text)).collect()
}

/// Those of the corpus, where there is one.
fn real() -> Vec<(String, String)> {
    let Some(folder) = corpus::folder() else { return Vec::new() };
    let mut files = Vec::new();
    corpus::files_below(&folder.join("files"), &mut files);
    files.sort();
    let text = |path: &Path| std::fs::read_to_string(path).ok().map(|text| (path.display().to_string(), text));
    files.iter().filter_map(|path| text(path)).flat_map(|(name, text)| cuts(&name, &text)).collect()
}

/// What is done with one mutant, and how long it took.
fn tried(name: &str, text: &str, thoroughly: bool) -> (Result<(), String>, Duration) {
    let settings = properties::house();
    let begin = Instant::now();
    let done = catch_unwind(AssertUnwindSafe(|| {
        let sources = [Source::new(name, text)];
        let survey = whocalls::lint::survey(&sources, &settings);
        properties::places_are_sound(&survey, &sources);
        if thoroughly {
            properties::is_reported(&survey, &sources);
            properties::is_fixed_well(&sources, &settings, text.len().is_multiple_of(2));
            // A mutant in one language of trees is one in the other too.
            _ = (json::parse(0, text), parse_carefully(0, text));
        }
    }));
    let message = |panic: Box<dyn std::any::Any + Send>| {
        let words = panic.downcast_ref::<String>().map(String::as_str);
        words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic without words").to_owned()
    };
    (done.map_err(message), begin.elapsed())
}

/// The longest that anybody should wait for one small file.
const SLOW: Duration = Duration::from_secs(1);

fn run(files: &[(String, String)], mutants: usize) {
    let mut chance = Chance::seeded(20_261_124);
    let mut wrong: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let (mut bytes, mut slowest) = (0, (Duration::ZERO, String::new()));
    let mut slow = Vec::new();
    let begin = Instant::now();
    for number in 0..mutants {
        let (name, text) = &files[number % files.len()];
        let mutant = mutant(text, &mut chance);
        bytes += mutant.len();
        let thoroughly = number.is_multiple_of(10);
        let (done, mut took) = tried(name, &mutant, thoroughly);
        if took > SLOW {
            // A machine that is busy elsewhere is no fault of ours, so that the better of three counts.
            took = (0..2).map(|_| tried(name, &mutant, thoroughly).1).fold(took, Duration::min);
        }
        if took > slowest.0 {
            slowest = (took, format!("mutant {number} of {name}"));
        }
        if took > SLOW {
            slow.push(format!("mutant {number} of {name}: {took:?}"));
            keep(number, name, &mutant);
        }
        if let Err(message) = done {
            let short = whocalls::source::beginning(&message, 300).to_owned();
            let (count, _) = wrong.entry(short).or_insert_with(|| (0, format!("mutant {number} of {name}")));
            if *count == 0 {
                keep(number, name, &mutant);
            }
            *count += 1;
        }
    }
    eprintln!(
        "{mutants} mutants of {} files, {} MB, in {:?}: {} panics or broken promises, {} over {SLOW:?}; slowest {:?} ({})",
        files.len(),
        bytes / 1_000_000,
        begin.elapsed(),
        wrong.values().map(|(count, _)| count).sum::<usize>(),
        slow.len(),
        slowest.0,
        slowest.1,
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(slow.is_empty(), "{slow:#?}");
}

/// Puts a mutant that broke something where it can be looked at.
fn keep(number: usize, name: &str, mutant: &str) {
    let file = name.rsplit('/').next().unwrap_or(name);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("mutant-{number}-{file}"));
    _ = std::fs::write(path, mutant);
}

#[test]
fn damaged_files_of_ours_are_read_without_harm() {
    run(&own(), 400);
}

#[test]
#[ignore = "it is a long run"]
fn damaged_files_of_the_corpus_are_read_without_harm() {
    let mut files = real();
    files.extend(own());
    let mutants =
        std::env::var("WHOCALLS_MUTANTS").ok().map_or(5_000, |number| number.parse().expect("it is a number"));
    run(&files, mutants);
}
