//! SARIF 2.1.0 (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>), as code scanning reads it.
//!
//! This is the one format that has the findings which are suppressed, marked as such.

use super::fingerprint::fingerprint;
use super::visible::visible;
use super::{Look, Reported, Totals, explain, first_line};
use crate::finding::{Severity, SuppressedBy};
use crate::rulebook::checks;
use crate::source::{Place, Source};
use serde::Serialize;
use serde_json::{Value, json};

/// Columns that the plain text of a rule's page is wrapped at.
const WIDTH: usize = 100;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    partial_fingerprints: Fingerprints,
    suppressions: Vec<Suppression<'a>>,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

/// A part of one line; without an end, all that is left of it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'a> {
    name: &'a str,
    fully_qualified_name: &'a str,
    kind: &'static str,
}

/// The first is the one that GitHub knows, which would else make one of the text of the line.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fingerprints {
    primary_location_line_hash: String,
    #[serde(rename = "whocalls/v1")]
    own: String,
}

#[derive(Serialize)]
struct Suppression<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    justification: Option<&'a str>,
}

/// A result has one rule, and a finding may stand for several.
#[derive(Serialize)]
struct Properties<'a> {
    rules: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
}

/// What stands before the first result.
pub fn opening() -> String {
    "{\"$schema\": \"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json\", \
     \"version\": \"2.1.0\", \"runs\": [{\n\"columnKind\": \"unicodeCodePoints\",\n\"results\": [\n"
        .to_owned()
}

/// What stands after the last result: the tool with its rules, of which those of the house are known only now.
pub fn closing(totals: &Totals) -> String {
    let rules: Vec<Value> = checks::built_in().iter().chain(&totals.house_rules).map(rule).collect();
    let driver = json!({"name": "whocalls", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules});
    format!(
        "\n],\n\"tool\": {{\"driver\": {driver}}},\n\"invocations\": [{{\"executionSuccessful\": {}}}]}}]}}\n",
        !totals.incomplete
    )
}

/// One result.
pub fn result(reported: &Reported, _look: &Look) -> String {
    let finding = reported.finding;
    let rule_id = finding.rules.first().map(String::as_str).unwrap_or_default();
    let help = finding.help.as_ref().map(|help| format!("\nhelp: {}", visible(help))).unwrap_or_default();
    let print = fingerprint(reported);
    // The whole of a document has no name and no way to it.
    let logical = finding.pointer.as_ref().filter(|pointer| !pointer.0.is_empty());
    let logical = logical.map(|pointer| LogicalLocation {
        name: &finding.name,
        fully_qualified_name: &pointer.0,
        kind: "property",
    });
    let related = finding.labels.iter().zip(1..).map(|(label, id)| Location {
        id: Some(id),
        physical_location: physical(reported.sources, label.place),
        logical_locations: Vec::new(),
        message: Some(Message { text: plain(&label.text) }),
    });
    let suppressions = finding.suppressed.iter().map(|suppressed| Suppression {
        kind: match suppressed.by {
            SuppressedBy::Source => "inSource",
            SuppressedBy::Outside => "external",
        },
        justification: suppressed.reason.as_deref(),
    });
    let result = SarifResult {
        rule_id,
        rule_index: checks::built_in().iter().position(|check| check.id == rule_id),
        level: level(finding.severity),
        message: Message { text: plain(&format!("{}{help}", visible(&finding.message))) },
        locations: [Location {
            id: None,
            physical_location: physical(reported.sources, finding.place),
            logical_locations: logical.into_iter().collect(),
            message: None,
        }],
        related_locations: related.collect(),
        partial_fingerprints: Fingerprints { primary_location_line_hash: print.clone(), own: print },
        suppressions: suppressions.collect(),
        properties: Properties { rules: &finding.rules, kind: finding.kind.map(|kind| kind.word()) },
    };
    serde_json::to_string(&result).expect("keys are strings and no value can fail")
}

fn rule(check: &checks::Check) -> Value {
    let page = &check.page;
    json!({
        "id": check.id,
        "shortDescription": {"text": page.summary},
        "fullDescription": {"text": page.what.trim_end()},
        "help": {"text": explain::rule(check, WIDTH), "markdown": explain::rule_in_markdown(check)},
        "defaultConfiguration": {"level": level(page.severity)},
        "properties": {"tags": ["documentation", "callback"]},
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn physical(sources: &[Source], place: Place) -> PhysicalLocation {
    let (start, end) = first_line(sources, place);
    PhysicalLocation {
        artifact_location: ArtifactLocation { uri: uri(sources[place.file].path()) },
        region: Region {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: (end.offset > start.offset).then_some(end.column),
        },
    }
}

/// Plain text in which nothing is a link (section 3.11.6 makes one of `[text](target)`).
fn plain(text: &str) -> String {
    text.replace("](", "]\\(")
}

/// A path as a URI: relative as it is, and with a scheme where it begins at the root.
fn uri(path: &str) -> String {
    let mut out = String::new();
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
    match (path.starts_with('/'), drive) {
        (true, _) => out.push_str("file://"),
        (false, true) => out.push_str("file:///"),
        (false, false) => {}
    }
    for byte in path.trim_start_matches("./").bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            plain if plain.is_ascii_alphanumeric() => out.push(char::from(plain)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_uri() {
        assert_eq!(uri("specs/pay.yaml"), "specs/pay.yaml");
        assert_eq!(uri("./a b/é#1.yaml"), "a%20b/%C3%A9%231.yaml");
        assert_eq!(uri("api:v1.yaml"), "api%3Av1.yaml");
        assert_eq!(uri("../x%.yaml"), "../x%25.yaml");
        assert_eq!(uri("/tmp/x.yaml"), "file:///tmp/x.yaml");
        assert_eq!(uri("C:/x.yaml"), "file:///C%3A/x.yaml");
    }
}
