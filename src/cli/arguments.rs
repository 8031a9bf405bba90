//! What can be typed, and what it means as settings.

use crate::config::{self, Settings, UnknownRule};
use crate::field::Kind;
use crate::finding::Severity;
use crate::report::{self, Look};
use crate::rulebook::{Rulebook, SOURCE_LANGUAGE};
use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::io::IsTerminal;
use std::path::PathBuf;

/// Finds every field that asks for a callback URL and flags those whose words leave out who calls it, with which method,
/// on which trigger, or what happens on failure.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, max_term_width = 100)]
pub struct Arguments {
    /// What to do; without it, `check`.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// What to check where no command is given.
    #[command(flatten)]
    pub check: CheckArguments,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Flag callback URL fields that leave something out (this is what runs without a command)
    Check(CheckArguments),
    /// List every callback URL field with its kind and its four answers, flagged or not
    List(ListArguments),
    /// Explain a rule, or what was read into a field
    Explain(ExplainArguments),
    /// List the rules
    Rules,
    /// Say which of the four facts given words state
    Facts(FactsArguments),
    /// Write what makes a shell complete the command line
    Completions(CompletionsArguments),
    /// Write the manual page, for `man -l -` or a folder of pages
    Man(ManArguments),
}

/// Options of `check`.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// What to look at.
    #[command(flatten)]
    pub input: InputArguments,
    /// What to look for.
    #[command(flatten)]
    pub rules: RuleArguments,
    /// What the report looks like.
    #[command(flatten)]
    pub look: LookArguments,
    /// How to write findings
    #[arg(long, short, default_value = report::FORMATS[0].name,
          value_parser = PossibleValuesParser::new(report::FORMATS.iter().map(|format| format.name)))]
    pub format: String,
    /// The least severity that makes the exit code 1
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::Warning)]
    pub fail_on: FailOn,
    /// Report only: findings do not make the exit code 1
    #[arg(long)]
    pub exit_zero: bool,
}

/// Options of `list`.
#[derive(Debug, Args)]
pub struct ListArguments {
    /// What to look at.
    #[command(flatten)]
    pub input: InputArguments,
    /// What to look for.
    #[command(flatten)]
    pub rules: RuleArguments,
    /// How to write the fields
    #[arg(long, short, value_enum, default_value_t = ListFormat::Table)]
    pub format: ListFormat,
}

/// Options of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// A rule's id, or a field as FILE#POINTER, where a JSON pointer or the field's name follows the `#`
    #[arg(value_name = "RULE|FILE#POINTER")]
    pub what: String,
    /// What to look for.
    #[command(flatten)]
    pub rules: RuleArguments,
}

/// Options of `facts`.
#[derive(Debug, Args)]
pub struct FactsArguments {
    /// The words; without any, standard input is read, one text a line, plain or as {"id", "kind", "text"}
    pub words: Vec<String>,
    /// What the words describe, where a line does not say it itself
    #[arg(long, value_parser = PossibleValuesParser::new(Kind::ALL.map(Kind::word)), default_value = Kind::Unknown.word())]
    pub kind: String,
    /// The party that calls, by the name that the words use
    #[arg(long, value_name = "NAME")]
    pub caller: Vec<String>,
    /// The language of the words
    #[arg(long, value_parser = PossibleValuesParser::new(Rulebook::languages()), default_value = SOURCE_LANGUAGE)]
    pub language: String,
}

/// Options of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArguments {
    /// The shell that is to complete
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Options of `man`.
#[derive(Debug, Args)]
pub struct ManArguments {
    /// The command whose page is meant; without it, the page is that of the program
    pub command: Option<String>,
}

/// What to look at.
#[derive(Debug, Args)]
pub struct InputArguments {
    /// Files and folders; `-` is standard input
    #[arg(default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// The name that standard input has in reports and for references
    #[arg(long, value_name = "PATH", default_value = "stdin.yaml")]
    pub stdin_filename: String,
    /// Files and folders to leave out, as patterns in the manner of .gitignore
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
}

/// What to look for.
#[derive(Debug, Args)]
pub struct RuleArguments {
    /// Ask only these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Do not ask these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// The party that calls, where the document's title does not name it
    #[arg(long, value_name = "NAME")]
    pub caller: Option<String>,
    /// Check also what is only likely to be a callback URL
    #[arg(long)]
    pub pedantic: bool,
}

/// What a report looks like.
#[derive(Debug, Args)]
pub struct LookArguments {
    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub color: Color,
}

/// The least severity that fails a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors fail it.
    Error,
    /// Warnings and errors fail it.
    Warning,
    /// Anything fails it.
    Info,
    /// Nothing fails it.
    Never,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless the environment says otherwise
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How to write an inventory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// Aligned columns
    Table,
    /// One versioned object for other programs
    Json,
}

impl RuleArguments {
    /// The settings that were typed.
    pub fn settings(&self) -> Result<Settings, UnknownRule> {
        let rules = config::choose_rules(&self.select, &self.ignore)?;
        Ok(Settings { caller: self.caller.clone(), rules, pedantic: self.pedantic, ..Settings::default() })
    }
}

impl FailOn {
    /// The severity that it stands for, if any.
    pub fn severity(self) -> Option<Severity> {
        match self {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Info => Some(Severity::Info),
            FailOn::Never => None,
        }
    }
}

impl LookArguments {
    /// The look that was typed, on this terminal and in this environment.
    pub fn look(&self) -> Look {
        let set = |name: &str| std::env::var(name).is_ok_and(|value| !value.is_empty() && value != "0");
        let terminal = std::io::stdout().is_terminal();
        let color = match self.color {
            Color::Always => true,
            Color::Never => false,
            // https://no-color.org and https://bixense.com/clicolors; the wish for none wins.
            Color::Auto if set("NO_COLOR") => false,
            Color::Auto => set("FORCE_COLOR") || set("CLICOLOR_FORCE") || (terminal && !is_dumb()),
        };
        Look { color, width: width(), narrated: set("ACCESSIBLE") || set("NO_GRAPHICS") }
    }
}

/// Columns to wrap text at: those of the terminal up to what reads well, and the same everywhere if there is none.
pub fn width() -> usize {
    match std::io::stdout().is_terminal() {
        true => terminal_size::terminal_size().map_or(100, |(columns, _)| usize::from(columns.0).clamp(40, 120)),
        false => 100,
    }
}

fn is_dumb() -> bool {
    std::env::var("TERM").is_ok_and(|terminal| terminal == "dumb")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_holds_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn check_is_what_runs_without_a_command() {
        let typed = Arguments::parse_from(["whocalls", "a.yaml", "-f", "json"]);
        assert!(typed.command.is_none());
        assert_eq!(typed.check.input.paths, [PathBuf::from("a.yaml")]);
        assert_eq!(typed.check.format, "json");
        let typed = Arguments::parse_from(["whocalls"]);
        assert_eq!(typed.check.input.paths, [PathBuf::from(".")]);
    }
}
