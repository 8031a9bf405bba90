//! What to write beside a field whose words leave something out: a language's sentences, with places for what is known and
//! gaps in `<…>` for what is not.
//!
//! Which facts go into a sentence is decided in `check`; this file holds the wording and knows a gap when it is met again.

use crate::field::{Fact, Kind};
use serde::Deserialize;

/// The sentences of one language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Sentences {
    /// What stands for what is not known.
    pub gaps: Gaps,
    /// How a request is named.
    pub request: Request,
    /// How what arrives at a redirect is named.
    pub browser: Browser,
    /// What a server does.
    pub webhook: Call,
    /// What a browser does.
    pub redirect: Call,
}

/// Words for what is not known, each with its `<` and `>`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Gaps {
    /// The party that calls.
    pub caller: String,
    /// The person whose browser arrives.
    pub person: String,
    /// The HTTP method.
    pub method: String,
    /// The event.
    pub event: String,
    /// The event, where there is one operation that it has to do with.
    pub event_of: String,
}

/// The request of a webhook, by what is known of its method.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Request {
    /// With `{method}` as its method.
    pub of: String,
    /// What stands between two methods.
    pub or: String,
    /// Where its method is stated already.
    pub stated: String,
    /// Where another field, `{method}`, holds its method.
    pub named: String,
}

/// The browser that arrives, by what is known of the person before it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Browser {
    /// With `{person}` before it.
    pub of: String,
    /// Where nothing is to be said of the person.
    pub any: String,
}

/// One sentence for every choice of caller, method and trigger, and one for the failure.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Call {
    caller: String,
    caller_method: String,
    caller_trigger: String,
    caller_method_trigger: String,
    method: String,
    method_trigger: String,
    trigger: String,
    /// What happens on failure, which nobody knows but the reader.
    pub failure: String,
}

impl Call {
    /// The sentence that says these of caller, method and trigger; none if it would say nothing.
    pub fn saying(&self, caller: bool, method: bool, trigger: bool) -> Option<&str> {
        match (caller, method, trigger) {
            (false, false, false) => None,
            (true, false, false) => Some(&self.caller),
            (true, true, false) => Some(&self.caller_method),
            (true, false, true) => Some(&self.caller_trigger),
            (true, true, true) => Some(&self.caller_method_trigger),
            (false, true, false) => Some(&self.method),
            (false, true, true) => Some(&self.method_trigger),
            (false, false, true) => Some(&self.trigger),
        }
    }
}

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
