//! Patterns for files and for pointers, as a configuration writes them.

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::Path;

/// Patterns for files in the manner of .gitignore, relative to a folder.
#[derive(Clone, Debug)]
pub struct Patterns(Gitignore);

impl Patterns {
    /// Compiles patterns; an error comes with the number of the pattern that it is about.
    pub fn new<'p>(folder: &Path, patterns: impl Iterator<Item = &'p str>) -> Result<Self, (usize, String)> {
        let mut builder = GitignoreBuilder::new(folder);
        let mut count = 0;
        for pattern in patterns {
            // Of a list in YAML, no item is a comment.
            let escaped = if pattern.starts_with('#') { format!("\\{pattern}") } else { pattern.to_owned() };
            let escaped = escaped.strip_prefix("./").unwrap_or(&escaped);
            // The library takes a bracket that is not closed for itself, which nobody means.
            if is_unclosed(escaped) {
                return Err((count, "a `[` is not closed; for the bracket itself write `\\[`".to_owned()));
            }
            builder.add_line(None, escaped).map_err(|error| (count, error.to_string()))?;
            count += 1;
        }
        builder.build().map(Patterns).map_err(|error| (count.saturating_sub(1), error.to_string()))
    }

    /// Whether a file or folder matches by itself, for walks that come to it through the folders above.
    pub fn match_entry(&self, path: &Path, is_folder: bool) -> bool {
        self.0.matched(path, is_folder).is_ignore()
    }

    /// Whether a file matches, or a folder above it does.
    pub fn match_file(&self, path: &Path) -> bool {
        let mut decided = path.ancestors().enumerate().map(|(above, path)| self.0.matched(path, above > 0));
        decided.find(|matched| !matched.is_none()).is_some_and(|matched| matched.is_ignore())
    }
}

/// Whether a class of characters has no end.
fn is_unclosed(pattern: &str) -> bool {
    let mut rest = pattern;
    while let Some(at) = rest.find(['[', '\\']) {
        let behind = &rest[at + 1..];
        if rest[at..].starts_with('\\') {
            rest = behind.get(behind.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
            continue;
        }
        // A bracket that comes first is one of the characters.
        let members = behind.strip_prefix(['!', '^']).unwrap_or(behind);
        let first = usize::from(members.starts_with(']'));
        match members[first..].find(']') {
            Some(end) => rest = &members[first + end + 1..],
            None => return true,
        }
    }
    false
}

/// A pattern for pointers: `*` stands for anything within one part, `**` for any parts. Braces are braces, since pointers
/// to paths are full of them. What matches a pointer matches all that lies below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointerPattern(String);

impl PointerPattern {
    /// The pattern as written.
    pub fn new(written: &str) -> Self {
        // A pointer is often copied from a reference, where a sign stands before it.
        PointerPattern(if written.starts_with("#/") { &written[1..] } else { written }.to_owned())
    }

    /// Whether it matches a pointer, or one above it.
    pub fn matches(&self, pointer: &str) -> bool {
        let pattern: Vec<&str> = self.0.trim_end_matches('/').split('/').collect();
        let parts: Vec<&str> = pointer.split('/').collect();
        parts_match(&pattern, &parts)
    }
}

impl std::fmt::Display for PointerPattern {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

fn parts_match(pattern: &[&str], parts: &[&str]) -> bool {
    match (pattern.split_first(), parts.split_first()) {
        // What is left of the pointer lies below.
        (None, _) => true,
        (Some((&"**", rest)), None) => parts_match(rest, parts),
        (Some((&"**", rest)), Some((_, others))) => parts_match(rest, parts) || parts_match(pattern, others),
        (Some(_), None) => false,
        (Some((first, rest)), Some((part, others))) => part_matches(first, part) && parts_match(rest, others),
    }
}

fn part_matches(pattern: &str, part: &str) -> bool {
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| part.strip_prefix(first)) else { return false };
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_matched_with_the_folders_above_them() {
        let check = |pattern: &str, path: &str, matched: bool| {
            let patterns = Patterns::new(Path::new("/repo/docs"), std::iter::once(pattern)).expect("it is a pattern");
            assert_eq!(patterns.match_file(Path::new(path)), matched, "{pattern} {path}");
        };
        check("vendor/", "/repo/docs/a/vendor/b/c.yaml", true);
        check("vendor/", "/repo/docs/vendor", false);
        check("specs/*.yaml", "/repo/docs/specs/a.yaml", true);
        check("./specs/*.yaml", "/repo/docs/specs/a.yaml", true);
        check("specs/*.yaml", "/repo/docs/x/specs/a.yaml", false);
        check("specs/**", "/repo/docs/specs/x/a.yaml", true);
        check("specs", "/repo/docs/specs/x/a.yaml", true);
        check("*.gen.yaml", "/elsewhere/a.gen.yaml", true);
        check("#a.yaml", "/repo/docs/#a.yaml", true);
        let two = Patterns::new(Path::new("/r"), ["a/*", "!a/b.yaml"].into_iter()).expect("they are patterns");
        assert!(two.match_file(Path::new("/r/a/c.yaml")) && !two.match_file(Path::new("/r/a/b.yaml")));
        assert_eq!(Patterns::new(Path::new("/r"), ["a", "{b"].into_iter()).expect_err("it is none").0, 1);
        for (pattern, is_one) in
            [("a[bc].yaml", true), ("\\[a", true), ("[]]", true), ("[!]a]", true), ("[", false), ("a[b", false)]
        {
            assert_eq!(Patterns::new(Path::new("/r"), std::iter::once(pattern)).is_ok(), is_one, "{pattern}");
        }
    }

    #[test]
    fn pointers_are_matched_part_by_part() {
        let check = |pattern: &str, pointer: &str, matched: bool| {
            assert_eq!(PointerPattern::new(pattern).matches(pointer), matched, "{pattern} {pointer}");
        };
        check("/components/schemas/Old*", "/components/schemas/OldJob/properties/callback_url", true);
        check("/components/schemas/Old*/", "/components/schemas/OldJob", true);
        check("/components/schemas/Old", "/components/schemas/OldJob", false);
        check("/paths/~1jobs~1{id}/**", "/paths/~1jobs~1{id}/post/parameters/0", true);
        check("/paths/**/parameters/*", "/paths/~1a/post/parameters/0", true);
        check("/paths/**/parameters/*", "/paths/~1a/post", false);
        check("**/callback_url", "/components/schemas/Job/properties/callback_url", true);
        check("#/components/schemas/Old*", "/components/schemas/OldJob", true);
        check("*_url", "callback_url", true);
        check("hooks.*", "hooks.url", true);
        check("*a*b*", "xxaxxbxx", true);
        check("a*a", "a", false);
        check("/a", "/b", false);
    }
}
