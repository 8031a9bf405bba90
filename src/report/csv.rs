//! The inventory for a spreadsheet: one row for each field, the words taken as evidence in the column of their fact.

use super::visible::visible;
use super::{Piece, first_line};
use crate::field::Fact;
use crate::lint::{Survey, Surveyed};
use crate::source::{Place, Source};

/// The first row.
pub const HEAD: &str = "file,line,column,name,kind,caller,method,trigger,failure,findings,pointer\n";

/// One row for each field; the cell of a fact that is not stated is empty.
pub fn rows(survey: &Survey, sources: &[Source]) -> Vec<Piece> {
    survey.fields.iter().map(|surveyed| row(surveyed, sources)).collect()
}

fn row(surveyed: &Surveyed, sources: &[Source]) -> Piece {
    let field = &surveyed.field;
    let candidate = &field.candidate;
    let (at, _) = first_line(sources, Place { file: candidate.file, span: candidate.name_span });
    let told = || surveyed.findings.iter().filter(|finding| finding.suppressed.is_none());
    let rules: Vec<&str> = told().flat_map(|finding| &finding.rules).map(String::as_str).collect();
    let mut cells = vec![
        cell(sources[candidate.file].path()),
        at.line.to_string(),
        at.column.to_string(),
        cell(&candidate.name),
        field.kind.word().to_string(),
    ];
    let stated = |fact| match field.facts.of(fact) {
        Some(evidence) if evidence.quote.trim().is_empty() => evidence.by.word().to_string(),
        Some(evidence) => cell(&evidence.quote),
        None => String::new(),
    };
    cells.extend(Fact::ALL.map(stated));
    cells.extend([cell(&rules.join(" ")), cell(&candidate.pointer.0)]);
    Piece { severity: told().map(|finding| finding.severity).max(), text: format!("{}\n", cells.join(",")) }
}

/// A cell that is text in every spreadsheet: one that would be read as a formula gets an apostrophe before it
/// (<https://owasp.org/www-community/attacks/CSV_Injection>).
fn cell(text: &str) -> String {
    let text = visible(text);
    let begins = text.trim_start().chars().next();
    // Some programs take the wide forms of East Asian keyboards for the same signs.
    let formula = begins.is_some_and(|first| "=+-@|%＝＋－＠".contains(first));
    let text = if formula { format!("'{text}") } else { text.into_owned() };
    match formula || text.contains([',', '"', ';', '\'']) || text.trim() != text {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_none_breaks_its_row() {
        assert_eq!(cell("callback_url"), "callback_url");
        assert_eq!(cell("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(cell("\t@x"), "\"' @x\"");
        assert_eq!(cell("a,\nb"), "\"a, b\"");
    }
}
