//! The inventory for people: one row for each callback URL field, flagged or not, in aligned columns.

use super::ticks::mark;
use super::visible::shortened;
use super::{Piece, Totals, location};
use crate::field::{By, Fact, Field};
use crate::lint::Survey;
use crate::source::{Place, Source};

/// Longest name that is shown in full, in characters: of a string of copy it may be a whole sentence.
const LONGEST_NAME: usize = 60;

/// The head of the table.
pub const HEAD: [&str; 7] = ["where", "name", "kind", "caller", "method", "trigger", "failure"];

/// One row for each field, its cells separated by tabs, which no text that is safe to print holds.
pub fn rows(survey: &Survey, sources: &[Source]) -> Vec<Piece> {
    let row = |field| Piece { severity: None, text: row(field, sources).join("\t") };
    survey.fields.iter().map(|surveyed| row(&surveyed.field)).collect()
}

/// The table of all of them.
pub fn inventory(pieces: &[Piece], _totals: &Totals) -> String {
    let cells = |piece: &Piece| piece.text.split('\t').map(str::to_string).collect();
    table(&HEAD, &pieces.iter().map(cells).collect::<Vec<Vec<String>>>())
}

/// The cells of one field.
fn row(field: &Field, sources: &[Source]) -> Vec<String> {
    let candidate = &field.candidate;
    let place = Place { file: candidate.file, span: candidate.name_span };
    let mut cells =
        vec![location(sources, place), shortened(&candidate.name, LONGEST_NAME), field.kind.word().to_string()];
    cells.extend(Fact::ALL.map(|fact| match field.facts.of(fact) {
        None => mark(false).to_string(),
        Some(evidence) if evidence.by == By::Text => mark(true).to_string(),
        Some(evidence) => format!("{} {}", mark(true), evidence.by.word()),
    }));
    cells
}

/// Rows under a head, each column as wide as its widest cell; no rows are no table.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let head: Vec<String> = head.iter().map(ToString::to_string).collect();
    let all = || std::iter::once(&head).chain(rows);
    let width = |column: usize| all().map(|row| textwrap::core::display_width(&row[column])).max().unwrap_or(0);
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |row: &Vec<String>| {
        let cell = |(cell, width): (&String, &usize)| {
            format!("{cell}{}", " ".repeat(width - textwrap::core::display_width(cell)))
        };
        let cells: Vec<String> = row.iter().zip(&widths).map(cell).collect();
        format!("{}\n", cells.join("  ").trim_end())
    };
    all().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_what_is_seen() {
        let rows = vec![vec!["語".to_string(), "x".to_string()], vec!["abc".to_string(), "✓".to_string()]];
        assert_eq!(table(&["a", "b"], &rows), "a    b\n語   x\nabc  ✓\n");
        assert_eq!(table(&["a"], &[]), "");
    }
}
