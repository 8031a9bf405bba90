//! The four facts of a field as a ticked list, in one fixed layout for every report for people.

use super::visible::shortened;
use crate::field::By;
use crate::finding::Tick;

/// Longest evidence that is shown in the list, in characters.
const LONGEST_QUOTE: usize = 60;

/// The mark of a fact: a tick if it is stated, a cross if it is not.
pub fn mark(stated: bool) -> &'static str {
    if stated { "✓" } else { "✗" }
}

/// What is said beside the mark: the evidence and where it comes from if it is not the field's own words.
pub fn evidence(tick: &Tick) -> String {
    match &tick.stated {
        None => "not stated".to_string(),
        Some((By::Text, quote)) => format!("\"{}\"", shortened(quote, LONGEST_QUOTE)),
        Some((By::Callbacks, quote)) => format!("{}, by its callback object", shortened(quote, LONGEST_QUOTE)),
        Some((By::Sibling, quote)) => format!("{}, by the field beside it", shortened(quote, LONGEST_QUOTE)),
        Some((By::Policy, quote)) => format!("\"{}\", by the policy", shortened(quote, LONGEST_QUOTE)),
    }
}
