//! The Diagnostic Format of reviewdog (<https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>), whose columns
//! count bytes.

use super::visible::visible;
use super::{Look, Reported};
use crate::finding::{Label, Severity};
use crate::source::{Place, Source};
use serde::Serialize;

/// What stands before the first diagnostic.
pub const OPENING: &str = "{\"source\": {\"name\": \"whocalls\"}, \"diagnostics\": [\n";
/// What stands after the last one.
pub const CLOSING: &str = "\n]}\n";

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Location<'a>,
    severity: &'static str,
    code: Code,
    #[serde(rename = "relatedLocations", skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Code {
    value: String,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: At,
    end: At,
}

#[derive(Serialize)]
struct At {
    line: usize,
    column: usize,
}

/// One diagnostic.
pub fn diagnostic(reported: &Reported, _look: &Look) -> String {
    let finding = reported.finding;
    let help = finding.help.as_ref().map(|help| format!("\nhelp: {}", visible(help))).unwrap_or_default();
    let related = |label| related(label, reported.sources);
    let diagnostic = Diagnostic {
        message: format!("{}{help}", visible(&finding.message)),
        location: location(reported.sources, finding.place),
        severity: match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        },
        code: Code { value: finding.rules.join(", ") },
        related_locations: finding.labels.iter().map(related).collect(),
    };
    serde_json::to_string(&diagnostic).expect("keys are strings and no value can fail")
}

fn related<'a>(label: &'a Label, sources: &'a [Source]) -> Related<'a> {
    Related { message: &label.text, location: location(sources, label.place) }
}

fn location(sources: &[Source], place: Place) -> Location<'_> {
    let source = &sources[place.file];
    let at = |offset: u32| {
        let at = source.position(offset as usize);
        At { line: at.line, column: at.offset - source.line_starts()[at.line - 1] as usize + 1 }
    };
    Location { path: source.path(), range: Range { start: at(place.span.start), end: at(place.span.end) } }
}
