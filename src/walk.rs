//! From paths to sources: which files are looked at, which of them belong together, and what their bytes say.
//!
//! These are the only reads of the crate. Texts are kept for one group of tied files at a time; what the texts mean is
//! left to the readers.

pub mod baseline;
pub mod bounded;
pub mod configured;
pub mod decode;
pub mod git;
mod loading;
pub mod names;
pub mod overlay;
mod projects;
pub mod references;
mod ties;
pub mod watch;
pub mod write;

use crate::config::configuration::{NAMES, joined};
use crate::config::patterns::Patterns;
use crate::input::{self, Problem};
use crate::source::Source;
use configured::Configured;
use decode::Decoded;
use ignore::WalkBuilder;
use ignore::overrides::OverrideBuilder;
pub use loading::{load, load_before, load_bytes};
use overlay::Overlay;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

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
    Walk { groups: ties::tie(files, overlay), errors }
}

/// The paths that a file lists: one a line, or with a NUL behind each if it has any; `-` is standard input.
pub fn listed_paths(list: &Path) -> Result<Vec<PathBuf>, WalkError> {
    let bytes = match list == Path::new("-") {
        true => bounded::read_whole(std::io::stdin().lock()),
        false => std::fs::File::open(list).and_then(bounded::read_whole),
    };
    let bytes = bytes.map_err(|error| unreadable(&list.display().to_string(), &error))?;
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
    let refused: Arc<Mutex<Vec<PathBuf>>> = Arc::default();
    if choice.respect_gitignore {
        let above = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        if let Some(odd) = above.ancestors().find_map(odd_ignore_file) {
            errors.push(WalkError::Unreadable(odd.display().to_string(), "it is no file".to_owned()));
            return names;
        }
    }
    let mut walk = WalkBuilder::new(folder);
    // A copy of a repository without its .git is still to be linted without its node_modules.
    walk.require_git(false).overrides(overrides).hidden(!choice.hidden);
    if !choice.respect_gitignore {
        walk.ignore(false).git_ignore(false).git_exclude(false).git_global(false).parents(false);
    }
    let configured = choice.configured.clone();
    let (respected, told) = (choice.respect_gitignore, Arc::clone(&refused));
    walk.filter_entry(move |entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        // What was typed is looked at, whatever a configuration says of it; of git's own files nothing is.
        if entry.depth() == 0 {
            return true;
        }
        if configured.excludes_entry(entry.path(), is_folder) || (is_folder && entry.file_name() == ".git") {
            return false;
        }
        let odd = if is_folder && respected { odd_ignore_file(entry.path()) } else { None };
        let may_be_entered = odd.is_none();
        told.lock().unwrap_or_else(PoisonError::into_inner).extend(odd);
        may_be_entered
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
    let refused = std::mem::take(&mut *refused.lock().unwrap_or_else(PoisonError::into_inner));
    let no_file = |path: PathBuf| WalkError::Unreadable(path.display().to_string(), "it is no file".to_owned());
    errors.extend(refused.into_iter().map(no_file));
    names
}

/// What stands where a folder has its ignore file, and is a pipe or a device or leads to one: reading it could never end.
fn odd_ignore_file(folder: &Path) -> Option<PathBuf> {
    let files = [".gitignore", ".ignore", ".git/info/exclude"].map(|name| folder.join(name));
    let is_odd = |path: &PathBuf| path.metadata().is_ok_and(|found| !found.is_file() && !found.is_dir());
    files.into_iter().find(is_odd)
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
