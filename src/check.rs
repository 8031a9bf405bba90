//! From a field to a finding: what the rules ask of it, put into words.
//!
//! A field has one finding however many facts are missing, as far as these count for the same; each of them is still a rule
//! of its own. What counts as stated
//! was decided in `recognise`; how a finding looks is left to the reports.

pub mod boundary;
pub mod deliveries;
pub mod examples;
pub mod help;
pub mod message;
pub mod naming;
pub mod once;
pub mod sentence;
pub mod topics;
pub mod words;

use crate::config::Settings;
use crate::config::ignores::ignored;
use crate::field::{By, Confidence, Conflict, Evidence, Fact, Field, Operation, Role};
use crate::finding::{Finding, Label, Severity, Tick};
use crate::input::Problem;
use crate::recognise::drift::Drift;
use crate::rulebook::checks::{self, Check, Question};
use crate::source::Place;
use std::sync::Arc;

/// The findings for a field: one for all that it leaves out, and one for each contradiction.
pub fn check_field(field: &Field, settings: &Settings) -> Vec<Finding> {
    if passed_over(field, settings) {
        return Vec::new();
    }
    let conflicts = field.conflicts.iter().flat_map(|conflict| contradictions(field, conflict, settings));
    conflicts.chain(left_out(field, settings)).collect()
}

/// The facts that a field is asked for: none where it is passed over or what it says could not be read.
pub fn asked(field: &Field, settings: &Settings) -> Vec<Fact> {
    if passed_over(field, settings) || unread(field) {
        return Vec::new();
    }
    let asks = |fact: &Fact| {
        let check = checks::asking_for(*fact);
        settings.asks(&check.id) && check.page.kinds.contains(&field.kind)
    };
    Fact::ALL.into_iter().filter(asks).collect()
}

/// Whether a field is listed but not checked.
pub fn passed_over(field: &Field, settings: &Settings) -> bool {
    let doubted = field.confidence < Confidence::Certain && !settings.pedantic;
    // What an input shows is checked with the input, which may show more beside it.
    doubted || field.candidate.shown_by.is_some()
}

/// Whether it cannot be known what the field leaves out.
fn unread(field: &Field) -> bool {
    // What a reference to nothing would have said cannot be missed; the reference has its own finding.
    let unresolved = field.candidate.texts.is_empty() && field.candidate.shape.unresolved;
    // Nor can what stands in a locale file that was not handed in.
    unresolved || !field.understood || field.candidate.keys.iter().any(|key| !key.is_found)
}

fn contradictions(field: &Field, conflict: &Conflict, settings: &Settings) -> Vec<Finding> {
    let asking: Vec<&Check> = settings.asking(Question::Conflict(conflict.about)).collect();
    let all = settings.by_severity(&asking).into_iter();
    all.map(|(severity, asking)| contradiction(field, conflict, severity, &asking)).collect()
}

fn contradiction(field: &Field, conflict: &Conflict, severity: Severity, asking: &[&Check]) -> Finding {
    let name = Place { file: field.candidate.file, span: field.candidate.name_span };
    let (said, against) = (&conflict.said, &conflict.against);
    let against_label = match against.1 == name {
        // The name has a label of its own already.
        true => None,
        false => Some(Label { place: against.1, text: format!("says {}", against.0) }),
    };
    let said_label = Label { place: said.1, text: format!("says {}", said.0) };
    Finding {
        rules: asking.iter().map(|check| check.id.clone()).collect(),
        severity,
        place: name,
        pointer: Some(field.candidate.pointer.clone()),
        name: field.candidate.name.clone(),
        kind: Some(field.kind),
        message: message::conflict(field, conflict),
        labels: std::iter::once(said_label).chain(against_label).collect(),
        ticks: Vec::new(),
        help: asking.first().map(|check| check.page.help.clone()),
        notes: used_by(field).into_iter().collect(),
        suppressed: None,
    }
}

/// The findings for what a translation leaves out, if its rule is asked: mostly one.
pub fn check_drift(drift: &Drift, settings: &Settings) -> Vec<Finding> {
    let asking: Vec<&Check> = settings.asking(Question::Drift).collect();
    let all = settings.by_severity(&asking).into_iter();
    all.map(|(severity, asking)| drifted(drift, severity, &asking)).collect()
}

fn drifted(drift: &Drift, severity: Severity, asking: &[&Check]) -> Finding {
    let candidate = &drift.translation;
    let words = candidate.texts.iter().max_by_key(|text| (text.role != Role::Placeholder, text.decoded.len()));
    let name = Place { file: candidate.file, span: candidate.name_span };
    let place = words.map_or(name, |text| Place { file: text.file, span: text.span });
    let source = |(fact, evidence): &(Fact, Evidence)| {
        Some(Label { place: evidence.place?, text: format!("the source states the {} here", fact.word()) })
    };
    let mut labels: Vec<Label> = drift.left_out.iter().filter_map(source).collect();
    labels.sort_by_key(|label| label.place);
    Finding {
        rules: asking.iter().map(|check| check.id.clone()).collect(),
        severity,
        place,
        pointer: Some(candidate.pointer.clone()),
        name: candidate.name.clone(),
        kind: Some(drift.kind),
        message: message::drift(drift),
        labels: merge_same_places(labels),
        ticks: Vec::new(),
        help: Some(help::drift(drift)),
        notes: Vec::new(),
        suppressed: None,
    }
}

/// The findings for what a field leaves out: one for all rules that it breaks and that count for the same.
fn left_out(field: &Field, settings: &Settings) -> Vec<Finding> {
    if unread(field) {
        return Vec::new();
    }
    // Words that state a fact say more than the name, however alike they sound.
    let states = |fact: &Fact| field.facts.of(*fact).is_some_and(|found| found.by == By::Text);
    let silence = words::silence(&field.candidate).filter(|_| !Fact::ALL.iter().any(states));
    let all = settings.by_severity(&broken(field, silence, settings)).into_iter();
    all.map(|(severity, broken)| lacking(field, silence, severity, &broken, settings)).collect()
}

fn lacking(
    field: &Field,
    silence: Option<Question>,
    severity: Severity,
    broken: &[&Check],
    settings: &Settings,
) -> Finding {
    let mut missing: Vec<Fact> = broken.iter().filter_map(|check| fact_of(check)).collect();
    missing.dedup();
    let silent = silence.is_some_and(|silence| broken.iter().any(|check| check.question == silence));
    // How to tell the boundary is for the rule to say, and comes with the sentence where that is about more.
    let boundary = broken.iter().find(|check| check.question == Question::Boundary && broken.len() == 1);
    Finding {
        rules: broken.iter().map(|check| check.id.clone()).collect(),
        severity,
        place: place_to_edit(field),
        pointer: Some(field.candidate.pointer.clone()),
        name: field.candidate.name.clone(),
        kind: Some(field.kind),
        message: if silent { message::silent(field) } else { message::missing(field, broken) },
        labels: labels(field),
        ticks: ticks(field),
        help: Some(match (missing.is_empty(), boundary) {
            (true, Some(check)) => check.page.help.clone(),
            (true, None) => help::sentence(field, &field.facts.missing(), settings),
            (false, _) => help::sentence(field, &missing, settings),
        }),
        notes: notes(field, &missing),
        suppressed: None,
    }
}

/// The finding for something that could not be read, if its rule is asked.
pub fn check_problem(problem: &Problem, settings: &Settings) -> Option<Finding> {
    let check = checks::find(problem.kind.rule()).expect("a test holds a rule for every sort of problem");
    let help = problem.help.clone().unwrap_or_else(|| check.page.help.clone());
    if !settings.asks(&check.id) {
        return None;
    }
    let suppressed =
        ignored(settings, None).into_iter().find(|(rules, _)| rules.contains(&check.id)).map(|(_, why)| why);
    let (severity, message) = (settings.severity(check), problem.message.clone());
    Some(Finding { suppressed, ..Finding::of_file(&check.id, severity, problem.place, message, Some(help)) })
}

/// Where the words can be mended: at the field, or in the locale file that all its words come from.
fn place_to_edit(field: &Field) -> Place {
    let candidate = &field.candidate;
    let elsewhere = candidate.texts.iter().filter(|text| text.file != candidate.file);
    let by_key = !candidate.keys.is_empty() && elsewhere.clone().count() == candidate.texts.len();
    let hint = elsewhere.max_by_key(|text| (text.role != Role::Placeholder, text.decoded.len()));
    match hint {
        Some(hint) if by_key => Place { file: hint.file, span: hint.span },
        _ => Place { file: candidate.file, span: candidate.name_span },
    }
}

/// The rules that the field breaks, silence first because it says the most.
fn broken<'s>(field: &Field, silence: Option<Question>, settings: &'s Settings) -> Vec<&'s Check> {
    let asks_boundary = settings.asking(Question::Boundary).next().is_some();
    let boundary = (asks_boundary && !boundary::is_told(field)).then_some(Question::Boundary);
    let missing = field.facts.missing().into_iter().map(Question::Fact);
    let asking = silence.into_iter().chain(boundary).chain(missing).flat_map(|question| settings.asking(question));
    asking.filter(|check| check.page.kinds.contains(&field.kind)).collect()
}

fn fact_of(check: &Check) -> Option<Fact> {
    match check.question {
        Question::Fact(fact) => Some(fact),
        _ => None,
    }
}

fn ticks(field: &Field) -> Vec<Tick> {
    let tick = |fact| Tick { fact, stated: field.facts.of(fact).map(|found| (found.by, found.quote.clone())) };
    Fact::ALL.map(tick).to_vec()
}

/// The evidence, beside the field and elsewhere; and each text in which there is none, so that a reader sees what was read.
fn labels(field: &Field) -> Vec<Label> {
    let stated = Fact::ALL.iter().filter_map(|&fact| {
        let place = field.facts.of(fact)?.place?;
        Some(Label { place, text: format!("states the {}", fact.word()) })
    });
    let elsewhere = field.elsewhere.iter().filter_map(|(fact, evidence)| {
        let text = format!("states the {}, but not beside the field", fact.word());
        Some(Label { place: evidence.place?, text })
    });
    let halves = field
        .half_facts
        .iter()
        .map(|half| Label { place: half.place, text: format!("no {}: {}", half.fact.word(), half.because) });
    let name = Place { file: field.candidate.file, span: field.candidate.name_span };
    let input = (place_to_edit(field) != name).then(|| Label { place: name, text: "the input that shows them".into() });
    let evidence: Vec<Label> = stated.chain(elsewhere).chain(halves).chain(input).collect();
    let texts = field.candidate.texts.iter().map(|text| Label {
        place: text.place(0..text.decoded.trim_end().len()),
        text: format!("the {}", text.role.word()),
    });
    let silent = texts.filter(|text| {
        let inside = |label: &Label| label.place.file == text.place.file && text.place.span.contains(label.place.span);
        !text.place.span.range().is_empty() && !evidence.iter().any(inside)
    });
    let mut labels: Vec<Label> = silent.chain(evidence.iter().cloned()).collect();
    labels.sort_by_key(|label| label.place);
    merge_same_places(labels)
}

/// One phrase often states two facts ("we call"), and two underlines cannot share a place.
fn merge_same_places(labels: Vec<Label>) -> Vec<Label> {
    let mut merged: Vec<Label> = Vec::new();
    for label in labels {
        match merged.last_mut() {
            Some(last) if last.place == label.place => {
                last.text = format!("{} and {}", last.text, label.text.trim_start_matches("states "));
            }
            _ => merged.push(label),
        }
    }
    merged
}

fn notes(field: &Field, missing: &[Fact]) -> Vec<String> {
    let mut notes = Vec::new();
    for (fact, evidence) in field.elsewhere.iter().filter(|(fact, _)| missing.contains(fact)) {
        let quote = evidence.quote.split_whitespace().collect::<Vec<_>>().join(" ");
        notes.push(format!("the {} is stated elsewhere (\"{quote}\"); repeat it beside the field", fact.word()));
    }
    notes.extend(used_by(field));
    notes
}

/// Which operations the words are read from, unless the field stands inside the only one.
fn used_by(field: &Field) -> Option<String> {
    let candidate = &field.candidate;
    // Whoever registers a URL writes it, so that an operation that writes tells the most.
    let writes = |operation: &&Arc<Operation>| ["POST", "PUT", "PATCH"].contains(&operation.method.as_str());
    let first = candidate.operations.iter().find(writes).or(candidate.operations.first())?;
    match candidate.operations.len() - 1 {
        0 if candidate.pointer.0.starts_with("/paths/") => None,
        0 => Some(format!("used by {} {}", first.method, first.path)),
        count => Some(format!("used by {} {} and {count} more", first.method, first.path)),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::field::*;
    use crate::input::ProblemKind;
    use crate::source::Span;
    use std::sync::Arc;

    /// A field of a kind with a name, and with these facts stated by text at bytes 40, 50, 60 and 70.
    pub fn field(kind: Kind, name: &str, stated: &[Fact]) -> Field {
        let mut facts = Facts::default();
        for &fact in stated {
            let at = 40 + 10 * fact as usize;
            let place = Some(Place { file: 0, span: Span::new(at, at + 4) });
            let quote = fact.word().to_string();
            facts.state(fact, Evidence { by: By::Text, quote, place, confidence: Confidence::Certain });
        }
        let description = Text {
            role: Role::Description,
            file: 0,
            decoded: "Some words that are not only the name of this one field, as they must not be.".into(),
            span: Span::new(30, 110),
            map: SourceMap::verbatim(31),
            tied: None,
        };
        let info = DocumentInfo { format: "openapi", title: Some("Acme Payments API".into()), language: None };
        let pointer = Pointer(format!("/components/schemas/Order/properties/{name}"));
        let named = (name.into(), Span::new(4, 4 + name.len()));
        let candidate = Candidate {
            texts: vec![description],
            ..Candidate::new(0, pointer, named, Setting::Property, Arc::new(info))
        };
        let confidence = Confidence::Certain;
        Field {
            candidate,
            kind,
            confidence,
            reasons: Vec::new(),
            facts,
            elsewhere: Vec::new(),
            half_facts: Vec::new(),
            conflicts: Vec::new(),
            understood: true,
        }
    }

    fn rules_of(field: &Field, settings: &Settings) -> Vec<String> {
        check_field(field, settings).into_iter().flat_map(|finding| finding.rules).collect()
    }

    #[test]
    fn a_field_has_one_finding_for_all_that_is_missing() {
        let settings = Settings::default();
        let found = field(Kind::Webhook, "callback_url", &[Fact::Caller, Fact::Method]);
        assert_eq!(rules_of(&found, &settings), ["missing-trigger", "missing-failure"]);
        assert!(rules_of(&field(Kind::Webhook, "callback_url", &Fact::ALL), &settings).is_empty());
    }

    #[test]
    fn a_rule_that_is_not_asked_is_not_reported() {
        let rules = ["missing-failure".to_string()].into();
        let settings = Settings { rules, ..Settings::default() };
        let found = field(Kind::Webhook, "callback_url", &[]);
        assert_eq!(rules_of(&found, &settings), ["missing-failure"]);
        let finding = check_field(&found, &settings).pop().expect("one is missing");
        assert_eq!(finding.message, "`callback_url` does not say what happens when the call fails");
        assert_eq!(finding.ticks.len(), 4);
    }

    #[test]
    fn a_field_without_words_breaks_all_five_rules() {
        let mut found = field(Kind::Redirect, "return_url", &[]);
        found.candidate.texts.clear();
        let rules = rules_of(&found, &Settings::default());
        assert_eq!(rules[0], "undocumented");
        assert_eq!(rules.len(), 5);
    }

    #[test]
    fn every_sort_of_problem_has_a_rule() {
        for kind in [ProblemKind::Unreadable, ProblemKind::UnresolvedReference, ProblemKind::CyclicReference] {
            let place = Place { file: 0, span: Span::new(0, 0) };
            let problem = Problem { kind, place, message: "it is wrong".into(), help: None };
            let finding = check_problem(&problem, &Settings::default()).expect("every rule is asked");
            assert!(finding.help.is_some(), "{kind:?}");
        }
    }

    #[test]
    fn a_likely_field_is_left_to_the_pedantic() {
        let mut found = field(Kind::Webhook, "target", &[]);
        found.confidence = Confidence::Likely;
        assert!(check_field(&found, &Settings::default()).is_empty());
        assert!(!check_field(&found, &Settings { pedantic: true, ..Settings::default() }).is_empty());
    }

    #[test]
    fn a_text_is_pointed_at_only_where_it_holds_no_evidence() {
        let with =
            check_field(&field(Kind::Webhook, "hook", &[Fact::Caller]), &Settings::default()).pop().expect("some miss");
        assert_eq!(with.labels.iter().map(|label| label.text.as_str()).collect::<Vec<_>>(), ["states the caller"]);
        let without = check_field(&field(Kind::Webhook, "hook", &[]), &Settings::default()).pop().expect("all miss");
        assert_eq!(without.labels.iter().map(|label| label.text.as_str()).collect::<Vec<_>>(), ["the description"]);
    }

    #[test]
    fn notes_tell_where_a_fact_stands_and_who_uses_the_field() {
        let mut found = field(Kind::Webhook, "hook", &[Fact::Caller]);
        let evidence = Evidence {
            by: By::Text,
            quote: "when a\n  payment settles".into(),
            place: Some(Place { file: 0, span: Span::new(200, 220) }),
            confidence: Confidence::Certain,
        };
        found.elsewhere.push((Fact::Trigger, evidence));
        let operation =
            |path: &str| Arc::new(Operation { method: "POST".into(), path: path.into(), words: Vec::new() });
        found.candidate.operations = vec![operation("/payments"), operation("/refunds")];
        let finding = check_field(&found, &Settings::default()).pop().expect("some miss");
        assert_eq!(
            finding.notes,
            [
                "the trigger is stated elsewhere (\"when a payment settles\"); repeat it beside the field",
                "used by POST /payments and 1 more"
            ]
        );
        assert!(finding.labels.iter().any(|label| label.text == "states the trigger, but not beside the field"));
    }
}
