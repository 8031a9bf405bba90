//! From findings to bytes: the table of formats, one file each.
//!
//! A format turns one finding at a time into text, so that a report starts before the last file is read; nothing here
//! writes anywhere.

pub mod concise;
pub mod excerpt;
pub mod explain;
pub mod human;
pub mod json;
pub mod list;
pub mod narrated;
pub mod rules;
pub mod ticks;
pub mod visible;

use crate::field::Field;
use crate::finding::{Finding, Severity};
use crate::lint::Survey;
use crate::source::Source;

/// A format for the findings of `check`.
pub struct Format {
    /// What `--format` calls it.
    pub name: &'static str,
    /// What it is for, in a clause.
    pub purpose: &'static str,
    /// What stands before the first finding.
    pub opening: &'static str,
    /// One finding.
    pub finding: fn(&Reported, &Look) -> String,
    /// What stands between two findings.
    pub between: &'static str,
    /// What stands after the last finding.
    pub closing: fn(&Totals) -> String,
}

/// Every format of `check`; the first is the default.
pub const FORMATS: [Format; 3] = [
    Format {
        name: "full",
        purpose: "the place in the file, what is stated, and a sentence to paste",
        opening: "",
        finding: human::finding,
        between: "\n",
        closing: human::summary,
    },
    Format {
        name: "concise",
        purpose: "one line each, as compilers write them",
        opening: "",
        finding: concise::finding,
        between: "",
        closing: |_| String::new(),
    },
    Format {
        name: "json",
        purpose: "one versioned object for other programs",
        opening: json::FINDINGS_OPENING,
        finding: json::finding,
        between: ",\n",
        closing: json::findings_closing,
    },
];

/// A finding with all that a report may show of it.
#[derive(Clone, Copy, Debug)]
pub struct Reported<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// The field that it is about, unless it is about a file.
    pub field: Option<&'a Field>,
    /// The sources that its places are in.
    pub sources: &'a [Source],
}

impl Reported<'_> {
    /// `path:line:column` of the finding.
    pub fn location(&self) -> String {
        location(self.sources, self.finding.place)
    }
}

/// The findings of a survey that are to be told, in the order of their places, each with its field.
pub fn reported<'a>(survey: &'a Survey, sources: &'a [Source]) -> Vec<Reported<'a>> {
    let problems = survey.problems.iter().map(|finding| Reported { finding, field: None, sources });
    let fields = survey.fields.iter().flat_map(|surveyed| {
        let findings = surveyed.findings.iter();
        findings.map(|finding| Reported { finding, field: Some(&surveyed.field), sources })
    });
    let mut all: Vec<Reported> = problems.chain(fields).collect();
    all.retain(|reported| reported.finding.suppressed.is_none());
    all.sort_by_key(|reported| reported.finding.place);
    all
}

/// `path:line:column` of a place.
pub fn location(sources: &[Source], place: crate::source::Place) -> String {
    let source = &sources[place.file];
    let at = source.position(place.span.start as usize);
    format!("{}:{}:{}", visible::visible(source.path()), at.line, at.column)
}

/// How a report for people looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether to use colours.
    pub color: bool,
    /// Columns that text is wrapped at.
    pub width: usize,
    /// Whether to use sentences instead of drawings, for screen readers.
    pub narrated: bool,
}

/// What a run counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Callback URL fields.
    pub fields: usize,
    /// Files with a field or a finding.
    pub files: usize,
    /// Findings by severity, in the order of [`Severity::ALL`].
    pub findings: [usize; 3],
}

impl Totals {
    /// Adds what a survey of some sources found.
    pub fn add(&mut self, survey: &Survey) {
        let places = survey.fields.iter().map(|surveyed| surveyed.field.candidate.file);
        let told = |finding: &&Finding| finding.suppressed.is_none();
        let files = places.chain(survey.problems.iter().filter(told).map(|finding| finding.place.file));
        self.fields += survey.fields.len();
        self.files += files.collect::<std::collections::BTreeSet<_>>().len();
        for finding in survey.findings().into_iter().filter(told) {
            self.findings[finding.severity as usize] += 1;
        }
    }

    /// Adds what other sources had.
    pub fn merge(&mut self, other: &Totals) {
        self.fields += other.fields;
        self.files += other.files;
        for (mine, theirs) in self.findings.iter_mut().zip(other.findings) {
            *mine += theirs;
        }
    }

    /// All findings.
    pub fn all(&self) -> usize {
        self.findings.iter().sum()
    }

    /// Findings of one severity.
    pub fn of(&self, severity: Severity) -> usize {
        self.findings[severity as usize]
    }
}

/// "1 field", "2 fields".
pub fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}
