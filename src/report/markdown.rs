//! Tables in GitHub's Markdown: findings for a job summary or a review, and the inventory for a page.

use super::ticks::mark;
use super::visible::{one_line, shortened};
use super::{Look, Piece, Reported, Totals, counted, location, totals};
use crate::field::{By, Fact, Field};
use crate::finding::Severity;
use crate::lint::Survey;
use crate::source::{Place, Source};

/// Longest evidence that is shown in a cell, in characters.
const LONGEST_QUOTE: usize = 80;

/// One row of the table of findings.
pub fn finding_row(reported: &Reported, _look: &Look) -> String {
    let finding = reported.finding;
    // The name is code, and the rest of the message prose.
    let message = one_line(&finding.message);
    let message = match message.split_once(&format!("`{}`", one_line(&finding.name))) {
        Some((before, after)) => format!("{}{}{}", escaped(before), code(&finding.name), escaped(after)),
        None => escaped(&message),
    };
    let help = finding.help.as_ref().map(|help| escaped(&one_line(help))).unwrap_or_default();
    let rules: Vec<String> = finding.rules.iter().map(|rule| code(rule)).collect();
    let place = code(&location(reported.sources, finding.place));
    format!("| {} | {place} | {message} | {help} | {} |\n", finding.severity.word(), rules.join(" "))
}

/// The totals, and the table of findings, the worst first.
pub fn findings(pieces: &[Piece], totals: &Totals) -> String {
    let fields = format!("{} in {}", counted(totals.fields, "callback URL field"), counted(totals.files, "file"));
    let coverage = totals.coverage.all();
    let stated = if coverage.1 > 0 { format!("; {}", totals::facts_stated(coverage)) } else { String::new() };
    let by_severity = Severity::ALL.iter().rev().filter(|&&severity| totals.of(severity) > 0);
    let counts: Vec<String> = by_severity.map(|&severity| counted(totals.of(severity), severity.word())).collect();
    let counts = if counts.is_empty() { "no findings".into() } else { counts.join(", ").replace("infos", "info") };
    let mut out = format!("### whocalls: {counts}\n\n{fields}{stated}\n");
    if !pieces.is_empty() {
        out.push_str("\n| severity | where | what is wrong | what to do | rules |\n|---|---|---|---|---|\n");
    }
    let mut pieces: Vec<&Piece> = pieces.iter().collect();
    pieces.sort_by_key(|piece| std::cmp::Reverse(piece.severity));
    out.extend(pieces.iter().map(|piece| piece.text.as_str()));
    out
}

/// One row of the inventory for each field.
pub fn field_rows(survey: &Survey, sources: &[Source]) -> Vec<Piece> {
    let severity = |surveyed: &crate::lint::Surveyed| {
        let told = surveyed.findings.iter().filter(|finding| finding.suppressed.is_none());
        told.map(|finding| finding.severity).max()
    };
    let piece = |surveyed| Piece { severity: severity(surveyed), text: field_row(&surveyed.field, sources) };
    survey.fields.iter().map(piece).collect()
}

/// The inventory.
pub fn fields(pieces: &[Piece], _totals: &Totals) -> String {
    let rows: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
    format!("| name | kind | caller | method | trigger | failure | where |\n|---|---|---|---|---|---|---|\n{rows}")
}

fn field_row(field: &Field, sources: &[Source]) -> String {
    let candidate = &field.candidate;
    let facts = Fact::ALL.map(|fact| match field.facts.of(fact) {
        None => mark(false).to_string(),
        Some(evidence) => {
            let by = if evidence.by == By::Text { String::new() } else { format!(" ({})", evidence.by.word()) };
            format!("{} {}{by}", mark(true), escaped(&shortened(&evidence.quote, LONGEST_QUOTE)))
        }
    });
    let place = location(sources, Place { file: candidate.file, span: candidate.name_span });
    format!("| {} | {} | {} | {} |\n", code(&candidate.name), field.kind.word(), facts.join(" | "), code(&place))
}

/// Prose on one line that is prose in Markdown too: every character that could begin markup, a mention or a reference has a backslash
/// before it.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            // A backslash does not keep GitHub from making a mention of this one.
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#' | '$' | '!' => {
                out.push('\\');
                out.push(character);
            }
            other => out.push(other),
        }
    }
    // A URL with its scheme is made a link wherever it stands.
    out.replace("://", ":\\//")
}

/// A code span in a table's cell, with as many backticks as its text needs.
fn code(text: &str) -> String {
    let text = one_line(text).replace('|', "\\|");
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    match text.is_empty() || longest > 0 {
        true => format!("{fence} {text} {fence}"),
        false => format!("{fence}{text}{fence}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_stays_a_cell_and_prose_stays_prose() {
        assert_eq!(escaped("a|b <b>*x*"), "a\\|b \\<b\\>\\*x\\*");
        assert_eq!(escaped("@team see https://x"), "&#64;team see https:\\//x");
        assert_eq!(code("a|b"), "`a\\|b`");
        assert_eq!(code("a``b`"), "``` a``b` ```");
    }
}
