//! Reads the inputs of JSX and TSX, and object literals in scripts that describe a form field.
//!
//! The scan knows as much of JavaScript and TypeScript as it takes to tell strings, comments and JSX apart; it is no
//! parser, and what it does not understand it passes over.

use super::html::read_each;
use super::markup::candidate::{Found, candidates};
use super::{Gate, Reading};
use crate::source::{FileId, Source};

mod element;
mod scan;

/// Reads the scripts among some of the sources.
pub(super) fn read(sources: &[Source], offered: &[FileId], gate: Gate<'_>) -> Reading {
    read_each(sources, offered, gate, |file, source| {
        let path = source.path().to_ascii_lowercase();
        if is_of_another_sort(&path) {
            return Found::default();
        }
        // In TypeScript proper, `<Name>` is a cast.
        let has_elements = !path.ends_with(".ts") && !path.ends_with(".mts");
        let tree = scan::scan(source.text(), has_elements);
        candidates(&tree, file, source.path(), gate, "jsx")
    })
}

/// Tests and stories show inputs that nobody fills in; locale files have readers of their own.
fn is_of_another_sort(path: &str) -> bool {
    const MARKS: &[&str] = &[
        ".test.",
        ".spec.",
        ".stories.",
        ".story.",
        ".d.ts",
        "__tests__/",
        "__mocks__/",
        "/locale/",
        "/locales/",
        "/lang/",
        "/i18n/",
        "/translations/",
        "/node_modules/",
    ];
    let is_messages = path.ends_with("/messages.ts") || path.ends_with("/messages.js");
    is_messages || MARKS.iter().any(|mark| path.contains(mark))
}
