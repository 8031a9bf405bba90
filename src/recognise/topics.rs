//! What a document says once for all of its callback URLs: which fields it has of each subject, and which topics its words
//! and its structure speak of.
//!
//! Words that stand beside a field, in a callback object or on a page of its own are about it; of all others those are whose
//! passage names the subject. Which topics are asked, and how a finding reads, is left to `check`.

use super::names::words_of;
use super::prose::sentences;
use super::subject::subject_of;
use crate::field::{Confidence, DocumentInfo, Field, Kind, Subject, Text};
use crate::outline::{About, Outline};
use crate::rulebook::checks::{self, Check, Question};
use crate::rulebook::compiled::stems::Stems;
use crate::rulebook::phrases::Phrases;
use crate::rulebook::topics::{PartOfCall, Subjects, Topic, Topics};
use crate::rulebook::wording::{Grammar, Held};
use crate::rulebook::{Rulebook, SOURCE_LANGUAGE, primary};
use crate::source::{FileId, Place};
use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, OnceLock};

/// Formats whose files are pages of documentation.
const PAGES: [&str; 3] = ["markdown", "restructured", "asciidoc"];

/// Formats whose files are descriptions of an API, or pieces of one.
const DESCRIPTIONS: [&str; 3] = ["openapi", "swagger", "fragment"];

/// Tells which words are worth decoding, as they are written.
pub type IsWanted<'w> = &'w dyn Fn(&str) -> bool;

/// Whoever reads what documents say beside their fields.
pub struct Readers<'a> {
    /// The outlines of the descriptions, given which words are worth decoding.
    pub descriptions: &'a dyn Fn(IsWanted<'_>) -> Vec<Outline>,
    /// The outline of a page, given what is known of it.
    pub page: &'a dyn Fn(FileId, &Arc<DocumentInfo>) -> Option<Outline>,
}

/// A document with callback URL fields.
#[derive(Debug)]
pub struct Document<'f> {
    /// What it says beside them.
    pub outline: Outline,
    /// The fields whose subject is known, in their order.
    pub fields: Vec<(&'f Field, Subject)>,
}

/// What a document says of a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It has no field that the topic is asked of, or is in a language without words for it.
    NotAsked,
    /// It says it.
    Said {
        /// The words or the structure that say it.
        quote: String,
        /// Where, as far as that can be told.
        place: Option<Place>,
    },
    /// It says nothing of it; these of its fields are concerned.
    Missing(Vec<usize>),
}

/// The documents among some sources that have fields for topics to be asked of. Pieces that stand in files of their own
/// belong to the first description that was handed in with them; forms and locale files are no documents.
pub fn documents<'f>(readers: &Readers<'_>, fields: impl Iterator<Item = &'f Field>) -> Vec<Document<'f>> {
    let is_asked = |field: &&Field| field.confidence == Confidence::Certain && field.understood;
    let fields: Vec<(&Field, Subject)> =
        fields.filter(is_asked).filter_map(|field| Some((field, subject_of(field)?))).collect();
    let of = |formats: &[&str], field: &Field| formats.contains(&field.candidate.info.format);
    let mut documents = Vec::new();
    if fields.iter().any(|(field, _)| of(&DESCRIPTIONS, field)) {
        let subjects: HashSet<Subject> = fields.iter().map(|&(_, subject)| subject).collect();
        let stems = subjects.iter().flat_map(|&subject| Subjects::built_in().stems(subject)).cloned();
        let stems = Stems::of(&stems.collect::<Vec<_>>()).expect("rule data has few stems");
        let outlines = (readers.descriptions)(&|raw| stems.are_in(raw));
        let files: Vec<FileId> = outlines.iter().map(|outline| outline.file).collect();
        for (number, outline) in outlines.into_iter().enumerate() {
            let is_here = |field: &Field| match files.iter().position(|&file| file == field.candidate.file) {
                Some(at) => at == number,
                None => number == 0,
            };
            let own = fields.iter().filter(|(field, _)| of(&DESCRIPTIONS, field) && is_here(field));
            documents.push(Document { outline, fields: own.copied().collect() });
        }
    }
    let pages: HashSet<FileId> =
        fields.iter().filter(|(field, _)| of(&PAGES, field)).map(|(field, _)| field.candidate.file).collect();
    for file in pages {
        let own: Vec<_> = fields.iter().filter(|(field, _)| field.candidate.file == file).copied().collect();
        let own: Vec<_> = own.into_iter().filter(|&(field, subject)| is_page_about(field, subject)).collect();
        let Some(&(first, _)) = own.first() else { continue };
        let Some(mut outline) = (readers.page)(file, &first.candidate.info) else { continue };
        outline.place = Place { file, span: first.candidate.name_span };
        outline.pointer = first.candidate.pointer.clone();
        documents.push(Document { outline, fields: own });
    }
    documents.retain(|document| !document.fields.is_empty());
    documents.sort_by_key(|document| document.outline.place);
    documents
}

/// Whether a page is about the subject of a field, and does not only name one setting among others: its name or the
/// headings around the field say so.
fn is_page_about(field: &Field, subject: Subject) -> bool {
    let stems = Subjects::built_in().stems(subject);
    let owners = field.candidate.owners.iter().map(|owner| owner.to_lowercase());
    owners.into_iter().any(|owner| stems.iter().any(|stem| owner.contains(stem.as_str())))
}

/// What a document says of each topic of some rules; `policy` are words that hold for all fields of a kind in a house.
pub fn hear(
    document: &Document<'_>,
    checks: &[&Check],
    topics: &Topics,
    phrases: &Phrases,
    policy: impl Fn(Kind) -> Vec<String>,
) -> Vec<Heard> {
    let subjects: BTreeMap<Subject, ()> = document.fields.iter().map(|&(_, subject)| (subject, ())).collect();
    let mut said: BTreeMap<(usize, Subject), (String, Option<Place>)> = BTreeMap::new();
    for &subject in subjects.keys() {
        let mut open: Vec<usize> = (0..checks.len())
            .filter(|&at| topics.words[at].is_some() && topic_of(checks[at]).about.contains(&subject))
            .filter(|&at| !topic_of(checks[at]).optional_only)
            .collect();
        let mut state = |at: usize, quote: String, place: Option<Place>| {
            said.insert((at, subject), (quote, place));
        };
        open.retain(|&at| match by_structure(document, subject, topic_of(checks[at]), topics, at) {
            Some((quote, place)) => {
                state(at, quote, Some(place));
                false
            }
            None => true,
        });
        let mut read_about = |words: &str, text: Option<&Text>, unsaid: &str| {
            for sentence in sentences(words) {
                if open.is_empty() {
                    return;
                }
                let said = format!("{}{unsaid}", sentence.words);
                let held = topics.gate.scan(&said);
                open.retain(|&at| match found(topics, at, &said, &held, &phrases.grammar) {
                    Some(range) => {
                        let end = range.end.min(sentence.words.len());
                        let origin = sentence.origin(range.start.min(end)..end);
                        let quote = words[origin.clone()].to_owned();
                        state(at, quote, text.map(|text| text.place(origin)));
                        false
                    }
                    None => true,
                });
            }
        };
        // Beside the field of a webhook it goes without saying that a request is a call of the webhook.
        let unsaid = if subject == Subject::Webhook { " webhook" } else { "" };
        for text in beside(document, subject) {
            read_about(&text.decoded, Some(text), unsaid);
        }
        let mut read = |words: &str, text: Option<&Text>| read_about(words, text, "");
        for prose in prose_of_siblings(document, subject) {
            read(&prose, None);
        }
        let stems = Subjects::built_in().stems(subject);
        for section in &document.outline.sections {
            let text = &section.text;
            match section.about {
                About::Page => read(&text.decoded, Some(text)),
                About::Call if subject == Subject::Webhook => read(&text.decoded, Some(text)),
                About::Call => {}
                About::Tag(ref name) if is_about(name, stems) => read(&text.decoded, Some(text)),
                About::Document | About::Tag(_) | About::Other => {
                    if is_about(&text.decoded, stems) {
                        let passages = passages(&text.decoded).filter(|passage| is_about(passage, stems));
                        passages.for_each(|passage| read(passage, None));
                    }
                }
            }
        }
        for text in nearby(document, subject) {
            let passages = passages(&text.decoded).filter(|passage| is_about(passage, stems));
            passages.for_each(|passage| read(passage, None));
        }
        for words in policy(subject.kind()) {
            read(&words, None);
        }
    }
    let heard = |at: usize| {
        let topic = topic_of(checks[at]);
        if topics.words[at].is_none() {
            return Heard::NotAsked;
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
            (true, Some((_, (quote, place)))) => Heard::Said { quote: quote.clone(), place: *place },
            (true, None) => Heard::NotAsked,
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

/// Whether words that hold for all fields of some kinds say anything that a built-in rule about topics asks for.
pub fn says_any(words: &[String], kinds: &[Kind], language: &str) -> bool {
    let (Some((checks, topics)), Some(phrases)) = (built_in(language), Rulebook::built_in().phrases_in(language))
    else {
        return false;
    };
    let asked = |at: &usize| checks[*at].page.kinds.iter().any(|kind| kinds.contains(kind));
    (0..checks.len()).filter(asked).any(|at| words.iter().any(|words| says(words, topics, at, phrases)))
}

/// Whether any sentence of some words says the topic with a number.
pub fn says(words: &str, topics: &Topics, at: usize, phrases: &Phrases) -> bool {
    sentences(words).iter().any(|sentence| {
        let held = topics.gate.scan(&sentence.words);
        found(topics, at, &sentence.words, &held, &phrases.grammar).is_some()
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

fn found(topics: &Topics, at: usize, words: &str, held: &Held, grammar: &Grammar) -> Option<std::ops::Range<usize>> {
    let wordings = topics.words[at].iter().flatten();
    wordings.filter_map(|wording| wording.find(words, held, grammar)).next()
}

/// The structure that says it: a field beside one of these fields, a header, an answer or a body of a call.
fn by_structure(
    document: &Document<'_>,
    subject: Subject,
    topic: &Topic,
    topics: &Topics,
    at: usize,
) -> Option<(String, Place)> {
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
    let part = calls.clone().find_map(|call| match topic.call? {
        PartOfCall::Answer => call.answer.clone(),
        PartOfCall::Body => call.body.clone(),
    });
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
    part.or_else(header).or_else(itself).or_else(sibling)
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
                let range = found(topics, at, &sentence.words, &held, &phrases.grammar)?;
                let origin = sentence.origin(range);
                Some((text.decoded[origin.clone()].to_owned(), text.place(origin)))
            })
        })
    };
    let silent: Vec<usize> = optional.iter().copied().filter(|index| says(index).is_none()).collect();
    match (silent.is_empty(), optional.first().and_then(says)) {
        (false, _) => Heard::Missing(silent),
        (true, Some((quote, place))) => Heard::Said { quote, place: Some(place) },
        (true, None) => Heard::NotAsked,
    }
}

/// The texts beside the fields of a subject, and those of the callback objects that name them.
fn beside<'d>(document: &'d Document<'_>, subject: Subject) -> impl Iterator<Item = &'d Text> {
    let fields = document.fields.iter().filter(move |(_, of)| *of == subject);
    fields.flat_map(|(field, _)| {
        let calls = field.candidate.callbacks.iter().flat_map(|call| &call.texts);
        field.candidate.texts.iter().chain(calls)
    })
}

/// The texts of operations and objects around the fields of a subject, each once.
fn nearby<'d>(document: &'d Document<'_>, subject: Subject) -> impl Iterator<Item = &'d Text> {
    let mut seen = HashSet::new();
    let fields = document.fields.iter().filter(move |(_, of)| *of == subject);
    fields.flat_map(|(field, _)| &field.candidate.nearby).filter(move |text| seen.insert((text.file, text.span)))
}

/// The words of what stands beside the fields of a subject, as they are written, each once.
fn prose_of_siblings(document: &Document<'_>, subject: Subject) -> Vec<String> {
    let mut seen = HashSet::new();
    let fields = document.fields.iter().filter(|(_, of)| *of == subject);
    let groups = fields.map(|(field, _)| &field.candidate.siblings).filter(|group| seen.insert(Arc::as_ptr(group)));
    groups.flat_map(|group| group.iter()).map(|sibling| sibling.prose.clone()).collect()
}

fn is_about(words: &str, stems: &[String]) -> bool {
    let words = words.to_ascii_lowercase();
    stems.iter().any(|stem| words.contains(stem.as_str()))
}

/// The passages of a text: from one heading to the next.
fn passages(text: &str) -> impl Iterator<Item = &str> {
    let mut starts: Vec<usize> = text.match_indices("\n#").map(|(at, _)| at + 1).collect();
    starts.insert(0, 0);
    starts.push(text.len());
    (0..starts.len() - 1).map(move |index| &text[starts[index]..starts[index + 1]])
}
