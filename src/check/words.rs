//! Whether a field has any words of its own that say more than its name does.

use crate::field::Candidate;
use crate::rulebook::checks::{self, Question};
use std::collections::HashSet;

/// Whether the candidate has no words, or only its own name said again.
pub fn undocumented(candidate: &Candidate) -> bool {
    candidate.texts.iter().all(|text| only_repeats(&candidate.name, &text.decoded))
}

/// Whether a text is made of the words of a name and of filler alone; an empty one is.
pub fn only_repeats(name: &str, text: &str) -> bool {
    let filler = &checks::asking(Question::Undocumented).page.filler;
    let known: HashSet<String> = words(name).into_iter().chain(filler.iter().cloned()).collect();
    words(text).iter().all(|word| known.contains(word))
}

/// The words of a text or a name, in lower case: `callbackUrl`, `callback_url` and "Callback URL" are the same two.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_was_lower = false;
    for character in text.chars() {
        let starts_word = character.is_uppercase() && before_was_lower;
        before_was_lower = character.is_lowercase();
        if starts_word || !character.is_alphanumeric() {
            words.push(String::new());
        }
        if character.is_alphanumeric() {
            words.last_mut().expect("it is never empty").extend(character.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_split_at_humps_and_marks() {
        assert_eq!(words("callbackURL"), ["callback", "url"]);
        assert_eq!(words("webhook-endpoint_url"), ["webhook", "endpoint", "url"]);
        assert_eq!(words("Your *Return* URL."), ["your", "return", "url"]);
    }

    #[test]
    fn the_rules_own_examples_hold() {
        let page = &checks::asking(Question::Undocumented).page;
        for (examples, expected) in [(&page.bad, true), (&page.good, false)] {
            for example in examples {
                let name = example.name.as_deref().expect("these examples have names");
                assert_eq!(only_repeats(name, &example.text), expected, "{name}: {}", example.text);
            }
        }
    }
}
