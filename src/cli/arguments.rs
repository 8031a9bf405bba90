//! What can be typed, and what it means as settings.

mod look;

use super::CliError;
use super::known::KnownArguments;
use crate::config;
use crate::config::configuration::NAMES;
use crate::config::typed::{Said, Wishes};
use crate::field::Kind;
use crate::finding::Severity;
use crate::report::{self, Format};
use crate::rulebook::{Rulebook, SOURCE_LANGUAGE};
use crate::walk::configured::{Configured, Look};
use crate::walk::{self, Choice};
use clap::builder::{ArgPredicate, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
pub use look::{LookArguments, look_of_errors, unwanted_colors, width};
use std::path::{Path, PathBuf};

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
    /// Go through the fields that leave something out, ask for it, and write the sentences
    Review(ReviewArguments),
    /// List the rules
    Rules(RuleArguments),
    /// Say which of the four facts given words state
    Facts(FactsArguments),
    /// Write a whocalls.yaml that says nothing yet, with a comment for all that it could say
    Init(InitArguments),
    /// Write the JSON Schema of the configuration
    Schema,
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
    /// What is known already.
    #[command(flatten)]
    pub known: KnownArguments,
    /// What the report looks like.
    #[command(flatten)]
    pub look: LookArguments,
    /// Whether to mend what can be mended.
    #[command(flatten)]
    pub fixing: FixArguments,
    /// The formats of the report, each with its file.
    #[arg(long, short, value_name = "NAME[=FILE]", value_parser = FormatArgument::of_findings,
          help = names("How to write findings", &report::FORMATS),
          long_help = purposes("How to write findings", &report::FORMATS))]
    pub format: Vec<FormatArgument>,
    /// The file to write the report to, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output_file: Option<PathBuf>,
    /// Count: findings by rule, and how many of the facts are stated; a report that is asked for on standard output
    /// keeps its place there, and the tables go to standard error
    #[arg(long)]
    pub statistics: bool,
    /// Tell on standard error how long reading, parsing, recognising, checking and reporting took, on all threads together
    #[arg(long)]
    pub timings: bool,
    /// Make the exit code 1 if fewer of the facts are stated; what an ignore comment excuses does not count, what a
    /// baseline holds does
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub min_coverage: Option<f64>,
    /// The least severity that makes the exit code 1 [default: warning]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
    /// Report only: findings do not make the exit code 1
    #[arg(long)]
    pub exit_zero: bool,
    /// Check again whenever a file changes, until interrupted
    #[arg(long, conflicts_with = "write_baseline")]
    pub watch: bool,
    /// Check nothing, but say which settings hold for each path and who decided them
    #[arg(long)]
    pub show_settings: bool,
    /// Check nothing, but list the files that would be looked at, with format and configuration
    #[arg(long, conflicts_with = "show_settings")]
    pub show_files: bool,
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
    /// The formats of the inventory, each with its file.
    #[arg(long, short, value_name = "NAME[=FILE]", value_parser = FormatArgument::of_fields,
          help = names("How to write the fields", &report::INVENTORIES),
          long_help = purposes("How to write the fields", &report::INVENTORIES))]
    pub format: Vec<FormatArgument>,
    /// The file to write the inventory to, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output_file: Option<PathBuf>,
    /// Draw who calls whom, as a Mermaid sequence diagram
    #[arg(long, conflicts_with = "format")]
    pub map: bool,
    /// Tell on standard error how long reading, parsing, recognising, checking and reporting took, on all threads together
    #[arg(long)]
    pub timings: bool,
}

/// Options of `review`.
#[derive(Debug, Args)]
pub struct ReviewArguments {
    /// What to look at.
    #[command(flatten)]
    pub input: InputArguments,
    /// What to look for.
    #[command(flatten)]
    pub rules: RuleArguments,
}

/// Options of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// A rule's id, a file for what its documents say, or a field as FILE#POINTER, by its JSON pointer or its name
    #[arg(value_name = "RULE|FILE|FILE#POINTER")]
    pub what: String,
    /// What to look for.
    #[command(flatten)]
    pub rules: RuleArguments,
}

/// Options of `init`.
#[derive(Debug, Args)]
pub struct InitArguments {
    /// The file to write
    #[arg(default_value = NAMES[0])]
    pub file: PathBuf,
    /// Write over a file that is there
    #[arg(long)]
    pub force: bool,
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
    #[arg(default_value = ".", default_value_if("file_list", ArgPredicate::IsPresent, None))]
    pub paths: Vec<PathBuf>,
    /// A file that names further files, one a line or with a NUL behind each; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub file_list: Option<PathBuf>,
    /// The name that standard input has in reports and for references
    #[arg(long, value_name = "PATH")]
    pub stdin_filename: Option<String>,
    /// Files and folders to leave out, as patterns in the manner of .gitignore
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// Leave out what is excluded also where it is given by name, as by a commit hook
    #[arg(long)]
    pub force_exclude: bool,
    /// Look also at what git ignores
    #[arg(long)]
    pub no_respect_gitignore: bool,
    /// Look also at hidden files and folders
    #[arg(long)]
    pub hidden: bool,
    /// Read all YAML with the careful reader, to compare what is found
    #[arg(long, hide = true)]
    pub no_fast_yaml: bool,
}

/// What to look for.
#[derive(Debug, Args)]
pub struct RuleArguments {
    /// Ask only these rules, or those of a group: core, recommended or complete
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Do not ask these rules, or those of a group
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// The party that calls; what is written by itself names no other, a title being only a guess
    #[arg(long, value_name = "NAME")]
    pub caller: Option<String>,
    /// Check also what is only likely to be a callback URL
    #[arg(long)]
    pub pedantic: bool,
    /// Tell also what comments and keys in the files ask to ignore
    #[arg(long)]
    pub no_ignores: bool,
    /// The configuration for all files, instead of the nearest whocalls.yaml above each
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub config: Option<PathBuf>,
    /// Look for no configuration
    #[arg(long)]
    pub isolated: bool,
}

/// Whether to mend what can be mended.
#[derive(Debug, Args)]
pub struct FixArguments {
    /// Write a sentence beside each field as far as its facts are known, then check what is left
    #[arg(long)]
    pub fix: bool,
    /// Show what `--fix` would write as a diff, and write nothing; the exit code is 1 if there is any
    #[arg(long)]
    pub diff: bool,
    /// Write `<…>` for facts that are not known; they stay flagged until they are filled in
    #[arg(long)]
    pub with_placeholders: bool,
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

/// A format, and the file that it is to be written to.
#[derive(Clone)]
pub struct FormatArgument {
    /// The row of the table.
    pub format: &'static Format,
    /// Where to; none where nothing was said, `-` for standard output.
    pub file: Option<PathBuf>,
}

impl std::fmt::Debug for FormatArgument {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}={:?}", self.format.name, self.file)
    }
}

impl FormatArgument {
    fn of_findings(typed: &str) -> Result<Self, String> {
        Self::among(&report::FORMATS, typed)
    }

    fn of_fields(typed: &str) -> Result<Self, String> {
        Self::among(&report::INVENTORIES, typed)
    }

    fn among(formats: &'static [Format], typed: &str) -> Result<Self, String> {
        let (name, file) = match typed.split_once('=') {
            Some((name, "")) => return Err(format!("`{name}=` needs a file after it")),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (typed, None),
        };
        if let Some(format) = formats.iter().find(|format| format.name == name) {
            return Ok(FormatArgument { format, file });
        }
        let names: Vec<String> = formats.iter().map(|format| format.name.to_string()).collect();
        let near = config::nearest(name, names.iter()).map(|near| format!(", did you mean `{near}`?"));
        Err(format!("there is no format `{name}`{}; the formats are {}", near.unwrap_or_default(), names.join(", ")))
    }
}

fn names(what: &str, formats: &[Format]) -> String {
    let names: Vec<&str> = formats.iter().map(|format| format.name).collect();
    format!("{what}, and as NAME=FILE where to; may be given several times [formats: {}]", names.join(", "))
}

fn purposes(what: &str, formats: &[Format]) -> String {
    let rows = formats.iter().map(|format| format!("\n- {}: {}", format.name, format.purpose));
    format!("{what}, and as NAME=FILE where to; may be given several times.\n{}", rows.collect::<String>())
}

/// A share in per cent, with or without its sign.
fn percent(typed: &str) -> Result<f64, String> {
    let number: Result<f64, _> = typed.trim_end_matches('%').trim_end().parse();
    let valid = number.ok().filter(|number| (0.0..=100.0).contains(number));
    valid.ok_or_else(|| "expected a number from 0 to 100".to_string())
}

impl InputArguments {
    /// The name that standard input has; an error where one is given though it is not read.
    pub fn stdin_name(&self) -> Result<&str, CliError> {
        let is_read = self.paths.iter().any(|path| path == Path::new("-"));
        match &self.stdin_filename {
            None => Ok("stdin.yaml"),
            Some(name) if is_read => Ok(name),
            Some(_) => Err(CliError::Usage("`--stdin-filename` goes with `-`, which reads standard input".to_owned())),
        }
    }

    /// Which files are looked at.
    pub fn choice<'c>(&'c self, configured: &'c Configured) -> Choice<'c> {
        Choice {
            exclude: &self.exclude,
            force_exclude: self.force_exclude,
            respect_gitignore: !self.no_respect_gitignore,
            hidden: self.hidden,
            configured,
        }
    }

    /// Adds the paths that a file lists to those that were typed.
    pub fn add_listed(&mut self) -> Result<(), CliError> {
        let Some(list) = self.file_list.take() else { return Ok(()) };
        let listed = walk::listed_paths(&list)?;
        let stdin = Path::new("-");
        if list == stdin && self.paths.iter().chain(&listed).any(|path| path == stdin) {
            let message = "standard input is either the list of files or a file, and cannot be both";
            return Err(CliError::Usage(message.to_owned()));
        }
        self.paths.extend(listed);
        Ok(())
    }
}

impl RuleArguments {
    /// The settings of a run: what was typed, laid over what configurations say.
    pub fn configured(&self, fail_on: Option<FailOn>) -> Configured {
        let flag = |value: &String| Said { value: value.clone(), place: None };
        let list = |values: &[String]| (!values.is_empty()).then(|| values.iter().map(flag).collect());
        let flags = Wishes {
            caller: self.caller.as_ref().map(|caller| vec![flag(caller)]),
            select: list(&self.select),
            ignore: list(&self.ignore),
            pedantic: self.pedantic.then_some(Said { value: true, place: None }),
            fail_on: fail_on.map(|fail_on| Said { value: fail_on.severity(), place: None }),
            ..Wishes::default()
        };
        let look = match (&self.config, self.isolated) {
            (Some(file), _) => Look::File(file.clone()),
            (None, true) => Look::Nowhere,
            (None, false) => Look::Nearest,
        };
        Configured::new(look, flags, !self.no_ignores)
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

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_holds_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_format_may_have_a_file() {
        let typed = Arguments::parse_from(["whocalls", "-f", "sarif=a=b.sarif", "--format", "json"]);
        assert_eq!(format!("{:?}", typed.check.format), "[sarif=Some(\"a=b.sarif\"), json=None]");
        let refused =
            |value: &str| Arguments::try_parse_from(["whocalls", "-f", value]).expect_err("it is none").to_string();
        assert!(refused("sarf").contains("there is no format `sarf`, did you mean `sarif`?"), "{}", refused("sarf"));
        assert!(refused("sarif=").contains("`sarif=` needs a file after it"));
    }

    #[test]
    fn a_share_is_a_number_of_per_cent() {
        assert_eq!(percent("80"), Ok(80.0));
        assert_eq!(percent("71.5 %"), Ok(71.5));
        for wrong in ["", "-1", "101", "NaN", "inf", "many"] {
            assert!(percent(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn check_is_what_runs_without_a_command() {
        let typed = Arguments::parse_from(["whocalls", "a.yaml", "-f", "json"]);
        assert!(typed.command.is_none());
        assert_eq!(typed.check.input.paths, [PathBuf::from("a.yaml")]);
        assert_eq!(typed.check.format[0].format.name, "json");
        let typed = Arguments::parse_from(["whocalls"]);
        assert_eq!(typed.check.input.paths, [PathBuf::from(".")]);
    }
}
