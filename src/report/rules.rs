//! The rules for people: the table of all of them.

use super::list;
use crate::config::Settings;
use crate::rulebook::checks::{self, Check};

/// One row for each rule, those of the house last: id, group, severity as it is set and what it tells.
pub fn table(settings: &Settings) -> String {
    let severity = |check: &Check| match settings.asks(&check.id) {
        true => settings.severity(check).word(),
        false => "off",
    };
    let row = |check: &Check| {
        vec![
            check.id.clone(),
            check.page.group.word().to_string(),
            severity(check).to_string(),
            check.page.summary.clone(),
        ]
    };
    let all: Vec<_> = checks::built_in().iter().chain(settings.checks.iter()).map(row).collect();
    list::table(&["rule", "group", "severity", "tells that"], &all)
}
