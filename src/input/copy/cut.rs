//! Puts a decoded text together from stretches of its source, with the map back to them.

use crate::field::{Role, SourceMap, Text};
use crate::source::{FileId, Span};
use std::ops::Range;

/// A text in the making.
#[derive(Clone, Debug)]
pub struct Cut<'s> {
    source: &'s str,
    decoded: String,
    map: SourceMap,
}

impl<'s> Cut<'s> {
    /// An empty text that is to begin at a byte of the source.
    pub fn new(source: &'s str, start: usize) -> Self {
        Cut { source, decoded: String::new(), map: SourceMap::verbatim(start) }
    }

    /// Adds source bytes as they stand.
    pub fn copy(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.map.copied(self.decoded.len(), range.start);
            self.decoded.push_str(&self.source[range]);
        }
    }

    /// Adds a character that source bytes stand for.
    pub fn replace(&mut self, character: char, range: Range<usize>) {
        self.map.replaced(self.decoded.len(), range);
        self.decoded.push(character);
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.decoded.is_empty()
    }

    /// The decoded characters so far.
    pub fn decoded(&self) -> &str {
        &self.decoded
    }

    /// The finished text; `span` is that of the whole value, its quotes included.
    pub fn text(self, file: FileId, role: Role, span: Range<usize>) -> Text {
        Text { role, file, decoded: self.decoded, span: Span::new(span.start, span.end), map: self.map, tied: None }
    }

    /// Adds what stands between quotes; `escape` is given the offset of a backslash and what follows it, and says how long
    /// the escape is and what it stands for.
    pub fn quoted(&mut self, range: Range<usize>, escape: impl Fn(&str) -> (usize, Option<char>)) {
        let mut at = range.start;
        while let Some(found) = memchr::memchr(b'\\', &self.source.as_bytes()[at..range.end]) {
            let start = at + found;
            self.copy(at..start);
            let (length, character) = escape(&self.source[start..range.end]);
            at = (start + length.max(1)).min(range.end);
            if let Some(character) = character {
                self.replace(character, start..at);
            }
        }
        self.copy(at..range.end);
    }
}

/// An escape as C and most languages after it have them: its length and what it stands for. `\u` and `\x` take hexadecimal
/// digits, and anything else that is escaped stands for itself.
pub fn common_escape(rest: &str) -> (usize, Option<char>) {
    let mut characters = rest.chars();
    characters.next();
    let Some(kind) = characters.next() else { return (1, Some('\\')) };
    let plain = 1 + kind.len_utf8();
    match kind {
        'n' => (plain, Some('\n')),
        't' => (plain, Some('\t')),
        'r' => (plain, Some('\r')),
        'f' => (plain, Some('\u{c}')),
        '0' => (plain, Some('\0')),
        // A line that is continued.
        '\n' => (plain, None),
        '\r' => (plain + usize::from(rest[plain..].starts_with('\n')), None),
        'u' | 'U' | 'x' => unicode_escape(rest, kind),
        itself => (plain, Some(itself)),
    }
}

/// `\uXXXX`, also as two halves of one character, `\u{X…}`, `\UXXXX` and `\xXX`; what has no digits is left as written.
fn unicode_escape(rest: &str, kind: char) -> (usize, Option<char>) {
    if let Some(braced) = rest[2..].strip_prefix('{') {
        let Some(end) = braced.find('}').filter(|&end| end <= 8) else { return (2, Some(kind)) };
        let code = u32::from_str_radix(&braced[..end], 16).ok();
        return (end + 4, code.and_then(char::from_u32).or(Some(char::REPLACEMENT_CHARACTER)));
    }
    let digits = if kind == 'x' { 2 } else { 4 };
    let hexadecimal =
        |from: usize| rest.get(from..from + digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let Some(code) = hexadecimal(2) else { return (2, Some(kind)) };
    let end = 2 + digits;
    if (0xd800..0xdc00).contains(&code)
        && rest[end..].starts_with("\\u")
        && let Some(low @ 0xdc00..0xe000) = hexadecimal(end + 2)
    {
        return (end + 6, char::from_u32(0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00)));
    }
    (end, char::from_u32(code).or(Some(char::REPLACEMENT_CHARACTER)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_stand_for_their_characters() {
        let source = r#"a\nb\u00e9\ud83d\ude00\'\x41\u{1f600}\"#;
        let mut cut = Cut::new(source, 0);
        cut.quoted(0..source.len(), common_escape);
        let text = cut.text(0, Role::Label, 0..source.len());
        assert_eq!(text.decoded, "a\nbé😀'A😀\\");
        assert_eq!(&source[text.map.span(3..5).range()], r"\u00e9");
        assert_eq!(&source[text.map.span(2..3).range()], "b");
    }

    #[test]
    fn a_broken_escape_is_left() {
        for source in [r"\u12", r"\x", r"\u{", r"\u{é}"] {
            let mut cut = Cut::new(source, 0);
            cut.quoted(0..source.len(), common_escape);
            assert!(!cut.is_empty(), "{source}");
        }
    }
}
