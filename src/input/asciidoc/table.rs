//! Tables of AsciiDoc: cells that begin with a bar, and as many of them in a row as there are columns.

use crate::input::documentation::block::Table;
use crate::input::documentation::passage::Passage;

/// Columns of a table that are read.
const COLUMNS_LIMIT: usize = 40;

/// The table between two marks, which stands from a byte of the page on.
pub(super) fn table(text: &str, from: usize, attributes: &str) -> Table {
    let mut cells: Vec<Passage> = Vec::new();
    let mut in_first_line = 0;
    let mut is_header_apart = false;
    let mut at = from;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let is_comment = line.starts_with("//");
        if !is_comment {
            add_line(line, at, &mut cells);
        }
        at += line.len();
        if in_first_line == 0 && !cells.is_empty() {
            in_first_line = cells.len();
            is_header_apart = lines.peek().is_some_and(|next| next.trim().is_empty());
        }
    }
    let width = columns_in(attributes).unwrap_or(in_first_line).clamp(1, COLUMNS_LIMIT);
    let has_header = is_header_apart || attributes.contains("header");
    let trimmed = cells.iter().map(|cell| cell.trimmed_part(0..cell.words().len())).collect::<Vec<_>>();
    let mut rows: Vec<Vec<Passage>> = trimmed.chunks(width).map(<[Passage]>::to_vec).collect();
    let body = rows.split_off(usize::from(has_header).min(rows.len()));
    let header = rows.pop().unwrap_or_else(|| vec![Passage::default(); width]);
    Table { caption: None, header, rows: body }
}

/// Adds the cells that a line begins, and its words to the cell before them.
fn add_line(line: &str, at: usize, cells: &mut Vec<Passage>) {
    let mut start = 0;
    let mut from = 0;
    while let Some(found) = line[from..].find('|') {
        let bar = from + found;
        from = bar + 1;
        if line[..bar].ends_with('\\') {
            add(&line[start..bar - 1], at + start, cells);
            start = bar;
            continue;
        }
        // What tells of a cell's form stands right before its bar, as in `2+|` or `a|`.
        let before = line[start..bar].trim_end_matches(|c: char| c.is_ascii_digit() || ".+*<>^adehlmsv".contains(c));
        let is_form = before.is_empty() || before.ends_with(char::is_whitespace);
        let end = if is_form { start + before.len() } else { bar };
        add(&line[start..end], at + start, cells);
        cells.push(Passage::default());
        start = bar + 1;
    }
    add(&line[start..], at + start, cells);
}

fn add(words: &str, at: usize, cells: &mut [Passage]) {
    if let Some(cell) = cells.last_mut() {
        cell.push(words, at);
    }
}

/// How many columns the attributes of a table tell of: `cols="1,2"`, `cols="3*"`.
fn columns_in(attributes: &str) -> Option<usize> {
    let value = attributes.split("cols=").nth(1)?;
    let value = match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => value.split([',', ']']).next()?,
    };
    let columns = value.split([',', ';']).filter(|column| !column.trim().is_empty());
    let count =
        columns.map(|column| column.trim().split_once('*').and_then(|(times, _)| times.parse().ok()).unwrap_or(1));
    Some(count.sum::<usize>()).filter(|&count| count > 0)
}
