//! What to write beside a field, in one language, as it stands in the file of its phrases.

use serde::{Deserialize, Serialize};

/// The sentences of one language.
#[derive(Clone, Debug, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Browser {
    /// With `{person}` before it.
    pub of: String,
    /// Where nothing is to be said of the person.
    pub any: String,
}

/// One sentence for every choice of caller, method and trigger, and one for the failure.
#[derive(Clone, Debug, Serialize, Deserialize)]
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
