//! The command line: what was typed becomes settings, a command runs, and its answer becomes an exit code.
//!
//! Output goes through the writers that are handed in, so that a closed pipe ends a run quietly.

pub mod arguments;
mod check;
mod explain;
mod facts;
mod fix;
mod init;
mod inspect;
pub mod known;
mod list;
mod output;
mod progress;
mod remember;
mod review;
mod shell;
mod show;
mod timings;

use crate::config::{Mistakes, UnknownRule, schema};
use crate::report;
use crate::report::visible::visible;
use crate::walk::WalkError;
use crate::walk::baseline::BaselineError;
use crate::walk::git::GitError;
use arguments::{Arguments, CheckArguments, Command};
use clap::Parser;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};

/// The exit code of a run that found nothing that fails it.
pub const CLEAN: u8 = 0;
/// The exit code of a run with findings at or above the threshold.
pub const FOUND: u8 = 1;
/// The exit code of a run that could not do all that it was asked.
pub const FAILED: u8 = 2;

/// What ends a run before its time.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// A rule that is selected or ignored does not exist.
    #[error(transparent)]
    UnknownRule(#[from] UnknownRule),
    /// Configurations have mistakes.
    #[error("the configuration has mistakes")]
    Configuration(Vec<Mistakes>),
    /// Something cannot be looked at.
    #[error(transparent)]
    Walk(#[from] WalkError),
    /// Git cannot answer.
    #[error(transparent)]
    Git(#[from] GitError),
    /// The baseline cannot be used.
    #[error(transparent)]
    Baseline(#[from] BaselineError),
    /// What was typed cannot be answered.
    #[error("{0}")]
    Usage(String),
    /// The output cannot be written, or the input not read.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Runs the program and gives its exit code.
pub fn run(typed: impl Iterator<Item = OsString>, out: &mut impl Write, errors: &mut impl Write) -> u8 {
    let arguments = match Arguments::try_parse_from(typed) {
        Ok(arguments) => arguments,
        Err(answer) => return told(&answer, out, errors),
    };
    let done = match arguments.command {
        None => checked(arguments.check, out, errors),
        Some(Command::Check(arguments)) => checked(arguments, out, errors),
        Some(Command::List(mut arguments)) => {
            arguments.input.add_listed().and_then(|()| list::run(&arguments, out, errors))
        }
        Some(Command::Explain(arguments)) => explain::run(&arguments, out),
        Some(Command::Rules(arguments)) => show::rules(&arguments.configured(None), out),
        Some(Command::Init(arguments)) => init::run(&arguments, out),
        Some(Command::Schema) => writeln!(out, "{:#}", schema::schema()).map_err(CliError::from).map(|()| CLEAN),
        Some(Command::Review(mut arguments)) => {
            let listed = arguments.input.add_listed();
            listed.and_then(|()| review::run(&arguments, &mut io::stdin().lock(), out, errors))
        }
        Some(Command::Facts(arguments)) => facts::run(&arguments, out),
        Some(Command::Completions(arguments)) => shell::completions(&arguments, out),
        Some(Command::Man(arguments)) => shell::man(&arguments, out),
    };
    match done.and_then(|code| Ok(out.flush().map(|()| code)?)) {
        Ok(code) => code,
        // Whoever read the output has seen enough, which is no failure of ours.
        Err(CliError::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => CLEAN,
        Err(CliError::Configuration(mistakes)) => {
            tell_mistakes(errors, &mistakes);
            FAILED
        }
        Err(error) => {
            tell(errors, &error);
            FAILED
        }
    }
}

fn checked(mut arguments: CheckArguments, out: &mut impl Write, errors: &mut impl Write) -> Result<u8, CliError> {
    arguments.input.add_listed()?;
    check::run(&arguments, out, errors)
}

/// Writes an error line; where even that cannot be written, nobody is there to be told.
fn tell(errors: &mut impl Write, error: &impl std::fmt::Display) {
    // Names of files and what stands in them may hold anything.
    let error = error.to_string();
    let lines: Vec<_> = error.lines().map(visible).collect();
    _ = writeln!(errors, "error: {}", lines.join("\n"));
}

/// Writes what is wrong with configurations.
fn tell_mistakes(errors: &mut impl Write, mistakes: &[Mistakes]) {
    _ = errors.write_all(report::mistakes(mistakes, &arguments::look_of_errors()).as_bytes());
}

/// Answers `--help` and `--version`, and tells what cannot be understood.
fn told(answer: &clap::Error, out: &mut impl Write, errors: &mut impl Write) -> u8 {
    let text = |terminal: bool| match terminal && !arguments::unwanted_colors() {
        true => answer.render().ansi().to_string(),
        false => answer.render().to_string(),
    };
    match answer.use_stderr() {
        true => _ = errors.write_all(text(io::stderr().is_terminal()).as_bytes()),
        false => _ = out.write_all(text(io::stdout().is_terminal()).as_bytes()).and_then(|()| out.flush()),
    }
    if answer.use_stderr() { FAILED } else { CLEAN }
}
