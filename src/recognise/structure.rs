//! What the structure around a field states: callback objects that name it, and fields beside it.

use super::conflict::METHODS;
use super::facts::facts_in_texts;
use crate::field::{By, Candidate, Confidence, Evidence, Fact, Facts, Kind, Sibling};
use crate::rulebook::phrases::Phrases;

/// Adds what callback objects and siblings state to what the words state already.
pub fn facts_in_structure(
    candidate: &Candidate,
    method: Option<&Sibling>,
    kind: Kind,
    phrases: &Phrases,
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
        let stated = facts_in_texts(&operation.texts, kind, phrases, callers);
        for fact in Fact::ALL {
            if let Some(evidence) = stated.of(fact) {
                facts.state(fact, Evidence { by: By::Callbacks, ..evidence.clone() });
            }
        }
    }
    if let Some(sibling) = method {
        facts.state(Fact::Method, method_of(sibling));
    }
}

/// A field whose name ends in `method`: whose method it holds, the rest of the name tells.
pub struct MethodName {
    /// Which of the fields beside each other it is.
    number: usize,
    rest: String,
    stem: String,
}

impl MethodName {
    /// The field with this number, if the words of its name are such.
    pub fn of(number: usize, words: &str) -> Option<Self> {
        let rest = words.strip_suffix("method")?;
        let rest = rest.trim_end().trim_end_matches(" http").trim_end_matches("http");
        Some(MethodName { number, rest: rest.to_owned(), stem: stem_of(rest.trim_end()).to_owned() })
    }
}

/// Whether a name may be that of a field that holds the method of another; more may be than are.
pub fn may_name_method(name: &str) -> bool {
    name.as_bytes().windows("method".len()).any(|part| part.eq_ignore_ascii_case(b"method"))
}

/// The first field whose name is these words with `method` in the place of the URL word, by its number.
pub fn method_among(words: &str, methods: &[MethodName]) -> Option<usize> {
    let stem = stem_of(words);
    let fits = |method: &&MethodName| method.rest == stem || method.stem == stem || method.rest.is_empty();
    methods.iter().find(fits).map(|method| method.number)
}

fn method_of(sibling: &Sibling) -> Evidence {
    let methods: Vec<String> = sibling.values.iter().map(|value| value.to_uppercase()).collect();
    let named: Vec<&str> = METHODS.into_iter().filter(|&method| methods.iter().any(|value| value == method)).collect();
    let quote = if named.is_empty() { sibling.name.clone() } else { named.join(", ") };
    let place = sibling.values_place.filter(|_| !named.is_empty()).unwrap_or(sibling.place);
    Evidence { by: By::Sibling, quote, place: Some(place), confidence: Confidence::Certain }
}

/// The words of a name without the URL word at their end.
fn stem_of(words: &str) -> &str {
    let stem = ["urls", "url", "uris", "uri", "endpoint", "address"].iter().find_map(|end| words.strip_suffix(end));
    stem.map_or(words, str::trim_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_word_is_no_part_of_the_stem() {
        assert_eq!(stem_of("voice url"), "voice");
        assert_eq!(stem_of("status callback"), "status callback");
        assert_eq!(stem_of("url"), "");
    }
}
