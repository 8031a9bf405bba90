//! Gives inputs the words that their templates ask for by a key, where a locale file with the key was handed in.
//!
//! The words keep their own file and places, so that what is said of them points to where they can be edited. A message
//! that an input shows is that input's words, and no field of its own.

use super::Gate;
use super::copy::{Catalogue, Message};
use crate::field::{Candidate, MessageKey, Setting, Text};
use crate::source::{FileId, Source, Span};
use std::collections::HashSet;

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
    let mut shown: HashSet<(FileId, Span)> = HashSet::new();
    for candidate in &mut waiting {
        resolve_one(sources, &catalogue, candidate, &mut HashSet::new());
    }
    waiting.retain(|candidate| candidate.texts.iter().any(|text| gate(&candidate.name, &text.decoded)));
    // What the gate kept back shows no words that anything else would not be shown by.
    for text in waiting.iter().flat_map(|candidate| &candidate.texts) {
        shown.insert((text.file, text.span));
    }
    for candidate in candidates.iter_mut() {
        resolve_one(sources, &catalogue, candidate, &mut shown);
    }
    candidates.extend(waiting);
    candidates.retain(|candidate| {
        let is_shown = |text: &Text| shown.contains(&(text.file, text.span));
        candidate.setting != Setting::Message || !candidate.texts.iter().any(is_shown)
    });
}

/// Puts the words of a candidate's keys where the template shows them.
fn resolve_one(
    sources: &[Source],
    catalogue: &Catalogue,
    candidate: &mut Candidate,
    shown: &mut HashSet<(FileId, Span)>,
) {
    let own = std::mem::take(&mut candidate.texts);
    if candidate.setting == Setting::Input {
        // In gettext's way a sentence is its own key, and stands in the catalogue once more.
        let entries = own.iter().filter_map(|text| {
            catalogue.find(&text.decoded).filter(|message| message.path.last() == Some(&text.decoded))
        });
        shown.extend(entries.map(|message| (message.text.file, message.text.span)));
    }
    let mut placed: Vec<(Span, Text)> = own.into_iter().map(|text| (text.span, text)).collect();
    let template = sources[candidate.file].path();
    for key in &mut candidate.keys {
        let message = catalogue.find(&key.key).filter(|message| is_meant(sources, template, key, message));
        if let Some(message) = message {
            key.is_found = true;
            shown.insert((message.text.file, message.text.span));
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
