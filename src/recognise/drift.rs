//! What a translation leaves out: facts that the words in the source language state and the words of the same message in
//! another language do not.

use super::facts::{facts_in_texts, facts_in_words};
use super::verdict;
use crate::field::{
    By, Candidate, Confidence, DocumentInfo, Evidence, Fact, Field, Kind, Role, Setting, SourceMap, Text, Tie,
};
use crate::rulebook::{Rulebook, SOURCE_LANGUAGE, primary};
use crate::source::Place;
use std::collections::HashMap;
use std::sync::Arc;

/// Facts that one translation of a message leaves out.
#[derive(Clone, Debug)]
pub struct Drift {
    /// The message in the other language.
    pub translation: Candidate,
    /// Its kind, as the message in the source language has it.
    pub kind: Kind,
    /// The facts, with the evidence for them in the source language.
    pub left_out: Vec<(Fact, Evidence)>,
}

/// The messages of one run that are translations, by what they translate.
#[derive(Debug, Default)]
pub struct Translations {
    by_message: HashMap<Key, Vec<Candidate>>,
}

/// What a message and its translations have in common: the family of their files, and the key without a language.
type Key = (String, String);

impl Translations {
    /// The translations among candidates; `family` tells the files that differ in nothing but their language.
    pub fn among(candidates: &[Candidate], family: &impl Fn(&Candidate) -> Option<String>) -> Self {
        let mut by_message: HashMap<Key, Vec<Candidate>> = HashMap::new();
        for candidate in candidates.iter().filter(|candidate| is_translation(candidate)) {
            if let Some(key) = key_of(candidate, family) {
                by_message.entry(key).or_default().push(candidate.clone());
            }
        }
        Translations { by_message }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_message.is_empty()
    }

    /// What each translation of a field of the source language leaves out.
    pub fn drifts_from(
        &self,
        field: &Field,
        family: &impl Fn(&Candidate) -> Option<String>,
        rulebook: &Rulebook,
    ) -> Vec<Drift> {
        if is_translation(&field.candidate) || field.candidate.setting != Setting::Message {
            return Vec::new();
        }
        let translations = key_of(&field.candidate, family).and_then(|key| self.by_message.get(&key));
        let drifts = translations.into_iter().flatten().filter_map(|translation| {
            let by_text = |fact: &Fact| field.facts.of(*fact).filter(|evidence| evidence.by == By::Text).cloned();
            let stated = Fact::ALL.into_iter().filter_map(|fact| by_text(&fact).map(|evidence| (fact, evidence)));
            drift(translation, field.kind, stated, rulebook)
        });
        drifts.collect()
    }
}

/// What a catalogue entry leaves out of the sentence that it translates, where the sentence is its own key; `least` is how
/// sure it has to be that the sentence is about a callback URL.
pub fn drift_from_key(field: &Field, least: Confidence, rulebook: &Rulebook) -> Option<Drift> {
    let candidate = &field.candidate;
    if !is_translation(candidate) || candidate.info.format != "gettext" {
        return None;
    }
    let place = Place { file: candidate.file, span: candidate.name_span };
    // A translation may sound like a callback URL where what it translates does not.
    verdict::weigh(&in_source_language(candidate), false, rulebook).confidence.filter(|found| *found >= least)?;
    let stated = facts_in_words(&candidate.name, field.kind, rulebook.phrases(), &[]);
    let stated = Fact::ALL.into_iter().filter_map(|fact| {
        let evidence = stated.of(fact)?.clone();
        Some((fact, Evidence { place: Some(place), ..evidence }))
    });
    drift(candidate, field.kind, stated, rulebook)
}

/// The entry as it was before anyone translated it: its key is its words.
fn in_source_language(entry: &Candidate) -> Candidate {
    let words = Text {
        role: Role::Label,
        file: entry.file,
        decoded: entry.name.clone(),
        span: entry.name_span,
        map: SourceMap::verbatim(entry.name_span.start as usize),
        tied: Some(Tie::Key),
    };
    let info = DocumentInfo { language: None, ..(*entry.info).clone() };
    Candidate { texts: vec![words], info: Arc::new(info), ..entry.clone() }
}

/// Whether a candidate is a message in another language than products are written in.
pub fn is_translation(candidate: &Candidate) -> bool {
    let language = candidate.info.language.as_deref().map(primary);
    candidate.setting == Setting::Message && language.is_some_and(|language| language != SOURCE_LANGUAGE)
}

fn drift(
    translation: &Candidate,
    kind: Kind,
    stated: impl Iterator<Item = (Fact, Evidence)>,
    rulebook: &Rulebook,
) -> Option<Drift> {
    let phrases = rulebook.phrases_in(translation.info.language.as_deref()?)?;
    let said = facts_in_texts(&translation.texts, kind, phrases, &[]);
    let left_out: Vec<(Fact, Evidence)> = stated.filter(|(fact, _)| said.of(*fact).is_none()).collect();
    (!left_out.is_empty()).then(|| Drift { translation: translation.clone(), kind, left_out })
}

/// The family of a message's file, and its key without the language at its root.
fn key_of(candidate: &Candidate, family: &impl Fn(&Candidate) -> Option<String>) -> Option<Key> {
    let pointer = candidate.pointer.0.as_str();
    let language = candidate.info.language.as_deref().unwrap_or(SOURCE_LANGUAGE);
    let under = |root: &str| {
        let rest = pointer.trim_start_matches('/').strip_prefix(root)?;
        rest.strip_prefix(['/', '.']).map(ToOwned::to_owned)
    };
    let roots = [language.to_owned(), language.replace('-', "_"), primary(language)];
    let key = roots.iter().find_map(|root| under(root)).unwrap_or_else(|| pointer.trim_start_matches('/').to_owned());
    Some((family(candidate)?, key))
}
