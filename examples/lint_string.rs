//! Lints a text that is at hand: `cargo run --example lint_string`.

#![allow(clippy::print_stdout, reason = "an example shows by printing")]

use whocalls::{config::Settings, lint::lint, source::Source};

fn main() {
    let spec = Source::new("callback.yaml", include_str!("callback.yaml"));
    for finding in lint(std::slice::from_ref(&spec), &Settings::default()) {
        let at = spec.position(finding.place.span.start as usize);
        println!("line {}: {}", at.line, finding.message);
        println!("{}", finding.help.unwrap_or_default());
    }
}
