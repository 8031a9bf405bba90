//! From what a document leaves unsaid to one finding for each kind of its fields.

use crate::check::message::noun;
use crate::config::Settings;
use crate::field::{Kind, Subject};
use crate::finding::{Finding, Label, Severity};
use crate::recognise::topics::{Document, Heard};
use crate::rulebook::checks::Check;
use crate::source::Place;

/// Fields that are pointed at.
const SHOWN: usize = 3;
/// Things left unsaid that a message spells out; help has a sentence for each.
const TOLD: usize = 4;

/// The findings about a document: for each kind of field one for all that it leaves unsaid of that kind, as far as it counts
/// for the same.
pub fn check_document(document: &Document<'_>, heard: &[(&Check, Heard)], settings: &Settings) -> Vec<Finding> {
    let of_kind = |kind: Kind| {
        let missing = heard.iter().filter_map(move |(check, heard)| {
            let Heard::Missing(fields) = heard else { return None };
            let is_asked = settings.asks(&check.id) && check.page.kinds.contains(&kind);
            let concerned: Vec<usize> =
                fields.iter().copied().filter(|&index| document.fields[index].1.kind() == kind).collect();
            (is_asked && !concerned.is_empty()).then_some((*check, concerned))
        });
        let missing: Vec<(&Check, Vec<usize>)> = missing.collect();
        let checks: Vec<&Check> = missing.iter().map(|(check, _)| *check).collect();
        settings.by_severity(&checks).into_iter().filter_map(move |(severity, _)| {
            let of_severity = missing.iter().filter(|(check, _)| settings.severity(check) == severity);
            left_unsaid(document, &of_severity.collect::<Vec<_>>(), kind, severity, settings)
        })
    };
    [Kind::Webhook, Kind::Redirect].into_iter().flat_map(of_kind).collect()
}

fn left_unsaid(
    document: &Document<'_>,
    missing: &[&(&Check, Vec<usize>)],
    kind: Kind,
    severity: Severity,
    settings: &Settings,
) -> Option<Finding> {
    let mut concerned: Vec<usize> = missing.iter().flat_map(|(_, fields)| fields).copied().collect();
    concerned.sort_unstable();
    concerned.dedup();
    let first = &document.fields.get(*concerned.first()?)?.0.candidate;
    let topics: Vec<_> = missing.iter().filter_map(|(check, _)| check.page.topic.as_ref()).collect();
    let outline = &document.outline;
    let (place, pointer) = match document.is_page {
        true => (Place { file: first.file, span: first.name_span }, &first.pointer),
        false => (outline.place, &outline.pointer),
    };
    let clauses: Vec<&str> = topics.iter().map(|topic| topic.clause.as_str()).collect();
    let sentences: Vec<&str> = topics.iter().map(|topic| topic.sentence.as_str()).collect();
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
        rules: missing.iter().map(|(check, _)| check.id.clone()).collect(),
        severity,
        place,
        pointer: Some(pointer.clone()),
        name: outline.info.title.clone().unwrap_or_default(),
        kind: None,
        message: format!("this document does not say {}", listed(&clauses)),
        labels,
        ticks: Vec::new(),
        help: Some(format!("say it once for all: \"{}\"", sentences.join(" "))),
        notes: std::iter::once(counts(concerned.len(), kind)).chain(looked_for(kind, settings)).collect(),
        suppressed: None,
    })
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
