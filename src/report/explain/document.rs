//! What a document says once for all of its fields: each topic with the words that say it, or why it is not asked.

use crate::check::topics::shown;
use crate::config::Settings;
use crate::field::{By, Confidence, Evidence, Field, Kind, Subject};
use crate::recognise::topics::{Document, Heard, Why};
use crate::report::visible::{one_line, visible};
use crate::report::{location, ticks};
use crate::rulebook::checks::Check;
use crate::source::{Place, Source};
use std::fmt::Write as _;

/// Characters of a quote that are shown.
const QUOTE: usize = 100;

/// The page of a document, with the fields of its file that are part of none.
pub fn document(
    document: &Document<'_>,
    heard: &[(&Check, Heard)],
    left_out: &[&Field],
    sources: &[Source],
    settings: &Settings,
) -> String {
    let outline = &document.outline;
    let title = outline.info.title.as_deref().map(|title| format!(" `{}`", visible(title))).unwrap_or_default();
    let what = if document.is_page { "page" } else { "document" };
    let mut out = format!("{}: the {what}{title}\n", location(sources, outline.place));
    for kind in [Kind::Webhook, Kind::Redirect] {
        let fields: Vec<&Field> =
            document.fields.iter().filter(|(_, subject)| subject.kind() == kind).map(|(field, _)| *field).collect();
        if fields.is_empty() {
            continue;
        }
        let noun = crate::check::message::noun(kind);
        let names: Vec<String> = fields.iter().map(|field| format!("`{}`", visible(&field.candidate.name))).collect();
        write!(out, "\nIts {noun}s: {}\n", few(&names)).expect("a string takes all");
        out.push_str(&topics(document, heard, &|check, _| check.page.kinds.contains(&kind), sources, settings));
    }
    let silent = not_asked(heard);
    if !silent.is_empty() || !left_out.is_empty() {
        out.push_str("\nWhat it is not asked\n");
    }
    out.push_str(&silent);
    for field in left_out {
        let name = visible(&field.candidate.name);
        let at = location(sources, Place { file: field.candidate.file, span: field.candidate.name_span });
        writeln!(out, "  anything of `{name}` at {at}: {}", because(field)).expect("a string takes all");
    }
    out
}

/// The topics about a subject that a document speaks of or is asked for.
pub fn topics_about(
    document: &Document<'_>,
    heard: &[(&Check, Heard)],
    subject: Subject,
    sources: &[Source],
    settings: &Settings,
) -> String {
    let is_about = |check: &Check| check.page.topic.as_ref().is_some_and(|topic| topic.about.contains(&subject));
    let is_shown =
        |check: &Check, heard: &Heard| is_about(check) && (settings.asks(&check.id) || matches!(heard, Heard::Said(_)));
    let lines = topics(document, heard, &is_shown, sources, settings);
    if lines.is_empty() { lines } else { format!("\nWhat its document says\n{lines}") }
}

fn topics(
    document: &Document<'_>,
    heard: &[(&Check, Heard)],
    is_meant: &dyn Fn(&Check, &Heard) -> bool,
    sources: &[Source],
    settings: &Settings,
) -> String {
    let mut out = String::new();
    for (check, heard) in heard.iter().filter(|(check, heard)| is_meant(check, heard)) {
        let clause = check.page.topic.as_ref().map_or("", |topic| topic.clause.as_str());
        let (is_said, what) = match heard {
            Heard::NotAsked(_) => continue,
            Heard::Said(evidence) => (true, said(evidence, sources)),
            Heard::Missing(fields) if fields.is_empty() => continue,
            Heard::Missing(fields) => (false, format!("does not say {clause}{}", of(document, fields))),
        };
        let asked = match settings.asks(&check.id) {
            true => String::new(),
            false => format!(" (group {}, not asked)", check.page.group.word()),
        };
        writeln!(out, "  {} {:<26} {what}{asked}", ticks::mark(is_said), check.id).expect("a string takes all");
    }
    out
}

fn said(evidence: &Evidence, sources: &[Source]) -> String {
    let quote = one_line(&evidence.quote);
    let quote = match quote.char_indices().nth(QUOTE) {
        Some((end, _)) => format!("{}…", &quote[..end]),
        None => quote.to_string(),
    };
    let at = evidence.place.map(|place| format!(" at {}", location(sources, place))).unwrap_or_default();
    match evidence.by {
        By::Text => format!("\"{quote}\"{at}"),
        By::Policy => format!("\"{quote}\", by the policy"),
        By::Callbacks | By::Sibling => format!("`{quote}`{at}"),
    }
}

/// Of which fields something is missing, where it is not of all.
fn of(document: &Document<'_>, fields: &[usize]) -> String {
    let subjects: Vec<Subject> = fields.iter().map(|&index| document.fields[index].1).collect();
    let all = document.fields.iter().filter(|(_, subject)| subjects.contains(subject)).count();
    let names: Vec<String> =
        fields.iter().map(|&index| format!("`{}`", visible(&document.fields[index].0.candidate.name))).collect();
    if names.len() == all { String::new() } else { format!(", of {}", few(&names)) }
}

/// The topics that are not asked, by why.
fn not_asked(heard: &[(&Check, Heard)]) -> String {
    let mut reasons: Vec<(String, Vec<&str>)> = Vec::new();
    for (check, heard) in heard {
        let (Heard::NotAsked(why), Some(topic)) = (heard, &check.page.topic) else { continue };
        let nouns: Vec<&str> = topic.about.iter().map(|&subject| shown(subject)).collect();
        let reason = match why {
            Why::NoField => format!("it has no {}", nouns.join(", and no ")),
            Why::NoOptional => format!("it has no {} that may be left out", nouns.join(", and no ")),
            Why::NotEvident => "nothing but a name says that a webhook is meant".to_owned(),
            Why::NoWords => "no words are known for it in the language of the document".to_owned(),
        };
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, rules)) => rules.push(&check.id),
            None => reasons.push((reason, vec![&check.id])),
        }
    }
    reasons.into_iter().map(|(reason, rules)| format!("  {}: {reason}\n", rules.join(", "))).collect()
}

/// Why no document is asked anything of a field.
fn because(field: &Field) -> &'static str {
    match field.kind {
        _ if field.confidence < Confidence::Certain => "it is only likely to be a callback URL",
        _ if !field.understood => "its words are in a language that is not known",
        Kind::Unknown => "it is not told whether a server calls it or a browser arrives there",
        Kind::Redirect => "it is not told whether it ends a sign-in, a payment or a sign-out",
        Kind::Webhook => "what it stands in is not about webhooks, or is no document",
    }
}

fn few(names: &[String]) -> String {
    const NAMES: usize = 5;
    match names.len() {
        count if count <= NAMES => names.join(", "),
        count => format!("{} and {} more", names[..NAMES].join(", "), count - NAMES),
    }
}
