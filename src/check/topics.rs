//! From what a document leaves unsaid to one finding for each kind of its fields.

use crate::check::boundary::is_evidently_a_webhook;
use crate::check::message::noun;
use crate::check::once::Once;
use crate::config::Settings;
use crate::field::{Kind, Subject};
use crate::finding::{Finding, Label};
use crate::outline::{About, Section};
use crate::recognise::topics::{Document, Heard};
use crate::rulebook::checks::{Check, Question, StructureFault};
use crate::source::Place;

/// Fields that are pointed at.
const SHOWN: usize = 3;
/// Things left unsaid that a message spells out; help has a sentence for each.
const TOLD: usize = 4;

/// The findings about a document: one for each kind of field, for all that it leaves unsaid of that kind. What none of its
/// requests says is part of that about webhooks.
pub fn check_document(
    document: &Document<'_>,
    heard: &[(&Check, Heard)],
    requests: &[Once],
    settings: &Settings,
) -> Vec<Finding> {
    let webhooks = left_unsaid(document, heard, requests, Kind::Webhook, settings);
    let redirects = left_unsaid(document, heard, &[], Kind::Redirect, settings);
    webhooks.into_iter().chain(redirects).collect()
}

/// Whether anything that is asked of a kind is left unsaid.
pub fn leaves_unsaid(document: &Document<'_>, heard: &[(&Check, Heard)], kind: Kind, settings: &Settings) -> bool {
    is_evident(document, kind) && is_missing(heard, kind, settings)
}

/// Whether more than their names speaks for the kind of a document's fields: the fields themselves, what the document says of
/// itself, or the requests that it describes.
fn is_evident(document: &Document<'_>, kind: Kind) -> bool {
    let mut fields = document.fields.iter().map(|(field, _)| *field);
    let is_about_all = |section: &&Section| matches!(section.about, About::Document | About::Tag(_));
    let mut sections = document.outline.sections.iter().filter(is_about_all);
    kind != Kind::Webhook
        || !document.outline.deliveries.is_empty()
        || fields.any(|field| field.kind == kind && is_evidently_a_webhook(field))
        || sections.any(|section| section.text.decoded.to_lowercase().contains("webhook"))
}

fn is_missing(heard: &[(&Check, Heard)], kind: Kind, settings: &Settings) -> bool {
    let asks = |check: &Check| settings.asks(&check.id) && check.page.kinds.contains(&kind);
    heard.iter().any(|(check, heard)| asks(check) && matches!(heard, Heard::Missing(_)))
}

fn left_unsaid(
    document: &Document<'_>,
    heard: &[(&Check, Heard)],
    requests: &[Once],
    kind: Kind,
    settings: &Settings,
) -> Option<Finding> {
    if !is_evident(document, kind) {
        return None;
    }
    let mut missing: Vec<&Check> = Vec::new();
    let mut concerned: Vec<usize> = Vec::new();
    for (check, heard) in heard.iter().filter(|(check, _)| settings.asks(&check.id) && check.page.kinds.contains(&kind))
    {
        if let Heard::Missing(fields) = heard {
            missing.push(check);
            concerned.extend(fields.iter().filter(|&&index| document.fields[index].1.kind() == kind));
        }
    }
    concerned.sort_unstable();
    concerned.dedup();
    let topics: Vec<_> = missing.iter().filter_map(|check| check.page.topic.as_ref()).collect();
    let of_requests: Vec<(&Once, &Check)> =
        requests.iter().flat_map(|once| settings.asking(once.question).map(move |check| (once, check))).collect();
    let asked = missing.iter().copied().chain(of_requests.iter().map(|(_, check)| *check));
    let asked: Vec<&Check> = asked.collect();
    let severity = asked.iter().map(|check| settings.severity(check)).max()?;
    let outline = &document.outline;
    let clauses = topics.iter().map(|topic| topic.clause.as_str());
    let clauses: Vec<&str> = clauses.chain(of_requests.iter().map(|(once, _)| clause_of_all(once.question))).collect();
    let sentences: Vec<&str> = topics.iter().map(|topic| topic.sentence.as_str()).collect();
    let fields = concerned.iter().take(SHOWN).map(|&index| document.fields[index]);
    let mut labels: Vec<Label> = fields
        .map(|(field, subject)| Label {
            place: Place { file: field.candidate.file, span: field.candidate.name_span },
            text: shown(subject).to_owned(),
        })
        .collect();
    let first = of_requests.iter().filter_map(|(once, _)| once.places.first());
    labels.extend(first.map(|spotted| Label { place: spotted.place, text: spotted.label.clone() }));
    labels.sort_by_key(|label| label.place);
    labels.dedup_by_key(|label| label.place);
    let once_for_all = (!sentences.is_empty()).then(|| format!("say it once for all: \"{}\"", sentences.join(" ")));
    let helps = of_requests.iter().map(|(_, check)| check.page.help.clone());
    let helps: Vec<String> = once_for_all.into_iter().chain(helps).collect();
    Some(Finding {
        rules: asked.iter().map(|check| check.id.clone()).collect(),
        severity,
        place: outline.place,
        pointer: Some(outline.pointer.clone()),
        name: outline.info.title.clone().unwrap_or_default(),
        kind: None,
        message: format!("this document does not say {}", listed(&clauses)),
        labels,
        ticks: Vec::new(),
        help: Some(helps.join("; ")),
        notes: (!concerned.is_empty()).then(|| counts(concerned.len(), kind)).into_iter().collect(),
        suppressed: None,
    })
}

/// What none of the requests of a document says, as the end of "this document does not say …".
fn clause_of_all(question: Question) -> &'static str {
    match question {
        Question::Structure(StructureFault::Signature) => "how the receiver of a request knows who sent it",
        _ => "what happens when a request is not answered",
    }
}

/// What a field of a subject is called.
fn shown(subject: Subject) -> &'static str {
    match subject {
        Subject::Webhook => noun(Kind::Webhook),
        Subject::Authorization => "redirect URL after a sign-in",
        Subject::Payment => "redirect URL after a payment",
        Subject::Logout => "redirect URL after a sign-out",
    }
}

fn counts(count: usize, kind: Kind) -> String {
    let noun = noun(kind);
    match count {
        1 => format!("asked of 1 {noun}"),
        _ if count > SHOWN => format!("asked of {count} {noun}s, the first {SHOWN} of which are shown"),
        _ => format!("asked of {count} {noun}s"),
    }
}

/// "a", "a, nor b", "a, b, nor c", "a, b, c, nor 4 things more".
fn listed(clauses: &[&str]) -> String {
    match clauses {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [rest @ .., last] if clauses.len() <= TOLD => format!("{}, nor {last}", rest.join(", ")),
        _ => format!("{}, nor {} things more", clauses[..TOLD - 1].join(", "), clauses.len() - (TOLD - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_things_are_spelled_out_and_more_are_counted() {
        assert_eq!(listed(&["a"]), "a");
        assert_eq!(listed(&["a", "b"]), "a, nor b");
        assert_eq!(listed(&["a", "b", "c", "d"]), "a, b, c, nor d");
        assert_eq!(listed(&["a", "b", "c", "d", "e"]), "a, b, c, nor 2 things more");
        assert_eq!(counts(5, Kind::Webhook), "asked of 5 webhook URLs, the first 3 of which are shown");
        assert_eq!(counts(1, Kind::Redirect), "asked of 1 redirect URL");
    }
}
