//! What the structure around a field states: callback objects that name it, and fields beside it.

use super::conflict::METHODS;
use super::facts::facts_in_texts;
use super::names::words_of;
use crate::field::{By, Candidate, Confidence, Evidence, Fact, Facts, Kind, Sibling};
use crate::rulebook::Rulebook;

/// Adds what callback objects and siblings state to what the words state already.
pub fn facts_in_structure(
    candidate: &Candidate,
    kind: Kind,
    rulebook: &Rulebook,
    callers: &[String],
    facts: &mut Facts,
) {
    for operation in &candidate.callbacks {
        let method = Evidence {
            by: By::Callbacks,
            quote: operation.method.clone(),
            place: Some(operation.method_place),
            confidence: Confidence::Certain,
        };
        facts.state(Fact::Method, method);
        let stated = facts_in_texts(&operation.texts, kind, rulebook, callers);
        for fact in Fact::ALL {
            if let Some(evidence) = stated.of(fact) {
                facts.state(fact, Evidence { by: By::Callbacks, ..evidence.clone() });
            }
        }
    }
    if let Some(sibling) = method_sibling(candidate) {
        facts.state(Fact::Method, method_of(sibling));
    }
}

/// A field beside it whose name is its own with `method` in the place of the URL word.
pub fn method_sibling(candidate: &Candidate) -> Option<&Sibling> {
    let stem = stem_of(&candidate.name);
    let fits = |sibling: &&Sibling| {
        let words = words_of(&sibling.name);
        words.strip_suffix("method").is_some_and(|rest| {
            let rest = rest.trim_end().trim_end_matches(" http").trim_end_matches("http");
            rest == stem || stem_of(rest) == stem || rest.is_empty()
        })
    };
    candidate.siblings.iter().find(fits)
}

fn method_of(sibling: &Sibling) -> Evidence {
    let methods: Vec<String> = sibling.values.iter().map(|value| value.to_uppercase()).collect();
    let named: Vec<&str> = METHODS.into_iter().filter(|&method| methods.iter().any(|value| value == method)).collect();
    let quote = if named.is_empty() { sibling.name.clone() } else { named.join(", ") };
    let place = sibling.values_place.filter(|_| !named.is_empty()).unwrap_or(sibling.place);
    Evidence { by: By::Sibling, quote, place: Some(place), confidence: Confidence::Certain }
}

/// The words of a name without the URL word at its end.
fn stem_of(name: &str) -> String {
    let words = words_of(name);
    let stem = ["urls", "url", "uris", "uri", "endpoint", "address"].iter().find_map(|end| words.strip_suffix(end));
    stem.map_or(words.clone(), |stem| stem.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_word_is_no_part_of_the_stem() {
        assert_eq!(stem_of("VoiceUrl"), "voice");
        assert_eq!(stem_of("status_callback"), "status callback");
        assert_eq!(stem_of("url"), "");
    }
}
