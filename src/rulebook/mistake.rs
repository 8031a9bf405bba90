//! A mistake in rule data or settings: it is shown with its line, as a mistake in a linted document is.

use crate::finding::{Finding, Severity};
use crate::source::{Place, Source, Span};

/// The rule id under which mistakes in whocalls' own data are shown.
pub const RULE: &str = "rule-data";

/// What is wrong in a file of rule data, together with that file, so that a report can show the line.
#[derive(Debug)]
pub struct Mistake {
    /// The file that holds it.
    pub source: Source,
    /// The byte at which it stands.
    pub offset: usize,
    /// What is wrong, with the valid choices where there are some.
    pub message: String,
}

impl Mistake {
    /// A mistake at a byte of a file.
    pub fn new(path: &str, text: &str, offset: usize, message: impl Into<String>) -> Self {
        Mistake { source: Source::new(path, text), offset, message: message.into() }
    }

    /// The mistake that the YAML library found.
    pub fn from_yaml(path: &str, text: &str, error: &serde_yaml::Error) -> Self {
        let mut mistake = Mistake::new(path, text, 0, error.to_string());
        if let Some(location) = error.location() {
            // The library says the place in words too; the report shows it, so it need not be said twice.
            let said = format!(" at line {} column {}", location.line(), location.column());
            mistake.message = mistake.message.replace(&said, "");
            let line = mistake.source.line_span(location.line().saturating_sub(1).min(lines(&mistake.source) - 1));
            let before = mistake.source.slice(line).chars().take(location.column().saturating_sub(1));
            mistake.offset = line.start as usize + before.map(char::len_utf8).sum::<usize>();
        }
        mistake
    }

    /// The mistake as a finding in its file, which is the only source.
    pub fn finding(&self) -> Finding {
        let place = Place { file: 0, span: Span::new(self.offset, self.offset) };
        Finding::of_file(RULE, Severity::Error, place, self.message.clone(), None)
    }
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let at = self.source.position(self.offset);
        write!(out, "{}:{}:{}: {}", self.source.path(), at.line, at.column, self.message)
    }
}

impl std::error::Error for Mistake {}

fn lines(source: &Source) -> usize {
    source.line_starts().len()
}
