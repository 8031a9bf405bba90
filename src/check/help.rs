//! The sentence to paste: what is known is filled in, what is not is left as `<…>`, and what is stated is not asked for.

use super::words;
use crate::config::Settings;
use crate::field::{By, Fact, Field, Kind};
use crate::recognise::{METHODS, name_in_title};

/// What to add to the words of a field from which these facts are missing, at least one.
pub fn sentence(field: &Field, missing: &[Fact], settings: &Settings) -> String {
    let call = match field.kind {
        Kind::Redirect => arrival(field, missing, settings),
        Kind::Webhook | Kind::Unknown => request(field, missing, settings),
    };
    let failure = missing.contains(&Fact::Failure).then(|| match field.kind {
        Kind::Redirect => "If <the flow> fails, <what the URL carries, or what the person does>.".to_string(),
        Kind::Webhook | Kind::Unknown => {
            "If the request fails, <what happens: retries, how often, until when>.".to_string()
        }
    });
    let verb = if words::undocumented(&field.candidate) { "describe it" } else { "add" };
    let sentences: Vec<String> = call.into_iter().chain(failure).collect();
    format!("{verb}: \"{}\"", sentences.join(" "))
}

/// Who requests the URL, how and when, as far as it is missing.
fn request(field: &Field, missing: &[Fact], settings: &Settings) -> Option<String> {
    let caller = caller(field, settings);
    let event = event(field);
    let lacks = |fact| missing.contains(&fact);
    let method = match field.facts.of(Fact::Method) {
        None => "a <GET or POST> request".to_string(),
        Some(evidence) if evidence.by == By::Text => "the request".to_string(),
        Some(evidence) => {
            let quote = evidence.quote.to_uppercase();
            match quote.split(", ").all(|method| METHODS.contains(&method)) {
                true => format!("a {} request", quote.replace(", ", " or ")),
                // A field beside it holds the method, and its name is no method.
                false => format!("a request with the method in `{}`", evidence.quote),
            }
        }
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
fn arrival(field: &Field, missing: &[Fact], settings: &Settings) -> Option<String> {
    let caller = caller(field, settings);
    let event = event(field);
    let lacks = |fact| missing.contains(&fact);
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
    // A title in lower case throughout is more often a file's name than a party's.
    let title = title.filter(|name| name.chars().any(char::is_uppercase));
    settings.caller.clone().or(title).unwrap_or_else(|| "<caller>".to_string())
}

/// The event, with the one operation that it has to do with, where there is one.
fn event(field: &Field) -> String {
    match field.candidate.operations.as_slice() {
        [only] => format!("event, such as one after {} {}", only.method, only.path),
        _ => "event".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::field;
    use crate::field::{Confidence, Evidence, Operation};
    use crate::recognise::facts::facts_in_words;
    use crate::rulebook::Rulebook;
    use Fact::{Caller, Failure, Method, Trigger};
    use std::sync::Arc;

    fn said(kind: Kind, stated: &[Fact]) -> String {
        let field = field(kind, "url", stated);
        sentence(&field, &field.facts.missing(), &Settings::default())
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
            vec![Arc::new(Operation { method: "POST".into(), path: "/payments".into(), words: Vec::new() })];
        let settings = Settings { caller: Some("Payoneer".into()), ..Settings::default() };
        assert_eq!(
            sentence(&field, &field.facts.missing(), &settings),
            "add: \"Payoneer sends a POST request to this URL when <event, such as one after POST /payments>.\""
        );
    }

    #[test]
    fn the_sentence_states_what_was_missing_once_its_gaps_are_filled() {
        let filled = [
            ("<GET or POST>", "POST"),
            ("when <event>", "when a parcel is handed over"),
            ("fter <event>", "fter the payment is authorised"),
            ("<customer>", "customer"),
            ("<what happens: retries, how often, until when>", "we retry it every hour for a day"),
            ("<the flow>", "the payment"),
            ("<what the URL carries, or what the person does>", "the URL carries an `error` parameter"),
        ];
        for kind in [Kind::Webhook, Kind::Redirect] {
            for choice in 0..15_u32 {
                let stated: Vec<Fact> =
                    Fact::ALL.into_iter().filter(|&fact| choice & (1 << fact as u32) != 0).collect();
                let field = field(kind, "url", &stated);
                let settings = Settings { caller: Some("Parcelway".into()), ..Settings::default() };
                let mut words = sentence(&field, &field.facts.missing(), &settings);
                for (gap, filling) in filled {
                    words = words.replace(gap, filling);
                }
                assert!(!words.contains('<'), "{words}");
                let words = words.trim_start_matches("add: ").trim_matches('"');
                let facts = facts_in_words(words, kind, Rulebook::built_in().phrases(), &["Parcelway".to_string()]);
                let unsaid: Vec<Fact> = facts.missing().into_iter().filter(|fact| !stated.contains(fact)).collect();
                assert!(unsaid.is_empty(), "{unsaid:?} is not said by: {words}");
            }
        }
    }
}
