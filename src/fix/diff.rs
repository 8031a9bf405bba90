//! What edits change, as a unified diff.

use crate::source::Source;
use similar::TextDiff;

/// Lines around a change that are shown with it.
const CONTEXT: usize = 3;

/// The difference between a source and its new text, in the form that `patch` and `git apply` read.
pub fn unified(source: &Source, new_text: &str) -> String {
    let name = source.path().trim_start_matches("./");
    TextDiff::from_lines(source.text(), new_text)
        .unified_diff()
        .context_radius(CONTEXT)
        .header(&format!("a/{name}"), &format!("b/{name}"))
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_shown_with_its_neighbours() {
        let diff = unified(&Source::new("a.yaml", "a: 1\nb: 2\n"), "a: 1\nb: 3\n");
        assert_eq!(diff, "--- a/a.yaml\n+++ b/a.yaml\n@@ -1,2 +1,2 @@\n a: 1\n-b: 2\n+b: 3\n");
    }
}
