//! A mistake in rule data, told with the line to look at.

use super::compiled::compile;
use crate::finding::{Finding, Severity};
use crate::source::{Place, Source, Span};

/// What is wrong in a rule file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}:{line}: {message}")]
pub struct RuleMistake {
    /// The rule file.
    pub path: String,
    /// 1-based line.
    pub line: usize,
    /// What is wrong, with the valid choices where there are any.
    pub message: String,
}

impl RuleMistake {
    /// A mistake in the form of the file.
    pub fn of_form(path: &str, error: &serde_yaml::Error) -> Self {
        let line = error.location().map_or(1, |at| at.line());
        RuleMistake { path: path.to_owned(), line, message: error.to_string() }
    }

    /// The mistake as a finding in its file, which is the only source, so that it is shown as one in a document is.
    pub fn finding(&self, source: &Source) -> Finding {
        let last = source.line_starts().len() - 1;
        let line = source.line_span(self.line.saturating_sub(1).min(last));
        let indent = source.slice(line).len() - source.slice(line).trim_start().len();
        let place = Place { file: 0, span: Span::new(line.start as usize + indent, line.end as usize) };
        Finding::of_file("rule-data", Severity::Error, place, self.message.clone(), None)
    }

    /// A mistake in one pattern of some files, of which paths and texts are given; it stands on the line where that pattern is
    /// first written.
    pub fn of_pattern(files: &[(&str, &str)], (source, error): compile::Mistake) -> Self {
        let (path, text) = files[source.file];
        let line = text.find(&source.pattern).map_or(1, |at| text[..at].matches('\n').count() + 1);
        RuleMistake { path: path.to_owned(), line, message: error.to_string() }
    }
}
