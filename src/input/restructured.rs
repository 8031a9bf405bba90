//! Reads reStructuredText: cuts a page into blocks by its indentation, and leaves it to `documentation` which of them are
//! entries.
//!
//! It is no parser of all that docutils knows. What it does not know is a paragraph, or is read for what it holds.

use self::lines::Lines;
use super::documentation::block::{Block, BlockKind, Field, Table};
use super::documentation::passage::Passage;
use super::{Gate, Reading, documentation};
use crate::source::{FileId, Source};
use std::ops::Range;

mod directives;
mod fields;
mod lines;
mod tables;

/// Reads pages of reStructuredText.
pub(super) fn read(sources: &[Source], offered: &[FileId], gate: Gate<'_>) -> Reading {
    documentation::read("restructured", page, sources, offered, gate)
}

pub(super) fn page(source: &Source) -> Vec<Block> {
    let mut reader = Reader::default();
    reader.read(&Passage::verbatim(source.text(), 0), 0);
    reader.blocks
}

/// Indented parts within indented parts that are read.
const LEVELS_LIMIT: usize = 16;

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    /// The marks of headings, whether also above them, in the order of their levels.
    adornments: Vec<(char, bool)>,
    levels: usize,
}

impl Reader {
    /// Reads a page or an indented part of one.
    fn read(&mut self, page: &Passage, depth: usize) {
        if self.levels >= LEVELS_LIMIT {
            return;
        }
        self.levels += 1;
        let lines = Lines::new(page);
        let mut at = 0;
        while at < lines.count() {
            at = self.block(&lines, at, depth);
        }
        self.levels -= 1;
    }

    /// Reads the block that begins with a line, and tells which line comes after it.
    fn block(&mut self, lines: &Lines<'_>, at: usize, depth: usize) -> usize {
        let line = lines.line(at);
        if line.trim().is_empty() {
            return at + 1;
        }
        if lines.indent(at) > 0 {
            let end = lines.end_of_indented(at);
            self.read(&lines.dedented(at..end), depth);
            return end;
        }
        if let Some(after) = self.heading(lines, at) {
            return after;
        }
        if let Some((table, after)) = tables::grid(lines, at).or_else(|| tables::simple(lines, at)) {
            self.add(depth, BlockKind::Table(table));
            return after;
        }
        if line.starts_with("..") && line[2..].starts_with([' ', '\r']) || line.trim_end() == ".." {
            let end = lines.end_of_indented(at + 1);
            self.explicit(lines, at..end, depth);
            return end;
        }
        if let Some(width) = marker(line) {
            let end = lines.end_of_item(at, width);
            self.item(&lines.item(at..end, width), depth);
            return end;
        }
        if let Some(after) = self.field(lines, at, depth) {
            return after;
        }
        if at + 1 < lines.count() && lines.indent(at + 1) > 0 && !lines.is_blank(at + 1) {
            let end = lines.end_of_indented(at + 1);
            self.definition(lines, at..end, depth);
            return end;
        }
        self.paragraph(lines, at, depth)
    }

    fn add(&mut self, depth: usize, kind: BlockKind) {
        self.blocks.push(Block { depth, kind });
    }

    fn heading(&mut self, lines: &Lines<'_>, at: usize) -> Option<usize> {
        let (title, adornment, after, is_over) = match lines.adornment(at) {
            Some(mark) => {
                let is_closed = lines.adornment(at + 2) == Some(mark) && !lines.is_blank(at + 1);
                if !is_closed {
                    // A line of marks alone parts what is before it from what is after it.
                    return (lines.line(at).trim().len() >= 4).then_some(at + 1);
                }
                (at + 1, mark, at + 3, true)
            }
            None => (at, lines.adornment(at + 1)?, at + 2, false),
        };
        let words = lines.line(title).trim();
        let width = lines.line(after - 1).trim_end().len();
        if width < words.chars().count().min(4) {
            return None;
        }
        let known = self.adornments.iter().position(|&known| known == (adornment, is_over));
        let level = known.unwrap_or_else(|| {
            self.adornments.push((adornment, is_over));
            self.adornments.len() - 1
        });
        self.add(0, BlockKind::Heading(level + 1, lines.words(title..title + 1)));
        Some(after)
    }

    /// Reads what an item holds; its first paragraph is its first words.
    fn item(&mut self, inner: &Passage, depth: usize) {
        let first = self.blocks.len();
        self.read(inner, depth + 1);
        if let Some(Block { depth: opened, kind }) = self.blocks.get_mut(first)
            && let BlockKind::Paragraph(words) = kind
        {
            (*opened, *kind) = (depth, BlockKind::Item(std::mem::take(words)));
        }
    }

    fn definition(&mut self, lines: &Lines<'_>, part: Range<usize>, depth: usize) {
        let term = lines.words(part.start..part.start + 1);
        let is_literal = term.words().ends_with("::");
        let inner = lines.dedented(part.start + 1..part.end);
        if is_literal {
            self.add(depth, BlockKind::Paragraph(term));
            self.add(depth, BlockKind::Listing(inner));
        } else {
            self.add(depth, BlockKind::Term(term));
            self.read(&inner, depth + 1);
        }
    }

    fn paragraph(&mut self, lines: &Lines<'_>, at: usize, depth: usize) -> usize {
        let mut end = at + 1;
        while end < lines.count() && !lines.is_blank(end) && lines.indent(end) == 0 {
            end += 1;
        }
        let words = lines.words(at..end);
        let is_before_literal = words.words().trim_end().ends_with("::");
        self.add(depth, BlockKind::Paragraph(words));
        if !is_before_literal {
            return end;
        }
        let after = lines.end_of_indented(end);
        self.add(depth, BlockKind::Listing(lines.dedented(end..after)));
        after
    }

    /// Adds a field with what it holds.
    fn add_field(&mut self, field: Field, inner: &Passage, depth: usize) {
        self.add(depth, BlockKind::Field(field));
        self.read(inner, depth + 1);
    }

    /// Reads a part whose first table has a title.
    fn read_with_caption(&mut self, inner: &Passage, caption: Passage, depth: usize) {
        let first = self.blocks.len();
        self.read(inner, depth);
        let mut tables = self.blocks[first..].iter_mut().filter_map(|block| match &mut block.kind {
            BlockKind::Table(table) => Some(table),
            _ => None,
        });
        if let Some(Table { caption: known, .. }) = tables.next() {
            *known = Some(caption);
        }
    }
}

/// Bytes of the mark of a list item with the blanks behind it.
fn marker(line: &str) -> Option<usize> {
    let mark = match line.as_bytes() {
        [b'-' | b'*' | b'+', ..] => 1,
        [b'#', b'.', ..] => 2,
        _ if line.starts_with('•') => '•'.len_utf8(),
        [first, ..] if first.is_ascii_alphanumeric() => {
            let length = line.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let is_number = line[..length].bytes().all(|byte| byte.is_ascii_digit()) || length == 1;
            if !is_number || !line[length..].starts_with(['.', ')']) {
                return None;
            }
            length + 1
        }
        _ => return None,
    };
    let rest = &line[mark..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    (blanks > 0 && !rest.trim().is_empty()).then_some(mark + blanks)
}
