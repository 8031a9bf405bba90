//! One page for a browser: every field with its four ticks, what is wrong with it in its source, and filters.
//!
//! The page loads nothing, and says all without its script, which only filters. Whatever comes from a document is escaped.

mod source;

use super::ticks::{evidence, mark};
use super::visible::one_line;
use super::xml::{attribute, escaped};
use super::{Piece, Totals, counted, excerpt, location, totals};
use crate::check::message;
use crate::field::{Fact, Field};
use crate::finding::{Finding, Label, Severity, Tick};
use crate::lint::{Survey, Surveyed};
use crate::source::{Place, Source};
use std::fmt::Write as _;

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

/// One entry for each field, and one for each thing that is wrong with a file.
pub fn entries(survey: &Survey, sources: &[Source]) -> Vec<Piece> {
    let problems = survey.of_files().filter(|problem| problem.suppressed.is_none());
    let problems = problems.map(|problem| (problem.place, problem_entry(problem, sources)));
    let fields = survey.fields.iter().map(|surveyed| {
        let candidate = &surveyed.field.candidate;
        (Place { file: candidate.file, span: candidate.name_span }, field_entry(surveyed, sources))
    });
    let mut all: Vec<(Place, Piece)> = problems.chain(fields).collect();
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, piece)| piece).collect()
}

/// The page.
pub fn page(pieces: &[Piece], totals: &Totals) -> String {
    let by_severity = Severity::ALL.iter().rev().filter(|&&severity| totals.of(severity) > 0);
    let counts: Vec<String> = by_severity.map(|&severity| counted(totals.of(severity), severity.word())).collect();
    let counts = if counts.is_empty() { "no findings".into() } else { counts.join(", ").replace("infos", "info") };
    let fields = format!("{} in {}", counted(totals.fields, "callback URL field"), counted(totals.files, "file"));
    let mut meters = String::new();
    for fact in Fact::ALL {
        let counts @ (stated, asked) = totals.coverage.of(fact);
        let percent = totals::percent(counts);
        writeln!(
            meters,
            "<div class=\"share\"><span>{}</span><span class=\"bar\"><span style=\"width:{percent}%\"></span></span>\
             <span>{stated} of {asked}</span></div>",
            fact.word()
        )
        .expect("a string takes all");
    }
    let all = totals::facts_stated(totals.coverage.all());
    let boxes: String = Fact::ALL.iter().map(|fact| check_box("missing", fact.word(), fact.word())).collect();
    let flagged = check_box("flagged", "yes", "flagged only");
    let entries: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
    let empty = if pieces.is_empty() { "<p>No callback URL field was found.</p>\n" } else { "" };
    let policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>Callback URLs: {counts}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>Callback URLs</h1>\n\
         <p class=\"totals\">{fields}: <strong>{counts}</strong></p>\n\
         <section class=\"shares\" aria-label=\"facts that are stated\">\n{meters}<p>{all}</p>\n</section>\n\
         </header>\n<form id=\"filters\" hidden>\n\
         <label class=\"search\">Search <input type=\"search\" name=\"search\" placeholder=\"name, file or words\" \
         autocomplete=\"off\"></label>\n\
         <label>Kind <select name=\"kind\"><option value=\"\">any</option><option>webhook</option>\
         <option>redirect</option><option>unknown</option></select></label>\n\
         <fieldset><legend>Missing</legend>{boxes}</fieldset>\n{flagged}\n\
         <button type=\"button\" id=\"all\">Open all</button>\n<output id=\"shown\" aria-live=\"polite\"></output>\n\
         </form>\n<main>\n{empty}{entries}<p id=\"none\" hidden=\"\">Nothing matches these filters.</p>\n</main>\n\
         <footer>Made by whocalls {}.</footer>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION")
    )
}

fn check_box(name: &str, value: &str, label: &str) -> String {
    format!("<label class=\"check\"><input type=\"checkbox\" name=\"{name}\" value=\"{value}\"> {label}</label>")
}

/// What an entry is found by, and its first line.
struct Head<'a> {
    severity: Option<Severity>,
    kind: &'a str,
    missing: &'a str,
    name: &'a str,
    label: &'a str,
    ticks: &'a str,
    place: &'a str,
    words: &'a str,
}

fn field_entry(surveyed: &Surveyed, sources: &[Source]) -> Piece {
    let field = &surveyed.field;
    let candidate = &field.candidate;
    let findings: Vec<&Finding> = surveyed.findings.iter().filter(|finding| finding.suppressed.is_none()).collect();
    let place = location(sources, Place { file: candidate.file, span: candidate.name_span });
    let ticks = Fact::ALL.map(|fact| {
        let stated = field.facts.of(fact);
        Tick { fact, stated: stated.map(|evidence| (evidence.by, evidence.quote.clone())) }
    });
    let chips: String = ticks.iter().map(chip).collect();
    let mut body = String::new();
    for finding in &findings {
        body.push_str(&finding_text(finding, sources));
    }
    if findings.is_empty() {
        let shown = excerpt::excerpt(&evidence_of(field), Some(message::noun(field.kind)), sources);
        body.push_str(&source::drawn(&shown, sources));
    }
    body.push_str("<dl>\n");
    for tick in &ticks {
        let class = if tick.stated.is_some() { "yes" } else { "no" };
        let (word, evidence) = (tick.fact.word(), attribute(&evidence(tick)));
        writeln!(body, "<dt class=\"{class}\">{word}</dt><dd>{evidence}</dd>").expect("a string takes all");
    }
    let pointer = attribute(&format!("{}#{}", sources[candidate.file].path(), candidate.pointer.0));
    writeln!(body, "<dt>pointer</dt><dd><code>{pointer}</code></dd>\n</dl>").expect("a string takes all");
    let words: Vec<&str> = candidate.texts.iter().map(|text| text.decoded.as_str()).collect();
    let messages: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
    let missing: Vec<&str> = field.facts.missing().into_iter().map(Fact::word).collect();
    let head = Head {
        severity: findings.iter().map(|finding| finding.severity).max(),
        kind: field.kind.word(),
        missing: &missing.join(" "),
        name: &candidate.name,
        label: field.kind.word(),
        ticks: &chips,
        place: &place,
        words: &format!("{} {} {}", candidate.pointer.0, words.join(" "), messages.join(" ")),
    };
    entry(&head, &body)
}

fn problem_entry(problem: &Finding, sources: &[Source]) -> Piece {
    // All of them stand below; a document may leave a dozen things unsaid.
    let name = match problem.rules.as_slice() {
        [first, _, ..] => format!("{first} and {} more", problem.rules.len() - 1),
        rules => rules.concat(),
    };
    let head = Head {
        severity: Some(problem.severity),
        kind: "",
        missing: "",
        name: &name,
        label: "file",
        ticks: "",
        place: &location(sources, problem.place),
        words: &format!("{} {}", problem.rules.join(" "), problem.message),
    };
    entry(&head, &finding_text(problem, sources))
}

fn entry(head: &Head, body: &str) -> Piece {
    let severity = head.severity.map_or("clean", Severity::word);
    let found_by = one_line(&format!("{} {} {}", head.name, head.place, head.words)).to_lowercase();
    let text = format!(
        "<details class=\"entry {severity}\" data-kind=\"{}\" data-missing=\"{}\" data-words=\"{}\">\n\
         <summary><span class=\"dot\" title=\"{severity}\"><span class=\"unseen\">{severity}: </span></span>\
         <code class=\"name\">{}</code><span class=\"kind\">{}</span><span class=\"ticks\">{}</span>\
         <span class=\"place\">{}</span></summary>\n<div class=\"body\">\n{body}</div>\n</details>\n",
        head.kind,
        head.missing,
        attribute(&found_by),
        escaped(&one_line(head.name)),
        head.label,
        head.ticks,
        escaped(head.place)
    );
    Piece { severity: head.severity, text }
}

/// `✓ caller`, with the evidence on hover.
fn chip(tick: &Tick) -> String {
    let stated = tick.stated.is_some();
    let class = if stated { "yes" } else { "no" };
    let said = if stated { "stated" } else { "not stated" };
    format!(
        "<span class=\"tick {class}\" title=\"{}\"><span aria-hidden=\"true\">{}</span> {}<span class=\"unseen\"> \
         {said}. </span></span>",
        attribute(&evidence(tick)),
        mark(stated),
        tick.fact.word()
    )
}

fn finding_text(finding: &Finding, sources: &[Source]) -> String {
    let own = finding.kind.map(message::noun);
    let rules: Vec<String> = finding.rules.iter().map(|rule| format!("<code>{}</code>", escaped(rule))).collect();
    let mut out = format!(
        "<p class=\"message\"><span class=\"severity\">{}</span> {}</p>\n<p class=\"rules\">{}</p>\n",
        finding.severity.word(),
        in_code(&one_line(&finding.message), &finding.name),
        rules.join(" ")
    );
    out.push_str(&source::drawn(&excerpt::excerpt(finding, own, sources), sources));
    if let Some(help) = &finding.help {
        writeln!(out, "<p class=\"help\"><b>What to do</b> {}</p>", attribute(help)).expect("a string takes all");
    }
    for note in &finding.notes {
        writeln!(out, "<p class=\"note\">{}</p>", attribute(note)).expect("a string takes all");
    }
    out
}

/// A message with the field's name as code.
fn in_code(message: &str, name: &str) -> String {
    match message.split_once(&format!("`{}`", one_line(name))) {
        Some((before, after)) if !name.is_empty() => {
            format!("{}<code>{}</code>{}", attribute(before), escaped(&one_line(name)), attribute(after))
        }
        _ => attribute(message),
    }
}

/// Where a field that nothing is said of states its facts.
fn evidence_of(field: &Field) -> Finding {
    let candidate = &field.candidate;
    let name = Place { file: candidate.file, span: candidate.name_span };
    let mut shown = Finding::of_file("", Severity::Info, name, String::new(), None);
    let label = |fact: Fact| {
        let place = field.facts.of(fact)?.place?;
        Some(Label { place, text: format!("states the {}", fact.word()) })
    };
    shown.labels = Fact::ALL.into_iter().filter_map(label).collect();
    shown
}
