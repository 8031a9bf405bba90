//! A code quality report of GitLab, which is a JSON array of issues in the manner of Code Climate.

use super::fingerprint::fingerprint;
use super::visible::visible;
use super::{Look, Reported, first_line};
use crate::finding::Severity;
use serde::Serialize;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// One issue.
pub fn issue(reported: &Reported, _look: &Look) -> String {
    let finding = reported.finding;
    let (start, end) = first_line(reported.sources, finding.place);
    let issue = Issue {
        description: format!("{} [{}]", visible(&finding.message), finding.rules.join(", ")),
        check_name: finding.rules.first().map(String::as_str).unwrap_or_default(),
        fingerprint: fingerprint(reported),
        severity: match finding.severity {
            Severity::Error => "critical",
            Severity::Warning => "major",
            Severity::Info => "info",
        },
        location: Location { path: reported.source().path(), lines: Lines { begin: start.line, end: end.line } },
    };
    serde_json::to_string(&issue).expect("keys are strings and no value can fail")
}
