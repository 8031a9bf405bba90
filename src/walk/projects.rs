//! Which locale files belong to a template that asks for its words by keys: those of the same project.
//!
//! A project is the nearest folder above the template that has a package file and holds locale files, at most the
//! repository. Where no folder says so it is the nearest one that holds locale files, unless they are those of several
//! projects beside each other.

use super::Named;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Files that stand at the top of a package.
const MARKS: &[&str] = &[
    "package.json",
    "composer.json",
    "Cargo.toml",
    "go.mod",
    "pom.xml",
    "build.gradle",
    "build.gradle.kts",
    "Gemfile",
    "pyproject.toml",
    "setup.py",
    "mix.exs",
    "pubspec.yaml",
    ".git",
];

/// Pairs of files that have to be read together, by their index: each template with one locale file of its project, and
/// the locale files of one project with each other.
pub fn ties(files: &[Named], templates: &[usize], locales: &[usize]) -> Vec<(usize, usize)> {
    if templates.is_empty() || locales.is_empty() {
        return Vec::new();
    }
    let mut marked = Marked::default();
    let mut below: HashMap<PathBuf, Vec<usize>> = HashMap::new();
    for &locale in locales {
        for folder in folders(&files[locale].name) {
            below.entry(folder).or_default().push(locale);
        }
    }
    let mut pairs = Vec::new();
    let mut joined: HashMap<PathBuf, usize> = HashMap::new();
    for &template in templates {
        let Some(project) = project(&files[template].name, &below, &mut marked, files) else { continue };
        let first = below[&project][0];
        pairs.push((template, first));
        if joined.insert(project.clone(), first).is_none() {
            pairs.extend(below[&project].iter().map(|&locale| (locale, first)));
        }
    }
    pairs
}

/// The folder whose locale files a template uses.
fn project(
    template: &str,
    below: &HashMap<PathBuf, Vec<usize>>,
    marked: &mut Marked,
    files: &[Named],
) -> Option<PathBuf> {
    let above: Vec<PathBuf> = folders(template);
    let repository = above.iter().position(|folder| marked.is_repository(folder));
    let above = &above[..repository.map_or(above.len(), |at| at + 1)];
    if let Some(found) = above.iter().find(|folder| marked.is_marked(folder) && below.contains_key(*folder)) {
        return Some(found.clone());
    }
    let nearest = above.iter().find(|folder| below.contains_key(*folder))?;
    let depth = nearest.components().count();
    let mut branches = below[nearest].iter().filter_map(|&locale| {
        let parts: Vec<_> = Path::new(&files[locale].name).components().collect();
        // A locale file right in the folder is of no branch.
        (parts.len() > depth + 1).then(|| parts[depth].as_os_str().to_owned())
    });
    let is_one = branches.next().is_none_or(|first| branches.all(|branch| branch == first));
    is_one.then(|| nearest.clone())
}

/// The folders above a file as far as its name tells, innermost first.
fn folders(name: &str) -> Vec<PathBuf> {
    Path::new(name).ancestors().skip(1).map(Path::to_path_buf).collect()
}

/// What was already looked up of folders.
#[derive(Default)]
struct Marked {
    packages: HashMap<PathBuf, bool>,
    repositories: HashMap<PathBuf, bool>,
}

impl Marked {
    fn is_marked(&mut self, folder: &Path) -> bool {
        *self
            .packages
            .entry(folder.to_path_buf())
            .or_insert_with(|| MARKS.iter().any(|mark| folder.join(mark).exists()))
    }

    fn is_repository(&mut self, folder: &Path) -> bool {
        *self.repositories.entry(folder.to_path_buf()).or_insert_with(|| folder.join(".git").exists())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names of templates and of locale files that are tied, in folders that do not exist and so have no marks.
    fn tied(names: &[&str]) -> Vec<(String, String)> {
        let files: Vec<Named> = names.iter().map(|name| Named { name: (*name).to_owned(), explicit: false }).collect();
        let is_locale = |at: &usize| names[*at].contains("locales/");
        let (locales, templates): (Vec<usize>, Vec<usize>) = (0..names.len()).partition(is_locale);
        let pairs = ties(&files, &templates, &locales).into_iter().filter(|(one, other)| one != other);
        pairs.map(|(one, other)| (names[one].to_owned(), names[other].to_owned())).collect()
    }

    #[test]
    fn a_template_is_tied_to_the_locale_files_around_it() {
        let pairs = tied(&["/no/app/src/a.vue", "/no/app/locales/en.json", "/no/app/locales/x/en.json"]);
        let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
        assert_eq!(
            pairs,
            [
                pair("/no/app/src/a.vue", "/no/app/locales/en.json"),
                pair("/no/app/locales/x/en.json", "/no/app/locales/en.json"),
            ]
        );
    }

    #[test]
    fn locale_files_of_neighbours_are_not_taken() {
        assert_eq!(tied(&["/no/c/a.vue", "/no/a/locales/en.json", "/no/b/locales/en.json"]), []);
    }
}
