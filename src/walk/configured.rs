//! Which configuration holds for a file: the nearest above it, up to the top of its repository; and the reading of it.
//!
//! A folder is looked at once. What a configuration says is left to `config`.

use super::WalkError;
use super::bounded::{self, Bytes};
use super::references::{is_inside, normalised};
use crate::config::configuration::{Configuration, Files, Held, NAMES, joined};
use crate::config::date::Date;
use crate::config::settle::{Origins, settle};
use crate::config::typed::Wishes;
use crate::config::{Mistakes, Settings};
use crate::finding::{Finding, Severity};
use crate::rulebook::checks::Check;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

/// Where configurations are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// Above each file.
    #[default]
    Nearest,
    /// In this file, for all.
    File(PathBuf),
    /// Nowhere.
    Nowhere,
}

/// The settings of a run, file by file; a copy shares what was found.
#[derive(Clone, Debug)]
pub struct Configured(Arc<Inner>);

/// What there is to say of one configuration.
#[derive(Debug)]
pub struct Complaints {
    /// The configuration, whose sources hold the places.
    pub configuration: Arc<Configuration>,
    /// What is wrong with it.
    pub problems: Vec<Finding>,
    /// The least severity that fails a run.
    pub fail_on: Option<Severity>,
}

#[derive(Debug)]
struct Inner {
    look: Look,
    flags: Wishes,
    today: Date,
    heed_ignores: bool,
    here: PathBuf,
    /// What holds where there is no configuration.
    plain: Arc<Settings>,
    found: Mutex<Found>,
}

#[derive(Debug, Default)]
struct Found {
    of_folder: HashMap<PathBuf, Option<Arc<Configuration>>>,
    of_file: HashMap<PathBuf, Option<Arc<Configuration>>>,
    /// Settings that were laid together, by the configuration's name and what holds of it.
    settings: HashMap<(String, Held), Arc<Settings>>,
    mistakes: Vec<Mistakes>,
}

impl Configured {
    /// The settings of a run that is given these flags, and that heeds what files ask to ignore, or does not.
    pub fn new(look: Look, flags: Wishes, heed_ignores: bool) -> Self {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let today = Date::of_unix_time(seconds);
        let plain = Settings { today: Some(today), heed_ignores, ..settle(&[], &flags, &Arc::default()).0 };
        let here = std::env::current_dir().unwrap_or_default();
        Configured(Arc::new(Inner {
            look,
            flags,
            today,
            heed_ignores,
            here,
            plain: Arc::new(plain),
            found: Mutex::default(),
        }))
    }

    /// The settings for a file, by the name that reports show for it.
    pub fn settings_of(&self, name: &str) -> Arc<Settings> {
        let path = self.absolute(Path::new(name));
        let Some(configuration) = self.configuration_of(&path) else { return Arc::clone(&self.0.plain) };
        let key = (configuration.name().to_owned(), configuration.held(&path));
        let mut found = self.found();
        let settings = found.settings.entry(key).or_insert_with_key(|(_, held)| {
            let (settings, _) = configuration.settings(held, &self.0.flags);
            Arc::new(Settings { today: Some(self.0.today), heed_ignores: self.0.heed_ignores, ..settings })
        });
        Arc::clone(settings)
    }

    /// The settings for a file or a folder with who decided them, and the configuration that they are from.
    pub fn explained(&self, path: &Path) -> (Settings, Origins, Option<Arc<Configuration>>) {
        let path = self.absolute(path);
        match self.configuration_at(&path) {
            Some(configuration) => {
                let (settings, origins) = configuration.settings(&configuration.held(&path), &self.0.flags);
                (Settings { today: Some(self.0.today), ..settings }, origins, Some(configuration))
            }
            None => {
                let (settings, origins) = settle(&[], &self.0.flags, &Arc::default());
                (settings, origins, None)
            }
        }
    }

    /// The configuration that holds for a file or a folder, if there is one without mistakes.
    pub fn configuration_for(&self, path: &Path) -> Option<Arc<Configuration>> {
        self.configuration_at(&self.absolute(path))
    }

    /// Whether a walk is to pass over a file or folder that it comes to.
    pub fn excludes_entry(&self, path: &Path, is_folder: bool) -> bool {
        let path = self.absolute(path);
        let above = path.parent().and_then(|folder| self.of_folder(folder));
        above.is_some_and(|configuration| configuration.excludes_entry(&path, is_folder))
    }

    /// Whether a file is left out, by itself or by a folder above it.
    pub fn excludes_file(&self, path: &Path) -> bool {
        let path = self.absolute(path);
        self.configuration_of(&path).is_some_and(|configuration| configuration.excludes_file(&path))
    }

    /// Whether a configuration that was found so far has mistakes which were not taken yet.
    pub fn has_mistakes(&self) -> bool {
        !self.found().mistakes.is_empty()
    }

    /// What is wrong with the configurations that were found so far; each is told once.
    pub fn take_mistakes(&self) -> Vec<Mistakes> {
        std::mem::take(&mut self.found().mistakes)
    }

    /// Reads the file that a flag names for all, if one does.
    pub fn read_named(&self) -> Result<(), WalkError> {
        let Look::File(file) = &self.0.look else { return Ok(()) };
        let shown = || file.display().to_string();
        match std::fs::metadata(file) {
            Ok(there) if there.is_file() => {
                self.of_file(&self.absolute(file));
                Ok(())
            }
            Ok(_) => Err(WalkError::NoFile(shown())),
            Err(error) => Err(WalkError::Unreadable(shown(), reason(&error))),
        }
    }

    /// The configurations that were read, as they are named.
    pub fn files(&self) -> Vec<String> {
        let found = self.found();
        let known = found.of_folder.values().chain(found.of_file.values()).flatten();
        known.map(|configuration| configuration.name().to_owned()).collect()
    }

    /// What there is to say of the `ignores` in the configurations that were found. `used`
    /// are the entries that kept something from being told, where all that lies below `paths` was looked at.
    pub fn complaints(&self, paths: &[PathBuf], used: Option<&BTreeSet<String>>) -> Vec<Complaints> {
        let mut configurations: Vec<(PathBuf, Arc<Configuration>)> = {
            let found = self.found();
            let known = found.of_file.iter().filter_map(|(path, known)| Some((path.clone(), known.clone()?)));
            known.collect()
        };
        configurations.sort_by(|a, b| a.0.cmp(&b.0));
        let folders: Vec<PathBuf> = paths.iter().filter(|path| path.is_dir()).map(|path| self.absolute(path)).collect();
        let told = configurations.into_iter().filter_map(|(path, configuration)| {
            let is_whole = path.parent().is_some_and(|of| folders.iter().any(|folder| of.starts_with(folder)));
            let (settings, _) = configuration.settings(&configuration.held(&path), &self.0.flags);
            let settings = Settings { today: Some(self.0.today), ..settings };
            let problems = configuration.complaints(used.filter(|_| is_whole), &settings);
            (!problems.is_empty()).then_some(Complaints { configuration, problems, fail_on: settings.fail_on })
        });
        told.collect()
    }

    /// The rules of the house in the configurations that were read, each once.
    pub fn house_rules(&self) -> Vec<Check> {
        let found = self.found();
        let mut rules: Vec<Check> =
            found.of_file.values().flatten().flat_map(|configuration| configuration.checks()).cloned().collect();
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        rules.dedup_by(|a, b| a.id == b.id);
        rules
    }

    /// The flags of the run.
    pub fn flags(&self) -> &Wishes {
        &self.0.flags
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        joined(&self.0.here, &path.to_string_lossy())
    }

    fn configuration_of(&self, path: &Path) -> Option<Arc<Configuration>> {
        match &self.0.look {
            Look::Nowhere => None,
            Look::File(file) => self.of_file(&self.absolute(file)),
            Look::Nearest => self.of_folder(path.parent()?),
        }
    }

    /// The same where the path may be that of a folder.
    fn configuration_at(&self, path: &Path) -> Option<Arc<Configuration>> {
        if path.is_dir() { self.of_folder(path) } else { self.configuration_of(path) }
    }

    fn of_folder(&self, folder: &Path) -> Option<Arc<Configuration>> {
        match &self.0.look {
            Look::Nowhere => return None,
            Look::File(file) => return self.of_file(&self.absolute(file)),
            Look::Nearest => {}
        }
        let known = self.found().of_folder.get(folder).cloned();
        if let Some(known) = known {
            return known;
        }
        let mut here = NAMES.iter().map(|name| folder.join(name)).filter(|path| path.is_file());
        let (first, second) = (here.next(), here.next());
        if let (Some(first), Some(second)) = (&first, second) {
            let shown = |path: &Path| shown_from(&self.0.here, path);
            let message = format!("`{}` stands beside it, and only one of them can hold", shown(first));
            self.found().mistakes.push(Mistakes::of_file(&shown(&second), message, "remove one of them"));
        }
        let configuration = match first {
            Some(file) => self.of_file(&file),
            // A repository does not ask what lies around it.
            None if folder.join(".git").exists() => None,
            None => folder.parent().and_then(|above| self.of_folder(above)),
        };
        self.found().of_folder.insert(folder.to_path_buf(), configuration.clone());
        configuration
    }

    fn of_file(&self, file: &Path) -> Option<Arc<Configuration>> {
        // The lock is kept while the file is read, so that no two threads read it and tell its mistakes twice.
        let mut found = self.found();
        if let Some(known) = found.of_file.get(file) {
            return known.clone();
        }
        let (root, is_repository) = root_of(file);
        // What is found may be a link that leads anywhere; what a flag names is what was asked for.
        let named = matches!(&self.0.look, Look::File(_)).then(|| file.to_path_buf());
        let project = Project { root, is_repository, named, here: &self.0.here };
        let configuration = match Configuration::load(file, &project, &self.0.flags) {
            Ok(configuration) => Some(Arc::new(configuration)),
            Err(mistakes) => {
                found.mistakes.push(mistakes);
                None
            }
        };
        found.of_file.insert(file.to_path_buf(), configuration.clone());
        configuration
    }

    fn found(&self) -> std::sync::MutexGuard<'_, Found> {
        self.0.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The folder that a configuration may name files of, and whether it is a repository: the nearest above it that is one,
/// else its own.
fn root_of(file: &Path) -> (PathBuf, bool) {
    let folder = file.parent().unwrap_or(Path::new("/"));
    let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
    let repository = folder.ancestors().find(|above| above.join(".git").exists()).map(Path::to_path_buf);
    match repository {
        Some(repository) => (repository, true),
        None => (folder, false),
    }
}

/// The files that one configuration may name.
struct Project<'h> {
    root: PathBuf,
    is_repository: bool,
    /// The configuration itself where a flag names it, which may be wherever it lies.
    named: Option<PathBuf>,
    here: &'h Path,
}

impl Files for Project<'_> {
    fn text(&self, path: &Path) -> Result<String, String> {
        if self.named.as_deref() != Some(path) {
            let there = std::fs::metadata(path).map_err(|error| reason(&error))?;
            if !there.is_file() {
                return Err("it is no file".to_owned());
            }
            if !is_inside(path, &self.root) {
                return Err(match self.is_repository {
                    true => "it lies outside the repository".to_owned(),
                    false => "it lies outside the configuration's folder, and no repository holds both".to_owned(),
                });
            }
        }
        let Bytes::Whole(bytes) = bounded::read_file(path).map_err(|error| reason(&error))? else {
            return Err(format!("it is larger than {} MiB", bounded::LARGEST >> 20));
        };
        String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())
    }

    fn shown(&self, path: &Path) -> String {
        shown_from(self.here, path)
    }
}

/// A path as it is named from a folder: the way up to what both have in common, and down again.
fn shown_from(here: &Path, path: &Path) -> String {
    let shared = here.components().zip(path.components()).take_while(|(here, there)| here == there).count();
    // Only the top in common is as good as nothing.
    if shared < 2 {
        return normalised(&path.to_string_lossy());
    }
    let up = here.components().skip(shared).map(|_| "..");
    let way: PathBuf = up.map(PathBuf::from).chain([path.components().skip(shared).collect()]).collect();
    let below = way.to_string_lossy().into_owned();
    let shown = normalised(&if std::path::MAIN_SEPARATOR == '\\' { below.replace('\\', "/") } else { below });
    if shown.is_empty() { ".".to_owned() } else { shown }
}

fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        _ => error.to_string(),
    }
}
