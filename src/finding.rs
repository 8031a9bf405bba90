//! What is reported, as plain data: no report format and no serialisation is known here.

use crate::field::{By, Fact, Kind, Pointer};
use crate::source::Place;

/// How much a finding matters, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; does not fail a run.
    Info,
    /// Worth mending.
    Warning,
    /// Wrong as it stands.
    Error,
}

impl Severity {
    /// All three, least first.
    pub const ALL: [Severity; 3] = [Severity::Info, Severity::Warning, Severity::Error];

    /// The word that reports and rule data use for it.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A place and what to say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where; it may be another source than the finding's own.
    pub place: Place,
    /// What to say there, lower case and without a final stop.
    pub text: String,
}

/// One line of the ticked list: whether a fact is stated, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    /// The fact.
    pub fact: Fact,
    /// The evidence, if it is stated.
    pub stated: Option<(By, String)>,
}

/// Why a finding is not told, though it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// What keeps it from being told.
    pub by: SuppressedBy,
    /// The reason that was given for it, if any was.
    pub reason: Option<String>,
    /// Where a configuration says so, as `whocalls.yaml:12`; none where something else does.
    pub said_at: Option<String>,
}

/// What keeps a finding from being told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuppressedBy {
    /// A comment or a key in the linted source.
    Source,
    /// The configuration or the baseline.
    Outside,
}

/// Something to tell about one field or one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Ids of the rules that it stands for; a field has one finding however many facts are missing, as far as they count
    /// for the same. Never empty.
    pub rules: Vec<String>,
    /// The severity of each of those rules.
    pub severity: Severity,
    /// Where it is: the field's name, or the byte at which a file could not be read.
    pub place: Place,
    /// The field's identity in its file; none where the finding is about the file.
    pub pointer: Option<Pointer>,
    /// The field's name; empty where the finding is about the file.
    pub name: String,
    /// The field's kind; none where the finding is about the file.
    pub kind: Option<Kind>,
    /// What is wrong, lower case and without a final stop.
    pub message: String,
    /// The description and the evidence that was found.
    pub labels: Vec<Label>,
    /// The four facts; empty where the finding is not about facts.
    pub ticks: Vec<Tick>,
    /// What to do, as a sentence that can be pasted.
    pub help: Option<String>,
    /// More that a reader may want: who uses the field, where else a fact stands.
    pub notes: Vec<String>,
    /// Why it is not told; none where it is.
    pub suppressed: Option<Suppression>,
}

impl Finding {
    /// A finding about a file or a place in it rather than about a field.
    pub fn of_file(rule: &str, severity: Severity, place: Place, message: String, help: Option<String>) -> Self {
        Finding {
            rules: vec![rule.to_string()],
            severity,
            place,
            pointer: None,
            name: String::new(),
            kind: None,
            message,
            labels: Vec::new(),
            ticks: Vec::new(),
            help,
            notes: Vec::new(),
            suppressed: None,
        }
    }
}
