//! Of which subject a field is: a webhook, or which sort of redirect, as its name, what surrounds it and its words tell.

use super::names::words_of;
use super::prose::sentences;
use crate::field::{Field, Kind, Subject};
use crate::rulebook::topics::{Cues, Subjects};
use crate::rulebook::wording::{Gate, Grammar, Wording};

/// The subject of a field; none where its kind is unknown, or where it could as well be another sort of redirect.
pub fn subject_of(field: &Field) -> Option<Subject> {
    let Subjects { cues, gate } = Subjects::built_in();
    let of = |subject: Subject| cues.iter().filter(move |cues| cues.subject == subject);
    match field.kind {
        Kind::Unknown => None,
        // A standard tells all of the call that ends a session from server to server.
        Kind::Webhook if of(Subject::Logout).any(|cues| is_named(field, cues, gate)) => None,
        Kind::Webhook => Some(Subject::Webhook),
        Kind::Redirect if is_handed_out(field) => None,
        Kind::Redirect => {
            let redirects = cues.iter().filter(|cues| cues.subject.kind() == Kind::Redirect);
            let weighed = redirects.map(|cues| (weight(field, cues, gate), cues));
            let mut weighed: Vec<(u32, Subject)> = weighed
                .filter(|(weight, cues)| *weight >= cues.least)
                .map(|(weight, cues)| (weight, cues.subject))
                .collect();
            weighed.sort_unstable_by(|one, other| other.cmp(one));
            match weighed[..] {
                [(most, subject), ref rest @ ..] if rest.iter().all(|&(other, _)| other < most) => Some(subject),
                _ => None,
            }
        }
    }
}

/// Whether a response alone has it, by a name for one URL: a link that the reader is to follow, and not a place to come
/// back to. A list is that of a client.
fn is_handed_out(field: &Field) -> bool {
    let candidate = &field.candidate;
    candidate.usage.response && !candidate.usage.request && !candidate.shape.list
}

fn says(wording: &Option<Wording>, words: &str, gate: &Gate) -> bool {
    let found = |wording: &Wording| wording.find(words, &gate.scan(words), &Grammar::default()).is_some();
    wording.as_ref().is_some_and(found)
}

/// Whether the name of a field says a subject.
fn is_named(field: &Field, cues: &Cues, gate: &Gate) -> bool {
    let words = words_of(&field.candidate.name);
    says(&cues.name, &words, gate) && !says(&cues.never, &words, gate)
}

/// How much speaks for a subject: its name the most, then what stands around and beside it, then words.
fn weight(field: &Field, cues: &Cues, gate: &Gate) -> u32 {
    let candidate = &field.candidate;
    let says = |wording: &Option<Wording>, words: &str| says(wording, words, gate);
    let says_any = |wording: &Option<Wording>, texts: &[&str]| {
        let mut all = texts.iter().flat_map(|text| sentences(text));
        wording.is_some() && all.any(|sentence| says(wording, &sentence.words))
    };
    if says(&cues.never, &words_of(&candidate.name)) {
        return 0;
    }
    let name = is_named(field, cues, gate);
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
