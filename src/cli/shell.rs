//! `completions` and `man`: what a shell and a manual reader know of the command line, made from its definition.
//!
//! Both go to standard output; where they are to stand is for whoever packages the program.

use super::arguments::{Arguments, CompletionsArguments, ManArguments};
use super::{CLEAN, CliError};
use clap::{Command, CommandFactory};
use std::io::Write;

/// The section of the manual page that the definition of the command line does not hold.
const EXIT_STATUS: &str = r#".SH "EXIT STATUS"
.TP
0
nothing at or above the threshold
.TP
1
findings at or above it, in any format
.TP
2
not all that was asked could be done: a missing file, an unknown rule, an internal error
"#;

/// Writes the script that lets a shell complete the command line.
pub fn completions(arguments: &CompletionsArguments, out: &mut impl Write) -> Result<u8, CliError> {
    let mut command = Arguments::command();
    let name = command.get_name().to_string();
    let mut script = Vec::new();
    // The generator panics where it cannot write, so that a closed pipe is met only here.
    clap_complete::generate(arguments.shell, &mut command, name, &mut script);
    out.write_all(&script)?;
    Ok(CLEAN)
}

/// Writes the manual page of the program, or of one of its commands.
pub fn man(arguments: &ManArguments, out: &mut impl Write) -> Result<u8, CliError> {
    let mut program = Arguments::command();
    program.build();
    let command = match &arguments.command {
        None => program,
        Some(name) => program.find_subcommand(name).cloned().ok_or_else(|| unknown(name, &program))?,
    };
    clap_mangen::Man::new(command).render(out)?;
    out.write_all(EXIT_STATUS.as_bytes())?;
    Ok(CLEAN)
}

fn unknown(name: &str, program: &Command) -> CliError {
    let known: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
    CliError::Usage(format!("`{name}` is no command; these are: {}", known.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum;
    use clap_complete::Shell;

    fn page(command: Option<&str>) -> String {
        let mut page = Vec::new();
        let arguments = ManArguments { command: command.map(str::to_string) };
        man(&arguments, &mut page).expect("a vector can be written");
        String::from_utf8(page).expect("it is text")
    }

    /// The long options and the names of commands, none of which a shell or a reader is to miss.
    fn words(command: &Command) -> Vec<String> {
        let options = command.get_arguments().filter_map(|argument| argument.get_long());
        options.chain(command.get_subcommands().map(Command::get_name)).map(str::to_string).collect()
    }

    #[test]
    fn every_shell_completes_every_command_and_option() {
        for &shell in Shell::value_variants() {
            let mut script = Vec::new();
            completions(&CompletionsArguments { shell }, &mut script).expect("a vector can be written");
            let script = String::from_utf8(script).expect("it is text");
            for word in words(&Arguments::command()) {
                assert!(script.contains(&word), "{shell} does not know {word}");
            }
        }
    }

    #[test]
    fn the_manual_has_a_page_for_the_program_and_for_every_command() {
        let whole = page(None);
        assert!(whole.contains(".TH whocalls 1"), "{whole}");
        let hidden = |word: &String| {
            Arguments::command().get_arguments().any(|known| known.is_hide_set() && known.get_long() == Some(word))
        };
        for word in words(&Arguments::command()).into_iter().filter(|word| !hidden(word)) {
            assert!(whole.contains(&word.replace('-', "\\-")), "the page does not have {word}");
        }
        for command in Arguments::command().get_subcommands() {
            let page = page(Some(command.get_name()));
            assert!(page.contains(&format!(".TH whocalls-{} 1", command.get_name())), "{page}");
            assert!(page.contains("EXIT STATUS"), "{page}");
        }
    }

    #[test]
    fn a_command_that_does_not_exist_has_no_page_but_a_list_of_those_that_do() {
        let arguments = ManArguments { command: Some("chek".to_string()) };
        let error = man(&arguments, &mut Vec::new()).expect_err("there is none");
        assert!(error.to_string().starts_with("`chek` is no command; these are: check, list, "), "{error}");
    }
}
