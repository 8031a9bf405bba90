//! `check --fix` and `check --diff`: what can be mended is, or is shown, before the findings that are left are told.

use super::arguments::CheckArguments;
use super::inspect::{inspect, settings_of};
use super::known::Beside;
use super::{CLEAN, CliError, FAILED, FOUND, tell};
use crate::fix::{self, Left, diff};
use crate::lint::Survey;
use crate::report::location;
use crate::report::visible::visible;
use crate::source::Source;
use crate::walk::configured::Configured;
use crate::walk::write;
use std::io::{IsTerminal, Write};
use std::path::Path;

/// What became of one group of files.
#[derive(Default)]
struct Outcome {
    diff: String,
    files: usize,
    fields: usize,
    left: Vec<String>,
    failed: Vec<String>,
}

/// Mends the files in place; whether all of them could be written is the answer.
pub fn mend(arguments: &CheckArguments, configured: &Configured, errors: &mut impl Write) -> Result<bool, CliError> {
    if arguments.input.paths.iter().any(|path| path == Path::new("-")) {
        let words = "standard input cannot be fixed in place; `--diff` shows what would change";
        return Err(CliError::Usage(words.to_owned()));
    }
    let mut all = Outcome::default();
    let take = |outcome| {
        all.merge(outcome);
        Ok(())
    };
    let gaps = arguments.fixing.with_placeholders;
    // What cannot be looked at is told by the check that follows.
    let mut silent = std::io::sink();
    inspect(
        &arguments.input,
        configured,
        &mut Beside::of(&arguments.known, &arguments.input.paths)?,
        &mut silent,
        |survey, sources| outcome(survey, sources, configured, gaps, false),
        take,
    )?;
    for error in &all.failed {
        tell(errors, error);
    }
    _ = errors.write_all(all.told("fixed").as_bytes());
    Ok(all.failed.is_empty())
}

/// Shows what `--fix` would change, and writes nothing.
pub fn show(
    arguments: &CheckArguments,
    configured: &Configured,
    out: &mut impl Write,
    errors: &mut impl Write,
) -> Result<u8, CliError> {
    let mut all = Outcome::default();
    // A patch is made of the files' own bytes, but on a screen none of them is to act.
    let on_terminal = std::io::stdout().is_terminal();
    let complete = inspect(
        &arguments.input,
        configured,
        &mut Beside::of(&arguments.known, &arguments.input.paths)?,
        errors,
        |survey, sources| outcome(survey, sources, configured, arguments.fixing.with_placeholders, true),
        |outcome| {
            match on_terminal {
                true => outcome.diff.lines().try_for_each(|line| writeln!(out, "{}", on_a_screen(line)))?,
                false => out.write_all(outcome.diff.as_bytes())?,
            }
            all.merge(outcome);
            Ok(())
        },
    )?;
    _ = errors.write_all(all.told("would fix").as_bytes());
    Ok(match (complete, all.files > 0 && !arguments.exit_zero) {
        (false, _) => FAILED,
        (true, true) => FOUND,
        (true, false) => CLEAN,
    })
}

fn outcome(survey: &Survey, sources: &[Source], configured: &Configured, gaps: bool, dry: bool) -> Outcome {
    let mut outcome = Outcome::default();
    let fixes = fix::fix_surveyed(sources, survey, &settings_of(sources, configured), gaps);
    let mut unwritten = Vec::new();
    for (&file, text) in &fixes.texts {
        let source = &sources[file];
        match dry {
            true => outcome.diff.push_str(&diff::unified(source, text)),
            false => {
                if let Err(error) = write::replace(source.path(), source.text(), text) {
                    outcome.failed.push(error.to_string());
                    unwritten.push(file);
                    continue;
                }
            }
        }
        outcome.files += 1;
    }
    let is_written = |edit: &fix::Edit| !unwritten.contains(&edit.file);
    outcome.fields = fixes.fixed.iter().filter(|fixed| is_written(&fixed.edit)).count();
    outcome.left = fixes.left.iter().map(|left| line(left, sources)).collect();
    outcome
}

/// A line of a patch as it is safe to look at.
fn on_a_screen(line: &str) -> String {
    line.split('\t').map(visible).collect::<Vec<_>>().join("\t")
}

fn line(left: &Left, sources: &[Source]) -> String {
    format!("{}: `{}` needs a hand: {}\n", location(sources, left.place), visible(&left.name), left.reason)
}

impl Outcome {
    fn merge(&mut self, other: Outcome) {
        self.files += other.files;
        self.fields += other.fields;
        self.left.extend(other.left);
        self.failed.extend(other.failed);
    }

    /// What was done, in a line, under a line for each field that is left.
    fn told(&self, verb: &str) -> String {
        let count = |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
        let mut told = self.left.concat();
        told.push_str(&match self.fields {
            0 => "nothing to fix".to_owned(),
            _ => format!("{verb} {} in {}", count(self.fields, "field"), count(self.files, "file")),
        });
        match self.left.len() {
            0 => {}
            1 => told.push_str("; 1 field needs a hand"),
            many => told.push_str(&format!("; {many} fields need a hand")),
        }
        told.push('\n');
        told
    }
}
