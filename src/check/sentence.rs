//! The sentences that say what a field's words leave out, put together from a language's wording.
//!
//! `help` shows them with a gap for what is not known; `fix` writes them with what is known alone. What is known is what
//! the structure or the configuration states; a guess, such as a party's name in a title, is only for words that somebody
//! looks at before they stay: those of `help`, and those with gaps.

use crate::config::Settings;
use crate::field::{By, Fact, Field, Kind};
use crate::recognise::{METHODS, party_in_title};
use crate::rulebook::sentences::Sentences;
use crate::rulebook::{Rulebook, SOURCE_LANGUAGE, primary};

/// What is known of the call that a field's words leave out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The party that calls, or that sends the browser on.
    pub caller: Option<String>,
    /// The HTTP method in upper case; for a redirect it is the browser's navigation and never unknown.
    pub method: Option<String>,
    /// The event: what follows "when" for a request, and "after" for a redirect.
    pub trigger: Option<String>,
    /// Whole sentences that say what happens on failure.
    pub failure: Option<String>,
}

/// Sentences, and the facts that they are to state; what stands in a gap is not among these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The sentences, with blanks between them.
    pub words: String,
    /// What they state.
    pub facts: Vec<Fact>,
}

/// What the configuration knows of a field.
///
/// Of what may be a request or a redirect it says no caller, because nobody knows what the caller does.
pub fn known(field: &Field, settings: &Settings) -> Known {
    let house = settings.house.get(&field.kind).cloned().unwrap_or_default();
    Known {
        caller: settings.caller.clone().filter(|_| field.kind != Kind::Unknown),
        method: house.method.filter(|_| field.kind != Kind::Redirect),
        trigger: None,
        // It is a sentence of the house, and nobody has translated it.
        failure: house.failure.filter(|_| is_source_language(field)),
    }
}

/// The party that the document's title names, which is a guess.
pub fn named(field: &Field) -> Option<String> {
    field.candidate.info.title.as_deref().and_then(party_in_title)
}

fn is_source_language(field: &Field) -> bool {
    field.candidate.info.language.as_deref().is_none_or(|language| primary(language) == SOURCE_LANGUAGE)
}

/// The wording in the language of a field's words, if there is any.
pub fn sentences_for(field: &Field) -> Option<&'static Sentences> {
    let rulebook = Rulebook::built_in();
    let phrases = match field.candidate.info.language.as_deref() {
        None => Some(rulebook.phrases()),
        Some(language) => rulebook.phrases_in(language),
    };
    phrases?.sentences.as_ref()
}

/// Says of the missing facts those that are known.
pub fn of_known(field: &Field, missing: &[Fact], known: &Known, wording: &Sentences) -> Said {
    let mut facts: Vec<Fact> = missing.to_vec();
    facts.retain(|&fact| match fact {
        Fact::Caller => known.caller.is_some(),
        // A sentence about a browser names the browser, which would pass for an answer to who arrives.
        Fact::Method if field.kind == Kind::Redirect => !missing.contains(&Fact::Caller) || known.caller.is_some(),
        Fact::Method => known.method.is_some(),
        Fact::Trigger => known.trigger.is_some(),
        Fact::Failure => known.failure.is_some(),
    });
    let words = say(field, &facts, known, false, wording);
    Said { words, facts }
}

/// Says all of the missing facts, with a gap for each that is not known.
pub fn with_gaps(field: &Field, missing: &[Fact], known: &Known, wording: &Sentences) -> Said {
    let words = say(field, missing, known, true, wording);
    let stated = |fact: &Fact| match fact {
        Fact::Caller => known.caller.is_some() && field.kind != Kind::Redirect,
        Fact::Method => field.kind == Kind::Redirect || known.method.is_some(),
        Fact::Trigger => known.trigger.is_some(),
        Fact::Failure => known.failure.is_some(),
    };
    Said { words, facts: missing.iter().copied().filter(stated).collect() }
}

fn say(field: &Field, facts: &[Fact], known: &Known, gaps: bool, wording: &Sentences) -> String {
    let call = wording.of(field.kind);
    let says = |fact| facts.contains(&fact);
    let browser = match gaps {
        true => wording.browser.of.replace("{person}", &wording.gaps.person),
        false => wording.browser.any.clone(),
    };
    let request = request(field, says(Fact::Method), known, wording);
    // What is known of the method beside the field makes the sentence about the caller a better one.
    let with_method = says(Fact::Method) || (says(Fact::Caller) && field.facts.of(Fact::Method).is_some());
    let sentence = call.saying(says(Fact::Caller), with_method, says(Fact::Trigger)).map(|sentence| {
        let filled = sentence
            .replace("{caller}", known.caller.as_deref().unwrap_or(&wording.gaps.caller))
            .replace("{request}", &request)
            .replace("{browser}", &browser)
            .replace("{event}", &known.trigger.clone().unwrap_or_else(|| event(field, wording)));
        capitalised(&filled)
    });
    let failure = says(Fact::Failure).then(|| known.failure.as_deref().unwrap_or(&call.failure).trim().to_owned());
    sentence.into_iter().chain(failure).collect::<Vec<_>>().join(" ")
}

/// The request, with its method as it is known.
fn request(field: &Field, says_method: bool, known: &Known, wording: &Sentences) -> String {
    let of = |method: &str| wording.request.of.replace("{method}", method);
    match field.facts.of(Fact::Method) {
        _ if says_method => of(known.method.as_deref().unwrap_or(&wording.gaps.method)),
        None => of(&wording.gaps.method),
        Some(evidence) if matches!(evidence.by, By::Text | By::Policy) => wording.request.stated.clone(),
        Some(evidence) => {
            let quote = evidence.quote.to_uppercase();
            match quote.split(", ").all(|method| METHODS.contains(&method)) {
                true => of(&match quote.rsplit_once(", ") {
                    Some((others, last)) => format!("{others}{}{last}", wording.request.or),
                    None => quote,
                }),
                // A field beside it holds the method, and its name is no method.
                false => wording.request.named.replace("{method}", &evidence.quote),
            }
        }
    }
}

/// The event as a gap, with the one operation that it has to do with, where there is one.
fn event(field: &Field, wording: &Sentences) -> String {
    match field.candidate.operations.as_slice() {
        [only] => wording.gaps.event_of.replace("{operation}", &format!("{} {}", only.method, only.path)),
        _ => wording.gaps.event.clone(),
    }
}

/// A sentence that begins in upper case, unless it begins with a gap or with a name, which is written as it is.
pub fn capitalised(sentence: &str) -> String {
    let first_word = sentence.split(' ').next().unwrap_or_default();
    let is_name = first_word.chars().skip(1).any(char::is_uppercase);
    let mut characters = sentence.chars();
    match characters.next() {
        Some(first) if first.is_lowercase() && !is_name => first.to_uppercase().chain(characters).collect(),
        _ => sentence.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::field;
    use crate::recognise::facts::facts_in_words;

    fn english() -> &'static Sentences {
        Rulebook::built_in().phrases().sentences.as_ref().expect("English has them")
    }

    fn house() -> Known {
        Known {
            caller: Some("Parcelway".into()),
            method: Some("POST".into()),
            trigger: None,
            failure: Some("If the request fails, we repeat it every hour for a day.".into()),
        }
    }

    #[test]
    fn only_what_is_known_is_said() {
        let known = |stated: &[Fact], known: Known| {
            let field = field(Kind::Webhook, "url", stated);
            of_known(&field, &field.facts.missing(), &known, english())
        };
        let all = known(&[], house());
        assert_eq!(
            all.words,
            "Parcelway sends a POST request to this URL. If the request fails, we repeat it every hour for a day."
        );
        assert_eq!(all.facts, [Fact::Caller, Fact::Method, Fact::Failure]);
        let words = |stated: &[Fact], of: Known| known(stated, of).words;
        assert_eq!(words(&[], Known { method: None, failure: None, ..house() }), "Parcelway calls this URL.");
        assert_eq!(words(&[Fact::Caller, Fact::Failure], house()), "The call is a POST request.");
        assert_eq!(words(&[Fact::Method, Fact::Failure], house()), "Parcelway sends the request to this URL.");
        assert_eq!(words(&[], Known::default()), "");
        assert_eq!(words(&Fact::ALL, house()), "");
    }

    #[test]
    fn a_browser_is_not_spoken_of_where_nobody_sends_it() {
        let field = field(Kind::Redirect, "return_url", &[Fact::Trigger]);
        let said = |known| of_known(&field, &field.facts.missing(), &known, english());
        assert_eq!(said(Known::default()), Said::default());
        let caller = Known { caller: Some("Parcelway".into()), ..Known::default() };
        assert_eq!(said(caller).words, "Parcelway redirects the browser to this URL.");
    }

    #[test]
    fn every_language_s_sentences_state_what_they_are_to_state_and_its_gaps_do_not() {
        let rulebook = Rulebook::built_in();
        for language in Rulebook::languages() {
            let phrases = rulebook.phrases_in(language).expect("it is one of the languages");
            let Some(wording) = &phrases.sentences else { continue };
            for kind in [Kind::Webhook, Kind::Redirect] {
                for choice in 0..15_u32 {
                    let stated: Vec<Fact> =
                        Fact::ALL.into_iter().filter(|&fact| choice & (1 << fact as u32) != 0).collect();
                    let field = field(kind, "url", &stated);
                    let missing = field.facts.missing();
                    for known in [Known::default(), Known { failure: None, ..house() }] {
                        for said in
                            [of_known(&field, &missing, &known, wording), with_gaps(&field, &missing, &known, wording)]
                        {
                            let found = facts_in_words(&said.words, kind, phrases, &["Parcelway".to_owned()]);
                            for fact in missing.iter().copied() {
                                let is_stated = found.of(fact).is_some();
                                assert_eq!(is_stated, said.facts.contains(&fact), "{fact:?} in {}", said.words);
                            }
                        }
                    }
                }
            }
        }
    }
}
