//! The rules about whole documents: what is told once for all fields, and what is about no field at all.
//!
//! Documents are read a second time for them, once for all of these rules, and only where one of them is asked.

use super::unsaid;
use crate::check::once::{Once, Spotted};
use crate::check::{deliveries, examples, naming};
use crate::config::{BySource, Settings};
use crate::field::{Field, Subject};
use crate::finding::{Finding, Suppression};
use crate::input;
use crate::outline::{Example, FieldAt, Outline};
use crate::recognise::topics::{self, Document, Heard, is_described};
use crate::rulebook::checks::{self, Check, Question, StructureFault};
use crate::source::{FileId, Place, Source};
use crate::suppress::Quiet;
use std::collections::BTreeSet;

/// The documents among some sources, as far as rules are asked that look at whole ones.
pub(super) struct Whole<'f, 's> {
    /// Each with what it says of every topic.
    pub(super) documents: Vec<(Document<'f>, Vec<(&'s Check, Heard)>)>,
    /// All fields.
    fields: Vec<&'f Field>,
    /// The examples of fields.
    examples: Vec<Example>,
}

impl<'f, 's> Whole<'f, 's> {
    /// Reads the documents that have some fields; `regardless` of the rules that are asked, where they are to be explained.
    pub(super) fn read<S: BySource + ?Sized>(
        sources: &[Source],
        settings: &'s S,
        fields: Vec<&'f Field>,
        regardless: bool,
    ) -> Self {
        let any = |is: fn(Question) -> bool| (0..sources.len()).any(|file| asks(settings.of(file), is));
        let (of_examples, of_structure) = (any(is_about_examples), any(is_about_structure));
        let asks_topic = |field: &&&Field| {
            let settings = settings.of(field.candidate.file);
            regardless || of_structure || asks(settings, |question| question == Question::Topic)
        };
        let asked = topics::asked(fields.iter().filter(asks_topic).copied());
        let mut subjects: BTreeSet<Subject> = asked.iter().map(|&(_, subject)| subject).collect();
        if of_structure {
            subjects.insert(Subject::Webhook);
        }
        let has_deliveries = || {
            let has = |word: &[u8]| {
                sources.iter().any(|source| memchr::memmem::find(source.text().as_bytes(), word).is_some())
            };
            of_structure && (has(b"callbacks") || has(b"webhooks"))
        };
        let wanted: Vec<FieldAt> = { fields.iter() }
            .filter(|field| of_examples && is_described(field))
            .map(|field| (field.candidate.file, field.candidate.pointer.clone()))
            .collect();
        let is_read = asked.iter().any(|(field, _)| is_described(field)) || !wanted.is_empty() || has_deliveries();
        let (outlines, examples) = match is_read {
            true => input::outlines(sources, &wanted, &topics::wanted_for(&subjects)),
            false => (Vec::new(), Vec::new()),
        };
        let page = |file: FileId, info: &_| input::outline_of_page(file, &sources[file], info);
        let documents = topics::documents(outlines, &page, &asked).into_iter().map(|document| {
            let has_more = !document.fields.is_empty() || !document.outline.deliveries.is_empty();
            let heard =
                if has_more { unsaid::heard(&document, settings.of(document.outline.file)) } else { Vec::new() };
            (document, heard)
        });
        Whole { documents: documents.collect(), fields, examples }
    }

    /// The findings about names, examples and structure, those that are not to be told with the reason, and those for what
    /// documents leave unsaid.
    pub(super) fn findings<S: BySource + ?Sized>(
        &self,
        settings: &S,
        quiet: &mut Quiet<'_, S>,
    ) -> (Vec<Finding>, Vec<Finding>) {
        let Whole { documents, fields, examples } = self;
        let (mut found, mut unsaid) = (Vec::new(), Vec::new());
        let files: BTreeSet<FileId> = fields
            .iter()
            .flat_map(|field| {
                let texts = field.candidate.texts.iter().map(|text| text.file);
                texts.chain([field.candidate.file])
            })
            .chain(examples.iter().map(|example| example.place.file))
            .chain(documents.iter().map(|(document, _)| document.outline.file))
            .collect();
        for file in files {
            let settings = settings.of(file);
            let mut told = Vec::new();
            if asks(settings, |question| question == Question::Ambiguity) {
                told.extend(naming::ambiguities(fields.iter().copied(), settings, file));
            }
            if asks(settings, is_about_examples) {
                told.extend(examples::faulty(fields.iter().copied(), examples, settings, file));
            }
            for (document, heard) in documents.iter().filter(|(document, _)| document.outline.file == file) {
                let mut requests = Vec::new();
                if asks(settings, is_about_structure) {
                    let here = fields.iter().copied().filter(|field| is_of(field, &document.outline));
                    let here: Vec<&Field> = here.collect();
                    let (of_fields, of_requests) = deliveries::told_once(&document.outline, &here, settings);
                    told.extend(of_fields);
                    let open = of_requests
                        .into_iter()
                        .filter(|once| !unsaid::is_answered(once.question, document, heard, settings));
                    for once in open {
                        let (shown, hidden) = without_quiet(once, settings, quiet);
                        requests.extend(shown);
                        told.extend(hidden);
                    }
                }
                let (of_document, rest) = unsaid::findings(document, heard, requests, settings, quiet);
                unsaid.extend(of_document);
                unsaid.extend(quiet.of_gathered(file, |settings| deliveries::merged(&rest, settings)));
            }
            for once in told {
                let findings = once.findings(settings, &mut |spotted, rules| why(spotted, rules, quiet)).into_iter();
                found.extend(findings.map(|finding| quiet.of_file(finding)));
            }
        }
        (found, unsaid)
    }
}

/// Why a place is not to be told of by some rules.
fn why<S: BySource + ?Sized>(spotted: &Spotted, rules: &[String], quiet: &mut Quiet<'_, S>) -> Option<Suppression> {
    let places: Vec<Place> = std::iter::once(spotted.place).chain(spotted.owner).collect();
    quiet.of_places(&places, spotted.pointer.as_ref(), rules)
}

/// What is to be told of the requests of a document without the places that are not to be told of; where none is left, it is
/// told for itself, with the reason.
fn without_quiet<S: BySource + ?Sized>(
    mut once: Once,
    settings: &Settings,
    quiet: &mut Quiet<'_, S>,
) -> (Option<Once>, Option<Once>) {
    let rules: Vec<String> = settings.asking(once.question).map(|check| check.id.clone()).collect();
    let is_told = |spotted: &Spotted| why(spotted, &rules, quiet).is_none();
    let (told_of, hidden): (Vec<Spotted>, Vec<Spotted>) = once.places.drain(..).partition(is_told);
    match told_of.is_empty() {
        true => (None, Some(Once { places: hidden, ..once })),
        false => (Some(Once { places: told_of, ..once }), None),
    }
}

/// Whether a field is one of a document, or stands in another file.
fn is_of(field: &Field, outline: &Outline) -> bool {
    let place = Place { file: field.candidate.file, span: field.candidate.name_span };
    place.file != outline.file || outline.holds(place)
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
