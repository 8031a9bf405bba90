//! The XML that Checkstyle writes and many review tools read: files with their errors.

use super::xml::{attribute, escaped};
use super::{Piece, first_line, reported};
use crate::lint::Survey;
use crate::source::Source;
use std::fmt::Write as _;

/// What stands before the first file; tools look at the version to tell the dialect.
pub const OPENING: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n";
/// What stands after the last file.
pub const CLOSING: &str = "</checkstyle>\n";

/// One piece for each file with a finding.
pub fn files(survey: &Survey, sources: &[Source]) -> Vec<Piece> {
    let told: Vec<_> = reported(survey, sources).into_iter().filter(|one| one.finding.suppressed.is_none()).collect();
    let of_file = |findings: &[super::Reported]| {
        let mut text = format!("  <file name=\"{}\">\n", attribute(findings[0].source().path()));
        for finding in findings {
            push_error(&mut text, finding);
        }
        text.push_str("  </file>\n");
        Piece { severity: findings.iter().map(|one| one.finding.severity).max(), text }
    };
    told.chunk_by(|one, next| one.finding.place.file == next.finding.place.file).map(of_file).collect()
}

fn push_error(text: &mut String, reported: &super::Reported) {
    let finding = reported.finding;
    let (start, _) = first_line(reported.sources, finding.place);
    let help = finding.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    writeln!(
        text,
        "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"whocalls.{}\"/>",
        start.line,
        start.column,
        finding.severity.word(),
        attribute(&format!("{}{help}", finding.message)),
        escaped(&finding.rules.join(","))
    )
    .expect("a string takes all");
}
