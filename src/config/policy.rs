//! Sections that state facts once for all fields of some kinds: what they really state, and the mistake where one is
//! missing or states nothing.

use super::PolicyWords;
use super::mistake::{known, mistake};
use super::typed::{Said, TypedPolicy};
use crate::field::{By, Evidence, Fact, Facts, Kind};
use crate::finding::Finding;
use crate::input::section::{Absent, Wanted, section};
use crate::recognise::facts::facts_in_texts;
use crate::recognise::topics;
use crate::rulebook::{Rulebook, SOURCE_LANGUAGE};
use crate::source::{Place, Source};
use std::collections::BTreeMap;

/// What a section states, by kind, and its words for whatever else is asked; `source` is its file, and `callers` are names of the party that is known to call.
pub fn stated(
    policy: &TypedPolicy,
    source: &Source,
    rulebook: &Rulebook,
    callers: &[String],
) -> Result<(BTreeMap<Kind, Facts>, PolicyWords), Box<Finding>> {
    let word = |said: &Option<Said<String>>| said.as_ref().map(|said| said.value.clone());
    let (heading, tag) = (word(&policy.heading), word(&policy.tag));
    let wanted = Wanted { heading: heading.as_deref(), tag: tag.as_deref() };
    let texts = section(source, wanted).map_err(|absent| missing(policy, source, absent))?;
    let language = word(&policy.language).unwrap_or_else(|| SOURCE_LANGUAGE.to_owned());
    let phrases = rulebook.phrases_in(&language).expect("the languages of policies were looked at before");
    let kinds = policy.kinds.as_ref().map(|kinds| kinds.iter().filter_map(|said| kind_of(&said.value)).collect());
    let kinds: Vec<Kind> = kinds.unwrap_or_else(|| Kind::ALL.to_vec());
    let wanted = policy.facts.as_deref().unwrap_or_default();
    let mut stated: BTreeMap<Kind, Facts> = BTreeMap::new();
    let words = texts.iter().map(|text| text.decoded.clone()).collect();
    let words = PolicyWords { kinds: kinds.clone(), language, words };
    for kind in kinds {
        let found = facts_in_texts(&texts, kind, phrases, callers);
        for fact in Fact::ALL {
            let counts = wanted.is_empty() || wanted.iter().any(|said| said.value == fact.word());
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
    if stated.is_empty() && !topics::says_any(&words.words, &words.kinds, &words.language) {
        let message = format!("{} states none of the four facts", what());
        let help = "say there who calls, how, when, or what happens on failure; or name another section";
        let place = place(policy.heading.as_ref().unwrap_or(&policy.file));
        return Err(Box::new(mistake(place, message, Some(help.into()))));
    }
    Ok((stated, words))
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
