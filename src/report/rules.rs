//! The rules for people: the table of all of them.

use super::list;
use crate::rulebook::checks;

/// One row for each rule: id, severity and what it tells.
pub fn table() -> String {
    let row = |check: &checks::Check| {
        vec![check.id.clone(), check.page.severity.word().to_string(), check.page.summary.clone()]
    };
    list::table(&["rule", "severity", "tells that"], &checks::built_in().iter().map(row).collect::<Vec<_>>())
}
