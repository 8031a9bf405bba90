//! Which files belong together: those that refer to each other, that translate each other, and that a template shows.

use super::decode::Decoded;
use super::overlay::Overlay;
use super::{Group, Named, projects, read, references};
use crate::input;
use crate::parallel;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// Puts files that refer to each other into one group, with the files that they lead to.
pub(super) fn tie(files: Vec<Named>, overlay: &Overlay) -> Vec<Group> {
    // What an earlier look saw may have changed.
    overlay.forget();
    let looked: Vec<Look> = parallel::map(files.iter().collect(), 4, |file| look(file, overlay));
    let templates: Vec<usize> = (0..files.len()).filter(|&at| looked[at].asks_by_key).collect();
    let locales: Vec<usize> = (0..files.len()).filter(|&at| input::is_source_locale(&files[at].name)).collect();
    let mut index: HashMap<String, usize> = files.iter().map(|file| file.name.clone()).zip(0..).collect();
    let mut names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
    let mut parents: Vec<usize> = (0..files.len()).collect();
    for (one, other) in projects::ties(&files, &templates, &locales) {
        let (one, other) = (root(&mut parents, one), root(&mut parents, other));
        parents[one.max(other)] = one.min(other);
    }
    for (one, other) in translations(&files) {
        let (one, other) = (root(&mut parents, one), root(&mut parents, other));
        parents[one.max(other)] = one.min(other);
    }
    let mut waiting: Vec<(usize, Vec<String>)> = looked.into_iter().map(|look| look.leads).enumerate().collect();
    while let Some((from, targets)) = waiting.pop() {
        for target in targets {
            let to = *index.entry(target.clone()).or_insert_with(|| {
                names.push(target.clone());
                parents.push(parents.len());
                waiting.push((parents.len() - 1, leads_from(&target, overlay)));
                parents.len() - 1
            });
            let (one, other) = (root(&mut parents, from), root(&mut parents, to));
            parents[one.max(other)] = one.min(other);
        }
    }
    let mut groups: BTreeMap<usize, Group> = BTreeMap::new();
    let mut extra: BTreeSet<(usize, String)> = BTreeSet::new();
    for (at, name) in names.into_iter().enumerate() {
        let group = root(&mut parents, at);
        match files.get(at) {
            Some(file) => groups.entry(group).or_default().linted.push(file.clone()),
            None => _ = extra.insert((group, name)),
        }
    }
    for (group, name) in extra {
        groups.entry(group).or_default().referenced.push(Named { name, explicit: false });
    }
    groups.into_values().collect()
}

/// Pairs of files that differ in nothing but their language, by their index.
fn translations(files: &[Named]) -> Vec<(usize, usize)> {
    let mut first: HashMap<String, usize> = HashMap::new();
    let families = files.iter().enumerate().filter_map(|(at, file)| Some((at, input::translation_family(&file.name)?)));
    families
        .filter_map(|(at, family)| {
            let first = *first.entry(family).or_insert(at);
            (first != at).then_some((first, at))
        })
        .collect()
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}

/// What a file is tied by.
#[derive(Default)]
struct Look {
    /// Files that it refers to.
    leads: Vec<String>,
    /// Whether it shows words of locale files.
    asks_by_key: bool,
}

fn look(file: &Named, overlay: &Overlay) -> Look {
    match read(&file.name, overlay) {
        Ok(Decoded::Text(text)) => {
            let look = match input::is_template(&file.name) {
                true => Look { leads: beside(&file.name), asks_by_key: input::asks_by_key(&file.name, &text) },
                false => Look { leads: leads_from_text(&file.name, &text, overlay), asks_by_key: false },
            };
            overlay.keep(&file.name, text);
            look
        }
        // A file that cannot be read is told when its turn comes.
        Ok(_) | Err(_) => Look::default(),
    }
}

/// The form that a help file of Jenkins is for, and the words of a form: files beside it with fixed names.
fn beside(name: &str) -> Vec<String> {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    let path = |file: &str| if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") };
    let others = match file {
        _ if file.starts_with("help-") => vec![path("config.jelly")],
        _ => file.strip_suffix(".jelly").map(|stem| path(&format!("{stem}.properties"))).into_iter().collect(),
    };
    let is_ours = |other: &String| {
        let other = Path::new(other);
        other.is_file() && references::is_inside(other, &references::project_root(Path::new(name)))
    };
    others.into_iter().filter(is_ours).collect()
}

/// The files that a file's `$ref`s lead to, as far as they may be read.
fn leads_from(name: &str, overlay: &Overlay) -> Vec<String> {
    match read(name, overlay) {
        Ok(Decoded::Text(text)) => leads_from_text(name, &text, overlay),
        // A file that cannot be read is told when its turn comes.
        Ok(_) | Err(_) => Vec::new(),
    }
}

pub(super) fn leads_from_text(name: &str, text: &str, overlay: &Overlay) -> Vec<String> {
    let targets = references::targets(name, text);
    if targets.is_empty() {
        return targets;
    }
    let root = references::project_root(Path::new(name));
    let may_be_read = |target: &String| match overlay.of(Path::new(target)) {
        // What git keeps lies in the repository, whatever lies on the disk.
        Some(content) => content.is_some(),
        None => references::is_inside(Path::new(target), &root),
    };
    targets.into_iter().filter(may_be_read).collect()
}

/// The given files and all that they lead to.
pub(super) fn leads_from_all(first: Vec<String>, overlay: &Overlay) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut waiting = first;
    while let Some(name) = waiting.pop() {
        if all.insert(name.clone()) {
            waiting.extend(leads_from(&name, overlay));
        }
    }
    all
}
