//! From a candidate to a field: is it a callback URL, of which kind, and what do its words state.

use crate::field::{Candidate, Facts, Field, Kind};
use crate::rulebook::Rulebook;

/// What is known of the document beyond what it says.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// Names under which the caller may appear in the words.
    pub callers: Vec<String>,
}

/// Tells whether a name and the undecoded words beside it are worth reading at all.
pub fn gate(rulebook: &Rulebook) -> impl Fn(&str, &str) -> bool + Sync {
    let _ = rulebook;
    |_: &str, _: &str| true
}

/// The candidate as a field, if it is a callback URL.
pub fn recognise(candidate: Candidate, rulebook: &Rulebook, context: &Context) -> Option<Field> {
    let _ = (candidate, rulebook, context);
    None
}

/// What given words state.
pub fn facts_in(text: &str, kind: Kind, rulebook: &Rulebook, callers: &[String]) -> Facts {
    let _ = (text, kind, rulebook, callers);
    Facts::default()
}
