//! From sources to findings: reading, recognising and checking in one call, with no files read and nothing that can fail.

mod unsaid;
mod whole;

use self::whole::Whole;
use crate::check::deliveries::check_dangling;
use crate::check::{asked, check_drift, check_field, check_problem};
use crate::config::{BySource, Settings};
use crate::field::{Candidate, Confidence, Fact, Field};
use crate::finding::{Finding, Severity, SuppressedBy, Suppression};
use crate::input;
use crate::recognise::drift::{self, Translations};
use crate::recognise::topics::{Document, Heard};
use crate::recognise::{self, Sift, recognise};
use crate::rulebook::Rulebook;
use crate::rulebook::checks::Check;
use crate::source::Source;
use crate::suppress::Quiet;
use crate::suppress::known::{Known, identity};
use crate::times::{Stopwatch, Times};
use std::collections::HashSet;

/// Everything that was found in sources that were handed in together.
#[derive(Debug, Default)]
pub struct Survey {
    /// Every callback URL field, whether or not anything is wrong with it.
    pub fields: Vec<Surveyed>,
    /// What could not be read.
    pub problems: Vec<Finding>,
    /// What whole documents leave unsaid of their fields.
    pub documents: Vec<Finding>,
    /// The least severity that fails a run, for each source; none where nothing does.
    pub thresholds: Vec<Option<Severity>>,
    /// What it took.
    pub times: Times,
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

    /// The findings that are about no single field.
    pub fn of_files(&self) -> impl Iterator<Item = &Finding> {
        self.problems.iter().chain(&self.documents)
    }

    /// All findings in the order of their places, those that are not told among them.
    pub fn findings(&self) -> Vec<&Finding> {
        let fields = self.fields.iter().flat_map(|surveyed| &surveyed.findings);
        let mut findings: Vec<&Finding> = self.of_files().chain(fields).collect();
        findings.sort_by_key(|finding| finding.place);
        findings
    }

    /// What was found, as what is known from now on; `words` tells whether it is known only as long as its words stay.
    pub fn known(&self, sources: &[Source], reason: &str, words: bool) -> Known {
        let mut known = Known::because(reason);
        let mut add = |finding: &Finding, field: Option<&Field>| {
            // What the source asks to ignore has its place there already.
            if finding.suppressed.as_ref().is_some_and(|suppression| suppression.by == SuppressedBy::Source) {
                return;
            }
            let source = &sources[finding.place.file];
            let texts = field.iter().flat_map(|field| &field.candidate.texts).map(|text| text.decoded.as_str());
            let texts = texts.collect::<Vec<_>>().join("\n");
            let now = words.then(|| format!("{texts}\n{}", source.slice(finding.place.span)));
            known.add(source.path(), &identity(finding), finding.rules.iter().cloned(), now);
        };
        self.of_files().for_each(|finding| add(finding, None));
        for surveyed in &self.fields {
            surveyed.findings.iter().for_each(|finding| add(finding, Some(&surveyed.field)));
        }
        known
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
    survey_beside(sources, settings, &[])
}

/// The same, where what is known of the sources is not to be told.
pub fn survey_beside<S: BySource + ?Sized>(sources: &[Source], settings: &S, known: &[&Known]) -> Survey {
    let mut watch = Stopwatch::start();
    let mut times = Times::default();
    let mut quiet = Quiet::new(sources, settings, known);
    times.check += watch.lap();
    let contexts: Vec<recognise::Context> = (0..sources.len()).map(|file| context(settings.of(file))).collect();
    let mut rulebooks: Vec<&Rulebook> = Vec::new();
    for context in &contexts {
        if !rulebooks.iter().any(|known| std::ptr::eq(*known, context.rulebook)) {
            rulebooks.push(context.rulebook);
        }
    }
    // What a house asks to be read in one of the files is looked at in all, and weighed by what holds for each.
    let gate = |name: &str, prose: &str| rulebooks.iter().any(|rulebook| recognise::gate(rulebook)(name, prose));
    let sift = Sift::new(&rulebooks);
    let wanted = input::Sift {
        keeps: &|candidate| sift.keeps(candidate),
        wants_values: &recognise::may_name_method,
        wants_prose: (0..sources.len()).any(|file| !settings.of(file).asking_topics().is_empty()),
    };
    let reading = input::read_sifted(sources, &gate, wanted);
    times.parse = reading.parsing;
    times.recognise += watch.lap().saturating_sub(times.parse);
    let mut seen = HashSet::new();
    let mut candidates = reading.candidates;
    candidates.retain(|candidate| seen.insert((candidate.file, candidate.pointer.clone(), candidate.name_span)));
    let family = |candidate: &Candidate| input::translation_family(sources[candidate.file].path());
    let translations = Translations::among(&candidates, &family);
    let recognised = recognise(candidates, sift, &|file| &contexts[file]);
    times.recognise += watch.lap();
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
            let check = |settings: &Settings| check_drift(&drift, settings);
            quiet.of_field(&field, &drift.translation, check)
        });
        let drifted: Vec<Finding> = drifted.collect();
        // A translation is held against what it translates, and asked for no more than that says.
        let of_source = drift::is_translation(&field.candidate)
            && (field.candidate.info.format == "gettext" || (is_translated && !translations.is_empty()));
        let (mut findings, asked) = match of_source {
            true => (quiet.of_field(&field, &field.candidate, |_| Vec::new()), Vec::new()),
            false => (
                quiet.of_field(&field, &field.candidate, |settings| check_field(&field, settings)),
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
        // What is known was known once for all of them, while the source speaks of one input alone.
        let by_source = |suppression: &Suppression| suppression.by == SuppressedBy::Source;
        let key = |finding: &Finding| {
            (finding.place, finding.rules.clone(), finding.suppressed.as_ref().is_some_and(by_source))
        };
        surveyed.findings.retain(|finding| seen.insert(key(finding)));
    }
    let problems =
        reading.problems.iter().filter_map(|problem| check_problem(problem, settings.of(problem.place.file)));
    let mut problems: Vec<Finding> = problems.map(|finding| quiet.of_file(finding)).collect();
    let dangling = reading.dangling.iter().flat_map(|one| check_dangling(one, settings.of(one.place.file)));
    problems.extend(dangling.map(|finding| quiet.of_file(finding)));
    let whole = Whole::read(sources, settings, fields.iter().map(|surveyed| &surveyed.field).collect(), false);
    let (of_structure, documents) = whole.findings(settings, &mut quiet);
    problems.extend(of_structure);
    problems.extend(quiet.complaints());
    let thresholds = (0..sources.len()).map(|file| settings.of(file).fail_on).collect();
    times.check += watch.lap();
    Survey { fields, problems, documents, thresholds, times }
}

fn context(settings: &Settings) -> recognise::Context<'_> {
    recognise::Context { rulebook: settings.rulebook(), callers: settings.callers(), policy: &settings.policy }
}

/// What the documents among some sources say of every topic, whether or not its rule is asked; `survey` is that of the same.
pub fn heard<'f, 's, S: BySource + ?Sized>(
    sources: &[Source],
    settings: &'s S,
    survey: &'f Survey,
) -> Vec<(Document<'f>, Vec<(&'s Check, Heard)>)> {
    let fields = survey.fields.iter().map(|surveyed| &surveyed.field).collect();
    let mut documents = Whole::read(sources, settings, fields, true).documents;
    documents.retain(|(_, heard)| !heard.is_empty());
    documents
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
