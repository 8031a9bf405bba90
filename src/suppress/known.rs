//! Findings that are known already, so that only what is new is told: those of a baseline, or of an earlier version.
//!
//! A finding is known by its file, its pointer and its rules, never by its line.

use crate::finding::Finding;
use std::collections::{BTreeMap, BTreeSet};

/// Findings that are known, by file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    files: BTreeMap<String, BTreeMap<String, Entry>>,
    /// Why they are not told.
    reason: String,
}

/// What is known of one place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The rules that it is known to break.
    pub rules: BTreeSet<String>,
    /// The words that it had then; where they are known, other words make all of it new.
    pub words: Option<String>,
}

impl Known {
    /// Nothing yet, and why what comes is not to be told.
    pub fn because(reason: impl Into<String>) -> Self {
        Known { files: BTreeMap::new(), reason: reason.into() }
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Why these findings are not told.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Adds what a place of a file breaks.
    pub fn add(&mut self, file: &str, place: &str, rules: impl IntoIterator<Item = String>, words: Option<String>) {
        let entry = self.files.entry(file.to_owned()).or_default().entry(place.to_owned()).or_default();
        entry.rules.extend(rules);
        entry.words = words;
    }

    /// The rules that a place of a file is known to break, with the words that it has now.
    pub fn rules(&self, file: &str, place: &str, words: &str) -> Option<&BTreeSet<String>> {
        let entry = self.files.get(file)?.get(place)?;
        let same = entry.words.as_deref().is_none_or(|then| then == words);
        same.then_some(&entry.rules)
    }

    /// Every file with what is known of its places, in order.
    pub fn files(&self) -> &BTreeMap<String, BTreeMap<String, Entry>> {
        &self.files
    }

    /// The same under other names of files; those without a name are left out.
    pub fn renamed(self, name: impl Fn(&str) -> Option<String>) -> Known {
        let files = self.files.into_iter().filter_map(|(file, places)| Some((name(&file)?, places))).collect();
        Known { files, reason: self.reason }
    }
}

/// What a finding is known by in its file: its field's pointer, or what its message is about.
pub fn identity(finding: &Finding) -> String {
    match &finding.pointer {
        Some(pointer) => pointer.0.clone(),
        // How often a reference leads to nothing is no part of what is wrong with it.
        None => finding.message.split(" (and for ").next().unwrap_or_default().to_owned(),
    }
}
