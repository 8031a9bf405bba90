//! Whether words call a URL by a name that says nothing of who uses it: "callback URL" for what is a webhook, or for where
//! a browser is sent.
//!
//! The name of a field is no matter of words: nobody can rename what is published.

use super::boundary::{is_open, is_told};
use super::once::{Once, Spotted};
use super::passed_over;
use crate::config::Settings;
use crate::field::{Fact, Field, Kind, Role, Text};
use crate::recognise::drift::is_translation;
use crate::recognise::names::words_of;
use crate::rulebook::checks::{self, Question};
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

/// Whether the question can be asked of a field: its kind is known, its words are in the language of the terms, and are still
/// worth mending.
fn is_asked(field: &Field) -> bool {
    let language = field.candidate.info.language.as_deref();
    let is_source = language.is_none_or(|language| primary(language) == SOURCE_LANGUAGE);
    // A name that fits both is taken for a webhook; what is about a sign-in may then as well be where a browser is sent.
    let is_doubtful = field.kind == Kind::Webhook && is_open(&field.candidate.name) && says(field, "authorization");
    let is_known = field.kind != Kind::Unknown && is_told(field) && (!is_doubtful || states_call(field));
    let is_kept = !field.candidate.shape.deprecated && !field.candidate.texts.iter().any(says_deprecated);
    is_known && is_source && is_kept && field.understood && !is_translation(&field.candidate)
}

/// The words that could mean either, unless other words of the field name what it is.
fn ambiguous_words(field: &Field) -> Option<(&Text, Range<usize>)> {
    let texts = || field.candidate.texts.iter().filter(|text| text.role != Role::Placeholder);
    if texts().any(|text| is_precise(&text.decoded, field.kind)) {
        return None;
    }
    texts().find_map(|text| Some((text, ambiguous_in(&text.decoded)?)))
}

/// The words of a list of the rule.
fn listed(list: &str) -> &'static [String] {
    checks::words(Question::Ambiguity, list)
}

/// Whether words say that nobody should use the field any more.
fn says_deprecated(text: &Text) -> bool {
    let begins = |word: &str| text.decoded.trim_start_matches(['*', '_', '[', '(', ' ']).get(..word.len());
    begins("deprecated").is_some_and(|beginning| beginning.eq_ignore_ascii_case("deprecated"))
}

/// Whether words name the thing as what it is.
fn is_precise(words: &str, kind: Kind) -> bool {
    let words = words.to_lowercase();
    let terms = listed(if kind == Kind::Redirect { "redirect" } else { "webhook" });
    // What is only linked to is no word about the field, and what ends "callback" is no word of its own.
    let is_word = |before: &str| !before.ends_with(|c: char| c.is_alphanumeric() || "/_.-".contains(c));
    terms.iter().any(|term| words.match_indices(term).any(|(at, _)| is_word(&words[..at])))
}

/// "callback URL" and the like in words; not in code, not in a URL, not in the title of a link, and not where words around it
/// tell what it is.
fn ambiguous_in(words: &str) -> Option<Range<usize>> {
    let lower = words.to_ascii_lowercase();
    let terms = listed("term").iter().flat_map(|term| lower.match_indices(term.as_str()).collect::<Vec<_>>());
    for (start, found) in terms {
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
        let is_listed = |list: &str, word: &str| listed(list).iter().any(|known| known == word);
        let is_bare = is_listed("url", word)
            && !is_code
            && !is_listed("before", qualifier.trim_end_matches(|c: char| c.is_ascii_digit()));
        let is_title = is_in_link(&lower, start..end) || is_referred_to(before);
        if is_bare && !is_title && !is_told_around(&lower, start..end) {
            return Some(start..end);
        }
    }
    None
}

/// Whether a range of words is part of the title of a link, which is what the page that it leads to is called.
fn is_in_link(words: &str, range: Range<usize>) -> bool {
    let opened = words[..range.start].rfind(['[', ']']).is_some_and(|at| words[at..].starts_with('['));
    let closed = words[range.end..].find(['[', ']']).map(|at| &words[range.end + at..]);
    opened && closed.is_some_and(|closed| closed.starts_with("](") || closed.starts_with("]["))
}

/// Whether the words before a term lead to what is called so: "see Assignment callback URL".
fn is_referred_to(before: &str) -> bool {
    const BETWEEN: usize = 3;
    let words = before.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.rev().take(BETWEEN + 1).any(|word| listed("leading").iter().any(|known| known == word))
}

/// Whether the sentence around a range of words names the mechanism that it is part of.
fn is_told_around(words: &str, range: Range<usize>) -> bool {
    const ENDS: [&str; 4] = [". ", ".\n", "; ", "\n\n"];
    let start = ENDS.iter().filter_map(|end| words[..range.start].rfind(end).map(|at| at + end.len())).max();
    let end = ENDS.iter().filter_map(|end| words[range.end..].find(end).map(|at| range.end + at)).min();
    let sentence = &words[start.unwrap_or(0)..end.unwrap_or(words.len())];
    let mut around = sentence.split(|c: char| !c.is_alphanumeric());
    around.any(|word| listed("around").iter().any(|known| known == word))
}

/// Whether a field's own words or structure state who calls it, or how.
fn states_call(field: &Field) -> bool {
    [Fact::Caller, Fact::Method].into_iter().any(|fact| field.facts.of(fact).is_some())
}

/// Whether the words of a field or the names around it hold a piece of a list.
fn says(field: &Field, list: &str) -> bool {
    let candidate = &field.candidate;
    let texts = candidate.texts.iter().map(|text| text.decoded.to_lowercase());
    let names = std::iter::once(&candidate.name).chain(candidate.owners.iter().take(3)).map(|name| words_of(name));
    { texts.chain(names) }.any(|text| listed(list).iter().any(|word| text.contains(word.as_str())))
}

/// The term that says what a field is.
fn term_for(field: &Field) -> &'static str {
    let says = |list: &str| says(field, list);
    match field.kind {
        Kind::Redirect if says("logout") => "post-logout redirect URI",
        Kind::Redirect if says("authorization") => "redirect URI",
        Kind::Redirect if says("payment") => "return URL",
        Kind::Redirect => "redirect URI",
        _ if says("completion") => "completion webhook URL",
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
        assert_eq!(found("Allowed callback\n  URIs").as_deref(), Some("callback\n  URIs"));
        assert_eq!(found("Events. Your [callback URL] (below)").as_deref(), Some("callback URL"));
        assert_eq!(found("the call-back endpoint").as_deref(), Some("call-back endpoint"));
        for words in [
            "`callback url`",
            "see https://acme.example/callback url",
            "the status callback URL",
            "OAuth callback URIs",
            "See Assignment Callback URL for more.",
            "the Auth9 callback URL",
            "the callback URL that is set in the dashboard",
            "the app's callback URL (for events)",
            "The callback URL of the new OAuth application",
            "see [how to set a callback URL in a call](https://acme.example)",
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
