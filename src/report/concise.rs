//! One line a finding, in the form that editors and terminals make links of.

use super::{Look, Reported, visible::visible};

/// `path:line:column: severity: message [rules]`.
pub fn finding(reported: &Reported, _look: &Look) -> String {
    let finding = reported.finding;
    format!(
        "{}: {}: {} [{}]\n",
        reported.location(),
        finding.severity.word(),
        visible(&finding.message),
        finding.rules.join(", ")
    )
}
