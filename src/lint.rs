//! From sources to findings: reading, recognising and checking in one call, with no files read and nothing that can fail.

use crate::check::{asked, check_drift, check_field, check_problem};
use crate::config::ignores::ignored;
use crate::config::{BySource, Settings};
use crate::field::{Candidate, Confidence, Fact, Field};
use crate::finding::{Finding, Severity};
use crate::input;
use crate::recognise::drift::{self, Translations};
use crate::recognise::{self, recognise};
use crate::rulebook::{Rulebook, primary};
use crate::source::Source;
use std::collections::HashSet;

/// Everything that was found in sources that were handed in together.
#[derive(Debug, Default)]
pub struct Survey {
    /// Every callback URL field, whether or not anything is wrong with it.
    pub fields: Vec<Surveyed>,
    /// What could not be read.
    pub problems: Vec<Finding>,
    /// The least severity that fails a run, for each source; none where nothing does.
    pub thresholds: Vec<Option<Severity>>,
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
    /// Whether a finding that is told fails the run.
    pub fn fails(&self) -> bool {
        let fails = |finding: &&Finding| {
            let least = self.thresholds.get(finding.place.file).copied().flatten();
            finding.suppressed.is_none() && least.is_some_and(|least| finding.severity >= least)
        };
        self.findings().iter().any(fails)
    }

    /// All findings in the order of their places, those that are not told among them.
    pub fn findings(&self) -> Vec<&Finding> {
        let fields = self.fields.iter().flat_map(|surveyed| &surveyed.findings);
        let mut findings: Vec<&Finding> = self.problems.iter().chain(fields).collect();
        findings.sort_by_key(|finding| finding.place);
        findings
    }
}

/// The findings in sources that may refer to each other, in the order of their places, without those that are not told.
///
/// ```
/// use whocalls::{config::Settings, lint::lint, source::Source};
///
/// let spec = Source::new("openapi.yaml", "openapi: 3.1.0\npaths: {}\n");
/// assert!(lint(&[spec], &Settings::default()).is_empty());
/// ```
pub fn lint(sources: &[Source], settings: &Settings) -> Vec<Finding> {
    let survey = survey(sources, settings);
    survey.findings().into_iter().filter(|finding| finding.suppressed.is_none()).cloned().collect()
}

/// Every callback URL field in sources that may refer to each other, with what is wrong with it; the settings are one for
/// all, or one for each source.
pub fn survey<S: BySource + ?Sized>(sources: &[Source], settings: &S) -> Survey {
    let contexts: Vec<recognise::Context> = (0..sources.len()).map(|file| context(settings.of(file))).collect();
    let mut rulebooks: Vec<&Rulebook> = Vec::new();
    for context in &contexts {
        if !rulebooks.iter().any(|known| std::ptr::eq(*known, context.rulebook)) {
            rulebooks.push(context.rulebook);
        }
    }
    // What a house asks to be read in one of the files is looked at in all, and weighed by what holds for each.
    let gate = |name: &str, prose: &str| rulebooks.iter().any(|rulebook| recognise::gate(rulebook)(name, prose));
    let reading = input::read(sources, &gate);
    let mut seen = HashSet::new();
    let mut candidates = reading.candidates;
    candidates.retain(|candidate| seen.insert((candidate.file, candidate.pointer.clone(), candidate.name_span)));
    let family = |candidate: &Candidate| input::translation_family(sources[candidate.file].path());
    let translations = Translations::among(&candidates, &family);
    let recognised = recognise(candidates, &|file| &contexts[file]);
    let is_translated = recognised.iter().any(|field| !drift::is_translation(&field.candidate));
    let mut fields: Vec<Surveyed> = Vec::new();
    for field in recognised {
        let file = field.candidate.file;
        let rulebook = contexts[file].rulebook;
        // What is only likely to be a callback URL is not held against its translations either.
        let least = if settings.of(file).pedantic { Confidence::Likely } else { Confidence::Certain };
        let is_told = field.confidence >= least;
        let drifts = is_told.then(|| translations.drifts_from(&field, &family, rulebook)).into_iter().flatten();
        let drifts = drifts.chain(drift::drift_from_key(&field, least, rulebook));
        let drifted = drifts.flat_map(|drift| {
            let translation = &drift.translation;
            told(translation, settings.of(translation.file), |settings| {
                check_drift(&drift, settings).into_iter().collect()
            })
        });
        let drifted: Vec<Finding> = drifted.collect();
        // A translation is held against what it translates, and asked for no more than that says.
        let of_source = drift::is_translation(&field.candidate)
            && (field.candidate.info.format == "gettext" || (is_translated && !translations.is_empty()));
        let (mut findings, asked) = match of_source {
            true => (Vec::new(), Vec::new()),
            false => (
                told(&field.candidate, settings.of(file), |settings| check_field(&field, settings)),
                asked(&field, settings.of(file)),
            ),
        };
        findings.extend(drifted);
        fields.push(Surveyed { findings, asked, field });
    }
    fields.sort_by_key(|surveyed| (surveyed.field.candidate.file, surveyed.field.candidate.name_span));
    // Two inputs that show the same words would have the same finding at the same place.
    let mut seen = HashSet::new();
    for surveyed in &mut fields {
        surveyed.findings.retain(|finding| seen.insert((finding.place, finding.rules.clone())));
    }
    let problems =
        reading.problems.iter().filter_map(|problem| check_problem(problem, settings.of(problem.place.file)));
    let thresholds = (0..sources.len()).map(|file| settings.of(file).fail_on).collect();
    Survey { fields, problems: problems.collect(), thresholds }
}

fn context(settings: &Settings) -> recognise::Context<'_> {
    recognise::Context { rulebook: settings.rulebook(), callers: settings.callers(), policy: &settings.policy }
}

/// The findings of a check for a candidate, unless it is of a locale file in a language that is not checked: those that are told, and, marked as such, those
/// that the settings ignore.
fn told(candidate: &Candidate, settings: &Settings, check: impl Fn(&Settings) -> Vec<Finding>) -> Vec<Finding> {
    let language = candidate.info.language.as_deref().map(primary);
    if language.is_some_and(|language| !settings.checks_language(&language)) {
        return Vec::new();
    }
    let ignored = ignored(settings, Some(&candidate.pointer.0));
    if ignored.is_empty() {
        return check(settings);
    }
    // A finding stands for several rules, so that what is ignored is asked by itself.
    let (mut told, mut untold) = (settings.clone(), settings.clone());
    told.rules.retain(|rule| !ignored.iter().any(|(id, _)| id == rule));
    untold.rules.retain(|rule| ignored.iter().any(|(id, _)| id == rule));
    let mut findings = check(&told);
    findings.extend(check(&untold).into_iter().map(|finding| {
        let why = ignored.iter().find(|(id, _)| finding.rules.contains(id)).map(|(_, why)| why.clone());
        Finding { suppressed: why, ..finding }
    }));
    findings
}

/// Why a place that was read is, or is not, taken as a callback URL field: the reasons of every candidate that a pointer or
/// a name leads to, with the candidate's pointer.
pub fn weigh(sources: &[Source], place: &str, rulebook: &Rulebook) -> Vec<(String, Vec<String>)> {
    let reading = input::read(sources, &|_, _| true);
    let meant = |candidate: &&Candidate| candidate.pointer.0 == place || candidate.name == place;
    let candidates = reading.candidates.iter().filter(meant);
    candidates
        .map(|candidate| (candidate.pointer.0.clone(), recognise::verdict::weigh(candidate, false, rulebook).reasons))
        .collect()
}
