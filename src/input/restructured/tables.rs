//! Tables that are drawn: with a grid around every cell, or with rules above and below.

use super::lines::Lines;
use crate::input::documentation::block::Table;
use crate::input::documentation::passage::Passage;
use std::ops::Range;

/// Columns of a table that are read.
const COLUMNS_LIMIT: usize = 40;

/// A table with a grid, which begins with a line, and the line after it.
pub(super) fn grid(lines: &Lines<'_>, at: usize) -> Option<(Table, usize)> {
    let border = lines.line(at).trim_end();
    if !is_grid_border(border) || border.len() < 5 {
        return None;
    }
    let edges: Vec<usize> =
        border.bytes().enumerate().filter(|&(_, byte)| byte == b'+').map(|(column, _)| column).collect();
    if edges.len() < 2 || edges.len() > COLUMNS_LIMIT {
        return None;
    }
    let columns: Vec<(usize, usize)> = edges.windows(2).map(|pair| (pair[0] + 1, pair[1])).collect();
    let mut rows: Vec<Vec<Passage>> = Vec::new();
    let mut header = None;
    let mut row = vec![Passage::default(); columns.len()];
    let mut end = at + 1;
    while end < lines.count() && lines.line(end).starts_with(['+', '|']) {
        let line = lines.line(end).trim_end();
        if is_grid_border(line) {
            if row.iter().any(|cell| !cell.is_empty()) {
                rows.push(std::mem::replace(&mut row, vec![Passage::default(); columns.len()]));
            }
            if line.contains('=') {
                header = Some(rows.len());
            }
        } else {
            let offsets = offsets_of(line);
            for (cell, &(start, stop)) in row.iter_mut().zip(&columns) {
                lines.add_words_in(cell, end, part(line, &offsets, start, stop));
            }
        }
        end += 1;
    }
    // Without a rule of its own, the first row is taken for the header.
    let body = rows.split_off(header.unwrap_or(1).min(rows.len()));
    let header = rows.pop().unwrap_or_default();
    Some((Table { caption: None, header, rows: body }, end))
}

/// A table with rules only, which begins with a line, and the line after it.
pub(super) fn simple(lines: &Lines<'_>, at: usize) -> Option<(Table, usize)> {
    let starts = columns_of_rule(lines.line(at))?;
    let mut rows: Vec<Vec<Passage>> = Vec::new();
    let mut rules = Vec::new();
    let mut end = at + 1;
    while end < lines.count() {
        let line = lines.line(end);
        let is_rule = columns_of_rule(line).is_some();
        if is_rule {
            rules.push(rows.len());
            // A table ends with its last rule, behind which a line is blank.
            if lines.is_blank(end + 1) {
                end += 1;
                break;
            }
        } else if !line.trim().is_empty() && !line.trim().bytes().all(|byte| byte == b'-' || byte == b' ') {
            let offsets = offsets_of(line);
            let stop = |column: usize| starts.get(column + 1).copied().unwrap_or(usize::MAX);
            let cells = starts.iter().enumerate().map(|(column, &start)| part(line, &offsets, start, stop(column)));
            let cells: Vec<Range<usize>> = cells.collect();
            let goes_on = line[cells[0].clone()].trim().is_empty();
            if !goes_on || rows.is_empty() {
                rows.push(vec![Passage::default(); starts.len()]);
            }
            let row = rows.last_mut().expect("a row was added where there was none");
            row.iter_mut().zip(cells).for_each(|(cell, part)| lines.add_words_in(cell, end, part));
        }
        end += 1;
    }
    let first = rules.first().copied().filter(|_| rules.len() > 1).unwrap_or(0);
    let body = rows.split_off(first.min(rows.len()));
    let header = rows.pop().unwrap_or_else(|| vec![Passage::default(); starts.len()]);
    (!rules.is_empty()).then_some((Table { caption: None, header, rows: body }, end))
}

fn is_grid_border(line: &str) -> bool {
    line.starts_with('+') && line.ends_with('+') && line.bytes().all(|byte| b"+-= ".contains(&byte))
}

/// Where the columns begin that a rule such as `====  ====` is made of.
fn columns_of_rule(line: &str) -> Option<Vec<usize>> {
    let line = line.trim_end();
    if !line.starts_with("==") || !line.bytes().all(|byte| byte == b'=' || byte == b' ') {
        return None;
    }
    let bytes = line.as_bytes();
    let starts = (0..bytes.len()).filter(|&at| bytes[at] == b'=' && (at == 0 || bytes[at - 1] == b' '));
    let starts: Vec<usize> = starts.take(COLUMNS_LIMIT).collect();
    (starts.len() > 1).then_some(starts)
}

/// The byte at which each character begins.
fn offsets_of(line: &str) -> Vec<usize> {
    line.char_indices().map(|(at, _)| at).collect()
}

/// The bytes of a line between two columns of characters.
fn part(line: &str, offsets: &[usize], start: usize, stop: usize) -> Range<usize> {
    let byte = |column: usize| offsets.get(column).copied().unwrap_or(line.len());
    byte(start)..byte(stop).max(byte(start))
}
