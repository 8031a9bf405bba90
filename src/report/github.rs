//! Workflow commands of GitHub Actions: a line that the runner makes an annotation of.
//!
//! Values are escaped as the runner undoes it, so that no text of a document can be a command of its own
//! (<https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts>).

use super::visible::visible;
use super::{Look, Piece, Reported, Totals, first_line};
use crate::finding::Severity;

/// `::warning file=…,line=…::message`.
pub fn command(reported: &Reported, _look: &Look) -> String {
    let finding = reported.finding;
    let (start, end) = first_line(reported.sources, finding.place);
    let word = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let help = finding.help.as_ref().map(|help| format!("\nhelp: {}", visible(help))).unwrap_or_default();
    format!(
        "::{word} file={},line={},endLine={},col={},endColumn={},title={}::{}\n",
        property(&visible(reported.source().path())),
        start.line,
        end.line,
        start.column,
        end.column,
        property(&format!("whocalls: {}", finding.rules.join(", "))),
        data(&format!("{}{help}", visible(&finding.message)))
    )
}

/// All commands, the worst first: the runner shows the first ten of each sort.
pub fn worst_first(pieces: &[Piece], _totals: &Totals) -> String {
    let mut pieces: Vec<&Piece> = pieces.iter().collect();
    pieces.sort_by_key(|piece| std::cmp::Reverse(piece.severity));
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_runner_reads_as_syntax_is_escaped() {
        assert_eq!(data("100%\r\n::error::x"), "100%25%0D%0A::error::x");
        assert_eq!(property("a:b,c%0A"), "a%3Ab%2Cc%250A");
    }
}
