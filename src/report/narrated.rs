//! A finding in sentences, without drawings, for screen readers and braille displays.

use super::visible::{one_line, visible};
use super::{Reported, location, ticks};
use std::fmt::Write as _;

/// The finding, where it is, what is stated where, and what to do.
pub fn finding(reported: &Reported) -> String {
    let finding = reported.finding;
    let mut out = format!("{}: {}\n", finding.severity.word(), visible(&finding.message));
    let mut line = |text: String| writeln!(out, "    {text}").expect("a string takes all");
    line(format!("at {}", reported.location()));
    line(format!("rules: {}", finding.rules.join(", ")));
    for label in &finding.labels {
        let words = reported.sources[label.place.file].slice(label.place.span);
        line(format!("{}: \"{}\" {}", location(reported.sources, label.place), one_line(words), label.text));
    }
    for tick in &finding.ticks {
        let word = if tick.stated.is_some() { "stated" } else { "missing" };
        match tick.stated.is_some() {
            true => line(format!("{word}: {}, {}", tick.fact.word(), ticks::evidence(tick))),
            false => line(format!("{word}: {}", tick.fact.word())),
        }
    }
    if let Some(help) = &finding.help {
        line(format!("help: {}", visible(help)));
    }
    for note in &finding.notes {
        line(format!("note: {}", visible(note)));
    }
    out
}
