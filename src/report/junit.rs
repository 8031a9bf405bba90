//! JUnit XML, as CI servers show it: each file is a suite, each field a test, and each finding a failure.
//!
//! Times are left out, so that equal runs give equal reports; the Ant dialect, which asks for them, is for that reason not
//! what is written.

use super::visible::visible;
use super::xml::{attribute, escaped};
use super::{Piece, Reported, Totals, location, reported};
use crate::field::Field;
use crate::finding::Severity;
use crate::lint::Survey;
use crate::source::{FileId, Place, Source};
use std::collections::BTreeMap;

/// One piece for each file with a field or a finding.
pub fn suites(survey: &Survey, sources: &[Source]) -> Vec<Piece> {
    let mut files: BTreeMap<FileId, Vec<(Place, Option<Severity>, String)>> = BTreeMap::new();
    let told: Vec<_> = reported(survey, sources).into_iter().filter(|one| one.finding.suppressed.is_none()).collect();
    for surveyed in &survey.fields {
        if surveyed.findings.iter().all(|finding| finding.suppressed.is_some()) {
            let candidate = &surveyed.field.candidate;
            let place = Place { file: candidate.file, span: candidate.name_span };
            let case = format!("    {}/>\n", open(&surveyed.field, sources));
            files.entry(candidate.file).or_default().push((place, None, case));
        }
    }
    for one in &told {
        let place = one.finding.place;
        files.entry(place.file).or_default().push((place, Some(one.finding.severity), failed(one)));
    }
    files.into_iter().map(|(file, cases)| suite(sources[file].path(), cases)).collect()
}

/// The document: its totals, and the suites.
pub fn document(pieces: &[Piece], totals: &Totals) -> String {
    let suites: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"whocalls\" tests=\"{}\" failures=\"{}\" errors=\"0\">\n{suites}</testsuites>\n",
        totals.clean + totals.all(),
        totals.all()
    )
}

fn suite(path: &str, mut cases: Vec<(Place, Option<Severity>, String)>) -> Piece {
    cases.sort_by_key(|(place, ..)| *place);
    let failures = cases.iter().filter(|(_, severity, _)| severity.is_some()).count();
    let mut text = format!(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">\n",
        attribute(path),
        cases.len()
    );
    text.extend(cases.iter().map(|(_, _, case)| case.as_str()));
    text.push_str("  </testsuite>\n");
    Piece { severity: cases.iter().filter_map(|(_, severity, _)| *severity).max(), text }
}

/// A test of a field, up to the end of its tag.
fn open(field: &Field, sources: &[Source]) -> String {
    let candidate = &field.candidate;
    let name = if candidate.name.is_empty() { &candidate.pointer.0 } else { &candidate.name };
    format!("<testcase name=\"{}\" classname=\"{}\"", attribute(name), attribute(sources[candidate.file].path()))
}

fn failed(reported: &Reported) -> String {
    let finding = reported.finding;
    let open = match reported.field {
        Some(field) => open(field, reported.sources),
        None => format!(
            "<testcase name=\"{}\" classname=\"{}\"",
            attribute(&finding.rules.join(", ")),
            attribute(reported.source().path())
        ),
    };
    let place = location(reported.sources, finding.place);
    // What a document says begins no line, which a server that shows the report as it runs might take for a command.
    let pointer = finding.pointer.as_ref().filter(|pointer| !pointer.0.is_empty());
    let pointer = pointer.map(|pointer| format!("\n{}", visible(&pointer.0))).unwrap_or_default();
    let help = finding.help.as_ref().map(|help| format!("\nhelp: {}", visible(help))).unwrap_or_default();
    let message = visible(&finding.message);
    format!(
        "    {open}>\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n",
        finding.severity.word(),
        attribute(&finding.message),
        escaped(&format!("{place}: {message} [{}]{pointer}{help}", finding.rules.join(", ")))
    )
}
