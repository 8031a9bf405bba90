//! Settings as they are valid: what a run looks for, what it passes over and what it fails on.
//!
//! Where they come from (flags, later files) is left to others, who hand in words and get a choice or an error back.

mod date;

pub use date::Date;

use crate::field::Kind;
use crate::finding::Severity;
use crate::rulebook::checks;
use std::collections::{BTreeMap, BTreeSet};

/// What holds for every callback URL of a kind in a house, so that it can be written beside each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HouseFacts {
    /// The HTTP method in upper case, such as `POST`; only for server-to-server calls.
    pub method: Option<String>,
    /// Whole sentences that say what happens when a call or a flow fails.
    pub failure: Option<String>,
}

/// What a run looks for.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The party that calls, as the documents name it; without it a document's own title is used.
    pub caller: Option<String>,
    /// What holds for every callback URL of a kind.
    pub house: BTreeMap<Kind, HouseFacts>,
    /// The ids of the rules that are asked.
    pub rules: BTreeSet<String>,
    /// Whether fields are checked that are more likely than not, but not certainly, callback URLs.
    pub pedantic: bool,
    /// The least severity that fails a run; none if nothing does.
    pub fail_on: Option<Severity>,
    /// Whether comments and keys that ask to ignore findings are heeded.
    pub heed_ignores: bool,
    /// The day of the run, for what is to be ignored until some day; without it, no such day has come.
    pub today: Option<Date>,
}

impl Default for Settings {
    fn default() -> Self {
        let rules = checks::built_in().iter().map(|check| check.id.clone()).collect();
        Settings {
            caller: None,
            house: BTreeMap::new(),
            rules,
            pedantic: false,
            fail_on: Some(Severity::Warning),
            heed_ignores: true,
            today: None,
        }
    }
}

impl Settings {
    /// Whether a rule is asked.
    pub fn asks(&self, rule: &str) -> bool {
        self.rules.contains(rule)
    }

    /// Whether a finding of this severity fails the run.
    pub fn fails(&self, severity: Severity) -> bool {
        self.fail_on.is_some_and(|least| severity >= least)
    }
}

/// A rule id that names no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule `{name}`{}; the rules are {}", suggestion.as_ref().map(|near| format!(", did you mean `{near}`?")).unwrap_or_default(), choices.join(", "))]
pub struct UnknownRule {
    /// What was given.
    pub name: String,
    /// The rule whose id is nearest, if any is near.
    pub suggestion: Option<String>,
    /// All ids.
    pub choices: Vec<String>,
}

/// The rules to ask: those selected, or all if none is, without those ignored.
pub fn choose_rules(select: &[String], ignore: &[String]) -> Result<BTreeSet<String>, UnknownRule> {
    let known: BTreeSet<String> = checks::built_in().iter().map(|check| check.id.clone()).collect();
    if let Some(unknown) = select.iter().chain(ignore).find(|id| !known.contains(*id)) {
        return Err(unknown_rule(unknown));
    }
    let mut chosen = if select.is_empty() { known } else { select.iter().cloned().collect() };
    chosen.retain(|id| !ignore.contains(id));
    Ok(chosen)
}

/// The error for a rule id that names no rule, with the nearest one that does.
pub fn unknown_rule(name: &str) -> UnknownRule {
    let choices: Vec<String> = checks::built_in().iter().map(|check| check.id.clone()).collect();
    UnknownRule { name: name.to_string(), suggestion: nearest(name, choices.iter()).cloned(), choices }
}

/// The candidate that is nearest to what was typed, if it is near enough to be what was meant.
pub fn nearest<'a>(typed: &str, candidates: impl Iterator<Item = &'a String>) -> Option<&'a String> {
    let near = candidates.map(|candidate| (strsim::jaro_winkler(typed, candidate), candidate));
    near.filter(|&(likeness, _)| likeness > 0.8).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(ids: &[&str]) -> Vec<String> {
        ids.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn selecting_narrows_and_ignoring_takes_away() {
        let all = choose_rules(&[], &[]).expect("no unknown rule");
        assert_eq!(all, Settings::default().rules);
        let two = choose_rules(&ids(&["missing-caller", "missing-method"]), &ids(&["missing-method"]));
        assert_eq!(two.expect("both exist").into_iter().collect::<Vec<_>>(), ["missing-caller"]);
    }

    #[test]
    fn an_unknown_rule_is_an_error_with_the_nearest_one() {
        let error = choose_rules(&[], &ids(&["missing-callers"])).expect_err("there is none such");
        assert_eq!(error.suggestion.as_deref(), Some("missing-caller"));
        assert!(error.to_string().starts_with("there is no rule `missing-callers`, did you mean `missing-caller`?"));
        assert!(error.to_string().contains("undocumented"));
        assert_eq!(unknown_rule("zzz").suggestion, None);
    }

    #[test]
    fn the_threshold_includes_itself() {
        let settings = Settings::default();
        assert!(settings.fails(Severity::Warning) && settings.fails(Severity::Error));
        assert!(!settings.fails(Severity::Info));
        assert!(!Settings { fail_on: None, ..settings }.fails(Severity::Error));
    }
}
