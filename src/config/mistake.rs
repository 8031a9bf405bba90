//! Mistakes in a configuration and in the files that it names, as findings in those files, so that they are shown as
//! mistakes in a document are.

use super::nearest;
use crate::finding::{Finding, Severity};
use crate::source::{Place, Source};

/// What is wrong with a configuration: at least one finding.
#[derive(Debug, Default)]
pub struct Mistakes {
    /// The configuration and the files that it names.
    pub sources: Vec<Source>,
    /// What is wrong in them.
    pub findings: Vec<Finding>,
}

impl Mistakes {
    /// What is wrong with a file as a whole.
    pub fn of_file(name: &str, message: String, help: &str) -> Self {
        let start = Place { file: 0, span: Default::default() };
        let findings = vec![mistake(start, message, Some(help.to_owned()))];
        Mistakes { sources: vec![Source::new(name, "")], findings }
    }
}

/// A mistake at a place.
pub fn mistake(place: Place, message: String, help: Option<String>) -> Finding {
    Finding::of_file("configuration", Severity::Error, place, message, help)
}

/// What to do about something that is not known: the nearest that is, and all that are.
pub fn known(name: &str, what: &str, choices: &[String]) -> String {
    let all = format!("the {what} are `{}`", choices.join("`, `"));
    match nearest(name, choices.iter()) {
        Some(near) => format!("did you mean `{near}`? {all}"),
        None if choices.is_empty() => format!("there are no {what}"),
        None => all,
    }
}
