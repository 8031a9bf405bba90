//! Statements about one field that cannot both be true: a method in the words and another in the structure, a name of one
//! kind with words of the other.

use super::verdict::Verdict;
use crate::field::{By, Candidate, Conflict, ConflictAbout, Fact, Facts, Kind, Sibling};
use crate::source::Place;

/// The conflicts of a candidate that was recognised with this verdict and these facts.
pub fn conflicts(candidate: &Candidate, verdict: &Verdict, facts: &Facts, sibling: Option<&Sibling>) -> Vec<Conflict> {
    method_conflict(candidate, facts, sibling).into_iter().chain(kind_conflict(candidate, verdict)).collect()
}

/// The HTTP methods that rule data and specifications name.
pub const METHODS: [&str; 6] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

/// The words name methods, and the structure names others.
fn method_conflict(candidate: &Candidate, facts: &Facts, sibling: Option<&Sibling>) -> Option<Conflict> {
    let stated = facts.of(Fact::Method).filter(|evidence| evidence.by == By::Text)?;
    let place = stated.place?;
    // All that the words name counts: "GET or POST" does not contradict a POST.
    let said: Vec<&str> = candidate.texts.iter().flat_map(|text| methods_in(&text.decoded)).collect();
    let of_callbacks = candidate.callbacks.iter().map(|operation| (operation.method.clone(), operation.method_place));
    let of_sibling = sibling.into_iter().flat_map(|sibling| {
        let values = sibling.values.iter().map(|value| value.to_uppercase());
        values.map(|value| (value, sibling.values_place.unwrap_or(sibling.place)))
    });
    let structure: Vec<(String, Place)> =
        of_callbacks.chain(of_sibling).filter(|(method, _)| METHODS.contains(&method.as_str())).collect();
    let (method, against) = structure.first()?;
    let agree = structure.iter().any(|(method, _)| said.contains(&method.as_str()));
    (!said.is_empty() && !agree).then(|| Conflict {
        about: ConflictAbout::Method,
        said: (said.join(" or "), place),
        against: (method.clone(), *against),
    })
}

/// The methods that words name, in capitals as methods are written.
fn methods_in(words: &str) -> Vec<&'static str> {
    let named = |method: &&str| words.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == *method);
    METHODS.into_iter().filter(named).collect()
}

/// The name says one kind, and the words say the other.
fn kind_conflict(candidate: &Candidate, verdict: &Verdict) -> Option<Conflict> {
    let of_name = verdict.kind_of_name?;
    let (of_words, number, range) = verdict.kind_of_words.clone()?;
    let text = candidate.texts.get(number)?;
    let says = |kind: Kind| match kind {
        Kind::Redirect => "a person's browser arrives".to_owned(),
        Kind::Webhook | Kind::Unknown => "a server calls".to_owned(),
    };
    let name = Place { file: candidate.file, span: candidate.name_span };
    (of_name != of_words).then(|| Conflict {
        about: ConflictAbout::Kind,
        said: (says(of_words), text.place(range)),
        against: (says(of_name), name),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_words_in_capitals() {
        assert_eq!(methods_in("an HTTP `POST` or PUT"), ["POST", "PUT"]);
        assert!(methods_in("get the POSTAL address").is_empty());
    }
}
