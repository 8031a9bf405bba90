//! Reads the string tables of Apple's systems: `"key" = "string";` with comments before it.

use super::copy::{Bundle, Cut, Message, common_escape, key_path, language_of_path};
use crate::field::{Pointer, Role, Text};
use crate::source::{FileId, Source, Span};
use std::ops::Range;

/// The messages of a string table.
pub(super) fn parse(file: FileId, source: &Source) -> Option<Bundle> {
    let text = source.text();
    let mut messages = Vec::new();
    let mut note: Option<Range<usize>> = None;
    let mut key: Option<Range<usize>> = None;
    let mut is_value = false;
    let mut at = 0;
    while let Some(token) = token(text, at) {
        at = token.range.end;
        match token.kind {
            Kind::Comment => note = Some(token.content),
            Kind::Equals => is_value = true,
            Kind::End => (note, key, is_value) = (None, None, false),
            Kind::String => match key.take().filter(|_| is_value) {
                Some(key) => messages.extend(message(file, source, key, token, note.take())),
                None => key = Some(token.content),
            },
        }
    }
    (!messages.is_empty()).then(|| Bundle { messages, language: language_of_path(source.path()) })
}

enum Kind {
    Comment,
    String,
    Equals,
    End,
}

struct Token {
    kind: Kind,
    range: Range<usize>,
    /// What is between its quotes or comment signs.
    content: Range<usize>,
}

/// The next token from a byte on, anything unknown passed over.
fn token(text: &str, mut at: usize) -> Option<Token> {
    let bytes = text.as_bytes();
    loop {
        let rest = &text[at..];
        let (kind, content, end) = match *bytes.get(at)? {
            b'/' if rest.starts_with("/*") => {
                let end = rest[2..].find("*/").map_or(text.len(), |length| at + 2 + length);
                (Kind::Comment, at + 2..end, (end + 2).min(text.len()))
            }
            b'/' if rest.starts_with("//") => {
                let end = rest.find('\n').map_or(text.len(), |length| at + length);
                (Kind::Comment, at + 2..end, end)
            }
            b'"' => {
                let end = end_of_string(bytes, at);
                (Kind::String, at + 1..end, (end + 1).min(text.len()))
            }
            b'=' => (Kind::Equals, at..at, at + 1),
            b';' => (Kind::End, at..at, at + 1),
            // A key of one word needs no quotes.
            byte if byte.is_ascii_alphanumeric() || byte == b'_' => {
                let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
                let end = at + bytes[at..].iter().take_while(|byte| is_word(byte)).count();
                (Kind::String, at..end, end)
            }
            _ => {
                at += rest.chars().next().map_or(1, char::len_utf8);
                continue;
            }
        };
        return Some(Token { kind, range: at..end, content });
    }
}

fn end_of_string(bytes: &[u8], open: usize) -> usize {
    let mut at = open + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn message(
    file: FileId,
    source: &Source,
    key: Range<usize>,
    value: Token,
    note: Option<Range<usize>>,
) -> Option<Message> {
    let text = decoded(file, source, value.content, value.range, Role::Label);
    let decoded_key = decoded(file, source, key.clone(), key.clone(), Role::Label).decoded;
    if text.decoded.is_empty() || decoded_key.is_empty() {
        return None;
    }
    let note = note.map(|note| {
        let words = &source.text()[note.clone()];
        let start = note.start + words.len() - words.trim_start().len();
        let end = start + words.trim().len();
        decoded(file, source, start..end, start..end, Role::Description)
    });
    Some(Message {
        path: key_path(&decoded_key),
        key_span: Span::new(key.start, key.end),
        text,
        pointer: Pointer(decoded_key),
        id: None,
        notes: note.into_iter().collect(),
    })
}

fn decoded(file: FileId, source: &Source, content: Range<usize>, whole: Range<usize>, role: Role) -> Text {
    let mut cut = Cut::new(source.text(), content.start);
    cut.quoted(content, common_escape);
    cut.text(file, role, whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_messages() {
        let text = "\u{feff}/* A label */\n\"hook.url\" = \"Hook \\\"URL\\\"\";\n// x\nplain = \"It's\\nhere \\U00e9\";\n\"Save it now\" = \"Save it now\";\n\"cut";
        let source = Source::new("en.lproj/Localizable.strings", text);
        let bundle = parse(0, &source).expect("it is a string table");
        let expected = [
            ("hook.url", "Hook \"URL\"", "hook.url"),
            ("plain", "It's\nhere é", "plain"),
            ("Save it now", "Save it now", "Save it now"),
        ];
        assert_eq!(bundle.strings(), expected.map(|(path, text, _)| (path.to_owned(), text)));
        assert_eq!(bundle.written_keys(&source), expected.map(|(_, _, key)| key));
        assert_eq!(bundle.messages[0].notes[0].decoded, "A label");
        assert_eq!(source.slice(bundle.messages[2].text.map.span(0..4)), "Save");
        assert_eq!(bundle.language.as_deref(), Some("en"));
        for text in ["", "\"", "\"a\" = \"\\", "a b = ;", "/*"] {
            assert!(parse(0, &Source::new("a.strings", text)).is_none_or(|bundle| !bundle.messages.is_empty()));
        }
    }
}
