//! The sentence to paste, and where: what is known is filled in, what is not is left as `<…>`, and what is stated is not
//! asked for.

use super::{sentence, words};
use crate::config::Settings;
use crate::field::{Candidate, Fact, Field, Role, Setting};
use crate::recognise::drift::Drift;
use crate::rulebook::Rulebook;

/// What to add to the words of a field from which these facts are missing, at least one.
pub fn sentence(field: &Field, missing: &[Fact], settings: &Settings) -> String {
    let wording = Rulebook::built_in().phrases().sentences.as_ref().expect("a test holds the English sentences");
    let mut known = sentence::known(field, settings);
    known.caller = caller(field, settings);
    let said = sentence::with_gaps(field, missing, &known, wording);
    format!("{}: \"{}\"", where_to_write(&field.candidate), said.words)
}

/// What a translation has to add: each fact with the words of the source that state it.
pub fn drift(drift: &Drift) -> String {
    let language = drift.translation.info.language.as_deref().unwrap_or_default();
    let facts = drift.left_out.iter().map(|(fact, evidence)| {
        let quote = evidence.quote.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("the {} (\"{quote}\")", fact.word())
    });
    let facts: Vec<String> = facts.collect();
    format!("say in `{language}`, too, {}", facts.join(" and "))
}

/// Where the sentence goes: into the words that there are, or, in copy, under a key beside the label's.
fn where_to_write(candidate: &Candidate) -> String {
    let is_hint = |role: Role| matches!(role, Role::Help | Role::Description | Role::Tooltip);
    let has_hint = candidate.texts.iter().any(|text| is_hint(text.role));
    let found = |hint: bool| candidate.keys.iter().find(move |key| key.is_found && is_hint(key.role) == hint);
    match candidate.setting {
        Setting::Message | Setting::Input if has_hint => match found(true) {
            Some(hint) => format!("extend `{}`", hint.key),
            None => "extend its hint".to_string(),
        },
        Setting::Message => match hint_key(&candidate.name) {
            Some(key) => format!("add a hint beside it, as `{key}`"),
            None => "extend it".to_string(),
        },
        Setting::Input => match found(false).and_then(|label| hint_key(&label.key)) {
            Some(key) => format!("add a hint, as `{key}` in the locale file"),
            None => "add a hint to the input".to_string(),
        },
        _ if words::silence(candidate).is_some() => "describe it".to_string(),
        _ => "add".to_string(),
    }
}

/// The key of a hint beside a label's key, written as that is: `url_hint`, `urlHint`, `url-hint`, `url.hint`; none where the
/// key is a sentence.
fn hint_key(label: &str) -> Option<String> {
    if label.is_empty() || label.contains(char::is_whitespace) {
        return None;
    }
    for role in ["label", "Label", "LABEL"] {
        if let Some(stem) = label.strip_suffix(role) {
            let hint = if role == "label" { "hint" } else { "Hint" };
            let hint = if role == "LABEL" { "HINT" } else { hint };
            return Some(format!("{stem}{hint}"));
        }
    }
    let last = label.rsplit('.').next().unwrap_or(label);
    let has = |test: fn(char) -> bool| last.chars().any(test);
    Some(match () {
        _ if last.contains('-') => format!("{label}-hint"),
        _ if last.contains('_') && !has(|c| c.is_lowercase()) => format!("{label}_HINT"),
        _ if last.contains('_') => format!("{label}_hint"),
        _ if has(char::is_uppercase) && has(char::is_lowercase) => format!("{label}Hint"),
        _ => format!("{label}_hint"),
    })
}

/// The party that calls: as configured, else as the document's title has it.
fn caller(field: &Field, settings: &Settings) -> Option<String> {
    settings.caller.clone().or_else(|| sentence::named(field))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::field;
    use crate::field::{By, Confidence, Evidence, Kind, Operation};
    use crate::recognise::facts::facts_in_words;
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
    fn a_hint_s_key_is_written_as_the_label_s() {
        let check = |label: &str, hint: &str| assert_eq!(hint_key(label).as_deref(), Some(hint), "{label}");
        check("hooks.url", "hooks.url_hint");
        check("webhook_url", "webhook_url_hint");
        check("webhookUrl", "webhookUrlHint");
        check("webhook-url", "webhook-url-hint");
        check("WEBHOOK_URL", "WEBHOOK_URL_HINT");
        check("webhook.url.label", "webhook.url.hint");
        check("webhookUrlLabel", "webhookUrlHint");
        assert_eq!(hint_key("Webhook URL"), None);
    }

    #[test]
    fn what_the_structure_knows_is_filled_in() {
        let mut field = field(Kind::Webhook, "url", &[Failure]);
        let evidence =
            Evidence { by: By::Callbacks, quote: "post".into(), place: None, confidence: Confidence::Certain };
        field.facts.state(Method, evidence);
        field.candidate.operations =
            vec![Arc::new(Operation { method: "POST".into(), path: "/payments".into(), words: Vec::new() })];
        let settings = Settings { caller: Some("Parcelway".into()), ..Settings::default() };
        assert_eq!(
            sentence(&field, &field.facts.missing(), &settings),
            "add: \"Parcelway sends a POST request to this URL when <event, such as one after POST /payments>.\""
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
