//! `list`: the inventory of callback URL fields, flagged or not.

use super::arguments::{ListArguments, ListFormat};
use super::inspect::inspect;
use super::{CLEAN, CliError, FAILED};
use crate::lint::Survey;
use crate::report::{json, list};
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
    let view = |survey: &Survey, sources: &[Source]| -> Vec<Vec<String>> {
        survey.fields.iter().map(|surveyed| list::row(&surveyed.field, sources)).collect()
    };
    let complete = inspect(&arguments.input, &arguments.rules.settings()?, errors, view, |some| {
        rows.extend(some);
        Ok(())
    })?;
    out.write_all(list::table(&list::HEAD, &rows).as_bytes())?;
    Ok(complete)
}

fn objects(arguments: &ListArguments, out: &mut impl Write, errors: &mut impl Write) -> Result<bool, CliError> {
    let view = |survey: &Survey, sources: &[Source]| -> Vec<String> {
        survey.fields.iter().map(|surveyed| json::field(surveyed, sources)).collect()
    };
    let mut between = "";
    out.write_all(json::FIELDS_OPENING.as_bytes())?;
    let complete = inspect(&arguments.input, &arguments.rules.settings()?, errors, view, |items| {
        for item in items {
            write!(out, "{between}{item}")?;
            between = ",\n";
        }
        Ok(())
    })?;
    out.write_all(json::FIELDS_CLOSING.as_bytes())?;
    Ok(complete)
}
