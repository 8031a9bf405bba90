//! What is told once for a document, however often it is there: all of its places in one finding.
//!
//! Its message is the same whatever the places are, so that it is known again when some of them are mended.

use crate::config::Settings;
use crate::field::Pointer;
use crate::finding::{Finding, Label, Severity, Suppression};
use crate::rulebook::checks::{Check, Question};
use crate::source::Place;

/// A place that a rule is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spotted {
    /// Where.
    pub place: Place,
    /// The identity of what it is part of, for what is to be ignored there,
    pub pointer: Option<Pointer>,
    /// and where the name of that stands, if that is elsewhere.
    pub owner: Option<Place>,
    /// What it is called, where more are counted.
    pub name: String,
    /// What to say there.
    pub label: String,
}

/// What is told once.
#[derive(Clone, Debug)]
pub struct Once {
    /// What was asked.
    pub question: Question,
    /// What is wrong.
    pub message: String,
    /// What to do; none where the rule's own help says it.
    pub help: Option<String>,
    /// Where, at least one place, all in one document.
    pub places: Vec<Spotted>,
}

/// Places that have a label; the others are counted.
const LABELS_LIMIT: usize = 5;

impl Once {
    /// The findings: none where its rule is not asked, and mostly one. `quiet` tells why nothing is to be told of a place by
    /// these rules: such places are left out, and where none is left it is why the finding is not told.
    pub fn findings(
        self,
        settings: &Settings,
        quiet: &mut dyn FnMut(&Spotted, &[String]) -> Option<Suppression>,
    ) -> Vec<Finding> {
        let asking: Vec<&Check> = settings.asking(self.question).collect();
        let all = settings.by_severity(&asking).into_iter();
        all.filter_map(|(severity, asking)| self.clone().finding(severity, &asking, quiet)).collect()
    }

    fn finding(
        self,
        severity: Severity,
        asking: &[&Check],
        quiet: &mut dyn FnMut(&Spotted, &[String]) -> Option<Suppression>,
    ) -> Option<Finding> {
        let rules: Vec<String> = asking.iter().map(|check| check.id.clone()).collect();
        let (mut told, mut hidden, mut suppressed) = (Vec::new(), Vec::new(), None);
        for spotted in self.places {
            match quiet(&spotted, &rules) {
                None => told.push(spotted),
                Some(suppression) => {
                    suppressed.get_or_insert(suppression);
                    hidden.push(spotted);
                }
            }
        }
        let suppressed = suppressed.filter(|_| told.is_empty());
        let mut places = if told.is_empty() { hidden } else { told };
        places.sort_by_key(|spotted| spotted.place);
        let more: Vec<String> = places.iter().skip(LABELS_LIMIT).map(|spotted| format!("`{}`", spotted.name)).collect();
        let first = places.first()?.place;
        let help = self.help.unwrap_or_else(|| asking[0].page.help.clone());
        let labels = places.into_iter().take(LABELS_LIMIT);
        Some(Finding {
            rules,
            severity,
            labels: labels.map(|spotted| Label { place: spotted.place, text: spotted.label }).collect(),
            notes: note(&more).into_iter().collect(),
            suppressed,
            ..Finding::of_file("", severity, first, self.message, Some(help))
        })
    }
}

/// What is said of places that have no label.
fn note(more: &[String]) -> Option<String> {
    const NAMES: usize = 8;
    match more.len() {
        0 => None,
        count if count <= NAMES => Some(format!("also {}", more.join(", "))),
        count => Some(format!("also {} and {} more", more[..NAMES].join(", "), count - NAMES)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::SuppressedBy;
    use crate::rulebook::checks::{Group, StructureFault};
    use crate::source::Span;

    fn once(count: usize) -> Once {
        let place = |at: usize| Spotted {
            place: Place { file: 0, span: Span::new(at, at + 1) },
            pointer: None,
            owner: None,
            name: format!("n{at}"),
            label: "here".into(),
        };
        let question = Question::Structure(StructureFault::Body);
        Once { question, message: "it is wrong".into(), help: None, places: (0..count).map(place).collect() }
    }

    #[test]
    fn some_places_are_shown_and_the_others_counted() {
        let settings = Settings { rules: Settings::of_group(Group::Complete), ..Settings::default() };
        let finding = |count| once(count).findings(&settings, &mut |_, _| None).pop().expect("its rule is asked");
        assert_eq!((finding(2).labels.len(), finding(2).notes.len()), (2, 0));
        assert_eq!(finding(7).notes, ["also `n5`, `n6`"]);
        assert!(finding(30).notes[0].ends_with("and 17 more"), "{:?}", finding(30).notes);
        assert!(once(2).findings(&Settings::default(), &mut |_, _| None).is_empty());
    }

    #[test]
    fn what_is_quiet_is_left_out_and_told_to_be_so_where_nothing_is_left() {
        let settings = Settings { rules: Settings::of_group(Group::Complete), ..Settings::default() };
        let why = || Some(Suppression { by: SuppressedBy::Source, reason: Some("known".into()), said_at: None });
        let first = &mut |spotted: &Spotted, _: &[String]| if spotted.name == "n0" { why() } else { None };
        let finding = once(3).findings(&settings, first).pop().expect("two are left");
        assert_eq!((finding.place.span.start, finding.labels.len(), finding.suppressed), (1, 2, None));
        let finding = once(3).findings(&settings, &mut |_, _| why()).pop().expect("it is there");
        assert_eq!((finding.labels.len(), finding.suppressed), (3, why()));
    }
}
