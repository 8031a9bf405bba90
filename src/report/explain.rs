//! Answers to "why": the page of a rule, what was read into one field, and what a document says.

mod document;

pub use self::document::{document, topics_about};

use super::visible::{one_line, visible};
use super::{location, ticks};
use crate::field::{Evidence, Fact};
use crate::finding::{Suppression, Tick};
use crate::lint::Surveyed;
use crate::rulebook::checks::{Check, Example};
use crate::source::{Place, Source};
use std::fmt::Write as _;

/// One part of a rule's page, under a head.
enum Section<'a> {
    Prose(&'a str),
    Examples(&'a [Example]),
    List(&'a [String]),
}

/// The page of a rule, for a terminal.
pub fn rule(check: &Check, width: usize) -> String {
    let mut out = format!("{}: {}\n{}\n", check.id, check.page.summary, standing(check));
    for (head, section) in sections(check) {
        let text = match section {
            Section::Prose(text) => wrapped(text, width),
            Section::Examples(all) => examples(all),
            Section::List(all) => all.iter().map(|one| format!("  {one}\n")).collect(),
        };
        write!(out, "\n{head}\n{text}").expect("a string takes all");
    }
    out
}

/// The same page in Markdown.
pub fn rule_in_markdown(check: &Check) -> String {
    let mut out = format!("# {}\n\n{}; {}\n", check.id, prose(&check.page.summary), standing(check));
    for (head, section) in sections(check) {
        let text = match section {
            Section::Prose(text) => format!("{}\n", prose(text)),
            Section::Examples(all) => all.iter().map(example_in_markdown).collect(),
            Section::List(all) => all.iter().map(|one| format!("- {}\n", prose(one))).collect(),
        };
        write!(out, "\n## {head}\n\n{text}").expect("a string takes all");
    }
    out
}

fn standing(check: &Check) -> String {
    let kinds: Vec<&str> = check.page.kinds.iter().map(|kind| kind.word()).collect();
    let asked_of = if kinds.is_empty() { "files".to_string() } else { format!("{} URLs", kinds.join(", ")) };
    let page = &check.page;
    format!("group {}, severity {}, asked of {asked_of}", page.group.word(), page.severity.word())
}

fn sections(check: &Check) -> [(&'static str, Section<'_>); 7] {
    let page = &check.page;
    [
        ("What it does", Section::Prose(&page.what)),
        ("Why it matters", Section::Prose(&page.why)),
        ("What to do", Section::Prose(&page.help)),
        ("Breaks the rule", Section::Examples(&page.bad)),
        ("Keeps the rule", Section::Examples(&page.good)),
        ("When to ignore it", Section::Prose(&page.ignore_when)),
        ("Sources", Section::List(&page.sources)),
    ]
}

/// Our own words in Markdown, where a `<` would begin a tag.
fn prose(text: &str) -> String {
    text.trim_end().replace('<', "\\<")
}

fn example_in_markdown(example: &Example) -> String {
    let of = labelled(example);
    let text = if example.text.is_empty() { "(no words)" } else { example.text.trim_end() };
    match of.is_empty() {
        true => format!("```yaml\n{text}\n```\n"),
        false => format!("- {of}{}: {}{}\n", beside(example), prose(text), prose(&translated(example))),
    }
}

/// "webhook `callback_url`", as far as the rule looks at them.
fn labelled(example: &Example) -> String {
    let of = [example.kind.map(|kind| kind.word().to_string()), example.name.clone().map(|name| format!("`{name}`"))];
    of.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// What was read into a field: its kind with the reasons, and the evidence for each fact with its place.
pub fn field(surveyed: &Surveyed, sources: &[Source], width: usize) -> String {
    let field = &surveyed.field;
    let candidate = &field.candidate;
    let place = Place { file: candidate.file, span: candidate.name_span };
    let noun = crate::check::message::noun(field.kind);
    let mut out = format!("{}: {noun} `{}`\n", location(sources, place), visible(&candidate.name));
    let mut line = |text: String| writeln!(out, "{text}").expect("a string takes all");
    line(format!("{}#{}", visible(sources[candidate.file].path()), visible(&candidate.pointer.0)));
    line("\nWhy it was taken as one".into());
    for reason in &field.reasons {
        line(format!("  {}", visible(reason)));
    }
    line("\nWhat was read".into());
    for text in &candidate.texts {
        let at = location(sources, Place { file: text.file, span: text.span });
        line(format!("  {} at {at}", text.role.word()));
        line(indented(&one_line(&text.decoded), width).trim_end().to_string());
    }
    if candidate.texts.is_empty() {
        line("  no words of its own".into());
    }
    line("\nWhat it states".into());
    for fact in Fact::ALL {
        let stated = field.facts.of(fact);
        let tick = Tick { fact, stated: stated.map(|evidence| (evidence.by, evidence.quote.clone())) };
        let mark = ticks::mark(stated.is_some());
        line(format!("  {mark} {:<8} {}{}", fact.word(), ticks::evidence(&tick), at(stated, sources)));
    }
    for (fact, evidence) in &field.elsewhere {
        let quote = one_line(&evidence.quote);
        line(format!("  elsewhere: the {}, \"{quote}\"{}", fact.word(), at(Some(evidence), sources)));
    }
    for half in &field.half_facts {
        let quote = one_line(&half.quote);
        line(format!(
            "  near the {}: \"{quote}\" {} at {}",
            half.fact.word(),
            half.because,
            location(sources, half.place)
        ));
    }
    if !surveyed.findings.is_empty() {
        line("\nWhat is said about it".into());
    }
    for finding in &surveyed.findings {
        line(format!(
            "  {}: {} [{}]{}",
            finding.severity.word(),
            visible(&finding.message),
            finding.rules.join(", "),
            finding.suppressed.as_ref().map(not_told).unwrap_or_default()
        ));
    }
    out
}

/// That a finding is not told, and why.
fn not_told(suppression: &Suppression) -> String {
    let reason = suppression.reason.as_ref().map(|reason| format!(": {}", visible(reason))).unwrap_or_default();
    format!(", which is not told{reason}")
}

/// Why a place that was read was not taken as a callback URL field.
pub fn other(pointer: &str, reasons: &[String]) -> String {
    let mut out = format!("{}: taken for something else than a callback URL\n", visible(pointer));
    for reason in reasons {
        writeln!(out, "  {}", visible(reason)).expect("a string takes all");
    }
    out
}

fn at(evidence: Option<&Evidence>, sources: &[Source]) -> String {
    let place = evidence.and_then(|evidence| evidence.place);
    place.map_or(String::new(), |place| format!(" at {}", location(sources, place)))
}

fn wrapped(text: &str, width: usize) -> String {
    let options = textwrap::Options::new(width).initial_indent("  ").subsequent_indent("  ").break_words(false);
    format!("{}\n", textwrap::fill(text, options))
}

fn indented(text: &str, width: usize) -> String {
    let options = textwrap::Options::new(width).initial_indent("    ").subsequent_indent("    ").break_words(false);
    format!("{}\n", textwrap::fill(text, options))
}

/// The methods of the field beside an example's, where the rule compares them.
fn beside(example: &Example) -> String {
    match example.methods.is_empty() {
        true => String::new(),
        false => format!(" beside a method field with {}", example.methods.join(", ")),
    }
}

/// The words of an example in another language, where the rule compares them.
fn translated(example: &Example) -> String {
    example.translation.as_ref().map_or(String::new(), |other| format!(" | {}: {}", other.language, other.text))
}

fn examples(examples: &[Example]) -> String {
    let mut out = String::new();
    for example in examples {
        let of = labelled(example);
        let text = if example.text.is_empty() { "(no words)" } else { example.text.trim_end() };
        match of.is_empty() {
            true => writeln!(out, "  {}\n", text.replace('\n', "\n  ")),
            false => writeln!(out, "  {of}{}: {text}{}", beside(example), translated(example)),
        }
        .expect("a string takes all");
    }
    format!("{}\n", out.trim_end_matches('\n'))
}
