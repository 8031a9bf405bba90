//! `check`: the findings, in the format that was asked for.

use super::arguments::CheckArguments;
use super::inspect::inspect;
use super::known::{self, Beside, Seen};
use super::{CLEAN, CliError, FAILED, FOUND, tell};
use crate::config::Settings;
use crate::finding::Severity;
use crate::report::{self, Totals};
use crate::walk::watch::Watch;
use std::collections::BTreeSet;
use std::io::{IsTerminal, Write};
use std::path::Path;

/// Writes the findings and tells whether any of them fails the run.
pub fn run(arguments: &CheckArguments, out: &mut impl Write, errors: &mut impl Write) -> Result<u8, CliError> {
    match arguments.watch {
        true => watch(arguments, out, errors),
        false => once(arguments, &mut BTreeSet::new(), out, errors),
    }
}

/// Checks again and again, whenever a file changes; only an interruption or an error ends it.
fn watch(arguments: &CheckArguments, out: &mut impl Write, errors: &mut impl Write) -> Result<u8, CliError> {
    if arguments.input.paths.iter().any(|path| path == Path::new("-")) {
        return Err(CliError::Usage("standard input does not change, so there is nothing to watch".to_owned()));
    }
    let mut watch = Watch::new(&arguments.input.paths, &arguments.input.exclude);
    loop {
        if std::io::stdout().is_terminal() {
            // The screen and what was scrolled off it are cleared, and writing goes on at its top.
            out.write_all(b"\x1b[2J\x1b[3J\x1b[H")?;
        }
        let mut files = BTreeSet::new();
        match once(arguments, &mut files, out, errors) {
            Ok(_) => {}
            // A baseline that is half written now may be whole at the next change.
            Err(CliError::Baseline(error)) => tell(errors, &error),
            Err(error) => return Err(error),
        }
        out.flush()?;
        files.extend(arguments.known.baseline.iter().map(|path| path.to_string_lossy().into_owned()));
        watch.wait(&files.into_iter().collect::<Vec<_>>());
    }
}

/// One run; `files` gains the files that were read.
fn once(
    arguments: &CheckArguments,
    files: &mut BTreeSet<String>,
    out: &mut impl Write,
    errors: &mut impl Write,
) -> Result<u8, CliError> {
    let settings = Settings { fail_on: arguments.fail_on.severity(), ..arguments.rules.settings()? };
    let typed = &arguments.known;
    let mut beside = Beside::of(typed, &arguments.input.paths)?;
    let to_write = known::to_write(typed)?;
    let is_writing = to_write.is_some();
    let wants_seen = is_writing || typed.baseline.is_some();
    let look = arguments.look.look();
    let mut formats = report::FORMATS.iter();
    let format = formats.find(|format| format.name == arguments.format).expect("clap takes only names of the table");
    let mut totals = Totals::default();
    let mut seen = Seen::default();
    if !is_writing {
        out.write_all(format.opening.as_bytes())?;
    }
    let complete = inspect(
        &arguments.input,
        &settings,
        &mut beside,
        errors,
        |survey, sources| {
            let mut totals = Totals::default();
            totals.add(survey);
            let seen = if wants_seen { Seen::of(survey, sources) } else { Seen::default() };
            let read: Vec<String> = match arguments.watch {
                true => sources.iter().map(|source| source.path().to_owned()).collect(),
                false => Vec::new(),
            };
            let items = if is_writing { Vec::new() } else { report::reported(survey, sources) };
            let items: Vec<String> = items.iter().map(|reported| (format.finding)(reported, &look)).collect();
            (totals, seen, read, items)
        },
        |(found, some, read, items)| {
            for (index, item) in items.iter().enumerate() {
                if totals.all() + index > 0 {
                    out.write_all(format.between.as_bytes())?;
                }
                out.write_all(item.as_bytes())?;
            }
            totals.merge(&found);
            seen.merge(some);
            files.extend(read);
            Ok(())
        },
    )?;
    if let Some(baseline) = &to_write {
        seen.write(baseline, errors)?;
        return Ok(if complete { CLEAN } else { FAILED });
    }
    out.write_all((format.closing)(&totals).as_bytes())?;
    let is_stale = beside.tell_progress(&seen, &settings, typed.strict_baseline, errors);
    let failing = Severity::ALL.into_iter().any(|severity| totals.of(severity) > 0 && settings.fails(severity));
    Ok(match (complete, (failing || is_stale) && !arguments.exit_zero) {
        (false, _) => FAILED,
        (true, true) => FOUND,
        (true, false) => CLEAN,
    })
}
