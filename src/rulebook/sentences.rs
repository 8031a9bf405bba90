//! What to write beside a field whose words leave something out: a language's sentences, with places for what is known and
//! gaps in `<…>` for what is not.
//!
//! Which facts go into a sentence is decided in `check`; this file holds the wording and knows a gap when it is met again.

pub use super::compiled::sentences::{Call, Sentences};
use crate::field::{Fact, Kind};

impl Sentences {
    /// The sentences for a kind; what may be either is spoken of as a request.
    pub fn of(&self, kind: Kind) -> &Call {
        match kind {
            Kind::Redirect => &self.redirect,
            Kind::Webhook | Kind::Unknown => &self.webhook,
        }
    }

    /// The fact that a gap stands for, given what is between its `<` and `>`; none where it is no gap of these sentences.
    pub fn fact_of_gap(&self, inner: &str) -> Option<Fact> {
        let gaps = &self.gaps;
        let known = [
            (Fact::Caller, &gaps.caller),
            (Fact::Caller, &gaps.person),
            (Fact::Method, &gaps.method),
            (Fact::Trigger, &gaps.event),
            (Fact::Trigger, &gaps.event_of),
            (Fact::Failure, &self.webhook.failure),
            (Fact::Failure, &self.redirect.failure),
        ];
        let inner = inner.split_whitespace().collect::<Vec<_>>().join(" ");
        // What a gap says of an operation differs from field to field, so that its beginning is compared.
        let begins = |gap: &str| inner.starts_with(gap.split('{').next().unwrap_or(gap));
        let is_known = |gap: &str| if gap.contains('{') { begins(gap) } else { inner == gap };
        known.into_iter().find(|(_, text)| gaps_in(text).any(is_known)).map(|(fact, _)| fact)
    }
}

/// What is between each `<` and `>` of a text.
pub fn gaps_in(text: &str) -> impl Iterator<Item = &str> {
    text.split('<').skip(1).filter_map(|rest| rest.split_once('>').map(|(inner, _)| inner))
}
