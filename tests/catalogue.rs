//! Texts in `tests/catalogue/`: for each rule beyond the four facts, and each sort of thing that it is asked of, some that
//! break it and some that keep it, each in words of its own. What a document says once has its examples on the rule's page.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use whocalls::config::Settings;
use whocalls::field::{Kind, Subject};
use whocalls::lint::survey;
use whocalls::rulebook::checks::{self, Check, Example, Group, Question, StructureFault};
use whocalls::source::Source;

/// What a text is told of, and the text: a field's name and its words or its example, or what an operation is called and the
/// operation.
type Case = (String, String);

/// The cases of one sort.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    good: Vec<Case>,
    bad: Vec<Case>,
}

/// The rules of the catalogue: all that is asked beyond the facts, the conflicts and the reading of files.
fn catalogue() -> impl Iterator<Item = &'static Check> {
    let of_core =
        |question: Question| matches!(question, Question::Repetition | Question::Structure(StructureFault::Dangling));
    checks::built_in().iter().filter(move |check| check.page.group > Group::Core || of_core(check.question))
}

/// The sorts of things that a rule is asked of.
fn sorts(check: &Check) -> Vec<&'static str> {
    match check.question {
        Question::Structure(StructureFault::Dangling) => vec!["body", "parameter", "response"],
        Question::Structure(StructureFault::Unlinked) => vec!["body", "parameter"],
        Question::Structure(_) => vec!["webhook", "callback"],
        Question::Example(_) => check.page.kinds.iter().flat_map(|kind| sorts_of(*kind)).copied().collect(),
        // Only words make a field one of which nobody knows what it is, and those say more than its name, and of both.
        _ => {
            let known = check.page.kinds.iter().filter(|kind| **kind != Kind::Unknown);
            known.flat_map(|kind| sorts_of(*kind)).copied().collect()
        }
    }
}

fn sorts_of(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Webhook => &["event", "job-completion"],
        Kind::Redirect => &["sign-in", "payment-return", "logout"],
        Kind::Unknown => &["unknown"],
    }
}

fn kind_of(sort: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| sorts_of(*kind).contains(&sort))
}

/// The description that a case is tried in.
fn description(check: &Check, sort: &str, (name, text): &Case) -> String {
    let indented = text.lines().map(|line| format!("{line}\n            ")).collect::<String>();
    match (check.question, sort) {
        (Question::Structure(StructureFault::Dangling | StructureFault::Unlinked), _) => {
            let own = text.replace('\n', "\n      ");
            format!(
                "openapi: 3.1.0\npaths:\n  /parcels/{{id}}:\n    post:\n      {own}\n      callbacks:\n        scan:\n          \
                 '{name}': {{post: {{summary: A scan.}}}}\n"
            )
        }
        (Question::Structure(_), "webhook") => {
            format!("openapi: 3.1.0\nwebhooks:\n        {name}:\n          post:\n            {indented}\n")
        }
        (Question::Structure(_), _) => format!(
            "openapi: 3.1.0\npaths:\n  /parcels:\n    post:\n      callbacks:\n       {name}:\n        \
             'https://partner.example/in':\n          post:\n            {indented}\n"
        ),
        (question, sort) => {
            // Nobody knows what a field is whose words speak of both.
            let words = if sort == "unknown" { ", description: The URL to call or to redirect to." } else { "" };
            let key = if matches!(question, Question::Example(_)) { "example" } else { "description" };
            format!(
                "openapi: 3.1.0\ncomponents: {{schemas: {{Settings: {{type: object, properties: {{{name:?}: {{type: string, \
                 format: uri, {key}: {text:?}{words}}}}}}}}}}}\n"
            )
        }
    }
}

#[test]
fn every_case_of_a_rule_is_judged_as_it_says_and_is_of_its_sort() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalogue");
    let settings = Settings { rules: Settings::of_group(Group::Complete), ..Settings::default() };
    let mut wrong = Vec::new();
    for check in catalogue().filter(|check| check.question != Question::Topic) {
        let path = folder.join(format!("{}.yaml", check.id));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{} is missing", path.display()));
        let all: BTreeMap<String, Cases> = serde_yaml::from_str(&text).expect("its form is known");
        let named: Vec<&str> = all.keys().map(String::as_str).collect();
        let expected: Vec<&str> = sorts(check).into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        assert_eq!(named, expected, "{}", check.id);
        for (sort, cases) in &all {
            for (cases, is_broken) in [(&cases.good, false), (&cases.bad, true)] {
                let different: BTreeSet<&Case> = cases.iter().collect();
                assert!(different.len() >= 3, "{} has {} cases of {sort}", check.id, different.len());
                for case in cases {
                    let spec = description(check, sort, case);
                    let found = survey(&[Source::new("openapi.yaml", spec.as_str())], &settings);
                    let told = found.findings().iter().any(|finding| finding.rules.contains(&check.id));
                    let is_of_sort = kind_of(sort)
                        .is_none_or(|kind| found.fields.first().is_some_and(|surveyed| surveyed.field.kind == kind));
                    let is_read = found.findings().iter().all(|finding| finding.rules != ["unreadable"]);
                    if told != is_broken || !is_of_sort || !is_read {
                        let kind = found.fields.first().map(|surveyed| surveyed.field.kind);
                        wrong.push(format!("{} {sort} {case:?}: told {told}, is {kind:?}, read {is_read}", check.id));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_topic_has_three_examples_of_each_sort_for_each_subject() {
    for check in catalogue().filter(|check| check.question == Question::Topic) {
        let about = &check.page.topic.as_ref().expect("a rule that asks for a topic has one").about;
        for (examples, sort) in [(&check.page.good, "good"), (&check.page.bad, "bad")] {
            let different: BTreeSet<&str> = examples.iter().map(|example| example.text.as_str()).collect();
            assert_eq!(different.len(), examples.len(), "{} has a {sort} example twice", check.id);
            for &subject in about {
                let count = examples.iter().filter(|example| is_about(example, subject)).count();
                assert!(count >= 3, "{} has {count} {sort} examples about {}", check.id, subject.word());
            }
        }
    }
}

/// Whether the field of an example is one of a subject, as its name says.
fn is_about(example: &Example, subject: Subject) -> bool {
    let name = example.name.as_deref().unwrap_or("webhook_url");
    let holds = |words: &[&str]| words.iter().any(|word| name.contains(word));
    match subject {
        Subject::Webhook => example.kind == Some(Kind::Webhook),
        Subject::Payment => holds(&["pay", "checkout", "order"]),
        Subject::Logout => holds(&["logout", "signout", "sign_out", "slo", "end_session"]),
        Subject::Authorization => {
            example.kind == Some(Kind::Redirect) && !holds(&["pay", "checkout", "order", "logout"])
        }
    }
}
