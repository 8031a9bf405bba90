//! The sentence to paste: what is known is filled in, what is not is left as `<…>`, and what is stated is not asked for.

use crate::config::Settings;
use crate::field::{By, Fact, Field, Kind};

/// Words that end a document's title without being part of anybody's name.
const NO_NAME: [&str; 15] = [
    "api",
    "apis",
    "rest",
    "restful",
    "http",
    "web",
    "service",
    "services",
    "specification",
    "spec",
    "openapi",
    "swagger",
    "reference",
    "documentation",
    "docs",
];

/// Longest name that reads well inside a sentence, in characters.
const LONGEST_NAME: usize = 32;

/// What to add to the words of a field, at least one fact of which is missing.
pub fn sentence(field: &Field, settings: &Settings) -> String {
    let call = match field.kind {
        Kind::Redirect => arrival(field, settings),
        Kind::Webhook | Kind::Unknown => request(field, settings),
    };
    let failure = field.facts.of(Fact::Failure).is_none().then(|| match field.kind {
        Kind::Redirect => "If <the flow> fails, <what the URL carries, or what the person does>.".to_string(),
        Kind::Webhook | Kind::Unknown => {
            "If the request fails, <what happens: retries, how often, until when>.".to_string()
        }
    });
    let verb = if field.candidate.texts.is_empty() { "describe it" } else { "add" };
    let sentences: Vec<String> = call.into_iter().chain(failure).collect();
    format!("{verb}: \"{}\"", sentences.join(" "))
}

/// Who requests the URL, how and when, as far as it is missing.
fn request(field: &Field, settings: &Settings) -> Option<String> {
    let caller = caller(field, settings);
    let event = event(field);
    let lacks = |fact| field.facts.of(fact).is_none();
    let method = match field.facts.of(Fact::Method) {
        None => "a <GET or POST> request".to_string(),
        Some(evidence) if evidence.by == By::Text => "the request".to_string(),
        Some(evidence) => format!("a {} request", evidence.quote.to_uppercase()),
    };
    Some(match (lacks(Fact::Caller), lacks(Fact::Method), lacks(Fact::Trigger)) {
        (false, false, false) => return None,
        (true, _, false) => format!("{caller} sends {method} to this URL."),
        (true, _, true) => format!("{caller} sends {method} to this URL when <{event}>."),
        (false, true, false) => "The call is a <GET or POST> request.".to_string(),
        (false, true, true) => {
            format!("A <GET or POST> request is sent to this URL when <{event}>.")
        }
        (false, false, true) => format!("The request is sent when <{event}>."),
    })
}

/// Whose browser arrives, how and when, as far as it is missing.
fn arrival(field: &Field, settings: &Settings) -> Option<String> {
    let caller = caller(field, settings);
    let event = event(field);
    let lacks = |fact| field.facts.of(fact).is_none();
    Some(match (lacks(Fact::Caller), lacks(Fact::Method), lacks(Fact::Trigger)) {
        (false, false, false) => return None,
        (true, _, false) => format!("{caller} redirects the <customer>'s browser to this URL."),
        (true, _, true) => {
            format!("After <{event}>, {caller} redirects the <customer>'s browser to this URL.")
        }
        (false, true, false) => "The browser is redirected to this URL.".to_string(),
        (false, true, true) => {
            format!("After <{event}>, the browser is redirected to this URL.")
        }
        (false, false, true) => format!("The browser arrives after <{event}>."),
    })
}

/// The party that calls: as configured, else as the document's title has it, else a gap.
fn caller(field: &Field, settings: &Settings) -> String {
    let title = field.candidate.info.title.as_deref().and_then(name_in_title);
    settings.caller.clone().or(title).unwrap_or_else(|| "<caller>".to_string())
}

/// The event, with the one operation that it has to do with, where there is one.
fn event(field: &Field) -> String {
    match field.candidate.operations.as_slice() {
        [only] => format!("event after {} {}", only.method, only.path),
        _ => "event".to_string(),
    }
}

/// The party's name in a title such as "Acme Payments REST API v2 (beta)", if one is left when the rest is taken off.
fn name_in_title(title: &str) -> Option<String> {
    let title = title.split(['(', '[', '|', ':', '–', '—']).next().unwrap_or_default();
    let title = title.split(" - ").next().unwrap_or_default();
    let mut words: Vec<&str> = title.split_whitespace().collect();
    while words.last().is_some_and(|last| is_no_name(last)) {
        words.pop();
    }
    if words.first().is_some_and(|first| first.eq_ignore_ascii_case("the")) {
        words.remove(0);
    }
    let name = words.join(" ");
    let usable = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
    usable.then_some(name)
}

/// Whether a word is a version or says only that this is an API.
fn is_no_name(word: &str) -> bool {
    let word = word.trim_matches(|mark: char| !mark.is_alphanumeric()).to_lowercase();
    let version = word.trim_start_matches('v');
    let is_version = !version.is_empty() && version.chars().all(|mark| mark.is_ascii_digit() || ".-_".contains(mark));
    word.is_empty() || is_version || word == "version" || NO_NAME.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::field;
    use crate::field::{Confidence, Evidence, Operation};
    use Fact::{Caller, Failure, Method, Trigger};

    fn said(kind: Kind, stated: &[Fact]) -> String {
        sentence(&field(kind, "url", stated), &Settings::default())
    }

    #[test]
    fn only_what_is_missing_is_asked_for() {
        assert_eq!(
            said(Kind::Webhook, &[]),
            "add: \"Acme Payments sends a <GET or POST> request to this URL when <event>. \
             If the request fails, <what happens: retries, how often, until when>.\""
        );
        assert_eq!(said(Kind::Webhook, &[Caller, Method, Failure]), "add: \"The request is sent when <event>.\"");
        assert_eq!(
            said(Kind::Redirect, &[Caller, Failure]),
            "add: \"After <event>, the browser is redirected to this URL.\""
        );
        assert_eq!(
            said(Kind::Redirect, &[Caller, Method, Trigger]),
            "add: \"If <the flow> fails, <what the URL carries, or what the person does>.\""
        );
    }

    #[test]
    fn what_the_structure_knows_is_filled_in() {
        let mut field = field(Kind::Webhook, "url", &[Failure]);
        let evidence =
            Evidence { by: By::Callbacks, quote: "post".into(), place: None, confidence: Confidence::Certain };
        field.facts.state(Method, evidence);
        field.candidate.operations =
            vec![Operation { method: "POST".into(), path: "/payments".into(), words: Vec::new() }];
        let settings = Settings { caller: Some("Payoneer".into()), ..Settings::default() };
        assert_eq!(
            sentence(&field, &settings),
            "add: \"Payoneer sends a POST request to this URL when <event after POST /payments>.\""
        );
    }

    #[test]
    fn a_title_is_cut_down_to_a_name() {
        let name = |title| name_in_title(title).unwrap_or_default();
        assert_eq!(name("Acme Payments REST API v2.1 (beta)"), "Acme Payments");
        assert_eq!(name("The Parcelway OpenAPI Specification"), "Parcelway");
        assert_eq!(name("Acme - Payments"), "Acme");
        assert_eq!(name("REST API"), "");
        assert_eq!(name("A title that goes on for so long that it names nobody any more"), "");
    }
}
