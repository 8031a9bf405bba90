//! Whether words call a URL by a name that says nothing of who uses it: "callback URL" for what is a webhook, or for where
//! a browser is sent.
//!
//! The name of a field is no matter of words: nobody can rename what is published.

use super::boundary::is_told;
use super::once::{Once, Spotted};
use super::passed_over;
use crate::config::Settings;
use crate::field::{Field, Kind, Role, Text};
use crate::recognise::drift::is_translation;
use crate::recognise::names::words_of;
use crate::rulebook::checks::Question;
use crate::rulebook::{SOURCE_LANGUAGE, primary};
use crate::source::{FileId, Place};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What is to be told of the words of some fields: at most one finding for each file and kind.
pub fn ambiguities<'f>(fields: impl Iterator<Item = &'f Field>, settings: &Settings, file: FileId) -> Vec<Once> {
    let mut by_kind: BTreeMap<Kind, Vec<(Spotted, &'static str)>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for field in fields.filter(|field| !passed_over(field, settings) && is_asked(field)) {
        let found = ambiguous_words(field).filter(|(text, _)| text.file == file);
        let Some((text, range)) = found else { continue };
        let term = term_for(field);
        let spotted = Spotted {
            place: text.place(range),
            pointer: Some(field.candidate.pointer.clone()),
            owner: Some(Place { file: field.candidate.file, span: field.candidate.name_span }),
            name: field.candidate.name.clone(),
            label: format!("this is a {term}"),
        };
        if seen.insert((field.kind, spotted.place)) {
            by_kind.entry(field.kind).or_default().push((spotted, term));
        }
    }
    let once = |(kind, found): (Kind, Vec<(Spotted, &'static str)>)| {
        let mut terms: Vec<&str> = found.iter().map(|(_, term)| *term).collect();
        terms.sort_unstable();
        terms.dedup();
        let (is, other) = match kind {
            Kind::Redirect => ("where a browser is sent", "a webhook"),
            Kind::Webhook | Kind::Unknown => ("a webhook URL", "where a browser is sent"),
        };
        Once {
            question: Question::Ambiguity,
            message: format!("the words call {is} a \"callback URL\", which may as well be {other}"),
            help: Some(format!("write \"{}\"", terms.join("\" or \""))),
            places: found.into_iter().map(|(spotted, _)| spotted).collect(),
        }
    };
    by_kind.into_iter().map(once).collect()
}

/// Whether the question can be asked of a field: its kind is known, and its words are in the language of the terms.
fn is_asked(field: &Field) -> bool {
    let language = field.candidate.info.language.as_deref();
    let is_source = language.is_none_or(|language| primary(language) == SOURCE_LANGUAGE);
    let is_known = field.kind != Kind::Unknown && is_told(field);
    is_known && is_source && field.understood && !is_translation(&field.candidate)
}

/// The words that could mean either, unless other words of the field name what it is.
fn ambiguous_words(field: &Field) -> Option<(&Text, Range<usize>)> {
    let texts = || field.candidate.texts.iter().filter(|text| text.role != Role::Placeholder);
    if texts().any(|text| is_precise(&text.decoded, field.kind)) {
        return None;
    }
    texts().find_map(|text| Some((text, ambiguous_in(&text.decoded)?)))
}

/// Whether words name the thing as what it is.
fn is_precise(words: &str, kind: Kind) -> bool {
    const WEBHOOK: [&str; 5] = ["webhook", "web hook", "web-hook", "notification url", "notification endpoint"];
    const REDIRECT: [&str; 6] =
        ["redirect ur", "redirection ur", "return url", "return uri", "redirection endpoint", "back url"];
    let words = words.to_lowercase();
    let terms: &[&str] = if kind == Kind::Redirect { &REDIRECT } else { &WEBHOOK };
    // What is only linked to is no word about the field, and what ends "callback" is no word of its own.
    let is_word = |before: &str| !before.ends_with(|c: char| c.is_alphanumeric() || "/_.-".contains(c));
    terms.iter().any(|term| words.match_indices(term).any(|(at, _)| is_word(&words[..at])))
}

/// Words that end the name of a URL.
const URL_WORDS: [&str; 9] = ["url", "urls", "uri", "uris", "endpoint", "endpoints", "address", "addresses", "link"];

/// Words before "callback" that say what it is a callback of, so that nobody takes it for something else.
const QUALIFIERS: [&str; 12] = [
    "status",
    "event",
    "webhook",
    "server",
    "backend",
    "notification",
    "delivery",
    "result",
    "async",
    "recording",
    "jsonp",
    "javascript",
];

/// "callback URL" and the like in words; not in code, not in a URL, and not where a word before it tells what it is.
fn ambiguous_in(words: &str) -> Option<Range<usize>> {
    let lower = words.to_ascii_lowercase();
    for (start, found) in
        ["callback", "call-back", "call back"].iter().flat_map(|term| lower.match_indices(term).collect::<Vec<_>>())
    {
        let before = &lower[..start];
        if before.ends_with(|c: char| c.is_alphanumeric() || "`_/.-$#{<\"'*".contains(c)) && !before.ends_with("**") {
            continue;
        }
        let rest = &lower[start + found.len()..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\n']).len();
        if blanks == 0 {
            continue;
        }
        let rest = &rest[blanks..];
        let word = rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let end = start + found.len() + blanks + word.len();
        let qualifier = before.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let is_code = lower[end..].starts_with(['`', '_', '=']);
        if URL_WORDS.contains(&word) && !is_code && !QUALIFIERS.contains(&qualifier) {
            return Some(start..end);
        }
    }
    None
}

/// The term that says what a field is.
fn term_for(field: &Field) -> &'static str {
    let candidate = &field.candidate;
    let texts = candidate.texts.iter().map(|text| text.decoded.to_lowercase());
    let names = std::iter::once(&candidate.name).chain(candidate.owners.iter().take(3)).map(|name| words_of(name));
    let all: Vec<String> = texts.chain(names).collect();
    let says = |words: &[&str]| all.iter().any(|text| words.iter().any(|word| text.contains(word)));
    match field.kind {
        Kind::Redirect if says(&["logout", "log out", "sign out", "signed out"]) => "post-logout redirect URI",
        Kind::Redirect if says(&["oauth", "oidc", "openid", "client", "authoriz", "sso", "log in", "login"]) => {
            "redirect URI"
        }
        Kind::Redirect if says(&["pay", "checkout", "order", "purchase", "shopper", "customer"]) => "return URL",
        Kind::Redirect => "redirect URI",
        _ if says(&["complet", "finish", "is done", "is ready", "asynchronous"]) => "completion webhook URL",
        _ => "webhook URL",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_bare_callback_url_may_mean_either() {
        let found = |words: &str| ambiguous_in(words).map(|range| words[range].to_owned());
        assert_eq!(found("Your Callback URL.").as_deref(), Some("Callback URL"));
        assert_eq!(found("OAuth callback\n  URIs").as_deref(), Some("callback\n  URIs"));
        assert_eq!(found("the call-back endpoint").as_deref(), Some("call-back endpoint"));
        for words in [
            "`callback url`",
            "see https://acme.example/callback url",
            "the status callback URL",
            "a callback function",
            "callback_url",
            "callbacks",
            "callback",
        ] {
            assert_eq!(found(words), None, "{words}");
        }
    }

    #[test]
    fn a_term_that_says_what_it_is_is_enough() {
        assert!(is_precise("Webhook (callback URL)", Kind::Webhook));
        assert!(!is_precise("Webhook (callback URL)", Kind::Redirect));
        assert!(is_precise("Callback URL, that is the redirect URI", Kind::Redirect));
        assert!(!is_precise("see /docs/webhooks", Kind::Webhook));
    }
}
