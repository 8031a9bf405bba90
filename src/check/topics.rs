//! From what a document leaves unsaid to one finding for each kind of its fields.

use crate::check::boundary::is_evidently_a_webhook;
use crate::check::message::noun;
use crate::check::once::Once;
use crate::config::Settings;
use crate::field::{Kind, Subject};
use crate::finding::{Finding, Label, Severity};
use crate::outline::{About, Section};
use crate::recognise::topics::{Document, Heard};
use crate::rulebook::checks::{Check, Question, StructureFault};
use crate::rulebook::topics::Topic;
use crate::source::Place;

/// Fields that are pointed at.
const SHOWN: usize = 3;
/// Things left unsaid that a message spells out; help has a sentence for each.
const TOLD: usize = 4;

/// Something that a document leaves unsaid.
enum Unsaid<'a> {
    /// A topic, which these of its fields are concerned by.
    Topic(&'a Topic, Vec<usize>),
    /// What none of the requests says that it describes.
    Requests(&'a Once),
}

/// The findings about a document: for each kind of field one for all that it leaves unsaid of that kind, as far as it counts
/// for the same. What none of its requests says is part of that about webhooks.
pub fn check_document(
    document: &Document<'_>,
    heard: &[(&Check, Heard)],
    requests: &[Once],
    settings: &Settings,
) -> Vec<Finding> {
    let of_kind = |kind: Kind| {
        let missing = heard.iter().filter_map(move |(check, heard)| {
            let Heard::Missing(fields) = heard else { return None };
            let is_asked = settings.asks(&check.id) && check.page.kinds.contains(&kind);
            let concerned: Vec<usize> =
                fields.iter().copied().filter(|&index| document.fields[index].1.kind() == kind).collect();
            let topic = check.page.topic.as_ref().filter(|_| is_asked && !concerned.is_empty())?;
            Some((*check, Unsaid::Topic(topic, concerned)))
        });
        let requests = requests.iter().filter(|_| kind == Kind::Webhook);
        let of_requests =
            requests.flat_map(|once| settings.asking(once.question).map(move |check| (check, Unsaid::Requests(once))));
        let unsaid: Vec<(&Check, Unsaid<'_>)> = missing.chain(of_requests).collect();
        let checks: Vec<&Check> = unsaid.iter().map(|(check, _)| *check).collect();
        settings.by_severity(&checks).into_iter().filter_map(move |(severity, _)| {
            let of_severity = unsaid.iter().filter(|(check, _)| settings.severity(check) == severity);
            left_unsaid(document, &of_severity.collect::<Vec<_>>(), kind, severity, settings)
        })
    };
    [Kind::Webhook, Kind::Redirect].into_iter().flat_map(of_kind).collect()
}

/// Whether more than their names speaks for the webhooks among a document's fields: the fields themselves, what the document
/// says of itself, or the requests that it describes.
pub fn has_evident_webhooks(document: &Document<'_>) -> bool {
    let mut fields = document.fields.iter().map(|(field, _)| *field);
    let is_about_all = |section: &&Section| matches!(section.about, About::Document | About::Tag(_));
    let mut sections = document.outline.sections.iter().filter(is_about_all);
    !document.outline.deliveries.is_empty()
        || fields.any(|field| field.kind == Kind::Webhook && is_evidently_a_webhook(field))
        || sections.any(|section| section.text.decoded.to_lowercase().contains("webhook"))
}

fn left_unsaid(
    document: &Document<'_>,
    unsaid: &[&(&Check, Unsaid<'_>)],
    kind: Kind,
    severity: Severity,
    settings: &Settings,
) -> Option<Finding> {
    let (mut clauses, mut topics, mut helps, mut concerned, mut labels) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (check, what) in unsaid {
        match what {
            Unsaid::Topic(topic, fields) => {
                clauses.push(topic.clause.as_str());
                topics.push(*topic);
                concerned.extend(fields.iter().copied());
            }
            Unsaid::Requests(once) => {
                clauses.push(clause_of_all(once.question));
                helps.push(check.page.help.clone());
                let first = once.places.first();
                labels.extend(first.map(|spotted| Label { place: spotted.place, text: spotted.label.clone() }));
            }
        }
    }
    concerned.sort_unstable();
    concerned.dedup();
    let outline = &document.outline;
    let first = concerned.first().map(|&index| &document.fields[index].0.candidate);
    let (place, pointer) = match first.filter(|_| document.is_page) {
        Some(first) => (Place { file: first.file, span: first.name_span }, &first.pointer),
        None => (outline.place, &outline.pointer),
    };
    labels.extend(concerned.iter().take(SHOWN).map(|&index| {
        let (field, subject) = document.fields[index];
        let place = Place { file: field.candidate.file, span: field.candidate.name_span };
        Label { place, text: shown(subject).to_owned() }
    }));
    labels.sort_by_key(|label| label.place);
    labels.dedup_by_key(|label| label.place);
    let helps: Vec<String> = help(&topics, concerned.len()).into_iter().chain(helps).collect();
    let count = (!concerned.is_empty()).then(|| counts(concerned.len(), kind));
    (!unsaid.is_empty()).then(|| Finding {
        rules: unsaid.iter().map(|(check, _)| check.id.clone()).collect(),
        severity,
        place,
        pointer: Some(pointer.clone()),
        name: outline.info.title.clone().unwrap_or_default(),
        kind: None,
        message: format!("this document does not say {}", listed(&clauses)),
        labels,
        ticks: Vec::new(),
        help: Some(helps.join("; ")),
        notes: count.into_iter().chain(looked_for(kind, settings)).collect(),
        suppressed: None,
    })
}

/// What to write, and where: what holds for all of them once, what each has to say for itself beside each.
fn help(topics: &[&Topic], fields: usize) -> Option<String> {
    let sentences = |optional_only: bool| {
        let those = topics.iter().filter(|topic| topic.optional_only == optional_only);
        those.map(|topic| topic.sentence.as_str()).collect::<Vec<_>>().join(" ")
    };
    let (once, each) = (sentences(false), sentences(true));
    let beside = if fields == 1 { "beside it" } else { "beside each that may be left out" };
    match (once.is_empty(), each.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("say it once for all: \"{once}\"")),
        (true, false) => Some(format!("say {beside}: \"{each}\"")),
        (false, false) => Some(format!("say once for all: \"{once}\"; and {beside}: \"{each}\"")),
    }
}

/// What none of the requests of a document says, as the end of "this document does not say …".
fn clause_of_all(question: Question) -> &'static str {
    match question {
        Question::Structure(StructureFault::Signature) => "how the receiver of a request knows who sent it",
        _ => "what happens when a request is not answered",
    }
}

/// The sections of the house that were looked at too.
fn looked_for(kind: Kind, settings: &Settings) -> Option<String> {
    let of_kind = settings.policy_words.iter().filter(|policy| policy.kinds.contains(&kind));
    let sections: Vec<&str> = of_kind.map(|policy| policy.shown.as_str()).collect();
    (!sections.is_empty()).then(|| format!("looked for in the document and in {}", sections.join(", in ")))
}

/// What a field of a subject is called.
pub fn shown(subject: Subject) -> &'static str {
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
