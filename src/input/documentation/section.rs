//! The sections of a page: which stands in which, what they are called, and what their titles say of what they hold.

use super::heading::shown;
use super::passage::Passage;
use crate::field::Usage;

/// A section, which is a heading with what stands below it.
#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    /// The section that it stands in.
    pub(super) outer: Option<usize>,
    /// Level of the heading; the page itself, before any, has 0.
    pub(super) level: usize,
    /// The heading as it is shown.
    pub(super) title: String,
    /// The same for a pointer.
    pub(super) slug: String,
    /// What its title, or one around it, says of who sends what it documents.
    pub(super) usage: Usage,
    /// Whether it tells what changed, and explains nothing.
    pub(super) is_log: bool,
    /// The paragraphs before its first entry, a few of them.
    pub(super) opening: Vec<Passage>,
}

/// Sections that are gone into; a page nested deeper has a mistake in its headings.
const DEPTH_LIMIT: usize = 12;

/// The section that a heading opens after those that are there.
pub(super) fn section(level: usize, words: &Passage, before: &[Section], current: usize) -> Section {
    let mut outer = current;
    while before[outer].level >= level {
        outer = before[outer].outer.unwrap_or(0);
    }
    let title = shown(words);
    let around = &before[outer];
    let usage = usage_in(&title).unwrap_or(around.usage);
    let is_log = around.is_log || is_log(&title);
    Section { outer: Some(outer), level, slug: slug(&title), title, usage, is_log, opening: Vec::new() }
}

/// A section and those around it, innermost first, without the page itself.
pub(super) fn outward(sections: &[Section], innermost: usize) -> impl Iterator<Item = &Section> {
    let next = move |section: &&Section| section.outer.map(|outer| &sections[outer]);
    let all = std::iter::successors(sections.get(innermost), next);
    all.filter(|section| section.level > 0).take(DEPTH_LIMIT)
}

/// Words for a pointer: lower case, joined by hyphens.
pub(super) fn slug(title: &str) -> String {
    let words = title.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

/// Who sends what a section of this title documents.
fn usage_in(title: &str) -> Option<Usage> {
    let words: Vec<String> = title.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
    let says = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    if says(&["payload", "payloads"]) {
        return Some(Usage { payload: true, ..Usage::default() });
    }
    if says(&["response", "responses", "returns", "output", "outputs"]) {
        return Some(Usage { response: true, ..Usage::default() });
    }
    let asks =
        ["request", "parameters", "params", "arguments", "body", "settings", "configuration", "options", "query"];
    says(&asks).then_some(Usage { request: true, ..Usage::default() })
}

/// Whether a section of this title tells what changed.
fn is_log(title: &str) -> bool {
    let name = title.to_lowercase();
    let named = ["changelog", "change log", "release notes", "what's new", "breaking changes", "version history"];
    let number = name.trim_start_matches(['v', '[']);
    let is_version = number.starts_with(|c: char| c.is_ascii_digit())
        && number
            .split(|c: char| !(c.is_ascii_digit() || c == '.'))
            .next()
            .is_some_and(|first| first.matches('.').count() >= 2);
    named.iter().any(|known| name.contains(known)) || is_version
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_tell_who_sends() {
        assert_eq!(usage_in("Response body").map(|usage| usage.response), Some(true));
        assert_eq!(usage_in("Query parameters").map(|usage| usage.request), Some(true));
        assert_eq!(usage_in("Webhook payload").map(|usage| usage.payload), Some(true));
        assert_eq!(usage_in("Overview"), None);
    }

    #[test]
    fn versions_head_logs() {
        assert!(is_log("[1.20.3] - 2024-01-01") && is_log("v2.0.0") && is_log("Release notes"));
        assert!(!is_log("1.2 Return URL") && !is_log("Return URL"));
    }

    #[test]
    fn slugs_keep_names() {
        assert_eq!(slug("The `reply_url`, then"), "the-reply_url-then");
    }
}
