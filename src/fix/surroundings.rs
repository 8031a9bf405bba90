//! Whether words can go on where they end in a page or a template: not within a link or an image, not in the last item of a
//! list that is not their own, and not where they are only a value.

use super::Refusal;
use crate::field::{Candidate, Text};

/// Tags that close only a part of a sentence.
const PARTS: &[&str] =
    &["</a", "</code", "</strong", "</b>", "</em>", "</i>", "</kbd", "</button", "</Link", "</router-link"];

/// Why nothing can be added to a text after a byte of its source; none if something can.
pub fn refusal(path: &str, source: &str, candidate: &Candidate, text: &Text, at: usize) -> Option<Refusal> {
    if is_value(&text.decoded) {
        return Some(Refusal::A_VALUE);
    }
    let rest = &source[at..];
    if !is_page(path) {
        return PARTS.iter().any(|tag| rest.trim_start().starts_with(tag)).then_some(Refusal::IN_MARKUP);
    }
    let start = source[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = source[start..].lines().next().unwrap_or_default();
    let written = line.trim_start();
    const IMAGES: [&str; 6] = ["![", "[![", "<img", ".. image::", ".. figure::", "image::"];
    if rest.starts_with([']', '`', '*', '_']) || IMAGES.iter().any(|image| written.starts_with(image)) {
        return Some(Refusal::IN_MARKUP);
    }
    let first = text.map.source(0);
    let has_name = |line_start: usize| {
        let line = source[line_start..].lines().next().unwrap_or_default();
        let name = candidate.name_span.start as usize;
        candidate.file == text.file && (line_start..line_start + line.len()).contains(&name)
    };
    let before = source[..start].trim_end();
    let above = before.rfind('\n').map_or(0, |end| end + 1);
    // An item below the name's own, with nothing else in it, is about the name.
    let is_own = has_name(start) || (first >= start && has_name(above) && is_item(source[above..].trim_start()));
    (is_item(written) && !is_own).then_some(Refusal::ENDS_IN_A_LIST)
}

/// Whether a file of this name is a page of prose, and no template or locale file.
pub fn is_page(path: &str) -> bool {
    is_markdown(path) || [".rst", ".rest", ".adoc", ".asciidoc"].iter().any(|ending| ends_with(path, ending))
}

/// Whether a file of this name is a page of Markdown.
pub fn is_markdown(path: &str) -> bool {
    [".md", ".mdx", ".markdown"].iter().any(|ending| ends_with(path, ending))
}

/// Whether a file of this name is a page of reStructuredText.
pub fn is_restructured(path: &str) -> bool {
    [".rst", ".rest"].iter().any(|ending| ends_with(path, ending))
}

fn ends_with(path: &str, ending: &str) -> bool {
    path.to_ascii_lowercase().ends_with(ending)
}

fn is_item(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark))
        || (digits > 0 && [". ", ") "].iter().any(|mark| line[digits..].starts_with(mark)))
}

/// Whether words are only what is to be typed in, such as a URL.
pub fn is_value(words: &str) -> bool {
    let bare = |word: &str| word.trim_matches(|mark: char| !mark.is_alphanumeric() && mark != '/').to_owned();
    let words: Vec<String> = words.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
    let is_code = |word: &String| word.contains(['/', '=', '{', '$', ':', '@', '\\']);
    let is_joint = |word: &String| matches!(word.as_str(), "or" | "and");
    words.iter().all(|word| is_code(word) || is_joint(word) || !word.contains(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_told_from_a_sentence() {
        for value in ["*", "https://example.com/auth/callback", "`https://a.b` or `https://c.d`", "{url}/callback", "-"]
        {
            assert!(is_value(value), "{value}");
        }
        for words in ["Webhook", "Enter https://example.com", "See the docs", "回调地址"] {
            assert!(!is_value(words), "{words}");
        }
    }
}
