//! Every example of every rule: what breaks it is reported, and what keeps it is not.

use whocalls::check::words::only_repeats;
use whocalls::config::{Date, Settings};
use whocalls::field::Kind;
use whocalls::lint::lint;
use whocalls::recognise::facts::facts_in_words;
use whocalls::rulebook::Rulebook;
use whocalls::rulebook::checks::{self, Check, Example, Group, Question};
use whocalls::source::Source;

/// Whether an example breaks its rule.
fn breaks(check: &Check, example: &Example) -> bool {
    let kind = example.kind.unwrap_or(Kind::Unknown);
    match check.question {
        Question::Fact(fact) => {
            facts_in_words(&example.text, kind, Rulebook::built_in().phrases(), &[]).of(fact).is_none()
        }
        Question::Repetition => only_repeats(example.name.as_deref().unwrap_or_default(), &example.text),
        Question::Undocumented | Question::Boundary | Question::Ambiguity | Question::Conflict(_) => {
            is_told(check, &spec_with(example, "description"))
        }
        Question::Example(_) => is_told(check, &spec_with(example, "example")),
        Question::Structure(_) => is_told(check, &Source::new("openapi.yaml", example.text.as_str())),
        Question::Drift => {
            let translation = example.translation.as_ref().expect("these examples have a translation");
            let file = |language: &str, text: &str| {
                let name = example.name.as_deref().expect("these examples have names");
                Source::new(format!("locales/{language}.json"), format!("{{{name:?}: {text:?}}}"))
            };
            let sources = [file("en", &example.text), file(&translation.language, &translation.text)];
            let findings = lint(&sources, &Settings::default());
            findings.iter().any(|finding| finding.rules.contains(&check.id))
        }
        Question::Topic => {
            let settings = Settings { rules: [check.id.clone()].into(), ..Settings::default() };
            let findings = lint(&[document_with(check, example)], &settings);
            findings.iter().any(|finding| finding.rules.contains(&check.id))
        }
        Question::Reading | Question::Ignoring => {
            let settings = Settings { today: Date::parse("2026-11-24"), ..Settings::default() };
            let findings = lint(&[Source::new("openapi.yaml", example.text.as_str())], &settings);
            findings.iter().any(|finding| finding.rules.contains(&check.id))
        }
    }
}

/// Whether a rule is told of a source where all are asked.
fn is_told(check: &Check, source: &Source) -> bool {
    let settings = Settings { rules: Settings::of_group(Group::Complete), ..Settings::default() };
    let findings = lint(std::slice::from_ref(source), &settings);
    findings.iter().any(|finding| finding.rules.contains(&check.id))
}

/// A document with the example's field, whose text stands under a key, and beside it the field that holds its methods.
fn spec_with(example: &Example, key: &str) -> Source {
    let name = example.name.as_deref().expect("these examples have names");
    let stem = name.trim_end_matches("_url").trim_end_matches("_uri");
    let method = format!("\"{stem}_method\": {{\"type\": \"string\", \"enum\": {:?}}}", example.methods);
    let field = format!("{name:?}: {{\"type\": \"string\", \"format\": \"uri\", {key:?}: {:?}}}", example.text);
    let properties = if example.methods.is_empty() { field } else { format!("{field}, {method}") };
    let schema = format!("{{\"type\": \"object\", \"properties\": {{{properties}}}}}");
    let spec = format!("{{\"openapi\": \"3.1.0\", \"components\": {{\"schemas\": {{\"Order\": {schema}}}}}}}");
    Source::new("openapi.json", spec)
}

/// A document that says the example once for all of its fields, or beside the only one where each has to say it.
fn document_with(check: &Check, example: &Example) -> Source {
    let name = example.name.as_deref().unwrap_or("webhook_url");
    let is_beside = check.page.topic.as_ref().is_some_and(|topic| topic.optional_only);
    let is_redirect = example.kind == Some(Kind::Redirect);
    let (once, beside) = match is_beside {
        true => ("", example.text.as_str()),
        false => (example.text.as_str(), if is_redirect { "The user's browser is redirected here." } else { "" }),
    };
    let field = format!("{name:?}: {{\"type\": \"string\", \"format\": \"uri\", \"description\": {beside:?}}}");
    let schema = format!("{{\"type\": \"object\", \"properties\": {{{field}}}}}");
    let body = format!("{{\"content\": {{\"application/json\": {{\"schema\": {schema}}}}}}}");
    let paths = format!("{{\"/things\": {{\"post\": {{\"requestBody\": {body}}}}}}}");
    let info = format!("{{\"title\": \"Parcelway API\", \"description\": {once:?}}}");
    Source::new("openapi.json", format!("{{\"openapi\": \"3.1.0\", \"info\": {info}, \"paths\": {paths}}}"))
}

#[test]
fn every_example_of_a_rule_is_judged_as_its_page_says() {
    let mut wrong = Vec::new();
    for check in checks::built_in() {
        let examples = check.page.bad.iter().map(|example| (example, true));
        for (example, bad) in examples.chain(check.page.good.iter().map(|example| (example, false))) {
            if breaks(check, example) != bad {
                let of = example.kind.map_or("", Kind::word);
                wrong.push(format!(
                    "{} ({of}) should {}: {}",
                    check.id,
                    if bad { "break" } else { "keep" },
                    example.text
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
