//! From findings to bytes: the table of formats, one file each.
//!
//! A format makes pieces of what was found in sources that belong together, while those are at hand; a [`draft`] puts the
//! pieces of a whole run in order. Nothing here writes anywhere.

pub mod agent;
pub mod checkstyle;
pub mod concise;
pub mod csv;
pub mod draft;
pub mod excerpt;
pub mod explain;
pub mod fingerprint;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod human;
pub mod json;
pub mod junit;
pub mod list;
pub mod map;
pub mod markdown;
pub mod narrated;
pub mod rdjson;
pub mod rules;
pub mod sarif;
pub mod statistics;
pub mod ticks;
pub mod totals;
pub mod visible;
pub mod xml;

use crate::config::Mistakes;
use crate::field::Field;
use crate::finding::{Finding, Severity};
use crate::lint::Survey;
use crate::source::{Place, Position, Source};
use std::collections::HashMap;

pub use totals::{Coverage, Totals};

/// A format of `check` or of `list`.
pub struct Format {
    /// What `--format` calls it.
    pub name: &'static str,
    /// What it is for, in a clause.
    pub purpose: &'static str,
    /// What it makes of sources that belong together.
    pub view: View,
    /// What it makes of a run.
    pub layout: Layout,
}

/// What a format makes pieces of.
pub enum View {
    /// One piece for each finding that is told.
    Told(fn(&Reported, &Look) -> String),
    /// One piece for each finding, also for those that are suppressed.
    Found(fn(&Reported, &Look) -> String),
    /// Pieces for all that was found, as the format will have it.
    Surveyed(fn(&Survey, &[Source]) -> Vec<Piece>),
}

/// Whether a report can be written while the run goes on.
pub enum Layout {
    /// It can: each piece is written when it comes.
    Streamed {
        /// What stands before the first piece.
        opening: fn() -> String,
        /// What stands between two pieces.
        between: &'static str,
        /// What stands after the last piece.
        closing: fn(&Totals) -> String,
    },
    /// It cannot: what stands first depends on all that follows.
    Whole(fn(&[Piece], &Totals) -> String),
}

/// What a format made of one finding, field or file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The severity of what is wrong, if anything is.
    pub severity: Option<Severity>,
    /// The text, in the words of its format.
    pub text: String,
}

/// Every format of `check`; the first is the default.
pub const FORMATS: [Format; 13] = [
    Format {
        name: "full",
        purpose: "the place in the file, what is stated, and a sentence to paste",
        view: View::Told(human::finding),
        layout: Layout::Streamed { opening: String::new, between: "\n", closing: human::summary },
    },
    Format {
        name: "concise",
        purpose: "one line each, as compilers write them",
        view: View::Told(concise::finding),
        layout: Layout::Streamed { opening: String::new, between: "", closing: |_| String::new() },
    },
    Format {
        name: "json",
        purpose: "one versioned object for other programs",
        view: View::Told(json::finding),
        layout: Layout::Streamed {
            opening: || json::FINDINGS_OPENING.to_string(),
            between: ",\n",
            closing: json::findings_closing,
        },
    },
    Format {
        name: "jsonl",
        purpose: "the findings of `json`, one on each line",
        view: View::Told(json::finding),
        layout: Layout::Streamed { opening: String::new, between: "\n", closing: json::lines_closing },
    },
    Format {
        name: "sarif",
        purpose: "SARIF 2.1.0, for code scanning",
        view: View::Found(sarif::result),
        layout: Layout::Streamed { opening: sarif::opening, between: ",\n", closing: sarif::closing },
    },
    Format {
        name: "github",
        purpose: "annotations of a GitHub workflow",
        view: View::Told(github::command),
        layout: Layout::Whole(github::worst_first),
    },
    Format {
        name: "gitlab",
        purpose: "a code quality report of GitLab",
        view: View::Told(gitlab::issue),
        layout: Layout::Streamed { opening: || "[\n".to_string(), between: ",\n", closing: |_| "\n]\n".to_string() },
    },
    Format {
        name: "junit",
        purpose: "a test for each field, for CI servers",
        view: View::Surveyed(junit::suites),
        layout: Layout::Whole(junit::document),
    },
    Format {
        name: "checkstyle",
        purpose: "XML that many review tools read",
        view: View::Surveyed(checkstyle::files),
        layout: Layout::Streamed {
            opening: || checkstyle::OPENING.to_string(),
            between: "",
            closing: |_| checkstyle::CLOSING.to_string(),
        },
    },
    Format {
        name: "rdjson",
        purpose: "the diagnostics of reviewdog",
        view: View::Told(rdjson::diagnostic),
        layout: Layout::Streamed {
            opening: || rdjson::OPENING.to_string(),
            between: ",\n",
            closing: |_| rdjson::CLOSING.to_string(),
        },
    },
    Format {
        name: "markdown",
        purpose: "a table for a job summary or a review",
        view: View::Told(markdown::finding_row),
        layout: Layout::Whole(markdown::findings),
    },
    Format {
        name: "html",
        purpose: "one page with every field, to look through in a browser",
        view: View::Surveyed(html::entries),
        layout: Layout::Whole(html::page),
    },
    Format {
        name: "agent",
        purpose: "short blocks for a language model that edits the files",
        view: View::Told(agent::finding),
        layout: Layout::Streamed { opening: String::new, between: "\n", closing: agent::closing },
    },
];

/// Every format of `list`; the first is the default.
pub const INVENTORIES: [Format; 5] = [
    Format {
        name: "table",
        purpose: "aligned columns",
        view: View::Surveyed(list::rows),
        layout: Layout::Whole(list::inventory),
    },
    Format {
        name: "json",
        purpose: "one versioned object for other programs",
        view: View::Surveyed(json::fields),
        layout: Layout::Streamed {
            opening: || json::FIELDS_OPENING.to_string(),
            between: ",\n",
            closing: |_| json::FIELDS_CLOSING.to_string(),
        },
    },
    Format {
        name: "csv",
        purpose: "one row for each field, for a spreadsheet",
        view: View::Surveyed(csv::rows),
        layout: Layout::Streamed { opening: || csv::HEAD.to_string(), between: "", closing: |_| String::new() },
    },
    Format {
        name: "markdown",
        purpose: "a table for a page or a review",
        view: View::Surveyed(markdown::field_rows),
        layout: Layout::Whole(markdown::fields),
    },
    Format {
        name: "html",
        purpose: "one page to look through in a browser",
        view: View::Surveyed(html::entries),
        layout: Layout::Whole(html::page),
    },
];

/// The drawing of `list --map`.
pub const MAP: Format = Format {
    name: "map",
    purpose: "who calls whom, as a Mermaid sequence diagram",
    view: View::Surveyed(map::arrows),
    layout: Layout::Whole(map::diagram),
};

impl Format {
    /// What the format makes of a survey, in the order of the places.
    pub fn pieces(&self, survey: &Survey, sources: &[Source], look: &Look) -> Vec<Piece> {
        let of = |finding: fn(&Reported, &Look) -> String, reported: Reported| Piece {
            severity: Some(reported.finding.severity),
            text: finding(&reported, look),
        };
        let all = || reported(survey, sources).into_iter();
        match self.view {
            View::Found(finding) => all().map(|reported| of(finding, reported)).collect(),
            View::Told(finding) => {
                let told = all().filter(|reported| reported.finding.suppressed.is_none());
                told.map(|reported| of(finding, reported)).collect()
            }
            View::Surveyed(pieces) => pieces(survey, sources),
        }
    }
}

/// A finding with all that a report may show of it.
#[derive(Clone, Copy, Debug)]
pub struct Reported<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// The field that it is about, unless it is about a file.
    pub field: Option<&'a Field>,
    /// The sources that its places are in.
    pub sources: &'a [Source],
    /// How many findings of the same rules about the same place of the same file came before it.
    pub repeated: usize,
}

impl Reported<'_> {
    /// `path:line:column` of the finding.
    pub fn location(&self) -> String {
        location(self.sources, self.finding.place)
    }

    /// The source that the finding is in.
    pub fn source(&self) -> &Source {
        &self.sources[self.finding.place.file]
    }
}

/// All findings of a survey in the order of their places, each with its field.
pub fn reported<'a>(survey: &'a Survey, sources: &'a [Source]) -> Vec<Reported<'a>> {
    let problems = survey.of_files().map(|finding| Reported { finding, field: None, sources, repeated: 0 });
    let fields = survey.fields.iter().flat_map(|surveyed| {
        let findings = surveyed.findings.iter();
        findings.map(|finding| Reported { finding, field: Some(&surveyed.field), sources, repeated: 0 })
    });
    let mut all: Vec<Reported> = problems.chain(fields).collect();
    all.sort_by_key(|reported| reported.finding.place);
    let mut seen: HashMap<_, usize> = HashMap::new();
    for reported in &mut all {
        let before = seen.entry(fingerprint::identity(reported)).or_default();
        reported.repeated = *before;
        *before += 1;
    }
    all
}

/// Mistakes in configurations, each shown in its file as a finding is.
pub fn mistakes(all: &[Mistakes], look: &Look) -> String {
    let told = all.iter().flat_map(|mistakes| {
        let sources = mistakes.sources.as_slice();
        mistakes
            .findings
            .iter()
            .map(move |finding| human::finding(&Reported { finding, field: None, sources, repeated: 0 }, look))
    });
    told.collect::<Vec<_>>().join("\n")
}

/// `path:line:column` of a place.
pub fn location(sources: &[Source], place: Place) -> String {
    let source = &sources[place.file];
    let at = source.position(place.span.start as usize);
    format!("{}:{}:{}", visible::visible(source.path()), at.line, at.column)
}

/// Where a place begins, and where it or its first line ends: a review shows a remark only if all its lines are part of
/// the change.
pub fn first_line(sources: &[Source], place: Place) -> (Position, Position) {
    let source = &sources[place.file];
    let start = source.position(place.span.start as usize);
    let line_end = source.line_span(start.line - 1).end as usize;
    let end = (place.span.end as usize).min(line_end).max(start.offset);
    (start, source.position(end))
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

/// "1 field", "2 fields".
pub fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}
