//! A mistake in rule data, told with the line to look at.

use super::pattern::PatternError;

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

    /// A mistake in one pattern of the file, which stands on the line where that pattern is first written.
    pub fn of_pattern(path: &str, text: &str, (pattern, error): (String, PatternError)) -> Self {
        let line = text.find(&pattern).map_or(1, |at| text[..at].matches('\n').count() + 1);
        RuleMistake { path: path.to_owned(), line, message: error.to_string() }
    }
}
