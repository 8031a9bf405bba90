//! Reads Fluent: messages and terms with their attributes, over as many lines as are indented.
//!
//! Placeables stay as they are written; of a selector the text with all of its variants is one string.

use super::copy::{Bundle, Cut, Message, language_of_path};
use crate::field::{Pointer, Role};
use crate::source::{FileId, Source, Span};
use std::ops::Range;

/// The messages of a Fluent file.
pub(super) fn parse(file: FileId, source: &Source) -> Option<Bundle> {
    let text = source.text();
    let mut walk = Walk { file, text, entry: None, pattern: None, braces: 0, messages: Vec::new() };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches('\u{feff}').trim_end();
        let start = at + line.len() - line.trim_start_matches('\u{feff}').len();
        at += line.len();
        walk.line(content, start);
    }
    walk.finish();
    let messages = walk.messages;
    (!messages.is_empty()).then(|| Bundle { messages, language: language_of_path(source.path()) })
}

/// A value in the making: its keys, where the last of them stands, and the pieces of its lines.
struct Pattern {
    path: Vec<String>,
    key: Range<usize>,
    pieces: Vec<Range<usize>>,
}

struct Walk<'s> {
    file: FileId,
    text: &'s str,
    /// The message that attributes belong to.
    entry: Option<String>,
    pattern: Option<Pattern>,
    /// Placeables that are open, which may go over lines that are not indented.
    braces: usize,
    messages: Vec<Message>,
}

impl Walk<'_> {
    fn line(&mut self, content: &str, start: usize) {
        let indented = content.len() - content.trim_start().len();
        let trimmed = &content[indented..];
        if self.braces > 0 && !trimmed.is_empty() {
            return self.go_on(start + indented..start + content.len());
        }
        if trimmed.is_empty() {
            return;
        }
        if indented == 0 {
            self.finish();
            self.entry = None;
            if let Some((key, value)) = assignment(content) {
                self.entry = Some(content[key.clone()].to_owned());
                self.begin(vec![content[key.clone()].to_owned()], content, key, value, start);
            }
            return;
        }
        match (trimmed.strip_prefix('.').and_then(assignment), self.entry.clone()) {
            (Some((key, value)), Some(entry)) => {
                self.finish();
                let attribute = &trimmed[1..];
                self.begin(vec![entry, attribute[key.clone()].to_owned()], attribute, key, value, start + indented + 1);
            }
            _ => self.go_on(start + indented..start + content.len()),
        }
    }

    fn begin(&mut self, path: Vec<String>, content: &str, key: Range<usize>, value: usize, start: usize) {
        self.pattern = Some(Pattern { path, key: start + key.start..start + key.end, pieces: Vec::new() });
        if value < content.len() {
            self.go_on(start + value..start + content.len());
        }
    }

    fn go_on(&mut self, piece: Range<usize>) {
        let Some(pattern) = &mut self.pattern else { return };
        for byte in self.text[piece.clone()].bytes() {
            match byte {
                b'{' => self.braces += 1,
                b'}' => self.braces = self.braces.saturating_sub(1),
                _ => {}
            }
        }
        pattern.pieces.push(piece);
    }

    fn finish(&mut self) {
        self.braces = 0;
        let Some(Pattern { path, key, pieces }) = self.pattern.take() else { return };
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return };
        let whole = first.start..last.end;
        let mut cut = Cut::new(self.text, whole.start);
        let mut end = None;
        for piece in &pieces {
            // The break and the indentation of a line are one break.
            if let Some(end) = end {
                cut.replace('\n', end..piece.start);
            }
            cut.copy(piece.clone());
            end = Some(piece.end);
        }
        let role = match path.get(1).map(String::as_str) {
            Some("title" | "tooltiptext" | "tooltip") => Role::Tooltip,
            Some("placeholder") => Role::Placeholder,
            _ => Role::Label,
        };
        self.messages.push(Message {
            pointer: Pointer(path.join(".")),
            path,
            key_span: Span::new(key.start, key.end),
            text: cut.text(self.file, role, whole),
            id: None,
            notes: Vec::new(),
        });
    }
}

/// The key before an `=`, and where the value behind it begins.
fn assignment(content: &str) -> Option<(Range<usize>, usize)> {
    let (before, value) = content.split_once('=')?;
    let key = before.trim_end();
    let is_key = |key: &str| {
        let key = key.strip_prefix('-').unwrap_or(key);
        key.starts_with(|first: char| first.is_ascii_alphabetic())
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    };
    is_key(key).then(|| (0..key.len(), content.len() - value.trim_start().len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_attributes_are_messages() {
        let text = "# Comment\nhook-url = Hook URL of { $app }\n    .placeholder = https://example.com = x\n    .title =\n        We call\n        it.\n\
                    -brand = Acme\nhooks = { $n ->\n    [one] One hook\n   *[other] { $n } hooks\n}\nlast = End\nbroken line\n";
        let source = Source::new("locales/en/form.ftl", text);
        let bundle = parse(0, &source).expect("it is Fluent");
        let expected = [
            ("hook-url", "Hook URL of { $app }", "hook-url"),
            ("hook-url.placeholder", "https://example.com = x", "placeholder"),
            ("hook-url.title", "We call\nit.", "title"),
            ("-brand", "Acme", "-brand"),
            ("hooks", "{ $n ->\n[one] One hook\n*[other] { $n } hooks\n}", "hooks"),
            ("last", "End", "last"),
        ];
        assert_eq!(bundle.strings(), expected.map(|(path, text, _)| (path.to_owned(), text)));
        assert_eq!(bundle.written_keys(&source), expected.map(|(_, _, key)| key));
        assert_eq!(source.slice(bundle.messages[2].text.map.span(8..10)), "it");
        assert_eq!(bundle.messages[2].text.role, Role::Tooltip);
    }
}
