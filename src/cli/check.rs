//! `check`: the findings, in the formats that were asked for.

use super::arguments::CheckArguments;
use super::fix;
use super::inspect::inspect;
use super::known::{self, Beside, Seen};
use super::output::Outputs;
use super::timings::Spent;
use super::{CLEAN, CliError, FAILED, FOUND, show, tell, tell_mistakes};
use crate::lint::Survey;
use crate::report::{self, Totals, statistics, totals};
use crate::source::Source;
use crate::times::Stopwatch;
use crate::walk::WalkError;
use crate::walk::configured::{Complaints, Configured};
use crate::walk::watch::Watch;
use std::collections::BTreeSet;
use std::io::{IsTerminal, Write};
use std::path::Path;

/// Writes the findings and tells whether any of them fails the run.
pub fn run(arguments: &CheckArguments, out: &mut impl Write, errors: &mut impl Write) -> Result<u8, CliError> {
    let configured = arguments.rules.configured(arguments.fail_on);
    if arguments.show_settings {
        return show::settings(&arguments.input, &configured, out);
    }
    if arguments.show_files {
        return show::files(&arguments.input, &configured, out, errors);
    }
    let fixing = &arguments.fixing;
    if fixing.with_placeholders && !fixing.fix && !fixing.diff {
        return Err(CliError::Usage("`--with-placeholders` goes with `--fix` or `--diff`".to_owned()));
    }
    if fixing.diff {
        return fix::show(arguments, &configured, out, errors);
    }
    match arguments.watch {
        true => watch(arguments, out, errors),
        false => once(arguments, &configured, &mut BTreeSet::new(), out, errors),
    }
}

/// Checks again and again, whenever a file changes; only an interruption or an error ends it.
fn watch(arguments: &CheckArguments, out: &mut impl Write, errors: &mut impl Write) -> Result<u8, CliError> {
    if arguments.input.paths.iter().any(|path| path == Path::new("-")) {
        return Err(CliError::Usage("standard input does not change, so there is nothing to watch".to_owned()));
    }
    let first = arguments.rules.configured(arguments.fail_on);
    let reports = arguments.format.iter().filter_map(|format| format.file.as_deref());
    let reports: Vec<&Path> = reports.chain(arguments.output_file.as_deref()).collect();
    if let Some(missing) = arguments.input.paths.iter().find(|path| !path.exists()) {
        return Err(WalkError::Missing(missing.display().to_string()).into());
    }
    let mut watch = Watch::new(&arguments.input.paths, arguments.input.choice(&first), &reports);
    let is_seen = std::io::stdout().is_terminal();
    for is_first in std::iter::once(true).chain(std::iter::repeat(false)) {
        if is_seen {
            // The screen is cleared, and writing goes on at its top; what was scrolled off it stays.
            out.write_all(b"\x1b[2J\x1b[H")?;
        }
        let mut files = BTreeSet::new();
        // A configuration may have changed, too.
        let configured = arguments.rules.configured(arguments.fail_on);
        match once(arguments, &configured, &mut files, out, errors) {
            Ok(_) => {}
            Err(error) if is_first => return Err(error),
            // A baseline or a configuration that is half written now may be whole at the next change.
            Err(CliError::Baseline(error)) => tell(errors, &error),
            Err(CliError::Configuration(mistakes)) => tell_mistakes(errors, &mistakes),
            Err(error) => return Err(error),
        }
        out.flush()?;
        files.extend(arguments.known.baseline.iter().map(|path| path.to_string_lossy().into_owned()));
        files.extend(configured.files());
        if is_seen {
            writeln!(errors, "\nwaiting for a change; Ctrl-C ends it")?;
        }
        watch.wait(&files.into_iter().collect::<Vec<_>>());
    }
    Ok(CLEAN)
}

/// What was told of some files.
#[derive(Default)]
struct Told {
    /// Whether anything fails the run.
    found: bool,
    totals: Totals,
    seen: Seen,
    files: BTreeSet<String>,
    /// The entries of `ignores` in configurations that kept something from being told.
    ignores_used: BTreeSet<String>,
}

impl Told {
    fn merge(&mut self, other: Told) {
        self.found |= other.found;
        self.totals.merge(&other.totals);
        self.seen.merge(other.seen);
        self.files.extend(other.files);
        self.ignores_used.extend(other.ignores_used);
    }
}

/// One run; `files` gains the files that were read.
fn once(
    arguments: &CheckArguments,
    configured: &Configured,
    files: &mut BTreeSet<String>,
    out: &mut impl Write,
    errors: &mut impl Write,
) -> Result<u8, CliError> {
    let (mut watch, spent) = (Stopwatch::start(), Spent::default());
    let mended = !arguments.fixing.fix || fix::mend(arguments, configured, errors)?;
    let typed = &arguments.known;
    let mut beside = Beside::of(typed, &arguments.input.paths)?;
    let to_write = known::to_write(typed)?;
    let is_writing = to_write.is_some();
    let wants_seen = is_writing || typed.baseline.is_some();
    // Who wants the counts alone has no use for every finding.
    let default = (!arguments.statistics || arguments.output_file.is_some()).then_some(&report::FORMATS[0]);
    let file = arguments.output_file.as_deref();
    let mut outputs = Outputs::new(&arguments.format, default, file, arguments.look.look())?;
    let mut told = Told::default();
    if !is_writing {
        outputs.open(out)?;
    }
    let view = outputs.view();
    let viewed = |survey: &Survey, sources: &[Source]| {
        let mut told = Told { found: survey.fails(), ..Told::default() };
        told.totals.add(survey);
        if wants_seen {
            told.seen = Seen::of(survey, sources);
        }
        if arguments.watch {
            told.files.extend(sources.iter().map(|source| source.path().to_owned()));
        }
        let said_at = survey.findings().into_iter().filter_map(|finding| finding.suppressed.as_ref()?.said_at.clone());
        told.ignores_used.extend(said_at);
        (told, (!is_writing).then(|| view(survey, sources)))
    };
    let looked = inspect(&arguments.input, configured, &mut beside, errors, &spent, viewed, |(some, pieces)| {
        told.merge(some);
        pieces.map_or(Ok(()), |pieces| outputs.take(pieces, out))
    })?;
    // Of a part of the files it cannot be told what nothing in them needs.
    let is_whole = looked && arguments.input.exclude.is_empty() && beside.is_whole();
    let used = is_whole.then_some(&told.ignores_used);
    // They are mended where they stand, and so are in no baseline.
    let complaints = (!is_writing).then(|| configured.complaints(&arguments.input.paths, used));
    for Complaints { configuration, problems, fail_on } in complaints.into_iter().flatten() {
        let thresholds = vec![fail_on; configuration.sources.len()];
        let survey = Survey { problems, thresholds, ..Survey::default() };
        let (some, pieces) = viewed(&survey, &configuration.sources);
        told.merge(some);
        pieces.map_or(Ok(()), |pieces| outputs.take(pieces, out))?;
    }
    let Told { found, mut totals, seen, files: read, .. } = told;
    files.extend(read);
    if let Some(baseline) = &to_write {
        seen.write(baseline, errors)?;
        if arguments.timings {
            errors.write_all(spent.table(&mut watch).as_bytes())?;
        }
        return Ok(if looked { CLEAN } else { FAILED });
    }
    totals.incomplete = !looked;
    totals.house_rules = configured.house_rules();
    let taken = outputs.take_standard_output();
    let complete = outputs.close(&totals, out, errors)? && looked && mended;
    if arguments.statistics {
        let tables = statistics::tables(&totals);
        if taken { errors.write_all(tables.as_bytes())? } else { out.write_all(tables.as_bytes())? }
    }
    if arguments.timings {
        errors.write_all(spent.table(&mut watch).as_bytes())?;
    }
    let is_stale = beside.tell_progress(&seen, configured, typed.strict_baseline, errors);
    let uncovered = arguments.min_coverage.filter(|&least| !totals.coverage.reaches(least));
    if let Some(least) = uncovered {
        let stated = totals::facts_stated(totals.coverage.all());
        // The report is to be read first.
        out.flush()?;
        writeln!(errors, "{stated}, and `--min-coverage` asks for {least} %")?;
    }
    let fails = found || is_stale || uncovered.is_some();
    Ok(match (complete, fails && !arguments.exit_zero) {
        (false, _) => FAILED,
        (true, true) => FOUND,
        (true, false) => CLEAN,
    })
}
