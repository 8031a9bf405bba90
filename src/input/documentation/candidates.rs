//! Makes candidates of the entries of a page: those that pass the gate, with their pointers and what stands beside them.

use super::entries::{Entry, Outline};
use super::passage::Passage;
use super::section::{Section, outward, slug};
use super::stem_of;
use crate::field::{Candidate, DocumentInfo, Pointer, Role, Setting, Sibling};
use crate::input::Gate;
use crate::input::copy::language_of_page;
use crate::source::{FileId, Place, beginning};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Entries that are kept as the siblings of one, and bytes of their words.
const SIBLINGS_LIMIT: usize = 200;
const PROSE_LIMIT: usize = 200;
/// Entries that are gone into from the outside.
const OUTER_LIMIT: usize = 8;

/// The candidates of a page.
pub(super) fn candidates(
    file: FileId,
    path: &str,
    format: &'static str,
    outline: Outline,
    gate: Gate<'_>,
) -> Vec<Candidate> {
    let Outline { sections, entries } = outline;
    let language = language_of_page(path);
    let info = Arc::new(DocumentInfo { format, title: None, language });
    let pointers = pointers(&entries, &sections);
    let mut groups: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        groups.entry(entry.group).or_default().push(at);
    }
    let mut siblings: HashMap<usize, Arc<Vec<Sibling>>> = HashMap::new();
    let mut found = Vec::new();
    for (entry, pointer) in entries.iter().zip(pointers) {
        if sections[entry.section].is_log || !passes(entry, gate) {
            continue;
        }
        let beside = siblings.entry(entry.group).or_insert_with(|| {
            let members = groups.get(&entry.group).into_iter().flatten();
            Arc::new(members.take(SIBLINGS_LIMIT).map(|&at| sibling(&entries[at], file)).collect())
        });
        let named = (entry.name.clone(), entry.name_span);
        found.push(Candidate {
            owners: owners(entry, &entries, &sections, path),
            texts: entry.texts.iter().map(|words| words.text(Role::Description, file)).collect(),
            shape: entry.shape.clone(),
            usage: entry.usage,
            siblings: Arc::clone(beside),
            nearby: nearby(entry, &sections).map(|words| words.text(Role::Description, file)).collect(),
            ..Candidate::new(file, pointer, named, Setting::Entry, Arc::clone(&info))
        });
    }
    found
}

/// A function is no field. A name in plain words must itself be worth reading; a name that is marked as code is worth it by its words too.
pub(in crate::input) fn passes(entry: &Entry, gate: Gate<'_>) -> bool {
    if entry.is_function {
        return false;
    }
    if gate(&entry.name, "") {
        return true;
    }
    !entry.is_in_words && entry.texts.iter().any(|words| gate(&entry.name, words.words()))
}

/// Names from the inside out: entries, headings, the title of a table, the file.
fn owners(entry: &Entry, entries: &[Entry], sections: &[Section], path: &str) -> Vec<String> {
    let outer = around(entry, entries).map(|outer| outer.name.clone());
    let titles = outward(sections, entry.section).map(|section| without_arguments(&section.title).to_owned());
    outer.chain(titles).chain(entry.caption.clone()).chain([stem_of(path).to_owned()]).collect()
}

/// A function's arguments are no names of what encloses an entry.
fn without_arguments(title: &str) -> &str {
    let start = title.find('(').filter(|&start| title[..start].ends_with(|c: char| c.is_alphanumeric()));
    start.map_or(title, |start| &title[..start])
}

fn around<'e>(entry: &'e Entry, entries: &'e [Entry]) -> impl Iterator<Item = &'e Entry> {
    let first = entry.outer.map(|outer| &entries[outer]);
    std::iter::successors(first, |entry| entry.outer.map(|outer| &entries[outer])).take(OUTER_LIMIT)
}

/// The opening of its section, which stands near.
fn nearby<'s>(entry: &Entry, sections: &'s [Section]) -> impl Iterator<Item = &'s Passage> {
    sections[entry.section].opening.iter()
}

/// Headings and names from the outside in; what has the same path as one before it gets a number.
fn pointers(entries: &[Entry], sections: &[Section]) -> Vec<Pointer> {
    let mut paths: HashMap<usize, String> = HashMap::new();
    let mut taken: HashSet<String> = HashSet::new();
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut pointers = Vec::with_capacity(entries.len());
    for entry in entries {
        let path = paths.entry(entry.section).or_insert_with(|| {
            let mut slugs: Vec<&str> = outward(sections, entry.section).map(|section| section.slug.as_str()).collect();
            slugs.reverse();
            slugs.join("/")
        });
        let mut names: Vec<String> = around(entry, entries).map(part).collect();
        names.reverse();
        names.push(part(entry));
        let parts: Vec<&str> = std::iter::once(path.as_str()).chain(names.iter().map(String::as_str)).collect();
        let whole = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        let count = counts.entry(whole.clone()).or_insert(0);
        let mut pointer = whole.clone();
        while !taken.insert(pointer.clone()) {
            *count += 1;
            pointer = format!("{whole}-{}", *count + 1);
        }
        pointers.push(Pointer(pointer));
    }
    pointers
}

/// A name as a part of a pointer: an identifier as it stands, words as a slug.
fn part(entry: &Entry) -> String {
    let is_one = !entry.name.contains(|c: char| c.is_whitespace() || c == '/');
    if is_one && !entry.is_in_words { entry.name.clone() } else { slug(&entry.name) }
}

/// An entry as what stands beside another.
pub(in crate::input) fn sibling(entry: &Entry, file: FileId) -> Sibling {
    let prose = entry.texts.first().map_or("", Passage::words);
    Sibling {
        name: entry.name.clone(),
        place: Place { file, span: entry.name_span },
        values: entry.shape.samples.clone(),
        values_place: entry.sample_span.map(|span| Place { file, span }),
        prose: beginning(prose, PROSE_LIMIT).to_owned(),
    }
}
