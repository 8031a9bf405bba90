//! Findings that a configuration says not to tell: where, which rules, why and until when.

use super::Date;
use super::Settings;
use super::patterns::PointerPattern;
use crate::finding::{SuppressedBy, Suppression};
use std::collections::BTreeSet;

/// Findings that are not told, of a file that the ignore was already found to hold for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignore {
    /// Which places; all of the file where there is none.
    pub pointer: Option<PointerPattern>,
    /// Which rules; all where there are none.
    pub rules: BTreeSet<String>,
    /// Why.
    pub reason: Option<String>,
    /// The last day on which it holds.
    pub until: Option<Date>,
    /// Where it is said, as `whocalls.yaml:12`; empty where no file says it.
    pub said_at: String,
}

impl Ignore {
    /// Whether it holds on a day; without a day it does.
    pub fn holds_on(&self, today: Option<Date>) -> bool {
        self.until.zip(today).is_none_or(|(until, today)| today <= until)
    }

    /// Whether it is about a place of its file; a finding about the file has no pointer.
    fn covers(&self, pointer: Option<&str>) -> bool {
        match &self.pointer {
            None => true,
            Some(pattern) => pointer.is_some_and(|pointer| pattern.matches(pointer)),
        }
    }
}

/// The rules that are not told of a place, each once, with why not; most often there are none.
pub fn ignored(settings: &Settings, pointer: Option<&str>) -> Vec<(BTreeSet<String>, Suppression)> {
    let mut left = settings.rules.clone();
    let mut found = Vec::new();
    let holding = settings.ignores.iter().filter(|ignore| ignore.holds_on(settings.today) && ignore.covers(pointer));
    for ignore in holding {
        let is_named = |rule: &&String| ignore.rules.is_empty() || ignore.rules.contains(*rule);
        let named: BTreeSet<String> = left.iter().filter(is_named).cloned().collect();
        left.retain(|rule| !named.contains(rule));
        let said_at = (!ignore.said_at.is_empty()).then(|| ignore.said_at.clone());
        found.push((named, Suppression { by: SuppressedBy::Outside, reason: ignore.reason.clone(), said_at }));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ignore_holds_for_its_places_rules_and_days() {
        let ignore = Ignore {
            pointer: Some(PointerPattern::new("/a/*")),
            rules: ["missing-caller".to_owned()].into(),
            reason: Some("old".into()),
            until: Date::parse("2027-01-31"),
            said_at: String::new(),
        };
        let on = |day: &str, pointer: Option<&str>| {
            let settings = Settings { ignores: vec![ignore.clone()], today: Date::parse(day), ..Settings::default() };
            let found = ignored(&settings, pointer).into_iter();
            found
                .flat_map(|(rules, why)| rules.into_iter().map(move |rule| (rule, why.reason.clone())))
                .collect::<Vec<_>>()
        };
        let held = [("missing-caller".to_owned(), Some("old".to_owned()))];
        assert_eq!(on("2027-01-31", Some("/a/b")), held);
        assert_eq!(on("2027-02-01", Some("/a/b")), []);
        assert_eq!(on("2027-01-31", Some("/b/b")), []);
        assert_eq!(on("2027-01-31", None), []);
        let all = Settings {
            ignores: vec![Ignore { pointer: None, rules: BTreeSet::new(), ..ignore }],
            ..Settings::default()
        };
        assert_eq!(ignored(&all, None)[0].0, all.rules);
    }
}
