//! Settings as they are valid: what a run looks for, what it passes over and what it fails on.
//!
//! They come from what was typed, in files ([`typed`]) and by flags, laid over each other ([`configuration`], [`settle`]).
//! Finding and reading the files is left to others, who hand in texts and get settings or mistakes back.

pub mod configuration;
pub mod date;
pub mod ignores;
pub mod keys;
mod mistake;
pub mod patterns;
mod policy;
pub mod schema;
pub mod settle;
pub mod shown;
mod topics;
pub mod typed;

use crate::field::{Facts, Kind};
use crate::finding::Severity;
use crate::rulebook::Rulebook;
use crate::rulebook::checks::{self, Check, Group, Question};
use crate::source::FileId;
pub use date::Date;
use ignores::Ignore;
pub use mistake::Mistakes;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A configuration that says nothing, with a comment for each thing that it could say.
pub const STARTER: &str = include_str!("config/starter.yaml");

/// What holds for every callback URL of a kind in a house, so that it can be written beside each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HouseFacts {
    /// The HTTP method in upper case, such as `POST`; only for server-to-server calls.
    pub method: Option<String>,
    /// Whole sentences that say what happens when a call or a flow fails.
    pub failure: Option<String>,
}

/// The words of a section that speaks for all fields of some kinds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyWords {
    /// The section as messages name it.
    pub shown: String,
    /// The kinds.
    pub kinds: Vec<Kind>,
    /// The rules whose topics it speaks of; all where there are none.
    pub topics: Vec<String>,
    /// The language of the words.
    pub language: String,
    /// The words, block by block.
    pub words: Vec<String>,
}

/// What a run looks for.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The party that calls, as the documents name it; without it a document's own title is used.
    pub caller: Option<String>,
    /// Other names of that party, by which words may call it.
    pub other_names: Vec<String>,
    /// What holds for every callback URL of a kind.
    pub house: BTreeMap<Kind, HouseFacts>,
    /// What is stated once for all fields of a kind, in sections that were found to state it.
    pub policy: BTreeMap<Kind, Facts>,
    /// The words of those sections, each with the kinds that it speaks of.
    pub policy_words: Vec<Arc<PolicyWords>>,
    /// The ids of the rules that are asked.
    pub rules: BTreeSet<String>,
    /// What findings of rules count for, where it is not what the rules say themselves.
    pub severities: BTreeMap<String, Severity>,
    /// Rules of the house, beside those that are built in.
    pub checks: Arc<Vec<Check>>,
    /// The rule data of the house; none where it is what is built in.
    pub rulebook: Option<Arc<Rulebook>>,
    /// The languages of locale files that are checked; all where there are none.
    pub languages: BTreeSet<String>,
    /// Whether fields are checked that are more likely than not, but not certainly, callback URLs.
    pub pedantic: bool,
    /// Findings that are not told.
    pub ignores: Vec<Ignore>,
    /// The least severity that fails a run; none if nothing does.
    pub fail_on: Option<Severity>,
    /// Whether comments and keys that ask to ignore findings are heeded.
    pub heed_ignores: bool,
    /// The day of the run, for what is to be ignored until some day; without it, no such day has come.
    pub today: Option<Date>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            caller: None,
            other_names: Vec::new(),
            house: BTreeMap::new(),
            policy: BTreeMap::new(),
            policy_words: Vec::new(),
            rules: Settings::of_group(Group::Core),
            severities: BTreeMap::new(),
            checks: Arc::default(),
            rulebook: None,
            languages: BTreeSet::new(),
            pedantic: false,
            ignores: Vec::new(),
            heed_ignores: true,
            today: None,
            fail_on: Some(Severity::Warning),
        }
    }
}

impl Settings {
    /// The ids of the built-in rules that are asked with a group.
    pub fn of_group(group: Group) -> BTreeSet<String> {
        let asked = checks::built_in().iter().filter(|check| check.page.group <= group);
        asked.map(|check| check.id.clone()).collect()
    }

    /// Whether a rule is asked.
    pub fn asks(&self, rule: &str) -> bool {
        self.rules.contains(rule)
    }

    /// Whether a finding of this severity fails the run.
    pub fn fails(&self, severity: Severity) -> bool {
        self.fail_on.is_some_and(|least| severity >= least)
    }

    /// What a finding of a rule counts for.
    pub fn severity(&self, check: &Check) -> Severity {
        self.severities.get(&check.id).copied().unwrap_or(check.page.severity)
    }

    /// Rules by what a finding of each counts for, what matters most first: a finding stands for rules that count for the
    /// same.
    pub fn by_severity<'c>(&self, checks: &[&'c Check]) -> Vec<(Severity, Vec<&'c Check>)> {
        let of = |severity| checks.iter().copied().filter(|check| self.severity(check) == severity).collect();
        let all = Severity::ALL.into_iter().rev().map(|severity| (severity, of(severity)));
        all.filter(|(_, checks): &(_, Vec<_>)| !checks.is_empty()).collect()
    }

    /// The rules that ask a question and are asked, that which is built in first.
    pub fn asking(&self, question: Question) -> impl Iterator<Item = &Check> {
        let own = self.checks.iter().filter(move |check| check.question == question);
        std::iter::once(checks::asking(question)).chain(own).filter(|check| self.asks(&check.id))
    }

    /// The rules about topics that are asked, those that are built in first.
    pub fn asking_topics(&self) -> Vec<&Check> {
        let all = checks::built_in().iter().chain(self.checks.iter());
        all.filter(|check| check.question == Question::Topic && self.asks(&check.id)).collect()
    }

    /// The rule data.
    pub fn rulebook(&self) -> &Rulebook {
        self.rulebook.as_deref().unwrap_or_else(|| Rulebook::built_in())
    }

    /// Whether words in a language are checked.
    pub fn checks_language(&self, language: &str) -> bool {
        self.languages.is_empty() || self.languages.contains(language)
    }

    /// Names of the party that calls.
    pub fn callers(&self) -> Vec<String> {
        self.caller.iter().chain(&self.other_names).cloned().collect()
    }

    /// The rule of that id, built in or of the house.
    pub fn find(&self, id: &str) -> Option<&Check> {
        checks::find(id).or_else(|| self.checks.iter().find(|check| check.id == id))
    }
}

/// Which settings hold for each of the sources that are handed in together.
pub trait BySource {
    /// The settings for a source.
    fn of(&self, file: FileId) -> &Settings;
}

/// The same for all.
impl BySource for Settings {
    fn of(&self, _: FileId) -> &Settings {
        self
    }
}

/// One for each source, in their order.
impl BySource for [Arc<Settings>] {
    fn of(&self, file: FileId) -> &Settings {
        &self[file]
    }
}

impl BySource for Vec<Arc<Settings>> {
    fn of(&self, file: FileId) -> &Settings {
        &self[file]
    }
}

/// Whether a name in a list of what is asked, or not asked, is that of a rule or of a group of them; `own` are the rules of
/// the house.
pub fn names_rules(name: &str, own: &[Check]) -> bool {
    Group::named(name).is_some() || checks::find(name).is_some() || own.iter().any(|check| check.id == name)
}

/// A rule id that names no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule `{name}`{}; `whocalls rules` lists them all", suggestion.as_ref().map(|near| format!(", did you mean `{near}`?")).unwrap_or_default())]
pub struct UnknownRule {
    /// What was given.
    pub name: String,
    /// The rule whose id is nearest, if any is near.
    pub suggestion: Option<String>,
}

/// The error for a rule id that names no rule, with the nearest one that does; `own` are the rules of the house.
pub fn unknown_rule(name: &str, own: &[Check]) -> UnknownRule {
    let choices: Vec<String> = checks::built_in().iter().chain(own).map(|check| check.id.clone()).collect();
    UnknownRule { name: name.to_string(), suggestion: nearest(name, choices.iter()).cloned() }
}

/// The candidate that is nearest to what was typed, if it is near enough to be what was meant.
pub fn nearest<'a>(typed: &str, candidates: impl Iterator<Item = &'a String>) -> Option<&'a String> {
    let near = candidates.map(|candidate| (strsim::jaro_winkler(typed, candidate), candidate));
    near.filter(|&(likeness, _)| likeness > 0.8).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_rule_is_an_error_with_the_nearest_one() {
        let error = unknown_rule("missing-callers", &[]);
        assert_eq!(error.suggestion.as_deref(), Some("missing-caller"));
        assert!(error.to_string().starts_with("there is no rule `missing-callers`, did you mean `missing-caller`?"));
        assert!(error.to_string().ends_with("`whocalls rules` lists them all"));
        assert_eq!(unknown_rule("zzz", &[]).suggestion, None);
    }

    #[test]
    fn the_threshold_includes_itself() {
        let settings = Settings::default();
        assert!(settings.fails(Severity::Warning) && settings.fails(Severity::Error));
        assert!(!settings.fails(Severity::Info));
        assert!(!Settings { fail_on: None, ..settings }.fails(Severity::Error));
    }
}
