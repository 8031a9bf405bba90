//! `list`: the inventory of callback URL fields, flagged or not.

use super::arguments::ListArguments;
use super::inspect::inspect;
use super::known::Beside;
use super::output::Outputs;
use super::timings::Spent;
use super::{CLEAN, CliError, FAILED, tell};
use crate::finding::Severity;
use crate::lint::Survey;
use crate::report::{self, Look, Totals, location};
use crate::source::Source;
use crate::times::Stopwatch;
use std::io::Write;

/// Writes every field.
pub fn run(arguments: &ListArguments, out: &mut impl Write, errors: &mut impl Write) -> Result<u8, CliError> {
    let (mut watch, spent) = (Stopwatch::start(), Spent::default());
    let default = if arguments.map { &report::MAP } else { &report::INVENTORIES[0] };
    let look = Look { color: false, width: super::arguments::width(), narrated: false };
    let mut outputs = Outputs::new(&arguments.format, Some(default), arguments.output_file.as_deref(), look)?;
    let mut totals = Totals::default();
    let mut problems = Vec::new();
    outputs.open(out)?;
    let view = outputs.view();
    let complete = inspect(
        &arguments.input,
        &arguments.rules.configured(None),
        &mut Beside::default(),
        errors,
        &spent,
        |survey, sources| {
            let mut totals = Totals::default();
            totals.add(survey);
            (totals, view(survey, sources), unread(survey, sources))
        },
        |(found, pieces, unread)| {
            totals.merge(&found);
            problems.extend(unread);
            outputs.take(pieces, out)
        },
    )?;
    totals.incomplete = !complete;
    let complete = outputs.close(&totals, out, errors)? && complete;
    if arguments.timings {
        _ = errors.write_all(spent.table(&mut watch).as_bytes());
    }
    for problem in &problems {
        tell(errors, problem);
    }
    Ok(if complete { CLEAN } else { FAILED })
}

/// What could not be read, so that an inventory that lacks something says so.
fn unread(survey: &Survey, sources: &[Source]) -> Vec<String> {
    let unreadable = survey.problems.iter().filter(|problem| problem.severity == Severity::Error);
    unreadable.map(|problem| format!("{}: {}", location(sources, problem.place), problem.message)).collect()
}
