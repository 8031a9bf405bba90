//! The sources as trees, parsed when they are first looked at, and found by the path that a `$ref` names.

use super::node::Node;
use crate::input::tree::Parsed;
use crate::input::{Problem, ProblemKind, parse};
use crate::source::{FileId, Place, Source, Span, beginning};
use crate::times::Stopwatch;
use std::collections::HashMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

/// All sources that were handed in together.
pub(super) struct Documents<'s> {
    sources: &'s [Source],
    parsed: Vec<OnceLock<Parsed<'s>>>,
    by_path: HashMap<String, FileId>,
    /// What parsing took, in nanoseconds.
    parsing: AtomicU64,
}

impl<'s> Documents<'s> {
    /// Makes ready to look at sources; none is parsed yet.
    pub(super) fn new(sources: &'s [Source]) -> Self {
        let by_path = sources.iter().enumerate().map(|(file, source)| (plain_path(source.path()), file));
        let parsed = sources.iter().map(|_| OnceLock::new()).collect();
        Documents { sources, parsed, by_path: by_path.collect(), parsing: AtomicU64::new(0) }
    }

    /// The tree of a source, up to where it parses.
    pub(super) fn parsed<'t>(&'t self, file: FileId) -> &'t Parsed<'t> {
        self.parsed[file].get_or_init(|| self.parse(file))
    }

    fn parse(&self, file: FileId) -> Parsed<'s> {
        let mut watch = Stopwatch::start();
        let parsed = parse(file, &self.sources[file]);
        self.parsing.fetch_add(u64::try_from(watch.lap().as_nanos()).unwrap_or(u64::MAX), Relaxed);
        parsed
    }

    /// What parsing took so far.
    pub(super) fn parsing(&self) -> Duration {
        Duration::from_nanos(self.parsing.load(Relaxed))
    }

    /// Parses a source and lets go of the tree unless it is wanted; a tree takes as much room as its source.
    pub(super) fn keep_if(&self, file: FileId, is_wanted: impl FnOnce(&Parsed<'_>) -> bool) {
        let parsed = self.parse(file);
        if is_wanted(&parsed) {
            // Trees of one source are equal, so that it does not matter whose is kept.
            let _ = self.parsed[file].set(parsed);
        }
    }

    /// Whether a source was looked at.
    pub(super) fn is_parsed(&self, file: FileId) -> bool {
        self.parsed[file].get().is_some()
    }

    /// The documents of a source.
    pub(super) fn roots(&self, file: FileId) -> impl Iterator<Item = Node<'_>> {
        Node::roots(&self.parsed(file).tree)
    }

    /// The source that a path names, seen from another source.
    pub(super) fn file(&self, from: FileId, path: &str) -> Option<FileId> {
        self.by_path.get(&beside(self.sources[from].path(), path)).copied()
    }

    /// The path that reports show for a source.
    pub(super) fn path(&self, file: FileId) -> &'s str {
        self.sources[file].path()
    }

    /// The text at a place, as it is written.
    pub(super) fn written(&self, place: Place) -> &'s str {
        self.sources[place.file].slice(place.span)
    }

    /// What is wrong with a source that does not parse to its end.
    pub(super) fn problem(&self, file: FileId) -> Option<Problem> {
        let syntax = self.parsed(file).error.as_ref()?;
        let text = self.sources[file].text();
        let start = beginning(text, syntax.at).len();
        let width = text[start..].chars().next().map_or(0, char::len_utf8);
        Some(Problem {
            kind: ProblemKind::Unreadable,
            place: Place { file, span: Span::new(start, start + width) },
            message: format!("the file cannot be read on from here: {}", syntax.message.trim_end_matches('.')),
            help: None,
        })
    }
}

/// A path as seen from the folder of another one, both with forward slashes.
fn beside(from: &str, path: &str) -> String {
    if path.starts_with('/') {
        return plain_path(path);
    }
    match from.rfind('/') {
        Some(slash) => plain_path(&format!("{}/{path}", &from[..slash])),
        None => plain_path(path),
    }
}

/// A path without `.` and, as far as there is something to go back from, without `..`.
fn plain_path(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." if segments.last().is_some_and(|&last| last != "..") => {
                segments.pop();
            }
            other => segments.push(other),
        }
    }
    let start = if path.starts_with('/') { "/" } else { "" };
    format!("{start}{}", segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_the_referring_folder() {
        assert_eq!(beside("specs/api.yaml", "./schemas/a.yaml"), "specs/schemas/a.yaml");
        assert_eq!(beside("specs/v1/api.yaml", "../common/a.yaml"), "specs/common/a.yaml");
        assert_eq!(beside("api.yaml", "../a.yaml"), "../a.yaml");
        assert_eq!(beside("/repo/api.yaml", "../../a.yaml"), "/../a.yaml");
        assert_eq!(beside("./api.yaml", "a.yaml"), "a.yaml");
    }
}
