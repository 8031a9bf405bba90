//! From paths to sources: which files are looked at, which of them belong together, and what their bytes say.
//!
//! These are the only reads of the crate. Texts are kept for one group of tied files at a time; what the texts mean is
//! left to the readers.

pub mod baseline;
pub mod bounded;
pub mod configured;
pub mod decode;
pub mod git;
pub mod names;
pub mod overlay;
mod projects;
pub mod references;
pub mod watch;
pub mod write;

use crate::config::configuration::{NAMES, joined};
use crate::config::patterns::Patterns;
use crate::input::{self, Problem, ProblemKind};
use crate::parallel;
use crate::source::{Place, Source, Span, Standing, beginning};
use bounded::Bytes;
use configured::Configured;
use decode::Decoded;
use ignore::WalkBuilder;
use ignore::overrides::OverrideBuilder;
use overlay::Overlay;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;
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
    /// The same of files that are ours only if they have a field; all of their text is among the sources, with marks for
    /// what is none.
    pub doubts: Vec<Problem>,
    /// Files that could not be read; what they are tied to is among the sources all the same.
    pub errors: Vec<WalkError>,
}

/// What there is to lint.
#[derive(Debug, Default)]
pub struct Walk {
    /// Files in groups that refer to each other, in the order of their names.
    pub groups: Vec<Group>,
    /// What could not be looked at.
    pub errors: Vec<WalkError>,
}

/// Which files are looked at.
#[derive(Clone, Debug)]
pub struct Choice<'c> {
    /// Patterns to leave out, relative to the working directory.
    pub exclude: &'c [String],
    /// Whether what is left out stays so where it is given by name.
    pub force_exclude: bool,
    /// Whether what git ignores is passed over.
    pub respect_gitignore: bool,
    /// Whether hidden files and folders are looked at too.
    pub hidden: bool,
    /// The configurations, which leave out more.
    pub configured: &'c Configured,
}

/// The files to lint below the given paths.
pub fn walk(paths: &[PathBuf], choice: &Choice<'_>, overlay: &Overlay) -> Walk {
    let mut errors = Vec::new();
    let left_out = Excluded::new(choice, &mut errors);
    let mut found: Vec<Named> = Vec::new();
    for path in paths {
        let folder = path.is_dir();
        match overlay.of(path) {
            _ if !folder && left_out.holds(path) => {}
            Some(Some(_)) if !folder => found.push(Named { name: shown_name(path), explicit: true }),
            Some(None) if !folder => errors.push(WalkError::Missing(path.display().to_string())),
            _ => found.extend(named_by(path, choice, &mut errors)),
        }
    }
    found.retain(|file| !overlay.lacks(Path::new(&file.name)));
    // What the index has is to be looked at, though the disk has it no more.
    let tops: Vec<PathBuf> = paths.iter().filter_map(|path| std::fs::canonicalize(path).ok()).collect();
    let lost = overlay.places().filter(|place| !place.exists() && tops.iter().any(|top| place.starts_with(top)));
    found.extend(lost.map(|place| Named { name: shown_name(place), explicit: false }));
    let mut files: BTreeMap<String, bool> = BTreeMap::new();
    // One folder holds no file twice; of several paths two may lead to the same file.
    let mut first: HashMap<PathBuf, String> = HashMap::new();
    for Named { name, explicit } in found {
        let name = match std::fs::canonicalize(names::path_of(&name)).ok().filter(|_| paths.len() > 1) {
            Some(real) => first.entry(real).or_insert(name).clone(),
            None => name,
        };
        *files.entry(name).or_insert(false) |= explicit;
    }
    let files: Vec<Named> = files.into_iter().map(|(name, explicit)| Named { name, explicit }).collect();
    // No file is opened for a run that its configuration will not let begin.
    let folders: BTreeSet<&str> =
        files.iter().map(|file| file.name.rsplit_once('/').map_or("", |(at, _)| at)).collect();
    for folder in folders {
        choice.configured.configuration_for(Path::new(if folder.is_empty() { "." } else { folder }));
    }
    if choice.configured.has_mistakes() {
        return Walk { groups: Vec::new(), errors };
    }
    Walk { groups: tie(files, overlay), errors }
}

/// The paths that a file lists: one a line, or with a NUL behind each if it has any; `-` is standard input.
pub fn listed_paths(list: &Path) -> Result<Vec<PathBuf>, WalkError> {
    let mut bytes = Vec::new();
    let read = match list == Path::new("-") {
        true => std::io::stdin().lock().read_to_end(&mut bytes).map(|_| ()),
        false => std::fs::read(list).map(|read| bytes = read),
    };
    read.map_err(|error| unreadable(&list.display().to_string(), &error))?;
    let separator = if bytes.contains(&0) { 0 } else { b'\n' };
    let lines = bytes.split(|&byte| byte == separator);
    let lines = lines.map(|line| line.strip_suffix(b"\r").filter(|_| separator != 0).unwrap_or(line));
    Ok(lines.filter(|line| !line.is_empty()).map(path_of).collect())
}

/// A path of bytes, as the system has them.
fn path_of(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
    }
    #[cfg(not(unix))]
    {
        PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
    }
}

/// The files that a path leads to: itself, or those below it.
fn named_by(path: &Path, choice: &Choice<'_>, errors: &mut Vec<WalkError>) -> Vec<Named> {
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => {
            let names = files_below(path, choice, errors).into_iter();
            return names.map(|name| Named { name, explicit: false }).collect();
        }
        Ok(found) if found.is_file() => return vec![Named { name: shown_name(path), explicit: true }],
        Ok(_) => errors.push(WalkError::NoFile(path.display().to_string())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            errors.push(WalkError::Missing(path.display().to_string()));
        }
        Err(error) => errors.push(unreadable(&path.display().to_string(), &error)),
    }
    Vec::new()
}

/// The texts that sources had where the contents of an overlay are in force, with all that they lead to; `old_name` gives
/// the name that a file had. What was not there then is left out.
pub fn load_before(sources: &[Source], overlay: &Overlay, old_name: impl Fn(&str) -> String) -> Vec<Source> {
    let mut before: Vec<Source> = Vec::new();
    let mut leads = Vec::new();
    for source in sources {
        let name = old_name(source.path());
        // What no overlay has, and what is handed in from elsewhere, is as it was.
        let text = match read(&name, overlay) {
            Ok(Decoded::Text(text)) => text,
            _ => continue,
        };
        leads.extend(leads_from_text(&name, &text, overlay));
        before.push(match source.standing() {
            Standing::Linted => Source::new(name, text),
            Standing::Referenced => Source::referenced(name, text),
        });
    }
    for name in leads_from_all(leads, overlay) {
        let is_new = !before.iter().any(|source| source.path() == name);
        if let Some(Decoded::Text(text)) = is_new.then(|| read(&name, overlay).ok()).flatten() {
            before.push(Source::referenced(name, text));
        }
    }
    before
}

/// Reads the files of a group.
pub fn load(group: &Group, overlay: &Overlay) -> Loaded {
    let mut loaded = Loaded::default();
    for file in &group.linted {
        match read(&file.name, overlay) {
            Ok(Decoded::Text(text)) => loaded.sources.push(Source::new(&file.name, text)),
            Ok(Decoded::NotText { lossy, offset, reason }) => loaded.add_broken(&file.name, &lossy, offset, reason),
            Ok(Decoded::TooLarge { beginning }) => loaded.add_too_large(&file.name, beginning),
            Err(error) => loaded.errors.push(error),
        }
    }
    for file in &group.referenced {
        // A reference to what is no text is told by the reader, which finds nothing under that name.
        if let Ok(Decoded::Text(text)) = read(&file.name, overlay) {
            loaded.sources.push(Source::referenced(&file.name, text));
        }
    }
    loaded
}

/// A text that did not come from a file, under the name that it is to have, with the files that it leads to.
pub fn load_bytes(name: &str, bytes: Bytes, overlay: &Overlay) -> Loaded {
    match decode::decode_bytes(name, bytes) {
        Decoded::Text(text) => {
            let referenced = leads_from_all(leads_from_text(name, &text, overlay), overlay);
            let read = referenced.into_iter().filter_map(|name| match read(&name, overlay) {
                Ok(Decoded::Text(text)) => Some(Source::referenced(name, text)),
                _ => None,
            });
            let own = Source::new(name, text.as_str());
            Loaded { sources: std::iter::once(own).chain(read).collect(), ..Loaded::default() }
        }
        Decoded::NotText { lossy, offset, reason } => {
            let mut loaded = Loaded::default();
            loaded.add_broken(name, &lossy, offset, reason);
            loaded
        }
        Decoded::TooLarge { beginning } => {
            let mut loaded = Loaded::default();
            loaded.add_too_large(name, beginning);
            loaded
        }
    }
}

impl Loaded {
    /// Adds what stands before the first byte that is no text, with a problem at that byte. Of a file that was not meant to
    /// be an API description, all is added that is text; what has a NUL byte is none of ours, and passed over.
    fn add_broken(&mut self, name: &str, lossy: &str, offset: usize, reason: &str) {
        let before = Source::new(name, beginning(lossy, offset));
        let place = Place { file: self.sources.len(), span: Span::new(offset, offset) };
        let problem = Problem { kind: ProblemKind::Unreadable, place, message: reason.to_string(), help: None };
        if input::claims_to_be_description(&before) {
            self.problems.push(problem);
            self.sources.push(before);
        } else if !lossy.contains('\0') {
            self.doubts.push(problem);
            self.sources.push(Source::new(name, lossy));
        }
    }

    /// Adds a problem for a file that is larger than what is read; nothing of it is linted.
    fn add_too_large(&mut self, name: &str, beginning: String) {
        if !input::claims_to_be_description(&Source::new(name, beginning)) {
            return;
        }
        let place = Place { file: self.sources.len(), span: Span::default() };
        let message = format!("the file is larger than {} MiB, and is not read", bounded::LARGEST >> 20);
        let help = Some("split it into files that refer to each other".to_owned());
        self.problems.push(Problem { kind: ProblemKind::Unreadable, place, message, help });
        self.sources.push(Source::new(name, ""));
    }
}

/// Whether files that are given by name are left out, which is asked only if that is wished.
struct Excluded<'c> {
    configured: &'c Configured,
    patterns: Option<Patterns>,
    here: PathBuf,
    forced: bool,
}

impl<'c> Excluded<'c> {
    fn new(choice: &Choice<'c>, errors: &mut Vec<WalkError>) -> Self {
        let here = std::env::current_dir().unwrap_or_default();
        let (configured, forced) = (choice.configured, choice.force_exclude);
        let patterns = (forced && !choice.exclude.is_empty()).then(|| {
            let compiled = Patterns::new(&here, choice.exclude.iter().map(String::as_str));
            let wrong = |(number, reason): (usize, String)| WalkError::Pattern(choice.exclude[number].clone(), reason);
            compiled.map_err(|error| errors.push(wrong(error))).ok()
        });
        Excluded { configured, patterns: patterns.flatten(), here, forced }
    }

    fn holds(&self, path: &Path) -> bool {
        let typed = || joined(&self.here, &path.to_string_lossy());
        self.forced
            && (self.configured.excludes_file(path)
                || self.patterns.as_ref().is_some_and(|patterns| patterns.match_file(&typed())))
    }
}

/// Files below a folder that a reader may want, without what is hidden, ignored or left out.
fn files_below(folder: &Path, choice: &Choice<'_>, errors: &mut Vec<WalkError>) -> Vec<String> {
    let exclude = choice.exclude;
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
    let mut walk = WalkBuilder::new(folder);
    // A copy of a repository without its .git is still to be linted without its node_modules.
    walk.require_git(false).overrides(overrides).hidden(!choice.hidden);
    if !choice.respect_gitignore {
        walk.ignore(false).git_ignore(false).git_exclude(false).git_global(false).parents(false);
    }
    let configured = choice.configured.clone();
    walk.filter_entry(move |entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        // What was typed is looked at, whatever a configuration says of it; of git's own files nothing is.
        entry.depth() == 0
            || !(configured.excludes_entry(entry.path(), is_folder) || (is_folder && entry.file_name() == ".git"))
    });
    for entry in walk.build() {
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
    // What we are told is nothing that we are told to look at.
    if path.file_name().is_some_and(|name| NAMES.iter().any(|own| name == *own)) {
        return false;
    }
    let name = path.to_string_lossy().to_lowercase();
    input::FORMATS.iter().flat_map(|format| format.endings).any(|ending| name.ends_with(ending))
}

/// The name that reports show for a path: relative to the working directory where it is below it, with forward slashes.
pub(crate) fn shown_name(path: &Path) -> String {
    let below = std::env::current_dir().ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf));
    let name = names::shown(&below.unwrap_or_else(|| path.to_path_buf()));
    let name = if std::path::MAIN_SEPARATOR == '\\' { name.replace('\\', "/") } else { name };
    references::normalised(&name)
}

fn read(name: &str, overlay: &Overlay) -> Result<Decoded, WalkError> {
    overlay.decoded(name).map_err(|error| unreadable(name, &error))
}

fn unreadable(name: &str, error: &std::io::Error) -> WalkError {
    WalkError::Unreadable(name.to_string(), error.to_string())
}

/// Puts files that refer to each other into one group, with the files that they lead to.
fn tie(files: Vec<Named>, overlay: &Overlay) -> Vec<Group> {
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

fn leads_from_text(name: &str, text: &str, overlay: &Overlay) -> Vec<String> {
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
fn leads_from_all(first: Vec<String>, overlay: &Overlay) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut waiting = first;
    while let Some(name) = waiting.pop() {
        if all.insert(name.clone()) {
            waiting.extend(leads_from(&name, overlay));
        }
    }
    all
}
