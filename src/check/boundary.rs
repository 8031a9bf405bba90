//! Whether it can be told on which side of the boundary a URL is: whether a server calls it, or a person's browser arrives
//! there.
//!
//! A kind may rest on a name that is given to both more often to the one. That is enough to ask the right questions, and
//! not enough for whoever has to build the URL.

use crate::field::{Fact, Field, Kind};
use crate::recognise::names::words_of;
use crate::rulebook::checks::{self, Question};

/// Names around a field that are looked at.
const OWNERS: usize = 4;

/// Whether the words, the names or the structure tell it.
pub fn is_told(field: &Field) -> bool {
    let candidate = &field.candidate;
    let stated = |fact| field.facts.of(fact).is_some();
    if stated(Fact::Method) || stated(Fact::Caller) || !candidate.callbacks.is_empty() {
        return true;
    }
    let telling = checks::words(Question::Boundary, "telling");
    let words = candidate.texts.iter().map(|text| words_of(&text.decoded));
    let names = candidate.owners.iter().take(OWNERS).map(|owner| words_of(owner));
    let operations =
        candidate.operations.iter().take(OWNERS).flat_map(|operation| {
            operation.words.iter().map(|words| words_of(words)).chain([words_of(&operation.path)])
        });
    let tells = |text: String| begins_any(&text, telling);
    !(field.kind == Kind::Unknown || is_open(&candidate.name)) || words.chain(names).chain(operations).any(tells)
}

/// Whether more than its kind speaks for a webhook: that a server sends something there is told by the words, by the names, by
/// a callback object, or by a caller together with an event. An address that data is put to, or that a probe asks, is none.
pub fn is_evidently_a_webhook(field: &Field) -> bool {
    let candidate = &field.candidate;
    let stated = |fact| field.facts.of(fact).is_some();
    let names = std::iter::once(&candidate.name).chain(candidate.owners.iter().take(OWNERS));
    let texts = candidate.texts.iter().map(|text| &text.decoded);
    let webhook = checks::words(Question::Boundary, "webhook");
    !candidate.callbacks.is_empty()
        || (stated(Fact::Caller) && stated(Fact::Trigger))
        || names.chain(texts).any(|text| begins_any(&words_of(text), webhook))
}

/// Whether a word of a text begins with one of some beginnings.
fn begins_any(text: &str, beginnings: &[String]) -> bool {
    let text = format!(" {text}");
    beginnings.iter().any(|beginning| text.contains(&format!(" {beginning}")))
}

/// Whether a name fits both: it says "callback" and else only what every URL is called.
pub fn is_open(name: &str) -> bool {
    let either = checks::words(Question::Boundary, "either");
    let words = words_of(name);
    (words.contains("callback") || words.contains("call back"))
        && words.split(' ').all(|word| either.iter().any(|one| one == word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::field;

    #[test]
    fn a_name_alone_tells_it_unless_it_fits_both() {
        let told = |kind: Kind, name: &str| {
            let mut field = field(kind, name, &[]);
            field.candidate.texts[0].decoded = "Has to begin with https.".into();
            is_told(&field)
        };
        assert!(told(Kind::Webhook, "webhook_url") && told(Kind::Redirect, "return_url"));
        assert!(told(Kind::Webhook, "statusCallback") && told(Kind::Redirect, "oauth_callback"));
        assert!(!told(Kind::Webhook, "callback_url") && !told(Kind::Redirect, "callbackURLs"));
        assert!(!told(Kind::Unknown, "target_url"));
    }

    #[test]
    fn a_webhook_is_evident_by_more_than_its_kind() {
        let evident = |name: &str, words: &str, stated: &[Fact]| {
            let mut field = field(Kind::Webhook, name, stated);
            field.candidate.texts[0].decoded = words.into();
            is_evidently_a_webhook(&field)
        };
        assert!(evident("BounceHookUrl", "A URL.", &[]) && evident("target_url", "Receives the events.", &[]));
        assert!(evident("voice_url", "A URL.", &[Fact::Caller, Fact::Trigger]));
        assert!(!evident("ingestion_url", "Where the stream is sent.", &[]));
        assert!(!evident("listener_endpoint", "The endpoint.", &[Fact::Caller]));
    }

    #[test]
    fn words_names_and_facts_around_it_tell_it() {
        let mut open = field(Kind::Webhook, "callback", &[]);
        open.candidate.texts[0].decoded = "Has to begin with https.".into();
        let mut by_words = open.clone();
        by_words.candidate.texts[0].decoded = "URL that receives events.".into();
        let mut by_owner = open.clone();
        by_owner.candidate.owners = vec!["OAuthClient".into()];
        let mut by_sign_in = open.clone();
        by_sign_in.candidate.texts[0].decoded = "Goes into the settings of your OAuth app.".into();
        assert!(!is_told(&open) && is_told(&by_words) && is_told(&by_owner) && is_told(&by_sign_in));
        assert!(is_told(&field(Kind::Webhook, "callback", &[Fact::Method])));
    }
}
