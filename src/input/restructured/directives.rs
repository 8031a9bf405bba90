//! Explicit markup, which begins with two dots: directives that document a field, tables, admonitions, listings.

use super::lines::Lines;
use super::{Reader, marker};
use crate::input::documentation::block::{Attribute, BlockKind, Field, Table};
use crate::input::documentation::passage::Passage;
use std::ops::Range;

/// Last parts of the names of directives that document a field.
const FIELDS: [&str; 22] = [
    "confval",
    "option",
    "cmdoption",
    "envvar",
    "setting",
    "attribute",
    "data",
    "parameter",
    "param",
    "field",
    "property",
    "describe",
    "object",
    "config",
    "conf",
    "variable",
    "var",
    "key",
    "directive",
    "attr",
    "confobj",
    "std-setting",
];

/// Directives whose argument is the first of their words.
const REMARKS: [&str; 14] = [
    "note",
    "tip",
    "warning",
    "important",
    "caution",
    "attention",
    "hint",
    "danger",
    "error",
    "seealso",
    "versionadded",
    "versionchanged",
    "deprecated",
    "todo",
];

/// Directives that hold no words of the page.
const LISTINGS: [&str; 22] = [
    "code-block",
    "code",
    "sourcecode",
    "literalinclude",
    "highlight",
    "math",
    "raw",
    "toctree",
    "include",
    "parsed-literal",
    "prompt",
    "graphviz",
    "mermaid",
    "contents",
    "index",
    "meta",
    "image",
    "uml",
    "productionlist",
    "csv-table",
    "testcode",
    "figure",
];

impl Reader {
    /// Reads explicit markup with what is indented below it; comments and targets hold nothing.
    pub(super) fn explicit(&mut self, lines: &Lines<'_>, part: Range<usize>, depth: usize) {
        let line = lines.line(part.start);
        let opening = line[2..].trim_start();
        let Some(colons) = opening.find("::").filter(|&end| is_directive(&opening[..end])) else { return };
        let name = opening[..colons].to_ascii_lowercase();
        let name = name.rsplit(':').next().unwrap_or_default();
        let argument = line.len() - opening.len() + colons + 2..line.len();
        let options = options(lines, part.start + 1..part.end);
        let body = part.start + 1 + options.len()..part.end;
        let inner = lines.dedented(body.clone());
        if LISTINGS.contains(&name) {
            self.add(depth, BlockKind::Listing(inner));
        } else if name == "list-table" {
            let table = list_table(&Lines::new(&inner), number_of_headers(&options));
            let caption = Some(lines.words_in(part.start, argument)).filter(|caption| !caption.is_empty());
            self.add(depth, BlockKind::Table(Table { caption, ..table }));
        } else if name == "table" {
            self.read_with_caption(&inner, lines.words_in(part.start, argument), depth);
        } else if FIELDS.contains(&name) {
            self.documented(lines, part.start, argument, &options, &inner, depth);
        } else {
            if REMARKS.contains(&name) {
                let words = lines.words_in(part.start, argument);
                if !words.is_empty() {
                    self.add(depth, BlockKind::Paragraph(words));
                }
            }
            self.read(&inner, depth);
        }
    }

    /// Reads a directive that documents a field.
    fn documented(
        &mut self,
        lines: &Lines<'_>,
        at: usize,
        argument: Range<usize>,
        options: &[(String, usize, Range<usize>)],
        inner: &Passage,
        depth: usize,
    ) {
        let line = lines.line(at);
        let blanks = line[argument.clone()].len() - line[argument.clone()].trim_start().len();
        let argument = argument.start + blanks..argument.end;
        let words = &line[argument.clone()];
        // Of `-u <url>, --url <url>` the long form is the name.
        let start = words.find("--").unwrap_or(0);
        let length = words[start..].find([' ', ',', '=', '(']).unwrap_or(words.trim_end().len() - start);
        let name = argument.start + start..argument.start + start + length;
        if name.is_empty() {
            return self.read(inner, depth);
        }
        let known = options
            .iter()
            .filter_map(|(key, at, value)| Some((Attribute::named(key)?, lines.words_in(*at, value.clone()))));
        let field = Field { name: lines.words_in(at, name), attributes: known.collect(), ..Field::default() };
        self.add_field(field, inner, depth);
    }
}

fn is_directive(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_:.+".contains(c)) && name.len() < 60
}

/// The options right below a directive, each with its line and the bytes of its value.
fn options(lines: &Lines<'_>, below: Range<usize>) -> Vec<(String, usize, Range<usize>)> {
    let option = |at: usize| {
        let line = lines.line(at);
        let indent = lines.indent(at);
        let rest = line[indent..].strip_prefix(':')?;
        let close = rest.find(':').filter(|&close| close > 0 && !rest[close..].starts_with(":`"))?;
        Some((rest[..close].to_owned(), at, indent + close + 2..line.len()))
    };
    below.map_while(option).collect()
}

fn number_of_headers(options: &[(String, usize, Range<usize>)]) -> bool {
    options.iter().any(|(name, ..)| name == "header-rows")
}

/// A table that is a list of lists.
fn list_table(lines: &Lines<'_>, has_header: bool) -> Table {
    let mut rows: Vec<Vec<Passage>> = Vec::new();
    let mut at = 0;
    while at < lines.count() {
        let Some(width) = marker(lines.line(at)) else {
            at += 1;
            continue;
        };
        let end = lines.end_of_item(at, width);
        let row = lines.item(at..end, width);
        let cells = Lines::new(&row);
        let mut found = Vec::new();
        let mut cell = 0;
        while cell < cells.count() {
            let line = cells.line(cell);
            let after = cells.end_of_item(cell, 2);
            if line.starts_with('-') || line.starts_with('*') {
                let width = marker(line).unwrap_or(1);
                let inner = cells.item(cell..after, width);
                let inner = Lines::new(&inner);
                let words = inner.words(0..inner.count());
                found.push(words.trimmed_part(0..words.words().len()));
            }
            cell = after;
        }
        rows.push(found);
        at = end;
    }
    let body = rows.split_off(usize::from(has_header).min(rows.len()));
    let width = body.iter().map(Vec::len).max().unwrap_or(0);
    let header = rows.pop().unwrap_or_else(|| vec![Passage::default(); width]);
    Table { caption: None, header, rows: body }
}
