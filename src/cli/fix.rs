//! `check --fix` and `check --diff`: what can be mended is, or is shown, before the findings that are left are told.

use super::arguments::CheckArguments;
use super::inspect::{inspect, settings_of};
use super::known::Beside;
use super::timings::Spent;
use super::{CLEAN, CliError, FAILED, FOUND, tell};
use crate::check::sentence;
use crate::config::Settings;
use crate::field::{Confidence, Fact, Kind};
use crate::fix::{self, Left, diff};
use crate::lint::Survey;
use crate::report::location;
use crate::report::visible::visible;
use crate::source::Source;
use crate::walk::configured::Configured;
use crate::walk::{WalkError, write};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;

/// What became of one group of files.
#[derive(Default)]
struct Outcome {
    diff: String,
    files: usize,
    fields: usize,
    left: Vec<String>,
    failed: Vec<String>,
    unknown: Unknown,
}

/// What nobody has told that fields leave out.
#[derive(Default)]
struct Unknown {
    fields: usize,
    caller: bool,
    /// The names in the titles of their documents.
    titles: BTreeSet<String>,
    house: BTreeSet<&'static str>,
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
        &Spent::default(),
        |survey, sources| outcome(survey, sources, configured, gaps, Some(arguments.known.staged)),
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
        &Spent::default(),
        |survey, sources| outcome(survey, sources, configured, arguments.fixing.with_placeholders, None),
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

/// Writes what is wished for, or only shows it; `staged` tells whether what is written was read from git's index.
fn outcome(survey: &Survey, sources: &[Source], configured: &Configured, gaps: bool, staged: Option<bool>) -> Outcome {
    let settings = settings_of(sources, configured);
    let mut fixes = fix::fix_surveyed(sources, survey, &settings, gaps);
    let mut outcome = Outcome { unknown: Unknown::of(survey, &settings), ..Outcome::default() };
    let mut written = BTreeMap::new();
    for (file, text) in std::mem::take(&mut fixes.texts) {
        let source = &sources[file];
        let done = match staged {
            None => {
                outcome.diff.push_str(&diff::unified(source, &text));
                Ok(())
            }
            Some(staged) => write::replace(source.path(), source.text(), &text).map_err(|error| match error {
                WalkError::Changed(name) if staged => format!(
                    "cannot write `{name}`: the working tree has other words than the index; stage or stash them first"
                ),
                error => error.to_string(),
            }),
        };
        match done {
            Ok(()) => _ = written.insert(file, text),
            Err(error) => outcome.failed.push(error),
        }
    }
    outcome.files = written.len();
    outcome.fields = fixes.fixed.iter().filter(|fixed| written.contains_key(&fixed.edit.file)).count();
    if staged.is_none() {
        outcome.left = fixes.left.iter().map(|left| line(left, sources)).collect();
        return outcome;
    }
    // The findings that are told next have their places in the files as they are then.
    fixes.edits.retain(|edit| written.contains_key(&edit.file));
    let after = fix::sources_with(sources, &written);
    let moved = |left: Left| Left { place: fix::place_after(left.place, &fixes.edits), ..left };
    outcome.left = fixes.left.into_iter().map(|left| line(&moved(left), &after)).collect();
    outcome
}

/// A line of a patch as it is safe to look at.
fn on_a_screen(line: &str) -> String {
    line.split('\t').map(visible).collect::<Vec<_>>().join("\t")
}

fn line(left: &Left, sources: &[Source]) -> String {
    format!("{}: `{}` needs a hand: {}\n", location(sources, left.place), visible(&left.name), left.reason)
}

impl Unknown {
    fn of(survey: &Survey, settings: &[Arc<Settings>]) -> Self {
        let mut unknown = Unknown::default();
        for surveyed in &survey.fields {
            let field = &surveyed.field;
            let missing = fix::open_facts(surveyed);
            if missing.is_empty() || field.confidence < Confidence::Certain {
                continue;
            }
            let known = sentence::known(field, &settings[field.candidate.file]);
            unknown.fields += 1;
            if missing.contains(&Fact::Caller) && known.caller.is_none() && field.kind != Kind::Unknown {
                unknown.caller = true;
                unknown.titles.extend(sentence::named(field));
            }
            if missing.contains(&Fact::Method) && known.method.is_none() && field.kind == Kind::Webhook {
                unknown.house.insert("method");
            }
            if missing.contains(&Fact::Failure) && known.failure.is_none() && field.kind != Kind::Unknown {
                unknown.house.insert("failure");
            }
        }
        unknown
    }

    /// What to do about it, in a line; nothing where nothing is unknown.
    fn told(&self) -> String {
        let mut ways = Vec::new();
        if self.caller {
            ways.push(match self.titles.iter().collect::<Vec<_>>().as_slice() {
                [only] => format!("name the caller with `--caller '{only}'`, if it is the one in the title"),
                _ => "name the caller with `--caller`".to_owned(),
            });
        }
        if !self.house.is_empty() {
            let facts: Vec<&str> = self.house.iter().copied().collect();
            ways.push(format!("say `{}` under `house` in the configuration", facts.join("` and `")));
        }
        ways.push("answer `whocalls review`".to_owned());
        let lead = match self.fields {
            0 => return String::new(),
            1 => "1 field leaves out what only you know".to_owned(),
            many => format!("{many} fields leave out what only you know"),
        };
        format!("{lead}: {}\n", ways.join(", or "))
    }
}

impl Outcome {
    fn merge(&mut self, other: Outcome) {
        self.files += other.files;
        self.fields += other.fields;
        self.left.extend(other.left);
        self.failed.extend(other.failed);
        self.unknown.fields += other.unknown.fields;
        self.unknown.caller |= other.unknown.caller;
        self.unknown.titles.extend(other.unknown.titles);
        self.unknown.house.extend(other.unknown.house);
    }

    /// What was done, in a line, under a line for each field that is left.
    fn told(&self, verb: &str) -> String {
        let count = |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
        let mut told = self.left.concat();
        told.push_str(&match self.fields {
            0 if !self.failed.is_empty() => format!("{verb} nothing"),
            0 => "nothing to fix".to_owned(),
            _ => format!("{verb} {} in {}", count(self.fields, "field"), count(self.files, "file")),
        });
        match self.failed.len() {
            0 => {}
            1 => told.push_str("; 1 file could not be written"),
            many => told.push_str(&format!("; {many} files could not be written")),
        }
        match self.left.len() {
            0 => {}
            1 => told.push_str("; 1 field needs a hand"),
            many => told.push_str(&format!("; {many} fields need a hand")),
        }
        told.push('\n');
        if self.fields == 0 && self.failed.is_empty() {
            told.push_str(&self.unknown.told());
        }
        told
    }
}
