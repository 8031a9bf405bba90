//! Gives inputs the words that their templates ask for by a key, where a locale file with the key was handed in.
//!
//! The words keep their own file and places, so that what is said of them points to where they can be edited. A message
//! that an input shows is that input's words: it is listed, but what is checked is the input.

use super::Gate;
use super::copy::{Catalogue, Message};
use crate::field::{Candidate, MessageKey, Setting, Text};
use crate::source::{FileId, Place, Source, Span};
use std::collections::{HashMap, HashSet};

/// Resolves the keys of candidates. Those that wait are candidates only if their words say what the gate looks for, which
/// was not known before.
pub(super) fn resolve(
    sources: &[Source],
    candidates: &mut Vec<Candidate>,
    mut waiting: Vec<Candidate>,
    gate: Gate<'_>,
) {
    if waiting.is_empty() && candidates.iter().all(|candidate| candidate.keys.is_empty()) {
        return;
    }
    let catalogue = Catalogue::new(sources);
    if catalogue.is_empty() {
        return;
    }
    let mut shown: HashMap<(FileId, Span), Place> = HashMap::new();
    for candidate in &mut waiting {
        resolve_one(sources, &catalogue, candidate, &mut HashMap::new());
    }
    waiting.retain(|candidate| candidate.texts.iter().any(|text| gate(&candidate.name, &text.decoded)));
    // What the gate kept back shows no words that anything else would not be shown by.
    for candidate in &waiting {
        for text in &candidate.texts {
            shown.entry((text.file, text.span)).or_insert(place_of(candidate));
        }
    }
    for candidate in candidates.iter_mut() {
        resolve_one(sources, &catalogue, candidate, &mut shown);
    }
    candidates.extend(waiting);
    for message in candidates.iter_mut().filter(|candidate| candidate.setting == Setting::Message) {
        message.shown_by = message.texts.iter().find_map(|text| shown.get(&(text.file, text.span)).copied());
    }
}

fn place_of(candidate: &Candidate) -> Place {
    Place { file: candidate.file, span: candidate.name_span }
}

/// Puts the words of a candidate's keys where the template shows them.
fn resolve_one(
    sources: &[Source],
    catalogue: &Catalogue,
    candidate: &mut Candidate,
    shown: &mut HashMap<(FileId, Span), Place>,
) {
    let place = place_of(candidate);
    let own = std::mem::take(&mut candidate.texts);
    if candidate.setting == Setting::Input {
        // In gettext's way a sentence is its own key, and stands in the catalogue once more.
        let entries = own.iter().filter_map(|text| {
            catalogue.find(&text.decoded).filter(|message| message.path.last() == Some(&text.decoded))
        });
        for message in entries {
            shown.entry((message.text.file, message.text.span)).or_insert(place);
        }
    }
    let mut placed: Vec<(Span, Text)> = own.into_iter().map(|text| (text.span, text)).collect();
    let template = sources[candidate.file].path();
    for key in &mut candidate.keys {
        let message = catalogue.find(&key.key).filter(|message| is_meant(sources, template, key, message));
        if let Some(message) = message {
            key.is_found = true;
            shown.entry((message.text.file, message.text.span)).or_insert(place);
            placed.push((key.place.span, Text { role: key.role, ..message.text.clone() }));
        }
    }
    // In one file a key may stand before what stands beside it.
    placed.sort_by_key(|(span, _)| *span);
    let mut said = HashSet::new();
    candidate.texts =
        placed.into_iter().map(|(_, text)| text).filter(|text| said.insert(text.decoded.clone())).collect();
}

/// Whether a message is the one that a template means. `messages.url` is a name that many files of one project have, so
/// that only one in a folder around the template counts.
fn is_meant(sources: &[Source], template: &str, key: &MessageKey, message: &Message) -> bool {
    if !key.key.to_ascii_lowercase().starts_with("messages.") {
        return true;
    }
    let folder = sources[message.text.file].path().rsplit_once('/').map_or("", |(folder, _)| folder);
    template.starts_with(folder)
}
