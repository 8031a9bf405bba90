//! `check`: the findings, in the formats that were asked for.

use super::arguments::CheckArguments;
use super::inspect::inspect;
use super::output::Outputs;
use super::{CLEAN, CliError, FAILED, FOUND, show};
use crate::report::{self, Totals, statistics, totals};
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
    // Who wants the counts alone has no use for every finding.
    let default = (!arguments.statistics || arguments.output_file.is_some()).then_some(&report::FORMATS[0]);
    let file = arguments.output_file.as_deref();
    let mut outputs = Outputs::new(&arguments.format, default, file, arguments.look.look())?;
    let mut totals = Totals::default();
    let mut found = false;
    outputs.open(out)?;
    let view = outputs.view();
    let complete = inspect(
        &arguments.input,
        &configured,
        errors,
        |survey, sources| {
            let mut totals = Totals::default();
            totals.add(survey);
            (totals, view(survey, sources), survey.fails())
        },
        |(counted, pieces, fails)| {
            found |= fails;
            totals.merge(&counted);
            outputs.take(pieces, out)
        },
    )?;
    totals.incomplete = !complete;
    let taken = outputs.take_standard_output();
    let complete = outputs.close(&totals, out, errors)? && complete;
    if arguments.statistics {
        let tables = statistics::tables(&totals);
        if taken { errors.write_all(tables.as_bytes())? } else { out.write_all(tables.as_bytes())? }
    }
    let uncovered = arguments.min_coverage.filter(|&least| !totals.coverage.reaches(least));
    if let Some(least) = uncovered {
        let stated = totals::facts_stated(totals.coverage.all());
        // The report is to be read first.
        out.flush()?;
        writeln!(errors, "{stated}, and `--min-coverage` asks for {least} %")?;
    }
    Ok(match (complete, (found || uncovered.is_some()) && !arguments.exit_zero) {
        (false, _) => FAILED,
        (true, true) => FOUND,
        (true, false) => CLEAN,
    })
}
