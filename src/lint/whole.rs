//! The rules about whole documents: what is told once for all fields, and what is about no field at all.
//!
//! Documents are read a second time for them, and only where one of these rules is asked.

use super::Surveyed;
use crate::check::once::{Once, Spotted};
use crate::check::{deliveries, examples, naming};
use crate::config::{BySource, Settings};
use crate::field::Field;
use crate::finding::Finding;
use crate::input;
use crate::outline::{Example, FieldAt, Outline};
use crate::rulebook::checks::{self, Question, StructureFault};
use crate::source::{FileId, Place, Source};
use crate::suppress::Quiet;
use std::collections::{BTreeMap, BTreeSet};

/// What is to be told of the requests that documents describe, by document, without the places that are not to be told of.
pub(super) type Described = BTreeMap<FileId, Vec<Once>>;

/// The findings about the documents among some sources, those that are not to be told with the reason, and what is to be told
/// together of the requests that they describe.
pub(super) fn findings<S: BySource + ?Sized>(
    sources: &[Source],
    settings: &S,
    surveyed: &[Surveyed],
    quiet: &mut Quiet<'_, S>,
) -> (Vec<Finding>, Described) {
    let fields: Vec<&Field> = surveyed.iter().map(|surveyed| &surveyed.field).collect();
    let (outlines, examples) = outlines(sources, settings, &fields);
    let (mut found, mut described) = (Vec::new(), Described::new());
    let files: BTreeSet<FileId> = fields
        .iter()
        .flat_map(|field| {
            let texts = field.candidate.texts.iter().map(|text| text.file);
            texts.chain([field.candidate.file])
        })
        .chain(examples.iter().map(|example| example.place.file))
        .chain(outlines.iter().map(|outline| outline.file))
        .collect();
    for file in files {
        let settings = settings.of(file);
        let (mut told, mut requests) = (Vec::new(), Vec::new());
        if asks(settings, |question| question == Question::Ambiguity) {
            told.extend(naming::ambiguities(fields.iter().copied(), settings, file));
        }
        if asks(settings, is_about_examples) {
            told.extend(examples::faulty(fields.iter().copied(), &examples, settings, file));
        }
        if asks(settings, is_about_structure) {
            for outline in outlines.iter().filter(|outline| outline.file == file) {
                let (of_fields, of_requests) = deliveries::told_once(outline, &fields, settings);
                told.extend(of_fields);
                requests.extend(of_requests);
            }
        }
        let mut why = |spotted: &Spotted, rules: &[String]| {
            let places: Vec<Place> = std::iter::once(spotted.place).chain(spotted.owner).collect();
            quiet.of_places(&places, spotted.pointer.as_ref(), rules)
        };
        let mut alone = Vec::new();
        for mut once in requests {
            let rules: Vec<String> = settings.asking(once.question).map(|check| check.id.clone()).collect();
            let is_told = |spotted: &Spotted| why(spotted, &rules).is_none();
            let (told_of, hidden): (Vec<Spotted>, Vec<Spotted>) = once.places.drain(..).partition(is_told);
            match told_of.is_empty() {
                // What is not told of at all is a finding with the reason.
                true => alone.push(Once { places: hidden, ..once }),
                false => described.entry(file).or_default().push(Once { places: told_of, ..once }),
            }
        }
        let findings = told.into_iter().chain(alone).filter_map(|once| once.finding(settings, &mut why));
        let findings: Vec<Finding> = findings.collect();
        found.extend(findings.into_iter().map(|finding| quiet.of_file(finding)));
    }
    (found, described)
}

/// The outlines and examples, as far as any source asks a rule that looks at them.
fn outlines<S: BySource + ?Sized>(sources: &[Source], settings: &S, fields: &[&Field]) -> (Vec<Outline>, Vec<Example>) {
    let any = |is: fn(Question) -> bool| (0..sources.len()).any(|file| asks(settings.of(file), is));
    let (of_examples, of_structure) = (any(is_about_examples), any(is_about_structure));
    let has = |word: &[u8]| sources.iter().any(|source| memchr::memmem::find(source.text().as_bytes(), word).is_some());
    let has_deliveries = of_structure && (has(b"callbacks") || has(b"webhooks"));
    let is_described = |field: &&&Field| ["openapi", "swagger", "fragment"].contains(&field.candidate.info.format);
    let wanted: Vec<FieldAt> = fields
        .iter()
        .filter(is_described)
        .map(|field| (field.candidate.file, field.candidate.pointer.clone()))
        .collect();
    let has_fields = !wanted.is_empty() && (of_examples || of_structure);
    if !has_deliveries && !has_fields {
        return (Vec::new(), Vec::new());
    }
    input::outlines(sources, if of_examples { &wanted } else { &[] }, &|_| false)
}

fn is_about_examples(question: Question) -> bool {
    matches!(question, Question::Example(_))
}

/// Whether a question is about what a document says once; of what dangles the first reading tells.
fn is_about_structure(question: Question) -> bool {
    matches!(question, Question::Structure(fault) if fault != StructureFault::Dangling)
}

/// Whether any rule that asks such a question is asked.
fn asks(settings: &Settings, is: fn(Question) -> bool) -> bool {
    let all = checks::built_in().iter().chain(settings.checks.iter());
    { all }.any(|check| is(check.question) && settings.asks(&check.id))
}
