//! What edits change, as a unified diff.

use crate::source::Source;
use similar::TextDiff;

/// Lines around a change that are shown with it.
const CONTEXT: usize = 3;

/// The difference between a source and its new text, in the form that `patch` and `git apply` read.
pub fn unified(source: &Source, new_text: &str) -> String {
    // Programs that apply a diff take no path from the root for one.
    let name = source.path().trim_start_matches("./").trim_start_matches('/');
    TextDiff::from_lines(source.text(), new_text)
        .unified_diff()
        .context_radius(CONTEXT)
        .header(&header("a", name), &header("b", name))
        .to_string()
}

/// The name of a file as both programs read it: with a tab behind it where it has blanks, in quotes where it has marks.
fn header(side: &str, name: &str) -> String {
    if name.contains(|character: char| character.is_control() || character == '"' || character == '\\') {
        let escaped: String = name.chars().map(escape).collect();
        return format!("\"{side}/{escaped}\"");
    }
    let end = if name.contains(' ') { "\t" } else { "" };
    format!("{side}/{name}{end}")
}

fn escape(character: char) -> String {
    match character {
        '"' | '\\' => format!("\\{character}"),
        '\t' => "\\t".to_owned(),
        '\n' => "\\n".to_owned(),
        control if control.is_control() => format!("\\{:03o}", control as u32),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_shown_with_its_neighbours() {
        let diff = unified(&Source::new("a.yaml", "a: 1\nb: 2\n"), "a: 1\nb: 3\n");
        assert_eq!(diff, "--- a/a.yaml\n+++ b/a.yaml\n@@ -1,2 +1,2 @@\n a: 1\n-b: 2\n+b: 3\n");
    }

    #[test]
    fn names_are_written_as_programs_read_them() {
        let head = |path: &str| unified(&Source::new(path, "a\n"), "b\n").lines().take(2).collect::<Vec<_>>().join("|");
        assert_eq!(head("my api.yaml"), "--- a/my api.yaml\t|+++ b/my api.yaml\t");
        assert_eq!(head("/tmp/a.yaml"), "--- a/tmp/a.yaml|+++ b/tmp/a.yaml");
        assert_eq!(head("a\"b.yaml"), "--- \"a/a\\\"b.yaml\"|+++ \"b/a\\\"b.yaml\"");
    }
}
