//! Of which subject a field is: a webhook, or which sort of redirect, as its name, what surrounds it and its words tell.

use super::names::words_of;
use super::prose::sentences;
use crate::field::{Field, Kind, Subject};
use crate::rulebook::topics::{Cues, Subjects};
use crate::rulebook::wording::{Gate, Grammar, Wording};

/// The subject of a field; none where its kind is unknown, or where it could as well be another sort of redirect.
pub fn subject_of(field: &Field) -> Option<Subject> {
    match field.kind {
        Kind::Webhook => Some(Subject::Webhook),
        Kind::Unknown => None,
        Kind::Redirect => {
            let Subjects { cues, gate } = Subjects::built_in();
            let redirects = cues.iter().filter(|cues| cues.subject.kind() == Kind::Redirect);
            let mut weighed: Vec<(u32, Subject)> =
                redirects.map(|cues| (weight(field, cues, gate), cues.subject)).collect();
            weighed.sort_unstable_by(|one, other| other.cmp(one));
            match weighed[..] {
                // Less than its own name, what it stands in or what stands beside it is too little.
                [(most, subject), ref rest @ ..] if most >= 2 && rest.iter().all(|&(other, _)| other < most) => {
                    Some(subject)
                }
                _ => None,
            }
        }
    }
}

/// How much speaks for a subject: its name the most, then what stands around and beside it, then words.
fn weight(field: &Field, cues: &Cues, gate: &Gate) -> u32 {
    let candidate = &field.candidate;
    let says = |wording: &Option<Wording>, words: &str| {
        let found = |wording: &Wording| wording.find(words, &gate.scan(words), &Grammar::default()).is_some();
        wording.as_ref().is_some_and(found)
    };
    let says_any = |wording: &Option<Wording>, texts: &[&str]| {
        let mut all = texts.iter().flat_map(|text| sentences(text));
        wording.is_some() && all.any(|sentence| says(wording, &sentence.words))
    };
    let words = words_of(&candidate.name);
    if says(&cues.never, &words) {
        return 0;
    }
    let name = says(&cues.name, &words);
    let owner = candidate.owners.iter().any(|owner| says(&cues.owner, &words_of(owner)));
    let beside = candidate.siblings.iter().any(|sibling| says(&cues.beside, &words_of(&sibling.name)));
    let own: Vec<&str> = candidate.texts.iter().map(|text| text.decoded.as_str()).collect();
    let near: Vec<&str> = candidate.operations.iter().take(3).flat_map(|at| &at.words).map(String::as_str).collect();
    3 * u32::from(name)
        + 2 * u32::from(owner)
        + 2 * u32::from(beside)
        + 2 * u32::from(says_any(&cues.words, &own))
        + u32::from(says_any(&cues.words, &near))
}
