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
use crate::field::{Confidence, DocumentInfo, Field, Kind, Subject};
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
const DESCRIPTIONS: [&str; 3] = ["openapi", "swagger", "fragment"];

/// Tells what is worth keeping.
pub type IsWanted<'w> = &'w dyn Fn(Offered<'_>) -> bool;

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
        let stems = subjects.iter().flat_map(|&subject| &Subjects::built_in().of(subject).stems).cloned();
        let stems = Stems::of(&stems.collect::<Vec<_>>()).expect("rule data has few stems");
        let named = topics_asked().filter(|topic| topic.about.iter().any(|about| subjects.contains(about)));
        let names: HashSet<&str> = named.flat_map(|topic| &topic.together).map(|names| names[0].as_str()).collect();
        let outlines = (readers.descriptions)(&|offered| match offered {
            Offered::Words(raw) => stems.are_in(raw),
            Offered::Name(name) => !names.is_empty() && names.contains(&*words_of(name)),
        });
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
    let stems = &Subjects::built_in().of(subject).stems;
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
    let subjects: BTreeSet<Subject> = document.fields.iter().map(|&(_, subject)| subject).collect();
    let mut said: BTreeMap<(usize, Subject), (String, Option<Place>)> = BTreeMap::new();
    for subject in subjects {
        let asked = (0..checks.len())
            .filter(|&at| topics.words[at].is_some() && topic_of(checks[at]).about.contains(&subject))
            .filter(|&at| !topic_of(checks[at]).optional_only);
        let mut listener = Listener::new(asked.collect(), subject, topics, phrases);
        listener.look(|at| by_structure(document, subject, topic_of(checks[at]), topics, at));
        listener.listen(document, policy(subject.kind()));
        said.extend(listener.said.into_iter().map(|(at, heard)| ((at, subject), heard)));
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
    (0..checks.len()).any(|at| {
        let about = topic_of(checks[at]).about.iter().filter(|subject| kinds.contains(&subject.kind()));
        { about }.any(|&subject| {
            let unsaid = &Subjects::built_in().of(subject).unsaid;
            words.iter().any(|words| says_where(unsaid, words, topics, at, phrases))
        })
    })
}

/// Whether any sentence of some words says the topic with a number.
pub fn says(words: &str, topics: &Topics, at: usize, phrases: &Phrases) -> bool {
    says_where("", words, topics, at, phrases)
}

fn says_where(unsaid: &str, words: &str, topics: &Topics, at: usize, phrases: &Phrases) -> bool {
    sentences(words).iter().any(|sentence| {
        let held = topics.gate.scan(&sentence.words);
        found(topics, at, unsaid, &sentence.words, &held, &phrases.grammar).is_some()
    })
}

/// The language that a document is in, as far as it is known.
pub fn language_of(document: &Document<'_>) -> String {
    let told = document.fields.iter().find_map(|(field, _)| field.candidate.info.language.as_deref());
    told.map_or_else(|| SOURCE_LANGUAGE.to_owned(), primary)
}

/// The built-in topics.
fn topics_asked() -> impl Iterator<Item = &'static Topic> {
    checks::built_in().iter().filter_map(|check| check.page.topic.as_ref())
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
    let together = || topic.together.iter().find_map(|names| standing_together(names, &document.outline.groups));
    part.or_else(header).or_else(itself).or_else(sibling).or_else(together)
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
        (true, Some((quote, place))) => Heard::Said { quote, place: Some(place) },
        (true, None) => Heard::NotAsked,
    }
}
