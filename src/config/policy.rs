//! Sections that state facts and topics once for all fields of some kinds: what they really state, and the mistake where one
//! is missing or states nothing.

use super::PolicyWords;
use super::mistake::{known, mistake};
use super::typed::{Said, TypedPolicy};
use crate::field::{By, Evidence, Fact, Facts, Kind};
use crate::finding::Finding;
use crate::input::section::{Absent, Wanted, section};
use crate::recognise::facts::facts_in_texts;
use crate::recognise::topics::{self, quote_of};
use crate::rulebook::checks::{self, Check, Question};
use crate::rulebook::topics::{Subjects, Topics};
use crate::rulebook::{Rulebook, SOURCE_LANGUAGE};
use crate::source::{Place, Source};
use std::collections::BTreeMap;

/// What a section states, by kind, and its words for the topics that are asked; `source` is its file, `callers` are names of
/// the party that is known to call, and `own` are the rules of the house.
pub fn stated(
    policy: &TypedPolicy,
    source: &Source,
    rulebook: &Rulebook,
    callers: &[String],
    own: &[Check],
) -> Result<(BTreeMap<Kind, Facts>, PolicyWords), Box<Finding>> {
    let word = |said: &Option<Said<String>>| said.as_ref().map(|said| said.value.clone());
    let (heading, tag) = (word(&policy.heading), word(&policy.tag));
    let wanted = Wanted { heading: heading.as_deref(), tag: tag.as_deref() };
    let texts = section(source, wanted).map_err(|absent| missing(policy, source, absent))?;
    let language = word(&policy.language).unwrap_or_else(|| SOURCE_LANGUAGE.to_owned());
    let phrases = rulebook.phrases_in(&language).expect("the languages of policies were looked at before");
    let kinds = policy.kinds.as_ref().map(|kinds| kinds.iter().filter_map(|said| kind_of(&said.value)).collect());
    let kinds: Vec<Kind> = kinds.unwrap_or_else(|| Kind::ALL.to_vec());
    let named = policy.facts.as_deref().unwrap_or_default();
    let mut topics = Vec::new();
    let mut wanted = Vec::new();
    for said in named {
        match (Fact::ALL.iter().any(|fact| fact.word() == said.value), rule_of(&said.value, own)) {
            (true, _) => wanted.push(said),
            (false, Some(rule)) => topics.push((said, rule)),
            (false, None) => return Err(Box::new(unknown(said, own))),
        }
    }
    let mut stated: BTreeMap<Kind, Facts> = BTreeMap::new();
    let words = texts.iter().map(|text| text.decoded.clone()).collect();
    let rules = topics.iter().map(|(_, rule)| rule.id.clone()).collect();
    let words = PolicyWords { shown: shown(policy), kinds: kinds.clone(), topics: rules, language, words };
    for kind in kinds {
        let found = facts_in_texts(&texts, kind, phrases, callers);
        for fact in Fact::ALL {
            let counts = named.is_empty() || wanted.iter().any(|said| said.value == fact.word());
            if let Some(evidence) = found.of(fact).filter(|_| counts) {
                // The section is none of the sources of a run, so that its places mean nothing there.
                let evidence = Evidence { by: By::Policy, place: None, ..evidence.clone() };
                stated.entry(kind).or_default().state(fact, evidence);
            }
        }
    }
    let states = |fact: &str| stated.values().any(|facts| facts.missing().iter().all(|missing| missing.word() != fact));
    let what = || shown(policy);
    if let Some(unsaid) = wanted.iter().find(|said| !states(&said.value)) {
        let message = format!("{} does not state the {}", what(), unsaid.value);
        return Err(Box::new(mistake(place(unsaid), message, Some("say it there, or do not list it here".into()))));
    }
    let said = if stated.is_empty() || !topics.is_empty() { topics_said(&words, rulebook, own) } else { Vec::new() };
    let is_unsaid = |rule: &Check| said.iter().all(|(known, _)| *known != rule.id);
    if let Some((unsaid, rule)) = topics.iter().find(|(_, rule)| is_unsaid(rule)) {
        let topic = rule.page.topic.as_ref().expect("a rule that asks for a topic has one");
        let message = format!("{} does not say {}", what(), topic.clause);
        let help = format!("say it there, as in \"{}\", or do not list it here", topic.sentence);
        return Err(Box::new(mistake(place(unsaid), message, Some(help))));
    }
    if stated.is_empty() && said.is_empty() {
        let message = format!("{} states none of the four facts, and none of the topics", what());
        let help = "say there who calls, how, when, or what happens on failure; or name another section";
        let place = place(policy.heading.as_ref().unwrap_or(&policy.file));
        return Err(Box::new(mistake(place, message, Some(help.into()))));
    }
    Ok((stated, words))
}

/// The rules about topics that a section speaks of, each with the words that say it.
pub fn topics_said(section: &PolicyWords, rulebook: &Rulebook, own: &[Check]) -> Vec<(String, String)> {
    let language = &section.language;
    let (Some(phrases), Some(vocabulary)) = (rulebook.phrases_in(language), rulebook.vocabulary_in(language)) else {
        return Vec::new();
    };
    let mut said = Vec::new();
    let mut add = |checks: &[&Check], topics: &Topics| {
        for (at, check) in checks.iter().enumerate() {
            let is_named = section.topics.is_empty() || section.topics.contains(&check.id);
            if is_named && check.page.kinds.iter().any(|kind| section.kinds.contains(kind)) {
                let about = check.page.topic.iter().flat_map(|topic| &topic.about);
                let mut about = about.filter(|subject| section.kinds.contains(&subject.kind()));
                let quote = about.find_map(|&subject| {
                    let unsaid = &Subjects::built_in().of(subject).unsaid;
                    section.words.iter().find_map(|words| quote_of(words, unsaid, topics, at, phrases))
                });
                said.extend(quote.map(|quote| (check.id.clone(), quote)));
            }
        }
    };
    if let Some((checks, topics)) = topics::built_in(language) {
        add(checks, topics);
    }
    let own: Vec<&Check> = own.iter().filter(|check| check.question == Question::Topic).collect();
    if !own.is_empty()
        && let Ok(topics) = Topics::new(&own, language, vocabulary)
    {
        add(&own, &topics);
    }
    said
}

/// What a policy calls the topic of a rule: the rule's id without what all of them begin with.
pub fn topic_word(rule: &str) -> &str {
    rule.strip_prefix(PREFIX).unwrap_or(rule)
}

/// What the ids of the rules about topics begin with.
const PREFIX: &str = "missing-";

fn topic_rules(own: &[Check]) -> impl Iterator<Item = &Check> {
    checks::built_in().iter().chain(own).filter(|check| check.question == Question::Topic)
}

fn rule_of<'c>(word: &str, own: &'c [Check]) -> Option<&'c Check> {
    topic_rules(own).find(|check| topic_word(&check.id) == word)
}

fn unknown(said: &Said<String>, own: &[Check]) -> Finding {
    let facts = Fact::ALL.map(Fact::word).into_iter();
    let words: Vec<String> =
        facts.chain(topic_rules(own).map(|check| topic_word(&check.id))).map(str::to_owned).collect();
    let help = known(topic_word(&said.value), "facts and topics", &words);
    mistake(place(said), format!("`facts` cannot be `{}`", said.value), Some(help))
}

/// The section as messages name it.
pub fn shown(policy: &TypedPolicy) -> String {
    let file = &policy.file.value;
    match (&policy.heading, &policy.tag) {
        (Some(heading), _) => format!("the section `{}` of `{file}`", heading.value),
        (None, Some(tag)) => format!("the description of the tag `{}` in `{file}`", tag.value),
        (None, None) => format!("`{file}`"),
    }
}

fn missing(policy: &TypedPolicy, source: &Source, absent: Absent) -> Box<Finding> {
    let file = place(&policy.file);
    let said = |said: &Option<Said<String>>| {
        said.as_ref().map_or((file, String::new()), |said| (place(said), said.value.clone()))
    };
    let path = source.path();
    let (place, message, help) = match absent {
        Absent::Heading(headings) => {
            let (place, heading) = said(&policy.heading);
            (place, format!("`{path}` has no heading `{heading}`"), known(&heading, "headings", &headings))
        }
        Absent::Tag(tags) => {
            let (place, tag) = said(&policy.tag);
            (place, format!("`{path}` has no tag `{tag}`"), known(&tag, "tags", &tags))
        }
        Absent::NoDescription => (file, format!("`{path}` has no description there"), "describe it".to_owned()),
        Absent::NoTags => {
            (said(&policy.tag).0, format!("`{path}` is no API description and has no tags"), "remove `tag`".to_owned())
        }
        Absent::NoPage => {
            let help = "name a page of Markdown, reStructuredText or AsciiDoc, or an API description".to_owned();
            (file, format!("`{path}` has no sections that can be read"), help)
        }
    };
    Box::new(mistake(place, message, Some(help)))
}

fn kind_of(word: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.word() == word)
}

fn place(said: &Said<String>) -> Place {
    said.place.expect("only files say policies")
}
