//! Reads what a document says about one subject, sentence by sentence, until every topic was heard.
//!
//! A sentence need not name what goes without saying where it stands: beside a field, in a call that the provider makes,
//! below a heading about the subject, or after a sentence of its paragraph that names it.

use super::{Document, found, quote_of};
use crate::field::{By, Candidate, Confidence, Evidence, Subject, Text};
use crate::outline::{About, Section};
use crate::recognise::prose::{Sentence, sentences};
use crate::rulebook::phrases::Phrases;
use crate::rulebook::topics::{Cues, Subjects, Topics};
use crate::source::Place;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

/// Where a range of some words stands.
type PlaceOf<'p> = &'p dyn Fn(Range<usize>) -> Place;

/// Whoever reads about one subject.
pub(super) struct Listener<'a> {
    /// What was heard, by the number of the topic.
    pub said: Vec<(usize, Evidence)>,
    open: Vec<usize>,
    subject: Subject,
    delivers: bool,
    cues: &'static Cues,
    topics: &'a Topics,
    phrases: &'a Phrases,
}

impl<'a> Listener<'a> {
    /// Whoever waits for these topics.
    pub fn new(open: Vec<usize>, subject: Subject, topics: &'a Topics, phrases: &'a Phrases) -> Self {
        Listener {
            said: Vec::new(),
            open,
            subject,
            delivers: false,
            cues: Subjects::built_in().of(subject),
            topics,
            phrases,
        }
    }

    /// Takes what the structure says of each topic.
    pub fn look(&mut self, find: impl Fn(usize) -> Option<(By, String, Place)>) {
        self.take(|at| find(at).map(|(by, quote, place)| evidence(by, quote, Some(place))));
    }

    /// Takes what the words say that hold for all documents of a house where a topic is asked.
    pub fn heed<'w>(&mut self, words: impl Fn(usize) -> Vec<&'w str>) {
        let (topics, phrases, unsaid) = (self.topics, self.phrases, self.cues.unsaid.as_str());
        self.take(|at| {
            let quote = words(at).into_iter().find_map(|words| quote_of(words, unsaid, topics, at, phrases));
            quote.map(|quote| evidence(By::Policy, quote, None))
        });
    }

    fn take(&mut self, find: impl Fn(usize) -> Option<Evidence>) {
        let Listener { said, open, .. } = self;
        open.retain(|&at| match find(at) {
            Some(evidence) => {
                said.push((at, evidence));
                false
            }
            None => true,
        });
    }

    /// Reads the words of a document, those beside its fields first.
    pub fn listen(&mut self, document: &Document<'_>) {
        // What a document delivers where it describes deliveries is what they carry.
        self.delivers = self.subject == Subject::Webhook && !document.outline.deliveries.is_empty();
        for text in beside(document, self.subject) {
            self.read(&text.decoded, &|range| text.place(range), true);
        }
        for (prose, place, is_about) in prose_of_siblings(document, self.subject, self.cues) {
            self.read(&prose, &|_| place, is_about);
        }
        let is_titled = document.outline.info.title.as_deref().is_some_and(|title| self.leads(title));
        for Section { about, text } in &document.outline.sections {
            let place = |range: Range<usize>| text.place(range);
            match about {
                About::Page(headings) => {
                    let is_about = is_titled || headings.iter().any(|heading| self.leads(heading));
                    self.read(&text.decoded, &place, is_about);
                }
                About::Call if self.subject == Subject::Webhook => self.read(&text.decoded, &place, true),
                About::Call => {}
                About::Tag(name) if self.leads(name) => self.read(&text.decoded, &place, true),
                // What is said of the whole is said in sentences that name the subject, if no heading does.
                About::Document => self.read_passages(text, is_titled, true),
                About::Tag(_) | About::Other => self.read_description(text),
            }
        }
        for text in nearby(document, self.subject) {
            self.read_description(text);
        }
    }

    /// Reads what is said of one thing: all of it is about the subject where its first sentence is.
    fn read_description(&mut self, text: &Text) {
        let first = text.decoded.split(['.', '\n']).next().unwrap_or_default();
        let is_about = self.leads(first);
        self.read_passages(text, is_about, false);
    }

    /// Reads the passages of a text that are about the subject, or below a heading that is, or all of them; `is_about` where
    /// the whole text is.
    fn read_passages(&mut self, text: &Text, is_about: bool, all: bool) {
        if !is_about && !all && !self.may_speak(&text.decoded) {
            return;
        }
        // The levels of the headings above that are about the subject.
        let mut above: Option<usize> = None;
        for range in passages(&text.decoded) {
            let (passage, start) = (&text.decoded[range.clone()], range.start);
            let level = passage.bytes().take_while(|&byte| byte == b'#').count();
            if level > 0 {
                above = above.filter(|&above| above < level);
                let heading = passage.lines().next().unwrap_or_default();
                if above.is_none() && self.leads(heading) {
                    above = Some(level);
                }
            }
            if is_about || all || above.is_some() || self.may_speak(passage) {
                let place = |range: Range<usize>| text.place(start + range.start..start + range.end);
                self.read(passage, &place, is_about || above.is_some());
            }
        }
    }

    /// Reads some words; `is_about` where all of them are about the subject.
    fn read(&mut self, words: &str, place: PlaceOf<'_>, is_about: bool) {
        if self.open.is_empty() {
            return;
        }
        let mut is_led = false;
        let mut end = 0;
        for sentence in sentences(words) {
            let here = sentence.origin(0..sentence.words.len());
            is_led = is_led && goes_on(&words[end.min(here.start)..here.start]);
            end = here.end;
            is_led = is_led || is_about || contains_any(&sentence.words, &self.cues.leads);
            self.hear(&sentence, words, place, if is_led { &self.cues.unsaid } else { "" });
            if self.open.is_empty() {
                return;
            }
        }
    }

    fn hear(&mut self, sentence: &Sentence, words: &str, place: PlaceOf<'_>, unsaid: &str) {
        let held = self.topics.gate.scan(&sentence.words);
        let Listener { said, open, topics, phrases, .. } = self;
        open.retain(|&at| match found(topics, at, unsaid, &sentence.words, &held, &phrases.grammar) {
            Some(range) => {
                let origin = sentence.origin(range);
                let quote = words[origin.clone()].to_owned();
                said.push((at, evidence(By::Text, quote, Some(place(origin)))));
                false
            }
            None => true,
        });
    }

    fn leads(&self, words: &str) -> bool {
        contains_any(words, &self.cues.leads)
    }

    /// Whether words may speak of the subject.
    fn may_speak(&self, words: &str) -> bool {
        contains_any(words, &self.cues.stems) || (self.delivers && words.to_ascii_lowercase().contains("deliver"))
    }
}

fn evidence(by: By, quote: String, place: Option<Place>) -> Evidence {
    Evidence { by, quote, place, confidence: Confidence::Certain }
}

/// Whether what stands between two sentences leaves them in one paragraph, or makes the second an item of a list.
fn goes_on(between: &str) -> bool {
    let Some(at) = between.rfind("\n\n") else { return true };
    between[at..].trim_start().starts_with(['-', '*', '+']) || between[at..].contains(|c: char| c.is_ascii_digit())
}

fn contains_any(words: &str, stems: &[String]) -> bool {
    let words = words.to_ascii_lowercase();
    stems.iter().any(|stem| words.contains(stem.as_str()))
}

/// The passages of a text: from one heading to the next.
fn passages(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut starts: Vec<usize> = text.match_indices("\n#").map(|(at, _)| at + 1).collect();
    starts.insert(0, 0);
    starts.push(text.len());
    (0..starts.len() - 1).map(move |index| starts[index]..starts[index + 1])
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

/// The words of what stands beside the fields of a subject, as they are written, each once, with the place of what they are
/// about and whether what holds them all is named for the subject.
fn prose_of_siblings(document: &Document<'_>, subject: Subject, cues: &Cues) -> Vec<(String, Place, bool)> {
    let mut seen = HashSet::new();
    let fields = document.fields.iter().filter(|(_, of)| *of == subject).map(|(field, _)| &field.candidate);
    let groups = fields.filter(|candidate| seen.insert(Arc::as_ptr(&candidate.siblings)));
    let of_group = |candidate: &Candidate| {
        let is_about = candidate.owners.iter().any(|owner| contains_any(owner, &cues.leads));
        candidate.siblings.iter().map(|sibling| (sibling.prose.clone(), sibling.place, is_about)).collect::<Vec<_>>()
    };
    groups.flat_map(of_group).collect()
}
