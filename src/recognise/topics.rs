//! What a document says once for all of its callback URLs: which fields it has of each subject, and which topics its words
//! and its structure speak of.
//!
//! Words that stand beside a field, in a callback object or on a page of its own are about it; of all others those are whose
//! passage names the subject. Which topics are asked, and how a finding reads, is left to `check`.

mod listener;

use self::listener::Listener;
use super::names::words_of;
use super::prose::sentences;
use super::subject::subject_of;
use crate::field::{By, Confidence, DocumentInfo, Evidence, Field, Kind, Subject};
use crate::outline::{Group, Offered, Outline};
use crate::rulebook::checks::{self, Check, Question};
use crate::rulebook::compiled::stems::Stems;
use crate::rulebook::phrases::Phrases;
use crate::rulebook::topics::{PartOfCall, Subjects, Topic, Topics};
use crate::rulebook::wording::{Grammar, Held};
use crate::rulebook::{Rulebook, SOURCE_LANGUAGE, primary};
use crate::source::{FileId, Place};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// Formats whose files are pages of documentation.
const PAGES: [&str; 3] = ["markdown", "restructured", "asciidoc"];

/// Formats whose files are descriptions of an API, or pieces of one.
const DESCRIPTIONS: [&str; 8] =
    ["openapi", "swagger", "asyncapi", "arazzo", "json-schema", "kubernetes", "postman", "fragment"];

/// A document with callback URL fields, or with calls that its provider makes.
#[derive(Debug)]
pub struct Document<'f> {
    /// What it says beside them.
    pub outline: Outline,
    /// The fields whose subject is known, in their order.
    pub fields: Vec<(&'f Field, Subject)>,
    /// Whether it is a page of documentation, which has no place that speaks of all of it.
    pub is_page: bool,
}

/// What a document says of a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It is not asked, and why.
    NotAsked(Why),
    /// It says it, in words, by its structure or by a policy.
    Said(Evidence),
    /// It says nothing of it; these of its fields are concerned.
    Missing(Vec<usize>),
}

/// Why a document is not asked for a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It has no field of the subject.
    NoField,
    /// None of its fields of the subject may be left out.
    NoOptional,
    /// Nothing but their names speaks for its fields of the subject.
    NotEvident,
    /// The topic has no words in the language of the document.
    NoWords,
}

/// Fields whose subject is known.
pub type Asked<'f> = Vec<(&'f Field, Subject)>;

/// Those of some fields that documents can be asked about.
pub fn asked<'f>(fields: impl Iterator<Item = &'f Field>) -> Asked<'f> {
    let is_asked = |field: &&Field| field.confidence == Confidence::Certain && field.understood;
    fields.filter(is_asked).filter_map(|field| Some((field, subject_of(field)?))).collect()
}

/// Whether a field is part of a description.
pub fn is_described(field: &Field) -> bool {
    DESCRIPTIONS.contains(&field.candidate.info.format)
}

/// Tells what is worth keeping of documents about some subjects: which words, as they are written, and which names.
pub fn wanted_for(subjects: &BTreeSet<Subject>) -> impl Fn(Offered<'_>) -> bool + use<> {
    let stems = subjects.iter().flat_map(|&subject| &Subjects::built_in().of(subject).stems).cloned();
    let stems = Stems::of(&stems.collect::<Vec<_>>()).expect("rule data has few stems");
    let topics = checks::built_in().iter().filter_map(|check| check.page.topic.as_ref());
    let named = topics.filter(|topic| topic.about.iter().any(|about| subjects.contains(about)));
    let names: HashSet<&str> = named.flat_map(|topic| &topic.together).map(|names| names[0].as_str()).collect();
    move |offered| match offered {
        Offered::Words(raw) => stems.are_in(raw),
        Offered::Name(name) => !names.is_empty() && names.contains(&*words_of(name)),
    }
}

/// The documents among some sources, given the outlines of the descriptions and whoever reads that of a page. Pieces that
/// stand in files of their own belong to the first description that was handed in with them; forms and locale files are no
/// documents.
pub fn documents<'f>(
    outlines: Vec<Outline>,
    page: &dyn Fn(FileId, &Arc<DocumentInfo>) -> Option<Outline>,
    fields: &[(&'f Field, Subject)],
) -> Vec<Document<'f>> {
    let mut documents: Vec<Document> =
        { outlines.into_iter() }.map(|outline| Document { outline, fields: Vec::new(), is_page: false }).collect();
    for &(field, subject) in fields.iter().filter(|(field, _)| is_described(field)) {
        let place = Place { file: field.candidate.file, span: field.candidate.name_span };
        let own = documents.iter().position(|document| document.outline.holds(place)).unwrap_or(0);
        documents.get_mut(own).into_iter().for_each(|document| document.fields.push((field, subject)));
    }
    let of_pages = fields.iter().filter(|(field, _)| PAGES.contains(&field.candidate.info.format));
    let pages: BTreeSet<FileId> = of_pages.map(|(field, _)| field.candidate.file).collect();
    for file in pages {
        let own: Vec<_> = fields.iter().filter(|(field, _)| field.candidate.file == file).copied().collect();
        let own: Vec<_> = own.into_iter().filter(|&(field, subject)| is_page_about(field, subject)).collect();
        let Some(&(first, _)) = own.first() else { continue };
        let Some(outline) = page(file, &first.candidate.info) else { continue };
        documents.push(Document { outline, fields: own, is_page: true });
    }
    documents.sort_by_key(|document| document.outline.place);
    documents
}

/// Whether a page is about the subject of a field, and does not only name one setting among others: its name or the
/// headings around the field say so.
fn is_page_about(field: &Field, subject: Subject) -> bool {
    let stems = &Subjects::built_in().of(subject).stems;
    let owners = field.candidate.owners.iter().map(|owner| owner.to_lowercase());
    owners.into_iter().any(|owner| stems.iter().any(|stem| owner.contains(stem.as_str())))
}

/// What a document says of each topic of some rules; `policy` gives the words that speak for all fields of a kind in a house
/// where a rule asks.
pub fn hear<'p>(
    document: &Document<'_>,
    checks: &[&Check],
    topics: &Topics,
    phrases: &Phrases,
    policy: impl Fn(Kind, &Check) -> Vec<&'p str>,
) -> Vec<Heard> {
    let mut subjects: BTreeSet<Subject> = document.fields.iter().map(|&(_, subject)| subject).collect();
    if !document.outline.deliveries.is_empty() {
        subjects.insert(Subject::Webhook);
    }
    let mut said: BTreeMap<(usize, Subject), Evidence> = BTreeMap::new();
    for subject in subjects {
        let asked = (0..checks.len())
            .filter(|&at| topics.words[at].is_some() && topic_of(checks[at]).about.contains(&subject))
            .filter(|&at| !topic_of(checks[at]).optional_only);
        let mut listener = Listener::new(asked.collect(), subject, topics, phrases);
        listener.look(|at| by_structure(document, subject, topic_of(checks[at]), topics, at));
        listener.listen(document);
        // What a house says stands in none of the sources.
        listener.heed(|at| policy(subject.kind(), checks[at]));
        said.extend(listener.said.into_iter().map(|(at, evidence)| ((at, subject), evidence)));
    }
    let heard = |at: usize| {
        let topic = topic_of(checks[at]);
        if topics.words[at].is_none() {
            return Heard::NotAsked(Why::NoWords);
        }
        let concerned = |&index: &usize| topic.about.contains(&document.fields[index].1);
        let concerned: Vec<usize> = (0..document.fields.len()).filter(concerned).collect();
        if topic.optional_only {
            return optional(document, &concerned, topics, at, phrases);
        }
        let is_said = |index: &usize| said.contains_key(&(at, document.fields[*index].1));
        let missing: Vec<usize> = concerned.iter().copied().filter(|index| !is_said(index)).collect();
        match (missing.is_empty(), said.iter().find(|((of, _), _)| *of == at)) {
            (false, _) => Heard::Missing(missing),
            (true, Some((_, evidence))) => Heard::Said(evidence.clone()),
            (true, None) => Heard::NotAsked(Why::NoField),
        }
    };
    (0..checks.len()).map(heard).collect()
}

/// The built-in rules about topics with their words in a language, compiled on first use; none where none has words in it.
pub fn built_in(language: &str) -> Option<(&'static [&'static Check], &'static Topics)> {
    type OfLanguage = (String, OnceLock<Topics>);
    static CHECKS: OnceLock<Vec<&Check>> = OnceLock::new();
    static TOPICS: OnceLock<Vec<OfLanguage>> = OnceLock::new();
    let checks =
        CHECKS.get_or_init(|| checks::built_in().iter().filter(|check| check.question == Question::Topic).collect());
    let all = TOPICS.get_or_init(|| {
        let languages: HashSet<&String> = checks.iter().flat_map(|check| topic_of(check).words.keys()).collect();
        languages.into_iter().map(|language| (language.clone(), OnceLock::new())).collect()
    });
    let language = primary(language);
    let (_, compiled) = all.iter().find(|(known, _)| *known == language)?;
    let vocabulary = || Rulebook::built_in().vocabulary_in(&language).expect("a test holds topics to languages");
    let compile = || Topics::new(checks, &language, vocabulary()).expect("a test compiles every embedded topic");
    Some((checks, compiled.get_or_init(compile)))
}

/// Whether any sentence of some words says the topic with a number.
pub fn says(words: &str, topics: &Topics, at: usize, phrases: &Phrases) -> bool {
    quote_of(words, "", topics, at, phrases).is_some()
}

/// The words that say the topic with a number; `unsaid` goes without saying where they stand.
pub fn quote_of(words: &str, unsaid: &str, topics: &Topics, at: usize, phrases: &Phrases) -> Option<String> {
    sentences(words).iter().find_map(|sentence| {
        let held = topics.gate.scan(&sentence.words);
        let range = found(topics, at, unsaid, &sentence.words, &held, &phrases.grammar)?;
        Some(words[sentence.origin(range)].to_owned())
    })
}

/// The language that a document is in, as far as it is known.
pub fn language_of(document: &Document<'_>) -> String {
    let told = document.fields.iter().find_map(|(field, _)| field.candidate.info.language.as_deref());
    told.map_or_else(|| SOURCE_LANGUAGE.to_owned(), primary)
}

fn topic_of(check: &Check) -> &Topic {
    check.page.topic.as_ref().expect("a rule that asks for a topic has one")
}

/// Where a sentence says a topic; `unsaid` goes without saying where it stands.
pub(super) fn found(
    topics: &Topics,
    at: usize,
    unsaid: &str,
    words: &str,
    held: &Held,
    grammar: &Grammar,
) -> Option<Range<usize>> {
    let mut wordings = topics.words[at].iter().flatten();
    wordings.find_map(|wording| wording.find_where(unsaid, words, held, grammar))
}

/// The structure that says it: a field beside one of these fields, names that stand together, a header, an answer or a body
/// of a call.
fn by_structure(
    document: &Document<'_>,
    subject: Subject,
    topic: &Topic,
    topics: &Topics,
    at: usize,
) -> Option<(By, String, Place)> {
    let [beside, headers, named] = &topics.names[at];
    let says = |wording: &Option<_>, name: &str| {
        let words = words_of(name);
        let find = |wording: &crate::rulebook::wording::Wording| {
            wording.find(&words, &topics.name_gate.scan(&words), &Grammar::default()).is_some()
        };
        wording.as_ref().is_some_and(find)
    };
    let calls = document.outline.calls.iter().filter(|_| subject == Subject::Webhook);
    let own = document.fields.iter().filter(|(_, of)| *of == subject).map(|(field, _)| &field.candidate);
    let part = match topic.call {
        Some(PartOfCall::Proof) if subject == Subject::Webhook => document.outline.proofs.first().cloned(),
        Some(PartOfCall::Answer) => calls.clone().find_map(|call| call.answer.clone()),
        Some(PartOfCall::Body) => calls.clone().find_map(|call| call.body.clone()),
        _ => None,
    };
    let header = || calls.flat_map(|call| &call.headers).find(|(name, _)| says(headers, name)).cloned();
    let itself = || {
        let candidate = own.clone().find(|candidate| says(named, &candidate.name))?;
        Some((candidate.name.clone(), Place { file: candidate.file, span: candidate.name_span }))
    };
    let sibling = || {
        beside.as_ref()?;
        let mut siblings = own.clone().flat_map(|candidate| candidate.siblings.iter());
        siblings.find(|sibling| says(beside, &sibling.name)).map(|sibling| (sibling.name.clone(), sibling.place))
    };
    let of = |by: By| move |(quote, place)| (by, quote, place);
    let together = || topic.together.iter().find_map(|names| standing_together(names, &document.outline.groups));
    let of_call = part.or_else(header).map(of(By::Callbacks));
    of_call.or_else(|| itself().or_else(sibling).or_else(together).map(of(By::Sibling)))
}

/// The first of some names where all of them stand together, with no more others than there are of them.
fn standing_together(names: &[String], groups: &[Group]) -> Option<(String, Place)> {
    groups.iter().filter(|group| group.len() <= 2 * names.len()).find_map(|group| {
        let find = |wanted: &String| group.iter().find(|(name, _)| words_of(name) == *wanted);
        let all: Option<Vec<_>> = names.iter().map(find).collect();
        all?.first().map(|&found| found.clone())
    })
}

/// What fields that may be left out say of it.
fn optional(document: &Document<'_>, concerned: &[usize], topics: &Topics, at: usize, phrases: &Phrases) -> Heard {
    let may_be_left_out = |&&index: &&usize| {
        let candidate = &document.fields[index].0.candidate;
        candidate.optional && candidate.usage.request
    };
    let optional: Vec<usize> = concerned.iter().filter(may_be_left_out).copied().collect();
    let says = |&index: &usize| {
        document.fields[index].0.candidate.texts.iter().find_map(|text| {
            sentences(&text.decoded).into_iter().find_map(|sentence| {
                let held = topics.gate.scan(&sentence.words);
                let range = found(topics, at, "", &sentence.words, &held, &phrases.grammar)?;
                let origin = sentence.origin(range);
                Some((text.decoded[origin.clone()].to_owned(), text.place(origin)))
            })
        })
    };
    let silent: Vec<usize> = optional.iter().copied().filter(|index| says(index).is_none()).collect();
    match (silent.is_empty(), optional.first().and_then(says)) {
        (false, _) => Heard::Missing(silent),
        (true, Some((quote, place))) => {
            Heard::Said(Evidence { by: By::Text, quote, place: Some(place), confidence: Confidence::Certain })
        }
        (true, None) => Heard::NotAsked(if concerned.is_empty() { Why::NoField } else { Why::NoOptional }),
    }
}
