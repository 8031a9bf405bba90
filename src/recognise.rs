//! From a candidate to a field: is it a callback URL, of which kind, and what do its words and its structure state.

mod conflict;
pub mod drift;
pub mod facts;
mod lexicon;
pub mod names;
pub mod prose;
mod structure;
pub mod subject;
pub mod topics;
pub mod verdict;
pub mod writing;

use crate::field::{Candidate, Fact, Facts, Field, Kind};
use crate::parallel;
use crate::rulebook::{Rulebook, SOURCE_LANGUAGE, primary};
use crate::source::FileId;
pub use conflict::METHODS;
use foldhash::HashSet;
use lexicon::Lexicons;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
pub use structure::may_name_method;

/// What is known from outside the documents.
#[derive(Clone, Debug)]
pub struct Context<'r> {
    /// The rule data.
    pub rulebook: &'r Rulebook,
    /// Names of the party that calls, as the words may use them.
    pub callers: Vec<String>,
    /// What is stated once for all fields of a kind.
    pub policy: &'r BTreeMap<Kind, Facts>,
}

/// Whether a place is worth reading at all: a scan for the stems of the vocabulary.
pub fn gate(rulebook: &Rulebook) -> impl Fn(&str, &str) -> bool + Sync {
    |name, prose| rulebook.names().may_be_field(name, prose)
}

/// What a reader asks of a candidate before it gathers all that is to be said of it: whether it may be a field, told by
/// its names, its words and its shape.
pub struct Sift<'r> {
    rulebooks: Vec<&'r Rulebook>,
    state: Mutex<(Lexicons<'r>, Requested)>,
}

/// Names that requests of each file hold, by their words.
type Requested = HashSet<(FileId, String)>;

impl<'r> Sift<'r> {
    /// A sift for candidates that any of these rulebooks may take for fields.
    pub fn new(rulebooks: &[&'r Rulebook]) -> Self {
        Sift { rulebooks: rulebooks.to_vec(), state: Mutex::default() }
    }

    /// Whether a candidate may be a field. That it stands in a request is remembered of the others, too.
    pub fn keeps(&self, candidate: &Candidate) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (lexicons, requested) = &mut *state;
        let keeps = self.rulebooks.iter().any(|rulebook| verdict::may_be_field(candidate, lexicons.of(rulebook)));
        if candidate.usage.request && !keeps {
            requested.insert((candidate.file, names::words_of(&candidate.name)));
        }
        keeps
    }
}

/// The callback URL fields among candidates that were read together, in their order, with what is known of each file and
/// what was sifted out before.
pub fn recognise<'c>(
    candidates: Vec<Candidate>,
    sift: Sift<'c>,
    context: &(impl Fn(FileId) -> &'c Context<'c> + Sync),
) -> Vec<Field> {
    let (lexicons, mut requested) = sift.state.into_inner().unwrap_or_else(PoisonError::into_inner);
    requested.extend(names_in_requests(&candidates));
    let echoed = |candidate: &Candidate| requested.contains(&(candidate.file, names::words_of(&candidate.name)));
    // What was worked out before is of use to one thread.
    let known = Mutex::new(Some(lexicons));
    let lexicons = || known.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default();
    parallel::filter_map_with(candidates, FEW, lexicons, |lexicons, candidate| {
        let context = context(candidate.file);
        let lexicon = lexicons.of(context.rulebook);
        let verdict = verdict::weigh_field(&candidate, echoed(&candidate), lexicon)?;
        let method = lexicon.method_sibling(&candidate.name, &candidate.siblings);
        field(candidate, method, verdict, context)
    })
}

/// As many candidates as are recognised in the time in which threads begin.
const FEW: usize = 8;

/// The names that requests of each file hold: a response that has one of them echoes what was registered.
pub fn names_in_requests(candidates: &[Candidate]) -> HashSet<(FileId, String)> {
    let sent = candidates.iter().filter(|candidate| candidate.usage.request);
    sent.map(|candidate| (candidate.file, names::words_of(&candidate.name))).collect()
}

/// The field that a candidate with a verdict is; `method` is which of the places beside it holds its method.
fn field(candidate: Candidate, method: Option<usize>, verdict: verdict::Verdict, context: &Context) -> Option<Field> {
    let siblings = Arc::clone(&candidate.siblings);
    let method = method.map(|number| &siblings[number]);
    let rulebook = context.rulebook;
    let (confidence, kind) = (verdict.confidence?, verdict.kind);
    let mut callers = context.callers.clone();
    callers.extend(candidate.info.title.as_deref().and_then(name_in_title));
    let phrases = candidate.info.language.as_deref().map_or(Some(rulebook.phrases()), |of| rulebook.phrases_in(of));
    // Of a file that is taken as English, what is in another script is in a language that nobody told.
    let in_source_language = candidate.info.language.as_deref().is_none_or(|of| primary(of) == SOURCE_LANGUAGE);
    let understood = phrases.is_some() && !(in_source_language && writing::is_in_other_script(&candidate.texts));
    let phrases = phrases.unwrap_or(rulebook.phrases());
    let mut facts = facts::facts_in_texts(&candidate.texts, kind, phrases, &callers);
    structure::facts_in_structure(&candidate, method, kind, phrases, &callers, &mut facts);
    if let Some(policy) = context.policy.get(&kind) {
        for fact in Fact::ALL {
            policy.of(fact).into_iter().for_each(|evidence| facts.state(fact, evidence.clone()));
        }
    }
    let nearby = facts::facts_in_nearby(&candidate.nearby, kind, phrases, &callers);
    let missing = facts.missing().into_iter();
    let elsewhere = missing.filter_map(|fact: Fact| nearby.of(fact).map(|evidence| (fact, evidence.clone()))).collect();
    let half_facts = facts::half_facts_in_texts(&candidate.texts, kind, phrases, &facts.missing());
    let conflicts = conflict::conflicts(&candidate, &verdict, &facts, method);
    let reasons = verdict.reasons;
    Some(Field { candidate, kind, confidence, reasons, facts, elsewhere, half_facts, conflicts, understood })
}

/// The product's name in a document's title: what stands before `API` and the like.
pub fn name_in_title(title: &str) -> Option<String> {
    const ENDS: [&str; 32] = [
        "core",
        "integrations",
        "integration",
        "compatibility",
        "omnichannel",
        "frontend",
        "backend",
        "server",
        "service",
        "services",
        "gateway",
        "sdk",
        "checkout",
        "webhooks",
        "api",
        "apis",
        "rest",
        "specification",
        "openapi",
        "open",
        "web",
        "v1",
        "v2",
        "v3",
        "documentation",
        "docs",
        "reference",
        "swagger",
        "http",
        "public",
        "postman",
        "collection",
    ];
    let before = title.split([':', '|', '(', '–', '—']).next().unwrap_or(title);
    let mut words: Vec<&str> = before.split_whitespace().collect();
    while let Some(last) = words.last() {
        let last = last.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let version = last.trim_start_matches('v').chars().all(|c| c.is_ascii_digit() || c == '.');
        if !(version || ENDS.contains(&last.as_str())) {
            break;
        }
        words.pop();
    }
    let name = words.join(" ");
    let is_named = !words.iter().all(|word| NO_NAMES.contains(&word.to_lowercase().as_str()));
    (is_named && words.len() <= 4).then_some(name)
}

/// Words of a title that name nobody by themselves.
const NO_NAMES: [&str; 14] =
    ["my", "our", "your", "the", "a", "an", "this", "sample", "example", "demo", "test", "simple", "new", "untitled"];

/// The name in a title as far as it can be taken for that of the party that calls: one in lower case throughout is more
/// often a file's name.
pub fn party_in_title(title: &str) -> Option<String> {
    name_in_title(title).filter(|name| name.chars().any(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_product_is_named_by_the_title() {
        let check = |title: &str, name: Option<&str>| assert_eq!(name_in_title(title).as_deref(), name, "{title}");
        check("Acme REST API v2.1", Some("Acme"));
        check("Acme Pay API: payouts", Some("Acme Pay"));
        check("Acme Pay Postman Collection", Some("Acme Pay"));
        check("OpenAPI specification", None);
        check("My API", None);
        check("Acme, Inc. API", Some("Acme, Inc."));
        check("An API for everything that a modern shop needs", None);
    }
}
