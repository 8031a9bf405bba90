//! `list`: the inventory of callback URL fields, flagged or not.

use super::arguments::{ListArguments, ListFormat};
use super::inspect::inspect;
use super::known::Beside;
use super::{CLEAN, CliError, FAILED, tell};
use crate::finding::Severity;
use crate::lint::Survey;
use crate::report::{json, list, location};
use crate::source::Source;
use std::io::Write;

/// Writes every field.
pub fn run(arguments: &ListArguments, out: &mut impl Write, errors: &mut impl Write) -> Result<u8, CliError> {
    let complete = match arguments.format {
        ListFormat::Table => table(arguments, out, errors)?,
        ListFormat::Json => objects(arguments, out, errors)?,
    };
    Ok(if complete { CLEAN } else { FAILED })
}

fn table(arguments: &ListArguments, out: &mut impl Write, errors: &mut impl Write) -> Result<bool, CliError> {
    let mut rows = Vec::new();
    let mut problems = Vec::new();
    let view = |survey: &Survey, sources: &[Source]| -> (Vec<Vec<String>>, Vec<String>) {
        let rows = survey.fields.iter().map(|surveyed| list::row(&surveyed.field, sources)).collect();
        (rows, unread(survey, sources))
    };
    let complete = inspect(
        &arguments.input,
        &arguments.rules.settings()?,
        &mut Beside::default(),
        errors,
        view,
        |(some, unread)| {
            rows.extend(some);
            problems.extend(unread);
            Ok(())
        },
    )?;
    tell_all(errors, &problems);
    out.write_all(list::table(&list::HEAD, &rows).as_bytes())?;
    Ok(complete)
}

fn objects(arguments: &ListArguments, out: &mut impl Write, errors: &mut impl Write) -> Result<bool, CliError> {
    let view = |survey: &Survey, sources: &[Source]| -> (Vec<String>, Vec<String>) {
        let fields = survey.fields.iter().map(|surveyed| json::field(surveyed, sources)).collect();
        (fields, unread(survey, sources))
    };
    let mut problems = Vec::new();
    let mut between = "";
    out.write_all(json::FIELDS_OPENING.as_bytes())?;
    let complete = inspect(
        &arguments.input,
        &arguments.rules.settings()?,
        &mut Beside::default(),
        errors,
        view,
        |(items, unread)| {
            problems.extend(unread);
            for item in items {
                write!(out, "{between}{item}")?;
                between = ",\n";
            }
            Ok(())
        },
    )?;
    out.write_all(json::FIELDS_CLOSING.as_bytes())?;
    tell_all(errors, &problems);
    Ok(complete)
}

/// What could not be read, so that an inventory that lacks something says so.
fn unread(survey: &Survey, sources: &[Source]) -> Vec<String> {
    let unreadable = survey.problems.iter().filter(|problem| problem.severity == Severity::Error);
    unreadable.map(|problem| format!("{}: {}", location(sources, problem.place), problem.message)).collect()
}

fn tell_all(errors: &mut impl Write, problems: &[String]) {
    for problem in problems {
        tell(errors, problem);
    }
}
