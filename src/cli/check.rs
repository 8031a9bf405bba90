//! `check`: the findings, in the format that was asked for.

use super::arguments::CheckArguments;
use super::inspect::inspect;
use super::{CLEAN, CliError, FAILED, FOUND, show};
use crate::report::{self, Totals};
use std::io::Write;

/// Writes the findings and tells whether any of them fails the run.
pub fn run(arguments: &CheckArguments, out: &mut impl Write, errors: &mut impl Write) -> Result<u8, CliError> {
    let configured = arguments.rules.configured(arguments.fail_on);
    if arguments.show_settings {
        return show::settings(&arguments.input, &configured, out);
    }
    if arguments.show_files {
        return show::files(&arguments.input, &configured, out, errors);
    }
    let look = arguments.look.look();
    let mut formats = report::FORMATS.iter();
    let format = formats.find(|format| format.name == arguments.format).expect("clap takes only names of the table");
    let mut totals = Totals::default();
    let mut failing = false;
    out.write_all(format.opening.as_bytes())?;
    let complete = inspect(
        &arguments.input,
        &configured,
        errors,
        |survey, sources| {
            let mut totals = Totals::default();
            totals.add(survey);
            let items = report::reported(survey, sources);
            let items: Vec<String> = items.iter().map(|reported| (format.finding)(reported, &look)).collect();
            (totals, items, survey.fails())
        },
        |(found, items, fails)| {
            failing |= fails;
            for (index, item) in items.iter().enumerate() {
                if totals.all() + index > 0 {
                    out.write_all(format.between.as_bytes())?;
                }
                out.write_all(item.as_bytes())?;
            }
            totals.merge(&found);
            Ok(())
        },
    )?;
    out.write_all((format.closing)(&totals).as_bytes())?;
    Ok(match (complete, failing && !arguments.exit_zero) {
        (false, _) => FAILED,
        (true, true) => FOUND,
        (true, false) => CLEAN,
    })
}
