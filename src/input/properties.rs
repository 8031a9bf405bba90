//! Reads Java resource bundles. A settings file has the same form, so that the values have to read like copy.

use super::copy::{Bundle, Cut, Leaves, Message, common_escape, is_locale_place, key_path, language_of_path};
use crate::field::{Pointer, Role};
use crate::source::{FileId, Source, Span};
use std::ops::Range;

/// The messages of a resource bundle.
pub(super) fn parse(file: FileId, source: &Source) -> Option<Bundle> {
    let text = source.text();
    let mut messages = Vec::new();
    let mut leaves = Leaves::default();
    let mut note = None;
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    while at < text.len() {
        let line = at..line_end(text, at);
        at = line.end + 1;
        let content = text[line.clone()].trim_start();
        let start = line.end - content.len();
        if content.starts_with(['#', '!']) {
            let words = content.trim_start_matches(['#', '!', ' ']);
            note =
                (!words.is_empty()).then(|| line.end - words.len()..line.start + text[line.clone()].trim_end().len());
            continue;
        }
        if content.is_empty() {
            note = None;
            continue;
        }
        let entry = entry(text, start);
        at = entry.end + 1;
        let mut key = Cut::new(text, entry.key.start);
        key.quoted(entry.key.clone(), common_escape);
        let mut value = Cut::new(text, entry.value.first().map_or(entry.key.end, |piece| piece.start));
        entry.value.iter().for_each(|piece| value.quoted(piece.clone(), common_escape));
        leaves.string(value.decoded());
        if value.is_empty() || key.is_empty() {
            continue;
        }
        let noted = note.take().map(|range: Range<usize>| {
            let mut cut = Cut::new(text, range.start);
            cut.copy(range.clone());
            cut.text(file, Role::Description, range)
        });
        let (first, last) = (entry.value.first(), entry.value.last());
        let span = first.map_or(entry.key.end, |piece| piece.start)..last.map_or(entry.key.end, |piece| piece.end);
        messages.push(Message {
            path: key_path(key.decoded()),
            pointer: Pointer(key.decoded().to_owned()),
            key_span: Span::new(entry.key.start, entry.key.end),
            text: value.text(file, Role::Label, span),
            id: None,
            notes: noted.into_iter().collect(),
        });
    }
    let path = source.path();
    let in_place = is_locale_place(path) || format!("/{path}").contains("/resources/");
    let language = language_of_path(path);
    leaves.look_like_copy(in_place).then_some(Bundle { messages, language })
}

fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &text.as_bytes()[at..]).map_or(text.len(), |found| at + found)
}

struct Entry {
    key: Range<usize>,
    /// The value line by line, without the backslashes that continue them and the blanks that follow these.
    value: Vec<Range<usize>>,
    end: usize,
}

/// The entry that begins at a byte: the key goes to the first separator that is not escaped.
fn entry(text: &str, start: usize) -> Entry {
    let bytes = text.as_bytes();
    let mut end = line_end(text, start);
    let mut at = start;
    while at < end && !matches!(bytes[at], b'=' | b':' | b' ' | b'\t' | b'\x0c') {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    let key = start..floor(text, at.min(end));
    let blanks = |from: usize, end: usize| {
        from + text[from..end].len() - text[from..end].trim_start_matches([' ', '\t', '\x0c']).len()
    };
    let mut from = blanks(key.end, end);
    if from < end && matches!(bytes[from], b'=' | b':') {
        from = blanks(from + 1, end);
    }
    let mut value = Vec::new();
    loop {
        let line = &text[from..end];
        let backslashes = line.len() - line.trim_end_matches('\\').len();
        if backslashes.is_multiple_of(2) || end == text.len() {
            value.push(from..end);
            return Entry { key, value, end };
        }
        value.push(from..end - 1);
        let next = end + if bytes[end..].starts_with(b"\r\n") { 2 } else { 1 };
        if next >= text.len() {
            return Entry { key, value, end: text.len() };
        }
        end = line_end(text, next);
        from = blanks(next, end);
    }
}

/// The last character boundary at or before a byte.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let source = Source::new("messages_fr.properties", text);
        let bundle = parse(0, &source).expect("it is a bundle");
        assert_eq!(bundle.strings(), expected.iter().map(|&(key, text)| (key.to_owned(), text)).collect::<Vec<_>>());
        assert_eq!(bundle.language.as_deref(), Some("fr"));
    }

    #[test]
    fn keys_end_at_any_separator() {
        check(
            "# For the form\nhook.url = Webhook URL\na\\:b:The colon\nc The blank\n\n! x\nd\\ e=Two\\tparts\n",
            &[("hook.url", "Webhook URL"), ("a:b", "The colon"), ("c", "The blank"), ("d e", "Two\tparts")],
        );
    }

    #[test]
    fn values_go_on_behind_a_backslash() {
        let text = "hook=We call \\\r\n    this \\u00fcrl \\\\\nb=Next\\";
        check(text, &[("hook", "We call this ürl \\"), ("b", "Next\\")]);
        let source = Source::new("messages.properties", text);
        let bundle = parse(0, &source).expect("it is a bundle");
        assert_eq!(source.slice(bundle.messages[0].text.map.span(8..12)), "this");
    }

    #[test]
    fn settings_are_silence() {
        let text = "server.port=8080\nspring.datasource.url=jdbc:h2:mem\nlogging.level=INFO\napp.name=hooks\n";
        assert!(parse(0, &Source::new("src/main/resources/application.properties", text)).is_none());
    }
}
