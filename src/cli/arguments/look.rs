//! What output looks like: by what was typed, by the environment and by the terminal.

use crate::report;
use clap::{Args, ValueEnum};
use std::io::IsTerminal;

/// What a report looks like.
#[derive(Debug, Args)]
pub struct LookArguments {
    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub color: Color,
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

impl LookArguments {
    /// The look that was typed, on this terminal and in this environment.
    pub fn look(&self) -> report::Look {
        let set = |name: &str| std::env::var(name).is_ok_and(|value| !value.is_empty() && value != "0");
        let terminal = std::io::stdout().is_terminal();
        let color = match self.color {
            Color::Always => true,
            Color::Never => false,
            // https://bixense.com/clicolors; the wish for none wins.
            Color::Auto if unwanted_colors() => false,
            Color::Auto => set("FORCE_COLOR") || set("CLICOLOR_FORCE") || (terminal && !is_dumb()),
        };
        report::Look { color, width: width(), narrated: set("ACCESSIBLE") || set("NO_GRAPHICS") }
    }
}

/// The look of what is told on standard error.
pub fn look_of_errors() -> report::Look {
    let set = |name: &str| std::env::var(name).is_ok_and(|value| !value.is_empty() && value != "0");
    let forced = set("FORCE_COLOR") || set("CLICOLOR_FORCE");
    let color = !set("NO_COLOR") && (forced || (std::io::stderr().is_terminal() && !is_dumb()));
    report::Look { color, width: width(), narrated: set("ACCESSIBLE") || set("NO_GRAPHICS") }
}

/// Columns to wrap text at: those of the terminal up to what reads well, and the same everywhere if there is none.
pub fn width() -> usize {
    match std::io::stdout().is_terminal() {
        true => terminal_size::terminal_size().map_or(100, |(columns, _)| usize::from(columns.0).clamp(40, 120)),
        false => 100,
    }
}

/// Whether the environment asks for no colours: by any value that is not empty, be it `0` (<https://no-color.org>).
pub fn unwanted_colors() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

fn is_dumb() -> bool {
    std::env::var("TERM").is_ok_and(|terminal| terminal == "dumb")
}
