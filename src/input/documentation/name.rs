//! What may be a name, and which part of the words that are marked as one is it.

use super::passage::trimmed;
use std::ops::Range;

/// Longest name in bytes.
pub(super) const NAME_LIMIT: usize = 100;
/// How many words a name has that is not code.
const WORDS_LIMIT: usize = 6;

/// Whether a name has the form of an identifier, which no word of a language has.
pub(super) fn is_identifier(name: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || "_.-[]$:@*\\".contains(c);
    if name.is_empty() || !name.chars().all(allowed) || !name.contains(|c: char| c.is_alphabetic()) {
        return false;
    }
    let mut pairs = name.chars().zip(name.chars().skip(1));
    name.contains(['_', '$']) || pairs.any(|(one, other)| one.is_lowercase() && other.is_uppercase())
}

/// The part of a code span that is the name: without a value, quotes, or the marks of an option's argument.
pub(super) fn code_name(words: &str, range: Range<usize>) -> Option<Range<usize>> {
    let mut range = range;
    if words[range.clone()].starts_with('-') {
        let end = words[range.clone()].find([' ', '=']).unwrap_or(range.len());
        range.end = range.start + end;
    }
    if let Some(equals) = words[range.clone()].find('=') {
        range.end = range.start + equals;
    }
    let quotes = ['"', '\'', ':', '?', '*', ' ', ',', '<', '>', '{', '}', '+'];
    let inner = &words[range.clone()];
    let start = range.start + (inner.len() - inner.trim_start_matches(quotes).len());
    let range = start..(range.start + inner.trim_end_matches(quotes).len()).max(start);
    let name = &words[range.clone()];
    // Functions of C have parameters that go in or out.
    let is_parameter = ["[in", "[out"].iter().any(|mark| name.starts_with(mark));
    let is_name = !name.is_empty()
        && !is_parameter
        && name.len() <= NAME_LIMIT
        && !name.contains(['(', ')', '/', '\n', ';', '`'])
        && name.split(' ').count() <= 3
        && name.contains(|c: char| c.is_alphabetic())
        && !["GET ", "POST ", "PUT ", "PATCH ", "DELETE "].iter().any(|method| name.starts_with(method));
    is_name.then_some(range)
}

/// A name in words: few, and no sentence.
pub(super) fn word_name(words: &str, range: Range<usize>) -> Option<Range<usize>> {
    let range = trimmed(words, range);
    let name = &words[range.clone()];
    let is_name = name.len() <= NAME_LIMIT
        && name.contains(|c: char| c.is_alphabetic())
        && name.split_whitespace().count() <= WORDS_LIMIT
        && !name.contains(['\n', '!', '?', ';', '`', '<', '>', '{', '}', '|', '=', '"', ','])
        && !name.contains("://")
        && !name.contains(". ")
        && !is_remark(name);
    is_name.then_some(range)
}

/// Words that open a remark or an example rather than name anything.
fn is_remark(name: &str) -> bool {
    const REMARKS: [&str; 28] = [
        "note",
        "notes",
        "tip",
        "warning",
        "important",
        "caution",
        "danger",
        "info",
        "hint",
        "attention",
        "see also",
        "see",
        "result",
        "answer",
        "question",
        "e.g",
        "i.e",
        "for example",
        "optional",
        "required",
        "todo",
        "fix",
        "fixed",
        "added",
        "changed",
        "removed",
        "deprecated",
        "http",
    ];
    let name = name.to_lowercase();
    REMARKS.contains(&name.trim_matches(|c: char| !c.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_no_words() {
        for name in ["reply_url", "replyUrl", "webhook.replyUrl", "REPLY_URL", "hooks[].url_x"] {
            assert!(is_identifier(name), "{name}");
        }
        for name in ["reply", "Reply", "URL", "reply url", "1_0", ""] {
            assert!(!is_identifier(name), "{name}");
        }
    }

    #[test]
    fn code_is_cut_to_its_name() {
        let name = |words: &'static str| code_name(words, 0..words.len()).map(|range| &words[range]);
        assert_eq!(name("--reply-url <url>"), Some("--reply-url"));
        assert_eq!(name("\"reply_url\": "), Some("reply_url"));
        assert_eq!(name("REPLY_URL=a"), Some("REPLY_URL"));
        for words in ["POST hooks", "/hooks", "f(x)", "[in] hook", "12", ""] {
            assert_eq!(name(words), None, "{words}");
        }
    }

    #[test]
    fn remarks_and_sentences_are_no_names() {
        let name = |words: &'static str| word_name(words, 0..words.len()).map(|range| &words[range]);
        assert_eq!(name(" Reply URL "), Some("Reply URL"));
        for words in ["Note", "It is called. Then", "one two three four five six seven", "a; b", "42"] {
            assert_eq!(name(words), None, "{words}");
        }
    }
}
