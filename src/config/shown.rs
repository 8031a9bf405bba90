//! The settings that hold for a file, each with who decided it, as a configuration would say them.

use super::Settings;
use super::configuration::Configuration;
use super::ignores::Ignore;
use super::policy::{topic_word, topics_said};
use super::settle::{Origin, Origins};
use crate::field::{Fact, Kind};
use crate::rulebook::checks;

/// A configuration that says what holds for a file, with a comment for each line that says where it comes from.
pub fn shown(name: &str, settings: &Settings, origins: &Origins, configuration: Option<&Configuration>) -> String {
    let from = configuration.map_or("no configuration".to_owned(), |found| format!("`{}`", found.name()));
    let origin = |key: &str| match origins.get(key).copied().unwrap_or(Origin::Default) {
        Origin::Default => "built in".to_owned(),
        Origin::Flag => "flag".to_owned(),
        Origin::File(place) => configuration.map_or(String::new(), |found| {
            let source = &found.sources[place.file];
            format!("{}:{}", source.path(), source.position(place.span.start as usize).line)
        }),
    };
    let mut lines: Vec<(String, String)> = Vec::new();
    let callers = settings.callers();
    if !callers.is_empty() {
        lines.push((format!("caller: {}", list(&callers)), origin("caller")));
    }
    lines.push(("rules:".to_owned(), String::new()));
    for check in checks::built_in().iter().chain(settings.checks.iter()) {
        let level = if settings.asks(&check.id) { settings.severity(check).word() } else { "off" };
        lines.push((format!("  {}: {level}", check.id), origin(&format!("rules.{}", check.id))));
    }
    let fail_on = settings.fail_on.map_or("never", |severity| severity.word());
    lines.push((format!("fail-on: {fail_on}"), origin("fail-on")));
    lines.push((format!("pedantic: {}", settings.pedantic), origin("pedantic")));
    let languages: Vec<String> = match settings.languages.is_empty() {
        true => settings.rulebook().spoken().into_iter().map(str::to_owned).collect(),
        false => settings.languages.iter().cloned().collect(),
    };
    lines.push((format!("languages: {}", list(&languages)), origin("languages")));
    add_house(settings, &mut lines, &origin);
    add_policy(configuration, settings, &mut lines);
    add_ignores(&settings.ignores, settings, &mut lines);
    let width = lines.iter().map(|(line, _)| line.chars().count()).filter(|width| *width <= 60).max().unwrap_or(0);
    let mut text = format!("# what holds for {name}, from {from}\n");
    for (line, origin) in lines {
        match origin.is_empty() {
            true => text.push_str(&line),
            false => text.push_str(&format!("{line:<width$}  # {origin}")),
        }
        text.push('\n');
    }
    text
}

fn add_house(settings: &Settings, lines: &mut Vec<(String, String)>, origin: &dyn Fn(&str) -> String) {
    if !settings.house.is_empty() {
        lines.push(("house:".to_owned(), String::new()));
    }
    for (kind, house) in &settings.house {
        lines.push((format!("  {}:", kind.word()), String::new()));
        for (name, value) in [("method", &house.method), ("failure", &house.failure)] {
            if let Some(value) = value {
                let origin = origin(&format!("house.{}.{name}", kind.word()));
                lines.push((format!("    {name}: {}", text(value)), origin));
            }
        }
    }
}

fn add_policy(configuration: Option<&Configuration>, settings: &Settings, lines: &mut Vec<(String, String)>) {
    let Some(configuration) = configuration.filter(|found| !found.policies.is_empty()) else { return };
    lines.push(("policy:".to_owned(), String::new()));
    for (policy, stated, words) in &configuration.policies {
        let place = policy.file.place.map(|place| {
            let source = &configuration.sources[place.file];
            format!("{}:{}", source.path(), source.position(place.span.start as usize).line)
        });
        lines.push((format!("  - file: {}", text(&policy.file.value)), place.unwrap_or_default()));
        for (name, said) in [("heading", &policy.heading), ("tag", &policy.tag), ("language", &policy.language)] {
            lines.extend(said.iter().map(|said| (format!("    {name}: {}", text(&said.value)), String::new())));
        }
        let kinds: Vec<String> = words.kinds.iter().map(|kind: &Kind| kind.word().to_owned()).collect();
        lines.push((format!("    kinds: {}", list(&kinds)), String::new()));
        let mut facts: Vec<(Fact, String)> = Vec::new();
        for found in stated.values() {
            for fact in Fact::ALL.into_iter().filter(|fact| found.of(*fact).is_some()) {
                let quote =
                    found.of(fact).map(|evidence| evidence.quote.split_whitespace().collect::<Vec<_>>().join(" "));
                if !facts.iter().any(|(known, _)| *known == fact) {
                    facts.push((fact, quote.unwrap_or_default()));
                }
            }
        }
        lines.push(("    facts:".to_owned(), String::new()));
        for (fact, quote) in facts {
            lines.push((format!("      - {}", fact.word()), format!("\"{quote}\"")));
        }
        for (rule, quote) in topics_said(words, settings.rulebook(), configuration.checks()) {
            let quote = quote.split_whitespace().collect::<Vec<_>>().join(" ");
            lines.push((format!("      - {}", topic_word(&rule)), format!("\"{quote}\"")));
        }
    }
}

fn add_ignores(ignores: &[Ignore], settings: &Settings, lines: &mut Vec<(String, String)>) {
    if !ignores.is_empty() {
        lines.push(("ignores:".to_owned(), String::new()));
    }
    for ignore in ignores {
        let pointer = ignore.pointer.as_ref().map_or("**".to_owned(), |pointer| pointer.to_string());
        lines.push((format!("  - pointer: {}", text(&pointer)), ignore.said_at.clone()));
        if !ignore.rules.is_empty() {
            let rules: Vec<String> = ignore.rules.iter().cloned().collect();
            lines.push((format!("    rules: {}", list(&rules)), String::new()));
        }
        if let Some(reason) = &ignore.reason {
            lines.push((format!("    reason: {}", text(reason)), String::new()));
        }
        if let Some(until) = ignore.until {
            let over = if ignore.holds_on(settings.today) { "" } else { "over" };
            lines.push((format!("    until: {until}"), over.to_owned()));
        }
    }
}

fn list(words: &[String]) -> String {
    format!("[{}]", words.iter().map(|word| text(word)).collect::<Vec<_>>().join(", "))
}

/// A text as YAML writes it on one line, in quotes unless it is plainly one without.
fn text(words: &str) -> String {
    let is_plain = words.starts_with(|c: char| c.is_ascii_alphabetic())
        && words.chars().all(|c| c.is_alphanumeric() || " -_./".contains(c))
        && !["true", "false", "null", "yes", "no", "on", "off"].contains(&words.to_ascii_lowercase().as_str());
    match is_plain && !words.ends_with(' ') {
        true => words.to_owned(),
        false => serde_json::Value::from(words).to_string(),
    }
}
