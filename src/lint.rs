//! From sources to findings: reading, recognising and checking in one call, with no files read and nothing that can fail.

use crate::check::{asked, check_drift, check_field, check_problem};
use crate::config::Settings;
use crate::field::{Candidate, Confidence, Fact, Field};
use crate::finding::Finding;
use crate::input;
use crate::recognise::drift::{self, Translations};
use crate::recognise::{self, recognise};
use crate::rulebook::Rulebook;
use crate::source::Source;
use std::collections::HashSet;

/// Everything that was found in sources that were handed in together.
#[derive(Debug, Default)]
pub struct Survey {
    /// Every callback URL field, whether or not anything is wrong with it.
    pub fields: Vec<Surveyed>,
    /// What could not be read.
    pub problems: Vec<Finding>,
}

/// A callback URL field and what is wrong with it.
#[derive(Debug)]
pub struct Surveyed {
    /// The field.
    pub field: Field,
    /// What is wrong with it: what it leaves out, and what contradicts itself.
    pub findings: Vec<Finding>,
    /// The facts that it was asked for.
    pub asked: Vec<Fact>,
}

impl Survey {
    /// All findings in the order of their places.
    pub fn findings(&self) -> Vec<&Finding> {
        let fields = self.fields.iter().flat_map(|surveyed| &surveyed.findings);
        let mut findings: Vec<&Finding> = self.problems.iter().chain(fields).collect();
        findings.sort_by_key(|finding| finding.place);
        findings
    }
}

/// The findings in sources that may refer to each other, in the order of their places.
///
/// ```
/// use whocalls::{config::Settings, lint::lint, source::Source};
///
/// let spec = Source::new("openapi.yaml", "openapi: 3.1.0\npaths: {}\n");
/// assert!(lint(&[spec], &Settings::default()).is_empty());
/// ```
pub fn lint(sources: &[Source], settings: &Settings) -> Vec<Finding> {
    survey(sources, settings).findings().into_iter().cloned().collect()
}

/// Every callback URL field in sources that may refer to each other, with what is wrong with it.
pub fn survey(sources: &[Source], settings: &Settings) -> Survey {
    let rulebook = Rulebook::built_in();
    let context = recognise::Context { callers: settings.caller.iter().cloned().collect() };
    let reading = input::read(sources, &recognise::gate(rulebook));
    let mut seen = HashSet::new();
    let mut candidates = reading.candidates;
    candidates.retain(|candidate| seen.insert((candidate.file, candidate.pointer.clone(), candidate.name_span)));
    let family = |candidate: &Candidate| input::translation_family(sources[candidate.file].path());
    let translations = Translations::among(&candidates, &family);
    let recognised = recognise(candidates, rulebook, &context);
    let is_translated = recognised.iter().any(|field| !drift::is_translation(&field.candidate));
    let mut fields: Vec<Surveyed> = Vec::new();
    for field in recognised {
        // What is only likely to be a callback URL is not held against its translations either.
        let least = if settings.pedantic { Confidence::Likely } else { Confidence::Certain };
        let is_told = field.confidence >= least;
        let drifts = is_told.then(|| translations.drifts_from(&field, &family, rulebook)).into_iter().flatten();
        let drifts = drifts.chain(drift::drift_from_key(&field, least, rulebook));
        let drifted: Vec<Finding> = drifts.filter_map(|drift| check_drift(&drift, settings)).collect();
        // A translation is held against what it translates, and asked for no more than that says.
        let of_source = drift::is_translation(&field.candidate)
            && (field.candidate.info.format == "gettext" || (is_translated && !translations.is_empty()));
        let (mut findings, asked) = match of_source {
            true => (Vec::new(), Vec::new()),
            false => (check_field(&field, settings), asked(&field, settings)),
        };
        findings.extend(drifted);
        fields.push(Surveyed { findings, asked, field });
    }
    fields.sort_by_key(|surveyed| (surveyed.field.candidate.file, surveyed.field.candidate.name_span));
    // Two inputs that show the same words would have the same finding at the same place.
    let mut told = HashSet::new();
    for surveyed in &mut fields {
        surveyed.findings.retain(|finding| told.insert((finding.place, finding.rules.clone())));
    }
    let problems = reading.problems.iter().filter_map(|problem| check_problem(problem, settings)).collect();
    Survey { fields, problems }
}

/// Why a place that was read is, or is not, taken as a callback URL field: the reasons of every candidate that a pointer or
/// a name leads to, with the candidate's pointer.
pub fn weigh(sources: &[Source], place: &str) -> Vec<(String, Vec<String>)> {
    let rulebook = Rulebook::built_in();
    let reading = input::read(sources, &|_, _| true);
    let meant = |candidate: &&Candidate| candidate.pointer.0 == place || candidate.name == place;
    let candidates = reading.candidates.iter().filter(meant);
    candidates
        .map(|candidate| (candidate.pointer.0.clone(), recognise::verdict::weigh(candidate, false, rulebook).reasons))
        .collect()
}
