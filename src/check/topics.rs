//! From what a document leaves unsaid to one finding for each kind of its fields.

use crate::check::message::noun;
use crate::config::Settings;
use crate::field::{Kind, Subject};
use crate::finding::{Finding, Label};
use crate::recognise::topics::{Document, Heard};
use crate::rulebook::checks::Check;
use crate::rulebook::topics::Topic;
use crate::source::Place;

/// Fields that are pointed at.
const SHOWN: usize = 3;
/// Things left unsaid that a message spells out; help has a sentence for each.
const TOLD: usize = 4;

/// The findings about a document: one for each kind of field, for all that it leaves unsaid of that kind.
pub fn check_document(document: &Document<'_>, heard: &[(&Check, Heard)], settings: &Settings) -> Vec<Finding> {
    [Kind::Webhook, Kind::Redirect]
        .into_iter()
        .filter_map(|kind| left_unsaid(document, heard, kind, settings))
        .collect()
}

fn left_unsaid(document: &Document<'_>, heard: &[(&Check, Heard)], kind: Kind, settings: &Settings) -> Option<Finding> {
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
    let severity = missing.iter().map(|check| settings.severity(check)).max()?;
    let outline = &document.outline;
    let clauses: Vec<&str> = topics.iter().map(|topic| topic.clause.as_str()).collect();
    let fields = concerned.iter().take(SHOWN).map(|&index| document.fields[index]);
    let mut labels: Vec<Label> = fields
        .map(|(field, subject)| Label {
            place: Place { file: field.candidate.file, span: field.candidate.name_span },
            text: shown(subject).to_owned(),
        })
        .collect();
    labels.sort_by_key(|label| label.place);
    labels.dedup_by_key(|label| label.place);
    Some(Finding {
        rules: missing.iter().map(|check| check.id.clone()).collect(),
        severity,
        place: outline.place,
        pointer: Some(outline.pointer.clone()),
        name: outline.info.title.clone().unwrap_or_default(),
        kind: None,
        message: format!("this document does not say {}", listed(&clauses)),
        labels,
        ticks: Vec::new(),
        help: Some(help(&topics, concerned.len())),
        notes: vec![counts(concerned.len(), kind)],
        suppressed: None,
    })
}

/// What to write, and where: what holds for all of them once, what each has to say for itself beside each.
fn help(topics: &[&Topic], fields: usize) -> String {
    let sentences = |optional_only: bool| {
        let those = topics.iter().filter(|topic| topic.optional_only == optional_only);
        those.map(|topic| topic.sentence.as_str()).collect::<Vec<_>>().join(" ")
    };
    let (once, each) = (sentences(false), sentences(true));
    let beside = if fields == 1 { "beside it" } else { "beside each that may be left out" };
    match (once.is_empty(), each.is_empty()) {
        (_, true) => format!("say it once for all: \"{once}\""),
        (true, false) => format!("say {beside}: \"{each}\""),
        (false, false) => format!("say once for all: \"{once}\"; and {beside}: \"{each}\""),
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
