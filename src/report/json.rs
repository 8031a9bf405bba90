//! The public JSON, version 1: what `list` and `check` say of fields and findings to other programs.
//!
//! These structs are the contract; keys are added, and none is renamed or taken away, without a new version.

use super::{Look, Reported, Totals};
use crate::field::{Evidence, Fact, Facts, Field};
use crate::finding::{Finding, Severity};
use crate::lint::Surveyed;
use crate::source::{FileId, Place, Position, Source};
use serde::Serialize;

/// What stands before the first field of an inventory.
pub const FIELDS_OPENING: &str = "{\"schema\": 1, \"fields\": [\n";
/// What stands after its last field.
pub const FIELDS_CLOSING: &str = "\n]}\n";
/// What stands before the first finding.
pub const FINDINGS_OPENING: &str = "{\"schema\": 1, \"findings\": [\n";

/// A place, with lines and columns from 1 and the byte offset from 0.
#[derive(Serialize)]
struct At {
    line: usize,
    column: usize,
    offset: usize,
}

impl From<Position> for At {
    fn from(at: Position) -> Self {
        At { line: at.line, column: at.column, offset: at.offset }
    }
}

/// A callback URL field.
#[derive(Serialize)]
struct FieldItem<'a> {
    file: &'a str,
    format: &'a str,
    pointer: &'a str,
    name: &'a str,
    kind: &'a str,
    start: At,
    end: At,
    parts: Vec<Part<'a>>,
    facts: FactItems<'a>,
    findings: Vec<&'a str>,
}

/// One of a field's own texts.
#[derive(Serialize)]
struct Part<'a> {
    role: &'a str,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    start: At,
    end: At,
    /// Where the words stand, if the field's own file has only the key of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<Words<'a>>,
}

/// A place in another file.
#[derive(Serialize)]
struct Words<'a> {
    file: &'a str,
    start: At,
    end: At,
}

/// The four answers.
#[derive(Serialize)]
struct FactItems<'a> {
    caller: FactItem<'a>,
    method: FactItem<'a>,
    trigger: FactItem<'a>,
    failure: FactItem<'a>,
}

/// One answer, with its evidence where it is stated.
#[derive(Default, Serialize)]
struct FactItem<'a> {
    stated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<&'a str>,
    /// Only where it is another file than the field's.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<At>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<At>,
}

/// A finding, with the field that it is about.
#[derive(Serialize)]
struct FindingItem<'a> {
    rules: &'a [String],
    severity: &'a str,
    message: &'a str,
    file: &'a str,
    start: At,
    end: At,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    notes: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<FieldItem<'a>>,
}

/// What a run counted.
#[derive(Serialize)]
struct Summary {
    fields: usize,
    files: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
}

/// Answers to one text of `facts`.
#[derive(Serialize)]
struct Answers<'a> {
    id: &'a serde_json::Value,
    #[serde(flatten)]
    facts: FactItems<'a>,
}

/// One field of an inventory.
pub fn field(surveyed: &Surveyed, sources: &[Source]) -> String {
    written(&field_item(&surveyed.field, &surveyed.findings, sources))
}

/// One finding.
pub fn finding(reported: &Reported, _look: &Look) -> String {
    let Reported { finding, field, sources } = *reported;
    let (start, end) = ends(sources, finding.place);
    written(&FindingItem {
        rules: &finding.rules,
        severity: finding.severity.word(),
        message: &finding.message,
        file: sources[finding.place.file].path(),
        start,
        end,
        help: finding.help.as_deref(),
        notes: &finding.notes,
        field: field.map(|field| field_item(field, std::slice::from_ref(finding), sources)),
    })
}

/// What stands after the last finding.
pub fn findings_closing(totals: &Totals) -> String {
    let summary = Summary {
        fields: totals.fields,
        files: totals.files,
        errors: totals.of(Severity::Error),
        warnings: totals.of(Severity::Warning),
        infos: totals.of(Severity::Info),
    };
    format!("\n], \"summary\": {}}}\n", written(&summary))
}

/// The four answers of a text that was given without a document, as one line.
pub fn answers(id: &serde_json::Value, facts: &Facts) -> String {
    written(&Answers { id, facts: fact_items(facts, None, &[]) })
}

fn field_item<'a>(field: &'a Field, findings: &'a [Finding], sources: &'a [Source]) -> FieldItem<'a> {
    let candidate = &field.candidate;
    let (start, end) = ends(sources, Place { file: candidate.file, span: candidate.name_span });
    let part = |text: &'a crate::field::Text| {
        let stands = Place { file: text.file, span: text.span };
        // What comes by a key stands at the key in the field's own file, and its words in a locale file.
        let key = candidate.keys.iter().find(|key| key.is_found && key.role == text.role);
        let key = key.filter(|_| text.file != candidate.file);
        let words = key.map(|_| {
            let (start, end) = ends(sources, stands);
            Words { file: sources[text.file].path(), start, end }
        });
        let (start, end) = ends(sources, key.map_or(stands, |key| key.place));
        let file = if key.is_some() { None } else { other_file(sources, text.file, candidate.file) };
        Part { role: text.role.word(), text: &text.decoded, file, start, end, words }
    };
    FieldItem {
        file: sources[candidate.file].path(),
        format: candidate.info.format,
        pointer: &candidate.pointer.0,
        name: &candidate.name,
        kind: field.kind.word(),
        start,
        end,
        parts: candidate.texts.iter().map(part).collect(),
        facts: fact_items(&field.facts, Some(candidate.file), sources),
        findings: findings
            .iter()
            .filter(|finding| finding.suppressed.is_none())
            .flat_map(|finding| &finding.rules)
            .map(String::as_str)
            .collect(),
    }
}

fn fact_items<'a>(facts: &'a Facts, own: Option<FileId>, sources: &'a [Source]) -> FactItems<'a> {
    let item = |fact| facts.of(fact).map(|evidence| fact_item(evidence, own, sources)).unwrap_or_default();
    FactItems {
        caller: item(Fact::Caller),
        method: item(Fact::Method),
        trigger: item(Fact::Trigger),
        failure: item(Fact::Failure),
    }
}

/// A stated fact; `own` is the field's file, and none where there is no document.
fn fact_item<'a>(evidence: &'a Evidence, own: Option<FileId>, sources: &'a [Source]) -> FactItem<'a> {
    let quote = Some(evidence.quote.as_str());
    let (Some(place), Some(own)) = (evidence.place, own) else {
        let by = own.map(|_| evidence.by.word());
        return FactItem { stated: true, by, quote, ..FactItem::default() };
    };
    let (start, end) = ends(sources, place);
    let file = other_file(sources, place.file, own);
    FactItem { stated: true, by: Some(evidence.by.word()), quote, file, start: Some(start), end: Some(end) }
}

fn other_file(sources: &[Source], file: FileId, own: FileId) -> Option<&str> {
    (file != own).then(|| sources[file].path())
}

fn ends(sources: &[Source], place: Place) -> (At, At) {
    let source = &sources[place.file];
    let at = |offset: u32| source.position(offset as usize).into();
    (at(place.span.start), at(place.span.end))
}

fn written(item: &impl Serialize) -> String {
    serde_json::to_string(item).expect("keys are strings and no value can fail")
}
