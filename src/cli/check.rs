//! `check`: the findings, in the format that was asked for.

use super::arguments::CheckArguments;
use super::fix;
use super::inspect::inspect;
use super::{CLEAN, CliError, FAILED, FOUND};
use crate::config::Settings;
use crate::finding::Severity;
use crate::report::{self, Totals};
use std::io::Write;

/// Writes the findings and tells whether any of them fails the run.
pub fn run(arguments: &CheckArguments, out: &mut impl Write, errors: &mut impl Write) -> Result<u8, CliError> {
    let settings = Settings { fail_on: arguments.fail_on.severity(), ..arguments.rules.settings()? };
    let fixing = &arguments.fixing;
    if fixing.with_placeholders && !fixing.fix && !fixing.diff {
        return Err(CliError::Usage("`--with-placeholders` goes with `--fix` or `--diff`".to_owned()));
    }
    if fixing.diff {
        return fix::show(arguments, &settings, out, errors);
    }
    let mended = !fixing.fix || fix::mend(arguments, &settings, errors)?;
    let look = arguments.look.look();
    let mut formats = report::FORMATS.iter();
    let format = formats.find(|format| format.name == arguments.format).expect("clap takes only names of the table");
    let mut totals = Totals::default();
    out.write_all(format.opening.as_bytes())?;
    let looked = inspect(
        &arguments.input,
        &settings,
        errors,
        |survey, sources| {
            let mut totals = Totals::default();
            totals.add(survey);
            let items = report::reported(survey, sources);
            (totals, items.iter().map(|reported| (format.finding)(reported, &look)).collect::<Vec<String>>())
        },
        |(found, items)| {
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
    let failing = Severity::ALL.into_iter().any(|severity| totals.of(severity) > 0 && settings.fails(severity));
    Ok(match (looked && mended, failing && !arguments.exit_zero) {
        (false, _) => FAILED,
        (true, true) => FOUND,
        (true, false) => CLEAN,
    })
}
