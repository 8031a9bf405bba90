//! Whether a field has any words of its own that say more than its name does.

use crate::field::Candidate;
use crate::recognise::names::words_of;
use crate::rulebook::checks::{self, Question};
use std::collections::HashSet;

/// The question to which a candidate has no answer: whether there are words, or whether they say more than its name; none
/// where they do.
pub fn silence(candidate: &Candidate) -> Option<Question> {
    if candidate.texts.iter().all(|text| text.decoded.trim().is_empty()) {
        return Some(Question::Undocumented);
    }
    let repeats = candidate.texts.iter().all(|text| only_repeats(&candidate.name, &text.decoded));
    repeats.then_some(Question::Repetition)
}

/// Whether a text is made of the words of a name and of filler alone; an empty one is.
pub fn only_repeats(name: &str, text: &str) -> bool {
    let filler = checks::words(Question::Repetition, "filler");
    let (name, text) = (words_of(name), words_of(text));
    let known: HashSet<&str> = name.split(' ').chain(filler.iter().map(String::as_str)).collect();
    let joined = joined_pairs(&name);
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        // `OAuth` is two words where a capital letter begins one, and `oauth` is one.
        let is_half = || words.get(at + 1).is_some_and(|next| known.contains(format!("{word}{next}").as_str()));
        at += match known.contains(word) || joined.iter().any(|pair| pair == word) {
            true => 1,
            false if is_half() => 2,
            false => return false,
        };
    }
    true
}

/// Each two words beside each other, as one.
fn joined_pairs(words: &str) -> Vec<String> {
    let words: Vec<&str> = words.split(' ').collect();
    words.windows(2).map(<[&str]>::concat).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_own_examples_hold() {
        let page = &checks::asking(Question::Repetition).page;
        for (examples, expected) in [(&page.bad, true), (&page.good, false)] {
            for example in examples {
                let name = example.name.as_deref().expect("these examples have names");
                assert_eq!(only_repeats(name, &example.text), expected, "{name}: {}", example.text);
            }
        }
        assert!(
            only_repeats("oauth_redirect_uri", "OAuth redirect URI") && only_repeats("oAuthWebHook", "OAuth webhook")
        );
        assert!(!only_repeats("redirect_uri", "OAuth redirect URI"));
    }
}
