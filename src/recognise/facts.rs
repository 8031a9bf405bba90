//! What words state: the four facts, each with the words that state it.
//!
//! Which words do is rule data; this file walks the sentences and tries the phrases.

use super::prose::{Sentence, sentences, sentences_naming};
use crate::field::{By, Evidence, Fact, Facts, HalfFact, Kind, Text};
use crate::rulebook::phrases::Phrases;
use crate::source::Place;
use std::ops::Range;

/// What given words state of a field of this kind; `callers` are names of the party that is known to call.
pub fn facts_in_words(words: &str, kind: Kind, phrases: &Phrases, callers: &[String]) -> Facts {
    let mut facts = Facts::default();
    state_facts(words, kind, phrases, callers, &mut facts, |_| true, |_| None);
    facts
}

/// What a field's own texts state, in their order.
pub fn facts_in_texts(texts: &[Text], kind: Kind, phrases: &Phrases, callers: &[String]) -> Facts {
    let mut facts = Facts::default();
    for text in texts {
        state_facts(&text.decoded, kind, phrases, callers, &mut facts, |_| true, |range| Some(text.place(range)));
    }
    facts
}

/// What texts near a field state of it: only sentences that speak of a callback count, since the others are about the
/// operation or the object that it is a part of.
pub fn facts_in_nearby(texts: &[Text], kind: Kind, phrases: &Phrases, callers: &[String]) -> Facts {
    const WORDS: [&str; 6] = ["webhook", "callback", "redirect", "notif", "postback", "return url"];
    let mut facts = Facts::default();
    for text in texts {
        let is_about_it = |words: &str| {
            let words = words.to_lowercase();
            WORDS.iter().any(|word| words.contains(word))
        };
        state_facts(&text.decoded, kind, phrases, callers, &mut facts, is_about_it, |range| Some(text.place(range)));
    }
    facts
}

/// Words of a field's own texts that come near one of these facts, at most one place a fact.
pub fn half_facts_in_texts(texts: &[Text], kind: Kind, phrases: &Phrases, missing: &[Fact]) -> Vec<HalfFact> {
    let mut found: Vec<HalfFact> = Vec::new();
    for text in texts {
        for sentence in sentences(&text.decoded) {
            let held = phrases.gate.scan(&sentence.words);
            for half in phrases.half_facts.iter().filter(|half| half.fits(kind) && missing.contains(&half.fact())) {
                if found.iter().any(|other| other.fact == half.fact()) {
                    continue;
                }
                let Some(range) = half.wording.find(&sentence.words, &held, &phrases.grammar) else { continue };
                let origin = sentence.origin(range);
                let quote = text.decoded[origin.clone()].to_owned();
                let (fact, because) = (half.fact(), half.because.clone().into_owned());
                found.push(HalfFact { fact, quote, place: text.place(origin), because });
            }
        }
    }
    found
}

fn state_facts(
    words: &str,
    kind: Kind,
    phrases: &Phrases,
    callers: &[String],
    facts: &mut Facts,
    is_about_it: impl Fn(&str) -> bool,
    place: impl Fn(Range<usize>) -> Option<Place>,
) {
    let is_odd = |name: &&str| is_odd_name(name, phrases);
    let (odd, plain): (Vec<&str>, Vec<&str>) = callers.iter().map(|name| name.trim()).partition(is_odd);
    for sentence in sentences_naming(words, &odd) {
        if !is_about_it(&sentence.words) {
            continue;
        }
        let sentence = with_callers(sentence, &plain);
        let open = gaps_of(&sentence, phrases);
        let gaps: Vec<&str> = sentence.gaps.iter().filter(|_| !open.is_empty()).map(String::as_str).collect();
        let sentence = if gaps.is_empty() { None } else { sentence.without_gaps(&gaps) }.unwrap_or(sentence);
        // What stands in brackets between a noun and its verb parts them.
        let plain = sentence.without_brackets();
        for (sentence, of_brackets) in [(Some(&sentence), false), (plain.as_ref(), true)] {
            let Some(sentence) = sentence else { continue };
            let held = phrases.gate.scan(&sentence.words);
            let asked = |fact: &Fact| !open.contains(fact) && (!of_brackets || *fact == Fact::Caller);
            for fact in facts.missing().into_iter().filter(asked) {
                let of_kind = phrases.of(fact).iter().filter(|phrase| phrase.fits(kind));
                let found = of_kind.filter_map(|phrase| {
                    let found = phrase.wording.find(&sentence.words, &held, &phrases.grammar);
                    found.map(|range| (range, phrase.confidence()))
                });
                let Some((range, confidence)) = { found }.next() else { continue };
                let origin = sentence.origin(range);
                let quote = words[origin.clone()].to_owned();
                facts.state(fact, Evidence { by: By::Text, quote, place: place(origin), confidence });
            }
        }
    }
}

/// The facts for which texts hold a gap that was left open, as in `when <event>`.
pub fn gaps_in_texts(texts: &[Text], phrases: &Phrases) -> Vec<Fact> {
    texts.iter().flat_map(|text| gaps_in_words(&text.decoded, phrases)).collect()
}

/// The same of words that stand nowhere yet.
pub fn gaps_in_words(words: &str, phrases: &Phrases) -> Vec<Fact> {
    sentences(words).iter().flat_map(|sentence| gaps_of(sentence, phrases)).collect()
}

/// The facts that a sentence leaves open: whatever stands around a gap, it states nothing of them.
fn gaps_of(sentence: &Sentence, phrases: &Phrases) -> Vec<Fact> {
    let known = phrases.sentences.as_ref();
    sentence.gaps.iter().filter_map(|gap| known?.fact_of_gap(gap)).collect()
}

/// Whether a party's name would not be read as the name of one: it has marks that end a sentence or a clause, is written
/// small or in another script, is a single letter, or ends with the word for a thing.
fn is_odd_name(name: &str, phrases: &Phrases) -> bool {
    let mut words = name.split_whitespace().peekable();
    let is_one_word = name.split_whitespace().nth(1).is_none();
    let is_plain_mark = |character: char| character.is_alphanumeric() || "-'&._".contains(character);
    let is_plain_word = |word: &str| {
        let begins = word.starts_with(|first: char| first.is_ascii_alphanumeric() || first.is_uppercase());
        let is_small = word.starts_with(char::is_lowercase) && !is_one_word;
        begins && !is_small && word.chars().all(is_plain_mark) && !word.ends_with(['.', '\''])
    };
    words.peek().is_some()
        && (name.chars().nth(1).is_none()
            || !words.all(is_plain_word)
            || name.split_whitespace().count() > 5
            || !phrases.grammar.is_name(name))
}

/// The sentence with the first letter of every known caller's name capitalised, so that it reads as the name it is.
fn with_callers(mut sentence: Sentence, callers: &[&str]) -> Sentence {
    let callers = callers.iter().filter(|caller| !caller.is_empty() && caller.is_ascii());
    for caller in callers {
        let lower = sentence.words.to_ascii_lowercase();
        for (at, _) in lower.match_indices(&caller.to_ascii_lowercase()) {
            if !lower[..at].ends_with(|before: char| before.is_ascii_alphanumeric()) {
                let capital = sentence.words[at..=at].to_ascii_uppercase();
                sentence.words.replace_range(at..=at, &capital);
            }
        }
    }
    sentence
}
