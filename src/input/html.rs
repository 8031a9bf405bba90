//! Reads the inputs of HTML and of what is written like it: pages, templates of a dozen languages, single-file components.
//!
//! The scan is tolerant: templates are no well-formed HTML, so what does not fit is passed over and nothing is complained
//! about. Indented languages have a scan of their own and make the same tree.

use super::markup::candidate::{Found, candidates};
use super::markup::tree::Syntax;
use super::{Gate, Reading};
use crate::parallel;
use crate::source::{FileId, Source, Standing};

mod attributes;
mod helpers;
mod indented;
mod jenkins;
mod scan;

/// Bytes of a line above which a file is taken for generated.
const LINE_LIMIT: usize = 20_000;
/// Bytes of a file that is still taken for written by people.
const FILE_LIMIT: usize = 8_000_000;

/// Reads the pages and templates among some of the sources.
pub(super) fn read(sources: &[Source], offered: &[FileId], gate: Gate<'_>) -> Reading {
    let mut reading = read_each(sources, offered, gate, |file, source| {
        let tree = scan::scan(source.text(), syntax_of(source.path()));
        let mut found = candidates(&tree, file, source.path(), gate, format_of(source.path()));
        found.passed.extend(jenkins::help_file(file, source, &tree, gate));
        found
    });
    jenkins::join_help(sources, &mut reading.candidates);
    reading
}

/// Reads the templates among some of the sources whose elements are told by their indentation.
pub(super) fn read_indented(sources: &[Source], offered: &[FileId], gate: Gate<'_>) -> Reading {
    read_each(sources, offered, gate, |file, source| {
        let tree = indented::scan(source.text(), source.path().to_ascii_lowercase().ends_with(".haml"));
        candidates(&tree, file, source.path(), gate, "indented")
    })
}

/// Reads every source by itself that is linted and that may say anything; those that do are recognised.
pub(super) fn read_each(
    sources: &[Source],
    offered: &[FileId],
    gate: Gate<'_>,
    read: impl Fn(FileId, &Source) -> Found + Sync,
) -> Reading {
    let found: Vec<(FileId, Found)> = parallel::filter_map(offered.to_vec(), 1, |file| {
        let source = &sources[file];
        let is_worth =
            source.standing() == Standing::Linted && gate(source.path(), source.text()) && is_by_hand(source);
        is_worth.then(|| (file, read(file, source)))
    });
    let mut reading = Reading::default();
    for (file, Found { passed, waiting }) in found {
        if !passed.is_empty() {
            reading.recognised.push(file);
        }
        reading.candidates.extend(passed);
        reading.waiting.extend(waiting);
    }
    reading
}

/// Whether a file was written by people rather than bundled.
fn is_by_hand(source: &Source) -> bool {
    let text = source.text();
    let is_minified = [".min.js", ".min.html", ".bundle.js"].iter().any(|ending| source.path().ends_with(ending));
    text.len() <= FILE_LIMIT && !is_minified && text.lines().all(|line| line.len() <= LINE_LIMIT)
}

fn syntax_of(path: &str) -> Syntax {
    let path = path.to_ascii_lowercase();
    if path.ends_with(".svelte") || path.ends_with(".astro") { Syntax::Curly } else { Syntax::Template }
}

fn format_of(path: &str) -> &'static str {
    let path = path.to_ascii_lowercase();
    match path.rsplit('.').next() {
        Some("vue") => "vue",
        Some("svelte" | "astro") => "svelte",
        Some("jelly") => "jelly",
        _ => "html",
    }
}

/// A tree of a text, for the tests of the files beside this one.
#[cfg(test)]
fn tree_of(text: &str) -> super::markup::tree::Tree<'_> {
    scan::scan(text, Syntax::Template)
}
