//! From paths to sources: which files are looked at, which of them belong together, and what their bytes say.
//!
//! These are the only reads of the crate, and `write` holds the only writes. Texts are kept for one group of tied files at a time; what the texts mean is
//! left to the readers.

pub mod decode;
mod projects;
pub mod references;
pub mod write;

use crate::input::{self, Problem, ProblemKind};
use crate::source::{Place, Source, Span, beginning};
use decode::Decoded;
use ignore::WalkBuilder;
use ignore::overrides::OverrideBuilder;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// What kept a run from looking at what it was asked to look at.
#[derive(Debug, thiserror::Error)]
pub enum WalkError {
    /// A path that was named does not exist.
    #[error("there is no file or folder `{0}`")]
    Missing(String),
    /// A path that was named is a pipe or a device, which can be read only once.
    #[error("`{0}` is no file; hand its content to `whocalls -`")]
    NoFile(String),
    /// A file or folder cannot be read.
    #[error("cannot read `{0}`: {1}")]
    Unreadable(String, String),
    /// A file cannot be written.
    #[error("cannot write `{0}`: {1}")]
    Unwritable(String, String),
    /// A file is no longer as it was read.
    #[error("`{0}` was changed by others while it was looked at, and is left as it is")]
    Changed(String),
    /// A pattern to exclude is no pattern.
    #[error("`{0}` is no pattern for files: {1}")]
    Pattern(String, String),
}

/// Files that refer to each other, by name; their texts are read when the group's turn comes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Files to lint, in the order of their names.
    pub linted: Vec<Named>,
    /// Files that were not asked for, but that a linted file leads to.
    pub referenced: Vec<Named>,
}

/// A file, by the name that reports show for it: relative to the working directory, with forward slashes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The name.
    pub name: String,
    /// Whether it was given by name, so that it is worth a word if it is no text.
    pub explicit: bool,
}

/// The texts of a group.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The sources to hand in together.
    pub sources: Vec<Source>,
    /// Files that are no text from some byte on; what stands before it is among the sources.
    pub problems: Vec<Problem>,
}

/// What there is to lint.
#[derive(Debug, Default)]
pub struct Walk {
    /// Files in groups that refer to each other, in the order of their names.
    pub groups: Vec<Group>,
    /// What could not be looked at.
    pub errors: Vec<WalkError>,
}

/// The files to lint below the given paths.
pub fn walk(paths: &[PathBuf], exclude: &[String]) -> Walk {
    let mut errors = Vec::new();
    let mut files: BTreeMap<String, bool> = BTreeMap::new();
    for path in paths {
        match std::fs::metadata(path) {
            Ok(found) if found.is_dir() => {
                for name in files_below(path, exclude, &mut errors) {
                    files.entry(name).or_insert(false);
                }
            }
            Ok(found) if found.is_file() => _ = files.insert(shown_name(path), true),
            Ok(_) => errors.push(WalkError::NoFile(path.display().to_string())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                errors.push(WalkError::Missing(path.display().to_string()));
            }
            Err(error) => errors.push(unreadable(&path.display().to_string(), &error)),
        }
    }
    let files: Vec<Named> = files.into_iter().map(|(name, explicit)| Named { name, explicit }).collect();
    Walk { groups: tie(files), errors }
}

/// Reads the files of a group.
pub fn load(group: &Group) -> Result<Loaded, WalkError> {
    let mut loaded = Loaded::default();
    for file in &group.linted {
        match read(&file.name)? {
            Decoded::Text(text) => loaded.sources.push(Source::new(&file.name, text)),
            Decoded::NotText { lossy, offset, reason } => loaded.add_broken(&file.name, &lossy, offset, reason),
        }
    }
    for file in &group.referenced {
        // A reference to what is no text is told by the reader, which finds nothing under that name.
        if let Ok(Decoded::Text(text)) = read(&file.name) {
            loaded.sources.push(Source::referenced(&file.name, text));
        }
    }
    Ok(loaded)
}

/// A text that did not come from a file, under the name that it is to have, with the files that it leads to.
pub fn load_bytes(name: &str, bytes: Vec<u8>) -> Loaded {
    match decode::decode(bytes) {
        Decoded::Text(text) => {
            let referenced = leads_from_all(leads_from_text(name, &text));
            let read = referenced.into_iter().filter_map(|name| match read(&name) {
                Ok(Decoded::Text(text)) => Some(Source::referenced(name, text)),
                _ => None,
            });
            let own = Source::new(name, text.as_str());
            Loaded { sources: std::iter::once(own).chain(read).collect(), problems: Vec::new() }
        }
        Decoded::NotText { lossy, offset, reason } => {
            let mut loaded = Loaded::default();
            loaded.add_broken(name, &lossy, offset, reason);
            loaded
        }
    }
}

impl Loaded {
    /// Adds what stands before the first byte that is no text, with a problem at that byte; a file that was not meant to be
    /// an API description is none of ours, and passed over.
    fn add_broken(&mut self, name: &str, lossy: &str, offset: usize, reason: &str) {
        let before = Source::new(name, beginning(lossy, offset));
        if !input::claims_to_be_description(&before) {
            return;
        }
        let place = Place { file: self.sources.len(), span: Span::new(offset, offset) };
        self.problems.push(Problem { kind: ProblemKind::Unreadable, place, message: reason.to_string(), help: None });
        self.sources.push(before);
    }
}

/// Files below a folder that a reader may want, without what is hidden or ignored.
fn files_below(folder: &Path, exclude: &[String], errors: &mut Vec<WalkError>) -> Vec<String> {
    // Patterns are relative to where they were typed, and not to the folder that is walked.
    let here = match folder.is_absolute() {
        true => std::env::current_dir().unwrap_or_default(),
        false => PathBuf::from("."),
    };
    let mut overrides = OverrideBuilder::new(here);
    for pattern in exclude {
        if let Err(error) = overrides.add(&format!("!{pattern}")) {
            errors.push(WalkError::Pattern(pattern.clone(), error.to_string()));
        }
    }
    let overrides = overrides.build().unwrap_or_else(|error| {
        errors.push(WalkError::Pattern(exclude.join("`, `"), error.to_string()));
        ignore::overrides::Override::empty()
    });
    let mut names = Vec::new();
    // A copy of a repository without its .git is still to be linted without its node_modules.
    for entry in WalkBuilder::new(folder).require_git(false).overrides(overrides).build() {
        match entry {
            Err(error) => errors.push(WalkError::Unreadable(folder.display().to_string(), error.to_string())),
            Ok(entry) => {
                if entry.file_type().is_some_and(|kind| kind.is_file()) && may_be_read(entry.path()) {
                    names.push(shown_name(entry.path()));
                }
            }
        }
    }
    names
}

/// Whether any reader is offered files with such a name; files that are given by name are handed over in any case.
fn may_be_read(path: &Path) -> bool {
    let name = path.to_string_lossy().to_lowercase();
    input::FORMATS.iter().flat_map(|format| format.endings).any(|ending| name.ends_with(ending))
}

/// The name that reports show for a path: relative to the working directory where it is below it, with forward slashes.
fn shown_name(path: &Path) -> String {
    let below = std::env::current_dir().ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf));
    let name = below.unwrap_or_else(|| path.to_path_buf()).to_string_lossy().into_owned();
    let name = if std::path::MAIN_SEPARATOR == '\\' { name.replace('\\', "/") } else { name };
    references::normalised(&name)
}

fn read(name: &str) -> Result<Decoded, WalkError> {
    std::fs::read(name).map(decode::decode).map_err(|error| unreadable(name, &error))
}

fn unreadable(name: &str, error: &std::io::Error) -> WalkError {
    WalkError::Unreadable(name.to_string(), error.to_string())
}

/// Puts files that refer to each other into one group, with the files that they lead to.
fn tie(files: Vec<Named>) -> Vec<Group> {
    let looked: Vec<Look> = files.par_iter().map(look).collect();
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
                waiting.push((parents.len() - 1, leads_from(&target)));
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

fn look(file: &Named) -> Look {
    match read(&file.name) {
        Ok(Decoded::Text(text)) if input::is_template(&file.name) => {
            Look { leads: beside(&file.name), asks_by_key: input::asks_by_key(&file.name, &text) }
        }
        Ok(Decoded::Text(text)) => Look { leads: leads_from_text(&file.name, &text), asks_by_key: false },
        // A file that cannot be read is told when its turn comes.
        Ok(Decoded::NotText { .. }) | Err(_) => Look::default(),
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
    others.into_iter().filter(|other| Path::new(other).is_file()).collect()
}

/// The files that a file's `$ref`s lead to, as far as they may be read.
fn leads_from(name: &str) -> Vec<String> {
    match read(name) {
        Ok(Decoded::Text(text)) => leads_from_text(name, &text),
        // A file that cannot be read is told when its turn comes.
        Ok(Decoded::NotText { .. }) | Err(_) => Vec::new(),
    }
}

fn leads_from_text(name: &str, text: &str) -> Vec<String> {
    let targets = references::targets(name, text);
    if targets.is_empty() {
        return targets;
    }
    let root = references::project_root(Path::new(name));
    targets.into_iter().filter(|target| references::is_inside(Path::new(target), &root)).collect()
}

/// The given files and all that they lead to.
fn leads_from_all(first: Vec<String>) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut waiting = first;
    while let Some(name) = waiting.pop() {
        if all.insert(name.clone()) {
            waiting.extend(leads_from(&name));
        }
    }
    all
}
